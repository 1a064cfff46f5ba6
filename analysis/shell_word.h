#pragma once

#include <string>

namespace pann::analysis {

/// `text` as one word of a POSIX shell's command line, quoted where it needs to be.
std::string shell_word(const std::string& text);

}  // namespace pann::analysis
