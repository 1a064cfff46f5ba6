#include <cctype>

#include <fmt/format.h>

#include "synth/timing/sdf.h"

namespace pann::synth {

namespace {

/// An identifier as SDF writes it: a backslash in front of every special character.
std::string escaped(const std::string& name, bool is_path) {
  std::string text;
  for (const char c : name) {
    const bool plain = std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_' || c == '[' ||
                       c == ']' || (is_path && c == '.');
    if (!plain) text += '\\';
    text += c;
  }
  return text;
}

/// Nanoseconds to the femtosecond.
std::string sdf_number(double delay_ns) {
  constexpr std::uint64_t kFemtoseconds = 1'000'000;
  const std::uint64_t delay_fs = to_femtoseconds(delay_ns);
  return fmt::format("{}.{:06}", delay_fs / kFemtoseconds, delay_fs % kFemtoseconds);
}

std::string triple(const std::optional<DelayTriple>& delay) {
  if (!delay) return "()";
  return fmt::format("({}:{}:{})", sdf_number(delay->minimum_ns), sdf_number(delay->typical_ns),
                     sdf_number(delay->maximum_ns));
}

std::string edge_of(TimingType type) {
  if (type == TimingType::rising_edge) return "posedge";
  return type == TimingType::falling_edge ? "negedge" : "";
}

/// One IOPATH; `edge` of the input, or empty for both.
std::string path_text(const ArcDelay& arc, const Cell& cell, const std::string& edge,
                      const std::optional<DelayTriple>& rise,
                      const std::optional<DelayTriple>& fall) {
  const std::string from = escaped(cell.pins[arc.from].name, false);
  std::string text =
      fmt::format("(IOPATH {} {} {} {})", edge.empty() ? from : fmt::format("({} {})", edge, from),
                  escaped(cell.pins[arc.to].name, false), triple(rise), triple(fall));
  if (!arc.is_conditional || arc.arc->sdf_condition.empty()) return text;
  return fmt::format("(COND {} {})", arc.arc->sdf_condition, text);
}

/// The IOPATHs of an arc. Split arcs have one for each edge of the input; with conditions they have
/// one for both, as the models of vendors have their paths.
std::vector<std::string> paths_of(const ArcDelay& arc, const Cell& cell) {
  const std::string clock_edge = edge_of(arc.type);
  if (!clock_edge.empty() || arc.is_conditional || !arc.is_split()) {
    return {path_text(arc, cell, clock_edge, arc.joined(Edge::rise), arc.joined(Edge::fall))};
  }
  std::vector<std::string> paths;
  for (const Edge cause : kEdges) {
    paths.push_back(path_text(arc, cell, cause == Edge::rise ? "posedge" : "negedge",
                              arc.delay(cause, Edge::rise), arc.delay(cause, Edge::fall)));
  }
  return paths;
}

}  // namespace

std::string to_sdf(const SdfHeader& header, const circuit::Netlist& netlist,
                   const ArcDelays& delays) {
  std::string text =
      fmt::format("(DELAYFILE\n  (SDFVERSION \"3.0\")\n  (DESIGN \"{}\")\n  (PROGRAM \"{}\")\n",
                  header.design, header.program);
  if (!header.version.empty()) text += fmt::format("  (VERSION \"{}\")\n", header.version);
  text += fmt::format(
      "  (DIVIDER .)\n  (VOLTAGE {0:g}:{0:g}:{0:g})\n  (TEMPERATURE {1:g}:{1:g}:{1:g})\n"
      "  (TIMESCALE 1ns)\n",
      header.voltage_v, header.temperature_c);
  for (std::size_t i = 0; i < delays.arcs.size();) {
    const std::uint32_t cell = delays.arcs[i].cell;
    const BoundCell& bound = delays.cells[cell];
    text += fmt::format("  (CELL\n    (CELLTYPE \"{}\")\n    (INSTANCE {})\n    (DELAY (ABSOLUTE\n",
                        bound.cell->name, escaped(netlist.cells[bound.instance].name, true));
    for (; i < delays.arcs.size() && delays.arcs[i].cell == cell; ++i) {
      for (const std::string& path : paths_of(delays.arcs[i], *bound.cell)) {
        text += "      " + path + "\n";
      }
    }
    text += "    ))\n  )\n";
  }
  return text + ")\n";
}

}  // namespace pann::synth
