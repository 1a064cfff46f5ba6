// SPDX-License-Identifier: Apache-2.0
//
// Accumulator with an enable: adds operand_i to acc_o at every clock edge at which en_i is high.
// clear_i begins a dot product without a lost cycle: in that cycle the accumulator counts as zero.
// That holds with en_i low as well. rst_ni resets to zero at the clock's edge.
//
// Parameters:
//   AccWidth  bits of operand_i and acc_o; legal: 2 to 128
//
// Latency: one cycle from operand_i to acc_o; one addend a cycle
//
// Signedness: none: modulo 2^AccWidth
//
// Source: one of the two accumulators of Eqs. (5), (6) and (10), (11)

`default_nettype none

module accumulator_enable #(
  parameter integer AccWidth = 32
) (
  input  wire                clk_i,
  input  wire                rst_ni,
  input  wire                clear_i,
  input  wire                en_i,
  input  wire [AccWidth-1:0] operand_i,
  output wire [AccWidth-1:0] acc_o
);

  wire [AccWidth-1:0] feedback;
  wire [AccWidth-1:0] sum;
  wire unused_carry;
  reg [AccWidth-1:0] acc_q;
  assign feedback = clear_i ? {AccWidth{1'b0}} : acc_q;

  ripple_adder #(
    .Width (AccWidth)
  ) u_adder (
    .a_i   (feedback),
    .b_i   (operand_i),
    .c_i   (1'b0),
    .sum_o (sum),
    .c_o   (unused_carry)
  );

  always @(posedge clk_i) begin
    if (!rst_ni) begin
      acc_q <= {AccWidth{1'b0}};
    end else begin
      acc_q <= en_i ? sum : feedback;
    end
  end

  assign acc_o = acc_q;

  // Illegal parameters stop elaboration here: there is no module of these names.
  if (AccWidth < 2 || AccWidth > 128) begin : g_illegal_AccWidth
    AccWidth_must_be_2_to_128 u_stop ();
  end

endmodule

`default_nettype wire
