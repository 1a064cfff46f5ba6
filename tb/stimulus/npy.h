#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace pann::tb {

/// What the elements of a .npy file are. Objects, structures, text and complex numbers are refused.
enum class NpyType { signed_integer, unsigned_integer, floating };

/// An n-dimensional array in C order, whatever order the file had.
struct NpyArray {
  NpyType type = NpyType::unsigned_integer;
  int item_bytes = 1;  ///< 1, 2, 4, 8 for integers (bool: 1, unsigned); 4, 8 for floating.
  std::vector<std::size_t> shape;
  /// Integers, sign- or zero-extended to 64 bits; empty for floating.
  std::vector<std::uint64_t> integers;
  std::vector<double> reals;  ///< Floating elements; empty for integers.

  std::size_t elements() const {
    return type == NpyType::floating ? reals.size() : integers.size();
  }
};

inline constexpr std::size_t kMaximumNpyBytes = std::size_t{1} << 28U;

/// Reads a .npy file (NumPy enhancement proposal 1, versions 1.0, 2.0 and 3.0, either byte order, C
/// or Fortran order).
///
/// Throws Failure(user_error) with file and byte: "npy.magic", "npy.version", "npy.header",
/// "npy.dtype", "npy.size" (shorter or longer than the header says). Memory is bounded by eight
/// times the file's size, which is at most `limit` bytes ("input.size").
NpyArray read_npy(const std::filesystem::path& path, std::size_t limit = kMaximumNpyBytes);

/// The same from bytes; `source` names them in messages ("streams.npz: conv1_x.npy").
NpyArray parse_npy(std::string_view bytes, const std::string& source);

/// The bytes of a version 1.0 file, little-endian, C order: equal arrays give equal bytes.
std::string npy_bytes(const NpyArray& array);

/// "(64, 27)", as NumPy prints shapes.
std::string to_string(const std::vector<std::size_t>& shape);

/// "[3, 17]": the index of element `offset` of a C-ordered array of that shape.
std::string index_text(const std::vector<std::size_t>& shape, std::size_t offset);

}  // namespace pann::tb
