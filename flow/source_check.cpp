#include "flow/source_check.h"

#include <algorithm>
#include <array>
#include <string_view>
#include <vector>

#include <fmt/format.h>

#include "support/diagnostic.h"

namespace pann::flow {

namespace {

constexpr std::array<std::string_view, 2> kTristates{"$tribuf", "$_TBUF_"};
constexpr std::string_view kPlainLatch = "$dlatch";
constexpr std::array<std::string_view, 5> kLatches{kPlainLatch, "$adlatch", "$dlatchsr", "$sr",
                                                   "$_DLATCH_P_"};

template <class Types>
bool is_one_of(const std::string& type, const Types& types) {
  return std::find(types.begin(), types.end(), type) != types.end();
}

bool floats(const std::vector<circuit::LocalBit>& bits) {
  return std::find(bits.begin(), bits.end(), circuit::kLocalFloating) != bits.end();
}

class Check {
 public:
  explicit Check(bool plays_latches) : plays_latches_(plays_latches) {}

  void look_at(const std::string& module, const circuit::NetlistModule& content) {
    for (const circuit::ModuleWord& port : content.ports) look_at_port(module, port);
    for (const circuit::ModuleCell& cell : content.cells) look_at_cell(module, cell);
  }

  void finish() { support::throw_if_any(std::move(faults_)); }

 private:
  void fault(const char* code, std::string message, const char* hint) {
    constexpr std::size_t kMostFaults = 20;
    if (faults_.size() < kMostFaults) {
      faults_.push_back({code, std::move(message), hint, std::nullopt});
    }
  }
  void tristate(const std::string& module, const std::string& what) {
    fault("synth.tristate",
          fmt::format("module '{}': {} takes the value z, which gates do not have", module, what),
          "select with a multiplexer instead of 'z'");
  }

  void look_at_port(const std::string& module, const circuit::ModuleWord& port) {
    if (port.direction == "inout") {
      fault("synth.inout",
            fmt::format("port '{}' of module '{}' goes in both directions", port.name, module),
            "give it an input and an output of its own");
    }
    if (port.direction == "output" && floats(port.bits)) {
      tristate(module, fmt::format("port '{}'", port.name));
    }
  }

  void look_at_cell(const std::string& module, const circuit::ModuleCell& cell) {
    const bool is_known = plays_latches_ && cell.type == kPlainLatch;
    if (!is_known && is_one_of(cell.type, kLatches)) {
      fault("synth.latch", fmt::format("module '{}' has a latch, '{}'", module, cell.name),
            "give every branch of a combinational block a value, use a register, or let the clock "
            "alone open it");
    }
    const bool takes_z = std::any_of(cell.connections.begin(), cell.connections.end(),
                                     [](const auto& pin) { return floats(pin.second); });
    if (takes_z || is_one_of(cell.type, kTristates)) {
      tristate(module, fmt::format("cell '{}' ({})", cell.name, cell.type));
    }
  }

  bool plays_latches_;
  std::vector<support::Diagnostic> faults_;
};

}  // namespace

bool has_plain_latches(const circuit::ModuleTree& modules) {
  return std::any_of(modules.begin(), modules.end(), [](const auto& entry) {
    return std::any_of(entry.second.cells.begin(), entry.second.cells.end(),
                       [](const circuit::ModuleCell& cell) { return cell.type == kPlainLatch; });
  });
}

void check_source(const circuit::ModuleTree& modules, bool plays_latches) {
  Check check(plays_latches);
  for (const auto& [name, module] : modules) {
    if (!module.is_leaf) check.look_at(name, module);
  }
  check.finish();
}

}  // namespace pann::flow
