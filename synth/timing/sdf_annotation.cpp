#include <algorithm>
#include <map>

#include <fmt/format.h>

#include "support/diagnostic.h"
#include "synth/timing/sdf.h"

namespace pann::synth {

namespace {

/// Writes the delays of a file into those of a netlist.
class Annotator {
 public:
  Annotator(const SdfFile& file, const circuit::Netlist& netlist, ArcDelays& delays)
      : file_(file), delays_(delays) {
    for (std::uint32_t i = 0; i < delays.cells.size(); ++i) {
      instances_[netlist.cells[delays.cells[i].instance].name] = i;
    }
    for (std::size_t i = 0; i < delays.arcs.size(); ++i) {
      first_.emplace(delays.arcs[i].cell, i);
    }
  }

  void run() {
    for (const SdfCell& cell : file_.cells) annotate(cell);
    support::throw_if_any(std::move(faults_));
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
    for (const SdfPath& path : cell.paths) apply(found->second, kind, path);
  }

  void apply(std::uint32_t cell, const Cell& kind, const SdfPath& path) {
    bool found = false;
    const auto first = first_.find(cell);
    for (std::size_t i = first == first_.end() ? delays_.arcs.size() : first->second;
         i < delays_.arcs.size() && delays_.arcs[i].cell == cell; ++i) {
      ArcDelay& arc = delays_.arcs[i];
      if (kind.pins[arc.from].name != path.from || kind.pins[arc.to].name != path.to) continue;
      const bool is_other = arc.is_conditional && arc.arc->sdf_condition != path.condition;
      if (!path.condition.empty() && is_other) continue;
      found = true;
      const bool joins = !path.condition.empty() && !arc.is_conditional;
      if (path.has_rise) take(arc.rise, path.rise, joins ? &rises_[i] : nullptr);
      if (path.has_fall) take(arc.fall, path.fall, joins ? &falls_[i] : nullptr);
      arc.has_rise = arc.has_rise || path.has_rise;
      arc.has_fall = arc.has_fall || path.has_fall;
    }
    if (!found) {
      fault(path.line, "sdf.path",
            fmt::format("cell '{}' has no arc from '{}' to '{}'", kind.name, path.from, path.to));
    }
  }

  /// The typical delays that were joined in one entry.
  struct Spread {
    bool is_empty = true;
    double least_ns = 0.0;
    double greatest_ns = 0.0;
  };

  /// Takes a delay of the file, or joins it to those of other conditions.
  static void take(DelayTriple& delay, const DelayTriple& given, Spread* spread) {
    if (spread == nullptr || spread->is_empty) {
      delay = given;
      if (spread != nullptr) *spread = {false, given.typical_ns, given.typical_ns};
      return;
    }
    spread->least_ns = std::min(spread->least_ns, given.typical_ns);
    spread->greatest_ns = std::max(spread->greatest_ns, given.typical_ns);
    delay.minimum_ns = std::min(delay.minimum_ns, given.minimum_ns);
    delay.maximum_ns = std::max(delay.maximum_ns, given.maximum_ns);
    delay.typical_ns = (spread->least_ns + spread->greatest_ns) / 2.0;
  }

  const SdfFile& file_;
  ArcDelays& delays_;
  std::map<std::size_t, Spread> rises_;  ///< By arc.
  std::map<std::size_t, Spread> falls_;
  std::map<std::string, std::uint32_t> instances_;
  std::map<std::uint32_t, std::size_t> first_;
  std::vector<support::Diagnostic> faults_;
};

}  // namespace

void apply_sdf(const SdfFile& file, const circuit::Netlist& netlist, ArcDelays& delays) {
  Annotator(file, netlist, delays).run();
}

}  // namespace pann::synth
