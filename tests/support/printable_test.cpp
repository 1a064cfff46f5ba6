#include "support/printable.h"

#include <sstream>

#include <doctest/doctest.h>

#include "support/printable_stream.h"

using pann::support::printable;

TEST_CASE("text keeps its letters, line ends and tabs, and loses what moves a terminal") {
  CHECK(printable("u.acc_q[3]\n\tx") == "u.acc_q[3]\n\tx");
  CHECK(printable("\xC3\xA4\xE2\x82\xAC\xF0\x9F\x98\x80") ==
        "\xC3\xA4\xE2\x82\xAC\xF0\x9F\x98\x80");
  CHECK(printable("a\x1b[31mb") == "a\\x1b[31mb");
  CHECK(printable("\r\x7f") == "\\x0d\\x7f");
  CHECK(printable("\xC2\x9B"
                  "1A") == "\\xc2\\x9b1A");  // CSI as one character
  CHECK(printable("\x9b\xff\xC3") == "\\x9b\\xff\\xc3");
  CHECK(printable("\xED\xA0\x80\xC0\xAF") == "\\xed\\xa0\\x80\\xc0\\xaf");
}

TEST_CASE("of a word a message shows its first 64 bytes") {
  CHECK(pann::support::beginning("word") == "word");
  CHECK(pann::support::beginning(std::string(63, 'a') + "bc") == std::string(63, 'a') + "b");
}

TEST_CASE("a stream shows what is written to it as printable text, whole lines at once") {
  std::ostringstream sink;
  pann::support::PrintableStream stream(sink);
  stream << "a\033[31m" << 'b' << "\r\n\xc3";
  CHECK(sink.str() == "a\\x1b[31mb\\x0d\n");
  stream << "\xa4" << 5 << std::flush;  // one character in two parts
  CHECK(sink.str() ==
        "a\\x1b[31mb\\x0d\n\xc3\xa4"
        "5");
  sink.setstate(std::ios::badbit);
  stream << "lost\n" << std::flush;
  CHECK(!stream);
}
