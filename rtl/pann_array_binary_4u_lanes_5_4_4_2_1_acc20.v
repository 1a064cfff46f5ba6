// SPDX-License-Identifier: Apache-2.0
//
// Dot products of several positions with the same weights: sign, clear and all that tells lanes
// what to add are there once. Word p of acc_o is the sum of position p. Its lanes are words p *
// Lanes and up of x_i.
//
// Dot product without a multiplier: at every clock edge each lane of plane p adds x times 2^p, for
// weights as a sign and the bits of |w|. Lanes by plane, lowest first: 5, 4, 4, 2, 1; lane 0, of
// plane 0, is in the lowest bits of a position's words; a lane without a digit has x = 0.
//
// With negative_i the lanes are subtracted. Each sum is the sum modulo 2^AccWidth after cycles
// without negative_i, and its complement, -sum - 1, after those with it: a dot product ends with a
// cycle without. Signs may change at any cycle; the fewest changes, negative weights first, cost
// the least. clear_i comes with the first cycle of a dot product; rst_ni resets to zero at the
// clock's edge.
//
// Parameters:
//   Positions  dot products with the same weights; legal: 1 to 32
//   XWidth     bits of a word of x_i; legal: 4
//   Lanes      lanes of a position; legal: 16
//   AccWidth   bits of a sum, the accumulator; legal: 20
//
// Latency: one cycle from x_i to acc_o; a word a lane a cycle
//
// Signedness: x_i is unsigned; each sum is two's complement
//
// Source: PANN, Eqs. (10), (11), with the bits of |w| for repetitions

`default_nettype none

module pann_array_binary_4u_lanes_5_4_4_2_1_acc20 #(
  parameter integer Positions = 4,
  parameter integer XWidth = 4,
  parameter integer Lanes = 16,
  parameter integer AccWidth = 20
) (
  input  wire                                clk_i,
  input  wire                                rst_ni,
  input  wire                                clear_i,
  input  wire                                negative_i,
  input  wire [Positions*(Lanes*XWidth)-1:0] x_i,
  output wire [Positions*AccWidth-1:0]       acc_o
);

  // The register holds the complement of the sum after a cycle with negative_i, and counts as that
  // of zero where a dot product begins.
  wire is_complement;
  wire complement;
  reg negative_q;
  assign is_complement = negative_q | clear_i;
  assign complement = is_complement ^ negative_i;

  always @(posedge clk_i) begin
    if (!rst_ni) begin
      negative_q <= {1{1'b0}};
    end else begin
      negative_q <= negative_i;
    end
  end

  genvar p;
  for (p = 0; p < Positions; p = p + 1) begin : g_position
    pann_position_binary_4u_lanes_5_4_4_2_1_acc20 #(
      .XWidth   (XWidth),
      .Lanes    (Lanes),
      .AccWidth (AccWidth)
    ) u_position (
      .clk_i        (clk_i),
      .rst_ni       (rst_ni),
      .clear_i      (clear_i),
      .complement_i (complement),
      .x_i          (x_i[p*(Lanes*XWidth) +: Lanes*XWidth]),
      .acc_o        (acc_o[p*AccWidth +: AccWidth])
    );
  end

  // Illegal parameters stop elaboration here: there is no module of these names.
  if (Positions < 1 || Positions > 32) begin : g_illegal_Positions
    Positions_must_be_1_to_32 u_stop ();
  end
  if (XWidth != 4) begin : g_illegal_XWidth
    XWidth_must_be_4 u_stop ();
  end
  if (Lanes != 16) begin : g_illegal_Lanes
    Lanes_must_be_16 u_stop ();
  end
  if (AccWidth != 20) begin : g_illegal_AccWidth
    AccWidth_must_be_20 u_stop ();
  end

endmodule

`default_nettype wire
