#include "tb/stimulus/npy.h"

#include <algorithm>
#include <bit>
#include <cassert>
#include <cmath>
#include <limits>
#include <utility>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "support/diagnostic.h"
#include "support/input.h"
#include "tb/stimulus/npy_header.h"

namespace pann::tb {

namespace {

constexpr int kBitsPerByte = 8;
constexpr int kElementBits = 64;

/// The bits of the item at `data`, sign-extended if asked.
std::uint64_t item_bits(const char* data, const NpyHeader& header) {
  std::uint64_t bits = 0;
  for (int i = 0; i < header.item_bytes; ++i) {
    const int position = header.big_endian ? header.item_bytes - 1 - i : i;
    bits |= static_cast<std::uint64_t>(static_cast<unsigned char>(data[position]))
            << (kBitsPerByte * i);
  }
  if (header.type != NpyType::signed_integer) return bits;
  const int unused = kElementBits - kBitsPerByte * header.item_bytes;
  return static_cast<std::uint64_t>(static_cast<std::int64_t>(bits << unused) >> unused);
}

/// The value of a half-precision number (IEEE 754 binary16).
double half_value(std::uint64_t bits) {
  constexpr int kFractionBits = 10;
  constexpr int kInfinite = 31;
  constexpr int kBias = 15;
  const auto exponent = static_cast<int>(bits >> kFractionBits & 0x1fU);
  const auto fraction = static_cast<double>(bits & 0x3ffU);
  const double sign = (bits & 0x8000U) != 0 ? -1.0 : 1.0;
  if (exponent == kInfinite) {
    return fraction == 0.0 ? sign * std::numeric_limits<double>::infinity()
                           : std::numeric_limits<double>::quiet_NaN();
  }
  if (exponent == 0) return sign * std::ldexp(fraction, 1 - kBias - kFractionBits);
  return sign * std::ldexp(fraction + (1U << kFractionBits), exponent - kBias - kFractionBits);
}

double item_real(const char* data, const NpyHeader& header) {
  const std::uint64_t bits = item_bits(data, header);
  if (header.item_bytes == 2) return half_value(bits);
  if (header.item_bytes == 4) return std::bit_cast<float>(static_cast<std::uint32_t>(bits));
  return std::bit_cast<double>(bits);
}

/// Walks an array in C order and knows where each element stands in the file's order.
class FileOffsets {
 public:
  FileOffsets(const std::vector<std::size_t>& shape, bool fortran_order)
      : shape_(shape), index_(shape.size(), 0), strides_(shape.size(), 1) {
    for (std::size_t i = 1; i < shape.size(); ++i) {
      if (fortran_order) {
        strides_[i] = strides_[i - 1] * shape[i - 1];
      } else {
        const std::size_t axis = shape.size() - 1 - i;
        strides_[axis] = strides_[axis + 1] * shape[axis + 1];
      }
    }
  }

  std::size_t offset() const { return offset_; }

  void advance() {
    for (std::size_t axis = shape_.size(); axis-- > 0;) {
      offset_ += strides_[axis];
      if (++index_[axis] < shape_[axis]) return;
      offset_ -= strides_[axis] * shape_[axis];
      index_[axis] = 0;
    }
  }

 private:
  const std::vector<std::size_t>& shape_;
  std::vector<std::size_t> index_;
  std::vector<std::size_t> strides_;
  std::size_t offset_ = 0;
};

void check_size(std::string_view bytes, const NpyHeader& header, const std::string& source) {
  const std::size_t needed = header.elements * static_cast<std::size_t>(header.item_bytes);
  const std::size_t present = bytes.size() - header.data_byte;
  if (present == needed) return;
  support::fail_input("npy.size",
                      fmt::format("an array of shape {} and type {} has {} bytes, {} are there",
                                  to_string(header.shape),
                                  npy_type_text(header.type, header.item_bytes), needed, present),
                      present < needed
                          ? "the file was cut; write or copy it again"
                          : "there is something behind the array; save one array a file",
                      support::Location{source, 0, bytes.size()});
}

/// NumPy writes 0 and 1 alone; what else would count as a bit is no operand.
[[noreturn]] void fail_boolean(std::ptrdiff_t byte, const std::string& source) {
  support::fail_input("npy.boolean", "an element of an array of bool is neither 0 nor 1",
                      "save integers with an integer type, e.g. array.astype(numpy.uint8)",
                      support::Location{source, 0, static_cast<std::uint64_t>(byte)});
}

}  // namespace

NpyArray parse_npy(std::string_view bytes, const std::string& source) {
  const NpyHeader header = parse_npy_header(bytes, source);
  check_size(bytes, header, source);
  NpyArray array{header.type, header.item_bytes, header.shape, {}, {}};
  const bool floating = header.type == NpyType::floating;
  if (floating) array.item_bytes = std::max(header.item_bytes, 4);
  floating ? array.reals.reserve(header.elements) : array.integers.reserve(header.elements);
  const char* data = bytes.data() + header.data_byte;
  FileOffsets place(header.shape, header.fortran_order);
  for (std::size_t i = 0; i < header.elements; ++i, place.advance()) {
    const char* item = data + place.offset() * static_cast<std::size_t>(header.item_bytes);
    if (floating) {
      array.reals.push_back(item_real(item, header));
    } else {
      array.integers.push_back(item_bits(item, header));
      if (header.is_boolean && array.integers.back() > 1) fail_boolean(item - bytes.data(), source);
    }
  }
  return array;
}

NpyArray read_npy(const std::filesystem::path& path, std::size_t limit) {
  return parse_npy(support::read_file(path, limit), path.string());
}

std::string npy_bytes(const NpyArray& array) {
  constexpr std::size_t kAlignment = 64;
  constexpr std::size_t kPrefixBytes = 10;
  std::string dictionary =
      fmt::format("{{'descr': '{}', 'fortran_order': False, 'shape': {}, }}",
                  npy_type_text(array.type, array.item_bytes), to_string(array.shape));
  const std::size_t used = (kPrefixBytes + dictionary.size() + 1) % kAlignment;
  dictionary.append((kAlignment - used) % kAlignment, ' ');
  dictionary += '\n';
  assert(dictionary.size() <= 0xffff);
  std::string bytes("\x93NUMPY\x01\x00", 8);
  bytes += static_cast<char>(dictionary.size() & 0xffU);
  bytes += static_cast<char>(dictionary.size() >> 8U);
  bytes += dictionary;
  for (std::size_t i = 0; i < array.elements(); ++i) {
    std::uint64_t bits = 0;
    if (array.type != NpyType::floating) {
      bits = array.integers[i];
    } else if (array.item_bytes == 4) {
      bits = std::bit_cast<std::uint32_t>(static_cast<float>(array.reals[i]));
    } else {
      bits = std::bit_cast<std::uint64_t>(array.reals[i]);
    }
    for (int byte = 0; byte < array.item_bytes; ++byte) {
      bytes += static_cast<char>(bits >> (kBitsPerByte * byte) & 0xffU);
    }
  }
  return bytes;
}

std::string to_string(const std::vector<std::size_t>& shape) {
  return fmt::format("({}{})", fmt::join(shape, ", "), shape.size() == 1 ? "," : "");
}

std::string index_text(const std::vector<std::size_t>& shape, std::size_t offset) {
  std::vector<std::size_t> index(shape.size());
  for (std::size_t axis = shape.size(); axis-- > 0;) {
    index[axis] = offset % shape[axis];
    offset /= shape[axis];
  }
  return fmt::format("[{}]", fmt::join(index, ", "));
}

}  // namespace pann::tb
