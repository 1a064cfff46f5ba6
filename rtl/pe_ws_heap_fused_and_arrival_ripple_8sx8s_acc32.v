// SPDX-License-Identifier: Apache-2.0
//
// Processing element of a weight-stationary systolic array: sum_o <= sum_i + x_i * w_o at every
// clock edge, modulo 2^AccWidth, where w_o is the weight that the element keeps. With load_i high
// it takes w_i for it. x_i goes on to the right. rst_ni resets the sum to zero at the clock's edge;
// weight and x have no reset.
//
// Parameters:
//   XWidth    bits of x_i; legal: 8
//   WWidth    bits of w_i; legal: 8
//   XSigned   1: x_i is two's complement, 0: unsigned; legal: 1
//   WSigned   1: w_i is two's complement, 0: unsigned; legal: 1
//   AccWidth  bits of addend_i and sum_o; legal: 32
//
// Latency: one cycle from x_i and sum_i to sum_o, from x_i to x_o, from w_i to w_o
//
// Signedness: each operand by its parameter; the sums are signed if either operand is
//
// Source: the systolic array of Kung (1982), weights staying

`default_nettype none

module pe_ws_heap_fused_and_arrival_ripple_8sx8s_acc32 #(
  parameter integer XWidth = 8,
  parameter integer WWidth = 8,
  parameter integer XSigned = 1,
  parameter integer WSigned = 1,
  parameter integer AccWidth = 32
) (
  input  wire                clk_i,
  input  wire                rst_ni,
  input  wire                load_i,
  input  wire [XWidth-1:0]   x_i,
  input  wire [WWidth-1:0]   w_i,
  input  wire [AccWidth-1:0] sum_i,
  output wire [XWidth-1:0]   x_o,
  output wire [WWidth-1:0]   w_o,
  output wire [AccWidth-1:0] sum_o
);

  reg [WWidth-1:0] w_q;
  wire [AccWidth-1:0] sum;

  madd_heap_fused_and_arrival_ripple_8sx8s_acc32 #(
    .XWidth   (XWidth),
    .WWidth   (WWidth),
    .XSigned  (XSigned),
    .WSigned  (WSigned),
    .AccWidth (AccWidth)
  ) u_multiply_add (
    .x_i      (x_i),
    .w_i      (w_q),
    .addend_i (sum_i),
    .sum_o    (sum)
  );

  // x to the right, the sum down, and weights where they are loaded.
  reg [XWidth-1:0] x_q;
  reg [AccWidth-1:0] sum_q;

  always @(posedge clk_i) begin
    if (load_i) begin
      w_q <= w_i;
    end
  end

  always @(posedge clk_i) begin
    x_q <= x_i;
  end

  always @(posedge clk_i) begin
    if (!rst_ni) begin
      sum_q <= {AccWidth{1'b0}};
    end else begin
      sum_q <= sum;
    end
  end

  assign w_o = w_q;
  assign x_o = x_q;
  assign sum_o = sum_q;

  // Illegal parameters stop elaboration here: there is no module of these names.
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
