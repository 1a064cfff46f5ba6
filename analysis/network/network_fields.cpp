#include "analysis/network/network_fields.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include <fmt/format.h>

#include "support/diagnostic.h"
#include "support/input.h"

namespace pann::analysis {

using nlohmann::json;
namespace fs = std::filesystem;

namespace {

bool is_control(char letter) {
  return static_cast<unsigned char>(letter) < 0x20 || letter == 0x7f;
}

/// Whether a value can be printed without recursion that its depth would bound.
bool is_flat(const json& value) {
  if (!value.is_structured()) return true;
  return std::all_of(value.begin(), value.end(),
                     [](const json& entry) { return !entry.is_structured(); });
}

bool is_dimension(const json& value, std::size_t least) {
  return value.is_number_unsigned() && value.get<std::uint64_t>() >= least &&
         value.get<std::uint64_t>() <= kMaximumDimension;
}

}  // namespace

void fail_network(const char* code, const fs::path& file, const std::string& message,
                  const std::string& hint) {
  support::fail_input(code, message, hint, support::Location{file.string(), 0, std::nullopt});
}

bool is_legal_shape(const TensorShape& shape) {
  std::size_t left = kMaximumTensor;
  for (const std::size_t size : {shape.height, shape.width, shape.channels}) {
    if (size == 0 || size > left) return false;
    left /= size;
  }
  return true;
}

std::string printable(std::string text) {
  std::replace_if(
      text.begin(), text.end(),
      [](char letter) { return is_control(letter) || static_cast<unsigned char>(letter) > 0x7f; },
      '?');
  return text;
}

const fs::path& require_regular(const fs::path& file) {
  std::error_code error;
  if (!fs::exists(file, error) || fs::is_regular_file(file, error)) return file;
  fail_network("network.file", file, "not a regular file",
               "docs/networks.md says what a network's folder holds");
}

json parse_network_json(const fs::path& folder) {
  const fs::path file = folder / "network.json";
  std::error_code error;
  if (!fs::is_regular_file(file, error)) {
    fail_network("network.file", folder, "not a network: there is no network.json in it",
                 "docs/networks.md says what such a folder holds");
  }
  const auto bounded = [&](int depth, json::parse_event_t, const json&) {
    if (static_cast<std::size_t>(depth) <= kMaximumNesting) return true;
    fail_network("network.json", file, fmt::format("nested deeper than {}", kMaximumNesting));
  };
  try {
    return json::parse(support::read_file(file, kMaximumNetworkJson), bounded);
  } catch (const json::parse_error& fault) {
    support::fail_input("network.json", fmt::format("not JSON: {}", printable(fault.what())), "",
                        support::Location{file.string(), 0, fault.byte});
  } catch (const json::exception& fault) {  // a number too large
    fail_network("network.json", file, fmt::format("not JSON: {}", printable(fault.what())));
  }
}

NetworkFields::NetworkFields(const json& object, fs::path file, std::string path)
    : object_(object), file_(std::move(file)), path_(std::move(path)) {
  if (!object.is_object()) fault("", "an object");
}

bool NetworkFields::has(const char* key) const {
  return object_.contains(key) && !object_.at(key).is_null();
}

const json& NetworkFields::at(const char* key) const {
  if (!has(key)) fail_network("network.field", file_, fmt::format("{}{} is missing", path_, key));
  return object_.at(key);
}

std::string NetworkFields::text(const char* key) const {
  if (!at(key).is_string()) fault(key, "a text");
  auto value = at(key).get<std::string>();
  if (std::any_of(value.begin(), value.end(), is_control)) {
    fault(key, "a text without control characters");
  }
  return value;
}

double NetworkFields::number(const char* key, double otherwise) const {
  if (!has(key)) return otherwise;
  if (!at(key).is_number()) fault(key, "a number");
  return at(key).get<double>();
}

double NetworkFields::positive(const char* key, double otherwise) const {
  const double value = number(key, otherwise);
  if (!(value > 0.0) || !std::isfinite(value)) fault(key, "a number above 0");
  return value;
}

std::size_t NetworkFields::count(const char* key, std::size_t otherwise) const {
  if (!has(key)) return otherwise;
  if (!is_dimension(at(key), 1)) fault(key, fmt::format("1 to {}", kMaximumDimension));
  return at(key).get<std::size_t>();
}

bool NetworkFields::flag(const char* key, bool otherwise) const {
  if (!has(key)) return otherwise;
  if (!at(key).is_boolean()) fault(key, "true or false");
  return at(key).get<bool>();
}

template <std::size_t N>
std::array<std::size_t, N> NetworkFields::numbers(const char* key, std::size_t least,
                                                  const char* names) const {
  std::array<std::size_t, N> values{};
  const json& list = at(key);
  const bool legal = list.is_array() && list.size() == N &&
                     std::all_of(list.begin(), list.end(),
                                 [&](const json& entry) { return is_dimension(entry, least); });
  if (!legal) fault(key, fmt::format("{}, each from {} to {}", names, least, kMaximumDimension));
  std::transform(list.begin(), list.end(), values.begin(),
                 [](const json& entry) { return entry.get<std::size_t>(); });
  return values;
}

std::array<std::size_t, 2> NetworkFields::pair(const char* key) const {
  return numbers<2>(key, 1, "[rows, columns]");
}

std::array<std::size_t, 4> NetworkFields::padding(const char* key) const {
  return numbers<4>(key, 0, "[top, left, bottom, right]");
}

std::vector<std::size_t> NetworkFields::dimensions(const char* key) const {
  std::vector<std::size_t> values;
  if (!at(key).is_array() || at(key).empty()) fault(key, "a list of dimensions");
  for (const json& entry : at(key)) {
    if (!is_dimension(entry, 1)) {
      fault(key, fmt::format("a list of dimensions from 1 to {}", kMaximumDimension));
    }
    values.push_back(entry.get<std::size_t>());
  }
  return values;
}

TensorShape NetworkFields::shape(const char* key) const {
  const std::vector<std::size_t> dims = dimensions(key);
  if (dims.size() != 1 && dims.size() != 3) fault(key, "[channels] or [height, width, channels]");
  const TensorShape shape =
      dims.size() == 1 ? TensorShape{1, 1, dims[0]} : TensorShape{dims[0], dims[1], dims[2]};
  if (!is_legal_shape(shape)) {
    fault(key, fmt::format("a shape of at most {} values", kMaximumTensor));
  }
  return shape;
}

fs::path NetworkFields::file_named(const char* key) const {
  const fs::path name = text(key);
  const bool climbs = std::find(name.begin(), name.end(), "..") != name.end();
  if (name.empty() || name.is_absolute() || climbs) fault(key, "a file in the network's folder");
  return require_regular(file_.parent_path() / name);
}

void NetworkFields::fault(const char* key, const std::string& legal) const {
  const json& value = object_.is_object() && object_.contains(key) ? object_.at(key) : object_;
  const std::string given =
      is_flat(value) ? value.dump(-1, ' ', true).substr(0, 80) : std::string(value.type_name());
  fail_network("network.field", file_,
               fmt::format("{}{} is {}: legal is {}", path_, key, given, legal));
}

}  // namespace pann::analysis
