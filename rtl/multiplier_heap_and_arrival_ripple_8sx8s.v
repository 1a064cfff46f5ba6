// SPDX-License-Identifier: Apache-2.0
//
// Bit heap multiplier: product_o = x_i * w_i, 8 and 8 bits. Partial products: and; reduction:
// arrival; final adder: ripple. Bits of the same weight are in the block of their column,
// g_column<weight>.
//
// Parameters:
//   XWidth   bits of x_i; legal: 8
//   WWidth   bits of w_i; legal: 8
//   XSigned  1: x_i is two's complement, 0: unsigned; legal: 1
//   WSigned  1: w_i is two's complement, 0: unsigned; legal: 1
//
// Latency: combinational
//
// Signedness: fixed; product_o is signed if either operand is
//
// Source: generator/arith/heap.h: Dadda 1965, Baugh and Wooley 1973, Oklobdzija 1996

`default_nettype none

module multiplier_heap_and_arrival_ripple_8sx8s #(
  parameter integer XWidth = 8,
  parameter integer WWidth = 8,
  parameter integer XSigned = 1,
  parameter integer WSigned = 1
) (
  input  wire [XWidth-1:0]        x_i,
  input  wire [WWidth-1:0]        w_i,
  output wire [XWidth+WWidth-1:0] product_o
);

  // The heap, column 15 at the left (o: a bit, 1: a constant):
  //   1ooooooooooooooo
  //     ooooooooooooo
  //      ooooooooooo
  //       ooooooooo
  //        ooooooo
  //         ooooo
  //          ooo
  //          1o
  if (1) begin : g_column0
    wire product_x0_w0;
    assign product_x0_w0 = x_i[0] & w_i[0];
    assign product_o[0] = product_x0_w0;
  end

  if (1) begin : g_column1
    wire product_x1_w0;
    assign product_x1_w0 = x_i[1] & w_i[0];

    wire product_x0_w1;
    assign product_x0_w1 = x_i[0] & w_i[1];

    wire sum0;
    wire carry0;

    half_adder u_add0 (
      .a_i (product_x1_w0),
      .b_i (product_x0_w1),
      .s_o (sum0),
      .c_o (carry0)
    );

    assign product_o[1] = sum0;
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
      .a_i (product_x2_w0),
      .b_i (product_x1_w1),
      .s_o (sum0),
      .c_o (carry0)
    );

    wire sum1;
    wire carry1;

    full_adder u_add1 (
      .a_i (product_x0_w2),
      .b_i (g_column1.carry0),
      .c_i (sum0),
      .s_o (sum1),
      .c_o (carry1)
    );

    assign product_o[2] = sum1;
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
      .a_i (product_x3_w0),
      .b_i (product_x2_w1),
      .s_o (sum0),
      .c_o (carry0)
    );

    wire sum1;
    wire carry1;

    full_adder u_add1 (
      .a_i (product_x1_w2),
      .b_i (product_x0_w3),
      .c_i (g_column2.carry0),
      .s_o (sum1),
      .c_o (carry1)
    );

    wire sum2;
    wire carry2;

    full_adder u_add2 (
      .a_i (sum0),
      .b_i (g_column2.carry1),
      .c_i (sum1),
      .s_o (sum2),
      .c_o (carry2)
    );

    assign product_o[3] = sum2;
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
      .a_i (product_x4_w0),
      .b_i (product_x3_w1),
      .s_o (sum0),
      .c_o (carry0)
    );

    wire sum1;
    wire carry1;

    full_adder u_add1 (
      .a_i (product_x2_w2),
      .b_i (product_x1_w3),
      .c_i (product_x0_w4),
      .s_o (sum1),
      .c_o (carry1)
    );

    wire sum2;
    wire carry2;

    full_adder u_add2 (
      .a_i (g_column3.carry0),
      .b_i (sum0),
      .c_i (sum1),
      .s_o (sum2),
      .c_o (carry2)
    );

    wire sum3;
    wire carry3;

    full_adder u_add3 (
      .a_i (g_column3.carry1),
      .b_i (sum2),
      .c_i (g_column3.carry2),
      .s_o (sum3),
      .c_o (carry3)
    );

    assign product_o[4] = sum3;
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
      .a_i (product_x5_w0),
      .b_i (product_x4_w1),
      .s_o (sum0),
      .c_o (carry0)
    );

    wire sum1;
    wire carry1;

    full_adder u_add1 (
      .a_i (product_x3_w2),
      .b_i (product_x2_w3),
      .c_i (product_x1_w4),
      .s_o (sum1),
      .c_o (carry1)
    );

    wire sum2;
    wire carry2;

    full_adder u_add2 (
      .a_i (product_x0_w5),
      .b_i (g_column4.carry0),
      .c_i (sum0),
      .s_o (sum2),
      .c_o (carry2)
    );

    wire sum3;
    wire carry3;

    full_adder u_add3 (
      .a_i (g_column4.carry1),
      .b_i (sum1),
      .c_i (sum2),
      .s_o (sum3),
      .c_o (carry3)
    );

    wire sum4;
    wire carry4;

    full_adder u_add4 (
      .a_i (g_column4.carry2),
      .b_i (sum3),
      .c_i (g_column4.carry3),
      .s_o (sum4),
      .c_o (carry4)
    );

    assign product_o[5] = sum4;
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
      .a_i (product_x6_w0),
      .b_i (product_x5_w1),
      .s_o (sum0),
      .c_o (carry0)
    );

    wire sum1;
    wire carry1;

    full_adder u_add1 (
      .a_i (product_x4_w2),
      .b_i (product_x3_w3),
      .c_i (product_x2_w4),
      .s_o (sum1),
      .c_o (carry1)
    );

    wire sum2;
    wire carry2;

    full_adder u_add2 (
      .a_i (product_x1_w5),
      .b_i (product_x0_w6),
      .c_i (g_column5.carry0),
      .s_o (sum2),
      .c_o (carry2)
    );

    wire sum3;
    wire carry3;

    full_adder u_add3 (
      .a_i (sum0),
      .b_i (g_column5.carry1),
      .c_i (sum1),
      .s_o (sum3),
      .c_o (carry3)
    );

    wire sum4;
    wire carry4;

    full_adder u_add4 (
      .a_i (g_column5.carry2),
      .b_i (sum2),
      .c_i (sum3),
      .s_o (sum4),
      .c_o (carry4)
    );

    wire sum5;
    wire carry5;

    full_adder u_add5 (
      .a_i (g_column5.carry3),
      .b_i (sum4),
      .c_i (g_column5.carry4),
      .s_o (sum5),
      .c_o (carry5)
    );

    assign product_o[6] = sum5;
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
      .a_i (product_x7_w0),
      .b_i (product_x0_w7),
      .s_o (sum0),
      .c_o (carry0)
    );

    wire sum1;
    wire carry1;

    full_adder u_add1 (
      .a_i (product_x6_w1),
      .b_i (product_x5_w2),
      .c_i (product_x4_w3),
      .s_o (sum1),
      .c_o (carry1)
    );

    wire sum2;
    wire carry2;

    full_adder u_add2 (
      .a_i (product_x3_w4),
      .b_i (product_x2_w5),
      .c_i (product_x1_w6),
      .s_o (sum2),
      .c_o (carry2)
    );

    wire sum3;
    wire carry3;

    full_adder u_add3 (
      .a_i (sum0),
      .b_i (g_column6.carry0),
      .c_i (g_column6.carry1),
      .s_o (sum3),
      .c_o (carry3)
    );

    wire sum4;
    wire carry4;

    full_adder u_add4 (
      .a_i (sum1),
      .b_i (sum2),
      .c_i (g_column6.carry2),
      .s_o (sum4),
      .c_o (carry4)
    );

    wire sum5;
    wire carry5;

    full_adder u_add5 (
      .a_i (g_column6.carry3),
      .b_i (sum3),
      .c_i (sum4),
      .s_o (sum5),
      .c_o (carry5)
    );

    wire sum6;
    wire carry6;

    full_adder u_add6 (
      .a_i (g_column6.carry4),
      .b_i (sum5),
      .c_i (g_column6.carry5),
      .s_o (sum6),
      .c_o (carry6)
    );

    assign product_o[7] = sum6;
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
    assign sum0 = ~(product_x7_w1 ^ product_x1_w7);

    wire carry0;
    assign carry0 = product_x7_w1 | product_x1_w7;

    wire sum1;
    wire carry1;

    full_adder u_add1 (
      .a_i (product_x6_w2),
      .b_i (product_x5_w3),
      .c_i (product_x4_w4),
      .s_o (sum1),
      .c_o (carry1)
    );

    wire sum2;
    wire carry2;

    full_adder u_add2 (
      .a_i (product_x3_w5),
      .b_i (product_x2_w6),
      .c_i (g_column7.carry0),
      .s_o (sum2),
      .c_o (carry2)
    );

    wire sum3;
    wire carry3;

    full_adder u_add3 (
      .a_i (sum0),
      .b_i (g_column7.carry1),
      .c_i (g_column7.carry2),
      .s_o (sum3),
      .c_o (carry3)
    );

    wire sum4;
    wire carry4;

    full_adder u_add4 (
      .a_i (sum1),
      .b_i (sum2),
      .c_i (g_column7.carry3),
      .s_o (sum4),
      .c_o (carry4)
    );

    wire sum5;
    wire carry5;

    full_adder u_add5 (
      .a_i (sum3),
      .b_i (g_column7.carry4),
      .c_i (sum4),
      .s_o (sum5),
      .c_o (carry5)
    );

    wire sum6;
    wire carry6;

    full_adder u_add6 (
      .a_i (g_column7.carry5),
      .b_i (sum5),
      .c_i (g_column7.carry6),
      .s_o (sum6),
      .c_o (carry6)
    );

    assign product_o[8] = sum6;
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
      .a_i (product_x7_w2),
      .b_i (product_x2_w7),
      .c_i (product_x6_w3),
      .s_o (sum0),
      .c_o (carry0)
    );

    wire sum1;
    wire carry1;

    full_adder u_add1 (
      .a_i (product_x5_w4),
      .b_i (product_x4_w5),
      .c_i (product_x3_w6),
      .s_o (sum1),
      .c_o (carry1)
    );

    wire sum2;
    wire carry2;

    full_adder u_add2 (
      .a_i (g_column8.carry0),
      .b_i (g_column8.carry1),
      .c_i (g_column8.carry2),
      .s_o (sum2),
      .c_o (carry2)
    );

    wire sum3;
    wire carry3;

    full_adder u_add3 (
      .a_i (sum0),
      .b_i (sum1),
      .c_i (g_column8.carry3),
      .s_o (sum3),
      .c_o (carry3)
    );

    wire sum4;
    wire carry4;

    full_adder u_add4 (
      .a_i (sum2),
      .b_i (g_column8.carry4),
      .c_i (sum3),
      .s_o (sum4),
      .c_o (carry4)
    );

    wire sum5;
    wire carry5;

    full_adder u_add5 (
      .a_i (g_column8.carry5),
      .b_i (sum4),
      .c_i (g_column8.carry6),
      .s_o (sum5),
      .c_o (carry5)
    );

    assign product_o[9] = sum5;
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
      .a_i (product_x7_w3),
      .b_i (product_x3_w7),
      .c_i (product_x6_w4),
      .s_o (sum0),
      .c_o (carry0)
    );

    wire sum1;
    wire carry1;

    full_adder u_add1 (
      .a_i (product_x5_w5),
      .b_i (product_x4_w6),
      .c_i (g_column9.carry0),
      .s_o (sum1),
      .c_o (carry1)
    );

    wire sum2;
    wire carry2;

    full_adder u_add2 (
      .a_i (g_column9.carry1),
      .b_i (sum0),
      .c_i (g_column9.carry2),
      .s_o (sum2),
      .c_o (carry2)
    );

    wire sum3;
    wire carry3;

    full_adder u_add3 (
      .a_i (sum1),
      .b_i (g_column9.carry3),
      .c_i (sum2),
      .s_o (sum3),
      .c_o (carry3)
    );

    wire sum4;
    wire carry4;

    full_adder u_add4 (
      .a_i (g_column9.carry4),
      .b_i (sum3),
      .c_i (g_column9.carry5),
      .s_o (sum4),
      .c_o (carry4)
    );

    assign product_o[10] = sum4;
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
      .a_i (product_x7_w4),
      .b_i (product_x4_w7),
      .c_i (product_x6_w5),
      .s_o (sum0),
      .c_o (carry0)
    );

    wire sum1;
    wire carry1;

    full_adder u_add1 (
      .a_i (product_x5_w6),
      .b_i (g_column10.carry0),
      .c_i (sum0),
      .s_o (sum1),
      .c_o (carry1)
    );

    wire sum2;
    wire carry2;

    full_adder u_add2 (
      .a_i (g_column10.carry1),
      .b_i (sum1),
      .c_i (g_column10.carry2),
      .s_o (sum2),
      .c_o (carry2)
    );

    wire sum3;
    wire carry3;

    full_adder u_add3 (
      .a_i (g_column10.carry3),
      .b_i (sum2),
      .c_i (g_column10.carry4),
      .s_o (sum3),
      .c_o (carry3)
    );

    assign product_o[11] = sum3;
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
      .a_i (product_x7_w5),
      .b_i (product_x5_w7),
      .c_i (product_x6_w6),
      .s_o (sum0),
      .c_o (carry0)
    );

    wire sum1;
    wire carry1;

    full_adder u_add1 (
      .a_i (g_column11.carry0),
      .b_i (sum0),
      .c_i (g_column11.carry1),
      .s_o (sum1),
      .c_o (carry1)
    );

    wire sum2;
    wire carry2;

    full_adder u_add2 (
      .a_i (sum1),
      .b_i (g_column11.carry2),
      .c_i (g_column11.carry3),
      .s_o (sum2),
      .c_o (carry2)
    );

    assign product_o[12] = sum2;
  end

  if (1) begin : g_column13
    wire product_x7_w6;
    assign product_x7_w6 = ~(x_i[7] & w_i[6]);

    wire product_x6_w7;
    assign product_x6_w7 = ~(x_i[6] & w_i[7]);

    wire sum0;
    wire carry0;

    full_adder u_add0 (
      .a_i (product_x7_w6),
      .b_i (product_x6_w7),
      .c_i (g_column12.carry0),
      .s_o (sum0),
      .c_o (carry0)
    );

    wire sum1;
    wire carry1;

    full_adder u_add1 (
      .a_i (sum0),
      .b_i (g_column12.carry1),
      .c_i (g_column12.carry2),
      .s_o (sum1),
      .c_o (carry1)
    );

    assign product_o[13] = sum1;
  end

  if (1) begin : g_column14
    wire product_x7_w7;
    assign product_x7_w7 = x_i[7] & w_i[7];

    wire sum0;
    wire carry0;

    full_adder u_add0 (
      .a_i (product_x7_w7),
      .b_i (g_column13.carry0),
      .c_i (g_column13.carry1),
      .s_o (sum0),
      .c_o (carry0)
    );

    assign product_o[14] = sum0;
  end

  if (1) begin : g_column15
    wire sum0;
    assign sum0 = ~g_column14.carry0;
    assign product_o[15] = sum0;
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

endmodule

`default_nettype wire
