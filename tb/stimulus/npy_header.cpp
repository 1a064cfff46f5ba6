#include "tb/stimulus/npy_header.h"

#include <charconv>
#include <limits>
#include <optional>

#include <fmt/format.h>

#include "support/diagnostic.h"
#include "tb/stimulus/byte_fault.h"

namespace pann::tb {

namespace {

constexpr std::string_view kMagic = "\x93NUMPY";
constexpr std::size_t kVersionBytes = 2;
constexpr std::size_t kMaximumNpyDimensions = 32;

/// The dictionary literal of a header: {'descr': '<i2', 'fortran_order': False, 'shape': (2, 3), }.
class DictionaryReader {
 public:
  DictionaryReader(std::string_view text, const std::string& source, std::size_t first_byte)
      : text_(text), source_(source), first_byte_(first_byte) {}

  NpyHeader read() {
    expect('{');
    while (!accept('}')) {
      read_entry();
      if (accept(',')) continue;
      expect('}');
      break;
    }
    skip_blanks();
    if (position_ != text_.size()) fault("text after the dictionary");
    if (!has_type_ || !has_order_ || !has_shape_) {
      fault("the dictionary lacks 'descr', 'fortran_order' or 'shape'");
    }
    return header_;
  }

 private:
  [[noreturn]] void fault(const std::string& what) const {
    fail_at_byte("npy.header", source_, first_byte_ + position_,
                 fmt::format("the header of a .npy array is wrong: {}", what),
                 "write the file with numpy.save or numpy.savez");
  }

  void skip_blanks() {
    while (position_ < text_.size() && (text_[position_] == ' ' || text_[position_] == '\n')) {
      ++position_;
    }
  }

  bool accept(char character) {
    skip_blanks();
    if (position_ == text_.size() || text_[position_] != character) return false;
    ++position_;
    return true;
  }

  void expect(char character) {
    if (!accept(character)) fault(fmt::format("'{}' expected", character));
  }

  std::string_view read_string() {
    skip_blanks();
    const char quote = position_ < text_.size() ? text_[position_] : ' ';
    if (quote != '\'' && quote != '"') fault("a quoted name expected");
    const std::size_t end = text_.find(quote, position_ + 1);
    if (end == std::string_view::npos) fault("a quote is not closed");
    const std::string_view content = text_.substr(position_ + 1, end - position_ - 1);
    position_ = end + 1;
    return content;
  }

  void read_entry() {
    const std::string_view key = read_string();
    expect(':');
    if (key == "descr") {
      claim(has_type_, key);
      read_type();
    } else if (key == "fortran_order") {
      claim(has_order_, key);
      header_.fortran_order = read_bool();
    } else if (key == "shape") {
      claim(has_shape_, key);
      read_shape();
    } else {
      fault(fmt::format("unknown key '{}'", key));
    }
  }

  void claim(bool& seen, std::string_view key) const {
    if (seen) fault(fmt::format("'{}' stands there twice", key));
    seen = true;
  }

  bool read_bool() {
    skip_blanks();
    for (const auto& [word, value] :
         {std::pair{std::string_view("True"), true}, std::pair{std::string_view("False"), false}}) {
      if (text_.substr(position_).starts_with(word)) {
        position_ += word.size();
        return value;
      }
    }
    fault("True or False expected");
  }

  void read_shape() {
    expect('(');
    while (!accept(')')) {
      if (header_.shape.size() == kMaximumNpyDimensions) fault("more than 32 dimensions");
      header_.shape.push_back(read_dimension());
      if (accept(',')) continue;
      expect(')');
      break;
    }
  }

  std::size_t read_dimension() {
    skip_blanks();
    std::size_t value = 0;
    const char* begin = text_.data() + position_;
    const auto [end, error] = std::from_chars(begin, text_.data() + text_.size(), value);
    if (error != std::errc{}) fault("a dimension expected");
    position_ += static_cast<std::size_t>(end - begin);
    accept('L');  // Python 2 wrote long integers this way.
    return value;
  }

  void read_type() {
    skip_blanks();
    if (position_ < text_.size() && text_[position_] == '[') fail_type("a structure");
    const std::string_view text = read_string();
    const std::string shown = fmt::format("'{}'", text);
    if (text.size() < 3) fail_type(shown);
    int item_bytes = 0;
    const auto [end, error] =
        std::from_chars(text.data() + 2, text.data() + text.size(), item_bytes);
    if (error != std::errc{} || end != text.data() + text.size()) fail_type(shown);
    const auto type = type_of(text[1], item_bytes);
    const bool known_order = std::string_view("<>=|").find(text[0]) != std::string_view::npos;
    if (!type || !known_order) fail_type(shown);
    header_.type = *type;
    header_.item_bytes = item_bytes;
    header_.big_endian = text[0] == '>';
    header_.is_boolean = text[1] == 'b';
  }

  static std::optional<NpyType> type_of(char kind, int item_bytes) {
    const bool is_word = item_bytes == 4 || item_bytes == 8;
    const bool is_integer = item_bytes == 1 || item_bytes == 2 || is_word;
    if (kind == 'i' && is_integer) return NpyType::signed_integer;
    if (kind == 'u' && is_integer) return NpyType::unsigned_integer;
    if (kind == 'b' && item_bytes == 1) return NpyType::unsigned_integer;
    if (kind == 'f' && (is_word || item_bytes == 2)) return NpyType::floating;
    return std::nullopt;
  }

  [[noreturn]] void fail_type(const std::string& shown) const {
    fail_at_byte(
        "npy.dtype", source_, first_byte_ + position_,
        fmt::format("elements of type {}: legal are integers of 8, 16, 32 and 64 bits, bool, "
                    "float16, float32 and float64",
                    shown),
        "convert the array before saving it, e.g. array.astype(numpy.int16)");
  }

  std::string_view text_;
  const std::string& source_;
  std::size_t first_byte_;
  std::size_t position_ = 0;
  NpyHeader header_{};
  bool has_type_ = false;
  bool has_order_ = false;
  bool has_shape_ = false;
};

/// Little-endian number of `count` bytes at `byte`.
std::size_t read_length(std::string_view bytes, std::size_t byte, std::size_t count) {
  std::size_t value = 0;
  for (std::size_t i = count; i-- > 0;) {
    value = value << 8U | static_cast<unsigned char>(bytes[byte + i]);
  }
  return value;
}

std::size_t count_elements(const NpyHeader& header, const std::string& source, std::size_t byte) {
  const std::size_t limit =
      std::numeric_limits<std::size_t>::max() / static_cast<std::size_t>(header.item_bytes);
  std::size_t elements = 1;
  for (const std::size_t dimension : header.shape) {
    if (dimension != 0 && elements > limit / dimension) {
      fail_at_byte(
          "npy.size", source, byte,
          fmt::format("an array of shape {} is larger than any file", to_string(header.shape)),
          "the header is damaged; write the file again");
    }
    elements *= dimension;
  }
  return elements;
}

}  // namespace

NpyHeader parse_npy_header(std::string_view bytes, const std::string& source) {
  if (!bytes.starts_with(kMagic)) {
    fail_at_byte("npy.magic", source, 0, "not a .npy file: it does not begin with \\x93NUMPY",
                 "write the file with numpy.save");
  }
  const std::size_t length_byte = kMagic.size() + kVersionBytes;
  const int major =
      bytes.size() > kMagic.size() ? static_cast<unsigned char>(bytes[kMagic.size()]) : 0;
  if (major < 1 || major > 3) {
    fail_at_byte("npy.version", source, kMagic.size(),
                 fmt::format("version {} of the .npy format: legal are 1, 2 and 3", major), "");
  }
  const std::size_t length_bytes = major == 1 ? 2 : 4;
  const std::size_t text_byte = length_byte + length_bytes;
  const auto cut = [&] {
    fail_at_byte("npy.size", source, bytes.size(), "the file ends within its header",
                 "it was cut; write or copy it again");
  };
  if (bytes.size() < text_byte) cut();
  const std::size_t length = read_length(bytes, length_byte, length_bytes);
  if (bytes.size() - text_byte < length) cut();
  NpyHeader header = DictionaryReader(bytes.substr(text_byte, length), source, text_byte).read();
  header.data_byte = text_byte + length;
  header.elements = count_elements(header, source, text_byte);
  return header;
}

std::string npy_type_text(NpyType type, int item_bytes) {
  const char order = item_bytes == 1 ? '|' : '<';
  const char kind = type == NpyType::floating ? 'f' : type == NpyType::signed_integer ? 'i' : 'u';
  return fmt::format("{}{}{}", order, kind, item_bytes);
}

}  // namespace pann::tb
