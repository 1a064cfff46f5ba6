// SPDX-License-Identifier: Apache-2.0
//
// Dot product without a multiplier: at every clock edge each of 16 lanes adds its x, which stands
// there for |w| cycles. Lane 0 is in the lowest bits of x_i; a lane that has added its x |w| times
// has x = 0.
//
// With negative_i the lanes are subtracted. acc_o is the sum modulo 2^AccWidth after cycles without
// negative_i, and its complement, -sum - 1, after those with it: a dot product ends with a cycle
// without. Signs may change at any cycle; the fewest changes, negative weights first, cost the
// least. clear_i comes with the first cycle of a dot product; rst_ni resets to zero at the clock's
// edge.
//
// Parameters:
//   XWidth    bits of x in a lane; legal: 4
//   Lanes     words in x_i; legal: 16
//   AccWidth  bits of acc_o, the accumulator; legal: 20
//
// Latency: one cycle from x_i to acc_o; a word a lane a cycle
//
// Signedness: x_i is unsigned; acc_o is two's complement
//
// Source: PANN, Eqs. (10), (11): x is added |w| times, in several lanes

`default_nettype none

module pann_dot_repetition_4u_lanes_16_acc20 #(
  parameter integer XWidth = 4,
  parameter integer Lanes = 16,
  parameter integer AccWidth = 20
) (
  input  wire                    clk_i,
  input  wire                    rst_ni,
  input  wire                    clear_i,
  input  wire                    negative_i,
  input  wire [Lanes*XWidth-1:0] x_i,
  output wire [AccWidth-1:0]     acc_o
);

  wire [8-1:0] lane_sum;

  // The heap, column 7 at the left (o: a bit, 1: a constant):
  //       oooo
  //       oooo
  //       oooo
  //       oooo
  //       oooo
  //       oooo
  //       oooo
  //       oooo
  //       oooo
  //       oooo
  //       oooo
  //       oooo
  //       oooo
  //       oooo
  //       oooo
  //       oooo
  if (1) begin : g_column0
    wire sum0;
    wire carry0;

    half_adder u_add0 (
      .a_i (x_i[0]),
      .b_i (x_i[4]),
      .s_o (sum0),
      .c_o (carry0)
    );

    wire sum1;
    wire carry1;

    full_adder u_add1 (
      .a_i (x_i[8]),
      .b_i (x_i[12]),
      .c_i (x_i[16]),
      .s_o (sum1),
      .c_o (carry1)
    );

    wire sum2;
    wire carry2;

    full_adder u_add2 (
      .a_i (x_i[20]),
      .b_i (x_i[24]),
      .c_i (x_i[28]),
      .s_o (sum2),
      .c_o (carry2)
    );

    wire sum3;
    wire carry3;

    full_adder u_add3 (
      .a_i (x_i[32]),
      .b_i (x_i[36]),
      .c_i (x_i[40]),
      .s_o (sum3),
      .c_o (carry3)
    );

    wire sum4;
    wire carry4;

    full_adder u_add4 (
      .a_i (x_i[44]),
      .b_i (x_i[48]),
      .c_i (x_i[52]),
      .s_o (sum4),
      .c_o (carry4)
    );

    wire sum5;
    wire carry5;

    full_adder u_add5 (
      .a_i (x_i[56]),
      .b_i (x_i[60]),
      .c_i (sum0),
      .s_o (sum5),
      .c_o (carry5)
    );

    wire sum6;
    wire carry6;

    full_adder u_add6 (
      .a_i (sum1),
      .b_i (sum2),
      .c_i (sum3),
      .s_o (sum6),
      .c_o (carry6)
    );

    wire sum7;
    wire carry7;

    full_adder u_add7 (
      .a_i (sum4),
      .b_i (sum5),
      .c_i (sum6),
      .s_o (sum7),
      .c_o (carry7)
    );

    assign lane_sum[0] = sum7;
  end

  if (1) begin : g_column1
    wire sum0;
    wire carry0;

    half_adder u_add0 (
      .a_i (x_i[1]),
      .b_i (x_i[5]),
      .s_o (sum0),
      .c_o (carry0)
    );

    wire sum1;
    wire carry1;

    full_adder u_add1 (
      .a_i (x_i[9]),
      .b_i (x_i[13]),
      .c_i (x_i[17]),
      .s_o (sum1),
      .c_o (carry1)
    );

    wire sum2;
    wire carry2;

    full_adder u_add2 (
      .a_i (x_i[21]),
      .b_i (x_i[25]),
      .c_i (x_i[29]),
      .s_o (sum2),
      .c_o (carry2)
    );

    wire sum3;
    wire carry3;

    full_adder u_add3 (
      .a_i (x_i[33]),
      .b_i (x_i[37]),
      .c_i (x_i[41]),
      .s_o (sum3),
      .c_o (carry3)
    );

    wire sum4;
    wire carry4;

    full_adder u_add4 (
      .a_i (x_i[45]),
      .b_i (x_i[49]),
      .c_i (x_i[53]),
      .s_o (sum4),
      .c_o (carry4)
    );

    wire sum5;
    wire carry5;

    full_adder u_add5 (
      .a_i (x_i[57]),
      .b_i (x_i[61]),
      .c_i (g_column0.carry0),
      .s_o (sum5),
      .c_o (carry5)
    );

    wire sum6;
    wire carry6;

    full_adder u_add6 (
      .a_i (sum0),
      .b_i (g_column0.carry1),
      .c_i (g_column0.carry2),
      .s_o (sum6),
      .c_o (carry6)
    );

    wire sum7;
    wire carry7;

    full_adder u_add7 (
      .a_i (g_column0.carry3),
      .b_i (g_column0.carry4),
      .c_i (sum1),
      .s_o (sum7),
      .c_o (carry7)
    );

    wire sum8;
    wire carry8;

    full_adder u_add8 (
      .a_i (sum2),
      .b_i (sum3),
      .c_i (sum4),
      .s_o (sum8),
      .c_o (carry8)
    );

    wire sum9;
    wire carry9;

    full_adder u_add9 (
      .a_i (g_column0.carry5),
      .b_i (sum5),
      .c_i (g_column0.carry6),
      .s_o (sum9),
      .c_o (carry9)
    );

    wire sum10;
    wire carry10;

    full_adder u_add10 (
      .a_i (sum6),
      .b_i (sum7),
      .c_i (sum8),
      .s_o (sum10),
      .c_o (carry10)
    );

    wire sum11;
    wire carry11;

    full_adder u_add11 (
      .a_i (g_column0.carry7),
      .b_i (sum9),
      .c_i (sum10),
      .s_o (sum11),
      .c_o (carry11)
    );

    assign lane_sum[1] = sum11;
  end

  if (1) begin : g_column2
    wire sum0;
    wire carry0;

    half_adder u_add0 (
      .a_i (x_i[2]),
      .b_i (x_i[6]),
      .s_o (sum0),
      .c_o (carry0)
    );

    wire sum1;
    wire carry1;

    full_adder u_add1 (
      .a_i (x_i[10]),
      .b_i (x_i[14]),
      .c_i (x_i[18]),
      .s_o (sum1),
      .c_o (carry1)
    );

    wire sum2;
    wire carry2;

    full_adder u_add2 (
      .a_i (x_i[22]),
      .b_i (x_i[26]),
      .c_i (x_i[30]),
      .s_o (sum2),
      .c_o (carry2)
    );

    wire sum3;
    wire carry3;

    full_adder u_add3 (
      .a_i (x_i[34]),
      .b_i (x_i[38]),
      .c_i (x_i[42]),
      .s_o (sum3),
      .c_o (carry3)
    );

    wire sum4;
    wire carry4;

    full_adder u_add4 (
      .a_i (x_i[46]),
      .b_i (x_i[50]),
      .c_i (x_i[54]),
      .s_o (sum4),
      .c_o (carry4)
    );

    wire sum5;
    wire carry5;

    full_adder u_add5 (
      .a_i (x_i[58]),
      .b_i (x_i[62]),
      .c_i (g_column1.carry0),
      .s_o (sum5),
      .c_o (carry5)
    );

    wire sum6;
    wire carry6;

    full_adder u_add6 (
      .a_i (sum0),
      .b_i (g_column1.carry1),
      .c_i (g_column1.carry2),
      .s_o (sum6),
      .c_o (carry6)
    );

    wire sum7;
    wire carry7;

    full_adder u_add7 (
      .a_i (g_column1.carry3),
      .b_i (g_column1.carry4),
      .c_i (sum1),
      .s_o (sum7),
      .c_o (carry7)
    );

    wire sum8;
    wire carry8;

    full_adder u_add8 (
      .a_i (sum2),
      .b_i (sum3),
      .c_i (sum4),
      .s_o (sum8),
      .c_o (carry8)
    );

    wire sum9;
    wire carry9;

    full_adder u_add9 (
      .a_i (g_column1.carry5),
      .b_i (g_column1.carry6),
      .c_i (sum5),
      .s_o (sum9),
      .c_o (carry9)
    );

    wire sum10;
    wire carry10;

    full_adder u_add10 (
      .a_i (g_column1.carry7),
      .b_i (g_column1.carry8),
      .c_i (sum6),
      .s_o (sum10),
      .c_o (carry10)
    );

    wire sum11;
    wire carry11;

    full_adder u_add11 (
      .a_i (sum7),
      .b_i (sum8),
      .c_i (g_column1.carry9),
      .s_o (sum11),
      .c_o (carry11)
    );

    wire sum12;
    wire carry12;

    full_adder u_add12 (
      .a_i (sum9),
      .b_i (g_column1.carry10),
      .c_i (sum10),
      .s_o (sum12),
      .c_o (carry12)
    );

    wire sum13;
    wire carry13;

    full_adder u_add13 (
      .a_i (sum11),
      .b_i (g_column1.carry11),
      .c_i (sum12),
      .s_o (sum13),
      .c_o (carry13)
    );

    assign lane_sum[2] = sum13;
  end

  if (1) begin : g_column3
    wire sum0;
    wire carry0;

    half_adder u_add0 (
      .a_i (x_i[3]),
      .b_i (x_i[7]),
      .s_o (sum0),
      .c_o (carry0)
    );

    wire sum1;
    wire carry1;

    full_adder u_add1 (
      .a_i (x_i[11]),
      .b_i (x_i[15]),
      .c_i (x_i[19]),
      .s_o (sum1),
      .c_o (carry1)
    );

    wire sum2;
    wire carry2;

    full_adder u_add2 (
      .a_i (x_i[23]),
      .b_i (x_i[27]),
      .c_i (x_i[31]),
      .s_o (sum2),
      .c_o (carry2)
    );

    wire sum3;
    wire carry3;

    full_adder u_add3 (
      .a_i (x_i[35]),
      .b_i (x_i[39]),
      .c_i (x_i[43]),
      .s_o (sum3),
      .c_o (carry3)
    );

    wire sum4;
    wire carry4;

    full_adder u_add4 (
      .a_i (x_i[47]),
      .b_i (x_i[51]),
      .c_i (x_i[55]),
      .s_o (sum4),
      .c_o (carry4)
    );

    wire sum5;
    wire carry5;

    full_adder u_add5 (
      .a_i (x_i[59]),
      .b_i (x_i[63]),
      .c_i (g_column2.carry0),
      .s_o (sum5),
      .c_o (carry5)
    );

    wire sum6;
    wire carry6;

    full_adder u_add6 (
      .a_i (sum0),
      .b_i (g_column2.carry1),
      .c_i (g_column2.carry2),
      .s_o (sum6),
      .c_o (carry6)
    );

    wire sum7;
    wire carry7;

    full_adder u_add7 (
      .a_i (g_column2.carry3),
      .b_i (g_column2.carry4),
      .c_i (sum1),
      .s_o (sum7),
      .c_o (carry7)
    );

    wire sum8;
    wire carry8;

    full_adder u_add8 (
      .a_i (sum2),
      .b_i (sum3),
      .c_i (sum4),
      .s_o (sum8),
      .c_o (carry8)
    );

    wire sum9;
    wire carry9;

    full_adder u_add9 (
      .a_i (g_column2.carry5),
      .b_i (g_column2.carry6),
      .c_i (sum5),
      .s_o (sum9),
      .c_o (carry9)
    );

    wire sum10;
    wire carry10;

    full_adder u_add10 (
      .a_i (g_column2.carry7),
      .b_i (g_column2.carry8),
      .c_i (sum6),
      .s_o (sum10),
      .c_o (carry10)
    );

    wire sum11;
    wire carry11;

    full_adder u_add11 (
      .a_i (sum7),
      .b_i (sum8),
      .c_i (g_column2.carry9),
      .s_o (sum11),
      .c_o (carry11)
    );

    wire sum12;
    wire carry12;

    full_adder u_add12 (
      .a_i (g_column2.carry10),
      .b_i (sum9),
      .c_i (sum10),
      .s_o (sum12),
      .c_o (carry12)
    );

    wire sum13;
    wire carry13;

    full_adder u_add13 (
      .a_i (g_column2.carry11),
      .b_i (sum11),
      .c_i (g_column2.carry12),
      .s_o (sum13),
      .c_o (carry13)
    );

    wire sum14;
    wire carry14;

    full_adder u_add14 (
      .a_i (sum12),
      .b_i (g_column2.carry13),
      .c_i (sum13),
      .s_o (sum14),
      .c_o (carry14)
    );

    assign lane_sum[3] = sum14;
  end

  if (1) begin : g_column4
    wire sum0;
    wire carry0;

    full_adder u_add0 (
      .a_i (g_column3.carry0),
      .b_i (g_column3.carry1),
      .c_i (g_column3.carry2),
      .s_o (sum0),
      .c_o (carry0)
    );

    wire sum1;
    wire carry1;

    full_adder u_add1 (
      .a_i (g_column3.carry3),
      .b_i (g_column3.carry4),
      .c_i (g_column3.carry5),
      .s_o (sum1),
      .c_o (carry1)
    );

    wire sum2;
    wire carry2;

    full_adder u_add2 (
      .a_i (g_column3.carry6),
      .b_i (g_column3.carry7),
      .c_i (g_column3.carry8),
      .s_o (sum2),
      .c_o (carry2)
    );

    wire sum3;
    wire carry3;

    full_adder u_add3 (
      .a_i (sum0),
      .b_i (g_column3.carry9),
      .c_i (sum1),
      .s_o (sum3),
      .c_o (carry3)
    );

    wire sum4;
    wire carry4;

    full_adder u_add4 (
      .a_i (g_column3.carry10),
      .b_i (sum2),
      .c_i (g_column3.carry11),
      .s_o (sum4),
      .c_o (carry4)
    );

    wire sum5;
    wire carry5;

    full_adder u_add5 (
      .a_i (sum3),
      .b_i (g_column3.carry12),
      .c_i (sum4),
      .s_o (sum5),
      .c_o (carry5)
    );

    wire sum6;
    wire carry6;

    full_adder u_add6 (
      .a_i (g_column3.carry13),
      .b_i (sum5),
      .c_i (g_column3.carry14),
      .s_o (sum6),
      .c_o (carry6)
    );

    assign lane_sum[4] = sum6;
  end

  if (1) begin : g_column5
    wire sum0;
    wire carry0;

    full_adder u_add0 (
      .a_i (g_column4.carry0),
      .b_i (g_column4.carry1),
      .c_i (g_column4.carry2),
      .s_o (sum0),
      .c_o (carry0)
    );

    wire sum1;
    wire carry1;

    full_adder u_add1 (
      .a_i (g_column4.carry3),
      .b_i (sum0),
      .c_i (g_column4.carry4),
      .s_o (sum1),
      .c_o (carry1)
    );

    wire sum2;
    wire carry2;

    full_adder u_add2 (
      .a_i (g_column4.carry5),
      .b_i (sum1),
      .c_i (g_column4.carry6),
      .s_o (sum2),
      .c_o (carry2)
    );

    assign lane_sum[5] = sum2;
  end

  if (1) begin : g_column6
    wire sum0;
    wire carry0;

    full_adder u_add0 (
      .a_i (g_column5.carry0),
      .b_i (g_column5.carry1),
      .c_i (g_column5.carry2),
      .s_o (sum0),
      .c_o (carry0)
    );

    assign lane_sum[6] = sum0;
  end

  if (1) begin : g_column7
    assign lane_sum[7] = g_column6.carry0;
  end

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

  reg [8-1:0] low_q;
  wire [8-1:0] low_base;
  assign low_base = (low_q | {8{clear_i}}) ^ {8{complement}};

  wire low_carry;
  wire [8-1:0] low_sum;

  if (1) begin : g_low0
    wire sum0;
    wire carry0;

    half_adder u_add0 (
      .a_i (low_base[0]),
      .b_i (lane_sum[0]),
      .s_o (sum0),
      .c_o (carry0)
    );

    assign low_sum[0] = sum0;
  end

  if (1) begin : g_low1
    wire sum0;
    wire carry0;

    full_adder u_add0 (
      .a_i (low_base[1]),
      .b_i (lane_sum[1]),
      .c_i (g_low0.carry0),
      .s_o (sum0),
      .c_o (carry0)
    );

    assign low_sum[1] = sum0;
  end

  if (1) begin : g_low2
    wire sum0;
    wire carry0;

    full_adder u_add0 (
      .a_i (low_base[2]),
      .b_i (lane_sum[2]),
      .c_i (g_low1.carry0),
      .s_o (sum0),
      .c_o (carry0)
    );

    assign low_sum[2] = sum0;
  end

  if (1) begin : g_low3
    wire sum0;
    wire carry0;

    full_adder u_add0 (
      .a_i (low_base[3]),
      .b_i (lane_sum[3]),
      .c_i (g_low2.carry0),
      .s_o (sum0),
      .c_o (carry0)
    );

    assign low_sum[3] = sum0;
  end

  if (1) begin : g_low4
    wire sum0;
    wire carry0;

    full_adder u_add0 (
      .a_i (low_base[4]),
      .b_i (lane_sum[4]),
      .c_i (g_low3.carry0),
      .s_o (sum0),
      .c_o (carry0)
    );

    assign low_sum[4] = sum0;
  end

  if (1) begin : g_low5
    wire sum0;
    wire carry0;

    full_adder u_add0 (
      .a_i (low_base[5]),
      .b_i (lane_sum[5]),
      .c_i (g_low4.carry0),
      .s_o (sum0),
      .c_o (carry0)
    );

    assign low_sum[5] = sum0;
  end

  if (1) begin : g_low6
    wire sum0;
    wire carry0;

    full_adder u_add0 (
      .a_i (low_base[6]),
      .b_i (lane_sum[6]),
      .c_i (g_low5.carry0),
      .s_o (sum0),
      .c_o (carry0)
    );

    assign low_sum[6] = sum0;
  end

  if (1) begin : g_low7
    wire sum0;
    wire carry0;

    full_adder u_add0 (
      .a_i (low_base[7]),
      .b_i (lane_sum[7]),
      .c_i (g_low6.carry0),
      .s_o (sum0),
      .c_o (carry0)
    );

    assign low_sum[7] = sum0;
  end

  if (1) begin : g_low8
    assign low_carry = g_low7.carry0;
  end

  always @(posedge clk_i) begin
    if (!rst_ni) begin
      low_q <= {8{1'b0}};
    end else begin
      low_q <= low_sum;
    end
  end

  reg [12-1:0] high_q;
  wire [12-1:0] high_base;
  assign high_base = (high_q | {12{clear_i}}) ^ {12{complement}};

  wire [12-1:0] high_sum;

  if (1) begin : g_high0
    wire sum0;
    wire carry0;

    half_adder u_add0 (
      .a_i (low_carry),
      .b_i (high_base[0]),
      .s_o (sum0),
      .c_o (carry0)
    );

    assign high_sum[0] = sum0;
  end

  if (1) begin : g_high1
    wire sum0;
    wire carry0;

    half_adder u_add0 (
      .a_i (high_base[1]),
      .b_i (g_high0.carry0),
      .s_o (sum0),
      .c_o (carry0)
    );

    assign high_sum[1] = sum0;
  end

  if (1) begin : g_high2
    wire sum0;
    wire carry0;

    half_adder u_add0 (
      .a_i (high_base[2]),
      .b_i (g_high1.carry0),
      .s_o (sum0),
      .c_o (carry0)
    );

    assign high_sum[2] = sum0;
  end

  if (1) begin : g_high3
    wire sum0;
    wire carry0;

    half_adder u_add0 (
      .a_i (high_base[3]),
      .b_i (g_high2.carry0),
      .s_o (sum0),
      .c_o (carry0)
    );

    assign high_sum[3] = sum0;
  end

  if (1) begin : g_high4
    wire sum0;
    wire carry0;

    half_adder u_add0 (
      .a_i (high_base[4]),
      .b_i (g_high3.carry0),
      .s_o (sum0),
      .c_o (carry0)
    );

    assign high_sum[4] = sum0;
  end

  if (1) begin : g_high5
    wire sum0;
    wire carry0;

    half_adder u_add0 (
      .a_i (high_base[5]),
      .b_i (g_high4.carry0),
      .s_o (sum0),
      .c_o (carry0)
    );

    assign high_sum[5] = sum0;
  end

  if (1) begin : g_high6
    wire sum0;
    wire carry0;

    half_adder u_add0 (
      .a_i (high_base[6]),
      .b_i (g_high5.carry0),
      .s_o (sum0),
      .c_o (carry0)
    );

    assign high_sum[6] = sum0;
  end

  if (1) begin : g_high7
    wire sum0;
    wire carry0;

    half_adder u_add0 (
      .a_i (high_base[7]),
      .b_i (g_high6.carry0),
      .s_o (sum0),
      .c_o (carry0)
    );

    assign high_sum[7] = sum0;
  end

  if (1) begin : g_high8
    wire sum0;
    wire carry0;

    half_adder u_add0 (
      .a_i (high_base[8]),
      .b_i (g_high7.carry0),
      .s_o (sum0),
      .c_o (carry0)
    );

    assign high_sum[8] = sum0;
  end

  if (1) begin : g_high9
    wire sum0;
    wire carry0;

    half_adder u_add0 (
      .a_i (high_base[9]),
      .b_i (g_high8.carry0),
      .s_o (sum0),
      .c_o (carry0)
    );

    assign high_sum[9] = sum0;
  end

  if (1) begin : g_high10
    wire sum0;
    wire carry0;

    half_adder u_add0 (
      .a_i (high_base[10]),
      .b_i (g_high9.carry0),
      .s_o (sum0),
      .c_o (carry0)
    );

    assign high_sum[10] = sum0;
  end

  if (1) begin : g_high11
    wire sum0;
    assign sum0 = high_base[11] ^ g_high10.carry0;
    assign high_sum[11] = sum0;
  end

  wire high_changes;
  assign high_changes = clear_i | complement | low_carry;

  always @(posedge clk_i) begin
    if (!rst_ni) begin
      high_q <= {12{1'b0}};
    end else begin
      high_q <= high_changes ? high_sum : high_q;
    end
  end

  assign acc_o = {high_q, low_q};

  // Illegal parameters stop elaboration here: there is no module of these names.
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
