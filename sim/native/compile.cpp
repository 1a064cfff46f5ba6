#include <string>
#include <vector>

#include "sim/native/clock_edges.h"
#include "sim/native/native_engine.h"
#include "sim/program/compiled_design.h"
#include "support/name_pattern.h"

namespace pann::sim {

using generator::Direction;

namespace {

constexpr circuit::NetId kUnnumbered = ~circuit::NetId{0};

class DesignCompiler {
 public:
  DesignCompiler(const circuit::Netlist& netlist, const circuit::CellFunctions& functions,
                 const CompileOptions& options)
      : netlist_(netlist),
        options_(options),
        model_(build_network(netlist, functions, options.every_net)) {}

  CompiledDesign run() {
    design_.top = netlist_.top;
    design_.clock = model_.clock;
    design_.both_edges = model_.before_rising.has_value();
    design_.cells = netlist_.cells.size();
    number_nets();
    find_registers();
    add_signals();
    add_ports();
    make_code();
    design_.network = std::move(model_.network);
    design_.states = std::move(model_.states);
    return std::move(design_);
  }

 private:
  /// Activity net of each net: all of them, or those with a name of the source in order of name.
  void number_nets() {
    number_.assign(netlist_.net_count, kUnnumbered);
    if (options_.every_net) {
      for (circuit::NetId net = 0; net < netlist_.net_count; ++net) number_[net] = net;
      shown_.resize(netlist_.net_count);
      for (circuit::NetId net = 0; net < netlist_.net_count; ++net) shown_[net] = net;
      return;
    }
    for (const circuit::NetName& name : netlist_.names) {
      if (name.hidden) continue;
      for (const circuit::NetId net : name.bits) {
        if (number_[net] != kUnnumbered) continue;
        number_[net] = static_cast<circuit::NetId>(shown_.size());
        shown_.push_back(net);
      }
    }
  }

  /// Nets that count as registers: those that flip-flops drive, and those that the options name
  /// where they show a register's value, as an inverted output does.
  void find_registers() {
    is_register_.assign(netlist_.net_count, false);
    std::vector<bool> holds_register(model_.network.size(), false);
    for (circuit::NetId net = 0; net < netlist_.net_count; ++net) {
      if (model_.drivers[net] != circuit::NetDriver::flip_flop) continue;
      is_register_[net] = true;
      holds_register[model_.nets[net].node] = true;
    }
    const support::NamePatterns names(options_.registers);
    for (const circuit::NetName& name : netlist_.names) {
      if (name.hidden || !names.match(name.name)) continue;
      for (const circuit::NetId net : name.bits) {
        if (model_.drivers[net] == circuit::NetDriver::gate &&
            holds_register[model_.nets[net].node]) {
          is_register_[net] = true;
        }
      }
    }
  }

  void add_signals() {
    for (const circuit::NetName& name : netlist_.names) {
      if (name.hidden && !options_.every_net) continue;
      activity::Signal signal{name.name, name.left, name.right, false, {}};
      signal.is_vector = name.left != name.right;
      for (const circuit::NetId net : name.bits) signal.bits.push_back(number_[net]);
      design_.signals.push_back(std::move(signal));
    }
  }

  void add_ports() {
    for (const circuit::NetlistPort& port : netlist_.ports) {
      CompiledPort compiled{port.name, port.direction, {}};
      for (const circuit::NetId net : port.bits) compiled.bits.push_back(add_port_bit(port, net));
      design_.ports.push_back(std::move(compiled));
    }
    if (!model_.before_rising) return;
    request_.inputs.push_back(*model_.before_rising);
    design_.ports.push_back({std::string(kBeforeRising),
                             Direction::input,
                             {static_cast<std::int32_t>(request_.inputs.size() - 1)}});
  }
  std::int32_t add_port_bit(const circuit::NetlistPort& port, circuit::NetId net) {
    const circuit::NetDriver driver = model_.drivers[net];
    if (driver == circuit::NetDriver::none || driver == circuit::NetDriver::clock) return -1;
    if (port.direction == Direction::input) {
      request_.inputs.push_back(model_.nets[net].node);
      return static_cast<std::int32_t>(request_.inputs.size() - 1);
    }
    request_.outputs.push_back(model_.nets[net]);
    return static_cast<std::int32_t>(request_.outputs.size() - 1);
  }

  /// Keeps the nodes whose values are wanted, merges the others, compiles, and notes each net's
  /// counter.
  void make_code() {
    for (const circuit::NetId net : shown_) {
      if (net == circuit::kNetUnknown || net == circuit::kNetFloating) continue;
      const circuit::NetDriver driver = model_.drivers[net];
      if (is_register_[net]) {
        request_.registers.push_back(model_.nets[net].node);
      } else if (driver == circuit::NetDriver::gate || driver == circuit::NetDriver::input) {
        request_.counted.push_back(model_.nets[net].node);
      }
    }
    for (const StateBit& state : model_.states) {
      request_.states.push_back(state.source);
      request_.next.push_back(state.next);
    }
    std::vector<bool> kept(model_.network.size(), false);
    for (const NodeId node : request_.counted) kept[node] = true;
    for (const NodeId node : request_.registers) kept[node] = true;
    for (const Literal next : request_.next) kept[next.node] = true;
    for (const Literal output : request_.outputs) kept[output.node] = true;
    for (const KnownCondition& condition : model_.conditions) {
      request_.conditions.push_back(condition.known);
      design_.condition_labels.push_back(condition.label);
      kept[condition.known.node] = true;
    }
    request_.nodes = model_.network.nodes();
    request_.used = merge_unkept(request_.nodes, kept);
    design_.program = make_program(request_);
    design_.input_nodes = request_.inputs;
    for (const circuit::NetId net : shown_) design_.nets.push_back(activity_net(net));
  }
  ActivityNet activity_net(circuit::NetId net) const {
    const circuit::NetDriver driver = model_.drivers[net];
    const Literal value = model_.nets[net];
    ActivityNet result{.driver = driver};
    if (driver == circuit::NetDriver::none || driver == circuit::NetDriver::clock) return result;
    result.inverted = value.inverted;
    const Program& program = design_.program;
    result.counter = is_register_[net] ? program.counter_of_register[value.node]
                                       : program.counter_of_node[value.node];
    if (result.counter == Program::kNoCounter) {
      result.driver = circuit::NetDriver::constant;
      result.value = value.inverted;
    }
    return result;
  }

  const circuit::Netlist& netlist_;
  const CompileOptions& options_;
  NetworkModel model_;
  CompiledDesign design_;
  ProgramRequest request_;
  std::vector<bool> is_register_;       ///< Net by net: the storing edge of a stream counts.
  std::vector<circuit::NetId> number_;  ///< Activity net by net; kUnnumbered: none.
  std::vector<circuit::NetId> shown_;   ///< Net by activity net.
};

}  // namespace

NativeDesign::NativeDesign(std::shared_ptr<const CompiledDesign> compiled)
    : compiled_(std::move(compiled)) {}

std::size_t NativeDesign::cells() const {
  return compiled_->cells;
}

const std::vector<activity::Signal>& NativeDesign::signals() const {
  return compiled_->signals;
}

std::size_t NativeDesign::nets() const {
  return compiled_->nets.size();
}

NativeDesign compile(const circuit::Netlist& netlist, const circuit::CellFunctions& functions,
                     const CompileOptions& options) {
  return NativeDesign(
      std::make_shared<const CompiledDesign>(DesignCompiler(netlist, functions, options).run()));
}

}  // namespace pann::sim
