#pragma once

#include <cstddef>
#include <filesystem>
#include <string>
#include <vector>

namespace pann::tb {

/// An array of bytes in the IDX format, in which MNIST and its successors come (Y. LeCun, C.
/// Cortes, C. Burges): 0, 0, the type 8, the number of dimensions; the dimensions as big-endian
/// 32-bit words; the values, the last dimension fastest.
struct IdxArray {
  std::vector<std::size_t> shape;
  std::string values;  ///< One byte an element, unsigned.

  unsigned char at(std::size_t element) const {
    return static_cast<unsigned char>(values[element]);
  }
};

inline constexpr std::size_t kMaximumIdxBytes = std::size_t{1} << 28U;  ///< Unpacked.

/// Reads an IDX file, unpacked if it begins with gzip's magic number.
///
/// Throws Failure(user_error) with file and byte: "idx.magic", "idx.type" (other than unsigned
/// bytes), "idx.shape" (none or more than four dimensions, a dimension of 0, more elements than
/// kMaximumIdxBytes), "idx.size" (cut, or with something behind the values, or too large),
/// "idx.gzip" (damaged or cut), and what support::read_file throws.
IdxArray read_idx(const std::filesystem::path& path);

/// The same from unpacked bytes; `source` names them in messages.
IdxArray parse_idx(std::string bytes, const std::string& source);

}  // namespace pann::tb
