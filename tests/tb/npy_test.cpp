#include "tb/stimulus/npy.h"

#include <cmath>
#include <cstdint>
#include <limits>
#include <string>
#include <string_view>
#include <vector>

#include <doctest/doctest.h>

#include "support/diagnostic.h"

using pann::tb::NpyArray;
using pann::tb::NpyType;
using pann::tb::parse_npy;

namespace {

/// A .npy file of the given version, written by hand.
std::string npy_file(const std::string& dictionary, const std::string& data, int version = 1) {
  const std::string header = dictionary + "\n";
  std::string bytes = "\x93NUMPY";
  bytes += static_cast<char>(version);
  bytes += '\0';
  for (int i = 0; i < (version == 1 ? 2 : 4); ++i) {
    bytes += static_cast<char>(header.size() >> (8 * i) & 0xffU);
  }
  return bytes + header + data;
}

std::string dictionary(const std::string& type, const std::string& shape,
                       const std::string& order = "False") {
  return "{'descr': '" + type + "', 'fortran_order': " + order + ", 'shape': " + shape + ", }";
}

std::string code_of_npy(std::string_view bytes) {
  try {
    parse_npy(bytes, "a.npy");
  } catch (const pann::support::Failure& failure) {
    CHECK(failure.exit_code() == pann::support::ExitCode::user_error);
    CHECK(failure.diagnostics().front().location->file == "a.npy");
    return failure.diagnostics().front().code;
  }
  return "";
}

using Words = std::vector<std::uint64_t>;
using Shape = std::vector<std::size_t>;

constexpr std::uint64_t kMinusOne = std::numeric_limits<std::uint64_t>::max();

}  // namespace

TEST_CASE("integers of every size, sign and byte order are read") {
  const std::string four("\xff\x7f\x01\x80", 4);
  CHECK(parse_npy(npy_file(dictionary("|u1", "(4,)"), four), "").integers ==
        Words{0xff, 0x7f, 0x01, 0x80});
  CHECK(parse_npy(npy_file(dictionary("|i1", "(4,)"), four), "").integers ==
        Words{kMinusOne, 127, 1, kMinusOne - 127});
  CHECK(parse_npy(npy_file(dictionary("<i2", "(2,)"), four), "").integers ==
        Words{0x7fff, static_cast<std::uint64_t>(-32767)});
  CHECK(parse_npy(npy_file(dictionary(">i2", "(2,)"), four), "").integers ==
        Words{static_cast<std::uint64_t>(-129), 0x0180});
  CHECK(parse_npy(npy_file(dictionary("<u4", "(1,)"), four), "").integers == Words{0x80017fff});
  CHECK(parse_npy(npy_file(dictionary("|b1", "(2,)"), std::string("\1\0", 2)), "").integers ==
        Words{1, 0});
  const std::string eight("\1\2\3\4\5\6\7\x88", 8);
  CHECK(parse_npy(npy_file(dictionary("<u8", "(1,)"), eight), "").integers ==
        Words{0x8807060504030201});
  CHECK(parse_npy(npy_file(dictionary(">i8", "(1,)"), eight), "").integers ==
        Words{0x0102030405060788});
}

TEST_CASE("floating arrays are read as doubles") {
  const std::string one_and_half("\0\0\xc0\x3f", 4);
  CHECK(parse_npy(npy_file(dictionary("<f4", "(1,)"), one_and_half), "").reals ==
        std::vector<double>{1.5});
  const std::string minus_two("\xc0\0\0\0\0\0\0\0", 8);
  CHECK(parse_npy(npy_file(dictionary(">f8", "()"), minus_two), "").reals ==
        std::vector<double>{-2.0});
}

TEST_CASE(
    "half-precision numbers are read as they are: normal, subnormal, of both signs, infinite") {
  // 1.5, -2, the largest, the least subnormal, -0, one third as NumPy rounds it.
  const std::string halves("\x00\x3e\x00\xc0\xff\x7b\x01\x00\x00\x80\x55\x35", 12);
  const NpyArray array = parse_npy(npy_file(dictionary("<f2", "(6,)"), halves), "");
  CHECK(array.reals ==
        std::vector<double>{1.5, -2.0, 65504.0, std::ldexp(1.0, -24), -0.0, 0.333251953125});
  CHECK(std::signbit(array.reals[4]));
  CHECK(array.item_bytes == 4);
  CHECK(parse_npy(pann::tb::npy_bytes(array), "").reals == array.reals);
  const std::string odd("\x7c\x00\xfc\x00\x7e\x00", 6);
  const std::vector<double> reals = parse_npy(npy_file(dictionary(">f2", "(3,)"), odd), "").reals;
  CHECK(reals[0] == std::numeric_limits<double>::infinity());
  CHECK(reals[1] == -std::numeric_limits<double>::infinity());
  CHECK(std::isnan(reals[2]));
}

TEST_CASE("fortran order is turned into C order") {
  // Element [i, j, k] holds 12 i + 4 j + k; first index fastest in the file.
  std::string data;
  for (int k = 0; k < 4; ++k) {
    for (int j = 0; j < 3; ++j) {
      for (int i = 0; i < 2; ++i) data += static_cast<char>(12 * i + 4 * j + k);
    }
  }
  const NpyArray array = parse_npy(npy_file(dictionary("|u1", "(2, 3, 4)", "True"), data), "a.npy");
  CHECK(array.shape == Shape{2, 3, 4});
  for (std::uint64_t i = 0; i < 24; ++i) CHECK(array.integers[i] == i);
}

TEST_CASE("versions 1, 2 and 3 and every spelling of the header are read") {
  for (const int version : {1, 2, 3}) {
    const std::string file = npy_file(dictionary("|u1", "(3,)"), "abc", version);
    CHECK(parse_npy(file, "").integers == Words{'a', 'b', 'c'});
  }
  for (const char* text :
       {"{\"shape\":(1,3),\"fortran_order\":False,\"descr\":\"|u1\"}",
        "{'descr':'|u1','fortran_order':False,'shape':(1L,3L,)}   ",
        " { 'shape' : ( 1 , 3 ) , 'descr' : '=u1' , 'fortran_order' : True , } "}) {
    CHECK(parse_npy(npy_file(text, "abc"), "").shape == Shape{1, 3});
  }
  CHECK(parse_npy(npy_file(dictionary("|u1", "(0, 5)"), ""), "").integers.empty());
}

TEST_CASE("a cut file is refused wherever it was cut") {
  const std::string file = npy_file(dictionary("<i2", "(2, 2)"), "abcdefgh", 2);
  REQUIRE(code_of_npy(file) == "");
  for (std::size_t length = 0; length < file.size(); ++length) {
    CAPTURE(length);
    const std::string code = code_of_npy(std::string_view(file).substr(0, length));
    CHECK(code == (length < 6 ? "npy.magic" : length < 7 ? "npy.version" : "npy.size"));
  }
  CHECK(code_of_npy(file + "x") == "npy.size");
}

TEST_CASE("foreign types and damaged headers are refused with their own code") {
  for (const char* type : {"|O", "|O8", "<f16", "<c8", "|S4", "<U4", "<i3", "|i", "i2", "<M8[ns]",
                           "?u1", "<i99999999999", "<i2x", ""}) {
    CAPTURE(type);
    CHECK(code_of_npy(npy_file(dictionary(type, "(1,)"), "abcd")) == "npy.dtype");
  }
  CHECK(code_of_npy(npy_file("{'descr': [('a', '<i2')], 'fortran_order': False, 'shape': (1,)}",
                             "ab")) == "npy.dtype");
  for (const char* text :
       {"", "{", "{}", "{'descr': '<i2'}", "[1]", "{'descr' '<i2'}", "{descr: '<i2'}",
        "{'descr': '|u1', 'fortran_order': 0, 'shape': (1,)}",
        "{'descr': '|u1', 'fortran_order': False, 'shape': 1}",
        "{'descr': '|u1', 'fortran_order': False, 'shape': (-1,)}",
        "{'descr': '|u1', 'fortran_order': False, 'shape': (1,), 'x': 1}",
        "{'descr': '|u1', 'descr': '|u1', 'fortran_order': False, 'shape': (1,)}",
        "{'descr': '|u1', 'fortran_order': False, 'shape': (1,)} import os",
        "{'descr': '|u1', 'fortran_order': False, 'shape': (1,",
        "{'descr': '|u1', 'fortran_order': False, 'shape': (18446744073709551616,)}",
        "{'descr': '|u1"}) {
    CAPTURE(text);
    CHECK(code_of_npy(npy_file(text, "a")) == "npy.header");
  }
  std::string many = "(";
  for (int i = 0; i < 33; ++i) many += "1,";
  CHECK(code_of_npy(npy_file(dictionary("|u1", many + ")"), "a")) == "npy.header");
  CHECK(code_of_npy(npy_file(dictionary("|u1", "(1,)"), "a", 4)) == "npy.version");
}

TEST_CASE("an element of an array of bool is 0 or 1") {
  CHECK(parse_npy(npy_file(dictionary("|b1", "(2,)"), std::string("\0\1", 2)), "a.npy").integers ==
        Words{0, 1});
  CHECK(code_of_npy(npy_file(dictionary("|b1", "(2,)"), "\1\7")) == "npy.boolean");
}

TEST_CASE("a header that promises more than memory holds is refused before anything is reserved") {
  CHECK(code_of_npy(npy_file(dictionary("<i8", "(4294967296, 4294967296)"), "")) == "npy.size");
  CHECK(code_of_npy(npy_file(dictionary("<i8", "(2305843009213693951,)"), "")) == "npy.size");
  CHECK(code_of_npy(npy_file(dictionary("|u1", "(1000000000000,)"), "abc")) == "npy.size");
}

TEST_CASE("the writer's bytes are those that NumPy writes") {
  const NpyArray array{NpyType::signed_integer, 2, {2, 2}, Words{1, kMinusOne, 300, 0}, {}};
  std::string header = "{'descr': '<i2', 'fortran_order': False, 'shape': (2, 2), }";
  header.append(128 - 10 - header.size() - 1, ' ');  // numpy pads to a multiple of 64 bytes.
  const std::string expected = std::string("\x93NUMPY\1\0\x76\0", 10) + header + "\n" +
                               std::string("\x01\x00\xff\xff\x2c\x01\x00\x00", 8);
  CHECK(pann::tb::npy_bytes(array) == expected);
}

TEST_CASE("what the writer writes, the reader reads") {
  for (const NpyArray& array :
       {NpyArray{NpyType::unsigned_integer, 1, {3}, Words{0, 128, 255}, {}},
        NpyArray{NpyType::signed_integer, 8, {1, 2}, Words{kMinusOne, 5}, {}},
        NpyArray{NpyType::floating, 4, {2, 1}, {}, {0.25, -3.5}},
        NpyArray{NpyType::floating, 8, {}, {}, {0.1}}}) {
    const NpyArray again = parse_npy(pann::tb::npy_bytes(array), "");
    CHECK(again.type == array.type);
    CHECK(again.item_bytes == array.item_bytes);
    CHECK(again.shape == array.shape);
    CHECK(again.integers == array.integers);
    CHECK(again.reals == array.reals);
  }
}

TEST_CASE("an index is written as NumPy would write it") {
  CHECK(pann::tb::index_text({2, 3, 4}, 23) == "[1, 2, 3]");
  CHECK(pann::tb::index_text({7}, 5) == "[5]");
}
