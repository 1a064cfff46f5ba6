// SPDX-License-Identifier: Apache-2.0
//
// Array multiplier (long multiplication): product_o = x_i * w_i. One bit of w a row: each row adds
// 0 or x to the running sum of the rows before it, shifted right by one bit.
//
// Parameters:
//   XWidth   bits of x_i; legal: 2 to 64
//   WWidth   bits of w_i; legal: 2 to 64
//   XSigned  1: x_i is two's complement, 0: unsigned
//   WSigned  1: w_i is two's complement, 0: unsigned
//
// Latency: combinational
//
// Signedness: each operand by its parameter; product_o is signed if either operand is
//
// Source: the paper's simple serial multiplier, appendix A.2

`default_nettype none

module multiplier_array #(
  parameter integer XWidth = 8,
  parameter integer WWidth = 8,
  parameter integer XSigned = 1,
  parameter integer WSigned = 1
) (
  input  wire [XWidth-1:0]        x_i,
  input  wire [WWidth-1:0]        w_i,
  output wire [XWidth+WWidth-1:0] product_o
);

  // Effective widths: an unsigned operand enters with one zero bit in front.
  localparam integer XEff = (XSigned != 0) ? XWidth : XWidth + 1;
  localparam integer WEff = (WSigned != 0) ? WWidth : WWidth + 1;
  localparam integer Rows = WEff;
  localparam integer RowWidth = XEff + 1;
  localparam integer FullWidth = Rows + XEff;

  // The operands at the widths of a row and of all digits.
  wire [RowWidth-1:0] x_extended;
  wire [Rows-1:0] w_extended;
  assign x_extended = {{(RowWidth-XWidth){XSigned != 0 && x_i[XWidth-1]}}, x_i};
  assign w_extended = {{(Rows-WWidth){WSigned != 0 && w_i[WWidth-1]}}, w_i};

  wire [FullWidth-1:0] full_product;

  genvar i;
  for (i = 0; i < Rows; i = i + 1) begin : g_row
    // Row i adds bit i of w times x; the last row, of the sign, subtracts it: inverted, and 1 as
    // the carry-in.
    wire is_negative;
    wire [RowWidth-1:0] partial_product;

    if (i == Rows - 1) begin : g_subtract
      assign is_negative = w_extended[i];
      assign partial_product = {RowWidth{w_extended[i]}} & ~x_extended;
    end else begin : g_add
      assign is_negative = 1'b0;
      assign partial_product = {RowWidth{w_extended[i]}} & x_extended;
    end

    // The sum of the rows before, shifted, plus this row's partial product.
    wire [RowWidth-1:0] running_sum;
    wire [RowWidth-1:0] sum;
    wire unused_carry;

    if (i == 0) begin : g_first
      assign running_sum = {RowWidth{1'b0}};
    end else begin : g_next
      assign running_sum = {g_row[i-1].sum[RowWidth-1], g_row[i-1].sum[RowWidth-1:1]};
    end

    ripple_adder #(
      .Width (RowWidth)
    ) u_adder (
      .a_i   (running_sum),
      .b_i   (partial_product),
      .c_i   (is_negative),
      .sum_o (sum),
      .c_o   (unused_carry)
    );

    assign full_product[i] = sum[0];

    if (i == Rows - 1) begin : g_last
      assign full_product[FullWidth-1:Rows] = sum[RowWidth-1:1];
    end
  end

  // Every bit above the product's width is a copy of its sign, or zero.
  assign product_o = full_product[XWidth+WWidth-1:0];

  if (FullWidth > XWidth + WWidth) begin : g_cut
    wire [FullWidth-(XWidth+WWidth)-1:0] unused_bits;
    assign unused_bits = full_product[FullWidth-1:XWidth+WWidth];
  end

  // Illegal parameters stop elaboration here: there is no module of these names.
  if (XWidth < 2 || XWidth > 64) begin : g_illegal_XWidth
    XWidth_must_be_2_to_64 u_stop ();
  end
  if (WWidth < 2 || WWidth > 64) begin : g_illegal_WWidth
    WWidth_must_be_2_to_64 u_stop ();
  end
  if (XSigned != 0 && XSigned != 1) begin : g_illegal_XSigned
    XSigned_must_be_0_or_1 u_stop ();
  end
  if (WSigned != 0 && WSigned != 1) begin : g_illegal_WSigned
    WSigned_must_be_0_or_1 u_stop ();
  end

endmodule

`default_nettype wire
