#pragma once

#include <string>
#include <string_view>

#include "support/diagnostic.h"

namespace pann::support {

/// Says on standard error what the user should know though work goes on; the same only once.
void warn(const Diagnostic& diagnostic);

/// `text` with control characters spelled out (\x1b), line ends and tabs aside: what a file holds
/// must not steer a terminal.
std::string printable(std::string_view text);

}  // namespace pann::support
