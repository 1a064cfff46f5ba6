// SPDX-License-Identifier: Apache-2.0
//
// Shift and add, w_i = {sign, shift}: acc_o <= acc_o + x_i 2^shift, or - x_i 2^shift where the sign
// is set, at every clock edge, modulo 2^AccWidth. clear_i comes with the first element of a dot
// product, which alone is stored; rst_ni resets to zero at the clock's edge.
//
// Parameters:
//   WWidth    bits of w_i; legal: 4
//   WSigned   1: the highest bit of w_i is a sign, 0: it has none; legal: 1
//   XWidth    bits of x_i; legal: 2 to 64
//   AccWidth  bits of acc_o, the accumulator; legal: XWidth + 7 to 128
//   XSigned   1: x_i is two's complement, 0: unsigned
//
// Latency: one cycle from x_i and w_i to acc_o; one element a cycle
//
// Signedness: x_i by XSigned; acc_o is two's complement if x_i is or w_i has a sign
//
// Source: the paper's Tables 4, 11, 12: the shifts of ShiftAddNet (You et al., 2020), DeepShift

`default_nettype none

module shift_mac_4s #(
  parameter integer WWidth = 4,
  parameter integer WSigned = 1,
  parameter integer XWidth = 8,
  parameter integer AccWidth = 32,
  parameter integer XSigned = 1
) (
  input  wire                clk_i,
  input  wire                rst_ni,
  input  wire                clear_i,
  input  wire [XWidth-1:0]   x_i,
  input  wire [WWidth-1:0]   w_i,
  output wire [AccWidth-1:0] acc_o
);

  localparam integer ShiftedWidth = XWidth + 7;

  // x_i by two to the power of w_i, one row a bit.
  wire [ShiftedWidth-1:0] shifted_0;
  assign shifted_0 = {{(ShiftedWidth-XWidth){XSigned != 0 && x_i[XWidth-1]}}, x_i};

  wire [ShiftedWidth-1:0] shifted_1;
  assign shifted_1 = w_i[0] ? {shifted_0[ShiftedWidth-1-1:0], {1{1'b0}}} : shifted_0;

  wire [ShiftedWidth-1:0] shifted_2;
  assign shifted_2 = w_i[1] ? {shifted_1[ShiftedWidth-2-1:0], {2{1'b0}}} : shifted_1;

  wire [ShiftedWidth-1:0] shifted_3;
  assign shifted_3 = w_i[2] ? {shifted_2[ShiftedWidth-4-1:0], {4{1'b0}}} : shifted_2;

  wire is_negative;
  wire [AccWidth-1:0] shifted;
  wire [AccWidth-1:0] operand;
  assign is_negative = w_i[3];
  assign shifted = {{(AccWidth-ShiftedWidth){XSigned != 0 && x_i[XWidth-1]}}, shifted_3};
  assign operand = shifted ^ {AccWidth{is_negative}};

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
  if (WWidth != 4) begin : g_illegal_WWidth
    WWidth_must_be_4 u_stop ();
  end
  if (WSigned != 1) begin : g_illegal_WSigned
    WSigned_must_be_1 u_stop ();
  end
  if (XWidth < 2 || XWidth > 64) begin : g_illegal_XWidth
    XWidth_must_be_2_to_64 u_stop ();
  end
  if (AccWidth < ShiftedWidth || AccWidth > 128) begin : g_illegal_AccWidth
    AccWidth_must_be_XWidth_plus_7_to_128 u_stop ();
  end
  if (XSigned != 0 && XSigned != 1) begin : g_illegal_XSigned
    XSigned_must_be_0_or_1 u_stop ();
  end

endmodule

`default_nettype wire
