#include <algorithm>
#include <cmath>
#include <future>
#include <utility>

#include <fmt/format.h>

#include "synth/liberty/library.h"
#include "synth/liberty/reader_context.h"

namespace pann::synth {

namespace {

/// A library read from one file, and what was wrong with it.
struct FilePart {
  Library library;
  std::vector<support::Diagnostic> faults;
};

WireLoad read_wire_load(const LibertyGroup& group, ReaderContext& context) {
  WireLoad load;
  load.name = std::string(group.argument());
  load.capacitance_f_per_length =
      context.number(group, "capacitance").value_or(0.0) * context.units().capacitance_f;
  load.resistance_ohm_per_length =
      context.number(group, "resistance").value_or(0.0) * context.units().resistance_ohm;
  load.slope = context.number(group, "slope").value_or(0.0);
  for (const LibertyAttribute& attribute : group.attributes) {
    if (attribute.name != "fanout_length" || attribute.values.size() < 2) continue;
    const auto fanout = liberty_number(attribute.values[0].text);
    const auto length = liberty_number(attribute.values[1].text);
    if (fanout && length) {
      load.fanout_length.emplace_back(*fanout, *length);
    } else {
      context.fault(attribute.line, "liberty.number", "fanout_length holds two numbers");
    }
  }
  std::sort(load.fanout_length.begin(), load.fanout_length.end());
  return load;
}

void read_selection(const LibertyGroup& group, ReaderContext& context, Library& library) {
  const std::string_view wanted = context.library().text("default_wire_load_selection");
  if (!wanted.empty() && group.argument() != wanted) return;
  for (const LibertyAttribute& attribute : group.attributes) {
    if (attribute.name != "wire_load_from_area" || attribute.values.size() != 3) continue;
    const auto from = liberty_number(attribute.values[0].text);
    const auto to = liberty_number(attribute.values[1].text);
    if (from && to) {
      library.wire_load_by_area.push_back({*from, *to, std::string(attribute.values[2].text)});
    } else {
      context.fault(attribute.line, "liberty.number",
                    "wire_load_from_area begins with two numbers");
    }
  }
}

SlewThresholds read_thresholds(ReaderContext& context) {
  const LibertyGroup& library = context.library();
  SlewThresholds slew;
  slew.lower_rise =
      context.number(library, "slew_lower_threshold_pct_rise").value_or(slew.lower_rise);
  slew.upper_rise =
      context.number(library, "slew_upper_threshold_pct_rise").value_or(slew.upper_rise);
  slew.lower_fall =
      context.number(library, "slew_lower_threshold_pct_fall").value_or(slew.lower_fall);
  slew.upper_fall =
      context.number(library, "slew_upper_threshold_pct_fall").value_or(slew.upper_fall);
  slew.derate = context.number(library, "slew_derate_from_library").value_or(slew.derate);
  return slew;
}

/// The project's own library says in its comment that it is made up (synth/pdk/generic).
bool is_synthetic(const LibertyGroup& library) {
  return library.text("comment").find("synthetic") != std::string_view::npos;
}

FilePart read_part(LibertySource source) {
  const LibertyTree tree = parse_liberty(std::move(source));
  FilePart part;
  ReaderContext context(tree, part.faults);
  Library& library = part.library;
  library.name = std::string(tree.library.argument());
  library.files = {tree.source->name};
  library.nominal_voltage_v = context.nominal_voltage_v();
  library.time_unit_s = context.units().time_s;
  library.capacitance_unit_f = context.units().capacitance_f;
  library.default_units = context.default_units();
  library.conditions = context.conditions();
  library.slew_thresholds = read_thresholds(context);
  library.default_wire_load = std::string(tree.library.text("default_wire_load"));
  library.synthetic = is_synthetic(tree.library);
  for (const LibertyGroup& group : tree.library.groups) {
    if (group.type == "cell") library.cells.push_back(read_cell(group, context));
    if (group.type == "wire_load") library.wire_loads.push_back(read_wire_load(group, context));
    if (group.type == "wire_load_selection") read_selection(group, context, library);
  }
  return part;
}

void check_conditions(const Library& whole, const Library& part,
                      std::vector<support::Diagnostic>& faults) {
  constexpr double kRounding = 1e-9;  // of "12 x 100mV" beside "1.2V"
  const auto same = [](double a, double b) { return std::abs(a - b) <= kRounding; };
  if (same(whole.conditions.voltage_v, part.conditions.voltage_v) &&
      same(whole.conditions.temperature_c, part.conditions.temperature_c)) {
    return;
  }
  faults.push_back(
      {"liberty.conditions",
       fmt::format("'{}' is characterized at {} V and {} C, '{}' at {} V and {} C",
                   whole.files.front(), whole.conditions.voltage_v, whole.conditions.temperature_c,
                   part.files.front(), part.conditions.voltage_v, part.conditions.temperature_c),
       "join files of one corner only", support::Location{part.files.front(), 0, std::nullopt}});
}

void join(Library& whole, Library part, std::vector<support::Diagnostic>& faults) {
  check_conditions(whole, part, faults);
  whole.files.push_back(part.files.front());
  whole.add_default_units(part.default_units);
  std::move(part.cells.begin(), part.cells.end(), std::back_inserter(whole.cells));
  std::move(part.wire_loads.begin(), part.wire_loads.end(), std::back_inserter(whole.wire_loads));
  if (whole.default_wire_load.empty()) whole.default_wire_load = part.default_wire_load;
  if (whole.wire_load_by_area.empty()) whole.wire_load_by_area = std::move(part.wire_load_by_area);
}

void check_duplicates(const Library& library, std::vector<support::Diagnostic>& faults) {
  for (std::size_t i = 1; i < library.cells.size(); ++i) {
    const Cell& first = library.cells[i - 1];
    const Cell& second = library.cells[i];
    if (first.name != second.name) continue;
    faults.push_back({"liberty.duplicate",
                      fmt::format("cell '{}' is described twice, first in {}:{}", first.name,
                                  first.file, first.line),
                      "give each cell once: leave out one of the files",
                      support::Location{second.file, second.line, std::nullopt}});
  }
}

/// One library of its files, or all that is wrong with them.
Library whole_library(std::vector<FilePart> parts) {
  std::vector<support::Diagnostic> faults;
  Library library = std::move(parts.front().library);
  for (std::size_t i = 0; i < parts.size(); ++i) {
    std::move(parts[i].faults.begin(), parts[i].faults.end(), std::back_inserter(faults));
    if (i > 0) join(library, std::move(parts[i].library), faults);
  }
  std::stable_sort(library.cells.begin(), library.cells.end(),
                   [](const Cell& a, const Cell& b) { return a.name < b.name; });
  check_duplicates(library, faults);
  support::throw_if_any(std::move(faults));
  return library;
}

}  // namespace

Library read_library(const std::vector<std::filesystem::path>& files) {
  if (files.empty()) {
    support::fail_input("liberty.missing", "no Liberty file is named", "give one or more files");
  }
  std::vector<std::future<FilePart>> pending;
  pending.reserve(files.size());
  for (const auto& file : files) {
    pending.push_back(
        std::async(std::launch::async, [&file] { return read_part(read_liberty_source(file)); }));
  }
  std::vector<FilePart> parts;
  parts.reserve(pending.size());
  for (auto& part : pending) parts.push_back(part.get());
  return whole_library(std::move(parts));
}

Library read_library_text(std::string text, const std::string& source) {
  std::vector<FilePart> parts;
  parts.push_back(read_part({source, std::move(text)}));
  return whole_library(std::move(parts));
}

}  // namespace pann::synth
