// SPDX-License-Identifier: Apache-2.0
//
// Weight-stationary systolic array, a vector of Rows words times a matrix of Rows rows and Columns
// columns that stays: word c of acc_o is the sum over r of x_i[r] times the weight in row r and
// column c, modulo 2^AccWidth. Word r of x_i passes along row r, r cycles late; the sums pass down.
//
// While load_i is high, the words of w_i enter the top row and all weights move down: Rows cycles
// load a matrix, its last row first. Meanwhile, and for Rows + Columns - 1 cycles before, x_i is
// zero. rst_ni resets the sums to zero at the clock's edge; it lasts Rows + Columns cycles with
// load_i high and zero at x_i and w_i: weights and x have no reset.
//
// Parameters:
//   Rows      words in x_i; legal: 1 to 32
//   Columns   words in w_i; legal: 1 to 32
//   XWidth    bits of x_i; legal: 8
//   WWidth    bits of w_i; legal: 8
//   XSigned   1: x_i is two's complement, 0: unsigned; legal: 1
//   WSigned   1: w_i is two's complement, 0: unsigned; legal: 1
//   AccWidth  bits of addend_i and sum_o; legal: 32
//
// Latency: Rows + c cycles from x_i to word c of acc_o; a vector a cycle
//
// Signedness: each operand by its parameter; the sums are signed if either operand is
//
// Source: the systolic array of Kung (1982), weights staying

`default_nettype none

module mac_array_ws_heap_fused_and_arrival_ripple_8sx8s_acc32 #(
  parameter integer Rows = 4,
  parameter integer Columns = 4,
  parameter integer XWidth = 8,
  parameter integer WWidth = 8,
  parameter integer XSigned = 1,
  parameter integer WSigned = 1,
  parameter integer AccWidth = 32
) (
  input  wire                        clk_i,
  input  wire                        rst_ni,
  input  wire                        load_i,
  input  wire [Rows*XWidth-1:0]      x_i,
  input  wire [Columns*WWidth-1:0]   w_i,
  output wire [Columns*AccWidth-1:0] acc_o
);

  genvar r;
  for (r = 0; r < Rows; r = r + 1) begin : g_row
    // x of the row, r cycles late; weights and sums from the row above.
    wire [XWidth-1:0] first;
    wire [Columns*WWidth-1:0] w;
    wire [Columns*WWidth-1:0] w_next;
    wire [Columns*AccWidth-1:0] sum;
    wire [Columns*AccWidth-1:0] sum_next;

    if (r == 0) begin : g_now
      assign first = x_i[r*XWidth +: XWidth];
      assign w = w_i;
      assign sum = {(Columns*AccWidth){1'b0}};
    end else begin : g_later
      delay_line #(
        .Width (XWidth),
        .Depth (r)
      ) u_skew (
        .clk_i (clk_i),
        .d_i   (x_i[r*XWidth +: XWidth]),
        .d_o   (first)
      );

      assign w = g_row[r-1].w_next;
      assign sum = g_row[r-1].sum_next;
    end

    genvar c;
    for (c = 0; c < Columns; c = c + 1) begin : g_column
      wire [XWidth-1:0] x;
      wire [XWidth-1:0] x_next;

      if (c == 0) begin : g_edge
        assign x = first;
      end else begin : g_inner
        assign x = g_column[c-1].x_next;
      end

      pe_ws_heap_fused_and_arrival_ripple_8sx8s_acc32 #(
        .XWidth   (XWidth),
        .WWidth   (WWidth),
        .XSigned  (XSigned),
        .WSigned  (WSigned),
        .AccWidth (AccWidth)
      ) u_pe (
        .clk_i  (clk_i),
        .rst_ni (rst_ni),
        .load_i (load_i),
        .x_i    (x),
        .w_i    (w[c*WWidth +: WWidth]),
        .sum_i  (sum[c*AccWidth +: AccWidth]),
        .x_o    (x_next),
        .w_o    (w_next[c*WWidth +: WWidth]),
        .sum_o  (sum_next[c*AccWidth +: AccWidth])
      );

      if (c == Columns - 1) begin : g_last
        wire [XWidth-1:0] unused_bits;
        assign unused_bits = x_next;
      end
    end

    if (r == Rows - 1) begin : g_last
      wire [Columns*WWidth-1:0] unused_bits;
      assign unused_bits = w_next;
    end
  end

  assign acc_o = g_row[Rows-1].sum_next;

  // Illegal parameters stop elaboration here: there is no module of these names.
  if (Rows < 1 || Rows > 32) begin : g_illegal_Rows
    Rows_must_be_1_to_32 u_stop ();
  end
  if (Columns < 1 || Columns > 32) begin : g_illegal_Columns
    Columns_must_be_1_to_32 u_stop ();
  end
  if (XWidth != 8) begin : g_illegal_XWidth
    XWidth_must_be_8 u_stop ();
  end
  if (WWidth != 8) begin : g_illegal_WWidth
    WWidth_must_be_8 u_stop ();
  end
  if (XSigned != 1) begin : g_illegal_XSigned
    XSigned_must_be_1 u_stop ();
  end
  if (WSigned != 1) begin : g_illegal_WSigned
    WSigned_must_be_1 u_stop ();
  end
  if (AccWidth != 32) begin : g_illegal_AccWidth
    AccWidth_must_be_32 u_stop ();
  end

endmodule

`default_nettype wire
