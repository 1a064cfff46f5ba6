#pragma once

#include <ostream>
#include <streambuf>
#include <string>

namespace pann::support {

/// A stream that passes what is written to it on to another one as printable() shows it, line by
/// line: nothing that a file says can move the cursor of who reads a report. The rest of a line
/// follows when the stream is flushed or ends.
class PrintableStream : public std::ostream {
 public:
  explicit PrintableStream(std::ostream& sink);
  ~PrintableStream() override;

  PrintableStream(const PrintableStream&) = delete;
  PrintableStream& operator=(const PrintableStream&) = delete;

 private:
  class Buffer : public std::streambuf {
   public:
    explicit Buffer(std::ostream& sink) : sink_(sink) {}

   protected:
    int_type overflow(int_type character) override;
    std::streamsize xsputn(const char* text, std::streamsize size) override;
    int sync() override;

   private:
    bool pass_lines();

    std::ostream& sink_;
    std::string waiting_;
  };

  Buffer buffer_;
};

}  // namespace pann::support
