// SPDX-License-Identifier: Apache-2.0
//
// Sign and magnitude: magnitude_o = |w_i|, negative_o = w_i < 0. The magnitude of the most negative
// w_i, 2^(WWidth-1), fits in WWidth bits without a sign.
//
// Parameters:
//   WWidth   bits of w_i; legal: 2 to 64
//   WSigned  1: w_i is two's complement, 0: unsigned
//
// Latency: combinational
//
// Signedness: w_i by WSigned; magnitude_o is unsigned
//
// Source: the split of W into W+ and W-, Eqs. (5), (6)

`default_nettype none

module sign_magnitude #(
  parameter integer WWidth = 8,
  parameter integer WSigned = 1
) (
  input  wire [WWidth-1:0] w_i,
  output wire [WWidth-1:0] magnitude_o,
  output wire              negative_o
);

  if (WSigned != 0) begin : g_signed
    wire [WWidth-1:0] inverted;
    wire unused_carry;
    assign negative_o = w_i[WWidth-1];
    assign inverted = w_i ^ {WWidth{negative_o}};

    ripple_adder #(
      .Width (WWidth)
    ) u_negate (
      .a_i   (inverted),
      .b_i   ({WWidth{1'b0}}),
      .c_i   (negative_o),
      .sum_o (magnitude_o),
      .c_o   (unused_carry)
    );
  end else begin : g_unsigned
    assign negative_o = 1'b0;
    assign magnitude_o = w_i;
  end

  // Illegal parameters stop elaboration here: there is no module of these names.
  if (WWidth < 2 || WWidth > 64) begin : g_illegal_WWidth
    WWidth_must_be_2_to_64 u_stop ();
  end
  if (WSigned != 0 && WSigned != 1) begin : g_illegal_WSigned
    WSigned_must_be_0_or_1 u_stop ();
  end

endmodule

`default_nettype wire
