#include "sim/program/network_builder.h"

#include <algorithm>
#include <array>
#include <map>
#include <optional>
#include <utility>

#include <fmt/format.h>

#include "support/diagnostic.h"

namespace pann::sim {

namespace {

/// A value and whether it is known; an unknown one is 0.
struct Value {
  Literal value;
  Literal known = kLiteralOne;
};

class NetworkBuilder {
 public:
  NetworkBuilder(const circuit::Netlist& netlist, const circuit::CellFunctions& functions,
                 bool every_net)
      : netlist_(netlist), sources_(netlist, functions, true), every_net_(every_net) {}

  NetworkModel run() {
    add_sources();
    if (sources_.has_latches()) add_clock_level();
    const std::vector<circuit::NetId> wanted = roots();
    for (const circuit::NetId net : wanted) evaluate(net);
    for (std::size_t i = 0; i < reached_.size(); ++i) evaluate_data(reached_[i]);
    has_falling_ = std::any_of(reached_.begin(), reached_.end(),
                               [&](std::uint32_t cell) { return sources_.stores_falling(cell); });
    if (has_falling_ && !model_.before_rising) {
      model_.before_rising = model_.network.add_source().node;
    }
    has_falling_ = model_.before_rising.has_value();
    sources_.throw_if_faulty();
    for (const std::uint32_t cell : reached_) add_next_state(cell);
    for (const circuit::NetId net : wanted) {
      if (done_[net] == Mark::done) require_known(values_[net].known, net);
    }
    finish();
    return std::move(model_);
  }

 private:
  enum class Mark : std::uint8_t { fresh, open, done };

  void add_sources() {
    values_.resize(netlist_.net_count);
    done_.assign(netlist_.net_count, Mark::fresh);
    values_[circuit::kNetOne].value = kLiteralOne;
    values_[circuit::kNetUnknown].known = kLiteralZero;
    std::fill_n(done_.begin(), circuit::kFirstWire, Mark::done);
    for (circuit::NetId net = circuit::kFirstWire; net < netlist_.net_count; ++net) {
      const circuit::NetDriver kind = sources_.driver(net).kind;
      if (kind == circuit::NetDriver::input) values_[net].value = model_.network.add_source();
      if (kind == circuit::NetDriver::input || kind == circuit::NetDriver::clock)
        done_[net] = Mark::done;
    }
  }

  /// Where latches are, the clock is a value like others: high before the falling edge.
  void add_clock_level() {
    model_.before_rising = model_.network.add_source().node;
    for (circuit::NetId net = circuit::kFirstWire; net < netlist_.net_count; ++net) {
      const circuit::NetSources::Driver& driver = sources_.driver(net);
      if (driver.kind != circuit::NetDriver::clock) continue;
      values_[net].value = {*model_.before_rising, !driver.inverted};
    }
  }

  /// The stored bit of a flip-flop, which is part of the model from the first time that it is read.
  StateBit& state_of(std::uint32_t cell) {
    const auto [place, is_new] = place_of_state_.try_emplace(cell, model_.states.size());
    if (is_new) {
      model_.states.push_back({model_.network.add_source().node, {}, {}, {}});
      reached_.push_back(cell);
    }
    return model_.states[place->second];
  }

  std::vector<circuit::NetId> roots() const {
    std::vector<circuit::NetId> nets;
    std::vector<bool> listed(netlist_.net_count, false);
    const auto add = [&](circuit::NetId net) {
      const bool driven = sources_.driver(net).kind != circuit::NetDriver::none;
      if (driven && !circuit::is_constant_net(net) && !listed[net]) nets.push_back(net);
      listed[net] = true;
    };
    for (const circuit::NetlistPort& port : netlist_.ports) {
      for (const circuit::NetId net : port.bits) add(net);
    }
    for (const circuit::NetName& name : netlist_.names) {
      if (name.hidden) continue;
      for (const circuit::NetId net : name.bits) add(net);
    }
    for (circuit::NetId net = circuit::kFirstWire; every_net_ && net < netlist_.net_count; ++net)
      add(net);
    return nets;
  }

  // --- depth first, without recursion: netlists are deep ---------------------

  struct Frame {
    circuit::NetId net = 0;
    std::vector<circuit::NetUse> uses;
    std::size_t next = 0;
  };

  void evaluate(circuit::NetId root) {
    if (done_[root] != Mark::fresh) return;
    std::vector<Frame> stack;
    open(stack, root);
    while (!stack.empty()) {
      Frame& frame = stack.back();
      if (frame.next == frame.uses.size()) {
        close(frame.net);
        stack.pop_back();
        continue;
      }
      const circuit::NetUse& use = frame.uses[frame.next++];
      if (!sources_.check_use(sources_.driver(frame.net).cell, use)) continue;
      if (done_[use.net] == Mark::open) {
        tell_loop(stack, use.net);
        done_[use.net] = Mark::done;
      } else if (done_[use.net] == Mark::fresh) {
        open(stack, use.net);
      }
    }
  }
  void open(std::vector<Frame>& stack, circuit::NetId net) {
    done_[net] = Mark::open;
    stack.push_back({net, uses_of(sources_.driver(net)), 0});
  }
  /// The nets that the value of a net follows without a clock edge.
  std::vector<circuit::NetUse> uses_of(const circuit::NetSources::Driver& driver) {
    const circuit::CellFunction& type = sources_.function(driver.cell);
    std::vector<circuit::NetUse> uses =
        sources_.uses(driver.cell, type.outputs[driver.output].function);
    if (type.flip_flop) add_override_uses(driver.cell, uses);
    return uses;
  }
  void add_override_uses(std::uint32_t cell, std::vector<circuit::NetUse>& uses) {
    const circuit::FlipFlopFunction& type = *sources_.function(cell).flip_flop;
    for (const auto& table : {type.clear, type.preset}) {
      if (!table) continue;
      const std::vector<circuit::NetUse> more = sources_.uses(cell, *table);
      uses.insert(uses.end(), more.begin(), more.end());
    }
  }
  void tell_loop(const std::vector<Frame>& stack, circuit::NetId net) {
    constexpr std::size_t kShown = 8;
    std::string path;
    std::size_t shown = 0;
    auto frame = std::find_if(stack.begin(), stack.end(),
                              [&](const Frame& entry) { return entry.net == net; });
    for (; frame != stack.end() && shown < kShown; ++frame, ++shown) {
      path += fmt::format("'{}' <- ", sources_.label(frame->net));
    }
    path += frame == stack.end() ? fmt::format("'{}'", sources_.label(net)) : "...";
    sources_.fault("netlist.loop", "a combinational loop: " + path);
  }
  void close(circuit::NetId net) {
    const circuit::NetSources::Driver& driver = sources_.driver(net);
    const circuit::CellFunction& type = sources_.function(driver.cell);
    done_[net] = Mark::done;
    if (sources_.is_faulty()) return;
    const Literal state = type.flip_flop ? visible_state(driver.cell) : kLiteralZero;
    values_[net] = apply(driver.cell, type.outputs[driver.output].function, state);
  }

  // --- functions -------------------------------------------------------------------------------

  Value apply(std::uint32_t index, const circuit::TruthTable& table, Literal state) {
    const circuit::NetlistCell& cell = sources_.cell(index);
    const circuit::CellFunction& type = sources_.function(index);
    std::vector<Value> inputs;
    bool all_known = true;
    for (const std::string& pin : table.inputs) {
      const bool is_state = type.flip_flop && pin == type.flip_flop->state;
      const std::optional<circuit::NetId> net = circuit::NetSources::net_at(cell, pin);
      inputs.push_back(is_state ? Value{state} : net ? values_[*net] : Value{});
      all_known = all_known && inputs.back().known == kLiteralOne;
    }
    if (!all_known) return apply_to_unknown(inputs, table);
    std::vector<Literal> literals;
    for (const Value& input : inputs) literals.push_back(input.value);
    return {model_.network.add_function(literals, table.bits)};
  }

  /// The result is known where every completion of the unknown inputs gives the same.
  Value apply_to_unknown(const std::vector<Value>& inputs, const circuit::TruthTable& table) {
    std::vector<Literal> literals;
    std::vector<std::size_t> unsure;
    for (const Value& input : inputs) literals.push_back(input.value);
    for (std::size_t k = 0; k < inputs.size(); ++k) {
      if (inputs[k].known == kLiteralOne) continue;
      unsure.push_back(k);
      literals.push_back(inputs[k].known);
    }
    if (literals.size() > circuit::TruthTable::kMostInputs) {
      support::fail_input("netlist.unknown", "a cell with many inputs may read the constant x",
                          "mend the design, or use --engine verilator");
    }
    const std::size_t rows = std::size_t{1} << literals.size();
    std::vector<std::uint64_t> value((rows + 63) / 64, 0);
    std::vector<std::uint64_t> known((rows + 63) / 64, 0);
    for (std::size_t row = 0; row < rows; ++row) {
      std::size_t open = 0;
      for (std::size_t k = 0; k < unsure.size(); ++k) {
        if (((row >> (inputs.size() + k)) & 1U) == 0) open |= std::size_t{1} << unsure[k];
      }
      const auto [may_be_0, may_be_1] = outcomes(table, row & ((1U << inputs.size()) - 1U), open);
      const std::uint64_t bit = std::uint64_t{1} << (row % 64);
      if (may_be_1 && !may_be_0) value[row / 64] |= bit;
      if (may_be_1 != may_be_0) known[row / 64] |= bit;
    }
    return {model_.network.add_function(literals, value),
            model_.network.add_function(literals, known)};
  }
  /// Which values the function takes when the inputs in `open` are free.
  static std::pair<bool, bool> outcomes(const circuit::TruthTable& table, std::size_t row,
                                        std::size_t open) {
    std::pair<bool, bool> result{false, false};
    for (std::size_t choice = open;; choice = (choice - 1) & open) {
      (circuit::value_at(table, (row & ~open) | choice) ? result.second : result.first) = true;
      if (choice == 0) return result;
    }
  }

  void require_known(Literal known, circuit::NetId net) {
    if (known != kLiteralOne) model_.conditions.push_back({known, sources_.label(net)});
  }

  // --- stored bits -------------------------------------------------------------------------------

  Literal visible_state(std::uint32_t index) {
    const Literal state{state_of(index).source, false};
    return with_overrides(index, state);
  }
  Literal with_overrides(std::uint32_t index, Literal value) {
    const circuit::FlipFlopFunction& type = *sources_.function(index).flip_flop;
    const auto override_by = [&](const std::optional<circuit::TruthTable>& table, bool to) {
      if (!table) return;
      const Value active = apply(index, *table, kLiteralZero);
      require_known(active.known, first_output(index));
      value = to ? !both(!value, !active.value) : both(value, !active.value);
    };
    if (type.preset_wins) override_by(type.clear, false);
    override_by(type.preset, true);
    if (!type.preset_wins) override_by(type.clear, false);
    return value;
  }
  Literal both(Literal a, Literal b) {
    constexpr std::uint64_t kAnd = 8;
    return model_.network.add_function(std::array{a, b}, {&kAnd, 1});
  }

  /// The nets that a flip-flop samples.
  void evaluate_data(std::uint32_t index) {
    std::vector<circuit::NetUse> uses =
        sources_.uses(index, sources_.function(index).flip_flop->next);
    add_override_uses(index, uses);
    for (const circuit::NetUse& use : uses) {
      if (sources_.check_use(index, use)) evaluate(use.net);
    }
    if (const circuit::ClockGate* gate = sources_.gate_of(index)) evaluate_gate(*gate);
  }
  void evaluate_gate(const circuit::ClockGate& gate) {
    const circuit::CellFunction& type = sources_.function(gate.cell);
    for (const circuit::NetUse& use :
         sources_.uses(gate.cell, type.outputs[gate.output].function)) {
      if (sources_.check_use(gate.cell, use)) evaluate(use.net);
    }
    if (type.flip_flop) state_of(gate.cell);
  }
  void add_next_state(std::uint32_t index) {
    const Literal visible = visible_state(index);
    const Value next = next_value(index, visible);
    require_known(next.known, first_output(index));
    StateBit& bit = state_of(index);
    const Literal stored = at_its_edge(index, next.value, visible);
    bit.visible = sources_.is_latch(index) ? stored : visible;
    bit.next = with_overrides(index, stored);
    bit.label = sources_.label(first_output(index));
  }
  /// What the edge stores; where a gate keeps the clock away, what was there before.
  Value next_value(std::uint32_t index, Literal held) {
    Value next = apply(index, sources_.function(index).flip_flop->next, held);
    const circuit::ClockGate* gate = sources_.gate_of(index);
    if (gate == nullptr) return next;
    const Value open = is_open(*gate, sources_.stores_first(index));
    require_known(open.known, first_output(index));
    next.value = choose(open.value, next.value, held);
    return next;
  }
  /// Whether the gate lets the pulse through that begins with the next edge, or the one that is on.
  Value is_open(const circuit::ClockGate& gate, bool next_pulse) {
    const circuit::CellFunction& type = sources_.function(gate.cell);
    Literal state = kLiteralZero;
    if (type.flip_flop) {
      state = {state_of(gate.cell).source, false};
      if (next_pulse) state = apply(gate.cell, type.flip_flop->next, state).value;
    }
    const Value clock = values_[gate.clock_net];
    values_[gate.clock_net] = {gate.open_level ? kLiteralOne : kLiteralZero};
    Value open = apply(gate.cell, type.outputs[gate.output].function, state);
    values_[gate.clock_net] = clock;
    if (gate.idle) open.value = !open.value;
    return open;
  }
  Literal choose(Literal condition, Literal then, Literal otherwise) {
    constexpr std::uint64_t kPick = 0xCA;  // c ? b : a, of a, b, c
    return model_.network.add_function(std::array{otherwise, then, condition}, {&kPick, 1});
  }
  /// Where some flip-flops store at the falling edge, each holds its value at the other edge.
  Literal at_its_edge(std::uint32_t index, Literal next, Literal held) {
    if (!has_falling_) return next;
    const Literal rises{*model_.before_rising, false};
    const bool falling = sources_.stores_falling(index);
    return choose(rises, falling ? held : next, falling ? next : held);
  }
  /// A flip-flop is in the model because its output is read: it has one.
  circuit::NetId first_output(std::uint32_t index) const {
    for (const circuit::NetlistPin& pin : sources_.cell(index).pins) {
      if (pin.direction == generator::Direction::output && !pin.bits.empty()) return pin.bits[0];
    }
    return circuit::kNetUnknown;
  }

  void finish() {
    model_.clock = sources_.clock_port();
    model_.drivers.assign(netlist_.net_count, circuit::NetDriver::none);
    for (circuit::NetId net = 0; net < netlist_.net_count; ++net) {
      model_.nets.push_back(values_[net].value);
      if (done_[net] == Mark::done) model_.drivers[net] = sources_.driver(net).kind;
    }
  }

  const circuit::Netlist& netlist_;
  circuit::NetSources sources_;
  bool every_net_;
  bool has_falling_ = false;
  std::vector<Value> values_;  ///< By net.
  std::vector<Mark> done_;
  std::map<std::uint32_t, std::size_t> place_of_state_;
  std::vector<std::uint32_t> reached_;  ///< Flip-flops of the model, in order of its states.
  NetworkModel model_;
};

}  // namespace

NetworkModel build_network(const circuit::Netlist& netlist, const circuit::CellFunctions& functions,
                           bool every_net) {
  return NetworkBuilder(netlist, functions, every_net).run();
}

}  // namespace pann::sim
