// SPDX-License-Identifier: Apache-2.0
//
// Dot product without a multiplier: at every clock edge each lane of plane p adds x times 2^p, for
// weights as signed digits. Lanes by plane, lowest first: 10, 5, 7, 6, 3, 1; lane 0, of plane 0, is
// in the lowest bits of x_i; a lane without a digit has x = 0.
//
// With negative_i the lanes are subtracted. acc_o is the sum modulo 2^AccWidth after cycles without
// negative_i, and its complement, -sum - 1, after those with it: a dot product ends with a cycle
// without. Signs may change at any cycle; the fewest changes, negative digits first, cost the
// least. clear_i comes with the first cycle of a dot product; rst_ni resets to zero at the clock's
// edge.
//
// Parameters:
//   XWidth    bits of x in a lane; legal: 4
//   Lanes     words in x_i; legal: 32
//   AccWidth  bits of acc_o, the accumulator; legal: 20
//
// Latency: one cycle from x_i to acc_o; a word a lane a cycle
//
// Signedness: x_i is unsigned; acc_o is two's complement
//
// Source: PANN, Eqs. (10), (11), with signed digits (Reitwiesner 1960) for repetitions

`default_nettype none

module pann_dot_4u_lanes_10_5_7_6_3_1_acc20 #(
  parameter integer XWidth = 4,
  parameter integer Lanes = 32,
  parameter integer AccWidth = 20
) (
  input  wire                    clk_i,
  input  wire                    rst_ni,
  input  wire                    clear_i,
  input  wire                    negative_i,
  input  wire [Lanes*XWidth-1:0] x_i,
  output wire [AccWidth-1:0]     acc_o
);

  wire [12-1:0] lane_sum;

  // Bits of each column, column 0 first: 10 15 22 28 21 17 10 4 1 0 0 0
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
      .c_i (sum0),
      .s_o (sum3),
      .c_o (carry3)
    );

    wire sum4;
    wire carry4;

    full_adder u_add4 (
      .a_i (sum1),
      .b_i (sum2),
      .c_i (sum3),
      .s_o (sum4),
      .c_o (carry4)
    );

    assign lane_sum[0] = sum4;
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
      .b_i (g_column0.carry0),
      .c_i (sum0),
      .s_o (sum5),
      .c_o (carry5)
    );

    wire sum6;
    wire carry6;

    full_adder u_add6 (
      .a_i (g_column0.carry1),
      .b_i (g_column0.carry2),
      .c_i (sum1),
      .s_o (sum6),
      .c_o (carry6)
    );

    wire sum7;
    wire carry7;

    full_adder u_add7 (
      .a_i (sum2),
      .b_i (sum3),
      .c_i (sum4),
      .s_o (sum7),
      .c_o (carry7)
    );

    wire sum8;
    wire carry8;

    full_adder u_add8 (
      .a_i (g_column0.carry3),
      .b_i (sum5),
      .c_i (sum6),
      .s_o (sum8),
      .c_o (carry8)
    );

    wire sum9;
    wire carry9;

    full_adder u_add9 (
      .a_i (sum7),
      .b_i (g_column0.carry4),
      .c_i (sum8),
      .s_o (sum9),
      .c_o (carry9)
    );

    assign lane_sum[1] = sum9;
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
      .b_i (x_i[60]),
      .c_i (x_i[64]),
      .s_o (sum5),
      .c_o (carry5)
    );

    wire sum6;
    wire carry6;

    full_adder u_add6 (
      .a_i (x_i[68]),
      .b_i (x_i[72]),
      .c_i (x_i[76]),
      .s_o (sum6),
      .c_o (carry6)
    );

    wire sum7;
    wire carry7;

    full_adder u_add7 (
      .a_i (x_i[80]),
      .b_i (x_i[84]),
      .c_i (g_column1.carry0),
      .s_o (sum7),
      .c_o (carry7)
    );

    wire sum8;
    wire carry8;

    full_adder u_add8 (
      .a_i (sum0),
      .b_i (g_column1.carry1),
      .c_i (g_column1.carry2),
      .s_o (sum8),
      .c_o (carry8)
    );

    wire sum9;
    wire carry9;

    full_adder u_add9 (
      .a_i (g_column1.carry3),
      .b_i (g_column1.carry4),
      .c_i (sum1),
      .s_o (sum9),
      .c_o (carry9)
    );

    wire sum10;
    wire carry10;

    full_adder u_add10 (
      .a_i (sum2),
      .b_i (sum3),
      .c_i (sum4),
      .s_o (sum10),
      .c_o (carry10)
    );

    wire sum11;
    wire carry11;

    full_adder u_add11 (
      .a_i (sum5),
      .b_i (sum6),
      .c_i (g_column1.carry5),
      .s_o (sum11),
      .c_o (carry11)
    );

    wire sum12;
    wire carry12;

    full_adder u_add12 (
      .a_i (sum7),
      .b_i (g_column1.carry6),
      .c_i (g_column1.carry7),
      .s_o (sum12),
      .c_o (carry12)
    );

    wire sum13;
    wire carry13;

    full_adder u_add13 (
      .a_i (sum8),
      .b_i (sum9),
      .c_i (sum10),
      .s_o (sum13),
      .c_o (carry13)
    );

    wire sum14;
    wire carry14;

    full_adder u_add14 (
      .a_i (sum11),
      .b_i (g_column1.carry8),
      .c_i (sum12),
      .s_o (sum14),
      .c_o (carry14)
    );

    wire sum15;
    wire carry15;

    full_adder u_add15 (
      .a_i (sum13),
      .b_i (g_column1.carry9),
      .c_i (sum14),
      .s_o (sum15),
      .c_o (carry15)
    );

    assign lane_sum[2] = sum15;
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
      .b_i (x_i[61]),
      .c_i (x_i[65]),
      .s_o (sum5),
      .c_o (carry5)
    );

    wire sum6;
    wire carry6;

    full_adder u_add6 (
      .a_i (x_i[69]),
      .b_i (x_i[73]),
      .c_i (x_i[77]),
      .s_o (sum6),
      .c_o (carry6)
    );

    wire sum7;
    wire carry7;

    full_adder u_add7 (
      .a_i (x_i[81]),
      .b_i (x_i[85]),
      .c_i (x_i[88]),
      .s_o (sum7),
      .c_o (carry7)
    );

    wire sum8;
    wire carry8;

    full_adder u_add8 (
      .a_i (x_i[92]),
      .b_i (x_i[96]),
      .c_i (x_i[100]),
      .s_o (sum8),
      .c_o (carry8)
    );

    wire sum9;
    wire carry9;

    full_adder u_add9 (
      .a_i (x_i[104]),
      .b_i (x_i[108]),
      .c_i (g_column2.carry0),
      .s_o (sum9),
      .c_o (carry9)
    );

    wire sum10;
    wire carry10;

    full_adder u_add10 (
      .a_i (sum0),
      .b_i (g_column2.carry1),
      .c_i (g_column2.carry2),
      .s_o (sum10),
      .c_o (carry10)
    );

    wire sum11;
    wire carry11;

    full_adder u_add11 (
      .a_i (g_column2.carry3),
      .b_i (g_column2.carry4),
      .c_i (g_column2.carry5),
      .s_o (sum11),
      .c_o (carry11)
    );

    wire sum12;
    wire carry12;

    full_adder u_add12 (
      .a_i (g_column2.carry6),
      .b_i (sum1),
      .c_i (sum2),
      .s_o (sum12),
      .c_o (carry12)
    );

    wire sum13;
    wire carry13;

    full_adder u_add13 (
      .a_i (sum3),
      .b_i (sum4),
      .c_i (sum5),
      .s_o (sum13),
      .c_o (carry13)
    );

    wire sum14;
    wire carry14;

    full_adder u_add14 (
      .a_i (sum6),
      .b_i (sum7),
      .c_i (sum8),
      .s_o (sum14),
      .c_o (carry14)
    );

    wire sum15;
    wire carry15;

    full_adder u_add15 (
      .a_i (g_column2.carry7),
      .b_i (g_column2.carry8),
      .c_i (sum9),
      .s_o (sum15),
      .c_o (carry15)
    );

    wire sum16;
    wire carry16;

    full_adder u_add16 (
      .a_i (g_column2.carry9),
      .b_i (g_column2.carry10),
      .c_i (sum10),
      .s_o (sum16),
      .c_o (carry16)
    );

    wire sum17;
    wire carry17;

    full_adder u_add17 (
      .a_i (sum11),
      .b_i (sum12),
      .c_i (sum13),
      .s_o (sum17),
      .c_o (carry17)
    );

    wire sum18;
    wire carry18;

    full_adder u_add18 (
      .a_i (sum14),
      .b_i (g_column2.carry11),
      .c_i (g_column2.carry12),
      .s_o (sum18),
      .c_o (carry18)
    );

    wire sum19;
    wire carry19;

    full_adder u_add19 (
      .a_i (sum15),
      .b_i (g_column2.carry13),
      .c_i (sum16),
      .s_o (sum19),
      .c_o (carry19)
    );

    wire sum20;
    wire carry20;

    full_adder u_add20 (
      .a_i (sum17),
      .b_i (sum18),
      .c_i (g_column2.carry14),
      .s_o (sum20),
      .c_o (carry20)
    );

    wire sum21;
    wire carry21;

    full_adder u_add21 (
      .a_i (sum19),
      .b_i (g_column2.carry15),
      .c_i (sum20),
      .s_o (sum21),
      .c_o (carry21)
    );

    assign lane_sum[3] = sum21;
  end

  if (1) begin : g_column4
    wire sum0;
    wire carry0;

    full_adder u_add0 (
      .a_i (x_i[43]),
      .b_i (x_i[47]),
      .c_i (x_i[51]),
      .s_o (sum0),
      .c_o (carry0)
    );

    wire sum1;
    wire carry1;

    full_adder u_add1 (
      .a_i (x_i[55]),
      .b_i (x_i[59]),
      .c_i (x_i[62]),
      .s_o (sum1),
      .c_o (carry1)
    );

    wire sum2;
    wire carry2;

    full_adder u_add2 (
      .a_i (x_i[66]),
      .b_i (x_i[70]),
      .c_i (x_i[74]),
      .s_o (sum2),
      .c_o (carry2)
    );

    wire sum3;
    wire carry3;

    full_adder u_add3 (
      .a_i (x_i[78]),
      .b_i (x_i[82]),
      .c_i (x_i[86]),
      .s_o (sum3),
      .c_o (carry3)
    );

    wire sum4;
    wire carry4;

    full_adder u_add4 (
      .a_i (x_i[89]),
      .b_i (x_i[93]),
      .c_i (x_i[97]),
      .s_o (sum4),
      .c_o (carry4)
    );

    wire sum5;
    wire carry5;

    full_adder u_add5 (
      .a_i (x_i[101]),
      .b_i (x_i[105]),
      .c_i (x_i[109]),
      .s_o (sum5),
      .c_o (carry5)
    );

    wire sum6;
    wire carry6;

    full_adder u_add6 (
      .a_i (x_i[112]),
      .b_i (x_i[116]),
      .c_i (x_i[120]),
      .s_o (sum6),
      .c_o (carry6)
    );

    wire sum7;
    wire carry7;

    full_adder u_add7 (
      .a_i (g_column3.carry0),
      .b_i (g_column3.carry1),
      .c_i (g_column3.carry2),
      .s_o (sum7),
      .c_o (carry7)
    );

    wire sum8;
    wire carry8;

    full_adder u_add8 (
      .a_i (g_column3.carry3),
      .b_i (g_column3.carry4),
      .c_i (g_column3.carry5),
      .s_o (sum8),
      .c_o (carry8)
    );

    wire sum9;
    wire carry9;

    full_adder u_add9 (
      .a_i (g_column3.carry6),
      .b_i (g_column3.carry7),
      .c_i (g_column3.carry8),
      .s_o (sum9),
      .c_o (carry9)
    );

    wire sum10;
    wire carry10;

    full_adder u_add10 (
      .a_i (sum0),
      .b_i (sum1),
      .c_i (sum2),
      .s_o (sum10),
      .c_o (carry10)
    );

    wire sum11;
    wire carry11;

    full_adder u_add11 (
      .a_i (sum3),
      .b_i (sum4),
      .c_i (sum5),
      .s_o (sum11),
      .c_o (carry11)
    );

    wire sum12;
    wire carry12;

    full_adder u_add12 (
      .a_i (sum6),
      .b_i (g_column3.carry9),
      .c_i (g_column3.carry10),
      .s_o (sum12),
      .c_o (carry12)
    );

    wire sum13;
    wire carry13;

    full_adder u_add13 (
      .a_i (g_column3.carry11),
      .b_i (g_column3.carry12),
      .c_i (g_column3.carry13),
      .s_o (sum13),
      .c_o (carry13)
    );

    wire sum14;
    wire carry14;

    full_adder u_add14 (
      .a_i (g_column3.carry14),
      .b_i (sum7),
      .c_i (sum8),
      .s_o (sum14),
      .c_o (carry14)
    );

    wire sum15;
    wire carry15;

    full_adder u_add15 (
      .a_i (sum9),
      .b_i (sum10),
      .c_i (sum11),
      .s_o (sum15),
      .c_o (carry15)
    );

    wire sum16;
    wire carry16;

    full_adder u_add16 (
      .a_i (g_column3.carry15),
      .b_i (g_column3.carry16),
      .c_i (sum12),
      .s_o (sum16),
      .c_o (carry16)
    );

    wire sum17;
    wire carry17;

    full_adder u_add17 (
      .a_i (g_column3.carry17),
      .b_i (sum13),
      .c_i (sum14),
      .s_o (sum17),
      .c_o (carry17)
    );

    wire sum18;
    wire carry18;

    full_adder u_add18 (
      .a_i (sum15),
      .b_i (g_column3.carry18),
      .c_i (sum16),
      .s_o (sum18),
      .c_o (carry18)
    );

    wire sum19;
    wire carry19;

    full_adder u_add19 (
      .a_i (g_column3.carry19),
      .b_i (sum17),
      .c_i (g_column3.carry20),
      .s_o (sum19),
      .c_o (carry19)
    );

    wire sum20;
    wire carry20;

    full_adder u_add20 (
      .a_i (sum18),
      .b_i (g_column3.carry21),
      .c_i (sum19),
      .s_o (sum20),
      .c_o (carry20)
    );

    assign lane_sum[4] = sum20;
  end

  if (1) begin : g_column5
    wire sum0;
    wire carry0;

    half_adder u_add0 (
      .a_i (x_i[63]),
      .b_i (x_i[67]),
      .s_o (sum0),
      .c_o (carry0)
    );

    wire sum1;
    wire carry1;

    full_adder u_add1 (
      .a_i (x_i[71]),
      .b_i (x_i[75]),
      .c_i (x_i[79]),
      .s_o (sum1),
      .c_o (carry1)
    );

    wire sum2;
    wire carry2;

    full_adder u_add2 (
      .a_i (x_i[83]),
      .b_i (x_i[87]),
      .c_i (x_i[90]),
      .s_o (sum2),
      .c_o (carry2)
    );

    wire sum3;
    wire carry3;

    full_adder u_add3 (
      .a_i (x_i[94]),
      .b_i (x_i[98]),
      .c_i (x_i[102]),
      .s_o (sum3),
      .c_o (carry3)
    );

    wire sum4;
    wire carry4;

    full_adder u_add4 (
      .a_i (x_i[106]),
      .b_i (x_i[110]),
      .c_i (x_i[113]),
      .s_o (sum4),
      .c_o (carry4)
    );

    wire sum5;
    wire carry5;

    full_adder u_add5 (
      .a_i (x_i[117]),
      .b_i (x_i[121]),
      .c_i (x_i[124]),
      .s_o (sum5),
      .c_o (carry5)
    );

    wire sum6;
    wire carry6;

    full_adder u_add6 (
      .a_i (sum0),
      .b_i (g_column4.carry0),
      .c_i (g_column4.carry1),
      .s_o (sum6),
      .c_o (carry6)
    );

    wire sum7;
    wire carry7;

    full_adder u_add7 (
      .a_i (g_column4.carry2),
      .b_i (g_column4.carry3),
      .c_i (g_column4.carry4),
      .s_o (sum7),
      .c_o (carry7)
    );

    wire sum8;
    wire carry8;

    full_adder u_add8 (
      .a_i (g_column4.carry5),
      .b_i (g_column4.carry6),
      .c_i (sum1),
      .s_o (sum8),
      .c_o (carry8)
    );

    wire sum9;
    wire carry9;

    full_adder u_add9 (
      .a_i (sum2),
      .b_i (sum3),
      .c_i (sum4),
      .s_o (sum9),
      .c_o (carry9)
    );

    wire sum10;
    wire carry10;

    full_adder u_add10 (
      .a_i (sum5),
      .b_i (g_column4.carry7),
      .c_i (g_column4.carry8),
      .s_o (sum10),
      .c_o (carry10)
    );

    wire sum11;
    wire carry11;

    full_adder u_add11 (
      .a_i (g_column4.carry9),
      .b_i (g_column4.carry10),
      .c_i (g_column4.carry11),
      .s_o (sum11),
      .c_o (carry11)
    );

    wire sum12;
    wire carry12;

    full_adder u_add12 (
      .a_i (sum6),
      .b_i (sum7),
      .c_i (sum8),
      .s_o (sum12),
      .c_o (carry12)
    );

    wire sum13;
    wire carry13;

    full_adder u_add13 (
      .a_i (sum9),
      .b_i (g_column4.carry12),
      .c_i (g_column4.carry13),
      .s_o (sum13),
      .c_o (carry13)
    );

    wire sum14;
    wire carry14;

    full_adder u_add14 (
      .a_i (g_column4.carry14),
      .b_i (sum10),
      .c_i (g_column4.carry15),
      .s_o (sum14),
      .c_o (carry14)
    );

    wire sum15;
    wire carry15;

    full_adder u_add15 (
      .a_i (sum11),
      .b_i (sum12),
      .c_i (g_column4.carry16),
      .s_o (sum15),
      .c_o (carry15)
    );

    wire sum16;
    wire carry16;

    full_adder u_add16 (
      .a_i (sum13),
      .b_i (g_column4.carry17),
      .c_i (sum14),
      .s_o (sum16),
      .c_o (carry16)
    );

    wire sum17;
    wire carry17;

    full_adder u_add17 (
      .a_i (g_column4.carry18),
      .b_i (sum15),
      .c_i (sum16),
      .s_o (sum17),
      .c_o (carry17)
    );

    wire sum18;
    wire carry18;

    full_adder u_add18 (
      .a_i (g_column4.carry19),
      .b_i (sum17),
      .c_i (g_column4.carry20),
      .s_o (sum18),
      .c_o (carry18)
    );

    assign lane_sum[5] = sum18;
  end

  if (1) begin : g_column6
    wire sum0;
    wire carry0;

    full_adder u_add0 (
      .a_i (x_i[91]),
      .b_i (x_i[95]),
      .c_i (x_i[99]),
      .s_o (sum0),
      .c_o (carry0)
    );

    wire sum1;
    wire carry1;

    full_adder u_add1 (
      .a_i (x_i[103]),
      .b_i (x_i[107]),
      .c_i (x_i[111]),
      .s_o (sum1),
      .c_o (carry1)
    );

    wire sum2;
    wire carry2;

    full_adder u_add2 (
      .a_i (x_i[114]),
      .b_i (x_i[118]),
      .c_i (x_i[122]),
      .s_o (sum2),
      .c_o (carry2)
    );

    wire sum3;
    wire carry3;

    full_adder u_add3 (
      .a_i (x_i[125]),
      .b_i (g_column5.carry0),
      .c_i (g_column5.carry1),
      .s_o (sum3),
      .c_o (carry3)
    );

    wire sum4;
    wire carry4;

    full_adder u_add4 (
      .a_i (g_column5.carry2),
      .b_i (g_column5.carry3),
      .c_i (g_column5.carry4),
      .s_o (sum4),
      .c_o (carry4)
    );

    wire sum5;
    wire carry5;

    full_adder u_add5 (
      .a_i (g_column5.carry5),
      .b_i (sum0),
      .c_i (sum1),
      .s_o (sum5),
      .c_o (carry5)
    );

    wire sum6;
    wire carry6;

    full_adder u_add6 (
      .a_i (sum2),
      .b_i (g_column5.carry6),
      .c_i (g_column5.carry7),
      .s_o (sum6),
      .c_o (carry6)
    );

    wire sum7;
    wire carry7;

    full_adder u_add7 (
      .a_i (g_column5.carry8),
      .b_i (g_column5.carry9),
      .c_i (sum3),
      .s_o (sum7),
      .c_o (carry7)
    );

    wire sum8;
    wire carry8;

    full_adder u_add8 (
      .a_i (sum4),
      .b_i (sum5),
      .c_i (g_column5.carry10),
      .s_o (sum8),
      .c_o (carry8)
    );

    wire sum9;
    wire carry9;

    full_adder u_add9 (
      .a_i (g_column5.carry11),
      .b_i (sum6),
      .c_i (g_column5.carry12),
      .s_o (sum9),
      .c_o (carry9)
    );

    wire sum10;
    wire carry10;

    full_adder u_add10 (
      .a_i (sum7),
      .b_i (g_column5.carry13),
      .c_i (sum8),
      .s_o (sum10),
      .c_o (carry10)
    );

    wire sum11;
    wire carry11;

    full_adder u_add11 (
      .a_i (g_column5.carry14),
      .b_i (sum9),
      .c_i (g_column5.carry15),
      .s_o (sum11),
      .c_o (carry11)
    );

    wire sum12;
    wire carry12;

    full_adder u_add12 (
      .a_i (sum10),
      .b_i (g_column5.carry16),
      .c_i (sum11),
      .s_o (sum12),
      .c_o (carry12)
    );

    wire sum13;
    wire carry13;

    full_adder u_add13 (
      .a_i (g_column5.carry17),
      .b_i (sum12),
      .c_i (g_column5.carry18),
      .s_o (sum13),
      .c_o (carry13)
    );

    assign lane_sum[6] = sum13;
  end

  if (1) begin : g_column7
    wire sum0;
    wire carry0;

    half_adder u_add0 (
      .a_i (x_i[115]),
      .b_i (x_i[119]),
      .s_o (sum0),
      .c_o (carry0)
    );

    wire sum1;
    wire carry1;

    full_adder u_add1 (
      .a_i (x_i[123]),
      .b_i (x_i[126]),
      .c_i (sum0),
      .s_o (sum1),
      .c_o (carry1)
    );

    wire sum2;
    wire carry2;

    full_adder u_add2 (
      .a_i (g_column6.carry0),
      .b_i (g_column6.carry1),
      .c_i (g_column6.carry2),
      .s_o (sum2),
      .c_o (carry2)
    );

    wire sum3;
    wire carry3;

    full_adder u_add3 (
      .a_i (g_column6.carry3),
      .b_i (g_column6.carry4),
      .c_i (sum1),
      .s_o (sum3),
      .c_o (carry3)
    );

    wire sum4;
    wire carry4;

    full_adder u_add4 (
      .a_i (g_column6.carry5),
      .b_i (sum2),
      .c_i (g_column6.carry6),
      .s_o (sum4),
      .c_o (carry4)
    );

    wire sum5;
    wire carry5;

    full_adder u_add5 (
      .a_i (g_column6.carry7),
      .b_i (sum3),
      .c_i (g_column6.carry8),
      .s_o (sum5),
      .c_o (carry5)
    );

    wire sum6;
    wire carry6;

    full_adder u_add6 (
      .a_i (sum4),
      .b_i (g_column6.carry9),
      .c_i (g_column6.carry10),
      .s_o (sum6),
      .c_o (carry6)
    );

    wire sum7;
    wire carry7;

    full_adder u_add7 (
      .a_i (sum5),
      .b_i (g_column6.carry11),
      .c_i (sum6),
      .s_o (sum7),
      .c_o (carry7)
    );

    wire sum8;
    wire carry8;

    full_adder u_add8 (
      .a_i (g_column6.carry12),
      .b_i (sum7),
      .c_i (g_column6.carry13),
      .s_o (sum8),
      .c_o (carry8)
    );

    assign lane_sum[7] = sum8;
  end

  if (1) begin : g_column8
    wire sum0;
    wire carry0;

    half_adder u_add0 (
      .a_i (x_i[127]),
      .b_i (g_column7.carry0),
      .s_o (sum0),
      .c_o (carry0)
    );

    wire sum1;
    wire carry1;

    full_adder u_add1 (
      .a_i (sum0),
      .b_i (g_column7.carry1),
      .c_i (g_column7.carry2),
      .s_o (sum1),
      .c_o (carry1)
    );

    wire sum2;
    wire carry2;

    full_adder u_add2 (
      .a_i (g_column7.carry3),
      .b_i (sum1),
      .c_i (g_column7.carry4),
      .s_o (sum2),
      .c_o (carry2)
    );

    wire sum3;
    wire carry3;

    full_adder u_add3 (
      .a_i (g_column7.carry5),
      .b_i (sum2),
      .c_i (g_column7.carry6),
      .s_o (sum3),
      .c_o (carry3)
    );

    wire sum4;
    wire carry4;

    full_adder u_add4 (
      .a_i (g_column7.carry7),
      .b_i (sum3),
      .c_i (g_column7.carry8),
      .s_o (sum4),
      .c_o (carry4)
    );

    assign lane_sum[8] = sum4;
  end

  if (1) begin : g_column9
    wire sum0;
    wire carry0;

    full_adder u_add0 (
      .a_i (g_column8.carry0),
      .b_i (g_column8.carry1),
      .c_i (g_column8.carry2),
      .s_o (sum0),
      .c_o (carry0)
    );

    wire sum1;
    wire carry1;

    full_adder u_add1 (
      .a_i (sum0),
      .b_i (g_column8.carry3),
      .c_i (g_column8.carry4),
      .s_o (sum1),
      .c_o (carry1)
    );

    assign lane_sum[9] = sum1;
  end

  if (1) begin : g_column10
    wire sum0;
    wire carry0;

    half_adder u_add0 (
      .a_i (g_column9.carry0),
      .b_i (g_column9.carry1),
      .s_o (sum0),
      .c_o (carry0)
    );

    assign lane_sum[10] = sum0;
  end

  if (1) begin : g_column11
    assign lane_sum[11] = g_column10.carry0;
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

  reg [12-1:0] low_q;
  wire [12-1:0] low_base;
  assign low_base = (low_q | {12{clear_i}}) ^ {12{complement}};

  wire low_carry;
  wire [12-1:0] low_sum;

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
    wire sum0;
    wire carry0;

    full_adder u_add0 (
      .a_i (low_base[10]),
      .b_i (lane_sum[10]),
      .c_i (g_low9.carry0),
      .s_o (sum0),
      .c_o (carry0)
    );

    assign low_sum[10] = sum0;
  end

  if (1) begin : g_low11
    wire sum0;
    wire carry0;

    full_adder u_add0 (
      .a_i (low_base[11]),
      .b_i (lane_sum[11]),
      .c_i (g_low10.carry0),
      .s_o (sum0),
      .c_o (carry0)
    );

    assign low_sum[11] = sum0;
  end

  if (1) begin : g_low12
    assign low_carry = g_low11.carry0;
  end

  always @(posedge clk_i) begin
    if (!rst_ni) begin
      low_q <= {12{1'b0}};
    end else begin
      low_q <= low_sum;
    end
  end

  reg [8-1:0] high_q;
  wire [8-1:0] high_base;
  assign high_base = (high_q | {8{clear_i}}) ^ {8{complement}};

  wire [8-1:0] high_sum;

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
    assign sum0 = high_base[7] ^ g_high6.carry0;
    assign high_sum[7] = sum0;
  end

  wire high_changes;
  assign high_changes = clear_i | complement | low_carry;

  always @(posedge clk_i) begin
    if (!rst_ni) begin
      high_q <= {8{1'b0}};
    end else begin
      high_q <= high_changes ? high_sum : high_q;
    end
  end

  assign acc_o = {high_q, low_q};

  // Illegal parameters stop elaboration here: there is no module of these names.
  if (XWidth != 4) begin : g_illegal_XWidth
    XWidth_must_be_4 u_stop ();
  end
  if (Lanes != 32) begin : g_illegal_Lanes
    Lanes_must_be_32 u_stop ();
  end
  if (AccWidth != 20) begin : g_illegal_AccWidth
    AccWidth_must_be_20 u_stop ();
  end

endmodule

`default_nettype wire
