// SPDX-License-Identifier: Apache-2.0
//
// A position of pann_array: lanes, their sum and the accumulator. With complement_i the accumulator
// counts as its complement in this cycle, with clear_i as all ones before that.
//
// Parameters:
//   XWidth    bits of a word of x_i; legal: 4
//   Lanes     lanes of a position; legal: 16
//   AccWidth  bits of a sum, the accumulator; legal: 20
//
// Latency: one cycle from x_i to acc_o; a word a lane a cycle
//
// Signedness: x_i is unsigned; acc_o is two's complement
//
// Source: PANN, Eqs. (10), (11), with the bits of |w| for repetitions

`default_nettype none

module pann_position_binary_4u_lanes_5_4_4_2_1_acc20 #(
  parameter integer XWidth = 4,
  parameter integer Lanes = 16,
  parameter integer AccWidth = 20
) (
  input  wire                    clk_i,
  input  wire                    rst_ni,
  input  wire                    clear_i,
  input  wire                    complement_i,
  input  wire [Lanes*XWidth-1:0] x_i,
  output wire [AccWidth-1:0]     acc_o
);

  wire [10-1:0] lane_sum;

  // The heap, column 9 at the left (o: a bit, 1: a constant):
  //     oooooooo
  //      ooooooo
  //      ooooooo
  //       oooooo
  //       oooooo
  //       ooooo
  //       ooooo
  //        oooo
  //        oooo
  //        ooo
  //        ooo
  //         oo
  //         oo
  //         o
  //         o
  if (1) begin : g_column0
    wire sum0;
    wire carry0;

    full_adder u_add0 (
      .a_i (x_i[0]),
      .b_i (x_i[4]),
      .c_i (x_i[8]),
      .s_o (sum0),
      .c_o (carry0)
    );

    wire sum1;
    wire carry1;

    full_adder u_add1 (
      .a_i (x_i[12]),
      .b_i (x_i[16]),
      .c_i (sum0),
      .s_o (sum1),
      .c_o (carry1)
    );

    assign lane_sum[0] = sum1;
  end

  if (1) begin : g_column1
    wire sum0;
    wire carry0;

    full_adder u_add0 (
      .a_i (x_i[1]),
      .b_i (x_i[5]),
      .c_i (x_i[9]),
      .s_o (sum0),
      .c_o (carry0)
    );

    wire sum1;
    wire carry1;

    full_adder u_add1 (
      .a_i (x_i[13]),
      .b_i (x_i[17]),
      .c_i (x_i[20]),
      .s_o (sum1),
      .c_o (carry1)
    );

    wire sum2;
    wire carry2;

    full_adder u_add2 (
      .a_i (x_i[24]),
      .b_i (x_i[28]),
      .c_i (x_i[32]),
      .s_o (sum2),
      .c_o (carry2)
    );

    wire sum3;
    wire carry3;

    full_adder u_add3 (
      .a_i (g_column0.carry0),
      .b_i (sum0),
      .c_i (sum1),
      .s_o (sum3),
      .c_o (carry3)
    );

    wire sum4;
    wire carry4;

    full_adder u_add4 (
      .a_i (sum2),
      .b_i (g_column0.carry1),
      .c_i (sum3),
      .s_o (sum4),
      .c_o (carry4)
    );

    assign lane_sum[1] = sum4;
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
      .c_i (sum0),
      .s_o (sum4),
      .c_o (carry4)
    );

    wire sum5;
    wire carry5;

    full_adder u_add5 (
      .a_i (g_column1.carry0),
      .b_i (g_column1.carry1),
      .c_i (g_column1.carry2),
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
      .b_i (g_column1.carry3),
      .c_i (sum5),
      .s_o (sum7),
      .c_o (carry7)
    );

    wire sum8;
    wire carry8;

    full_adder u_add8 (
      .a_i (sum6),
      .b_i (g_column1.carry4),
      .c_i (sum7),
      .s_o (sum8),
      .c_o (carry8)
    );

    assign lane_sum[2] = sum8;
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
      .c_i (x_i[52]),
      .s_o (sum4),
      .c_o (carry4)
    );

    wire sum5;
    wire carry5;

    full_adder u_add5 (
      .a_i (x_i[56]),
      .b_i (g_column2.carry0),
      .c_i (sum0),
      .s_o (sum5),
      .c_o (carry5)
    );

    wire sum6;
    wire carry6;

    full_adder u_add6 (
      .a_i (g_column2.carry1),
      .b_i (g_column2.carry2),
      .c_i (g_column2.carry3),
      .s_o (sum6),
      .c_o (carry6)
    );

    wire sum7;
    wire carry7;

    full_adder u_add7 (
      .a_i (sum1),
      .b_i (sum2),
      .c_i (sum3),
      .s_o (sum7),
      .c_o (carry7)
    );

    wire sum8;
    wire carry8;

    full_adder u_add8 (
      .a_i (sum4),
      .b_i (g_column2.carry4),
      .c_i (g_column2.carry5),
      .s_o (sum8),
      .c_o (carry8)
    );

    wire sum9;
    wire carry9;

    full_adder u_add9 (
      .a_i (sum5),
      .b_i (g_column2.carry6),
      .c_i (sum6),
      .s_o (sum9),
      .c_o (carry9)
    );

    wire sum10;
    wire carry10;

    full_adder u_add10 (
      .a_i (sum7),
      .b_i (g_column2.carry7),
      .c_i (sum8),
      .s_o (sum10),
      .c_o (carry10)
    );

    wire sum11;
    wire carry11;

    full_adder u_add11 (
      .a_i (sum9),
      .b_i (sum10),
      .c_i (g_column2.carry8),
      .s_o (sum11),
      .c_o (carry11)
    );

    assign lane_sum[3] = sum11;
  end

  if (1) begin : g_column4
    wire sum0;
    wire carry0;

    full_adder u_add0 (
      .a_i (x_i[23]),
      .b_i (x_i[27]),
      .c_i (x_i[31]),
      .s_o (sum0),
      .c_o (carry0)
    );

    wire sum1;
    wire carry1;

    full_adder u_add1 (
      .a_i (x_i[35]),
      .b_i (x_i[38]),
      .c_i (x_i[42]),
      .s_o (sum1),
      .c_o (carry1)
    );

    wire sum2;
    wire carry2;

    full_adder u_add2 (
      .a_i (x_i[46]),
      .b_i (x_i[50]),
      .c_i (x_i[53]),
      .s_o (sum2),
      .c_o (carry2)
    );

    wire sum3;
    wire carry3;

    full_adder u_add3 (
      .a_i (x_i[57]),
      .b_i (x_i[60]),
      .c_i (g_column3.carry0),
      .s_o (sum3),
      .c_o (carry3)
    );

    wire sum4;
    wire carry4;

    full_adder u_add4 (
      .a_i (g_column3.carry1),
      .b_i (g_column3.carry2),
      .c_i (g_column3.carry3),
      .s_o (sum4),
      .c_o (carry4)
    );

    wire sum5;
    wire carry5;

    full_adder u_add5 (
      .a_i (g_column3.carry4),
      .b_i (sum0),
      .c_i (sum1),
      .s_o (sum5),
      .c_o (carry5)
    );

    wire sum6;
    wire carry6;

    full_adder u_add6 (
      .a_i (sum2),
      .b_i (g_column3.carry5),
      .c_i (g_column3.carry6),
      .s_o (sum6),
      .c_o (carry6)
    );

    wire sum7;
    wire carry7;

    full_adder u_add7 (
      .a_i (sum3),
      .b_i (g_column3.carry7),
      .c_i (sum4),
      .s_o (sum7),
      .c_o (carry7)
    );

    wire sum8;
    wire carry8;

    full_adder u_add8 (
      .a_i (sum5),
      .b_i (g_column3.carry8),
      .c_i (g_column3.carry9),
      .s_o (sum8),
      .c_o (carry8)
    );

    wire sum9;
    wire carry9;

    full_adder u_add9 (
      .a_i (sum6),
      .b_i (sum7),
      .c_i (g_column3.carry10),
      .s_o (sum9),
      .c_o (carry9)
    );

    wire sum10;
    wire carry10;

    full_adder u_add10 (
      .a_i (sum8),
      .b_i (sum9),
      .c_i (g_column3.carry11),
      .s_o (sum10),
      .c_o (carry10)
    );

    assign lane_sum[4] = sum10;
  end

  if (1) begin : g_column5
    wire sum0;
    wire carry0;

    half_adder u_add0 (
      .a_i (x_i[39]),
      .b_i (x_i[43]),
      .s_o (sum0),
      .c_o (carry0)
    );

    wire sum1;
    wire carry1;

    full_adder u_add1 (
      .a_i (x_i[47]),
      .b_i (x_i[51]),
      .c_i (x_i[54]),
      .s_o (sum1),
      .c_o (carry1)
    );

    wire sum2;
    wire carry2;

    full_adder u_add2 (
      .a_i (x_i[58]),
      .b_i (x_i[61]),
      .c_i (sum0),
      .s_o (sum2),
      .c_o (carry2)
    );

    wire sum3;
    wire carry3;

    full_adder u_add3 (
      .a_i (g_column4.carry0),
      .b_i (g_column4.carry1),
      .c_i (g_column4.carry2),
      .s_o (sum3),
      .c_o (carry3)
    );

    wire sum4;
    wire carry4;

    full_adder u_add4 (
      .a_i (sum1),
      .b_i (g_column4.carry3),
      .c_i (g_column4.carry4),
      .s_o (sum4),
      .c_o (carry4)
    );

    wire sum5;
    wire carry5;

    full_adder u_add5 (
      .a_i (sum2),
      .b_i (g_column4.carry5),
      .c_i (sum3),
      .s_o (sum5),
      .c_o (carry5)
    );

    wire sum6;
    wire carry6;

    full_adder u_add6 (
      .a_i (g_column4.carry6),
      .b_i (g_column4.carry7),
      .c_i (sum4),
      .s_o (sum6),
      .c_o (carry6)
    );

    wire sum7;
    wire carry7;

    full_adder u_add7 (
      .a_i (sum5),
      .b_i (g_column4.carry8),
      .c_i (sum6),
      .s_o (sum7),
      .c_o (carry7)
    );

    wire sum8;
    wire carry8;

    full_adder u_add8 (
      .a_i (g_column4.carry9),
      .b_i (sum7),
      .c_i (g_column4.carry10),
      .s_o (sum8),
      .c_o (carry8)
    );

    assign lane_sum[5] = sum8;
  end

  if (1) begin : g_column6
    wire sum0;
    wire carry0;

    half_adder u_add0 (
      .a_i (x_i[55]),
      .b_i (x_i[59]),
      .s_o (sum0),
      .c_o (carry0)
    );

    wire sum1;
    wire carry1;

    full_adder u_add1 (
      .a_i (x_i[62]),
      .b_i (g_column5.carry0),
      .c_i (sum0),
      .s_o (sum1),
      .c_o (carry1)
    );

    wire sum2;
    wire carry2;

    full_adder u_add2 (
      .a_i (g_column5.carry1),
      .b_i (g_column5.carry2),
      .c_i (g_column5.carry3),
      .s_o (sum2),
      .c_o (carry2)
    );

    wire sum3;
    wire carry3;

    full_adder u_add3 (
      .a_i (sum1),
      .b_i (g_column5.carry4),
      .c_i (g_column5.carry5),
      .s_o (sum3),
      .c_o (carry3)
    );

    wire sum4;
    wire carry4;

    full_adder u_add4 (
      .a_i (sum2),
      .b_i (g_column5.carry6),
      .c_i (sum3),
      .s_o (sum4),
      .c_o (carry4)
    );

    wire sum5;
    wire carry5;

    full_adder u_add5 (
      .a_i (g_column5.carry7),
      .b_i (sum4),
      .c_i (g_column5.carry8),
      .s_o (sum5),
      .c_o (carry5)
    );

    assign lane_sum[6] = sum5;
  end

  if (1) begin : g_column7
    wire sum0;
    wire carry0;

    full_adder u_add0 (
      .a_i (x_i[63]),
      .b_i (g_column6.carry0),
      .c_i (g_column6.carry1),
      .s_o (sum0),
      .c_o (carry0)
    );

    wire sum1;
    wire carry1;

    full_adder u_add1 (
      .a_i (g_column6.carry2),
      .b_i (sum0),
      .c_i (g_column6.carry3),
      .s_o (sum1),
      .c_o (carry1)
    );

    wire sum2;
    wire carry2;

    full_adder u_add2 (
      .a_i (g_column6.carry4),
      .b_i (sum1),
      .c_i (g_column6.carry5),
      .s_o (sum2),
      .c_o (carry2)
    );

    assign lane_sum[7] = sum2;
  end

  if (1) begin : g_column8
    wire sum0;
    wire carry0;

    full_adder u_add0 (
      .a_i (g_column7.carry0),
      .b_i (g_column7.carry1),
      .c_i (g_column7.carry2),
      .s_o (sum0),
      .c_o (carry0)
    );

    assign lane_sum[8] = sum0;
  end

  if (1) begin : g_column9
    assign lane_sum[9] = g_column8.carry0;
  end

  reg [10-1:0] low_q;
  wire [10-1:0] low_base;
  assign low_base = (low_q | {10{clear_i}}) ^ {10{complement_i}};

  wire low_carry;
  wire [10-1:0] low_sum;

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
    wire sum0;
    wire carry0;

    full_adder u_add0 (
      .a_i (low_base[8]),
      .b_i (lane_sum[8]),
      .c_i (g_low7.carry0),
      .s_o (sum0),
      .c_o (carry0)
    );

    assign low_sum[8] = sum0;
  end

  if (1) begin : g_low9
    wire sum0;
    wire carry0;

    full_adder u_add0 (
      .a_i (low_base[9]),
      .b_i (lane_sum[9]),
      .c_i (g_low8.carry0),
      .s_o (sum0),
      .c_o (carry0)
    );

    assign low_sum[9] = sum0;
  end

  if (1) begin : g_low10
    assign low_carry = g_low9.carry0;
  end

  always @(posedge clk_i) begin
    if (!rst_ni) begin
      low_q <= {10{1'b0}};
    end else begin
      low_q <= low_sum;
    end
  end

  reg [10-1:0] high_q;
  wire [10-1:0] high_base;
  assign high_base = (high_q | {10{clear_i}}) ^ {10{complement_i}};

  wire [10-1:0] high_sum;

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
    assign sum0 = high_base[9] ^ g_high8.carry0;
    assign high_sum[9] = sum0;
  end

  wire high_changes;
  assign high_changes = clear_i | complement_i | low_carry;

  always @(posedge clk_i) begin
    if (!rst_ni) begin
      high_q <= {10{1'b0}};
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
