#include "support/printable_stream.h"

#include <string_view>

#include "support/printable.h"

namespace pann::support {

PrintableStream::PrintableStream(std::ostream& sink) : std::ostream(nullptr), buffer_(sink) {
  rdbuf(&buffer_);
  if (!sink) setstate(std::ios::badbit);
}

PrintableStream::~PrintableStream() {
  flush();
}

/// Passes all whole lines on; whether the other stream takes them.
bool PrintableStream::Buffer::pass_lines() {
  const std::size_t end = waiting_.rfind('\n');
  if (end == std::string::npos) return true;
  sink_ << printable(std::string_view(waiting_).substr(0, end + 1));
  waiting_.erase(0, end + 1);
  return static_cast<bool>(sink_);
}

PrintableStream::Buffer::int_type PrintableStream::Buffer::overflow(int_type character) {
  if (traits_type::eq_int_type(character, traits_type::eof())) return traits_type::not_eof(0);
  waiting_ += traits_type::to_char_type(character);
  if (waiting_.back() == '\n' && !pass_lines()) return traits_type::eof();
  return character;
}

std::streamsize PrintableStream::Buffer::xsputn(const char* text, std::streamsize size) {
  waiting_.append(text, static_cast<std::size_t>(size));
  return pass_lines() ? size : 0;
}

int PrintableStream::Buffer::sync() {
  sink_ << printable(waiting_);
  waiting_.clear();
  return sink_.flush() ? 0 : -1;
}

}  // namespace pann::support
