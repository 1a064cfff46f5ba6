#include "support/printable.h"

#include <cstddef>

#include <fmt/format.h>

namespace pann::support {

namespace {

unsigned char byte_at(std::string_view text, std::size_t at) {
  return at < text.size() ? static_cast<unsigned char>(text[at]) : 0;
}

/// Bytes of the UTF-8 character at `at`; 0: there is none, or it is a control character.
std::size_t character_length(std::string_view text, std::size_t at) {
  const unsigned char first = byte_at(text, at);
  if (first < 0x20) return first == '\n' || first == '\t' ? 1 : 0;
  if (first < 0x80) return first == 0x7F ? 0 : 1;
  const std::size_t length = first >= 0xF5 ? 0 : first >= 0xF0 ? 4 : first >= 0xE0 ? 3 : 2;
  if (first < 0xC2 || length == 0) return 0;
  for (std::size_t i = 1; i < length; ++i) {
    if ((byte_at(text, at + i) & 0xC0U) != 0x80U) return 0;
  }
  // Controls of ISO 6429 (U+0080 to U+009F); forms that are too long, surrogates, beyond U+10FFFF.
  const unsigned char second = byte_at(text, at + 1);
  const bool is_odd = (first == 0xC2 && second < 0xA0) || (first == 0xE0 && second < 0xA0) ||
                      (first == 0xED && second >= 0xA0) || (first == 0xF0 && second < 0x90) ||
                      (first == 0xF4 && second >= 0x90);
  return is_odd ? 0 : length;
}

}  // namespace

std::string printable(std::string_view text) {
  std::string result;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t length = character_length(text, at);
    if (length == 0) {
      result += fmt::format("\\x{:02x}", byte_at(text, at));
      ++at;
    } else {
      result += text.substr(at, length);
      at += length;
    }
  }
  return result;
}

std::string_view beginning(std::string_view text) {
  constexpr std::size_t kMostBytes = 64;
  return text.substr(0, kMostBytes);
}

}  // namespace pann::support
