// SPDX-License-Identifier: Apache-2.0
//
// Multiplication by repeated addition, counted outside: at every clock edge at which en_i is high,
// x_i is added to the positive accumulator, or with negative_i to the negative one; acc_o is their
// difference, modulo 2^AccWidth. An element of weight w is x_i held for |w| cycles. clear_i comes
// with the first cycle of a dot product, en_i high or low; rst_ni resets to zero at the clock's
// edge.
//
// Parameters:
//   XWidth    bits of x_i; legal: 2 to 64
//   AccWidth  bits of acc_o, the accumulator; legal: XWidth to 128
//   XSigned   1: x_i is two's complement, 0: unsigned
//
// Latency: one cycle from x_i to acc_o; one addition a cycle
//
// Signedness: x_i by XSigned; acc_o is two's complement
//
// Source: PANN, Eqs. (10) to (13)

`default_nettype none

module pann_mac_external #(
  parameter integer XWidth = 8,
  parameter integer AccWidth = 32,
  parameter integer XSigned = 0
) (
  input  wire                clk_i,
  input  wire                rst_ni,
  input  wire                clear_i,
  input  wire [XWidth-1:0]   x_i,
  input  wire                negative_i,
  input  wire                en_i,
  output wire [AccWidth-1:0] acc_o
);

  wire add_positive;
  wire add_negative;
  assign add_positive = en_i & ~negative_i;
  assign add_negative = en_i & negative_i;

  // The word that both accumulators add; it changes once an element.
  wire [AccWidth-1:0] operand;
  assign operand = {{(AccWidth-XWidth){XSigned != 0 && x_i[XWidth-1]}}, x_i};

  // The same word goes to both; each adds where it is enabled.
  wire [AccWidth-1:0] positive;
  wire [AccWidth-1:0] negative;
  wire unused_borrow;

  accumulator_enable #(
    .AccWidth (AccWidth)
  ) u_positive (
    .clk_i     (clk_i),
    .rst_ni    (rst_ni),
    .clear_i   (clear_i),
    .en_i      (add_positive),
    .operand_i (operand),
    .acc_o     (positive)
  );

  accumulator_enable #(
    .AccWidth (AccWidth)
  ) u_negative (
    .clk_i     (clk_i),
    .rst_ni    (rst_ni),
    .clear_i   (clear_i),
    .en_i      (add_negative),
    .operand_i (operand),
    .acc_o     (negative)
  );

  // acc_o = positive - negative
  ripple_adder #(
    .Width (AccWidth)
  ) u_subtraction (
    .a_i   (positive),
    .b_i   (~negative),
    .c_i   (1'b1),
    .sum_o (acc_o),
    .c_o   (unused_borrow)
  );

  // Illegal parameters stop elaboration here: there is no module of these names.
  if (XWidth < 2 || XWidth > 64) begin : g_illegal_XWidth
    XWidth_must_be_2_to_64 u_stop ();
  end
  if (AccWidth < XWidth || AccWidth > 128) begin : g_illegal_AccWidth
    AccWidth_must_be_XWidth_to_128 u_stop ();
  end
  if (XSigned != 0 && XSigned != 1) begin : g_illegal_XSigned
    XSigned_must_be_0_or_1 u_stop ();
  end

endmodule

`default_nettype wire
