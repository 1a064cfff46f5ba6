// SPDX-License-Identifier: Apache-2.0
//
// Delays d_i by Depth cycles.
//
// Parameters:
//   Width  bits of d_i; legal: 2 to 65
//   Depth  registers one behind the other; legal: 1 to 32
//
// Latency: Depth cycles from d_i to d_o
//
// Signedness: none
//
// Source: the skew of a systolic array's operands (Kung, 1982)

`default_nettype none

module delay_line #(
  parameter integer Width = 2,
  parameter integer Depth = 1
) (
  input  wire             clk_i,
  input  wire [Width-1:0] d_i,
  output wire [Width-1:0] d_o
);

  genvar s;
  for (s = 0; s < Depth; s = s + 1) begin : g_stage
    wire [Width-1:0] next;
    reg [Width-1:0] d_q;

    if (s == 0) begin : g_first
      assign next = d_i;
    end else begin : g_next
      assign next = g_stage[s-1].d_q;
    end

    always @(posedge clk_i) begin
      d_q <= next;
    end
  end

  assign d_o = g_stage[Depth-1].d_q;

  // Illegal parameters stop elaboration here: there is no module of these names.
  if (Width < 2 || Width > 65) begin : g_illegal_Width
    Width_must_be_2_to_65 u_stop ();
  end
  if (Depth < 1 || Depth > 32) begin : g_illegal_Depth
    Depth_must_be_1_to_32 u_stop ();
  end

endmodule

`default_nettype wire
