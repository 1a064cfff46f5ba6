// SPDX-License-Identifier: Apache-2.0
//
// Half adder: {c_o, s_o} = a_i + b_i.
//
// Latency: combinational
//
// Source: a full adder without carry-in

`default_nettype none

module half_adder (
  input  wire a_i,
  input  wire b_i,
  output wire s_o,
  output wire c_o
);

  assign s_o = a_i ^ b_i;
  assign c_o = a_i & b_i;

endmodule

`default_nettype wire
