// SPDX-License-Identifier: Apache-2.0
//
// Multiply-accumulate unit that keeps positive and negative weights apart, so that the datapath is
// unsigned for an unsigned x: acc_o = (sum of |w_i| x_i over w_i > 0) - (the same over w_i < 0),
// modulo 2^AccWidth. An element with w_i = 0 takes its cycle and disturbs neither accumulator.
// clear_i comes with the first element of a dot product, whose product alone is stored; rst_ni
// resets to zero at the clock's edge. An accumulator that adds nothing is not clocked, nor are both
// where x_i is zero.
//
// Parameters:
//   XWidth    bits of x_i; legal: 2 to 64
//   WWidth    bits of w_i; legal: 2 to 64
//   AccWidth  bits of acc_o, the accumulator; legal: XWidth + WWidth to 128
//   XSigned   1: x_i is two's complement, 0: unsigned
//   WSigned   1: w_i is two's complement, 0: unsigned
//
// Latency: one cycle from x_i and w_i to acc_o; one element a cycle
//
// Signedness: each operand by its parameter; acc_o is two's complement
//
// Source: the split of a layer's weights, Eqs. (5), (6)

`default_nettype none

module split_mac_booth4_zero_gate #(
  parameter integer XWidth = 8,
  parameter integer WWidth = 8,
  parameter integer AccWidth = 32,
  parameter integer XSigned = 0,
  parameter integer WSigned = 1
) (
  input  wire                clk_i,
  input  wire                rst_ni,
  input  wire                clear_i,
  input  wire [XWidth-1:0]   x_i,
  input  wire [WWidth-1:0]   w_i,
  output wire [AccWidth-1:0] acc_o
);

  localparam integer ProductWidth = XWidth + WWidth;

  wire [WWidth-1:0] magnitude;
  wire is_negative;

  sign_magnitude #(
    .WWidth  (WWidth),
    .WSigned (WSigned)
  ) u_magnitude (
    .w_i         (w_i),
    .magnitude_o (magnitude),
    .negative_o  (is_negative)
  );

  wire [ProductWidth-1:0] product;

  multiplier_booth4 #(
    .XWidth  (XWidth),
    .WWidth  (WWidth),
    .XSigned (XSigned),
    .WSigned (0)
  ) u_multiplier (
    .x_i       (x_i),
    .w_i       (magnitude),
    .product_o (product)
  );

  // The word that both accumulators add, extended once.
  wire [AccWidth-1:0] operand;
  assign operand = {{(AccWidth-ProductWidth){XSigned != 0 && product[ProductWidth-1]}}, product};

  wire is_nonzero;
  wire add_positive;
  wire add_negative;
  assign is_nonzero = |x_i & |magnitude;
  assign add_positive = is_nonzero & ~is_negative;
  assign add_negative = is_nonzero & is_negative;

  // The same word goes to both; each adds where it is enabled.
  wire [AccWidth-1:0] positive;
  wire [AccWidth-1:0] negative;
  wire unused_borrow;

  accumulator_gated #(
    .AccWidth (AccWidth)
  ) u_positive (
    .clk_i     (clk_i),
    .rst_ni    (rst_ni),
    .clear_i   (clear_i),
    .en_i      (add_positive),
    .operand_i (operand),
    .acc_o     (positive)
  );

  accumulator_gated #(
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
  if (WWidth < 2 || WWidth > 64) begin : g_illegal_WWidth
    WWidth_must_be_2_to_64 u_stop ();
  end
  if (AccWidth < XWidth + WWidth || AccWidth > 128) begin : g_illegal_AccWidth
    AccWidth_must_be_XWidth_plus_WWidth_to_128 u_stop ();
  end
  if (XSigned != 0 && XSigned != 1) begin : g_illegal_XSigned
    XSigned_must_be_0_or_1 u_stop ();
  end
  if (WSigned != 0 && WSigned != 1) begin : g_illegal_WSigned
    WSigned_must_be_0_or_1 u_stop ();
  end

endmodule

`default_nettype wire
