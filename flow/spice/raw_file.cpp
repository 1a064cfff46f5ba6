#include "flow/spice/raw_file.h"

#include <algorithm>
#include <charconv>
#include <cstring>
#include <sstream>

#include <fmt/format.h>

#include "support/diagnostic.h"

namespace pann::flow {

namespace {

[[noreturn]] void fail(const std::string& message) {
  support::fail_tool("spice.raw", "ngspice's results: " + message,
                     "run it by hand on the deck that --deck FILE keeps");
}

std::size_t number_of(std::string_view text) {
  const std::size_t begin = text.find_first_not_of(" \t");
  std::size_t value = 0;
  if (begin == std::string_view::npos ||
      std::from_chars(text.data() + begin, text.data() + text.size(), value).ec != std::errc{}) {
    fail(fmt::format("'{}' is no number", text));
  }
  return value;
}

/// The header's lines up to the values.
struct Header {
  std::size_t variables = 0;
  std::size_t points = 0;
  bool is_real = false;
  std::vector<std::string> names{};
};

Header parse_header(const std::string& text) {
  Header header;
  std::istringstream stream(text);
  for (std::string line; std::getline(stream, line);) {
    const std::size_t colon = line.find(':');
    const std::string key = line.substr(0, colon);
    const std::string_view value =
        colon == std::string::npos ? std::string_view{} : std::string_view(line).substr(colon + 1);
    if (key == "Flags") header.is_real = value.find("real") != std::string_view::npos;
    if (key == "No. Variables") header.variables = number_of(value);
    if (key == "No. Points") header.points = number_of(value);
    if (!line.empty() && line.front() == '\t') {
      std::istringstream words(line);
      std::string index;
      std::string name;
      words >> index >> name;
      header.names.push_back(name);
    }
  }
  return header;
}

}  // namespace

std::size_t RawFile::index(std::string_view name) const {
  const auto found = std::find(names.begin(), names.end(), name);
  if (found == names.end()) fail(fmt::format("'{}' is missing", name));
  return static_cast<std::size_t>(found - names.begin());
}

RawFile parse_raw_file(const std::string& bytes) {
  static const std::string kBinary = "Binary:\n";
  const std::size_t begin = bytes.find(kBinary);
  if (begin == std::string::npos) fail("no binary values");
  const Header header = parse_header(bytes.substr(0, begin));
  if (!header.is_real) fail("values are not real");
  if (header.variables == 0 || header.names.size() != header.variables) {
    fail(fmt::format("{} variables, {} names", header.variables, header.names.size()));
  }
  const std::size_t available = bytes.size() - begin - kBinary.size();
  if (header.points > available / sizeof(double) / header.variables) {
    fail(fmt::format("cut: {} points of {} variables in {} bytes", header.points, header.variables,
                     available));
  }
  RawFile raw{header.names, header.points, {}};
  raw.values.resize(header.points * header.variables);
  std::memcpy(raw.values.data(), bytes.data() + begin + kBinary.size(),
              raw.values.size() * sizeof(double));
  return raw;
}

}  // namespace pann::flow
