#include "tb/stimulus/idx.h"

#include <cstdint>
#include <utility>

#include <fmt/format.h>

#include "support/diagnostic.h"
#include "support/gzip/gunzip.h"
#include "support/input.h"
#include "tb/stimulus/byte_fault.h"
#include "tb/stimulus/npy.h"

namespace pann::tb {

namespace {

constexpr std::size_t kPrefixBytes = 4;
constexpr std::size_t kWordBytes = 4;
constexpr std::size_t kMaximumIdxDimensions = 4;
constexpr unsigned char kUnsignedBytes = 8;

unsigned char byte_at(const std::string& bytes, std::size_t at) {
  return static_cast<unsigned char>(bytes[at]);
}

/// The dimension at `at`, big-endian.
std::size_t dimension_at(const std::string& bytes, std::size_t at) {
  std::size_t value = 0;
  for (std::size_t i = 0; i < kWordBytes; ++i) value = value << 8U | byte_at(bytes, at + i);
  return value;
}

/// Checks the first four bytes; returns the number of dimensions.
std::size_t checked_dimensions(const std::string& bytes, const std::string& source) {
  if (bytes.size() < kPrefixBytes || bytes[0] != 0 || bytes[1] != 0) {
    fail_at_byte("idx.magic", source, 0, "not an IDX file: it does not begin with two bytes of 0",
                 "install the data set again, or name the right file");
  }
  if (byte_at(bytes, 2) != kUnsignedBytes) {
    fail_at_byte(
        "idx.type", source, 2,
        fmt::format("elements of type {:#04x}: legal is 0x08, unsigned bytes", byte_at(bytes, 2)),
        "store the samples as bytes");
  }
  const std::size_t dimensions = byte_at(bytes, 3);
  if (dimensions == 0 || dimensions > kMaximumIdxDimensions) {
    fail_at_byte("idx.shape", source, 3,
                 fmt::format("{} dimensions: legal are 1 to {}", dimensions, kMaximumIdxDimensions),
                 "");
  }
  if (bytes.size() < kPrefixBytes + kWordBytes * dimensions) {
    fail_at_byte("idx.size", source, bytes.size(), "the file ends within its header",
                 "it was cut; copy it again");
  }
  return dimensions;
}

}  // namespace

IdxArray parse_idx(std::string bytes, const std::string& source) {
  const std::size_t dimensions = checked_dimensions(bytes, source);
  IdxArray array;
  std::size_t elements = 1;
  for (std::size_t i = 0; i < dimensions; ++i) {
    const std::size_t at = kPrefixBytes + kWordBytes * i;
    const std::size_t dimension = dimension_at(bytes, at);
    if (dimension == 0 || dimension > kMaximumIdxBytes / elements) {
      fail_at_byte(
          "idx.shape", source, at,
          fmt::format("dimension {} is {}: legal are 1 and more, and at most {} elements in all",
                      i + 1, dimension, kMaximumIdxBytes),
          "the header is damaged; copy the file again");
    }
    elements *= dimension;
    array.shape.push_back(dimension);
  }
  const std::size_t header = kPrefixBytes + kWordBytes * dimensions;
  const std::size_t present = bytes.size() - header;
  if (present != elements) {
    fail_at_byte("idx.size", source, bytes.size(),
                 fmt::format("an array of shape {} has {} bytes, {} are there",
                             to_string(array.shape), elements, present),
                 present < elements ? "the file was cut; copy it again"
                                    : "there is something behind the array; copy the file again");
  }
  array.values = std::move(bytes);
  array.values.erase(0, header);
  return array;
}

IdxArray read_idx(const std::filesystem::path& path) {
  std::string bytes = support::read_file(path, kMaximumIdxBytes);
  if (support::is_gzip(bytes)) {
    bytes = support::gunzip(bytes, path.string(),
                            {"idx", kMaximumIdxBytes, "install the data set again"});
  }
  return parse_idx(std::move(bytes), path.string());
}

}  // namespace pann::tb
