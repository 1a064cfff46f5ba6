#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "tb/stimulus/npy.h"

namespace pann::tb {

/// What stands before the data of a .npy file.
struct NpyHeader {
  NpyType type = NpyType::unsigned_integer;
  int item_bytes = 1;  ///< As in the file: float16 has 2; arrays hold it as 4.
  bool big_endian = false;
  bool fortran_order = false;
  bool is_boolean = false;  ///< Items are 0 or 1.
  std::vector<std::size_t> shape;
  std::size_t elements = 1;   ///< Product of the shape.
  std::size_t data_byte = 0;  ///< Where the data begins.
};

/// Reads magic, version and header dictionary; faults as parse_npy. The product of shape and item
/// size is known not to overflow.
NpyHeader parse_npy_header(std::string_view bytes, const std::string& source);

/// "<i2", as the header spells the type.
std::string npy_type_text(NpyType type, int item_bytes);

}  // namespace pann::tb
