#include <algorithm>
#include <map>
#include <utility>

#include <fmt/format.h>

#include "analysis/sweep/spec/point.h"
#include "flow/gate_activity.h"
#include "generator/design_fields.h"
#include "synth/yosys/script.h"
#include "tb/measure.h"

namespace pann::analysis {

using generator::DesignField;
using generator::FieldType;

namespace {

using Applies = std::function<bool(const SweepPoint&)>;

FieldValue design_value(const DesignField& field, const SweepPoint& point) {
  switch (field.type) {
    case FieldType::integer:
      return std::int64_t{field.get(point.design)};
    case FieldType::flag:
      return field.get(point.design) != 0;
    case FieldType::choice:
    case FieldType::list:
      break;
  }
  return generator::value_text(field, point.design);
}

bool set_list(const DesignField& field, SweepPoint& point, const std::string& text) {
  const auto list = generator::list_from_text(text);
  const bool is_legal = list && std::all_of(list->begin(), list->end(), [&](int value) {
                          return field.minimum <= value && value <= field.maximum;
                        });
  if (is_legal) field.set_list(point.design, *list);
  return is_legal;
}

/// Numbers must be numbers and flags true or false: a word in their place is a fault.
bool has_type_of(const DesignField& field, const FieldValue& value) {
  switch (field.type) {
    case FieldType::integer:
      return std::holds_alternative<std::int64_t>(value);
    case FieldType::flag:
      return std::holds_alternative<bool>(value);
    case FieldType::choice:
      return std::holds_alternative<std::string>(value);
    case FieldType::list:
      return !std::holds_alternative<std::monostate>(value);
  }
  return false;
}

bool set_design(const DesignField& field, SweepPoint& point, const FieldValue& value) {
  if (!has_type_of(field, value)) return false;
  const std::string text = text_of(value);
  if (field.type == FieldType::list) return set_list(field, point, text);
  const auto number = generator::value_from_text(field, text);
  const bool is_legal = number && (field.type != FieldType::integer ||
                                   (field.minimum <= *number && *number <= field.maximum));
  if (is_legal) field.set(point.design, *number);
  return is_legal;
}

std::vector<std::string> words_of(const DesignField& field) {
  std::vector<std::string> words;
  if (field.type == FieldType::flag) return {"true", "false"};
  for (const generator::Choice& choice : field.choices) words.emplace_back(choice.name);
  return words;
}

PointField field_of(const DesignField& field) {
  return {std::string(field.name),
          std::string(field.help),
          generator::legal_values(field),
          words_of(field),
          [&field](const SweepPoint& point) { return design_value(field, point); },
          [&field](SweepPoint& point, const FieldValue& value) {
            return set_design(field, point, value);
          },
          [&field](const SweepPoint& point) { return generator::applies(field, point.design); }};
}

bool always(const SweepPoint&) {
  return true;
}
bool when_mapped(const SweepPoint& point) {
  return point.is_mapped();
}
bool when_drawn(const SweepPoint& point) {
  return tb::distribution_from_name(point.stimulus).has_value();
}
bool when_seeded(const SweepPoint& point) {
  return when_drawn(point) || point.vectors.has_value();
}
bool when_read(const SweepPoint& point) {
  return !when_drawn(point);
}

std::string joined(const std::vector<std::string>& words) {
  std::string text;
  for (const std::string& word : words) text += (text.empty() ? "" : ", ") + word;
  return text;
}

/// Each enumeration's own name().
template <class Value>
std::string_view name_of(Value value) {
  return name(value);
}

/// A field that is one of several names.
template <class Value>
PointField choice_field(std::string title, std::string help, std::vector<std::string> words,
                        Value SweepPoint::*member,
                        std::optional<Value> (*from_name)(std::string_view), Applies applies) {
  const std::string legal = joined(words);
  return {std::move(title),
          std::move(help),
          legal,
          words,
          [member](const SweepPoint& point) {
            const Value value = point.*member;
            return std::string(name_of(value));
          },
          [member, from_name, words](SweepPoint& point, const FieldValue& value) {
            const std::string text = text_of(value);
            const auto named = from_name(text);
            if (!named || std::find(words.begin(), words.end(), text) == words.end()) return false;
            point.*member = *named;
            return true;
          },
          std::move(applies)};
}

PointField text_field(std::string name, std::string help, std::string SweepPoint::*member,
                      Applies applies) {
  return {std::move(name),
          std::move(help),
          "text",
          {},
          [member](const SweepPoint& point) { return point.*member; },
          [member](SweepPoint& point, const FieldValue& value) {
            if (!std::holds_alternative<std::string>(value)) return false;
            point.*member = std::get<std::string>(value);
            return true;
          },
          std::move(applies)};
}

bool is_nothing(const FieldValue& value) {
  return std::holds_alternative<std::monostate>(value);
}

/// A whole number from `least` on.
std::optional<std::uint64_t> count_in(const FieldValue& value, std::int64_t least) {
  const auto* whole = std::get_if<std::int64_t>(&value);
  if (whole == nullptr || *whole < least) return std::nullopt;
  return static_cast<std::uint64_t>(*whole);
}

PointField count_field(std::string name, std::string help, std::int64_t least,
                       std::optional<std::uint64_t> SweepPoint::*member,
                       bool (*applies)(const SweepPoint&)) {
  return {std::move(name),
          std::move(help),
          fmt::format("whole numbers from {} on", least),
          {},
          [member](const SweepPoint& point) {
            const auto& count = point.*member;
            return count ? FieldValue(static_cast<std::int64_t>(*count)) : FieldValue();
          },
          [member, least](SweepPoint& point, const FieldValue& value) {
            const auto count = count_in(value, least);
            point.*member = count;
            return count.has_value() || is_nothing(value);
          },
          applies};
}

PointField seed_field() {
  return {"seed",
          "Seed of the operands",
          "whole numbers from 0 on",
          {},
          [](const SweepPoint& point) { return static_cast<std::int64_t>(point.seed); },
          [](SweepPoint& point, const FieldValue& value) {
            const auto seed = count_in(value, 0);
            if (seed) point.seed = *seed;
            return seed.has_value();
          },
          when_seeded};
}

PointField clock_field() {
  return {"clock_mhz",
          "Clock rate; without it the library's, or the fastest that the netlist reaches",
          "numbers above 0",
          {},
          [](const SweepPoint& point) {
            return point.clock_mhz ? FieldValue(*point.clock_mhz) : FieldValue();
          },
          [](SweepPoint& point, const FieldValue& value) {
            const auto number = number_of(value);
            point.clock_mhz = number;
            return number ? *number > 0.0 : is_nothing(value);
          },
          when_mapped};
}

PointField adder_cells_field() {
  return {"adder_cells",
          "Map full adders to the library's full adder cell",
          "true, false",
          {"true", "false"},
          [](const SweepPoint& point) { return point.adder_cells; },
          [](SweepPoint& point, const FieldValue& value) {
            const bool* flag = std::get_if<bool>(&value);
            if (flag != nullptr) point.adder_cells = *flag;
            return flag != nullptr;
          },
          when_mapped};
}

std::vector<PointField> all_fields() {
  std::vector<PointField> fields;
  for (const DesignField& field : generator::design_fields()) fields.push_back(field_of(field));
  using P = SweepPoint;
  fields.push_back(text_field("library", "Cell library (`pann pdk list`); none: the RTL alone",
                              &P::library, always));
  fields.push_back(choice_field<synth::Recipe>("recipe", "What abc aims at",
                                               {"standard", "area", "delay"}, &P::recipe,
                                               synth::recipe_from_name, when_mapped));
  fields.push_back(adder_cells_field());
  fields.push_back(choice_field<flow::GateDelays>(
      "delays", "liberty: gates switch after the library's delays, glitches count",
      {"zero", "liberty"}, &P::delays, flow::gate_delays_from_name, when_mapped));
  fields.push_back(clock_field());
  fields.push_back(text_field("stimulus", "Operands: uniform, gaussian, or an .npy or .npz file",
                              &P::stimulus, always));
  fields.push_back(text_field("layer", "Layer of an .npz file; none: all", &P::layer, when_read));
  fields.push_back(choice_field<tb::Range>("range", "Values drawn",
                                           {"automatic", "signed", "nonnegative", "full"},
                                           &P::range, tb::range_from_name, when_drawn));
  fields.push_back(text_field("x_range", "Values of x, A:B", &P::x_range, when_drawn));
  fields.push_back(text_field("w_range", "Values of w, A:B", &P::w_range, when_drawn));
  fields.push_back(count_field("vectors", "Operations in all; of a file, so many drawn by the seed",
                               1, &P::vectors, always));
  fields.push_back(
      count_field("length", "Operations a stream; 0: one stream", 0, &P::length, when_drawn));
  fields.push_back(seed_field());
  fields.push_back(choice_field<tb::Engine>("engine", "Who simulates the RTL",
                                            {"auto", "native", "verilator", "icarus"}, &P::engine,
                                            tb::engine_from_name, always));
  return fields;
}

}  // namespace

const std::vector<PointField>& point_fields() {
  static const std::vector<PointField> fields = all_fields();
  return fields;
}

const PointField* find_point_field(const std::string& name) {
  static const auto by_name = [] {
    std::map<std::string, const PointField*> map;
    for (const PointField& field : point_fields()) map[field.name] = &field;
    return map;
  }();
  const auto found = by_name.find(name);
  return found == by_name.end() ? nullptr : found->second;
}

std::vector<std::string> point_field_names() {
  std::vector<std::string> names;
  for (const PointField& field : point_fields()) names.push_back(field.name);
  return names;
}

}  // namespace pann::analysis
