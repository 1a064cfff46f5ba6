#pragma once

#include <cstddef>
#include <string>

#include "support/diagnostic.h"

namespace pann::tb {

/// Refuses a binary file: `code` is the diagnostic's, `byte` where in `source` the fault lies.
[[noreturn]] inline void fail_at_byte(const char* code, const std::string& source, std::size_t byte,
                                      const std::string& message, const std::string& hint) {
  support::fail_input(code, message, hint, support::Location{source, 0, byte});
}

}  // namespace pann::tb
