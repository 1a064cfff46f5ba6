#pragma once

#include "support/diagnostic.h"

namespace pann::support {

/// Says on standard error what the user should know though work goes on; the same only once.
void warn(const Diagnostic& diagnostic);

}  // namespace pann::support
