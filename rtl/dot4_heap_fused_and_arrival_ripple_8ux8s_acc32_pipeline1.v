// SPDX-License-Identifier: Apache-2.0
//
// Dot product unit: acc_o <= acc_o + the sum of x_i * w_i over 4 lanes at every clock edge, modulo
// 2^AccWidth. clear_i comes with the first element of a dot product, whose product alone is stored;
// rst_ni resets to zero at the clock's edge. The accumulator is a row of the bit heap: no adder
// behind the products. 1 register rows (stage<n>_q) stand in the heap where its bits are as late as
// one another; they are not reset: a reset lasts as long as the latency. Partial products: and;
// reduction: arrival; final adder: ripple. Bits of the same weight are in the block of their
// column, g_column<weight>.
//
// Parameters:
//   XWidth    bits of x_i; legal: 8
//   WWidth    bits of w_i; legal: 8
//   XSigned   1: x_i is two's complement, 0: unsigned; legal: 0
//   WSigned   1: w_i is two's complement, 0: unsigned; legal: 1
//   AccWidth  bits of the accumulator; legal: 32
//   Lanes     words of x_i and of w_i, the first in the lowest bits; legal: 4
//
// Latency: 2 cycles from x_i and w_i to acc_o; one operation a cycle
//
// Signedness: fixed; acc_o is signed if either operand is
//
// Source: generator/arith/heap.h; the paper's MAC, Eqs. (1) to (4)

`default_nettype none

module dot4_heap_fused_and_arrival_ripple_8ux8s_acc32_pipeline1 #(
  parameter integer XWidth = 8,
  parameter integer WWidth = 8,
  parameter integer XSigned = 0,
  parameter integer WSigned = 1,
  parameter integer AccWidth = 32,
  parameter integer Lanes = 4
) (
  input  wire                    clk_i,
  input  wire                    rst_ni,
  input  wire                    clear_i,
  input  wire [Lanes*XWidth-1:0] x_i,
  input  wire [Lanes*WWidth-1:0] w_i,
  output wire [AccWidth-1:0]     acc_o
);

  // What comes with the operands, as late as their products.
  reg clear_stage1_q;

  always @(posedge clk_i) begin
    clear_stage1_q <= clear_i;
  end

  reg [AccWidth-1:0] acc_q;
  wire [AccWidth-1:0] feedback;
  assign feedback = clear_stage1_q ? {AccWidth{1'b0}} : acc_q;

  wire [AccWidth-1:0] sum;

  // Bits of each column, column 0 first: 5 9 13 17 21 25 29 33 29 26 21 17 13 9 5 1 1 2 2 2 2 2 2 2
  // 2 2 2 2 2 2 2 2
  if (1) begin : g_column0
    reg [2-1:0] stage1_q;
    wire product_lane0_x0_w0;
    assign product_lane0_x0_w0 = x_i[0] & w_i[0];

    wire product_lane1_x0_w0;
    assign product_lane1_x0_w0 = x_i[8] & w_i[8];

    wire product_lane2_x0_w0;
    assign product_lane2_x0_w0 = x_i[16] & w_i[16];

    wire product_lane3_x0_w0;
    assign product_lane3_x0_w0 = x_i[24] & w_i[24];

    wire sum0;
    wire carry0;

    full_adder u_add0 (
      .a_i (product_lane0_x0_w0),
      .b_i (product_lane1_x0_w0),
      .c_i (product_lane2_x0_w0),
      .s_o (sum0),
      .c_o (carry0)
    );

    wire sum1;
    wire carry1;

    full_adder u_add1 (
      .a_i (stage1_q[0]),
      .b_i (stage1_q[1]),
      .c_i (feedback[0]),
      .s_o (sum1),
      .c_o (carry1)
    );

    assign sum[0] = sum1;

    wire [2-1:0] stage1;
    assign stage1[0] = product_lane3_x0_w0;
    assign stage1[1] = sum0;

    always @(posedge clk_i) begin
      stage1_q <= stage1;
    end
  end

  if (1) begin : g_column1
    reg [1-1:0] stage1_q;
    wire product_lane0_x1_w0;
    assign product_lane0_x1_w0 = x_i[1] & w_i[0];

    wire product_lane0_x0_w1;
    assign product_lane0_x0_w1 = x_i[0] & w_i[1];

    wire product_lane1_x1_w0;
    assign product_lane1_x1_w0 = x_i[9] & w_i[8];

    wire product_lane1_x0_w1;
    assign product_lane1_x0_w1 = x_i[8] & w_i[9];

    wire product_lane2_x1_w0;
    assign product_lane2_x1_w0 = x_i[17] & w_i[16];

    wire product_lane2_x0_w1;
    assign product_lane2_x0_w1 = x_i[16] & w_i[17];

    wire product_lane3_x1_w0;
    assign product_lane3_x1_w0 = x_i[25] & w_i[24];

    wire product_lane3_x0_w1;
    assign product_lane3_x0_w1 = x_i[24] & w_i[25];

    wire sum0;
    wire carry0;

    full_adder u_add0 (
      .a_i (product_lane0_x1_w0),
      .b_i (product_lane0_x0_w1),
      .c_i (product_lane1_x1_w0),
      .s_o (sum0),
      .c_o (carry0)
    );

    wire sum1;
    wire carry1;

    full_adder u_add1 (
      .a_i (product_lane1_x0_w1),
      .b_i (product_lane2_x1_w0),
      .c_i (product_lane2_x0_w1),
      .s_o (sum1),
      .c_o (carry1)
    );

    wire sum2;
    wire carry2;

    full_adder u_add2 (
      .a_i (product_lane3_x1_w0),
      .b_i (product_lane3_x0_w1),
      .c_i (g_column0.carry0),
      .s_o (sum2),
      .c_o (carry2)
    );

    wire sum3;
    wire carry3;

    full_adder u_add3 (
      .a_i (sum0),
      .b_i (sum1),
      .c_i (sum2),
      .s_o (sum3),
      .c_o (carry3)
    );

    wire sum4;
    wire carry4;

    full_adder u_add4 (
      .a_i (stage1_q[0]),
      .b_i (feedback[1]),
      .c_i (g_column0.carry1),
      .s_o (sum4),
      .c_o (carry4)
    );

    assign sum[1] = sum4;

    wire [1-1:0] stage1;
    assign stage1[0] = sum3;

    always @(posedge clk_i) begin
      stage1_q <= stage1;
    end
  end

  if (1) begin : g_column2
    reg [1-1:0] stage1_q;
    wire product_lane0_x2_w0;
    assign product_lane0_x2_w0 = x_i[2] & w_i[0];

    wire product_lane0_x1_w1;
    assign product_lane0_x1_w1 = x_i[1] & w_i[1];

    wire product_lane0_x0_w2;
    assign product_lane0_x0_w2 = x_i[0] & w_i[2];

    wire product_lane1_x2_w0;
    assign product_lane1_x2_w0 = x_i[10] & w_i[8];

    wire product_lane1_x1_w1;
    assign product_lane1_x1_w1 = x_i[9] & w_i[9];

    wire product_lane1_x0_w2;
    assign product_lane1_x0_w2 = x_i[8] & w_i[10];

    wire product_lane2_x2_w0;
    assign product_lane2_x2_w0 = x_i[18] & w_i[16];

    wire product_lane2_x1_w1;
    assign product_lane2_x1_w1 = x_i[17] & w_i[17];

    wire product_lane2_x0_w2;
    assign product_lane2_x0_w2 = x_i[16] & w_i[18];

    wire product_lane3_x2_w0;
    assign product_lane3_x2_w0 = x_i[26] & w_i[24];

    wire product_lane3_x1_w1;
    assign product_lane3_x1_w1 = x_i[25] & w_i[25];

    wire product_lane3_x0_w2;
    assign product_lane3_x0_w2 = x_i[24] & w_i[26];

    wire sum0;
    wire carry0;

    half_adder u_add0 (
      .a_i (product_lane0_x2_w0),
      .b_i (product_lane0_x1_w1),
      .s_o (sum0),
      .c_o (carry0)
    );

    wire sum1;
    wire carry1;

    full_adder u_add1 (
      .a_i (product_lane0_x0_w2),
      .b_i (product_lane1_x2_w0),
      .c_i (product_lane1_x1_w1),
      .s_o (sum1),
      .c_o (carry1)
    );

    wire sum2;
    wire carry2;

    full_adder u_add2 (
      .a_i (product_lane1_x0_w2),
      .b_i (product_lane2_x2_w0),
      .c_i (product_lane2_x1_w1),
      .s_o (sum2),
      .c_o (carry2)
    );

    wire sum3;
    wire carry3;

    full_adder u_add3 (
      .a_i (product_lane2_x0_w2),
      .b_i (product_lane3_x2_w0),
      .c_i (product_lane3_x1_w1),
      .s_o (sum3),
      .c_o (carry3)
    );

    wire sum4;
    wire carry4;

    full_adder u_add4 (
      .a_i (product_lane3_x0_w2),
      .b_i (sum0),
      .c_i (g_column1.carry0),
      .s_o (sum4),
      .c_o (carry4)
    );

    wire sum5;
    wire carry5;

    full_adder u_add5 (
      .a_i (g_column1.carry1),
      .b_i (sum1),
      .c_i (sum2),
      .s_o (sum5),
      .c_o (carry5)
    );

    wire sum6;
    wire carry6;

    full_adder u_add6 (
      .a_i (sum3),
      .b_i (g_column1.carry2),
      .c_i (sum4),
      .s_o (sum6),
      .c_o (carry6)
    );

    wire sum7;
    wire carry7;

    full_adder u_add7 (
      .a_i (sum5),
      .b_i (g_column1.carry3),
      .c_i (sum6),
      .s_o (sum7),
      .c_o (carry7)
    );

    wire sum8;
    wire carry8;

    full_adder u_add8 (
      .a_i (stage1_q[0]),
      .b_i (feedback[2]),
      .c_i (g_column1.carry4),
      .s_o (sum8),
      .c_o (carry8)
    );

    assign sum[2] = sum8;

    wire [1-1:0] stage1;
    assign stage1[0] = sum7;

    always @(posedge clk_i) begin
      stage1_q <= stage1;
    end
  end

  if (1) begin : g_column3
    reg [1-1:0] stage1_q;
    wire product_lane0_x3_w0;
    assign product_lane0_x3_w0 = x_i[3] & w_i[0];

    wire product_lane0_x2_w1;
    assign product_lane0_x2_w1 = x_i[2] & w_i[1];

    wire product_lane0_x1_w2;
    assign product_lane0_x1_w2 = x_i[1] & w_i[2];

    wire product_lane0_x0_w3;
    assign product_lane0_x0_w3 = x_i[0] & w_i[3];

    wire product_lane1_x3_w0;
    assign product_lane1_x3_w0 = x_i[11] & w_i[8];

    wire product_lane1_x2_w1;
    assign product_lane1_x2_w1 = x_i[10] & w_i[9];

    wire product_lane1_x1_w2;
    assign product_lane1_x1_w2 = x_i[9] & w_i[10];

    wire product_lane1_x0_w3;
    assign product_lane1_x0_w3 = x_i[8] & w_i[11];

    wire product_lane2_x3_w0;
    assign product_lane2_x3_w0 = x_i[19] & w_i[16];

    wire product_lane2_x2_w1;
    assign product_lane2_x2_w1 = x_i[18] & w_i[17];

    wire product_lane2_x1_w2;
    assign product_lane2_x1_w2 = x_i[17] & w_i[18];

    wire product_lane2_x0_w3;
    assign product_lane2_x0_w3 = x_i[16] & w_i[19];

    wire product_lane3_x3_w0;
    assign product_lane3_x3_w0 = x_i[27] & w_i[24];

    wire product_lane3_x2_w1;
    assign product_lane3_x2_w1 = x_i[26] & w_i[25];

    wire product_lane3_x1_w2;
    assign product_lane3_x1_w2 = x_i[25] & w_i[26];

    wire product_lane3_x0_w3;
    assign product_lane3_x0_w3 = x_i[24] & w_i[27];

    wire sum0;
    wire carry0;

    half_adder u_add0 (
      .a_i (product_lane0_x3_w0),
      .b_i (product_lane0_x2_w1),
      .s_o (sum0),
      .c_o (carry0)
    );

    wire sum1;
    wire carry1;

    full_adder u_add1 (
      .a_i (product_lane0_x1_w2),
      .b_i (product_lane0_x0_w3),
      .c_i (product_lane1_x3_w0),
      .s_o (sum1),
      .c_o (carry1)
    );

    wire sum2;
    wire carry2;

    full_adder u_add2 (
      .a_i (product_lane1_x2_w1),
      .b_i (product_lane1_x1_w2),
      .c_i (product_lane1_x0_w3),
      .s_o (sum2),
      .c_o (carry2)
    );

    wire sum3;
    wire carry3;

    full_adder u_add3 (
      .a_i (product_lane2_x3_w0),
      .b_i (product_lane2_x2_w1),
      .c_i (product_lane2_x1_w2),
      .s_o (sum3),
      .c_o (carry3)
    );

    wire sum4;
    wire carry4;

    full_adder u_add4 (
      .a_i (product_lane2_x0_w3),
      .b_i (product_lane3_x3_w0),
      .c_i (product_lane3_x2_w1),
      .s_o (sum4),
      .c_o (carry4)
    );

    wire sum5;
    wire carry5;

    full_adder u_add5 (
      .a_i (product_lane3_x1_w2),
      .b_i (product_lane3_x0_w3),
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
      .b_i (sum1),
      .c_i (sum2),
      .s_o (sum7),
      .c_o (carry7)
    );

    wire sum8;
    wire carry8;

    full_adder u_add8 (
      .a_i (sum3),
      .b_i (sum4),
      .c_i (g_column2.carry4),
      .s_o (sum8),
      .c_o (carry8)
    );

    wire sum9;
    wire carry9;

    full_adder u_add9 (
      .a_i (sum5),
      .b_i (g_column2.carry5),
      .c_i (sum6),
      .s_o (sum9),
      .c_o (carry9)
    );

    wire sum10;
    wire carry10;

    full_adder u_add10 (
      .a_i (sum7),
      .b_i (g_column2.carry6),
      .c_i (sum8),
      .s_o (sum10),
      .c_o (carry10)
    );

    wire sum11;
    wire carry11;

    full_adder u_add11 (
      .a_i (sum9),
      .b_i (g_column2.carry7),
      .c_i (sum10),
      .s_o (sum11),
      .c_o (carry11)
    );

    wire sum12;
    wire carry12;

    full_adder u_add12 (
      .a_i (stage1_q[0]),
      .b_i (feedback[3]),
      .c_i (g_column2.carry8),
      .s_o (sum12),
      .c_o (carry12)
    );

    assign sum[3] = sum12;

    wire [1-1:0] stage1;
    assign stage1[0] = sum11;

    always @(posedge clk_i) begin
      stage1_q <= stage1;
    end
  end

  if (1) begin : g_column4
    reg [1-1:0] stage1_q;
    wire product_lane0_x4_w0;
    assign product_lane0_x4_w0 = x_i[4] & w_i[0];

    wire product_lane0_x3_w1;
    assign product_lane0_x3_w1 = x_i[3] & w_i[1];

    wire product_lane0_x2_w2;
    assign product_lane0_x2_w2 = x_i[2] & w_i[2];

    wire product_lane0_x1_w3;
    assign product_lane0_x1_w3 = x_i[1] & w_i[3];

    wire product_lane0_x0_w4;
    assign product_lane0_x0_w4 = x_i[0] & w_i[4];

    wire product_lane1_x4_w0;
    assign product_lane1_x4_w0 = x_i[12] & w_i[8];

    wire product_lane1_x3_w1;
    assign product_lane1_x3_w1 = x_i[11] & w_i[9];

    wire product_lane1_x2_w2;
    assign product_lane1_x2_w2 = x_i[10] & w_i[10];

    wire product_lane1_x1_w3;
    assign product_lane1_x1_w3 = x_i[9] & w_i[11];

    wire product_lane1_x0_w4;
    assign product_lane1_x0_w4 = x_i[8] & w_i[12];

    wire product_lane2_x4_w0;
    assign product_lane2_x4_w0 = x_i[20] & w_i[16];

    wire product_lane2_x3_w1;
    assign product_lane2_x3_w1 = x_i[19] & w_i[17];

    wire product_lane2_x2_w2;
    assign product_lane2_x2_w2 = x_i[18] & w_i[18];

    wire product_lane2_x1_w3;
    assign product_lane2_x1_w3 = x_i[17] & w_i[19];

    wire product_lane2_x0_w4;
    assign product_lane2_x0_w4 = x_i[16] & w_i[20];

    wire product_lane3_x4_w0;
    assign product_lane3_x4_w0 = x_i[28] & w_i[24];

    wire product_lane3_x3_w1;
    assign product_lane3_x3_w1 = x_i[27] & w_i[25];

    wire product_lane3_x2_w2;
    assign product_lane3_x2_w2 = x_i[26] & w_i[26];

    wire product_lane3_x1_w3;
    assign product_lane3_x1_w3 = x_i[25] & w_i[27];

    wire product_lane3_x0_w4;
    assign product_lane3_x0_w4 = x_i[24] & w_i[28];

    wire sum0;
    wire carry0;

    half_adder u_add0 (
      .a_i (product_lane0_x4_w0),
      .b_i (product_lane0_x3_w1),
      .s_o (sum0),
      .c_o (carry0)
    );

    wire sum1;
    wire carry1;

    full_adder u_add1 (
      .a_i (product_lane0_x2_w2),
      .b_i (product_lane0_x1_w3),
      .c_i (product_lane0_x0_w4),
      .s_o (sum1),
      .c_o (carry1)
    );

    wire sum2;
    wire carry2;

    full_adder u_add2 (
      .a_i (product_lane1_x4_w0),
      .b_i (product_lane1_x3_w1),
      .c_i (product_lane1_x2_w2),
      .s_o (sum2),
      .c_o (carry2)
    );

    wire sum3;
    wire carry3;

    full_adder u_add3 (
      .a_i (product_lane1_x1_w3),
      .b_i (product_lane1_x0_w4),
      .c_i (product_lane2_x4_w0),
      .s_o (sum3),
      .c_o (carry3)
    );

    wire sum4;
    wire carry4;

    full_adder u_add4 (
      .a_i (product_lane2_x3_w1),
      .b_i (product_lane2_x2_w2),
      .c_i (product_lane2_x1_w3),
      .s_o (sum4),
      .c_o (carry4)
    );

    wire sum5;
    wire carry5;

    full_adder u_add5 (
      .a_i (product_lane2_x0_w4),
      .b_i (product_lane3_x4_w0),
      .c_i (product_lane3_x3_w1),
      .s_o (sum5),
      .c_o (carry5)
    );

    wire sum6;
    wire carry6;

    full_adder u_add6 (
      .a_i (product_lane3_x2_w2),
      .b_i (product_lane3_x1_w3),
      .c_i (product_lane3_x0_w4),
      .s_o (sum6),
      .c_o (carry6)
    );

    wire sum7;
    wire carry7;

    full_adder u_add7 (
      .a_i (g_column3.carry0),
      .b_i (sum0),
      .c_i (g_column3.carry1),
      .s_o (sum7),
      .c_o (carry7)
    );

    wire sum8;
    wire carry8;

    full_adder u_add8 (
      .a_i (g_column3.carry2),
      .b_i (g_column3.carry3),
      .c_i (g_column3.carry4),
      .s_o (sum8),
      .c_o (carry8)
    );

    wire sum9;
    wire carry9;

    full_adder u_add9 (
      .a_i (sum1),
      .b_i (sum2),
      .c_i (sum3),
      .s_o (sum9),
      .c_o (carry9)
    );

    wire sum10;
    wire carry10;

    full_adder u_add10 (
      .a_i (sum4),
      .b_i (sum5),
      .c_i (sum6),
      .s_o (sum10),
      .c_o (carry10)
    );

    wire sum11;
    wire carry11;

    full_adder u_add11 (
      .a_i (g_column3.carry5),
      .b_i (g_column3.carry6),
      .c_i (g_column3.carry7),
      .s_o (sum11),
      .c_o (carry11)
    );

    wire sum12;
    wire carry12;

    full_adder u_add12 (
      .a_i (sum7),
      .b_i (sum8),
      .c_i (sum9),
      .s_o (sum12),
      .c_o (carry12)
    );

    wire sum13;
    wire carry13;

    full_adder u_add13 (
      .a_i (sum10),
      .b_i (g_column3.carry8),
      .c_i (g_column3.carry9),
      .s_o (sum13),
      .c_o (carry13)
    );

    wire sum14;
    wire carry14;

    full_adder u_add14 (
      .a_i (sum11),
      .b_i (sum12),
      .c_i (g_column3.carry10),
      .s_o (sum14),
      .c_o (carry14)
    );

    wire sum15;
    wire carry15;

    full_adder u_add15 (
      .a_i (sum13),
      .b_i (g_column3.carry11),
      .c_i (sum14),
      .s_o (sum15),
      .c_o (carry15)
    );

    wire sum16;
    wire carry16;

    full_adder u_add16 (
      .a_i (stage1_q[0]),
      .b_i (feedback[4]),
      .c_i (g_column3.carry12),
      .s_o (sum16),
      .c_o (carry16)
    );

    assign sum[4] = sum16;

    wire [1-1:0] stage1;
    assign stage1[0] = sum15;

    always @(posedge clk_i) begin
      stage1_q <= stage1;
    end
  end

  if (1) begin : g_column5
    reg [1-1:0] stage1_q;
    wire product_lane0_x5_w0;
    assign product_lane0_x5_w0 = x_i[5] & w_i[0];

    wire product_lane0_x4_w1;
    assign product_lane0_x4_w1 = x_i[4] & w_i[1];

    wire product_lane0_x3_w2;
    assign product_lane0_x3_w2 = x_i[3] & w_i[2];

    wire product_lane0_x2_w3;
    assign product_lane0_x2_w3 = x_i[2] & w_i[3];

    wire product_lane0_x1_w4;
    assign product_lane0_x1_w4 = x_i[1] & w_i[4];

    wire product_lane0_x0_w5;
    assign product_lane0_x0_w5 = x_i[0] & w_i[5];

    wire product_lane1_x5_w0;
    assign product_lane1_x5_w0 = x_i[13] & w_i[8];

    wire product_lane1_x4_w1;
    assign product_lane1_x4_w1 = x_i[12] & w_i[9];

    wire product_lane1_x3_w2;
    assign product_lane1_x3_w2 = x_i[11] & w_i[10];

    wire product_lane1_x2_w3;
    assign product_lane1_x2_w3 = x_i[10] & w_i[11];

    wire product_lane1_x1_w4;
    assign product_lane1_x1_w4 = x_i[9] & w_i[12];

    wire product_lane1_x0_w5;
    assign product_lane1_x0_w5 = x_i[8] & w_i[13];

    wire product_lane2_x5_w0;
    assign product_lane2_x5_w0 = x_i[21] & w_i[16];

    wire product_lane2_x4_w1;
    assign product_lane2_x4_w1 = x_i[20] & w_i[17];

    wire product_lane2_x3_w2;
    assign product_lane2_x3_w2 = x_i[19] & w_i[18];

    wire product_lane2_x2_w3;
    assign product_lane2_x2_w3 = x_i[18] & w_i[19];

    wire product_lane2_x1_w4;
    assign product_lane2_x1_w4 = x_i[17] & w_i[20];

    wire product_lane2_x0_w5;
    assign product_lane2_x0_w5 = x_i[16] & w_i[21];

    wire product_lane3_x5_w0;
    assign product_lane3_x5_w0 = x_i[29] & w_i[24];

    wire product_lane3_x4_w1;
    assign product_lane3_x4_w1 = x_i[28] & w_i[25];

    wire product_lane3_x3_w2;
    assign product_lane3_x3_w2 = x_i[27] & w_i[26];

    wire product_lane3_x2_w3;
    assign product_lane3_x2_w3 = x_i[26] & w_i[27];

    wire product_lane3_x1_w4;
    assign product_lane3_x1_w4 = x_i[25] & w_i[28];

    wire product_lane3_x0_w5;
    assign product_lane3_x0_w5 = x_i[24] & w_i[29];

    wire sum0;
    wire carry0;

    half_adder u_add0 (
      .a_i (product_lane0_x5_w0),
      .b_i (product_lane0_x4_w1),
      .s_o (sum0),
      .c_o (carry0)
    );

    wire sum1;
    wire carry1;

    full_adder u_add1 (
      .a_i (product_lane0_x3_w2),
      .b_i (product_lane0_x2_w3),
      .c_i (product_lane0_x1_w4),
      .s_o (sum1),
      .c_o (carry1)
    );

    wire sum2;
    wire carry2;

    full_adder u_add2 (
      .a_i (product_lane0_x0_w5),
      .b_i (product_lane1_x5_w0),
      .c_i (product_lane1_x4_w1),
      .s_o (sum2),
      .c_o (carry2)
    );

    wire sum3;
    wire carry3;

    full_adder u_add3 (
      .a_i (product_lane1_x3_w2),
      .b_i (product_lane1_x2_w3),
      .c_i (product_lane1_x1_w4),
      .s_o (sum3),
      .c_o (carry3)
    );

    wire sum4;
    wire carry4;

    full_adder u_add4 (
      .a_i (product_lane1_x0_w5),
      .b_i (product_lane2_x5_w0),
      .c_i (product_lane2_x4_w1),
      .s_o (sum4),
      .c_o (carry4)
    );

    wire sum5;
    wire carry5;

    full_adder u_add5 (
      .a_i (product_lane2_x3_w2),
      .b_i (product_lane2_x2_w3),
      .c_i (product_lane2_x1_w4),
      .s_o (sum5),
      .c_o (carry5)
    );

    wire sum6;
    wire carry6;

    full_adder u_add6 (
      .a_i (product_lane2_x0_w5),
      .b_i (product_lane3_x5_w0),
      .c_i (product_lane3_x4_w1),
      .s_o (sum6),
      .c_o (carry6)
    );

    wire sum7;
    wire carry7;

    full_adder u_add7 (
      .a_i (product_lane3_x3_w2),
      .b_i (product_lane3_x2_w3),
      .c_i (product_lane3_x1_w4),
      .s_o (sum7),
      .c_o (carry7)
    );

    wire sum8;
    wire carry8;

    full_adder u_add8 (
      .a_i (product_lane3_x0_w5),
      .b_i (g_column4.carry0),
      .c_i (sum0),
      .s_o (sum8),
      .c_o (carry8)
    );

    wire sum9;
    wire carry9;

    full_adder u_add9 (
      .a_i (g_column4.carry1),
      .b_i (g_column4.carry2),
      .c_i (g_column4.carry3),
      .s_o (sum9),
      .c_o (carry9)
    );

    wire sum10;
    wire carry10;

    full_adder u_add10 (
      .a_i (g_column4.carry4),
      .b_i (g_column4.carry5),
      .c_i (g_column4.carry6),
      .s_o (sum10),
      .c_o (carry10)
    );

    wire sum11;
    wire carry11;

    full_adder u_add11 (
      .a_i (sum1),
      .b_i (sum2),
      .c_i (sum3),
      .s_o (sum11),
      .c_o (carry11)
    );

    wire sum12;
    wire carry12;

    full_adder u_add12 (
      .a_i (sum4),
      .b_i (sum5),
      .c_i (sum6),
      .s_o (sum12),
      .c_o (carry12)
    );

    wire sum13;
    wire carry13;

    full_adder u_add13 (
      .a_i (sum7),
      .b_i (g_column4.carry7),
      .c_i (g_column4.carry8),
      .s_o (sum13),
      .c_o (carry13)
    );

    wire sum14;
    wire carry14;

    full_adder u_add14 (
      .a_i (sum8),
      .b_i (g_column4.carry9),
      .c_i (g_column4.carry10),
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
      .a_i (sum12),
      .b_i (g_column4.carry11),
      .c_i (sum13),
      .s_o (sum16),
      .c_o (carry16)
    );

    wire sum17;
    wire carry17;

    full_adder u_add17 (
      .a_i (g_column4.carry12),
      .b_i (sum14),
      .c_i (sum15),
      .s_o (sum17),
      .c_o (carry17)
    );

    wire sum18;
    wire carry18;

    full_adder u_add18 (
      .a_i (g_column4.carry13),
      .b_i (sum16),
      .c_i (sum17),
      .s_o (sum18),
      .c_o (carry18)
    );

    wire sum19;
    wire carry19;

    full_adder u_add19 (
      .a_i (g_column4.carry14),
      .b_i (sum18),
      .c_i (g_column4.carry15),
      .s_o (sum19),
      .c_o (carry19)
    );

    wire sum20;
    wire carry20;

    full_adder u_add20 (
      .a_i (stage1_q[0]),
      .b_i (feedback[5]),
      .c_i (g_column4.carry16),
      .s_o (sum20),
      .c_o (carry20)
    );

    assign sum[5] = sum20;

    wire [1-1:0] stage1;
    assign stage1[0] = sum19;

    always @(posedge clk_i) begin
      stage1_q <= stage1;
    end
  end

  if (1) begin : g_column6
    reg [1-1:0] stage1_q;
    wire product_lane0_x6_w0;
    assign product_lane0_x6_w0 = x_i[6] & w_i[0];

    wire product_lane0_x5_w1;
    assign product_lane0_x5_w1 = x_i[5] & w_i[1];

    wire product_lane0_x4_w2;
    assign product_lane0_x4_w2 = x_i[4] & w_i[2];

    wire product_lane0_x3_w3;
    assign product_lane0_x3_w3 = x_i[3] & w_i[3];

    wire product_lane0_x2_w4;
    assign product_lane0_x2_w4 = x_i[2] & w_i[4];

    wire product_lane0_x1_w5;
    assign product_lane0_x1_w5 = x_i[1] & w_i[5];

    wire product_lane0_x0_w6;
    assign product_lane0_x0_w6 = x_i[0] & w_i[6];

    wire product_lane1_x6_w0;
    assign product_lane1_x6_w0 = x_i[14] & w_i[8];

    wire product_lane1_x5_w1;
    assign product_lane1_x5_w1 = x_i[13] & w_i[9];

    wire product_lane1_x4_w2;
    assign product_lane1_x4_w2 = x_i[12] & w_i[10];

    wire product_lane1_x3_w3;
    assign product_lane1_x3_w3 = x_i[11] & w_i[11];

    wire product_lane1_x2_w4;
    assign product_lane1_x2_w4 = x_i[10] & w_i[12];

    wire product_lane1_x1_w5;
    assign product_lane1_x1_w5 = x_i[9] & w_i[13];

    wire product_lane1_x0_w6;
    assign product_lane1_x0_w6 = x_i[8] & w_i[14];

    wire product_lane2_x6_w0;
    assign product_lane2_x6_w0 = x_i[22] & w_i[16];

    wire product_lane2_x5_w1;
    assign product_lane2_x5_w1 = x_i[21] & w_i[17];

    wire product_lane2_x4_w2;
    assign product_lane2_x4_w2 = x_i[20] & w_i[18];

    wire product_lane2_x3_w3;
    assign product_lane2_x3_w3 = x_i[19] & w_i[19];

    wire product_lane2_x2_w4;
    assign product_lane2_x2_w4 = x_i[18] & w_i[20];

    wire product_lane2_x1_w5;
    assign product_lane2_x1_w5 = x_i[17] & w_i[21];

    wire product_lane2_x0_w6;
    assign product_lane2_x0_w6 = x_i[16] & w_i[22];

    wire product_lane3_x6_w0;
    assign product_lane3_x6_w0 = x_i[30] & w_i[24];

    wire product_lane3_x5_w1;
    assign product_lane3_x5_w1 = x_i[29] & w_i[25];

    wire product_lane3_x4_w2;
    assign product_lane3_x4_w2 = x_i[28] & w_i[26];

    wire product_lane3_x3_w3;
    assign product_lane3_x3_w3 = x_i[27] & w_i[27];

    wire product_lane3_x2_w4;
    assign product_lane3_x2_w4 = x_i[26] & w_i[28];

    wire product_lane3_x1_w5;
    assign product_lane3_x1_w5 = x_i[25] & w_i[29];

    wire product_lane3_x0_w6;
    assign product_lane3_x0_w6 = x_i[24] & w_i[30];

    wire sum0;
    wire carry0;

    half_adder u_add0 (
      .a_i (product_lane0_x6_w0),
      .b_i (product_lane0_x5_w1),
      .s_o (sum0),
      .c_o (carry0)
    );

    wire sum1;
    wire carry1;

    full_adder u_add1 (
      .a_i (product_lane0_x4_w2),
      .b_i (product_lane0_x3_w3),
      .c_i (product_lane0_x2_w4),
      .s_o (sum1),
      .c_o (carry1)
    );

    wire sum2;
    wire carry2;

    full_adder u_add2 (
      .a_i (product_lane0_x1_w5),
      .b_i (product_lane0_x0_w6),
      .c_i (product_lane1_x6_w0),
      .s_o (sum2),
      .c_o (carry2)
    );

    wire sum3;
    wire carry3;

    full_adder u_add3 (
      .a_i (product_lane1_x5_w1),
      .b_i (product_lane1_x4_w2),
      .c_i (product_lane1_x3_w3),
      .s_o (sum3),
      .c_o (carry3)
    );

    wire sum4;
    wire carry4;

    full_adder u_add4 (
      .a_i (product_lane1_x2_w4),
      .b_i (product_lane1_x1_w5),
      .c_i (product_lane1_x0_w6),
      .s_o (sum4),
      .c_o (carry4)
    );

    wire sum5;
    wire carry5;

    full_adder u_add5 (
      .a_i (product_lane2_x6_w0),
      .b_i (product_lane2_x5_w1),
      .c_i (product_lane2_x4_w2),
      .s_o (sum5),
      .c_o (carry5)
    );

    wire sum6;
    wire carry6;

    full_adder u_add6 (
      .a_i (product_lane2_x3_w3),
      .b_i (product_lane2_x2_w4),
      .c_i (product_lane2_x1_w5),
      .s_o (sum6),
      .c_o (carry6)
    );

    wire sum7;
    wire carry7;

    full_adder u_add7 (
      .a_i (product_lane2_x0_w6),
      .b_i (product_lane3_x6_w0),
      .c_i (product_lane3_x5_w1),
      .s_o (sum7),
      .c_o (carry7)
    );

    wire sum8;
    wire carry8;

    full_adder u_add8 (
      .a_i (product_lane3_x4_w2),
      .b_i (product_lane3_x3_w3),
      .c_i (product_lane3_x2_w4),
      .s_o (sum8),
      .c_o (carry8)
    );

    wire sum9;
    wire carry9;

    full_adder u_add9 (
      .a_i (product_lane3_x1_w5),
      .b_i (product_lane3_x0_w6),
      .c_i (g_column5.carry0),
      .s_o (sum9),
      .c_o (carry9)
    );

    wire sum10;
    wire carry10;

    full_adder u_add10 (
      .a_i (sum0),
      .b_i (g_column5.carry1),
      .c_i (g_column5.carry2),
      .s_o (sum10),
      .c_o (carry10)
    );

    wire sum11;
    wire carry11;

    full_adder u_add11 (
      .a_i (g_column5.carry3),
      .b_i (g_column5.carry4),
      .c_i (g_column5.carry5),
      .s_o (sum11),
      .c_o (carry11)
    );

    wire sum12;
    wire carry12;

    full_adder u_add12 (
      .a_i (g_column5.carry6),
      .b_i (g_column5.carry7),
      .c_i (sum1),
      .s_o (sum12),
      .c_o (carry12)
    );

    wire sum13;
    wire carry13;

    full_adder u_add13 (
      .a_i (sum2),
      .b_i (sum3),
      .c_i (sum4),
      .s_o (sum13),
      .c_o (carry13)
    );

    wire sum14;
    wire carry14;

    full_adder u_add14 (
      .a_i (sum5),
      .b_i (sum6),
      .c_i (sum7),
      .s_o (sum14),
      .c_o (carry14)
    );

    wire sum15;
    wire carry15;

    full_adder u_add15 (
      .a_i (sum8),
      .b_i (g_column5.carry8),
      .c_i (g_column5.carry9),
      .s_o (sum15),
      .c_o (carry15)
    );

    wire sum16;
    wire carry16;

    full_adder u_add16 (
      .a_i (g_column5.carry10),
      .b_i (sum9),
      .c_i (g_column5.carry11),
      .s_o (sum16),
      .c_o (carry16)
    );

    wire sum17;
    wire carry17;

    full_adder u_add17 (
      .a_i (g_column5.carry12),
      .b_i (sum10),
      .c_i (sum11),
      .s_o (sum17),
      .c_o (carry17)
    );

    wire sum18;
    wire carry18;

    full_adder u_add18 (
      .a_i (sum12),
      .b_i (sum13),
      .c_i (sum14),
      .s_o (sum18),
      .c_o (carry18)
    );

    wire sum19;
    wire carry19;

    full_adder u_add19 (
      .a_i (g_column5.carry13),
      .b_i (g_column5.carry14),
      .c_i (sum15),
      .s_o (sum19),
      .c_o (carry19)
    );

    wire sum20;
    wire carry20;

    full_adder u_add20 (
      .a_i (g_column5.carry15),
      .b_i (sum16),
      .c_i (sum17),
      .s_o (sum20),
      .c_o (carry20)
    );

    wire sum21;
    wire carry21;

    full_adder u_add21 (
      .a_i (sum18),
      .b_i (g_column5.carry16),
      .c_i (sum19),
      .s_o (sum21),
      .c_o (carry21)
    );

    wire sum22;
    wire carry22;

    full_adder u_add22 (
      .a_i (g_column5.carry17),
      .b_i (sum20),
      .c_i (sum21),
      .s_o (sum22),
      .c_o (carry22)
    );

    wire sum23;
    wire carry23;

    full_adder u_add23 (
      .a_i (g_column5.carry18),
      .b_i (sum22),
      .c_i (g_column5.carry19),
      .s_o (sum23),
      .c_o (carry23)
    );

    wire sum24;
    wire carry24;

    full_adder u_add24 (
      .a_i (stage1_q[0]),
      .b_i (feedback[6]),
      .c_i (g_column5.carry20),
      .s_o (sum24),
      .c_o (carry24)
    );

    assign sum[6] = sum24;

    wire [1-1:0] stage1;
    assign stage1[0] = sum23;

    always @(posedge clk_i) begin
      stage1_q <= stage1;
    end
  end

  if (1) begin : g_column7
    reg [1-1:0] stage1_q;
    wire product_lane0_x7_w0;
    assign product_lane0_x7_w0 = x_i[7] & w_i[0];

    wire product_lane0_x6_w1;
    assign product_lane0_x6_w1 = x_i[6] & w_i[1];

    wire product_lane0_x5_w2;
    assign product_lane0_x5_w2 = x_i[5] & w_i[2];

    wire product_lane0_x4_w3;
    assign product_lane0_x4_w3 = x_i[4] & w_i[3];

    wire product_lane0_x3_w4;
    assign product_lane0_x3_w4 = x_i[3] & w_i[4];

    wire product_lane0_x2_w5;
    assign product_lane0_x2_w5 = x_i[2] & w_i[5];

    wire product_lane0_x1_w6;
    assign product_lane0_x1_w6 = x_i[1] & w_i[6];

    wire product_lane0_x0_w7;
    assign product_lane0_x0_w7 = ~(x_i[0] & w_i[7]);

    wire product_lane1_x7_w0;
    assign product_lane1_x7_w0 = x_i[15] & w_i[8];

    wire product_lane1_x6_w1;
    assign product_lane1_x6_w1 = x_i[14] & w_i[9];

    wire product_lane1_x5_w2;
    assign product_lane1_x5_w2 = x_i[13] & w_i[10];

    wire product_lane1_x4_w3;
    assign product_lane1_x4_w3 = x_i[12] & w_i[11];

    wire product_lane1_x3_w4;
    assign product_lane1_x3_w4 = x_i[11] & w_i[12];

    wire product_lane1_x2_w5;
    assign product_lane1_x2_w5 = x_i[10] & w_i[13];

    wire product_lane1_x1_w6;
    assign product_lane1_x1_w6 = x_i[9] & w_i[14];

    wire product_lane1_x0_w7;
    assign product_lane1_x0_w7 = ~(x_i[8] & w_i[15]);

    wire product_lane2_x7_w0;
    assign product_lane2_x7_w0 = x_i[23] & w_i[16];

    wire product_lane2_x6_w1;
    assign product_lane2_x6_w1 = x_i[22] & w_i[17];

    wire product_lane2_x5_w2;
    assign product_lane2_x5_w2 = x_i[21] & w_i[18];

    wire product_lane2_x4_w3;
    assign product_lane2_x4_w3 = x_i[20] & w_i[19];

    wire product_lane2_x3_w4;
    assign product_lane2_x3_w4 = x_i[19] & w_i[20];

    wire product_lane2_x2_w5;
    assign product_lane2_x2_w5 = x_i[18] & w_i[21];

    wire product_lane2_x1_w6;
    assign product_lane2_x1_w6 = x_i[17] & w_i[22];

    wire product_lane2_x0_w7;
    assign product_lane2_x0_w7 = ~(x_i[16] & w_i[23]);

    wire product_lane3_x7_w0;
    assign product_lane3_x7_w0 = x_i[31] & w_i[24];

    wire product_lane3_x6_w1;
    assign product_lane3_x6_w1 = x_i[30] & w_i[25];

    wire product_lane3_x5_w2;
    assign product_lane3_x5_w2 = x_i[29] & w_i[26];

    wire product_lane3_x4_w3;
    assign product_lane3_x4_w3 = x_i[28] & w_i[27];

    wire product_lane3_x3_w4;
    assign product_lane3_x3_w4 = x_i[27] & w_i[28];

    wire product_lane3_x2_w5;
    assign product_lane3_x2_w5 = x_i[26] & w_i[29];

    wire product_lane3_x1_w6;
    assign product_lane3_x1_w6 = x_i[25] & w_i[30];

    wire product_lane3_x0_w7;
    assign product_lane3_x0_w7 = ~(x_i[24] & w_i[31]);

    wire sum0;
    wire carry0;

    half_adder u_add0 (
      .a_i (product_lane0_x0_w7),
      .b_i (product_lane1_x0_w7),
      .s_o (sum0),
      .c_o (carry0)
    );

    wire sum1;
    wire carry1;

    full_adder u_add1 (
      .a_i (product_lane2_x0_w7),
      .b_i (product_lane3_x0_w7),
      .c_i (product_lane0_x7_w0),
      .s_o (sum1),
      .c_o (carry1)
    );

    wire sum2;
    wire carry2;

    full_adder u_add2 (
      .a_i (product_lane0_x6_w1),
      .b_i (product_lane0_x5_w2),
      .c_i (product_lane0_x4_w3),
      .s_o (sum2),
      .c_o (carry2)
    );

    wire sum3;
    wire carry3;

    full_adder u_add3 (
      .a_i (product_lane0_x3_w4),
      .b_i (product_lane0_x2_w5),
      .c_i (product_lane0_x1_w6),
      .s_o (sum3),
      .c_o (carry3)
    );

    wire sum4;
    wire carry4;

    full_adder u_add4 (
      .a_i (product_lane1_x7_w0),
      .b_i (product_lane1_x6_w1),
      .c_i (product_lane1_x5_w2),
      .s_o (sum4),
      .c_o (carry4)
    );

    wire sum5;
    wire carry5;

    full_adder u_add5 (
      .a_i (product_lane1_x4_w3),
      .b_i (product_lane1_x3_w4),
      .c_i (product_lane1_x2_w5),
      .s_o (sum5),
      .c_o (carry5)
    );

    wire sum6;
    wire carry6;

    full_adder u_add6 (
      .a_i (product_lane1_x1_w6),
      .b_i (product_lane2_x7_w0),
      .c_i (product_lane2_x6_w1),
      .s_o (sum6),
      .c_o (carry6)
    );

    wire sum7;
    wire carry7;

    full_adder u_add7 (
      .a_i (product_lane2_x5_w2),
      .b_i (product_lane2_x4_w3),
      .c_i (product_lane2_x3_w4),
      .s_o (sum7),
      .c_o (carry7)
    );

    wire sum8;
    wire carry8;

    full_adder u_add8 (
      .a_i (product_lane2_x2_w5),
      .b_i (product_lane2_x1_w6),
      .c_i (product_lane3_x7_w0),
      .s_o (sum8),
      .c_o (carry8)
    );

    wire sum9;
    wire carry9;

    full_adder u_add9 (
      .a_i (product_lane3_x6_w1),
      .b_i (product_lane3_x5_w2),
      .c_i (product_lane3_x4_w3),
      .s_o (sum9),
      .c_o (carry9)
    );

    wire sum10;
    wire carry10;

    full_adder u_add10 (
      .a_i (product_lane3_x3_w4),
      .b_i (product_lane3_x2_w5),
      .c_i (product_lane3_x1_w6),
      .s_o (sum10),
      .c_o (carry10)
    );

    wire sum11;
    wire carry11;

    full_adder u_add11 (
      .a_i (sum0),
      .b_i (g_column6.carry0),
      .c_i (g_column6.carry1),
      .s_o (sum11),
      .c_o (carry11)
    );

    wire sum12;
    wire carry12;

    full_adder u_add12 (
      .a_i (g_column6.carry2),
      .b_i (g_column6.carry3),
      .c_i (g_column6.carry4),
      .s_o (sum12),
      .c_o (carry12)
    );

    wire sum13;
    wire carry13;

    full_adder u_add13 (
      .a_i (g_column6.carry5),
      .b_i (g_column6.carry6),
      .c_i (g_column6.carry7),
      .s_o (sum13),
      .c_o (carry13)
    );

    wire sum14;
    wire carry14;

    full_adder u_add14 (
      .a_i (g_column6.carry8),
      .b_i (sum1),
      .c_i (sum2),
      .s_o (sum14),
      .c_o (carry14)
    );

    wire sum15;
    wire carry15;

    full_adder u_add15 (
      .a_i (sum3),
      .b_i (sum4),
      .c_i (sum5),
      .s_o (sum15),
      .c_o (carry15)
    );

    wire sum16;
    wire carry16;

    full_adder u_add16 (
      .a_i (sum6),
      .b_i (sum7),
      .c_i (sum8),
      .s_o (sum16),
      .c_o (carry16)
    );

    wire sum17;
    wire carry17;

    full_adder u_add17 (
      .a_i (sum9),
      .b_i (sum10),
      .c_i (g_column6.carry9),
      .s_o (sum17),
      .c_o (carry17)
    );

    wire sum18;
    wire carry18;

    full_adder u_add18 (
      .a_i (g_column6.carry10),
      .b_i (g_column6.carry11),
      .c_i (g_column6.carry12),
      .s_o (sum18),
      .c_o (carry18)
    );

    wire sum19;
    wire carry19;

    full_adder u_add19 (
      .a_i (g_column6.carry13),
      .b_i (g_column6.carry14),
      .c_i (sum11),
      .s_o (sum19),
      .c_o (carry19)
    );

    wire sum20;
    wire carry20;

    full_adder u_add20 (
      .a_i (sum12),
      .b_i (sum13),
      .c_i (sum14),
      .s_o (sum20),
      .c_o (carry20)
    );

    wire sum21;
    wire carry21;

    full_adder u_add21 (
      .a_i (sum15),
      .b_i (sum16),
      .c_i (g_column6.carry15),
      .s_o (sum21),
      .c_o (carry21)
    );

    wire sum22;
    wire carry22;

    full_adder u_add22 (
      .a_i (sum17),
      .b_i (g_column6.carry16),
      .c_i (g_column6.carry17),
      .s_o (sum22),
      .c_o (carry22)
    );

    wire sum23;
    wire carry23;

    full_adder u_add23 (
      .a_i (g_column6.carry18),
      .b_i (sum18),
      .c_i (sum19),
      .s_o (sum23),
      .c_o (carry23)
    );

    wire sum24;
    wire carry24;

    full_adder u_add24 (
      .a_i (sum20),
      .b_i (g_column6.carry19),
      .c_i (sum21),
      .s_o (sum24),
      .c_o (carry24)
    );

    wire sum25;
    wire carry25;

    full_adder u_add25 (
      .a_i (g_column6.carry20),
      .b_i (sum22),
      .c_i (sum23),
      .s_o (sum25),
      .c_o (carry25)
    );

    wire sum26;
    wire carry26;

    full_adder u_add26 (
      .a_i (g_column6.carry21),
      .b_i (sum24),
      .c_i (sum25),
      .s_o (sum26),
      .c_o (carry26)
    );

    wire sum27;
    wire carry27;

    full_adder u_add27 (
      .a_i (g_column6.carry22),
      .b_i (sum26),
      .c_i (g_column6.carry23),
      .s_o (sum27),
      .c_o (carry27)
    );

    wire sum28;
    wire carry28;

    full_adder u_add28 (
      .a_i (stage1_q[0]),
      .b_i (feedback[7]),
      .c_i (g_column6.carry24),
      .s_o (sum28),
      .c_o (carry28)
    );

    assign sum[7] = sum28;

    wire [1-1:0] stage1;
    assign stage1[0] = sum27;

    always @(posedge clk_i) begin
      stage1_q <= stage1;
    end
  end

  if (1) begin : g_column8
    reg [1-1:0] stage1_q;
    wire product_lane0_x7_w1;
    assign product_lane0_x7_w1 = x_i[7] & w_i[1];

    wire product_lane0_x6_w2;
    assign product_lane0_x6_w2 = x_i[6] & w_i[2];

    wire product_lane0_x5_w3;
    assign product_lane0_x5_w3 = x_i[5] & w_i[3];

    wire product_lane0_x4_w4;
    assign product_lane0_x4_w4 = x_i[4] & w_i[4];

    wire product_lane0_x3_w5;
    assign product_lane0_x3_w5 = x_i[3] & w_i[5];

    wire product_lane0_x2_w6;
    assign product_lane0_x2_w6 = x_i[2] & w_i[6];

    wire product_lane0_x1_w7;
    assign product_lane0_x1_w7 = ~(x_i[1] & w_i[7]);

    wire product_lane1_x7_w1;
    assign product_lane1_x7_w1 = x_i[15] & w_i[9];

    wire product_lane1_x6_w2;
    assign product_lane1_x6_w2 = x_i[14] & w_i[10];

    wire product_lane1_x5_w3;
    assign product_lane1_x5_w3 = x_i[13] & w_i[11];

    wire product_lane1_x4_w4;
    assign product_lane1_x4_w4 = x_i[12] & w_i[12];

    wire product_lane1_x3_w5;
    assign product_lane1_x3_w5 = x_i[11] & w_i[13];

    wire product_lane1_x2_w6;
    assign product_lane1_x2_w6 = x_i[10] & w_i[14];

    wire product_lane1_x1_w7;
    assign product_lane1_x1_w7 = ~(x_i[9] & w_i[15]);

    wire product_lane2_x7_w1;
    assign product_lane2_x7_w1 = x_i[23] & w_i[17];

    wire product_lane2_x6_w2;
    assign product_lane2_x6_w2 = x_i[22] & w_i[18];

    wire product_lane2_x5_w3;
    assign product_lane2_x5_w3 = x_i[21] & w_i[19];

    wire product_lane2_x4_w4;
    assign product_lane2_x4_w4 = x_i[20] & w_i[20];

    wire product_lane2_x3_w5;
    assign product_lane2_x3_w5 = x_i[19] & w_i[21];

    wire product_lane2_x2_w6;
    assign product_lane2_x2_w6 = x_i[18] & w_i[22];

    wire product_lane2_x1_w7;
    assign product_lane2_x1_w7 = ~(x_i[17] & w_i[23]);

    wire product_lane3_x7_w1;
    assign product_lane3_x7_w1 = x_i[31] & w_i[25];

    wire product_lane3_x6_w2;
    assign product_lane3_x6_w2 = x_i[30] & w_i[26];

    wire product_lane3_x5_w3;
    assign product_lane3_x5_w3 = x_i[29] & w_i[27];

    wire product_lane3_x4_w4;
    assign product_lane3_x4_w4 = x_i[28] & w_i[28];

    wire product_lane3_x3_w5;
    assign product_lane3_x3_w5 = x_i[27] & w_i[29];

    wire product_lane3_x2_w6;
    assign product_lane3_x2_w6 = x_i[26] & w_i[30];

    wire product_lane3_x1_w7;
    assign product_lane3_x1_w7 = ~(x_i[25] & w_i[31]);

    wire sum0;
    wire carry0;

    half_adder u_add0 (
      .a_i (product_lane0_x1_w7),
      .b_i (product_lane1_x1_w7),
      .s_o (sum0),
      .c_o (carry0)
    );

    wire sum1;
    wire carry1;

    full_adder u_add1 (
      .a_i (product_lane2_x1_w7),
      .b_i (product_lane3_x1_w7),
      .c_i (product_lane0_x7_w1),
      .s_o (sum1),
      .c_o (carry1)
    );

    wire sum2;
    wire carry2;

    full_adder u_add2 (
      .a_i (product_lane0_x6_w2),
      .b_i (product_lane0_x5_w3),
      .c_i (product_lane0_x4_w4),
      .s_o (sum2),
      .c_o (carry2)
    );

    wire sum3;
    wire carry3;

    full_adder u_add3 (
      .a_i (product_lane0_x3_w5),
      .b_i (product_lane0_x2_w6),
      .c_i (product_lane1_x7_w1),
      .s_o (sum3),
      .c_o (carry3)
    );

    wire sum4;
    wire carry4;

    full_adder u_add4 (
      .a_i (product_lane1_x6_w2),
      .b_i (product_lane1_x5_w3),
      .c_i (product_lane1_x4_w4),
      .s_o (sum4),
      .c_o (carry4)
    );

    wire sum5;
    wire carry5;

    full_adder u_add5 (
      .a_i (product_lane1_x3_w5),
      .b_i (product_lane1_x2_w6),
      .c_i (product_lane2_x7_w1),
      .s_o (sum5),
      .c_o (carry5)
    );

    wire sum6;
    wire carry6;

    full_adder u_add6 (
      .a_i (product_lane2_x6_w2),
      .b_i (product_lane2_x5_w3),
      .c_i (product_lane2_x4_w4),
      .s_o (sum6),
      .c_o (carry6)
    );

    wire sum7;
    wire carry7;

    full_adder u_add7 (
      .a_i (product_lane2_x3_w5),
      .b_i (product_lane2_x2_w6),
      .c_i (product_lane3_x7_w1),
      .s_o (sum7),
      .c_o (carry7)
    );

    wire sum8;
    wire carry8;

    full_adder u_add8 (
      .a_i (product_lane3_x6_w2),
      .b_i (product_lane3_x5_w3),
      .c_i (product_lane3_x4_w4),
      .s_o (sum8),
      .c_o (carry8)
    );

    wire sum9;
    wire carry9;

    full_adder u_add9 (
      .a_i (product_lane3_x3_w5),
      .b_i (product_lane3_x2_w6),
      .c_i (g_column7.carry0),
      .s_o (sum9),
      .c_o (carry9)
    );

    wire sum10;
    wire carry10;

    full_adder u_add10 (
      .a_i (sum0),
      .b_i (g_column7.carry1),
      .c_i (g_column7.carry2),
      .s_o (sum10),
      .c_o (carry10)
    );

    wire sum11;
    wire carry11;

    full_adder u_add11 (
      .a_i (g_column7.carry3),
      .b_i (g_column7.carry4),
      .c_i (g_column7.carry5),
      .s_o (sum11),
      .c_o (carry11)
    );

    wire sum12;
    wire carry12;

    full_adder u_add12 (
      .a_i (g_column7.carry6),
      .b_i (g_column7.carry7),
      .c_i (g_column7.carry8),
      .s_o (sum12),
      .c_o (carry12)
    );

    wire sum13;
    wire carry13;

    full_adder u_add13 (
      .a_i (g_column7.carry9),
      .b_i (g_column7.carry10),
      .c_i (sum1),
      .s_o (sum13),
      .c_o (carry13)
    );

    wire sum14;
    wire carry14;

    full_adder u_add14 (
      .a_i (sum2),
      .b_i (sum3),
      .c_i (sum4),
      .s_o (sum14),
      .c_o (carry14)
    );

    wire sum15;
    wire carry15;

    full_adder u_add15 (
      .a_i (sum5),
      .b_i (sum6),
      .c_i (sum7),
      .s_o (sum15),
      .c_o (carry15)
    );

    wire sum16;
    wire carry16;

    full_adder u_add16 (
      .a_i (sum8),
      .b_i (sum9),
      .c_i (g_column7.carry11),
      .s_o (sum16),
      .c_o (carry16)
    );

    wire sum17;
    wire carry17;

    full_adder u_add17 (
      .a_i (g_column7.carry12),
      .b_i (g_column7.carry13),
      .c_i (g_column7.carry14),
      .s_o (sum17),
      .c_o (carry17)
    );

    wire sum18;
    wire carry18;

    full_adder u_add18 (
      .a_i (g_column7.carry15),
      .b_i (g_column7.carry16),
      .c_i (sum10),
      .s_o (sum18),
      .c_o (carry18)
    );

    wire sum19;
    wire carry19;

    full_adder u_add19 (
      .a_i (sum11),
      .b_i (sum12),
      .c_i (sum13),
      .s_o (sum19),
      .c_o (carry19)
    );

    wire sum20;
    wire carry20;

    full_adder u_add20 (
      .a_i (sum14),
      .b_i (sum15),
      .c_i (g_column7.carry17),
      .s_o (sum20),
      .c_o (carry20)
    );

    wire sum21;
    wire carry21;

    full_adder u_add21 (
      .a_i (g_column7.carry18),
      .b_i (g_column7.carry19),
      .c_i (sum16),
      .s_o (sum21),
      .c_o (carry21)
    );

    wire sum22;
    wire carry22;

    full_adder u_add22 (
      .a_i (g_column7.carry20),
      .b_i (sum17),
      .c_i (sum18),
      .s_o (sum22),
      .c_o (carry22)
    );

    wire sum23;
    wire carry23;

    full_adder u_add23 (
      .a_i (sum19),
      .b_i (g_column7.carry21),
      .c_i (sum20),
      .s_o (sum23),
      .c_o (carry23)
    );

    wire sum24;
    wire carry24;

    full_adder u_add24 (
      .a_i (g_column7.carry22),
      .b_i (g_column7.carry23),
      .c_i (sum21),
      .s_o (sum24),
      .c_o (carry24)
    );

    wire sum25;
    wire carry25;

    full_adder u_add25 (
      .a_i (sum22),
      .b_i (g_column7.carry24),
      .c_i (sum23),
      .s_o (sum25),
      .c_o (carry25)
    );

    wire sum26;
    wire carry26;

    full_adder u_add26 (
      .a_i (g_column7.carry25),
      .b_i (sum24),
      .c_i (sum25),
      .s_o (sum26),
      .c_o (carry26)
    );

    wire sum27;
    wire carry27;

    full_adder u_add27 (
      .a_i (g_column7.carry26),
      .b_i (sum26),
      .c_i (g_column7.carry27),
      .s_o (sum27),
      .c_o (carry27)
    );

    wire sum28;
    wire carry28;

    full_adder u_add28 (
      .a_i (stage1_q[0]),
      .b_i (feedback[8]),
      .c_i (g_column7.carry28),
      .s_o (sum28),
      .c_o (carry28)
    );

    assign sum[8] = sum28;

    wire [1-1:0] stage1;
    assign stage1[0] = sum27;

    always @(posedge clk_i) begin
      stage1_q <= stage1;
    end
  end

  if (1) begin : g_column9
    reg [1-1:0] stage1_q;
    wire product_lane0_x7_w2;
    assign product_lane0_x7_w2 = x_i[7] & w_i[2];

    wire product_lane0_x6_w3;
    assign product_lane0_x6_w3 = x_i[6] & w_i[3];

    wire product_lane0_x5_w4;
    assign product_lane0_x5_w4 = x_i[5] & w_i[4];

    wire product_lane0_x4_w5;
    assign product_lane0_x4_w5 = x_i[4] & w_i[5];

    wire product_lane0_x3_w6;
    assign product_lane0_x3_w6 = x_i[3] & w_i[6];

    wire product_lane0_x2_w7;
    assign product_lane0_x2_w7 = ~(x_i[2] & w_i[7]);

    wire product_lane1_x7_w2;
    assign product_lane1_x7_w2 = x_i[15] & w_i[10];

    wire product_lane1_x6_w3;
    assign product_lane1_x6_w3 = x_i[14] & w_i[11];

    wire product_lane1_x5_w4;
    assign product_lane1_x5_w4 = x_i[13] & w_i[12];

    wire product_lane1_x4_w5;
    assign product_lane1_x4_w5 = x_i[12] & w_i[13];

    wire product_lane1_x3_w6;
    assign product_lane1_x3_w6 = x_i[11] & w_i[14];

    wire product_lane1_x2_w7;
    assign product_lane1_x2_w7 = ~(x_i[10] & w_i[15]);

    wire product_lane2_x7_w2;
    assign product_lane2_x7_w2 = x_i[23] & w_i[18];

    wire product_lane2_x6_w3;
    assign product_lane2_x6_w3 = x_i[22] & w_i[19];

    wire product_lane2_x5_w4;
    assign product_lane2_x5_w4 = x_i[21] & w_i[20];

    wire product_lane2_x4_w5;
    assign product_lane2_x4_w5 = x_i[20] & w_i[21];

    wire product_lane2_x3_w6;
    assign product_lane2_x3_w6 = x_i[19] & w_i[22];

    wire product_lane2_x2_w7;
    assign product_lane2_x2_w7 = ~(x_i[18] & w_i[23]);

    wire product_lane3_x7_w2;
    assign product_lane3_x7_w2 = x_i[31] & w_i[26];

    wire product_lane3_x6_w3;
    assign product_lane3_x6_w3 = x_i[30] & w_i[27];

    wire product_lane3_x5_w4;
    assign product_lane3_x5_w4 = x_i[29] & w_i[28];

    wire product_lane3_x4_w5;
    assign product_lane3_x4_w5 = x_i[28] & w_i[29];

    wire product_lane3_x3_w6;
    assign product_lane3_x3_w6 = x_i[27] & w_i[30];

    wire product_lane3_x2_w7;
    assign product_lane3_x2_w7 = ~(x_i[26] & w_i[31]);

    wire sum0;
    assign sum0 = ~(product_lane0_x2_w7 ^ product_lane1_x2_w7);

    wire carry0;
    assign carry0 = product_lane0_x2_w7 | product_lane1_x2_w7;

    wire sum1;
    wire carry1;

    full_adder u_add1 (
      .a_i (product_lane2_x2_w7),
      .b_i (product_lane3_x2_w7),
      .c_i (product_lane0_x7_w2),
      .s_o (sum1),
      .c_o (carry1)
    );

    wire sum2;
    wire carry2;

    full_adder u_add2 (
      .a_i (product_lane0_x6_w3),
      .b_i (product_lane0_x5_w4),
      .c_i (product_lane0_x4_w5),
      .s_o (sum2),
      .c_o (carry2)
    );

    wire sum3;
    wire carry3;

    full_adder u_add3 (
      .a_i (product_lane0_x3_w6),
      .b_i (product_lane1_x7_w2),
      .c_i (product_lane1_x6_w3),
      .s_o (sum3),
      .c_o (carry3)
    );

    wire sum4;
    wire carry4;

    full_adder u_add4 (
      .a_i (product_lane1_x5_w4),
      .b_i (product_lane1_x4_w5),
      .c_i (product_lane1_x3_w6),
      .s_o (sum4),
      .c_o (carry4)
    );

    wire sum5;
    wire carry5;

    full_adder u_add5 (
      .a_i (product_lane2_x7_w2),
      .b_i (product_lane2_x6_w3),
      .c_i (product_lane2_x5_w4),
      .s_o (sum5),
      .c_o (carry5)
    );

    wire sum6;
    wire carry6;

    full_adder u_add6 (
      .a_i (product_lane2_x4_w5),
      .b_i (product_lane2_x3_w6),
      .c_i (product_lane3_x7_w2),
      .s_o (sum6),
      .c_o (carry6)
    );

    wire sum7;
    wire carry7;

    full_adder u_add7 (
      .a_i (product_lane3_x6_w3),
      .b_i (product_lane3_x5_w4),
      .c_i (product_lane3_x4_w5),
      .s_o (sum7),
      .c_o (carry7)
    );

    wire sum8;
    wire carry8;

    full_adder u_add8 (
      .a_i (product_lane3_x3_w6),
      .b_i (g_column8.carry0),
      .c_i (sum0),
      .s_o (sum8),
      .c_o (carry8)
    );

    wire sum9;
    wire carry9;

    full_adder u_add9 (
      .a_i (g_column8.carry1),
      .b_i (g_column8.carry2),
      .c_i (g_column8.carry3),
      .s_o (sum9),
      .c_o (carry9)
    );

    wire sum10;
    wire carry10;

    full_adder u_add10 (
      .a_i (g_column8.carry4),
      .b_i (g_column8.carry5),
      .c_i (g_column8.carry6),
      .s_o (sum10),
      .c_o (carry10)
    );

    wire sum11;
    wire carry11;

    full_adder u_add11 (
      .a_i (g_column8.carry7),
      .b_i (g_column8.carry8),
      .c_i (g_column8.carry9),
      .s_o (sum11),
      .c_o (carry11)
    );

    wire sum12;
    wire carry12;

    full_adder u_add12 (
      .a_i (sum1),
      .b_i (sum2),
      .c_i (sum3),
      .s_o (sum12),
      .c_o (carry12)
    );

    wire sum13;
    wire carry13;

    full_adder u_add13 (
      .a_i (sum4),
      .b_i (sum5),
      .c_i (sum6),
      .s_o (sum13),
      .c_o (carry13)
    );

    wire sum14;
    wire carry14;

    full_adder u_add14 (
      .a_i (sum7),
      .b_i (sum8),
      .c_i (g_column8.carry10),
      .s_o (sum14),
      .c_o (carry14)
    );

    wire sum15;
    wire carry15;

    full_adder u_add15 (
      .a_i (g_column8.carry11),
      .b_i (g_column8.carry12),
      .c_i (g_column8.carry13),
      .s_o (sum15),
      .c_o (carry15)
    );

    wire sum16;
    wire carry16;

    full_adder u_add16 (
      .a_i (g_column8.carry14),
      .b_i (g_column8.carry15),
      .c_i (sum9),
      .s_o (sum16),
      .c_o (carry16)
    );

    wire sum17;
    wire carry17;

    full_adder u_add17 (
      .a_i (sum10),
      .b_i (sum11),
      .c_i (sum12),
      .s_o (sum17),
      .c_o (carry17)
    );

    wire sum18;
    wire carry18;

    full_adder u_add18 (
      .a_i (sum13),
      .b_i (g_column8.carry16),
      .c_i (g_column8.carry17),
      .s_o (sum18),
      .c_o (carry18)
    );

    wire sum19;
    wire carry19;

    full_adder u_add19 (
      .a_i (g_column8.carry18),
      .b_i (sum14),
      .c_i (g_column8.carry19),
      .s_o (sum19),
      .c_o (carry19)
    );

    wire sum20;
    wire carry20;

    full_adder u_add20 (
      .a_i (sum15),
      .b_i (sum16),
      .c_i (g_column8.carry20),
      .s_o (sum20),
      .c_o (carry20)
    );

    wire sum21;
    wire carry21;

    full_adder u_add21 (
      .a_i (sum17),
      .b_i (g_column8.carry21),
      .c_i (g_column8.carry22),
      .s_o (sum21),
      .c_o (carry21)
    );

    wire sum22;
    wire carry22;

    full_adder u_add22 (
      .a_i (sum18),
      .b_i (sum19),
      .c_i (g_column8.carry23),
      .s_o (sum22),
      .c_o (carry22)
    );

    wire sum23;
    wire carry23;

    full_adder u_add23 (
      .a_i (sum20),
      .b_i (g_column8.carry24),
      .c_i (sum21),
      .s_o (sum23),
      .c_o (carry23)
    );

    wire sum24;
    wire carry24;

    full_adder u_add24 (
      .a_i (g_column8.carry25),
      .b_i (sum22),
      .c_i (sum23),
      .s_o (sum24),
      .c_o (carry24)
    );

    wire sum25;
    wire carry25;

    full_adder u_add25 (
      .a_i (g_column8.carry26),
      .b_i (sum24),
      .c_i (g_column8.carry27),
      .s_o (sum25),
      .c_o (carry25)
    );

    wire sum26;
    wire carry26;

    full_adder u_add26 (
      .a_i (stage1_q[0]),
      .b_i (feedback[9]),
      .c_i (g_column8.carry28),
      .s_o (sum26),
      .c_o (carry26)
    );

    assign sum[9] = sum26;

    wire [1-1:0] stage1;
    assign stage1[0] = sum25;

    always @(posedge clk_i) begin
      stage1_q <= stage1;
    end
  end

  if (1) begin : g_column10
    reg [1-1:0] stage1_q;
    wire product_lane0_x7_w3;
    assign product_lane0_x7_w3 = x_i[7] & w_i[3];

    wire product_lane0_x6_w4;
    assign product_lane0_x6_w4 = x_i[6] & w_i[4];

    wire product_lane0_x5_w5;
    assign product_lane0_x5_w5 = x_i[5] & w_i[5];

    wire product_lane0_x4_w6;
    assign product_lane0_x4_w6 = x_i[4] & w_i[6];

    wire product_lane0_x3_w7;
    assign product_lane0_x3_w7 = ~(x_i[3] & w_i[7]);

    wire product_lane1_x7_w3;
    assign product_lane1_x7_w3 = x_i[15] & w_i[11];

    wire product_lane1_x6_w4;
    assign product_lane1_x6_w4 = x_i[14] & w_i[12];

    wire product_lane1_x5_w5;
    assign product_lane1_x5_w5 = x_i[13] & w_i[13];

    wire product_lane1_x4_w6;
    assign product_lane1_x4_w6 = x_i[12] & w_i[14];

    wire product_lane1_x3_w7;
    assign product_lane1_x3_w7 = ~(x_i[11] & w_i[15]);

    wire product_lane2_x7_w3;
    assign product_lane2_x7_w3 = x_i[23] & w_i[19];

    wire product_lane2_x6_w4;
    assign product_lane2_x6_w4 = x_i[22] & w_i[20];

    wire product_lane2_x5_w5;
    assign product_lane2_x5_w5 = x_i[21] & w_i[21];

    wire product_lane2_x4_w6;
    assign product_lane2_x4_w6 = x_i[20] & w_i[22];

    wire product_lane2_x3_w7;
    assign product_lane2_x3_w7 = ~(x_i[19] & w_i[23]);

    wire product_lane3_x7_w3;
    assign product_lane3_x7_w3 = x_i[31] & w_i[27];

    wire product_lane3_x6_w4;
    assign product_lane3_x6_w4 = x_i[30] & w_i[28];

    wire product_lane3_x5_w5;
    assign product_lane3_x5_w5 = x_i[29] & w_i[29];

    wire product_lane3_x4_w6;
    assign product_lane3_x4_w6 = x_i[28] & w_i[30];

    wire product_lane3_x3_w7;
    assign product_lane3_x3_w7 = ~(x_i[27] & w_i[31]);

    wire sum0;
    wire carry0;

    half_adder u_add0 (
      .a_i (product_lane0_x3_w7),
      .b_i (product_lane1_x3_w7),
      .s_o (sum0),
      .c_o (carry0)
    );

    wire sum1;
    wire carry1;

    full_adder u_add1 (
      .a_i (product_lane2_x3_w7),
      .b_i (product_lane3_x3_w7),
      .c_i (product_lane0_x7_w3),
      .s_o (sum1),
      .c_o (carry1)
    );

    wire sum2;
    wire carry2;

    full_adder u_add2 (
      .a_i (product_lane0_x6_w4),
      .b_i (product_lane0_x5_w5),
      .c_i (product_lane0_x4_w6),
      .s_o (sum2),
      .c_o (carry2)
    );

    wire sum3;
    wire carry3;

    full_adder u_add3 (
      .a_i (product_lane1_x7_w3),
      .b_i (product_lane1_x6_w4),
      .c_i (product_lane1_x5_w5),
      .s_o (sum3),
      .c_o (carry3)
    );

    wire sum4;
    wire carry4;

    full_adder u_add4 (
      .a_i (product_lane1_x4_w6),
      .b_i (product_lane2_x7_w3),
      .c_i (product_lane2_x6_w4),
      .s_o (sum4),
      .c_o (carry4)
    );

    wire sum5;
    wire carry5;

    full_adder u_add5 (
      .a_i (product_lane2_x5_w5),
      .b_i (product_lane2_x4_w6),
      .c_i (product_lane3_x7_w3),
      .s_o (sum5),
      .c_o (carry5)
    );

    wire sum6;
    wire carry6;

    full_adder u_add6 (
      .a_i (product_lane3_x6_w4),
      .b_i (product_lane3_x5_w5),
      .c_i (product_lane3_x4_w6),
      .s_o (sum6),
      .c_o (carry6)
    );

    wire sum7;
    wire carry7;

    full_adder u_add7 (
      .a_i (g_column9.carry0),
      .b_i (sum0),
      .c_i (g_column9.carry1),
      .s_o (sum7),
      .c_o (carry7)
    );

    wire sum8;
    wire carry8;

    full_adder u_add8 (
      .a_i (g_column9.carry2),
      .b_i (g_column9.carry3),
      .c_i (g_column9.carry4),
      .s_o (sum8),
      .c_o (carry8)
    );

    wire sum9;
    wire carry9;

    full_adder u_add9 (
      .a_i (g_column9.carry5),
      .b_i (g_column9.carry6),
      .c_i (g_column9.carry7),
      .s_o (sum9),
      .c_o (carry9)
    );

    wire sum10;
    wire carry10;

    full_adder u_add10 (
      .a_i (sum1),
      .b_i (sum2),
      .c_i (sum3),
      .s_o (sum10),
      .c_o (carry10)
    );

    wire sum11;
    wire carry11;

    full_adder u_add11 (
      .a_i (sum4),
      .b_i (sum5),
      .c_i (sum6),
      .s_o (sum11),
      .c_o (carry11)
    );

    wire sum12;
    wire carry12;

    full_adder u_add12 (
      .a_i (g_column9.carry8),
      .b_i (g_column9.carry9),
      .c_i (g_column9.carry10),
      .s_o (sum12),
      .c_o (carry12)
    );

    wire sum13;
    wire carry13;

    full_adder u_add13 (
      .a_i (g_column9.carry11),
      .b_i (g_column9.carry12),
      .c_i (g_column9.carry13),
      .s_o (sum13),
      .c_o (carry13)
    );

    wire sum14;
    wire carry14;

    full_adder u_add14 (
      .a_i (sum7),
      .b_i (sum8),
      .c_i (sum9),
      .s_o (sum14),
      .c_o (carry14)
    );

    wire sum15;
    wire carry15;

    full_adder u_add15 (
      .a_i (sum10),
      .b_i (sum11),
      .c_i (g_column9.carry14),
      .s_o (sum15),
      .c_o (carry15)
    );

    wire sum16;
    wire carry16;

    full_adder u_add16 (
      .a_i (g_column9.carry15),
      .b_i (g_column9.carry16),
      .c_i (sum12),
      .s_o (sum16),
      .c_o (carry16)
    );

    wire sum17;
    wire carry17;

    full_adder u_add17 (
      .a_i (g_column9.carry17),
      .b_i (sum13),
      .c_i (sum14),
      .s_o (sum17),
      .c_o (carry17)
    );

    wire sum18;
    wire carry18;

    full_adder u_add18 (
      .a_i (g_column9.carry18),
      .b_i (sum15),
      .c_i (g_column9.carry19),
      .s_o (sum18),
      .c_o (carry18)
    );

    wire sum19;
    wire carry19;

    full_adder u_add19 (
      .a_i (sum16),
      .b_i (g_column9.carry20),
      .c_i (sum17),
      .s_o (sum19),
      .c_o (carry19)
    );

    wire sum20;
    wire carry20;

    full_adder u_add20 (
      .a_i (g_column9.carry21),
      .b_i (sum18),
      .c_i (g_column9.carry22),
      .s_o (sum20),
      .c_o (carry20)
    );

    wire sum21;
    wire carry21;

    full_adder u_add21 (
      .a_i (sum19),
      .b_i (g_column9.carry23),
      .c_i (sum20),
      .s_o (sum21),
      .c_o (carry21)
    );

    wire sum22;
    wire carry22;

    full_adder u_add22 (
      .a_i (g_column9.carry24),
      .b_i (sum21),
      .c_i (g_column9.carry25),
      .s_o (sum22),
      .c_o (carry22)
    );

    wire sum23;
    wire carry23;

    full_adder u_add23 (
      .a_i (stage1_q[0]),
      .b_i (feedback[10]),
      .c_i (g_column9.carry26),
      .s_o (sum23),
      .c_o (carry23)
    );

    assign sum[10] = sum23;

    wire [1-1:0] stage1;
    assign stage1[0] = sum22;

    always @(posedge clk_i) begin
      stage1_q <= stage1;
    end
  end

  if (1) begin : g_column11
    reg [1-1:0] stage1_q;
    wire product_lane0_x7_w4;
    assign product_lane0_x7_w4 = x_i[7] & w_i[4];

    wire product_lane0_x6_w5;
    assign product_lane0_x6_w5 = x_i[6] & w_i[5];

    wire product_lane0_x5_w6;
    assign product_lane0_x5_w6 = x_i[5] & w_i[6];

    wire product_lane0_x4_w7;
    assign product_lane0_x4_w7 = ~(x_i[4] & w_i[7]);

    wire product_lane1_x7_w4;
    assign product_lane1_x7_w4 = x_i[15] & w_i[12];

    wire product_lane1_x6_w5;
    assign product_lane1_x6_w5 = x_i[14] & w_i[13];

    wire product_lane1_x5_w6;
    assign product_lane1_x5_w6 = x_i[13] & w_i[14];

    wire product_lane1_x4_w7;
    assign product_lane1_x4_w7 = ~(x_i[12] & w_i[15]);

    wire product_lane2_x7_w4;
    assign product_lane2_x7_w4 = x_i[23] & w_i[20];

    wire product_lane2_x6_w5;
    assign product_lane2_x6_w5 = x_i[22] & w_i[21];

    wire product_lane2_x5_w6;
    assign product_lane2_x5_w6 = x_i[21] & w_i[22];

    wire product_lane2_x4_w7;
    assign product_lane2_x4_w7 = ~(x_i[20] & w_i[23]);

    wire product_lane3_x7_w4;
    assign product_lane3_x7_w4 = x_i[31] & w_i[28];

    wire product_lane3_x6_w5;
    assign product_lane3_x6_w5 = x_i[30] & w_i[29];

    wire product_lane3_x5_w6;
    assign product_lane3_x5_w6 = x_i[29] & w_i[30];

    wire product_lane3_x4_w7;
    assign product_lane3_x4_w7 = ~(x_i[28] & w_i[31]);

    wire sum0;
    wire carry0;

    full_adder u_add0 (
      .a_i (product_lane0_x4_w7),
      .b_i (product_lane1_x4_w7),
      .c_i (product_lane2_x4_w7),
      .s_o (sum0),
      .c_o (carry0)
    );

    wire sum1;
    wire carry1;

    full_adder u_add1 (
      .a_i (product_lane3_x4_w7),
      .b_i (product_lane0_x7_w4),
      .c_i (product_lane0_x6_w5),
      .s_o (sum1),
      .c_o (carry1)
    );

    wire sum2;
    wire carry2;

    full_adder u_add2 (
      .a_i (product_lane0_x5_w6),
      .b_i (product_lane1_x7_w4),
      .c_i (product_lane1_x6_w5),
      .s_o (sum2),
      .c_o (carry2)
    );

    wire sum3;
    wire carry3;

    full_adder u_add3 (
      .a_i (product_lane1_x5_w6),
      .b_i (product_lane2_x7_w4),
      .c_i (product_lane2_x6_w5),
      .s_o (sum3),
      .c_o (carry3)
    );

    wire sum4;
    wire carry4;

    full_adder u_add4 (
      .a_i (product_lane2_x5_w6),
      .b_i (product_lane3_x7_w4),
      .c_i (product_lane3_x6_w5),
      .s_o (sum4),
      .c_o (carry4)
    );

    wire sum5;
    wire carry5;

    full_adder u_add5 (
      .a_i (product_lane3_x5_w6),
      .b_i (g_column10.carry0),
      .c_i (sum0),
      .s_o (sum5),
      .c_o (carry5)
    );

    wire sum6;
    wire carry6;

    full_adder u_add6 (
      .a_i (g_column10.carry1),
      .b_i (g_column10.carry2),
      .c_i (g_column10.carry3),
      .s_o (sum6),
      .c_o (carry6)
    );

    wire sum7;
    wire carry7;

    full_adder u_add7 (
      .a_i (g_column10.carry4),
      .b_i (g_column10.carry5),
      .c_i (g_column10.carry6),
      .s_o (sum7),
      .c_o (carry7)
    );

    wire sum8;
    wire carry8;

    full_adder u_add8 (
      .a_i (sum1),
      .b_i (sum2),
      .c_i (sum3),
      .s_o (sum8),
      .c_o (carry8)
    );

    wire sum9;
    wire carry9;

    full_adder u_add9 (
      .a_i (sum4),
      .b_i (g_column10.carry7),
      .c_i (g_column10.carry8),
      .s_o (sum9),
      .c_o (carry9)
    );

    wire sum10;
    wire carry10;

    full_adder u_add10 (
      .a_i (g_column10.carry9),
      .b_i (sum5),
      .c_i (g_column10.carry10),
      .s_o (sum10),
      .c_o (carry10)
    );

    wire sum11;
    wire carry11;

    full_adder u_add11 (
      .a_i (g_column10.carry11),
      .b_i (sum6),
      .c_i (sum7),
      .s_o (sum11),
      .c_o (carry11)
    );

    wire sum12;
    wire carry12;

    full_adder u_add12 (
      .a_i (sum8),
      .b_i (g_column10.carry12),
      .c_i (g_column10.carry13),
      .s_o (sum12),
      .c_o (carry12)
    );

    wire sum13;
    wire carry13;

    full_adder u_add13 (
      .a_i (g_column10.carry14),
      .b_i (sum9),
      .c_i (sum10),
      .s_o (sum13),
      .c_o (carry13)
    );

    wire sum14;
    wire carry14;

    full_adder u_add14 (
      .a_i (sum11),
      .b_i (g_column10.carry15),
      .c_i (g_column10.carry16),
      .s_o (sum14),
      .c_o (carry14)
    );

    wire sum15;
    wire carry15;

    full_adder u_add15 (
      .a_i (g_column10.carry17),
      .b_i (sum12),
      .c_i (sum13),
      .s_o (sum15),
      .c_o (carry15)
    );

    wire sum16;
    wire carry16;

    full_adder u_add16 (
      .a_i (g_column10.carry18),
      .b_i (sum14),
      .c_i (g_column10.carry19),
      .s_o (sum16),
      .c_o (carry16)
    );

    wire sum17;
    wire carry17;

    full_adder u_add17 (
      .a_i (sum15),
      .b_i (g_column10.carry20),
      .c_i (sum16),
      .s_o (sum17),
      .c_o (carry17)
    );

    wire sum18;
    wire carry18;

    full_adder u_add18 (
      .a_i (g_column10.carry21),
      .b_i (sum17),
      .c_i (g_column10.carry22),
      .s_o (sum18),
      .c_o (carry18)
    );

    wire sum19;
    wire carry19;

    full_adder u_add19 (
      .a_i (stage1_q[0]),
      .b_i (feedback[11]),
      .c_i (g_column10.carry23),
      .s_o (sum19),
      .c_o (carry19)
    );

    assign sum[11] = sum19;

    wire [1-1:0] stage1;
    assign stage1[0] = sum18;

    always @(posedge clk_i) begin
      stage1_q <= stage1;
    end
  end

  if (1) begin : g_column12
    reg [1-1:0] stage1_q;
    wire product_lane0_x7_w5;
    assign product_lane0_x7_w5 = x_i[7] & w_i[5];

    wire product_lane0_x6_w6;
    assign product_lane0_x6_w6 = x_i[6] & w_i[6];

    wire product_lane0_x5_w7;
    assign product_lane0_x5_w7 = ~(x_i[5] & w_i[7]);

    wire product_lane1_x7_w5;
    assign product_lane1_x7_w5 = x_i[15] & w_i[13];

    wire product_lane1_x6_w6;
    assign product_lane1_x6_w6 = x_i[14] & w_i[14];

    wire product_lane1_x5_w7;
    assign product_lane1_x5_w7 = ~(x_i[13] & w_i[15]);

    wire product_lane2_x7_w5;
    assign product_lane2_x7_w5 = x_i[23] & w_i[21];

    wire product_lane2_x6_w6;
    assign product_lane2_x6_w6 = x_i[22] & w_i[22];

    wire product_lane2_x5_w7;
    assign product_lane2_x5_w7 = ~(x_i[21] & w_i[23]);

    wire product_lane3_x7_w5;
    assign product_lane3_x7_w5 = x_i[31] & w_i[29];

    wire product_lane3_x6_w6;
    assign product_lane3_x6_w6 = x_i[30] & w_i[30];

    wire product_lane3_x5_w7;
    assign product_lane3_x5_w7 = ~(x_i[29] & w_i[31]);

    wire sum0;
    wire carry0;

    full_adder u_add0 (
      .a_i (product_lane0_x5_w7),
      .b_i (product_lane1_x5_w7),
      .c_i (product_lane2_x5_w7),
      .s_o (sum0),
      .c_o (carry0)
    );

    wire sum1;
    wire carry1;

    full_adder u_add1 (
      .a_i (product_lane3_x5_w7),
      .b_i (product_lane0_x7_w5),
      .c_i (product_lane0_x6_w6),
      .s_o (sum1),
      .c_o (carry1)
    );

    wire sum2;
    wire carry2;

    full_adder u_add2 (
      .a_i (product_lane1_x7_w5),
      .b_i (product_lane1_x6_w6),
      .c_i (product_lane2_x7_w5),
      .s_o (sum2),
      .c_o (carry2)
    );

    wire sum3;
    wire carry3;

    full_adder u_add3 (
      .a_i (product_lane2_x6_w6),
      .b_i (product_lane3_x7_w5),
      .c_i (product_lane3_x6_w6),
      .s_o (sum3),
      .c_o (carry3)
    );

    wire sum4;
    wire carry4;

    full_adder u_add4 (
      .a_i (g_column11.carry0),
      .b_i (sum0),
      .c_i (g_column11.carry1),
      .s_o (sum4),
      .c_o (carry4)
    );

    wire sum5;
    wire carry5;

    full_adder u_add5 (
      .a_i (g_column11.carry2),
      .b_i (g_column11.carry3),
      .c_i (g_column11.carry4),
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
      .a_i (g_column11.carry5),
      .b_i (g_column11.carry6),
      .c_i (g_column11.carry7),
      .s_o (sum7),
      .c_o (carry7)
    );

    wire sum8;
    wire carry8;

    full_adder u_add8 (
      .a_i (g_column11.carry8),
      .b_i (sum4),
      .c_i (sum5),
      .s_o (sum8),
      .c_o (carry8)
    );

    wire sum9;
    wire carry9;

    full_adder u_add9 (
      .a_i (sum6),
      .b_i (g_column11.carry9),
      .c_i (g_column11.carry10),
      .s_o (sum9),
      .c_o (carry9)
    );

    wire sum10;
    wire carry10;

    full_adder u_add10 (
      .a_i (g_column11.carry11),
      .b_i (sum7),
      .c_i (sum8),
      .s_o (sum10),
      .c_o (carry10)
    );

    wire sum11;
    wire carry11;

    full_adder u_add11 (
      .a_i (g_column11.carry12),
      .b_i (g_column11.carry13),
      .c_i (sum9),
      .s_o (sum11),
      .c_o (carry11)
    );

    wire sum12;
    wire carry12;

    full_adder u_add12 (
      .a_i (sum10),
      .b_i (g_column11.carry14),
      .c_i (g_column11.carry15),
      .s_o (sum12),
      .c_o (carry12)
    );

    wire sum13;
    wire carry13;

    full_adder u_add13 (
      .a_i (sum11),
      .b_i (g_column11.carry16),
      .c_i (sum12),
      .s_o (sum13),
      .c_o (carry13)
    );

    wire sum14;
    wire carry14;

    full_adder u_add14 (
      .a_i (g_column11.carry17),
      .b_i (sum13),
      .c_i (g_column11.carry18),
      .s_o (sum14),
      .c_o (carry14)
    );

    wire sum15;
    wire carry15;

    full_adder u_add15 (
      .a_i (stage1_q[0]),
      .b_i (feedback[12]),
      .c_i (g_column11.carry19),
      .s_o (sum15),
      .c_o (carry15)
    );

    assign sum[12] = sum15;

    wire [1-1:0] stage1;
    assign stage1[0] = sum14;

    always @(posedge clk_i) begin
      stage1_q <= stage1;
    end
  end

  if (1) begin : g_column13
    reg [1-1:0] stage1_q;
    wire product_lane0_x7_w6;
    assign product_lane0_x7_w6 = x_i[7] & w_i[6];

    wire product_lane0_x6_w7;
    assign product_lane0_x6_w7 = ~(x_i[6] & w_i[7]);

    wire product_lane1_x7_w6;
    assign product_lane1_x7_w6 = x_i[15] & w_i[14];

    wire product_lane1_x6_w7;
    assign product_lane1_x6_w7 = ~(x_i[14] & w_i[15]);

    wire product_lane2_x7_w6;
    assign product_lane2_x7_w6 = x_i[23] & w_i[22];

    wire product_lane2_x6_w7;
    assign product_lane2_x6_w7 = ~(x_i[22] & w_i[23]);

    wire product_lane3_x7_w6;
    assign product_lane3_x7_w6 = x_i[31] & w_i[30];

    wire product_lane3_x6_w7;
    assign product_lane3_x6_w7 = ~(x_i[30] & w_i[31]);

    wire sum0;
    wire carry0;

    full_adder u_add0 (
      .a_i (product_lane0_x6_w7),
      .b_i (product_lane1_x6_w7),
      .c_i (product_lane2_x6_w7),
      .s_o (sum0),
      .c_o (carry0)
    );

    wire sum1;
    wire carry1;

    full_adder u_add1 (
      .a_i (product_lane3_x6_w7),
      .b_i (product_lane0_x7_w6),
      .c_i (product_lane1_x7_w6),
      .s_o (sum1),
      .c_o (carry1)
    );

    wire sum2;
    wire carry2;

    full_adder u_add2 (
      .a_i (product_lane2_x7_w6),
      .b_i (product_lane3_x7_w6),
      .c_i (g_column12.carry0),
      .s_o (sum2),
      .c_o (carry2)
    );

    wire sum3;
    wire carry3;

    full_adder u_add3 (
      .a_i (sum0),
      .b_i (g_column12.carry1),
      .c_i (g_column12.carry2),
      .s_o (sum3),
      .c_o (carry3)
    );

    wire sum4;
    wire carry4;

    full_adder u_add4 (
      .a_i (g_column12.carry3),
      .b_i (sum1),
      .c_i (sum2),
      .s_o (sum4),
      .c_o (carry4)
    );

    wire sum5;
    wire carry5;

    full_adder u_add5 (
      .a_i (g_column12.carry4),
      .b_i (g_column12.carry5),
      .c_i (g_column12.carry6),
      .s_o (sum5),
      .c_o (carry5)
    );

    wire sum6;
    wire carry6;

    full_adder u_add6 (
      .a_i (sum3),
      .b_i (g_column12.carry7),
      .c_i (sum4),
      .s_o (sum6),
      .c_o (carry6)
    );

    wire sum7;
    wire carry7;

    full_adder u_add7 (
      .a_i (g_column12.carry8),
      .b_i (sum5),
      .c_i (g_column12.carry9),
      .s_o (sum7),
      .c_o (carry7)
    );

    wire sum8;
    wire carry8;

    full_adder u_add8 (
      .a_i (sum6),
      .b_i (g_column12.carry10),
      .c_i (g_column12.carry11),
      .s_o (sum8),
      .c_o (carry8)
    );

    wire sum9;
    wire carry9;

    full_adder u_add9 (
      .a_i (sum7),
      .b_i (g_column12.carry12),
      .c_i (sum8),
      .s_o (sum9),
      .c_o (carry9)
    );

    wire sum10;
    wire carry10;

    full_adder u_add10 (
      .a_i (g_column12.carry13),
      .b_i (sum9),
      .c_i (g_column12.carry14),
      .s_o (sum10),
      .c_o (carry10)
    );

    wire sum11;
    wire carry11;

    full_adder u_add11 (
      .a_i (stage1_q[0]),
      .b_i (feedback[13]),
      .c_i (g_column12.carry15),
      .s_o (sum11),
      .c_o (carry11)
    );

    assign sum[13] = sum11;

    wire [1-1:0] stage1;
    assign stage1[0] = sum10;

    always @(posedge clk_i) begin
      stage1_q <= stage1;
    end
  end

  if (1) begin : g_column14
    reg [1-1:0] stage1_q;
    wire product_lane0_x7_w7;
    assign product_lane0_x7_w7 = ~(x_i[7] & w_i[7]);

    wire product_lane1_x7_w7;
    assign product_lane1_x7_w7 = ~(x_i[15] & w_i[15]);

    wire product_lane2_x7_w7;
    assign product_lane2_x7_w7 = ~(x_i[23] & w_i[23]);

    wire product_lane3_x7_w7;
    assign product_lane3_x7_w7 = ~(x_i[31] & w_i[31]);

    wire sum0;
    wire carry0;

    full_adder u_add0 (
      .a_i (product_lane0_x7_w7),
      .b_i (product_lane1_x7_w7),
      .c_i (product_lane2_x7_w7),
      .s_o (sum0),
      .c_o (carry0)
    );

    wire sum1;
    wire carry1;

    full_adder u_add1 (
      .a_i (product_lane3_x7_w7),
      .b_i (g_column13.carry0),
      .c_i (sum0),
      .s_o (sum1),
      .c_o (carry1)
    );

    wire sum2;
    wire carry2;

    full_adder u_add2 (
      .a_i (g_column13.carry1),
      .b_i (g_column13.carry2),
      .c_i (g_column13.carry3),
      .s_o (sum2),
      .c_o (carry2)
    );

    wire sum3;
    wire carry3;

    full_adder u_add3 (
      .a_i (sum1),
      .b_i (g_column13.carry4),
      .c_i (g_column13.carry5),
      .s_o (sum3),
      .c_o (carry3)
    );

    wire sum4;
    wire carry4;

    full_adder u_add4 (
      .a_i (sum2),
      .b_i (g_column13.carry6),
      .c_i (sum3),
      .s_o (sum4),
      .c_o (carry4)
    );

    wire sum5;
    wire carry5;

    full_adder u_add5 (
      .a_i (g_column13.carry7),
      .b_i (sum4),
      .c_i (g_column13.carry8),
      .s_o (sum5),
      .c_o (carry5)
    );

    wire sum6;
    wire carry6;

    full_adder u_add6 (
      .a_i (g_column13.carry9),
      .b_i (sum5),
      .c_i (g_column13.carry10),
      .s_o (sum6),
      .c_o (carry6)
    );

    wire sum7;
    wire carry7;

    full_adder u_add7 (
      .a_i (stage1_q[0]),
      .b_i (feedback[14]),
      .c_i (g_column13.carry11),
      .s_o (sum7),
      .c_o (carry7)
    );

    assign sum[14] = sum7;

    wire [1-1:0] stage1;
    assign stage1[0] = sum6;

    always @(posedge clk_i) begin
      stage1_q <= stage1;
    end
  end

  if (1) begin : g_column15
    reg [1-1:0] stage1_q;
    wire sum0;
    wire carry0;

    full_adder u_add0 (
      .a_i (g_column14.carry0),
      .b_i (g_column14.carry1),
      .c_i (g_column14.carry2),
      .s_o (sum0),
      .c_o (carry0)
    );

    wire sum1;
    wire carry1;

    full_adder u_add1 (
      .a_i (g_column14.carry3),
      .b_i (sum0),
      .c_i (g_column14.carry4),
      .s_o (sum1),
      .c_o (carry1)
    );

    wire sum2;
    wire carry2;

    full_adder u_add2 (
      .a_i (sum1),
      .b_i (g_column14.carry5),
      .c_i (g_column14.carry6),
      .s_o (sum2),
      .c_o (carry2)
    );

    wire sum3;
    wire carry3;

    full_adder u_add3 (
      .a_i (stage1_q[0]),
      .b_i (feedback[15]),
      .c_i (g_column14.carry7),
      .s_o (sum3),
      .c_o (carry3)
    );

    assign sum[15] = sum3;

    wire [1-1:0] stage1;
    assign stage1[0] = sum2;

    always @(posedge clk_i) begin
      stage1_q <= stage1;
    end
  end

  if (1) begin : g_column16
    reg [1-1:0] stage1_q;
    wire sum0;
    wire carry0;

    full_adder u_add0 (
      .a_i (g_column15.carry0),
      .b_i (g_column15.carry1),
      .c_i (g_column15.carry2),
      .s_o (sum0),
      .c_o (carry0)
    );

    wire sum1;
    wire carry1;

    full_adder u_add1 (
      .a_i (stage1_q[0]),
      .b_i (feedback[16]),
      .c_i (g_column15.carry3),
      .s_o (sum1),
      .c_o (carry1)
    );

    assign sum[16] = sum1;

    wire [1-1:0] stage1;
    assign stage1[0] = sum0;

    always @(posedge clk_i) begin
      stage1_q <= stage1;
    end
  end

  if (1) begin : g_column17
    reg [1-1:0] stage1_q;
    wire sum0;
    assign sum0 = ~g_column16.carry0;

    wire sum1;
    wire carry1;

    full_adder u_add1 (
      .a_i (stage1_q[0]),
      .b_i (feedback[17]),
      .c_i (g_column16.carry1),
      .s_o (sum1),
      .c_o (carry1)
    );

    assign sum[17] = sum1;

    wire [1-1:0] stage1;
    assign stage1[0] = sum0;

    always @(posedge clk_i) begin
      stage1_q <= stage1;
    end
  end

  if (1) begin : g_column18
    reg [1-1:0] stage1_q;
    wire sum0;
    assign sum0 = ~g_column16.carry0;

    wire sum1;
    wire carry1;

    full_adder u_add1 (
      .a_i (stage1_q[0]),
      .b_i (feedback[18]),
      .c_i (g_column17.carry1),
      .s_o (sum1),
      .c_o (carry1)
    );

    assign sum[18] = sum1;

    wire [1-1:0] stage1;
    assign stage1[0] = sum0;

    always @(posedge clk_i) begin
      stage1_q <= stage1;
    end
  end

  if (1) begin : g_column19
    reg [1-1:0] stage1_q;
    wire sum0;
    assign sum0 = ~g_column16.carry0;

    wire sum1;
    wire carry1;

    full_adder u_add1 (
      .a_i (stage1_q[0]),
      .b_i (feedback[19]),
      .c_i (g_column18.carry1),
      .s_o (sum1),
      .c_o (carry1)
    );

    assign sum[19] = sum1;

    wire [1-1:0] stage1;
    assign stage1[0] = sum0;

    always @(posedge clk_i) begin
      stage1_q <= stage1;
    end
  end

  if (1) begin : g_column20
    reg [1-1:0] stage1_q;
    wire sum0;
    assign sum0 = ~g_column16.carry0;

    wire sum1;
    wire carry1;

    full_adder u_add1 (
      .a_i (stage1_q[0]),
      .b_i (feedback[20]),
      .c_i (g_column19.carry1),
      .s_o (sum1),
      .c_o (carry1)
    );

    assign sum[20] = sum1;

    wire [1-1:0] stage1;
    assign stage1[0] = sum0;

    always @(posedge clk_i) begin
      stage1_q <= stage1;
    end
  end

  if (1) begin : g_column21
    reg [1-1:0] stage1_q;
    wire sum0;
    assign sum0 = ~g_column16.carry0;

    wire sum1;
    wire carry1;

    full_adder u_add1 (
      .a_i (stage1_q[0]),
      .b_i (feedback[21]),
      .c_i (g_column20.carry1),
      .s_o (sum1),
      .c_o (carry1)
    );

    assign sum[21] = sum1;

    wire [1-1:0] stage1;
    assign stage1[0] = sum0;

    always @(posedge clk_i) begin
      stage1_q <= stage1;
    end
  end

  if (1) begin : g_column22
    reg [1-1:0] stage1_q;
    wire sum0;
    assign sum0 = ~g_column16.carry0;

    wire sum1;
    wire carry1;

    full_adder u_add1 (
      .a_i (stage1_q[0]),
      .b_i (feedback[22]),
      .c_i (g_column21.carry1),
      .s_o (sum1),
      .c_o (carry1)
    );

    assign sum[22] = sum1;

    wire [1-1:0] stage1;
    assign stage1[0] = sum0;

    always @(posedge clk_i) begin
      stage1_q <= stage1;
    end
  end

  if (1) begin : g_column23
    reg [1-1:0] stage1_q;
    wire sum0;
    assign sum0 = ~g_column16.carry0;

    wire sum1;
    wire carry1;

    full_adder u_add1 (
      .a_i (stage1_q[0]),
      .b_i (feedback[23]),
      .c_i (g_column22.carry1),
      .s_o (sum1),
      .c_o (carry1)
    );

    assign sum[23] = sum1;

    wire [1-1:0] stage1;
    assign stage1[0] = sum0;

    always @(posedge clk_i) begin
      stage1_q <= stage1;
    end
  end

  if (1) begin : g_column24
    reg [1-1:0] stage1_q;
    wire sum0;
    assign sum0 = ~g_column16.carry0;

    wire sum1;
    wire carry1;

    full_adder u_add1 (
      .a_i (stage1_q[0]),
      .b_i (feedback[24]),
      .c_i (g_column23.carry1),
      .s_o (sum1),
      .c_o (carry1)
    );

    assign sum[24] = sum1;

    wire [1-1:0] stage1;
    assign stage1[0] = sum0;

    always @(posedge clk_i) begin
      stage1_q <= stage1;
    end
  end

  if (1) begin : g_column25
    reg [1-1:0] stage1_q;
    wire sum0;
    assign sum0 = ~g_column16.carry0;

    wire sum1;
    wire carry1;

    full_adder u_add1 (
      .a_i (stage1_q[0]),
      .b_i (feedback[25]),
      .c_i (g_column24.carry1),
      .s_o (sum1),
      .c_o (carry1)
    );

    assign sum[25] = sum1;

    wire [1-1:0] stage1;
    assign stage1[0] = sum0;

    always @(posedge clk_i) begin
      stage1_q <= stage1;
    end
  end

  if (1) begin : g_column26
    reg [1-1:0] stage1_q;
    wire sum0;
    assign sum0 = ~g_column16.carry0;

    wire sum1;
    wire carry1;

    full_adder u_add1 (
      .a_i (stage1_q[0]),
      .b_i (feedback[26]),
      .c_i (g_column25.carry1),
      .s_o (sum1),
      .c_o (carry1)
    );

    assign sum[26] = sum1;

    wire [1-1:0] stage1;
    assign stage1[0] = sum0;

    always @(posedge clk_i) begin
      stage1_q <= stage1;
    end
  end

  if (1) begin : g_column27
    reg [1-1:0] stage1_q;
    wire sum0;
    assign sum0 = ~g_column16.carry0;

    wire sum1;
    wire carry1;

    full_adder u_add1 (
      .a_i (stage1_q[0]),
      .b_i (feedback[27]),
      .c_i (g_column26.carry1),
      .s_o (sum1),
      .c_o (carry1)
    );

    assign sum[27] = sum1;

    wire [1-1:0] stage1;
    assign stage1[0] = sum0;

    always @(posedge clk_i) begin
      stage1_q <= stage1;
    end
  end

  if (1) begin : g_column28
    reg [1-1:0] stage1_q;
    wire sum0;
    assign sum0 = ~g_column16.carry0;

    wire sum1;
    wire carry1;

    full_adder u_add1 (
      .a_i (stage1_q[0]),
      .b_i (feedback[28]),
      .c_i (g_column27.carry1),
      .s_o (sum1),
      .c_o (carry1)
    );

    assign sum[28] = sum1;

    wire [1-1:0] stage1;
    assign stage1[0] = sum0;

    always @(posedge clk_i) begin
      stage1_q <= stage1;
    end
  end

  if (1) begin : g_column29
    reg [1-1:0] stage1_q;
    wire sum0;
    assign sum0 = ~g_column16.carry0;

    wire sum1;
    wire carry1;

    full_adder u_add1 (
      .a_i (stage1_q[0]),
      .b_i (feedback[29]),
      .c_i (g_column28.carry1),
      .s_o (sum1),
      .c_o (carry1)
    );

    assign sum[29] = sum1;

    wire [1-1:0] stage1;
    assign stage1[0] = sum0;

    always @(posedge clk_i) begin
      stage1_q <= stage1;
    end
  end

  if (1) begin : g_column30
    reg [1-1:0] stage1_q;
    wire sum0;
    assign sum0 = ~g_column16.carry0;

    wire sum1;
    wire carry1;

    full_adder u_add1 (
      .a_i (stage1_q[0]),
      .b_i (feedback[30]),
      .c_i (g_column29.carry1),
      .s_o (sum1),
      .c_o (carry1)
    );

    assign sum[30] = sum1;

    wire [1-1:0] stage1;
    assign stage1[0] = sum0;

    always @(posedge clk_i) begin
      stage1_q <= stage1;
    end
  end

  if (1) begin : g_column31
    reg [1-1:0] stage1_q;
    wire sum0;
    assign sum0 = ~g_column16.carry0;

    wire sum1;
    assign sum1 = stage1_q[0] ^ feedback[31] ^ g_column30.carry1;
    assign sum[31] = sum1;

    wire [1-1:0] stage1;
    assign stage1[0] = sum0;

    always @(posedge clk_i) begin
      stage1_q <= stage1;
    end
  end

  always @(posedge clk_i) begin
    if (!rst_ni) begin
      acc_q <= {AccWidth{1'b0}};
    end else begin
      acc_q <= sum;
    end
  end

  assign acc_o = acc_q;

  // Illegal parameters stop elaboration here: there is no module of these names.
  if (XWidth != 8) begin : g_illegal_XWidth
    XWidth_must_be_8 u_stop ();
  end
  if (WWidth != 8) begin : g_illegal_WWidth
    WWidth_must_be_8 u_stop ();
  end
  if (XSigned != 0) begin : g_illegal_XSigned
    XSigned_must_be_0 u_stop ();
  end
  if (WSigned != 1) begin : g_illegal_WSigned
    WSigned_must_be_1 u_stop ();
  end
  if (AccWidth != 32) begin : g_illegal_AccWidth
    AccWidth_must_be_32 u_stop ();
  end
  if (Lanes != 4) begin : g_illegal_Lanes
    Lanes_must_be_4 u_stop ();
  end

endmodule

`default_nettype wire
