#include <algorithm>
#include <array>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "circuit/module_tree.h"
#include "support/diagnostic.h"

namespace pann::circuit {

namespace {

constexpr LocalBit kHighestBit = (LocalBit{1} << 28) - 1;

/// Depths of the keys in {"modules": {MODULE: {SECTION: {ITEM: {FIELD: {ENTRY: ...}}}}}}.
enum Depth : std::size_t { root = 1, module = 2, section = 3, item = 4, field = 5, entry = 6 };

/// Takes the events of the JSON parser; keeps of the text only what a netlist is made of, in its
/// order.
class ModuleReader : public nlohmann::json_sax<nlohmann::json> {
 public:
  explicit ModuleReader(const std::string& source) : source_(source) {}

  ModuleTree finish() {
    if (!has_modules_) fail("there is no object \"modules\"");
    return std::move(modules_);
  }

  bool key(string_t& text) override {
    path_.back() = text;
    if (path_.size() == root && text == "modules") has_modules_ = true;
    return true;
  }
  bool start_object(std::size_t) override {
    if (in_array_) fail_here("an object where a bit belongs");
    if (in_modules() && path_.size() == module) begin_module();
    if (in_modules() && path_.size() == item) begin_item();
    path_.emplace_back();
    return true;
  }
  bool end_object() override {
    path_.pop_back();
    return true;
  }
  bool start_array(std::size_t) override {
    if (in_array_) fail_here("a list within a list");
    in_array_ = true;
    bits_ = bit_list();
    return true;
  }
  bool end_array() override {
    in_array_ = false;
    bits_ = nullptr;
    return true;
  }
  bool null() override { return true; }
  bool boolean(bool value) override { return number(value ? 1 : 0); }
  bool number_integer(number_integer_t value) override { return number(value); }
  bool number_unsigned(number_unsigned_t value) override {
    return number(static_cast<std::int64_t>(
        std::min(value, static_cast<number_unsigned_t>(kHighestBit) + 1)));
  }
  bool number_float(number_float_t, const string_t& text) override {
    if (bits_ != nullptr) fail_here(fmt::format("the bit {}", text));
    return true;
  }
  bool string(string_t& text) override {
    if (in_array_) {
      if (bits_ != nullptr) bits_->push_back(constant_bit(text));
    } else {
      set_text(text);
    }
    return true;
  }
  bool binary(binary_t&) override { return true; }
  bool parse_error(std::size_t position, const std::string&,
                   const nlohmann::detail::exception&) override {
    support::fail_input("netlist.json", fmt::format("not JSON, or cut off"),
                        "write the netlist with Yosys' write_json",
                        support::Location{source_, 0, position});
  }

 private:
  [[noreturn]] void fail(const std::string& message) const {
    support::fail_input("netlist.json", "not a Yosys JSON netlist: " + message,
                        "write the netlist with Yosys' write_json",
                        support::Location{source_, 0, {}});
  }
  [[noreturn]] void fail_here(const std::string& what) const {
    std::string where;
    for (const std::string& part : path_) where += '/' + part;
    fail(fmt::format("{} at {}", what, where));
  }

  bool in_modules() const { return has_modules_ && path_.size() > 1 && path_[0] == "modules"; }
  bool in_section(const char* name) const {
    return in_modules() && path_.size() >= item && path_[module] == name;
  }

  void begin_module() {
    current_ = &modules_[path_[module - 1]];
    *current_ = {};
    current_->name = path_[module - 1];
  }
  void begin_item() {
    const std::string& name = path_[item - 1];
    if (in_section("ports")) current_->ports.push_back({.name = name});
    if (in_section("netnames")) current_->names.push_back({.name = name});
    if (in_section("cells")) current_->cells.push_back({.name = name});
  }

  /// The list that the bits of the array which begins here belong to; null for other arrays.
  std::vector<LocalBit>* bit_list() {
    if (path_.size() == field && path_[field - 1] == "bits") {
      if (in_section("ports")) return &current_->ports.back().bits;
      if (in_section("netnames")) return &current_->names.back().bits;
    }
    if (path_.size() == entry && in_section("cells") && path_[field - 1] == "connections") {
      return &current_->cells.back().connections.emplace_back(path_[entry - 1], 0).second;
    }
    return nullptr;
  }

  LocalBit constant_bit(const std::string& text) const {
    if (text == "0") return kLocalZero;
    if (text == "1") return kLocalOne;
    if (text == "x") return kLocalUnknown;
    if (text == "z") return kLocalFloating;
    fail_here(fmt::format("the bit \"{}\"", text));
  }

  bool number(std::int64_t value) {
    if (in_array_) {
      if (bits_ == nullptr) return true;
      if (value < 0 || value > kHighestBit) fail_here(fmt::format("the bit {}", value));
      bits_->push_back(value);
      return true;
    }
    if (ModuleWord* word = current_word()) set_number(*word, value);
    if (is_module_attribute()) set_attribute(value != 0);
    if (is_parameter()) add_parameter(std::to_string(value));
    return true;
  }
  void set_text(const std::string& text) {
    if (is_module_attribute()) set_attribute(text.find('1') != std::string::npos);
    if (is_parameter()) add_parameter(text);
    if (ModuleWord* word = current_word(); word != nullptr && path_[field - 1] == "direction") {
      word->direction = text;
    }
    if (!in_section("cells") || path_.size() < field) return;
    ModuleCell& cell = current_->cells.back();
    if (path_.size() == field && path_[field - 1] == "type") cell.type = text;
    if (path_.size() == entry && path_[field - 1] == "port_directions") {
      cell.directions.emplace_back(path_[entry - 1], text);
    }
  }

  ModuleWord* current_word() {
    if (path_.size() != field) return nullptr;
    if (in_section("ports")) return &current_->ports.back();
    if (in_section("netnames")) return &current_->names.back();
    return nullptr;
  }
  void set_number(ModuleWord& word, std::int64_t value) {
    const std::string& name = path_[field - 1];
    if (name == "offset") word.offset = value;
    if (name == "upto") word.upto = value != 0;
    if (name == "hide_name") word.hidden = value != 0;
  }

  bool is_module_attribute() const { return path_.size() == item && in_section("attributes"); }
  void set_attribute(bool value) {
    const std::string& name = path_[item - 1];
    if (name == "top") current_->is_top = value;
    const std::array<const char*, 3> leaves{"blackbox", "whitebox", "liberty_cell"};
    if (value && std::find(leaves.begin(), leaves.end(), name) != leaves.end()) {
      current_->is_leaf = true;
    }
  }
  bool is_parameter() const {
    return path_.size() == entry && in_section("cells") && path_[field - 1] == "parameters";
  }
  void add_parameter(const std::string& text) {
    current_->cells.back().parameters.emplace_back(path_[entry - 1], text);
  }

  const std::string& source_;
  ModuleTree modules_;
  NetlistModule* current_ = nullptr;
  std::vector<std::string> path_;
  std::vector<LocalBit>* bits_ = nullptr;
  bool in_array_ = false;
  bool has_modules_ = false;
};

}  // namespace

ModuleTree parse_modules(std::string_view text, const std::string& source) {
  ModuleReader reader(source);
  nlohmann::json::sax_parse(text.begin(), text.end(), &reader);
  return reader.finish();
}

}  // namespace pann::circuit
