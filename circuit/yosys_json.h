#pragma once

#include <filesystem>
#include <string>
#include <string_view>

#include "circuit/netlist.h"

namespace pann::circuit {

/// Reads what Yosys' `write_json` writes (Yosys manual, "write_json"; 0.23 to current),
/// hierarchical or flat, as one flat netlist: names of inner modules get their instance path in
/// front, exactly as traces have them. Modules without content (library cells, black boxes) stay
/// cells.
///
/// `top` names the module to take; empty: the one with the attribute `top`, or the only one with
/// content. Throws Failure(user_error): "netlist.json" for text that is no such netlist, naming the
/// field; "netlist.top"; "netlist.instance" for a pin that the module does not have or whose width
/// differs; "netlist.size" where the flat netlist takes more than half a gigabyte; "netlist.short"
/// where constants 0 and 1 are joined.
Netlist parse_yosys_json(std::string_view text, const std::string& source,
                         const std::string& top = {});

/// The same from a file ("-": standard input).
Netlist read_yosys_json(const std::filesystem::path& path, const std::string& top = {});

}  // namespace pann::circuit
