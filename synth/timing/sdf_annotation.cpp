#include <algorithm>
#include <map>
#include <set>
#include <tuple>

#include <fmt/format.h>

#include "support/diagnostic.h"
#include "synth/timing/order.h"
#include "synth/timing/sdf.h"
#include "synth/timing/wire_annotation.h"

namespace pann::synth {

namespace {

std::string without_blanks(std::string text) {
  text.erase(std::remove(text.begin(), text.end(), ' '), text.end());
  return text;
}

/// Writes the delays of a file into those of a netlist.
class Annotator {
 public:
  Annotator(const SdfFile& file, const circuit::Netlist& netlist, ArcDelays& delays)
      : file_(file),
        delays_(delays),
        wires_(file, netlist, delays),
        covered_(delays.arcs.size(), false) {
    for (std::uint32_t i = 0; i < delays.cells.size(); ++i) {
      instances_[netlist.cells[delays.cells[i].instance].name] = i;
    }
    for (std::size_t i = 0; i < delays.arcs.size(); ++i) {
      first_.emplace(delays.arcs[i].cell, i);
    }
  }

  void run() {
    for (const SdfCell& cell : file_.cells) {
      annotate(cell);
      wires_.annotate(cell);
    }
    for (support::Diagnostic& fault : wires_.take_faults()) faults_.push_back(std::move(fault));
    support::throw_if_any(std::move(faults_));
    delays_.wires = wires_.ends();
    const auto covered = std::count(covered_.begin(), covered_.end(), true);
    delays_.annotation = {
        file_.source,         covered_.size(),       static_cast<std::uint64_t>(covered),
        delays_.wires.size(), file_.negative_delays, file_.first_negative_line,
        file_.has_timescale};
  }

 private:
  void fault(std::uint64_t line, const char* code, std::string message) {
    constexpr std::size_t kMaximumFaults = 20;
    if (faults_.size() >= kMaximumFaults) return;
    faults_.push_back({code, std::move(message), "is the file for this netlist?",
                       support::Location{file_.source, line, std::nullopt}});
  }

  void annotate(const SdfCell& cell) {
    if (cell.paths.empty()) return;
    if (cell.instance == "*") {
      annotate_all(cell);
      return;
    }
    const auto found = instances_.find(cell.instance);
    if (found == instances_.end()) {
      fault(cell.line, "sdf.instance", fmt::format("no instance '{}'", cell.instance));
      return;
    }
    const Cell& kind = *delays_.cells[found->second].cell;
    if (kind.name != cell.type) {
      fault(cell.line, "sdf.cell-type",
            fmt::format("instance '{}' is a '{}', the file says '{}'", cell.instance, kind.name,
                        cell.type));
      return;
    }
    for (const SdfPath& path : cell.paths) apply(found->second, cell, path);
  }

  /// INSTANCE *: every cell of the type; a library's file may name types that the netlist lacks.
  void annotate_all(const SdfCell& cell) {
    for (std::uint32_t i = 0; i < delays_.cells.size(); ++i) {
      if (delays_.cells[i].cell->name != cell.type) continue;
      for (const SdfPath& path : cell.paths) apply(i, cell, path);
    }
  }

  void apply(std::uint32_t index, const SdfCell& cell, const SdfPath& path) {
    const Cell& kind = *delays_.cells[index].cell;
    bool found = false;
    const auto first = first_.find(index);
    for (std::size_t i = first == first_.end() ? delays_.arcs.size() : first->second;
         i < delays_.arcs.size() && delays_.arcs[i].cell == index; ++i) {
      const ArcDelay& arc = delays_.arcs[i];
      if (!path.from.empty() && kind.pins[arc.from].name != path.from) continue;
      if (!path.to.empty() && kind.pins[arc.to].name != path.to) continue;
      if (arc.is_conditional && !is_of_condition(arc, cell, path)) continue;
      if (!apply_to(i, cell, path)) continue;
      found = true;
      covered_[i] = true;
    }
    // Pins tied to a constant have no arcs, whatever the file says of them.
    if (!found && !is_tied(index, path)) {
      fault(path.line, "sdf.path",
            fmt::format("cell '{}' has no arc from '{}{}{}' to '{}'", kind.name, path.from_edge,
                        path.from_edge.empty() ? "" : " ", path.from, path.to));
    }
  }

  bool is_tied(std::uint32_t index, const SdfPath& path) const {
    const BoundCell& bound = delays_.cells[index];
    const Pin* from = bound.cell->find_pin(path.from);
    const Pin* to = bound.cell->find_pin(path.to);
    if (from == nullptr || to == nullptr || !to->is_output()) return false;
    const auto pin = static_cast<std::size_t>(from - bound.cell->pins.data());
    return circuit::is_constant_net(bound.nets[pin]);
  }

  /// Whether an entry of one condition of the library is meant.
  static bool is_of_condition(const ArcDelay& arc, const SdfCell& cell, const SdfPath& path) {
    const std::string own = without_blanks(arc.arc->sdf_condition);
    if (path.is_default) return !names_condition(cell, path, own);
    return path.condition.empty() || own == path.condition;
  }

  /// Whether another path of the same pins has the condition.
  static bool names_condition(const SdfCell& cell, const SdfPath& path,
                              const std::string& condition) {
    return std::any_of(cell.paths.begin(), cell.paths.end(), [&](const SdfPath& other) {
      return other.from == path.from && other.to == path.to && !other.is_default &&
             !other.condition.empty() && other.condition == condition;
    });
  }

  /// The edges of the input by which the library's arcs of the path's condition cause `edge`;
  /// empty where it has none of that condition.
  std::set<Edge> known_causes(const ArcDelay& entry, const SdfCell& cell, const SdfPath& path,
                              Edge edge) const {
    std::set<Edge> result;
    if (path.condition.empty() && !path.is_default) return result;
    const Cell& kind = *delays_.cells[entry.cell].cell;
    for (const TimingArc& arc : kind.pins[entry.to].timing) {
      if (!is_delay_arc(arc) || arc.related_pin != kind.pins[entry.from].name) continue;
      const std::string own = without_blanks(arc.sdf_condition);
      const bool is_meant =
          path.is_default ? !names_condition(cell, path, own) : own == path.condition;
      if (!is_meant) continue;
      for (const Edge cause : causes(arc, edge)) result.insert(cause);
    }
    return result;
  }

  bool apply_to(std::size_t index, const SdfCell& cell, const SdfPath& path) {
    bool applied = false;
    for (const Edge edge : kEdges) {
      if (!(edge == Edge::rise ? path.has_rise : path.has_fall)) continue;
      const std::set<Edge> known = known_causes(delays_.arcs[index], cell, path, edge);
      for (const Edge cause : causes_of(delays_.arcs[index], edge)) {
        if (path.from_edge == (cause == Edge::rise ? "negedge" : "posedge")) continue;
        if (!known.empty() && known.count(cause) == 0) continue;
        take(index, cause, edge, path);
        applied = true;
      }
    }
    // "()" for both edges leaves everything as it is.
    return applied || (!path.has_rise && !path.has_fall);
  }

  /// The edges of the input that cause `edge`; where the library has none, those of its others.
  static std::vector<Edge> causes_of(const ArcDelay& arc, Edge edge) {
    std::vector<Edge> result;
    for (const Edge cause : kEdges) {
      if (arc.delay(cause, edge)) result.push_back(cause);
    }
    for (const Edge cause : kEdges) {
      if (arc.delay(Edge::rise, edge) || arc.delay(Edge::fall, edge)) break;
      if (arc.delay(cause, opposite(edge))) result.push_back(cause);
    }
    return result;
  }

  /// The typical delays that were joined in one entry.
  struct Spread {
    double least_ns = 0.0;
    double greatest_ns = 0.0;
  };

  /// Takes a delay of the file, or joins it to those of other conditions.
  void take(std::size_t index, Edge cause, Edge edge, const SdfPath& path) {
    ArcDelay& arc = delays_.arcs[index];
    const DelayTriple& given = edge == Edge::rise ? path.rise : path.fall;
    std::optional<DelayTriple>& delay = arc.delay(cause, edge);
    const bool joins = !arc.is_conditional && (!path.condition.empty() || path.is_default);
    const auto place = std::make_tuple(index, cause, edge);
    const auto known = joins ? spreads_.find(place) : spreads_.end();
    if (known == spreads_.end()) {
      delay = given;
      spreads_.erase(place);
      if (joins) spreads_[place] = {given.typical_ns, given.typical_ns};
      return;
    }
    Spread& spread = known->second;
    spread.least_ns = std::min(spread.least_ns, given.typical_ns);
    spread.greatest_ns = std::max(spread.greatest_ns, given.typical_ns);
    delay = join(*delay, given);
    delay->typical_ns = (spread.least_ns + spread.greatest_ns) / 2.0;
  }

  const SdfFile& file_;
  ArcDelays& delays_;
  WireAnnotator wires_;
  std::vector<bool> covered_;  ///< By arc.
  std::map<std::tuple<std::size_t, Edge, Edge>, Spread> spreads_;
  std::map<std::string, std::uint32_t> instances_;
  std::map<std::uint32_t, std::size_t> first_;
  std::vector<support::Diagnostic> faults_;
};

}  // namespace

void apply_sdf(const SdfFile& file, const circuit::Netlist& netlist, ArcDelays& delays) {
  Annotator(file, netlist, delays).run();
}

}  // namespace pann::synth
