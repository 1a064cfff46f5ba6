#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "circuit/cell_function.h"
#include "circuit/netlist.h"
#include "support/diagnostic.h"

namespace pann::circuit {

/// How a net of the netlist gets its value.
enum class NetDriver : std::uint8_t {
  none,       ///< Nothing; nobody reads it either.
  constant,   ///< 0 or 1.
  input,      ///< A pin.
  clock,      ///< The clock port, perhaps through buffers and inverters.
  gate,       ///< Logic.
  flip_flop,  ///< The output of a flip-flop: a register net.
};

/// A net that a function reads, and the pin through which it does.
struct NetUse {
  NetId net = 0;
  std::string pin;
};

/// What lets a clock through now and then: a latch and a gate, or a library's cell that has both.
/// What opens it holds still while the clock is at its other level, so that nothing but whole
/// pulses passes.
struct ClockGate {
  std::uint32_t cell = 0;     ///< That drives the gated clock's net.
  std::uint32_t output = 0;   ///< Index in CellFunction::outputs.
  std::size_t clock_pin = 0;  ///< Of that function's inputs.
  bool open_level = true;     ///< Of the clock's pin in a pulse.
  bool idle = false;          ///< The gated net's value between pulses.
  NetId clock_net = 0;        ///< At the clock's pin.
};

/// Whether the function can change with that input alone.
bool depends_on_input(const TruthTable& table, std::size_t input);
inline bool value_at(const TruthTable& table, std::size_t row) {
  return ((table.bits[row / 64] >> (row % 64)) & 1U) != 0;
}

/// What drives each net of a netlist: functions of the cells, drivers, the clock. Collects faults
/// instead of stopping at the first.
class NetSources {
 public:
  static constexpr std::uint32_t kNoCell = ~std::uint32_t{0};

  struct Driver {
    NetDriver kind = NetDriver::none;
    std::uint32_t cell = kNoCell;
    std::uint32_t output = 0;  ///< Index in CellFunction::outputs.
    bool inverted = false;     ///< Of a clock net: it falls where the clock port rises.
  };

  /// Throws Failure with the faults of types, drivers and clock; unless `both_edges`, a flip-flop
  /// that stores at the falling edge of the clock port is one.
  NetSources(const Netlist& netlist, const CellFunctions& functions, bool both_edges);

  const Netlist& netlist() const { return netlist_; }
  const Driver& driver(NetId net) const { return drivers_[net]; }
  const NetlistCell& cell(std::uint32_t index) const { return netlist_.cells[index]; }
  const CellFunction& function(std::uint32_t cell) const { return *functions_[cell]; }
  /// Whether a flip-flop stores at the falling edge of the clock port, inverters on the way
  /// counted.
  bool stores_falling(std::uint32_t cell) const { return falling_[cell]; }
  /// The gate in a flip-flop's clock; null: none.
  const ClockGate* gate_of(std::uint32_t cell) const;
  /// Whether the edge that a flip-flop stores at begins the pulse that its gate lets through.
  bool stores_first(std::uint32_t cell) const { return stores_first_[cell]; }
  /// Whether the cell is a latch, or a clock gate that holds one.
  bool is_latch(std::uint32_t cell) const;
  /// Whether something in the netlist is not told by the clock's rising edges alone: latches.
  bool has_latches() const { return has_latches_; }
  /// The flip-flops' clock port; empty: there are none.
  const std::string& clock_port() const { return clock_port_; }

  /// Nets at the pins that `table` of a cell depends on, its own state left out; tells of pins that
  /// are not connected.
  std::vector<NetUse> uses(std::uint32_t cell, const TruthTable& table);
  /// Whether a net may be read as data; tells why not.
  bool check_use(std::uint32_t cell, const NetUse& use);

  /// The net at a cell's pin; nothing where the pin is not connected.
  static std::optional<NetId> net_at(const NetlistCell& cell, const std::string& pin);
  /// A name for messages.
  const std::string& label(NetId net);

  void fault(const char* code, std::string message);
  bool is_faulty() const { return !faults_.empty(); }
  void throw_if_faulty();

 private:
  struct Path;
  void find_functions(const CellFunctions& given);
  const CellFunction* look_up(const std::string& type, const CellFunctions& given);
  void find_drivers();
  void drive_outputs(std::uint32_t index);
  void drive(NetId net, const Driver& driver, const std::string& what);
  void find_clock();
  void trace_clocks(bool latches);
  void trace_clock(std::uint32_t index, NetId pin, const Path& path);
  void trace_gated_clock(std::uint32_t index);
  void fail_gated(std::uint32_t index);
  void mark_gated_nets();
  bool is_wire(std::uint32_t cell) const;
  void store_at(std::uint32_t index, bool falling);
  std::optional<ClockGate> find_gate(NetId net);
  std::optional<ClockGate> gate_shape(NetId net) const;
  bool holds_still(NetId net, bool level, int depth);
  bool cell_holds_still(std::uint32_t cell, bool level);
  void trace_unused_clocks();
  Path path_to(NetId net) const;
  void mark_clock(const Path& path);
  std::optional<std::pair<NetId, bool>> wire_through(const Driver& driver) const;

  const Netlist& netlist_;
  std::map<std::string, CellFunction, std::less<>> own_;
  std::vector<const CellFunction*> functions_;  ///< By cell.
  std::vector<Driver> drivers_;
  bool both_edges_;
  std::vector<bool> falling_;  ///< By cell.
  std::vector<bool> stores_first_;
  bool has_latches_ = false;
  std::map<std::uint32_t, ClockGate> gates_;           ///< By flip-flop.
  std::map<NetId, std::optional<ClockGate>> gate_at_;  ///< By gated net.
  std::map<std::pair<NetId, bool>, bool> still_;       ///< By net and level: holds_still().
  std::vector<bool> is_gated_;                         ///< By net, where latches are.
  std::vector<bool> reads_clock_;                      ///< By cell: a latch or a gate, which may.
  std::optional<NetId> clock_root_;
  std::string clock_port_;
  std::vector<std::string> labels_;
  std::vector<support::Diagnostic> faults_;
};

}  // namespace pann::circuit
