#pragma once

#include <cctype>
#include <string>
#include <string_view>

namespace pann::synth {

/// `text` with its ASCII letters in lower case: keywords of SDF and units of Liberty have no case.
inline std::string lower_case(std::string_view text) {
  std::string result(text);
  for (char& c : result) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  return result;
}

}  // namespace pann::synth
