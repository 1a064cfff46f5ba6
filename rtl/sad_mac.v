// SPDX-License-Identifier: Apache-2.0
//
// Sum of absolute differences: acc_o <= acc_o + |x_i - w_i| at every clock edge, modulo 2^AccWidth.
// clear_i comes with the first element of a dot product, which alone is stored; rst_ni resets to
// zero at the clock's edge.
//
// Parameters:
//   XWidth    bits of x_i; legal: 2 to 64
//   WWidth    bits of w_i; legal: 2 to 64
//   AccWidth  bits of acc_o, the accumulator; legal: the bits of |x_i - w_i| to 128
//   XSigned   1: x_i is two's complement, 0: unsigned
//   WSigned   1: w_i is two's complement, 0: unsigned
//
// Latency: one cycle from x_i and w_i to acc_o; one element a cycle
//
// Signedness: each operand by its parameter; acc_o is unsigned
//
// Source: the paper's Tables 4, 11, 12: AdderNet (Chen et al., 2020), whose layer is -acc_o

`default_nettype none

module sad_mac #(
  parameter integer XWidth = 8,
  parameter integer WWidth = 8,
  parameter integer AccWidth = 32,
  parameter integer XSigned = 1,
  parameter integer WSigned = 1
) (
  input  wire                clk_i,
  input  wire                rst_ni,
  input  wire                clear_i,
  input  wire [XWidth-1:0]   x_i,
  input  wire [WWidth-1:0]   w_i,
  output wire [AccWidth-1:0] acc_o
);

  localparam integer WidestWidth = (XWidth > WWidth) ? XWidth : WWidth;
  localparam integer MixedSigns = (XSigned == WSigned) ? 0 : 1;
  localparam integer DifferenceWidth = WidestWidth + MixedSigns + 1;

  wire [DifferenceWidth-1:0] difference;
  wire unused_borrow;

  ripple_adder #(
    .Width (DifferenceWidth)
  ) u_difference (
    .a_i   ({{(DifferenceWidth-XWidth){XSigned != 0 && x_i[XWidth-1]}}, x_i}),
    .b_i   (~{{(DifferenceWidth-WWidth){WSigned != 0 && w_i[WWidth-1]}}, w_i}),
    .c_i   (1'b1),
    .sum_o (difference),
    .c_o   (unused_borrow)
  );

  // |difference|, short of the one that the accumulator's carry-in adds.
  wire is_negative;
  wire [DifferenceWidth-1-1:0] distance;
  wire [AccWidth-1:0] operand;
  assign is_negative = difference[DifferenceWidth-1];
  assign distance = difference[DifferenceWidth-2:0] ^ {(DifferenceWidth-1){is_negative}};
  assign operand = {{(AccWidth-DifferenceWidth+1){1'b0}}, distance};

  wire [AccWidth-1:0] feedback;
  wire [AccWidth-1:0] sum;
  wire unused_carry;
  reg [AccWidth-1:0] acc_q;
  assign feedback = clear_i ? {AccWidth{1'b0}} : acc_q;

  ripple_adder #(
    .Width (AccWidth)
  ) u_adder (
    .a_i   (feedback),
    .b_i   (operand),
    .c_i   (is_negative),
    .sum_o (sum),
    .c_o   (unused_carry)
  );

  always @(posedge clk_i) begin
    if (!rst_ni) begin
      acc_q <= {AccWidth{1'b0}};
    end else begin
      acc_q <= sum;
    end
  end

  assign acc_o = acc_q;

  // Illegal parameters stop elaboration here: there is no module of these names.
  if (XWidth < 2 || XWidth > 64) begin : g_illegal_XWidth
    XWidth_must_be_2_to_64 u_stop ();
  end
  if (WWidth < 2 || WWidth > 64) begin : g_illegal_WWidth
    WWidth_must_be_2_to_64 u_stop ();
  end
  if (AccWidth < DifferenceWidth - 1 || AccWidth > 128) begin : g_illegal_AccWidth
    AccWidth_must_be_the_difference_to_128 u_stop ();
  end
  if (XSigned != 0 && XSigned != 1) begin : g_illegal_XSigned
    XSigned_must_be_0_or_1 u_stop ();
  end
  if (WSigned != 0 && WSigned != 1) begin : g_illegal_WSigned
    WSigned_must_be_0_or_1 u_stop ();
  end

endmodule

`default_nettype wire
