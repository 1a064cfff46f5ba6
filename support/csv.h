#pragma once

#include <string>
#include <string_view>

namespace pann::support {

/// A field of a CSV file (RFC 4180): as it is, or within quotation marks where it holds commas,
/// quotation marks or line ends, as Verilog's escaped names do.
std::string csv_field(std::string_view text);

}  // namespace pann::support
