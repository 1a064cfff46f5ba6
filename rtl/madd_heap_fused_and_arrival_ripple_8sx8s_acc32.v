// SPDX-License-Identifier: Apache-2.0
//
// Multiply-add in one bit heap: sum_o = addend_i + x_i * w_i, modulo 2^AccWidth, 8 and 8 bits.
// Partial products: and; reduction: arrival; final adder: ripple. Bits of the same weight are in
// the block of their column, g_column<weight>.
//
// Parameters:
//   XWidth    bits of x_i; legal: 8
//   WWidth    bits of w_i; legal: 8
//   XSigned   1: x_i is two's complement, 0: unsigned; legal: 1
//   WSigned   1: w_i is two's complement, 0: unsigned; legal: 1
//   AccWidth  bits of addend_i and sum_o; legal: 32
//
// Latency: combinational
//
// Signedness: fixed; the sum is signed if either operand is
//
// Source: generator/arith/heap.h: Dadda 1965, Baugh and Wooley 1973, Oklobdzija 1996

`default_nettype none

module madd_heap_fused_and_arrival_ripple_8sx8s_acc32 #(
  parameter integer XWidth = 8,
  parameter integer WWidth = 8,
  parameter integer XSigned = 1,
  parameter integer WSigned = 1,
  parameter integer AccWidth = 32
) (
  input  wire [XWidth-1:0]   x_i,
  input  wire [WWidth-1:0]   w_i,
  input  wire [AccWidth-1:0] addend_i,
  output wire [AccWidth-1:0] sum_o
);

  // The heap, column 31 at the left (o: a bit, 1: a constant):
  //   oooooooooooooooooooooooooooooooo
  //   11111111111111111ooooooooooooooo
  //                     ooooooooooooo
  //                      ooooooooooo
  //                       ooooooooo
  //                        ooooooo
  //                         ooooo
  //                          ooo
  //                          1o
  if (1) begin : g_column0
    wire product_x0_w0;
    assign product_x0_w0 = x_i[0] & w_i[0];

    wire sum0;
    wire carry0;

    half_adder u_add0 (
      .a_i (addend_i[0]),
      .b_i (product_x0_w0),
      .s_o (sum0),
      .c_o (carry0)
    );

    assign sum_o[0] = sum0;
  end

  if (1) begin : g_column1
    wire product_x1_w0;
    assign product_x1_w0 = x_i[1] & w_i[0];

    wire product_x0_w1;
    assign product_x0_w1 = x_i[0] & w_i[1];

    wire sum0;
    wire carry0;

    half_adder u_add0 (
      .a_i (addend_i[1]),
      .b_i (product_x1_w0),
      .s_o (sum0),
      .c_o (carry0)
    );

    wire sum1;
    wire carry1;

    full_adder u_add1 (
      .a_i (product_x0_w1),
      .b_i (g_column0.carry0),
      .c_i (sum0),
      .s_o (sum1),
      .c_o (carry1)
    );

    assign sum_o[1] = sum1;
  end

  if (1) begin : g_column2
    wire product_x2_w0;
    assign product_x2_w0 = x_i[2] & w_i[0];

    wire product_x1_w1;
    assign product_x1_w1 = x_i[1] & w_i[1];

    wire product_x0_w2;
    assign product_x0_w2 = x_i[0] & w_i[2];

    wire sum0;
    wire carry0;

    half_adder u_add0 (
      .a_i (addend_i[2]),
      .b_i (product_x2_w0),
      .s_o (sum0),
      .c_o (carry0)
    );

    wire sum1;
    wire carry1;

    full_adder u_add1 (
      .a_i (product_x1_w1),
      .b_i (product_x0_w2),
      .c_i (g_column1.carry0),
      .s_o (sum1),
      .c_o (carry1)
    );

    wire sum2;
    wire carry2;

    full_adder u_add2 (
      .a_i (sum0),
      .b_i (g_column1.carry1),
      .c_i (sum1),
      .s_o (sum2),
      .c_o (carry2)
    );

    assign sum_o[2] = sum2;
  end

  if (1) begin : g_column3
    wire product_x3_w0;
    assign product_x3_w0 = x_i[3] & w_i[0];

    wire product_x2_w1;
    assign product_x2_w1 = x_i[2] & w_i[1];

    wire product_x1_w2;
    assign product_x1_w2 = x_i[1] & w_i[2];

    wire product_x0_w3;
    assign product_x0_w3 = x_i[0] & w_i[3];

    wire sum0;
    wire carry0;

    half_adder u_add0 (
      .a_i (addend_i[3]),
      .b_i (product_x3_w0),
      .s_o (sum0),
      .c_o (carry0)
    );

    wire sum1;
    wire carry1;

    full_adder u_add1 (
      .a_i (product_x2_w1),
      .b_i (product_x1_w2),
      .c_i (product_x0_w3),
      .s_o (sum1),
      .c_o (carry1)
    );

    wire sum2;
    wire carry2;

    full_adder u_add2 (
      .a_i (g_column2.carry0),
      .b_i (sum0),
      .c_i (sum1),
      .s_o (sum2),
      .c_o (carry2)
    );

    wire sum3;
    wire carry3;

    full_adder u_add3 (
      .a_i (g_column2.carry1),
      .b_i (sum2),
      .c_i (g_column2.carry2),
      .s_o (sum3),
      .c_o (carry3)
    );

    assign sum_o[3] = sum3;
  end

  if (1) begin : g_column4
    wire product_x4_w0;
    assign product_x4_w0 = x_i[4] & w_i[0];

    wire product_x3_w1;
    assign product_x3_w1 = x_i[3] & w_i[1];

    wire product_x2_w2;
    assign product_x2_w2 = x_i[2] & w_i[2];

    wire product_x1_w3;
    assign product_x1_w3 = x_i[1] & w_i[3];

    wire product_x0_w4;
    assign product_x0_w4 = x_i[0] & w_i[4];

    wire sum0;
    wire carry0;

    half_adder u_add0 (
      .a_i (addend_i[4]),
      .b_i (product_x4_w0),
      .s_o (sum0),
      .c_o (carry0)
    );

    wire sum1;
    wire carry1;

    full_adder u_add1 (
      .a_i (product_x3_w1),
      .b_i (product_x2_w2),
      .c_i (product_x1_w3),
      .s_o (sum1),
      .c_o (carry1)
    );

    wire sum2;
    wire carry2;

    full_adder u_add2 (
      .a_i (product_x0_w4),
      .b_i (g_column3.carry0),
      .c_i (sum0),
      .s_o (sum2),
      .c_o (carry2)
    );

    wire sum3;
    wire carry3;

    full_adder u_add3 (
      .a_i (g_column3.carry1),
      .b_i (sum1),
      .c_i (sum2),
      .s_o (sum3),
      .c_o (carry3)
    );

    wire sum4;
    wire carry4;

    full_adder u_add4 (
      .a_i (g_column3.carry2),
      .b_i (sum3),
      .c_i (g_column3.carry3),
      .s_o (sum4),
      .c_o (carry4)
    );

    assign sum_o[4] = sum4;
  end

  if (1) begin : g_column5
    wire product_x5_w0;
    assign product_x5_w0 = x_i[5] & w_i[0];

    wire product_x4_w1;
    assign product_x4_w1 = x_i[4] & w_i[1];

    wire product_x3_w2;
    assign product_x3_w2 = x_i[3] & w_i[2];

    wire product_x2_w3;
    assign product_x2_w3 = x_i[2] & w_i[3];

    wire product_x1_w4;
    assign product_x1_w4 = x_i[1] & w_i[4];

    wire product_x0_w5;
    assign product_x0_w5 = x_i[0] & w_i[5];

    wire sum0;
    wire carry0;

    half_adder u_add0 (
      .a_i (addend_i[5]),
      .b_i (product_x5_w0),
      .s_o (sum0),
      .c_o (carry0)
    );

    wire sum1;
    wire carry1;

    full_adder u_add1 (
      .a_i (product_x4_w1),
      .b_i (product_x3_w2),
      .c_i (product_x2_w3),
      .s_o (sum1),
      .c_o (carry1)
    );

    wire sum2;
    wire carry2;

    full_adder u_add2 (
      .a_i (product_x1_w4),
      .b_i (product_x0_w5),
      .c_i (g_column4.carry0),
      .s_o (sum2),
      .c_o (carry2)
    );

    wire sum3;
    wire carry3;

    full_adder u_add3 (
      .a_i (sum0),
      .b_i (g_column4.carry1),
      .c_i (sum1),
      .s_o (sum3),
      .c_o (carry3)
    );

    wire sum4;
    wire carry4;

    full_adder u_add4 (
      .a_i (g_column4.carry2),
      .b_i (sum2),
      .c_i (sum3),
      .s_o (sum4),
      .c_o (carry4)
    );

    wire sum5;
    wire carry5;

    full_adder u_add5 (
      .a_i (g_column4.carry3),
      .b_i (sum4),
      .c_i (g_column4.carry4),
      .s_o (sum5),
      .c_o (carry5)
    );

    assign sum_o[5] = sum5;
  end

  if (1) begin : g_column6
    wire product_x6_w0;
    assign product_x6_w0 = x_i[6] & w_i[0];

    wire product_x5_w1;
    assign product_x5_w1 = x_i[5] & w_i[1];

    wire product_x4_w2;
    assign product_x4_w2 = x_i[4] & w_i[2];

    wire product_x3_w3;
    assign product_x3_w3 = x_i[3] & w_i[3];

    wire product_x2_w4;
    assign product_x2_w4 = x_i[2] & w_i[4];

    wire product_x1_w5;
    assign product_x1_w5 = x_i[1] & w_i[5];

    wire product_x0_w6;
    assign product_x0_w6 = x_i[0] & w_i[6];

    wire sum0;
    wire carry0;

    half_adder u_add0 (
      .a_i (addend_i[6]),
      .b_i (product_x6_w0),
      .s_o (sum0),
      .c_o (carry0)
    );

    wire sum1;
    wire carry1;

    full_adder u_add1 (
      .a_i (product_x5_w1),
      .b_i (product_x4_w2),
      .c_i (product_x3_w3),
      .s_o (sum1),
      .c_o (carry1)
    );

    wire sum2;
    wire carry2;

    full_adder u_add2 (
      .a_i (product_x2_w4),
      .b_i (product_x1_w5),
      .c_i (product_x0_w6),
      .s_o (sum2),
      .c_o (carry2)
    );

    wire sum3;
    wire carry3;

    full_adder u_add3 (
      .a_i (g_column5.carry0),
      .b_i (sum0),
      .c_i (g_column5.carry1),
      .s_o (sum3),
      .c_o (carry3)
    );

    wire sum4;
    wire carry4;

    full_adder u_add4 (
      .a_i (sum1),
      .b_i (sum2),
      .c_i (g_column5.carry2),
      .s_o (sum4),
      .c_o (carry4)
    );

    wire sum5;
    wire carry5;

    full_adder u_add5 (
      .a_i (g_column5.carry3),
      .b_i (sum3),
      .c_i (sum4),
      .s_o (sum5),
      .c_o (carry5)
    );

    wire sum6;
    wire carry6;

    full_adder u_add6 (
      .a_i (g_column5.carry4),
      .b_i (sum5),
      .c_i (g_column5.carry5),
      .s_o (sum6),
      .c_o (carry6)
    );

    assign sum_o[6] = sum6;
  end

  if (1) begin : g_column7
    wire product_x7_w0;
    assign product_x7_w0 = ~(x_i[7] & w_i[0]);

    wire product_x6_w1;
    assign product_x6_w1 = x_i[6] & w_i[1];

    wire product_x5_w2;
    assign product_x5_w2 = x_i[5] & w_i[2];

    wire product_x4_w3;
    assign product_x4_w3 = x_i[4] & w_i[3];

    wire product_x3_w4;
    assign product_x3_w4 = x_i[3] & w_i[4];

    wire product_x2_w5;
    assign product_x2_w5 = x_i[2] & w_i[5];

    wire product_x1_w6;
    assign product_x1_w6 = x_i[1] & w_i[6];

    wire product_x0_w7;
    assign product_x0_w7 = ~(x_i[0] & w_i[7]);

    wire sum0;
    wire carry0;

    half_adder u_add0 (
      .a_i (addend_i[7]),
      .b_i (product_x7_w0),
      .s_o (sum0),
      .c_o (carry0)
    );

    wire sum1;
    wire carry1;

    full_adder u_add1 (
      .a_i (product_x0_w7),
      .b_i (product_x6_w1),
      .c_i (product_x5_w2),
      .s_o (sum1),
      .c_o (carry1)
    );

    wire sum2;
    wire carry2;

    full_adder u_add2 (
      .a_i (product_x4_w3),
      .b_i (product_x3_w4),
      .c_i (product_x2_w5),
      .s_o (sum2),
      .c_o (carry2)
    );

    wire sum3;
    wire carry3;

    full_adder u_add3 (
      .a_i (product_x1_w6),
      .b_i (sum0),
      .c_i (g_column6.carry0),
      .s_o (sum3),
      .c_o (carry3)
    );

    wire sum4;
    wire carry4;

    full_adder u_add4 (
      .a_i (g_column6.carry1),
      .b_i (g_column6.carry2),
      .c_i (sum1),
      .s_o (sum4),
      .c_o (carry4)
    );

    wire sum5;
    wire carry5;

    full_adder u_add5 (
      .a_i (sum2),
      .b_i (g_column6.carry3),
      .c_i (sum3),
      .s_o (sum5),
      .c_o (carry5)
    );

    wire sum6;
    wire carry6;

    full_adder u_add6 (
      .a_i (sum4),
      .b_i (g_column6.carry4),
      .c_i (sum5),
      .s_o (sum6),
      .c_o (carry6)
    );

    wire sum7;
    wire carry7;

    full_adder u_add7 (
      .a_i (g_column6.carry5),
      .b_i (sum6),
      .c_i (g_column6.carry6),
      .s_o (sum7),
      .c_o (carry7)
    );

    assign sum_o[7] = sum7;
  end

  if (1) begin : g_column8
    wire product_x7_w1;
    assign product_x7_w1 = ~(x_i[7] & w_i[1]);

    wire product_x6_w2;
    assign product_x6_w2 = x_i[6] & w_i[2];

    wire product_x5_w3;
    assign product_x5_w3 = x_i[5] & w_i[3];

    wire product_x4_w4;
    assign product_x4_w4 = x_i[4] & w_i[4];

    wire product_x3_w5;
    assign product_x3_w5 = x_i[3] & w_i[5];

    wire product_x2_w6;
    assign product_x2_w6 = x_i[2] & w_i[6];

    wire product_x1_w7;
    assign product_x1_w7 = ~(x_i[1] & w_i[7]);

    wire sum0;
    assign sum0 = ~(addend_i[8] ^ product_x7_w1);

    wire carry0;
    assign carry0 = addend_i[8] | product_x7_w1;

    wire sum1;
    wire carry1;

    full_adder u_add1 (
      .a_i (product_x1_w7),
      .b_i (product_x6_w2),
      .c_i (product_x5_w3),
      .s_o (sum1),
      .c_o (carry1)
    );

    wire sum2;
    wire carry2;

    full_adder u_add2 (
      .a_i (product_x4_w4),
      .b_i (product_x3_w5),
      .c_i (product_x2_w6),
      .s_o (sum2),
      .c_o (carry2)
    );

    wire sum3;
    wire carry3;

    full_adder u_add3 (
      .a_i (g_column7.carry0),
      .b_i (sum0),
      .c_i (g_column7.carry1),
      .s_o (sum3),
      .c_o (carry3)
    );

    wire sum4;
    wire carry4;

    full_adder u_add4 (
      .a_i (g_column7.carry2),
      .b_i (sum1),
      .c_i (sum2),
      .s_o (sum4),
      .c_o (carry4)
    );

    wire sum5;
    wire carry5;

    full_adder u_add5 (
      .a_i (g_column7.carry3),
      .b_i (g_column7.carry4),
      .c_i (sum3),
      .s_o (sum5),
      .c_o (carry5)
    );

    wire sum6;
    wire carry6;

    full_adder u_add6 (
      .a_i (sum4),
      .b_i (g_column7.carry5),
      .c_i (sum5),
      .s_o (sum6),
      .c_o (carry6)
    );

    wire sum7;
    wire carry7;

    full_adder u_add7 (
      .a_i (g_column7.carry6),
      .b_i (sum6),
      .c_i (g_column7.carry7),
      .s_o (sum7),
      .c_o (carry7)
    );

    assign sum_o[8] = sum7;
  end

  if (1) begin : g_column9
    wire product_x7_w2;
    assign product_x7_w2 = ~(x_i[7] & w_i[2]);

    wire product_x6_w3;
    assign product_x6_w3 = x_i[6] & w_i[3];

    wire product_x5_w4;
    assign product_x5_w4 = x_i[5] & w_i[4];

    wire product_x4_w5;
    assign product_x4_w5 = x_i[4] & w_i[5];

    wire product_x3_w6;
    assign product_x3_w6 = x_i[3] & w_i[6];

    wire product_x2_w7;
    assign product_x2_w7 = ~(x_i[2] & w_i[7]);

    wire sum0;
    wire carry0;

    full_adder u_add0 (
      .a_i (addend_i[9]),
      .b_i (product_x7_w2),
      .c_i (product_x2_w7),
      .s_o (sum0),
      .c_o (carry0)
    );

    wire sum1;
    wire carry1;

    full_adder u_add1 (
      .a_i (product_x6_w3),
      .b_i (product_x5_w4),
      .c_i (product_x4_w5),
      .s_o (sum1),
      .c_o (carry1)
    );

    wire sum2;
    wire carry2;

    full_adder u_add2 (
      .a_i (product_x3_w6),
      .b_i (g_column8.carry0),
      .c_i (sum0),
      .s_o (sum2),
      .c_o (carry2)
    );

    wire sum3;
    wire carry3;

    full_adder u_add3 (
      .a_i (g_column8.carry1),
      .b_i (g_column8.carry2),
      .c_i (sum1),
      .s_o (sum3),
      .c_o (carry3)
    );

    wire sum4;
    wire carry4;

    full_adder u_add4 (
      .a_i (g_column8.carry3),
      .b_i (sum2),
      .c_i (g_column8.carry4),
      .s_o (sum4),
      .c_o (carry4)
    );

    wire sum5;
    wire carry5;

    full_adder u_add5 (
      .a_i (sum3),
      .b_i (g_column8.carry5),
      .c_i (sum4),
      .s_o (sum5),
      .c_o (carry5)
    );

    wire sum6;
    wire carry6;

    full_adder u_add6 (
      .a_i (g_column8.carry6),
      .b_i (sum5),
      .c_i (g_column8.carry7),
      .s_o (sum6),
      .c_o (carry6)
    );

    assign sum_o[9] = sum6;
  end

  if (1) begin : g_column10
    wire product_x7_w3;
    assign product_x7_w3 = ~(x_i[7] & w_i[3]);

    wire product_x6_w4;
    assign product_x6_w4 = x_i[6] & w_i[4];

    wire product_x5_w5;
    assign product_x5_w5 = x_i[5] & w_i[5];

    wire product_x4_w6;
    assign product_x4_w6 = x_i[4] & w_i[6];

    wire product_x3_w7;
    assign product_x3_w7 = ~(x_i[3] & w_i[7]);

    wire sum0;
    wire carry0;

    full_adder u_add0 (
      .a_i (addend_i[10]),
      .b_i (product_x7_w3),
      .c_i (product_x3_w7),
      .s_o (sum0),
      .c_o (carry0)
    );

    wire sum1;
    wire carry1;

    full_adder u_add1 (
      .a_i (product_x6_w4),
      .b_i (product_x5_w5),
      .c_i (product_x4_w6),
      .s_o (sum1),
      .c_o (carry1)
    );

    wire sum2;
    wire carry2;

    full_adder u_add2 (
      .a_i (g_column9.carry0),
      .b_i (sum0),
      .c_i (g_column9.carry1),
      .s_o (sum2),
      .c_o (carry2)
    );

    wire sum3;
    wire carry3;

    full_adder u_add3 (
      .a_i (sum1),
      .b_i (g_column9.carry2),
      .c_i (g_column9.carry3),
      .s_o (sum3),
      .c_o (carry3)
    );

    wire sum4;
    wire carry4;

    full_adder u_add4 (
      .a_i (sum2),
      .b_i (g_column9.carry4),
      .c_i (sum3),
      .s_o (sum4),
      .c_o (carry4)
    );

    wire sum5;
    wire carry5;

    full_adder u_add5 (
      .a_i (g_column9.carry5),
      .b_i (sum4),
      .c_i (g_column9.carry6),
      .s_o (sum5),
      .c_o (carry5)
    );

    assign sum_o[10] = sum5;
  end

  if (1) begin : g_column11
    wire product_x7_w4;
    assign product_x7_w4 = ~(x_i[7] & w_i[4]);

    wire product_x6_w5;
    assign product_x6_w5 = x_i[6] & w_i[5];

    wire product_x5_w6;
    assign product_x5_w6 = x_i[5] & w_i[6];

    wire product_x4_w7;
    assign product_x4_w7 = ~(x_i[4] & w_i[7]);

    wire sum0;
    wire carry0;

    full_adder u_add0 (
      .a_i (addend_i[11]),
      .b_i (product_x7_w4),
      .c_i (product_x4_w7),
      .s_o (sum0),
      .c_o (carry0)
    );

    wire sum1;
    wire carry1;

    full_adder u_add1 (
      .a_i (product_x6_w5),
      .b_i (product_x5_w6),
      .c_i (g_column10.carry0),
      .s_o (sum1),
      .c_o (carry1)
    );

    wire sum2;
    wire carry2;

    full_adder u_add2 (
      .a_i (sum0),
      .b_i (g_column10.carry1),
      .c_i (sum1),
      .s_o (sum2),
      .c_o (carry2)
    );

    wire sum3;
    wire carry3;

    full_adder u_add3 (
      .a_i (g_column10.carry2),
      .b_i (sum2),
      .c_i (g_column10.carry3),
      .s_o (sum3),
      .c_o (carry3)
    );

    wire sum4;
    wire carry4;

    full_adder u_add4 (
      .a_i (g_column10.carry4),
      .b_i (sum3),
      .c_i (g_column10.carry5),
      .s_o (sum4),
      .c_o (carry4)
    );

    assign sum_o[11] = sum4;
  end

  if (1) begin : g_column12
    wire product_x7_w5;
    assign product_x7_w5 = ~(x_i[7] & w_i[5]);

    wire product_x6_w6;
    assign product_x6_w6 = x_i[6] & w_i[6];

    wire product_x5_w7;
    assign product_x5_w7 = ~(x_i[5] & w_i[7]);

    wire sum0;
    wire carry0;

    full_adder u_add0 (
      .a_i (addend_i[12]),
      .b_i (product_x7_w5),
      .c_i (product_x5_w7),
      .s_o (sum0),
      .c_o (carry0)
    );

    wire sum1;
    wire carry1;

    full_adder u_add1 (
      .a_i (product_x6_w6),
      .b_i (g_column11.carry0),
      .c_i (sum0),
      .s_o (sum1),
      .c_o (carry1)
    );

    wire sum2;
    wire carry2;

    full_adder u_add2 (
      .a_i (g_column11.carry1),
      .b_i (sum1),
      .c_i (g_column11.carry2),
      .s_o (sum2),
      .c_o (carry2)
    );

    wire sum3;
    wire carry3;

    full_adder u_add3 (
      .a_i (sum2),
      .b_i (g_column11.carry3),
      .c_i (g_column11.carry4),
      .s_o (sum3),
      .c_o (carry3)
    );

    assign sum_o[12] = sum3;
  end

  if (1) begin : g_column13
    wire product_x7_w6;
    assign product_x7_w6 = ~(x_i[7] & w_i[6]);

    wire product_x6_w7;
    assign product_x6_w7 = ~(x_i[6] & w_i[7]);

    wire sum0;
    wire carry0;

    full_adder u_add0 (
      .a_i (addend_i[13]),
      .b_i (product_x7_w6),
      .c_i (product_x6_w7),
      .s_o (sum0),
      .c_o (carry0)
    );

    wire sum1;
    wire carry1;

    full_adder u_add1 (
      .a_i (g_column12.carry0),
      .b_i (sum0),
      .c_i (g_column12.carry1),
      .s_o (sum1),
      .c_o (carry1)
    );

    wire sum2;
    wire carry2;

    full_adder u_add2 (
      .a_i (sum1),
      .b_i (g_column12.carry2),
      .c_i (g_column12.carry3),
      .s_o (sum2),
      .c_o (carry2)
    );

    assign sum_o[13] = sum2;
  end

  if (1) begin : g_column14
    wire product_x7_w7;
    assign product_x7_w7 = x_i[7] & w_i[7];

    wire sum0;
    wire carry0;

    full_adder u_add0 (
      .a_i (addend_i[14]),
      .b_i (product_x7_w7),
      .c_i (g_column13.carry0),
      .s_o (sum0),
      .c_o (carry0)
    );

    wire sum1;
    wire carry1;

    full_adder u_add1 (
      .a_i (sum0),
      .b_i (g_column13.carry1),
      .c_i (g_column13.carry2),
      .s_o (sum1),
      .c_o (carry1)
    );

    assign sum_o[14] = sum1;
  end

  if (1) begin : g_column15
    wire sum0;
    assign sum0 = ~addend_i[15];

    wire sum1;
    wire carry1;

    full_adder u_add1 (
      .a_i (sum0),
      .b_i (g_column14.carry0),
      .c_i (g_column14.carry1),
      .s_o (sum1),
      .c_o (carry1)
    );

    assign sum_o[15] = sum1;
  end

  if (1) begin : g_column16
    wire sum0;
    assign sum0 = ~addend_i[16];

    wire sum1;
    wire carry1;

    full_adder u_add1 (
      .a_i (addend_i[15]),
      .b_i (sum0),
      .c_i (g_column15.carry1),
      .s_o (sum1),
      .c_o (carry1)
    );

    assign sum_o[16] = sum1;
  end

  if (1) begin : g_column17
    wire sum0;
    assign sum0 = ~addend_i[17];

    wire sum1;
    wire carry1;

    full_adder u_add1 (
      .a_i (addend_i[16]),
      .b_i (sum0),
      .c_i (g_column16.carry1),
      .s_o (sum1),
      .c_o (carry1)
    );

    assign sum_o[17] = sum1;
  end

  if (1) begin : g_column18
    wire sum0;
    assign sum0 = ~addend_i[18];

    wire sum1;
    wire carry1;

    full_adder u_add1 (
      .a_i (addend_i[17]),
      .b_i (sum0),
      .c_i (g_column17.carry1),
      .s_o (sum1),
      .c_o (carry1)
    );

    assign sum_o[18] = sum1;
  end

  if (1) begin : g_column19
    wire sum0;
    assign sum0 = ~addend_i[19];

    wire sum1;
    wire carry1;

    full_adder u_add1 (
      .a_i (addend_i[18]),
      .b_i (sum0),
      .c_i (g_column18.carry1),
      .s_o (sum1),
      .c_o (carry1)
    );

    assign sum_o[19] = sum1;
  end

  if (1) begin : g_column20
    wire sum0;
    assign sum0 = ~addend_i[20];

    wire sum1;
    wire carry1;

    full_adder u_add1 (
      .a_i (addend_i[19]),
      .b_i (sum0),
      .c_i (g_column19.carry1),
      .s_o (sum1),
      .c_o (carry1)
    );

    assign sum_o[20] = sum1;
  end

  if (1) begin : g_column21
    wire sum0;
    assign sum0 = ~addend_i[21];

    wire sum1;
    wire carry1;

    full_adder u_add1 (
      .a_i (addend_i[20]),
      .b_i (sum0),
      .c_i (g_column20.carry1),
      .s_o (sum1),
      .c_o (carry1)
    );

    assign sum_o[21] = sum1;
  end

  if (1) begin : g_column22
    wire sum0;
    assign sum0 = ~addend_i[22];

    wire sum1;
    wire carry1;

    full_adder u_add1 (
      .a_i (addend_i[21]),
      .b_i (sum0),
      .c_i (g_column21.carry1),
      .s_o (sum1),
      .c_o (carry1)
    );

    assign sum_o[22] = sum1;
  end

  if (1) begin : g_column23
    wire sum0;
    assign sum0 = ~addend_i[23];

    wire sum1;
    wire carry1;

    full_adder u_add1 (
      .a_i (addend_i[22]),
      .b_i (sum0),
      .c_i (g_column22.carry1),
      .s_o (sum1),
      .c_o (carry1)
    );

    assign sum_o[23] = sum1;
  end

  if (1) begin : g_column24
    wire sum0;
    assign sum0 = ~addend_i[24];

    wire sum1;
    wire carry1;

    full_adder u_add1 (
      .a_i (addend_i[23]),
      .b_i (sum0),
      .c_i (g_column23.carry1),
      .s_o (sum1),
      .c_o (carry1)
    );

    assign sum_o[24] = sum1;
  end

  if (1) begin : g_column25
    wire sum0;
    assign sum0 = ~addend_i[25];

    wire sum1;
    wire carry1;

    full_adder u_add1 (
      .a_i (addend_i[24]),
      .b_i (sum0),
      .c_i (g_column24.carry1),
      .s_o (sum1),
      .c_o (carry1)
    );

    assign sum_o[25] = sum1;
  end

  if (1) begin : g_column26
    wire sum0;
    assign sum0 = ~addend_i[26];

    wire sum1;
    wire carry1;

    full_adder u_add1 (
      .a_i (addend_i[25]),
      .b_i (sum0),
      .c_i (g_column25.carry1),
      .s_o (sum1),
      .c_o (carry1)
    );

    assign sum_o[26] = sum1;
  end

  if (1) begin : g_column27
    wire sum0;
    assign sum0 = ~addend_i[27];

    wire sum1;
    wire carry1;

    full_adder u_add1 (
      .a_i (addend_i[26]),
      .b_i (sum0),
      .c_i (g_column26.carry1),
      .s_o (sum1),
      .c_o (carry1)
    );

    assign sum_o[27] = sum1;
  end

  if (1) begin : g_column28
    wire sum0;
    assign sum0 = ~addend_i[28];

    wire sum1;
    wire carry1;

    full_adder u_add1 (
      .a_i (addend_i[27]),
      .b_i (sum0),
      .c_i (g_column27.carry1),
      .s_o (sum1),
      .c_o (carry1)
    );

    assign sum_o[28] = sum1;
  end

  if (1) begin : g_column29
    wire sum0;
    assign sum0 = ~addend_i[29];

    wire sum1;
    wire carry1;

    full_adder u_add1 (
      .a_i (addend_i[28]),
      .b_i (sum0),
      .c_i (g_column28.carry1),
      .s_o (sum1),
      .c_o (carry1)
    );

    assign sum_o[29] = sum1;
  end

  if (1) begin : g_column30
    wire sum0;
    assign sum0 = ~addend_i[30];

    wire sum1;
    wire carry1;

    full_adder u_add1 (
      .a_i (addend_i[29]),
      .b_i (sum0),
      .c_i (g_column29.carry1),
      .s_o (sum1),
      .c_o (carry1)
    );

    assign sum_o[30] = sum1;
  end

  if (1) begin : g_column31
    wire sum0;
    assign sum0 = ~addend_i[31];

    wire sum1;
    assign sum1 = addend_i[30] ^ sum0 ^ g_column30.carry1;
    assign sum_o[31] = sum1;
  end

  // Illegal parameters stop elaboration here: there is no module of these names.
  if (XWidth != 8) begin : g_illegal_XWidth
    XWidth_must_be_8 u_stop ();
  end
  if (WWidth != 8) begin : g_illegal_WWidth
    WWidth_must_be_8 u_stop ();
  end
  if (XSigned != 1) begin : g_illegal_XSigned
    XSigned_must_be_1 u_stop ();
  end
  if (WSigned != 1) begin : g_illegal_WSigned
    WSigned_must_be_1 u_stop ();
  end
  if (AccWidth != 32) begin : g_illegal_AccWidth
    AccWidth_must_be_32 u_stop ();
  end

endmodule

`default_nettype wire
