#include "generator/units/pann_mac.h"

#include <fmt/format.h>

#include "generator/arith/adder.h"
#include "generator/arith/magnitude.h"
#include "generator/arith/parameters.h"
#include "generator/units/accumulator.h"
#include "generator/units/split_accumulators.h"

namespace pann::generator {

using verilog::any_bit;
using verilog::Assign;
using verilog::choose;
using verilog::Comment;
using verilog::Expression;
using verilog::Items;
using verilog::Module;
using verilog::Net;
using verilog::NetType;
using verilog::part;
using verilog::Register;

namespace {

std::string pann_mac_purpose(const DesignSpec& spec) {
  const std::string more =
      (spec.bias ? " bias_i enters the positive accumulator." : "") + gates_text(spec);
  if (spec.sequencer == Sequencer::external) {
    return "Multiplication by repeated addition, counted outside: at every clock edge at which "
           "en_i "
           "is high, x_i is added to the positive accumulator, or with negative_i to the negative "
           "one; acc_o is their difference, modulo 2^AccWidth. An element of weight w is x_i held "
           "for |w| cycles. clear_i comes with the first cycle of a dot product, en_i high or low; "
           "rst_ni resets to zero at the clock's edge." +
           more;
  }
  return "Multiplication by repeated addition, counted here: x_i is added |w_i| times to the "
         "positive or the negative accumulator; acc_o is their difference, modulo 2^AccWidth.\n\n"
         "x_i and w_i are held while an element lasts. start_i is high in its first cycle, ready_o "
         "in its last, which is the same one for |w_i| <= 1: after the clock's edge at which "
         "ready_o was high the next element is presented, so that no cycle is lost. An element "
         "with "
         "w_i = 0 takes one cycle and disturbs neither accumulator. clear_i comes with start_i of "
         "the first element of a dot product, in that cycle only; rst_ni resets to zero at the "
         "clock's edge." +
         more;
}

/// What enables the two accumulators, where `adds` says that something is to be added.
Items sign_enables(const DesignSpec& spec, const Expression& adds, const Expression& negative) {
  Items items{Net{"add_positive"}, Net{"add_negative"}};
  Expression enable = adds;
  if (spec.zero_gate) {
    append(items, {Net{"is_nonzero"}, Assign{"is_nonzero", any_bit("x_i")}});
    enable = adds & "is_nonzero";
  }
  append(items,
         {Assign{"add_positive", enable & ~negative}, Assign{"add_negative", enable & negative}});
  return items;
}

/// Adds the down-counter: `remaining` additions with this one.
void add_local_sequencer(Module& module, const DesignSpec& spec) {
  const Expression width("WWidth");
  const verilog::Instance decrement =
      ripple_adder_instance("u_decrement", width,
                            {"remaining", repeat(width, "is_adding"), verilog::one_bit(false),
                             "remaining_next", "unused_carry"});
  count_magnitude(module.elements, spec, true);
  count_as(module.elements, "control",
           {"remaining", "remaining_q", "remaining_next", decrement.name + ".b_i"});
  count_instance(module.elements, ripple_adder_elements(), decrement.name + ".",
                 {{"adder_carries", "control"}});
  count_as(module.elements, "control", {"ready_o"});
  module.items = {
      Comment{"|w| in the first cycle of an element, then what is left."},
      Net{"magnitude", width},
      Net{"is_negative"},
      Net{"remaining", width},
      Net{"remaining_next", width},
      Net{"remaining_q", width, NetType::reg},
      Net{"is_adding"},
      Net{"unused_carry"},
      magnitude_instance(),
      Assign{"remaining", choose("start_i", "magnitude", "remaining_q")},
      Assign{"is_adding", any_bit("remaining")},
      Assign{"ready_o", ~any_bit(part("remaining", width - 1, 1))},
      Comment{"remaining - 1, as remaining plus all ones; plus zero once nothing is left."},
      decrement,
      Register{"clk_i", "rst_ni", "remaining_q", width, "remaining_next"}};
  append(module.items, sign_enables(spec, "is_adding", "is_negative"));
}

void add_pann_mac_interface(Module& module, const DesignSpec& spec) {
  const bool local = spec.sequencer == Sequencer::local;
  const OperandNames x = names_of(Operand::x);
  const OperandNames w = names_of(Operand::w);
  const auto x_width =
      width_parameter("XWidth", spec.x_width, kMinimumWidth, kMaximumWidth, "bits of x_i");
  const auto w_width =
      width_parameter("WWidth", spec.w_width, kMinimumWidth, kMaximumWidth, "bits of w_i");
  const auto acc_width = acc_width_parameter(spec.acc_width, kMinimumWidth, "XWidth");
  module.parameters = {x_width, acc_width, signed_parameter(x, spec.x_signed)};
  module.rules = {width_rule(x_width), acc_width_rule("XWidth", "XWidth"), signed_rule(x)};
  module.ports = control_ports(spec.bias);
  if (local) {
    module.parameters = {x_width, w_width, acc_width, signed_parameter(x, spec.x_signed),
                         signed_parameter(w, spec.w_signed)};
    module.rules.push_back(width_rule(w_width));
    module.rules.push_back(signed_rule(w));
    module.ports.insert(module.ports.end(), {input("start_i"), input("x_i", "XWidth"),
                                             input("w_i", "WWidth"), output("ready_o")});
  } else {
    module.ports.insert(module.ports.end(),
                        {input("x_i", "XWidth"), input("negative_i"), input("en_i")});
  }
  module.ports.push_back(output("acc_o", "AccWidth"));
}

}  // namespace

std::string pann_mac_name(const DesignSpec& spec) {
  return fmt::format("pann_mac_{}{}{}", name(spec.sequencer), spec.bias ? "_bias" : "",
                     gate_suffix(spec));
}

Module pann_mac(const DesignSpec& spec) {
  const bool local = spec.sequencer == Sequencer::local;
  const OperandNames x = names_of(Operand::x);
  Module module{.name = pann_mac_name(spec)};
  module.header = {pann_mac_purpose(spec),
                   local ? "max(1, |w_i|) cycles an element, and one to acc_o"
                         : "one cycle from x_i to acc_o; one addition a cycle",
                   local ? "each operand by its parameter; acc_o is two's complement"
                         : "x_i by XSigned; acc_o is two's complement",
                   "PANN, Eqs. (10) to (13)"};
  add_pann_mac_interface(module, spec);
  if (local) {
    add_local_sequencer(module, spec);
  } else {
    module.items = sign_enables(spec, "en_i", "negative_i");
  }
  for (const verilog::Item& item :
       Items{Comment{"The word that both accumulators add; it changes once an element."},
             Net{"operand", "AccWidth"}, Assign{"operand", extended(x, "AccWidth")}}) {
    module.items.push_back(item);
  }
  if (spec.zero_gate) count_as(module.elements, "control", {"is_nonzero"});
  add_split_accumulators(module, spec);
  if (local) module.registers.emplace_back("remaining_q");
  return module;
}

}  // namespace pann::generator
