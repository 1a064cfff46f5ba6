#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "generator/manifest.h"
#include "support/diagnostic.h"

namespace pann::generator {

/// The licence of the emitted text where its user names none.
inline constexpr std::string_view kDefaultLicense = "SPDX-License-Identifier: Apache-2.0";

/// What an emitted design is called and under which licence; nothing of its hardware.
struct EmitOptions {
  /// Before the name of every module, joined by an underscore (one at its end is that one), so that
  /// several generators' `full_adder`s live in one design. Empty: none.
  std::string prefix{};
  /// Lines at the top of every emitted file of code, without comment marks.
  std::string license{kDefaultLicense};
};

/// Every fault of the options at once: a prefix is a letter, then letters, digits and single
/// underscores, and makes no name that a module without it has ("split" before mac_booth4).
std::vector<support::Diagnostic> validate(const EmitOptions& options);

/// `prefix` with its underscore; "" for none.
std::string module_prefix(const EmitOptions& options);

/// The prefix that the modules of an emitted design have, with its underscore; "" for none and for
/// designs that hold no `full_adder`.
std::string module_prefix(const Manifest& manifest);

/// The licence lines of a user's file (`name` in messages): text, or lines of `//` or `#` comments.
/// Throws Failure(user_error, "license.text") for an empty one, one of more than 64 KiB, and
/// characters that are no text.
std::string license_lines(std::string_view text, const std::string& name);

/// The licence as comment lines that begin with `mark`, e.g. "//".
std::string license_comment(const std::string& license, std::string_view mark);

}  // namespace pann::generator
