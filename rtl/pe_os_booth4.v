// SPDX-License-Identifier: Apache-2.0
//
// Processing element of an output-stationary systolic array: acc_o <= acc_o + x_i * w_i at every
// clock edge, modulo 2^AccWidth; x_i with clear_i, which begins a sum, and w_i go on to the
// neighbours. rst_ni resets the sum to zero at the clock's edge; the operands' registers have no
// reset.
//
// Parameters:
//   XWidth    bits of x_i; legal: 2 to 64
//   WWidth    bits of w_i; legal: 2 to 64
//   AccWidth  bits of acc_o, the accumulator; legal: XWidth + WWidth to 128
//   XSigned   1: x_i is two's complement, 0: unsigned
//   WSigned   1: w_i is two's complement, 0: unsigned
//
// Latency: one cycle from x_i and w_i to acc_o, x_o and w_o
//
// Signedness: each operand by its parameter; acc_o is signed if either operand is
//
// Source: the systolic array of Kung (1982)

`default_nettype none

module pe_os_booth4 #(
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
  output wire                clear_o,
  output wire [XWidth-1:0]   x_o,
  output wire [WWidth-1:0]   w_o,
  output wire [AccWidth-1:0] acc_o
);

  mac_booth4 #(
    .XWidth   (XWidth),
    .WWidth   (WWidth),
    .AccWidth (AccWidth),
    .XSigned  (XSigned),
    .WSigned  (WSigned)
  ) u_mac (
    .clk_i   (clk_i),
    .rst_ni  (rst_ni),
    .clear_i (clear_i),
    .x_i     (x_i),
    .w_i     (w_i),
    .acc_o   (acc_o)
  );

  // To the neighbours: x and clear to the right, w down.
  reg clear_q;
  reg [XWidth-1:0] x_q;
  reg [WWidth-1:0] w_q;

  always @(posedge clk_i) begin
    clear_q <= clear_i;
  end

  always @(posedge clk_i) begin
    x_q <= x_i;
  end

  always @(posedge clk_i) begin
    w_q <= w_i;
  end

  assign clear_o = clear_q;
  assign x_o = x_q;
  assign w_o = w_q;

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
