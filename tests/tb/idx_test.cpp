#include "tb/stimulus/idx.h"

#include <filesystem>
#include <string>

#include <doctest/doctest.h>
#include <zlib.h>

#include "support/diagnostic.h"
#include "support/input.h"
#include "support/output.h"

using pann::tb::IdxArray;
using pann::tb::parse_idx;
namespace fs = std::filesystem;
using namespace std::string_literals;

namespace {

/// Two images of 1 x 3.
std::string small_idx() {
  return "\0\0\x08\x03\0\0\0\x02\0\0\0\x01\0\0\0\x03"s + "\x00\x7f\xff\x01\x02\x03"s;
}

std::string code_of(const std::string& bytes) {
  try {
    parse_idx(bytes, "a.idx");
  } catch (const pann::support::Failure& failure) {
    CHECK(failure.diagnostics().front().location->file == "a.idx");
    return failure.diagnostics().front().code;
  }
  return "";
}

std::string code_of_file(const fs::path& file) {
  try {
    pann::tb::read_idx(file);
  } catch (const pann::support::Failure& failure) {
    return failure.diagnostics().front().code;
  }
  return "";
}

std::string packed(const fs::path& file, const std::string& bytes) {
  const gzFile stream = gzopen(file.c_str(), "wb6");
  REQUIRE(gzwrite(stream, bytes.data(), static_cast<unsigned>(bytes.size())) ==
          static_cast<int>(bytes.size()));
  REQUIRE(gzclose(stream) == Z_OK);
  return pann::support::read_file(file);
}

}  // namespace

TEST_CASE("an IDX file is its dimensions and unsigned bytes") {
  const IdxArray array = parse_idx(small_idx(), "");
  CHECK(array.shape == std::vector<std::size_t>{2, 1, 3});
  CHECK(array.values.size() == 6);
  CHECK(array.at(1) == 127);
  CHECK(array.at(2) == 255);
  CHECK(array.at(5) == 3);
}

TEST_CASE("an IDX file cut at any byte, or longer than it says, is refused") {
  const std::string whole = small_idx();
  REQUIRE(code_of(whole) == "");
  for (std::size_t length = 0; length < whole.size(); ++length) {
    CAPTURE(length);
    CHECK(code_of(whole.substr(0, length)) == (length < 4 ? "idx.magic" : "idx.size"));
  }
  CHECK(code_of(whole + '\0') == "idx.size");
}

TEST_CASE("IDX files of other types, and of dimensions that no memory holds, are refused by name") {
  const auto with = [](std::size_t byte, char value) {
    std::string bytes = small_idx();
    bytes[byte] = value;
    return code_of(bytes);
  };
  CHECK(with(0, 1) == "idx.magic");
  CHECK(with(1, '\x1f') == "idx.magic");
  CHECK(with(2, 0x0d) == "idx.type");  // Floating point.
  CHECK(with(3, 0) == "idx.shape");
  CHECK(with(3, 5) == "idx.shape");
  CHECK(with(3, '\xff') == "idx.shape");
  CHECK(with(7, 0) == "idx.shape");  // No image.
  CHECK(with(4, '\xff') == "idx.shape");
  CHECK(code_of("\0\0\x08\x04"s + std::string(16, '\xff')) == "idx.shape");  // 2^128 elements.
  CHECK(with(7, 3) == "idx.size");
}

TEST_CASE("a packed IDX file is unpacked whatever its name, and a damaged one is refused") {
  const pann::support::TemporaryDirectory directory;
  const fs::path file = directory.path() / "samples";
  pann::support::write_file(file, small_idx());
  CHECK(pann::tb::read_idx(file).values.size() == 6);
  const std::string bytes = packed(file, small_idx());
  CHECK(pann::tb::read_idx(file).values == parse_idx(small_idx(), "").values);
  for (std::size_t length = 2; length < bytes.size(); ++length) {
    pann::support::write_file(file, bytes.substr(0, length));
    CHECK(code_of_file(file) == "idx.gzip");
  }
  std::string damaged = bytes;
  damaged[bytes.size() - 5] ^= 1;  // The checksum's.
  pann::support::write_file(file, damaged);
  CHECK(code_of_file(file) == "idx.gzip");
  CHECK(code_of_file(directory.path() / "none") == "input.read");
}
