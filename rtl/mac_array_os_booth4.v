// SPDX-License-Identifier: Apache-2.0
//
// Output-stationary systolic array, the product of a matrix of Rows rows and one of Columns
// columns: element (r, c) adds x_i[r] * w_i[c] of every cycle to its sum, modulo 2^AccWidth, word r
// Columns + c of acc_o. Word r of x_i passes along row r, word c of w_i down column c, r and c
// cycles late, so that what was at the ports together meets in every element.
//
// clear_i comes with the first operands of a product, whose sums then begin with them; products
// follow each other without a lost cycle. rst_ni resets the sums to zero at the clock's edge and
// lasts Rows + Columns - 1 cycles: the operands' registers have no reset.
//
// Parameters:
//   Rows      words in x_i; legal: 1 to 32
//   Columns   words in w_i; legal: 1 to 32
//   XWidth    bits of x_i; legal: 2 to 64
//   WWidth    bits of w_i; legal: 2 to 64
//   AccWidth  bits of acc_o, the accumulator; legal: XWidth + WWidth to 128
//   XSigned   1: x_i is two's complement, 0: unsigned
//   WSigned   1: w_i is two's complement, 0: unsigned
//
// Latency: r + c + 1 cycles from x_i and w_i to word r Columns + c of acc_o; one step of all sums a
//          cycle
//
// Signedness: each operand by its parameter; acc_o is signed if either operand is
//
// Source: the systolic array of Kung (1982)

`default_nettype none

module mac_array_os_booth4 #(
  parameter integer Rows = 4,
  parameter integer Columns = 4,
  parameter integer XWidth = 8,
  parameter integer WWidth = 8,
  parameter integer AccWidth = 32,
  parameter integer XSigned = 1,
  parameter integer WSigned = 1
) (
  input  wire                             clk_i,
  input  wire                             rst_ni,
  input  wire                             clear_i,
  input  wire [Rows*XWidth-1:0]           x_i,
  input  wire [Columns*WWidth-1:0]        w_i,
  output wire [Rows*Columns*AccWidth-1:0] acc_o
);

  // Column c's w, c cycles late.
  wire [Columns*WWidth-1:0] w_first;

  genvar k;
  for (k = 0; k < Columns; k = k + 1) begin : g_top
    if (k == 0) begin : g_now
      assign w_first[k*WWidth +: WWidth] = w_i[k*WWidth +: WWidth];
    end else begin : g_later
      delay_line #(
        .Width (WWidth),
        .Depth (k)
      ) u_skew (
        .clk_i (clk_i),
        .d_i   (w_i[k*WWidth +: WWidth]),
        .d_o   (w_first[k*WWidth +: WWidth])
      );
    end
  end

  genvar r;
  for (r = 0; r < Rows; r = r + 1) begin : g_row
    // {clear, x} of the row, r cycles late; w from the row above.
    wire [XWidth:0] first;
    wire [Columns*WWidth-1:0] w;
    wire [Columns*WWidth-1:0] w_next;

    if (r == 0) begin : g_now
      assign first = {clear_i, x_i[r*XWidth +: XWidth]};
      assign w = w_first;
    end else begin : g_later
      delay_line #(
        .Width (XWidth + 1),
        .Depth (r)
      ) u_skew (
        .clk_i (clk_i),
        .d_i   ({clear_i, x_i[r*XWidth +: XWidth]}),
        .d_o   (first)
      );

      assign w = g_row[r-1].w_next;
    end

    genvar c;
    for (c = 0; c < Columns; c = c + 1) begin : g_column
      wire clear;
      wire clear_next;
      wire [XWidth-1:0] x;
      wire [XWidth-1:0] x_next;

      if (c == 0) begin : g_edge
        assign clear = first[XWidth];
        assign x = first[XWidth-1:0];
      end else begin : g_inner
        assign clear = g_column[c-1].clear_next;
        assign x = g_column[c-1].x_next;
      end

      pe_os_booth4 #(
        .XWidth   (XWidth),
        .WWidth   (WWidth),
        .AccWidth (AccWidth),
        .XSigned  (XSigned),
        .WSigned  (WSigned)
      ) u_pe (
        .clk_i   (clk_i),
        .rst_ni  (rst_ni),
        .clear_i (clear),
        .x_i     (x),
        .w_i     (w[c*WWidth +: WWidth]),
        .clear_o (clear_next),
        .x_o     (x_next),
        .w_o     (w_next[c*WWidth +: WWidth]),
        .acc_o   (acc_o[(r*Columns+c)*AccWidth +: AccWidth])
      );

      if (c == Columns - 1) begin : g_last
        wire [XWidth:0] unused_bits;
        assign unused_bits = {clear_next, x_next};
      end
    end

    if (r == Rows - 1) begin : g_last
      wire [Columns*WWidth-1:0] unused_bits;
      assign unused_bits = w_next;
    end
  end

  // Illegal parameters stop elaboration here: there is no module of these names.
  if (Rows < 1 || Rows > 32) begin : g_illegal_Rows
    Rows_must_be_1_to_32 u_stop ();
  end
  if (Columns < 1 || Columns > 32) begin : g_illegal_Columns
    Columns_must_be_1_to_32 u_stop ();
  end
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
