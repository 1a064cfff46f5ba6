// SPDX-License-Identifier: Apache-2.0
//
// Multiplication by repeated addition, counted here: x_i is added |w_i| times to the positive or
// the negative accumulator; acc_o is their difference, modulo 2^AccWidth.
//
// x_i and w_i are held while an element lasts. start_i is high in its first cycle, ready_o in its
// last, which is the same one for |w_i| <= 1: after the clock's edge at which ready_o was high the
// next element is presented, so that no cycle is lost. An element with w_i = 0 takes one cycle and
// disturbs neither accumulator. clear_i comes with start_i of the first element of a dot product,
// in that cycle only; rst_ni resets to zero at the clock's edge.
//
// Parameters:
//   XWidth    bits of x_i; legal: 2 to 64
//   WWidth    bits of w_i; legal: 2 to 64
//   AccWidth  bits of acc_o, the accumulator; legal: XWidth to 128
//   XSigned   1: x_i is two's complement, 0: unsigned
//   WSigned   1: w_i is two's complement, 0: unsigned
//
// Latency: max(1, |w_i|) cycles an element, and one to acc_o
//
// Signedness: each operand by its parameter; acc_o is two's complement
//
// Source: PANN, Eqs. (10) to (13)

`default_nettype none

module pann_mac_local #(
  parameter integer XWidth = 8,
  parameter integer WWidth = 8,
  parameter integer AccWidth = 32,
  parameter integer XSigned = 0,
  parameter integer WSigned = 1
) (
  input  wire                clk_i,
  input  wire                rst_ni,
  input  wire                clear_i,
  input  wire                start_i,
  input  wire [XWidth-1:0]   x_i,
  input  wire [WWidth-1:0]   w_i,
  output wire                ready_o,
  output wire [AccWidth-1:0] acc_o
);

  // |w| in the first cycle of an element, then what is left.
  wire [WWidth-1:0] magnitude;
  wire is_negative;
  wire [WWidth-1:0] remaining;
  wire [WWidth-1:0] remaining_next;
  reg [WWidth-1:0] remaining_q;
  wire is_adding;
  wire unused_carry;

  sign_magnitude #(
    .WWidth  (WWidth),
    .WSigned (WSigned)
  ) u_magnitude (
    .w_i         (w_i),
    .magnitude_o (magnitude),
    .negative_o  (is_negative)
  );

  assign remaining = start_i ? magnitude : remaining_q;
  assign is_adding = |remaining;
  assign ready_o = ~(|remaining[WWidth-1:1]);

  // remaining - 1, as remaining plus all ones; plus zero once nothing is left.
  ripple_adder #(
    .Width (WWidth)
  ) u_decrement (
    .a_i   (remaining),
    .b_i   ({WWidth{is_adding}}),
    .c_i   (1'b0),
    .sum_o (remaining_next),
    .c_o   (unused_carry)
  );

  always @(posedge clk_i) begin
    if (!rst_ni) begin
      remaining_q <= {WWidth{1'b0}};
    end else begin
      remaining_q <= remaining_next;
    end
  end

  wire add_positive;
  wire add_negative;
  assign add_positive = is_adding & ~is_negative;
  assign add_negative = is_adding & is_negative;

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
  if (WWidth < 2 || WWidth > 64) begin : g_illegal_WWidth
    WWidth_must_be_2_to_64 u_stop ();
  end
  if (WSigned != 0 && WSigned != 1) begin : g_illegal_WSigned
    WSigned_must_be_0_or_1 u_stop ();
  end

endmodule

`default_nettype wire
