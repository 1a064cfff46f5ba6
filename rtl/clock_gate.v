// SPDX-License-Identifier: Apache-2.0
//
// Clock gate: gclk_o is clk_i in the pulses before which en_i was high, and low in the others. A
// cell of the library that has latch and gate in one takes its place in a netlist.
//
// Latency: none: en_i counts as it is where clk_i rises
//
// Signedness: none

`default_nettype none

module clock_gate (
  input  wire clk_i,
  input  wire en_i,
  output wire gclk_o
);

  reg open_q;

  // Follows while clk_i is low; while it is high nothing passes, so that gclk_o has whole pulses
  // only.
  always @(clk_i or en_i) begin
    if (!clk_i) begin
      open_q <= en_i;
    end
  end

  assign gclk_o = clk_i & open_q;

endmodule

`default_nettype wire
