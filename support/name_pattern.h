#pragma once

#include <string_view>

namespace pann::support {

/// Whether a hierarchical name matches a pattern, as manifests and `--match` use them.
///
/// In a pattern `*` stands for any run of characters without a dot, `**` for any run at all; every
/// other character, brackets included, stands for itself: `g_row[*].u_adder.a_i`, `**.c_i`.
bool matches(std::string_view pattern, std::string_view name);

}  // namespace pann::support
