// SPDX-License-Identifier: Apache-2.0
//
// Accumulator with an enable: adds operand_i to acc_o at every clock edge at which en_i is high.
// clear_i begins a dot product without a lost cycle: in that cycle the accumulator counts as zero.
// That holds with en_i low as well. rst_ni resets to zero at the clock's edge. In other cycles it
// is not clocked: clock gates clock at most 16 bits each.
//
// Parameters:
//   AccWidth  bits of operand_i and acc_o; legal: 2 to 128
//
// Latency: one cycle from operand_i to acc_o; one addend a cycle
//
// Signedness: none: modulo 2^AccWidth
//
// Source: one of the two accumulators of Eqs. (5), (6) and (10), (11)

`default_nettype none

module accumulator_gated #(
  parameter integer AccWidth = 32
) (
  input  wire                clk_i,
  input  wire                rst_ni,
  input  wire                clear_i,
  input  wire                en_i,
  input  wire [AccWidth-1:0] operand_i,
  output wire [AccWidth-1:0] acc_o
);

  wire [AccWidth-1:0] feedback;
  wire [AccWidth-1:0] sum;
  wire unused_carry;
  wire [AccWidth-1:0] acc_q;
  assign feedback = clear_i ? {AccWidth{1'b0}} : acc_q;

  ripple_adder #(
    .Width (AccWidth)
  ) u_adder (
    .a_i   (feedback),
    .b_i   (operand_i),
    .c_i   (1'b0),
    .sum_o (sum),
    .c_o   (unused_carry)
  );

  localparam integer Parts = (AccWidth + 15) / 16;

  wire [AccWidth-1:0] next;
  wire open;
  assign next = en_i ? sum : feedback;
  assign open = ~rst_ni | clear_i | en_i;

  genvar i;
  for (i = 0; i < Parts; i = i + 1) begin : g_part
    localparam integer Low = AccWidth * i / Parts;
    localparam integer Width = AccWidth * (i + 1) / Parts - Low;

    wire part_clk;
    reg [Width-1:0] part_q;

    clock_gate u_gate (
      .clk_i  (clk_i),
      .en_i   (open),
      .gclk_o (part_clk)
    );

    always @(posedge part_clk) begin
      if (!rst_ni) begin
        part_q <= {Width{1'b0}};
      end else begin
        part_q <= next[Low +: Width];
      end
    end

    assign acc_q[Low +: Width] = part_q;
  end

  assign acc_o = acc_q;

  // Illegal parameters stop elaboration here: there is no module of these names.
  if (AccWidth < 2 || AccWidth > 128) begin : g_illegal_AccWidth
    AccWidth_must_be_2_to_128 u_stop ();
  end

endmodule

`default_nettype wire
