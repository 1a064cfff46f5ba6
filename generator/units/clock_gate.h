#pragma once

#include <string>
#include <vector>

#include "generator/design_spec.h"
#include "generator/verilog/module.h"

namespace pann::generator {

/// `clock_gate`: gclk_o is clk_i where en_i was high before its rising edge, else low. The latch
/// `open_q` is open while clk_i is low, so that en_i may do what it likes while it is high. Mapping
/// puts a clock gating cell of the library in its place.
verilog::Module clock_gate();

/// A word of registers and what lets it be clocked.
struct GatedWord {
  std::string word;  ///< "acc_q": `acc_q_clk` and `acc_q_open` belong to it.
  int width = 0;
  std::string next;          ///< A net of that width, which it stores.
  verilog::Expression open;  ///< Whether it stores; reset opens it besides.
  Reset reset = Reset::sync;
  int one_at = -1;  ///< The bit that reset sets; -1: none.
};

/// The nets of a word behind as few clock gates as `fanout` allows: with several, its parts are
/// `acc_q_part0` and so on, from bit 0 on.
verilog::Items gated_word_nets(const GatedWord& gated, int fanout);

/// What drives those nets.
verilog::Items gated_word(const GatedWord& gated, int fanout);

/// What opens a gate: `open`, and every reset. An asynchronous one that is low from the start has
/// no edge for a simulator to see.
verilog::Expression open_in_reset(Reset reset, const verilog::Expression& open);

/// A clock gate between clk_i and the net `clock`.
verilog::Instance clock_gate_instance(const std::string& name, const std::string& open,
                                      const std::string& clock);

/// Adds what a gate counts as: its clock as "clock", its latch as "clock_latches".
void count_clock_gate(ElementGroups& elements, const std::string& name, const std::string& clock);

/// "_fanout4": what names hold of a fan-out other than the default.
std::string fanout_suffix(const DesignSpec& spec);

/// Adds what a gated word counts as: its clocks as "clock", what opens them as "control", the
/// latches as "clock_latches".
void count_gated_word(ElementGroups& elements, const GatedWord& gated, int fanout);

}  // namespace pann::generator
