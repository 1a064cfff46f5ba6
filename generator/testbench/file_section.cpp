#include "generator/testbench/sections.h"

namespace pann::generator {

const std::string_view kFileSection = R"tb(
#pragma once

#include <fstream>
#include <iterator>
#include <map>

#include "tb_operands.h"

namespace tb {

/// An array of a .npy file, as integers in C order.
struct Array {
  std::vector<std::size_t> shape;
  bool is_signed = false;
  std::vector<std::uint64_t> values;
};

inline std::uint64_t number_at(const std::string& bytes, std::size_t at, std::size_t size) {
  if (at + size > bytes.size()) throw Fault("a file of operands was cut");
  std::uint64_t value = 0;
  for (std::size_t i = size; i-- > 0;) value = value << 8 | static_cast<unsigned char>(bytes[at + i]);
  return value;
}

/// What stands behind `key` in a header.
inline std::string entry_of(const std::string& header, const std::string& key) {
  const std::size_t at = header.find("'" + key + "':");
  if (at == std::string::npos) throw Fault("a .npy header lacks '" + key + "'");
  return header.substr(header.find_first_not_of(' ', at + key.size() + 3));
}

/// numpy.save's format: little endian integers.
inline Array array_of(const std::string& bytes, const std::string& source) {
  if (bytes.compare(0, 6, "\x93NUMPY") != 0) throw Fault(source + " is no .npy array");
  const std::size_t length_bytes = number_at(bytes, 6, 1) == 1 ? 2 : 4;
  const std::size_t length = number_at(bytes, 8, length_bytes);
  const std::string header = bytes.substr(8 + length_bytes, length);
  const std::string type = entry_of(header, "descr");
  Array array;
  array.is_signed = type.size() > 3 && type[2] == 'i';
  const bool is_unsigned = type.size() > 3 && (type[2] == 'u' || type[2] == 'b');
  const std::size_t size = type.size() > 3 ? static_cast<std::size_t>(type[3] - '0') : 0;
  const bool is_size = size == 1 || size == 2 || size == 4 || size == 8;
  if (!(array.is_signed || is_unsigned) || !is_size || type[1] == '>' || type[4] != '\'') {
    throw Fault(source + ": elements of type " + type.substr(0, 5) +
                ": legal are little endian integers (array.astype(numpy.int16))");
  }
  if (entry_of(header, "fortran_order").compare(0, 5, "False") != 0) {
    throw Fault(source + " is in Fortran's order: save numpy.ascontiguousarray(array)");
  }
  std::size_t count = 1;
  const std::string shape = entry_of(header, "shape");
  for (std::size_t i = 1; i < shape.size() && shape[i] != ')';) {
    if (shape[i] < '0' || shape[i] > '9') {
      ++i;
      continue;
    }
    std::size_t used = 0;
    array.shape.push_back(std::stoull(shape.substr(i), &used));
    count *= array.shape.back();
    i += used;
  }
  for (std::size_t i = 0; i < count; ++i) {
    const std::uint64_t bits = number_at(bytes, 8 + length_bytes + length + i * size, size);
    const int unused = static_cast<int>(64 - 8 * size);
    array.values.push_back(array.is_signed
                               ? static_cast<std::uint64_t>(
                                     static_cast<std::int64_t>(bits << unused) >> unused)
                               : bits);
  }
  return array;
}

/// Unpacks a deflated member of a zip file (RFC 1951).
class Inflate {
 public:
  explicit Inflate(const std::string& packed) : packed_(packed) {}

  std::string run() {
    for (bool is_last = false; !is_last;) {
      is_last = bits(1) != 0;
      switch (bits(2)) {
        case 0: copy_stored(); break;
        case 1: decode_fixed(); break;
        case 2: decode_dynamic(); break;
        default: fail();
      }
    }
    return std::move(text_);
  }

 private:
  /// Canonical Huffman codes: how many have each length, and their symbols in order.
  struct Code {
    int count[16] = {};
    std::vector<int> symbols;

    explicit Code(const std::vector<int>& lengths) : symbols(lengths.size()) {
      for (const int length : lengths) ++count[length];
      count[0] = 0;
      int first[16] = {};
      for (int length = 1; length < 15; ++length) first[length + 1] = first[length] + count[length];
      for (std::size_t i = 0; i < lengths.size(); ++i) {
        if (lengths[i] != 0) symbols[first[lengths[i]]++] = static_cast<int>(i);
      }
    }
  };

  [[noreturn]] static void fail() { throw Fault("a member of the .npz file is damaged"); }

  int bits(int count) {
    int value = 0;
    for (int i = 0; i < count; ++i, ++at_) {
      if (at_ / 8 >= packed_.size()) fail();
      value |= (static_cast<unsigned char>(packed_[at_ / 8]) >> (at_ % 8) & 1) << i;
    }
    return value;
  }

  int symbol(const Code& code) {
    int word = 0;
    int first = 0;
    int index = 0;
    for (int length = 1; length <= 15; ++length) {
      word |= bits(1);
      const int count = code.count[length];
      if (word - count < first) return code.symbols[index + (word - first)];
      index += count;
      first = (first + count) << 1;
      word <<= 1;
    }
    fail();
  }

  void copy_stored() {
    at_ = (at_ + 7) / 8 * 8;
    const int length = bits(16);
    bits(16);
    for (int i = 0; i < length; ++i) text_ += static_cast<char>(bits(8));
  }

  void decode_fixed() {
    std::vector<int> lengths(288, 8);
    std::fill(lengths.begin() + 144, lengths.begin() + 256, 9);
    std::fill(lengths.begin() + 256, lengths.begin() + 280, 7);
    decode(Code(lengths), Code(std::vector<int>(30, 5)));
  }

  void decode_dynamic() {
    static const int order[] = {16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15};
    const int literals = bits(5) + 257;
    const int distances = bits(5) + 1;
    const int codes = bits(4) + 4;
    std::vector<int> lengths(19, 0);
    for (int i = 0; i < codes; ++i) lengths[order[i]] = bits(3);
    const Code of_lengths(lengths);
    std::vector<int> all;
    while (static_cast<int>(all.size()) < literals + distances) {
      const int next = symbol(of_lengths);
      if (next < 16) {
        all.push_back(next);
        continue;
      }
      if (next == 16 && all.empty()) fail();
      const int value = next == 16 ? all.back() : 0;
      const int times = next == 16 ? 3 + bits(2) : next == 17 ? 3 + bits(3) : 11 + bits(7);
      all.insert(all.end(), times, value);
    }
    if (static_cast<int>(all.size()) > literals + distances) fail();
    decode(Code({all.begin(), all.begin() + literals}), Code({all.begin() + literals, all.end()}));
  }

  void decode(const Code& literals, const Code& distances) {
    for (;;) {
      const int next = symbol(literals);
      if (next == 256) return;
      if (next < 256) {
        text_ += static_cast<char>(next);
        continue;
      }
      if (next > 285) fail();
      const std::size_t length = next == 285 ? 258 : stepped(next - 257, 4, 3);
      const int far = symbol(distances);
      if (far > 29) fail();
      const std::size_t distance = stepped(far, 2, 1);
      if (distance > text_.size()) fail();
      for (std::size_t i = 0; i < length; ++i) text_ += text_[text_.size() - distance];
    }
  }

  /// Lengths and distances: `group` codes to each number of extra bits, the first two groups none.
  std::size_t stepped(int code, int group, int base) {
    if (code < 2 * group) return static_cast<std::size_t>(code + base);
    const int extra = code / group - 1;
    return static_cast<std::size_t>(((group + code % group) << extra) + bits(extra) + base);
  }

  const std::string& packed_;
  std::size_t at_ = 0;  ///< In bits.
  std::string text_;
};

/// The arrays of a .npz file by name, and their names in its order.
struct Archive {
  std::vector<std::string> names;
  std::map<std::string, Array> arrays;
};

inline Archive archive_of(const std::string& bytes, const std::string& source) {
  const std::size_t end = bytes.rfind("PK\x05\x06");
  if (end == std::string::npos) throw Fault(source + " is no .npz file");
  Archive archive;
  std::size_t entry = number_at(bytes, end + 16, 4);
  for (std::size_t left = number_at(bytes, end + 10, 2); left > 0; --left) {
    const std::uint64_t method = number_at(bytes, entry + 10, 2);
    const std::size_t packed = number_at(bytes, entry + 20, 4);
    const std::size_t name_size = number_at(bytes, entry + 28, 2);
    const std::size_t extras = number_at(bytes, entry + 30, 2) + number_at(bytes, entry + 32, 2);
    const std::size_t local = number_at(bytes, entry + 42, 4);
    std::string name = bytes.substr(entry + 46, name_size);
    if (packed == 0xffffffff || local == 0xffffffff) throw Fault(source + " is beyond 4 GiB");
    const std::size_t data =
        local + 30 + number_at(bytes, local + 26, 2) + number_at(bytes, local + 28, 2);
    std::string content = bytes.substr(std::min(data, bytes.size()), packed);
    if (method == 8) content = Inflate(content).run();
    if (method != 0 && method != 8) throw Fault(source + ": a member is packed in a foreign way");
    entry += 46 + name_size + extras;
    if (name.size() < 5 || name.compare(name.size() - 4, 4, ".npy") != 0) continue;
    name.resize(name.size() - 4);
    archive.names.push_back(name);
    archive.arrays[name] = array_of(content, source + ", array '" + name + "'");
  }
  return archive;
}

/// How the values of an array are operations: rows of `row` words, `lanes` at a time; or side by
/// side, a lane a row.
struct Rows {
  std::size_t count;
  std::size_t row;
  std::size_t lanes;
  bool side_by_side;
};

/// Appends every `step`-th value from `first` on.
inline void append(const Array& array, const Operand& operand, std::size_t first, std::size_t step,
                   const Rows& rows, std::vector<std::uint64_t>& operands) {
  const Range legal = legal_range(operand);
  std::vector<std::uint64_t> words;
  for (std::size_t i = first; i < array.values.size(); i += step) {
    std::uint64_t word = array.values[i];
    const Integer value = array.is_signed ? Integer{static_cast<std::int64_t>(word)}
                                          : Integer{word};
    if (operand.exists && (value < legal.low || value > legal.high)) {
      throw Fault("the operand " + text_of(value) + " does not fit " + operand.name +
                  ": legal are " + text_of(legal.low) + " to " + text_of(legal.high));
    }
    words.push_back(operand.exists ? word : 0);
  }
  const std::size_t group = rows.side_by_side ? rows.lanes : 1;
  for (std::size_t stream = 0; stream < rows.count; stream += group) {
    for (std::size_t k = 0; k < rows.row; ++k) {
      for (std::size_t row = stream; row < stream + group; ++row) {
        operands.push_back(row < rows.count ? words[row * rows.row + k] : 0);
      }
    }
    while (operands.size() % rows.lanes != 0) operands.push_back(0);
  }
}

inline void end_rows(Streams& streams, const Rows& rows) {
  const std::size_t group = rows.side_by_side ? rows.lanes : 1;
  const std::size_t lanes = rows.side_by_side ? 1 : rows.lanes;
  for (std::size_t stream = 0; stream < rows.count; stream += group) {
    streams.first.push_back(streams.first.back() + (rows.row + lanes - 1) / lanes);
  }
}

inline Streams read_array(const Array& array, const Operand& x, const Operand& w, std::size_t lanes,
                          bool side_by_side) {
  const std::size_t axes = array.shape.size();
  if ((axes != 2 && axes != 3) || array.shape.back() != 2 || array.values.empty()) {
    throw Fault("a .npy file of operands has the shape (n, 2) or (streams, n, 2), x before w");
  }
  Streams streams;
  streams.lanes = lanes;
  const std::size_t row = array.shape[axes - 2];
  const Rows rows{array.values.size() / (2 * row), row, lanes, side_by_side};
  append(array, x, 0, 2, rows, streams.x);
  append(array, w, 1, 2, rows, streams.w);
  end_rows(streams, rows);
  return streams;
}

inline std::vector<std::string> layers_of(const Archive& archive, const std::string& asked) {
  std::vector<std::string> layers;
  for (std::size_t at = 0; at < asked.size();) {
    const std::size_t comma = std::min(asked.find(',', at), asked.size());
    layers.push_back(asked.substr(at, comma - at));
    at = comma + 1;
  }
  if (!layers.empty()) return layers;
  for (const std::string& name : archive.names) {
    if (name.size() > 2 && name.compare(name.size() - 2, 2, "_x") == 0) {
      layers.push_back(name.substr(0, name.size() - 2));
    }
  }
  if (layers.empty()) throw Fault("the .npz file has no array L_x of a layer L");
  return layers;
}

/// Arrays L_x and L_w (L_wp where w counts repetitions and the file has it); a row is a stream.
inline Streams read_archive(const Archive& archive, const std::string& asked, const Operand& x,
                            const Operand& w, std::size_t lanes, bool repeats,
                            bool side_by_side) {
  Streams streams;
  streams.lanes = lanes;
  for (const std::string& layer : layers_of(archive, asked)) {
    const auto x_array = archive.arrays.find(layer + "_x");
    if (x_array == archive.arrays.end()) throw Fault("the file has no array " + layer + "_x");
    auto w_array = archive.arrays.find(layer + "_wp");
    if (!repeats || w_array == archive.arrays.end()) w_array = archive.arrays.find(layer + "_w");
    if (w.exists && w_array == archive.arrays.end()) {
      throw Fault("the file has no array " + layer + "_w");
    }
    const std::vector<std::size_t>& shape = x_array->second.shape;
    const bool has_lanes = shape.size() == 3 && shape.back() == lanes;
    if (x_array->second.values.empty() || shape.empty() || (shape.size() > 2 && !has_lanes) ||
        (w.exists && w_array->second.shape != shape)) {
      throw Fault("arrays of operands have one shape: (streams, operands) or (operands,)");
    }
    const std::size_t row = shape.size() == 3 ? shape[1] * shape[2] : shape.back();
    const Rows rows{x_array->second.values.size() / row, row, lanes,
                    side_by_side && shape.size() < 3};
    append(x_array->second, x, 0, 1, rows, streams.x);
    if (w.exists) append(w_array->second, w, 0, 1, rows, streams.w);
    streams.w.resize(streams.x.size(), 0);
    end_rows(streams, rows);
  }
  return streams;
}

/// The operands of +stimulus: drawn, or those of a file; `side_by_side`: each lane of x, and of w,
/// has a row of its own.
inline Streams operands_of(const Options& options, const Operand& x, const Operand& w,
                           std::size_t lanes, bool repeats, bool side_by_side) {
  if (options.stimulus == "uniform" || options.stimulus == "gaussian") {
    return draw(options, x, w, lanes);
  }
  std::ifstream file(options.stimulus, std::ios::binary);
  if (!file) {
    throw Fault("+stimulus=" + options.stimulus +
                ": legal are uniform, gaussian, and a FILE.npy or FILE.npz that can be read");
  }
  const std::string bytes{std::istreambuf_iterator<char>(file), {}};
  const bool is_archive = bytes.compare(0, 2, "PK") == 0;
  Streams streams =
      is_archive ? read_archive(archive_of(bytes, options.stimulus), options.layer, x, w, lanes,
                                repeats, side_by_side)
                 : read_array(array_of(bytes, options.stimulus), x, w, lanes, side_by_side);
  streams.origin = options.stimulus.substr(options.stimulus.rfind('/') + 1);
  return streams;
}

}  // namespace tb
)tb";

}  // namespace pann::generator
