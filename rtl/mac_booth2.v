// SPDX-License-Identifier: Apache-2.0
//
// Multiply-accumulate unit: acc_o <= acc_o + x_i * w_i at every clock edge, modulo 2^AccWidth.
// clear_i comes with the first element of a dot product, whose product alone is stored; rst_ni
// resets to zero at the clock's edge.
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
// Signedness: each operand by its parameter; acc_o is signed if either operand is
//
// Source: the paper's MAC, Eqs. (1) to (4)

`default_nettype none

module mac_booth2 #(
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

  localparam integer ProductWidth = XWidth + WWidth;

  wire [ProductWidth-1:0] product;

  multiplier_booth2 #(
    .XWidth  (XWidth),
    .WWidth  (WWidth),
    .XSigned (XSigned),
    .WSigned (WSigned)
  ) u_multiplier (
    .x_i       (x_i),
    .w_i       (w_i),
    .product_o (product)
  );

  accumulator #(
    .XWidth   (ProductWidth),
    .AccWidth (AccWidth),
    .XSigned  ((XSigned != 0 || WSigned != 0) ? 1 : 0)
  ) u_accumulator (
    .clk_i   (clk_i),
    .rst_ni  (rst_ni),
    .clear_i (clear_i),
    .x_i     (product),
    .acc_o   (acc_o)
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
