// SPDX-License-Identifier: Apache-2.0
//
// Dot products of several positions with the same weights: sign, clear and all that tells lanes
// what to add are there once. Word p of acc_o is the sum of position p. Each position holds a
// window of 16 words of x, which load_i takes from x_i at the clock's edge, words p * Window and
// up; word l of x_index_i names what lane l of every position adds in this cycle: 0 nothing, n word
// n - 1 of the window.
//
// Dot product without a multiplier: at every clock edge each lane of plane p adds x times 2^p, for
// weights as a sign and the bits of |w|. Lanes by plane, lowest first: 5, 4, 4, 2, 1; lane 0, of
// plane 0, is in the lowest bits of a position's words; a lane without a digit has x = 0.
//
// With negative_i the lanes are subtracted. Each sum is the sum modulo 2^AccWidth after cycles
// without negative_i, and its complement, -sum - 1, after those with it: a dot product ends with a
// cycle without. Signs may change at any cycle; the fewest changes, negative weights first, cost
// the least. clear_i comes with the first cycle of a dot product; rst_ni resets to zero at the
// clock's edge. The window has no reset.
//
// Parameters:
//   Positions   dot products with the same weights; legal: 1 to 32
//   XWidth      bits of a word of x_i; legal: 4
//   Lanes       lanes of a position; legal: 16
//   AccWidth    bits of a sum, the accumulator; legal: 20
//   Window      words of x that a position holds; legal: 16
//   IndexWidth  bits of a word of x_index_i; legal: 5
//
// Latency: one cycle from x_i to the window, one from x_index_i to acc_o
//
// Signedness: x_i is unsigned; each sum is two's complement
//
// Source: PANN, Eqs. (10), (11), with the bits of |w| for repetitions

`default_nettype none

module pann_array_window16_binary_4u_lanes_5_4_4_2_1_acc20 #(
  parameter integer Positions = 4,
  parameter integer XWidth = 4,
  parameter integer Lanes = 16,
  parameter integer AccWidth = 20,
  parameter integer Window = 16,
  parameter integer IndexWidth = 5
) (
  input  wire                                 clk_i,
  input  wire                                 rst_ni,
  input  wire                                 clear_i,
  input  wire                                 negative_i,
  input  wire                                 load_i,
  input  wire [Lanes*IndexWidth-1:0]          x_index_i,
  input  wire [Positions*(Window*XWidth)-1:0] x_i,
  output wire [Positions*AccWidth-1:0]        acc_o
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

  // Index 0 is no word, index n word n - 1.
  wire [Lanes*Window-1:0] select;

  genvar lane;
  for (lane = 0; lane < Lanes; lane = lane + 1) begin : g_select
    genvar n;
    for (n = 0; n < Window; n = n + 1) begin : g_word
      assign select[lane*Window+n] =
          {{(32-IndexWidth){1'b0}}, x_index_i[lane*IndexWidth +: IndexWidth]} == n + 1;
    end
  end

  genvar p;
  for (p = 0; p < Positions; p = p + 1) begin : g_position
    pann_position_window16_binary_4u_lanes_5_4_4_2_1_acc20 #(
      .XWidth   (XWidth),
      .Lanes    (Lanes),
      .AccWidth (AccWidth),
      .Window   (Window)
    ) u_position (
      .clk_i        (clk_i),
      .rst_ni       (rst_ni),
      .clear_i      (clear_i),
      .complement_i (complement),
      .load_i       (load_i),
      .select_i     (select),
      .x_i          (x_i[p*(Window*XWidth) +: Window*XWidth]),
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
  if (Window != 16) begin : g_illegal_Window
    Window_must_be_16 u_stop ();
  end
  if (IndexWidth != 5) begin : g_illegal_IndexWidth
    IndexWidth_must_be_5 u_stop ();
  end

endmodule

`default_nettype wire
