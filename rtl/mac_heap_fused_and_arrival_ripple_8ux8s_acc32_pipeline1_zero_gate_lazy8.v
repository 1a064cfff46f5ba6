// SPDX-License-Identifier: Apache-2.0
//
// Multiply-accumulate unit: acc_o <= acc_o + x_i * w_i at every clock edge, modulo 2^AccWidth.
// clear_i comes with the first element of a dot product, whose product alone is stored; rst_ni
// resets to zero at the clock's edge. The accumulator is a row of the bit heap: no adder behind the
// products. Nor is it where x_i or w_i is zero, unless clear_i begins. Nor are the register rows,
// of what is not added. The upper 8 bits of the accumulator count carries and borrows of the lower
// ones, and are clocked where there is one. A clock gate clocks at most 16 bits. 1 register rows
// (stage<n>_q) stand in the heap where its bits are as late as one another; they are not reset: a
// reset lasts as long as the latency. Partial products: and; reduction: arrival; final adder:
// ripple. Bits of the same weight are in the block of their column, g_column<weight>.
//
// Parameters:
//   XWidth    bits of x_i; legal: 8
//   WWidth    bits of w_i; legal: 8
//   XSigned   1: x_i is two's complement, 0: unsigned; legal: 0
//   WSigned   1: w_i is two's complement, 0: unsigned; legal: 1
//   AccWidth  bits of the accumulator; legal: 32
//
// Latency: 2 cycles from x_i and w_i to acc_o; one operation a cycle
//
// Signedness: fixed; acc_o is signed if either operand is
//
// Source: generator/arith/heap.h; the paper's MAC, Eqs. (1) to (4)

`default_nettype none

module mac_heap_fused_and_arrival_ripple_8ux8s_acc32_pipeline1_zero_gate_lazy8 #(
  parameter integer XWidth = 8,
  parameter integer WWidth = 8,
  parameter integer XSigned = 0,
  parameter integer WSigned = 1,
  parameter integer AccWidth = 32
) (
  input  wire                clk_i,
  input  wire                rst_ni,
  input  wire                clear_i,
  input  wire [XWidth-1:0]   x_i,
  input  wire [WWidth-1:0]   w_i,
  output wire [AccWidth-1:0] acc_o
);

  // A product of zero changes nothing.
  wire is_nonzero;
  assign is_nonzero = |x_i & |w_i;

  // What comes with the operands, as late as their products.
  reg clear_stage1_q;

  always @(posedge clk_i) begin
    clear_stage1_q <= clear_i;
  end

  reg is_nonzero_stage1_q;

  always @(posedge clk_i) begin
    is_nonzero_stage1_q <= is_nonzero;
  end

  wire acc_low_q_open;
  wire acc_low_q_clk0;
  wire acc_low_q_clk1;
  reg [12-1:0] acc_low_q_part0;
  reg [12-1:0] acc_low_q_part1;
  wire [24-1:0] acc_low_q;
  wire [24-1:0] feedback;
  assign feedback = clear_stage1_q ? {24{1'b0}} : acc_low_q;

  wire [26-1:0] sum;

  // Register rows are clocked where what they take is added.
  wire stage1_open;
  assign stage1_open = ~rst_ni | (clear_i | is_nonzero);

  wire stage1_clk0;

  clock_gate u_stage1_gate0 (
    .clk_i  (clk_i),
    .en_i   (stage1_open),
    .gclk_o (stage1_clk0)
  );

  wire stage1_clk1;

  clock_gate u_stage1_gate1 (
    .clk_i  (clk_i),
    .en_i   (stage1_open),
    .gclk_o (stage1_clk1)
  );

  // The heap, column 25 at the left (o: a bit, 1: a constant):
  //   11oooooooooooooooooooooooo
  //     111111111ooooooooooooooo
  //               ooooooooooooo
  //                ooooooooooo
  //                 ooooooooo
  //                  ooooooo
  //                   ooooo
  //                    ooo
  //                     o
  //                     1
  if (1) begin : g_column0
    reg [1-1:0] stage1_q;
    wire product_x0_w0;
    assign product_x0_w0 = x_i[0] & w_i[0];

    wire sum0;
    wire carry0;

    half_adder u_add0 (
      .a_i (stage1_q[0]),
      .b_i (feedback[0]),
      .s_o (sum0),
      .c_o (carry0)
    );

    assign sum[0] = sum0;

    wire [1-1:0] stage1;
    assign stage1[0] = product_x0_w0;

    always @(posedge stage1_clk0) begin
      stage1_q <= stage1;
    end
  end

  if (1) begin : g_column1
    reg [1-1:0] stage1_q;
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

    wire sum1;
    wire carry1;

    full_adder u_add1 (
      .a_i (stage1_q[0]),
      .b_i (feedback[1]),
      .c_i (g_column0.carry0),
      .s_o (sum1),
      .c_o (carry1)
    );

    assign sum[1] = sum1;

    wire [1-1:0] stage1;
    assign stage1[0] = sum0;

    always @(posedge stage1_clk0) begin
      stage1_q <= stage1;
    end
  end

  if (1) begin : g_column2
    reg [1-1:0] stage1_q;
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

    wire sum2;
    wire carry2;

    full_adder u_add2 (
      .a_i (stage1_q[0]),
      .b_i (feedback[2]),
      .c_i (g_column1.carry1),
      .s_o (sum2),
      .c_o (carry2)
    );

    assign sum[2] = sum2;

    wire [1-1:0] stage1;
    assign stage1[0] = sum1;

    always @(posedge stage1_clk0) begin
      stage1_q <= stage1;
    end
  end

  if (1) begin : g_column3
    reg [1-1:0] stage1_q;
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

    wire sum3;
    wire carry3;

    full_adder u_add3 (
      .a_i (stage1_q[0]),
      .b_i (feedback[3]),
      .c_i (g_column2.carry2),
      .s_o (sum3),
      .c_o (carry3)
    );

    assign sum[3] = sum3;

    wire [1-1:0] stage1;
    assign stage1[0] = sum2;

    always @(posedge stage1_clk0) begin
      stage1_q <= stage1;
    end
  end

  if (1) begin : g_column4
    reg [1-1:0] stage1_q;
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

    wire sum4;
    wire carry4;

    full_adder u_add4 (
      .a_i (stage1_q[0]),
      .b_i (feedback[4]),
      .c_i (g_column3.carry3),
      .s_o (sum4),
      .c_o (carry4)
    );

    assign sum[4] = sum4;

    wire [1-1:0] stage1;
    assign stage1[0] = sum3;

    always @(posedge stage1_clk0) begin
      stage1_q <= stage1;
    end
  end

  if (1) begin : g_column5
    reg [1-1:0] stage1_q;
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

    wire sum5;
    wire carry5;

    full_adder u_add5 (
      .a_i (stage1_q[0]),
      .b_i (feedback[5]),
      .c_i (g_column4.carry4),
      .s_o (sum5),
      .c_o (carry5)
    );

    assign sum[5] = sum5;

    wire [1-1:0] stage1;
    assign stage1[0] = sum4;

    always @(posedge stage1_clk0) begin
      stage1_q <= stage1;
    end
  end

  if (1) begin : g_column6
    reg [1-1:0] stage1_q;
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

    wire sum6;
    wire carry6;

    full_adder u_add6 (
      .a_i (stage1_q[0]),
      .b_i (feedback[6]),
      .c_i (g_column5.carry5),
      .s_o (sum6),
      .c_o (carry6)
    );

    assign sum[6] = sum6;

    wire [1-1:0] stage1;
    assign stage1[0] = sum5;

    always @(posedge stage1_clk0) begin
      stage1_q <= stage1;
    end
  end

  if (1) begin : g_column7
    reg [1-1:0] stage1_q;
    wire product_x7_w0;
    assign product_x7_w0 = x_i[7] & w_i[0];

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
    assign sum0 = ~(product_x0_w7 ^ product_x7_w0);

    wire carry0;
    assign carry0 = product_x0_w7 | product_x7_w0;

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
      .a_i (g_column6.carry0),
      .b_i (sum0),
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

    wire sum7;
    wire carry7;

    full_adder u_add7 (
      .a_i (stage1_q[0]),
      .b_i (feedback[7]),
      .c_i (g_column6.carry6),
      .s_o (sum7),
      .c_o (carry7)
    );

    assign sum[7] = sum7;

    wire [1-1:0] stage1;
    assign stage1[0] = sum6;

    always @(posedge stage1_clk0) begin
      stage1_q <= stage1;
    end
  end

  if (1) begin : g_column8
    reg [1-1:0] stage1_q;
    wire product_x7_w1;
    assign product_x7_w1 = x_i[7] & w_i[1];

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
    wire carry0;

    half_adder u_add0 (
      .a_i (product_x1_w7),
      .b_i (product_x7_w1),
      .s_o (sum0),
      .c_o (carry0)
    );

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
      .b_i (g_column7.carry3),
      .c_i (sum2),
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

    wire sum7;
    wire carry7;

    full_adder u_add7 (
      .a_i (stage1_q[0]),
      .b_i (feedback[8]),
      .c_i (g_column7.carry7),
      .s_o (sum7),
      .c_o (carry7)
    );

    assign sum[8] = sum7;

    wire [1-1:0] stage1;
    assign stage1[0] = sum6;

    always @(posedge stage1_clk0) begin
      stage1_q <= stage1;
    end
  end

  if (1) begin : g_column9
    reg [1-1:0] stage1_q;
    wire product_x7_w2;
    assign product_x7_w2 = x_i[7] & w_i[2];

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
      .a_i (product_x2_w7),
      .b_i (product_x7_w2),
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
      .c_i (sum0),
      .s_o (sum2),
      .c_o (carry2)
    );

    wire sum3;
    wire carry3;

    full_adder u_add3 (
      .a_i (sum1),
      .b_i (g_column8.carry2),
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

    wire sum6;
    wire carry6;

    full_adder u_add6 (
      .a_i (stage1_q[0]),
      .b_i (feedback[9]),
      .c_i (g_column8.carry7),
      .s_o (sum6),
      .c_o (carry6)
    );

    assign sum[9] = sum6;

    wire [1-1:0] stage1;
    assign stage1[0] = sum5;

    always @(posedge stage1_clk0) begin
      stage1_q <= stage1;
    end
  end

  if (1) begin : g_column10
    reg [1-1:0] stage1_q;
    wire product_x7_w3;
    assign product_x7_w3 = x_i[7] & w_i[3];

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
      .a_i (product_x3_w7),
      .b_i (product_x7_w3),
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

    wire sum5;
    wire carry5;

    full_adder u_add5 (
      .a_i (stage1_q[0]),
      .b_i (feedback[10]),
      .c_i (g_column9.carry6),
      .s_o (sum5),
      .c_o (carry5)
    );

    assign sum[10] = sum5;

    wire [1-1:0] stage1;
    assign stage1[0] = sum4;

    always @(posedge stage1_clk0) begin
      stage1_q <= stage1;
    end
  end

  if (1) begin : g_column11
    reg [1-1:0] stage1_q;
    wire product_x7_w4;
    assign product_x7_w4 = x_i[7] & w_i[4];

    wire product_x6_w5;
    assign product_x6_w5 = x_i[6] & w_i[5];

    wire product_x5_w6;
    assign product_x5_w6 = x_i[5] & w_i[6];

    wire product_x4_w7;
    assign product_x4_w7 = ~(x_i[4] & w_i[7]);

    wire sum0;
    wire carry0;

    full_adder u_add0 (
      .a_i (product_x4_w7),
      .b_i (product_x7_w4),
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

    wire sum4;
    wire carry4;

    full_adder u_add4 (
      .a_i (stage1_q[0]),
      .b_i (feedback[11]),
      .c_i (g_column10.carry5),
      .s_o (sum4),
      .c_o (carry4)
    );

    assign sum[11] = sum4;

    wire [1-1:0] stage1;
    assign stage1[0] = sum3;

    always @(posedge stage1_clk0) begin
      stage1_q <= stage1;
    end
  end

  if (1) begin : g_column12
    reg [1-1:0] stage1_q;
    wire product_x7_w5;
    assign product_x7_w5 = x_i[7] & w_i[5];

    wire product_x6_w6;
    assign product_x6_w6 = x_i[6] & w_i[6];

    wire product_x5_w7;
    assign product_x5_w7 = ~(x_i[5] & w_i[7]);

    wire sum0;
    wire carry0;

    full_adder u_add0 (
      .a_i (product_x5_w7),
      .b_i (product_x7_w5),
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

    wire sum3;
    wire carry3;

    full_adder u_add3 (
      .a_i (stage1_q[0]),
      .b_i (feedback[12]),
      .c_i (g_column11.carry4),
      .s_o (sum3),
      .c_o (carry3)
    );

    assign sum[12] = sum3;

    wire [1-1:0] stage1;
    assign stage1[0] = sum2;

    always @(posedge stage1_clk0) begin
      stage1_q <= stage1;
    end
  end

  if (1) begin : g_column13
    reg [1-1:0] stage1_q;
    wire product_x7_w6;
    assign product_x7_w6 = x_i[7] & w_i[6];

    wire product_x6_w7;
    assign product_x6_w7 = ~(x_i[6] & w_i[7]);

    wire sum0;
    wire carry0;

    full_adder u_add0 (
      .a_i (product_x6_w7),
      .b_i (product_x7_w6),
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

    wire sum2;
    wire carry2;

    full_adder u_add2 (
      .a_i (stage1_q[0]),
      .b_i (feedback[13]),
      .c_i (g_column12.carry3),
      .s_o (sum2),
      .c_o (carry2)
    );

    assign sum[13] = sum2;

    wire [1-1:0] stage1;
    assign stage1[0] = sum1;

    always @(posedge stage1_clk0) begin
      stage1_q <= stage1;
    end
  end

  if (1) begin : g_column14
    reg [1-1:0] stage1_q;
    wire product_x7_w7;
    assign product_x7_w7 = ~(x_i[7] & w_i[7]);

    wire sum0;
    wire carry0;

    full_adder u_add0 (
      .a_i (product_x7_w7),
      .b_i (g_column13.carry0),
      .c_i (g_column13.carry1),
      .s_o (sum0),
      .c_o (carry0)
    );

    wire sum1;
    wire carry1;

    full_adder u_add1 (
      .a_i (stage1_q[0]),
      .b_i (feedback[14]),
      .c_i (g_column13.carry2),
      .s_o (sum1),
      .c_o (carry1)
    );

    assign sum[14] = sum1;

    wire [1-1:0] stage1;
    assign stage1[0] = sum0;

    always @(posedge stage1_clk0) begin
      stage1_q <= stage1;
    end
  end

  if (1) begin : g_column15
    reg [1-1:0] stage1_q;
    wire sum0;
    assign sum0 = ~g_column14.carry0;

    wire sum1;
    wire carry1;

    full_adder u_add1 (
      .a_i (stage1_q[0]),
      .b_i (feedback[15]),
      .c_i (g_column14.carry1),
      .s_o (sum1),
      .c_o (carry1)
    );

    assign sum[15] = sum1;

    wire [1-1:0] stage1;
    assign stage1[0] = sum0;

    always @(posedge stage1_clk0) begin
      stage1_q <= stage1;
    end
  end

  if (1) begin : g_column16
    reg [1-1:0] stage1_q;
    wire sum0;
    assign sum0 = ~g_column14.carry0;

    wire sum1;
    wire carry1;

    full_adder u_add1 (
      .a_i (stage1_q[0]),
      .b_i (feedback[16]),
      .c_i (g_column15.carry1),
      .s_o (sum1),
      .c_o (carry1)
    );

    assign sum[16] = sum1;

    wire [1-1:0] stage1;
    assign stage1[0] = sum0;

    always @(posedge stage1_clk1) begin
      stage1_q <= stage1;
    end
  end

  if (1) begin : g_column17
    reg [1-1:0] stage1_q;
    wire sum0;
    assign sum0 = ~g_column14.carry0;

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

    always @(posedge stage1_clk1) begin
      stage1_q <= stage1;
    end
  end

  if (1) begin : g_column18
    reg [1-1:0] stage1_q;
    wire sum0;
    assign sum0 = ~g_column14.carry0;

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

    always @(posedge stage1_clk1) begin
      stage1_q <= stage1;
    end
  end

  if (1) begin : g_column19
    reg [1-1:0] stage1_q;
    wire sum0;
    assign sum0 = ~g_column14.carry0;

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

    always @(posedge stage1_clk1) begin
      stage1_q <= stage1;
    end
  end

  if (1) begin : g_column20
    reg [1-1:0] stage1_q;
    wire sum0;
    assign sum0 = ~g_column14.carry0;

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

    always @(posedge stage1_clk1) begin
      stage1_q <= stage1;
    end
  end

  if (1) begin : g_column21
    reg [1-1:0] stage1_q;
    wire sum0;
    assign sum0 = ~g_column14.carry0;

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

    always @(posedge stage1_clk1) begin
      stage1_q <= stage1;
    end
  end

  if (1) begin : g_column22
    reg [1-1:0] stage1_q;
    wire sum0;
    assign sum0 = ~g_column14.carry0;

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

    always @(posedge stage1_clk1) begin
      stage1_q <= stage1;
    end
  end

  if (1) begin : g_column23
    reg [1-1:0] stage1_q;
    wire sum0;
    assign sum0 = ~g_column14.carry0;

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

    always @(posedge stage1_clk1) begin
      stage1_q <= stage1;
    end
  end

  if (1) begin : g_column24
    reg [1-1:0] stage1_q;
    wire sum0;
    assign sum0 = ~(stage1_q[0] ^ g_column23.carry1);

    wire carry0;
    assign carry0 = stage1_q[0] | g_column23.carry1;
    assign sum[24] = sum0;

    wire [1-1:0] stage1;
    assign stage1[0] = g_column14.carry0;

    always @(posedge stage1_clk1) begin
      stage1_q <= stage1;
    end
  end

  if (1) begin : g_column25
    wire sum0;
    assign sum0 = ~g_column24.carry0;
    assign sum[25] = sum0;
  end

  wire [24-1:0] low_sum;
  assign low_sum = sum[23:0];
  assign acc_low_q_open = ~rst_ni | (clear_stage1_q | is_nonzero_stage1_q);
  assign acc_low_q = {acc_low_q_part1, acc_low_q_part0};

  clock_gate u_acc_low_q_gate0 (
    .clk_i  (clk_i),
    .en_i   (acc_low_q_open),
    .gclk_o (acc_low_q_clk0)
  );

  always @(posedge acc_low_q_clk0) begin
    if (!rst_ni) begin
      acc_low_q_part0 <= {12{1'b0}};
    end else begin
      acc_low_q_part0 <= low_sum[11:0];
    end
  end

  clock_gate u_acc_low_q_gate1 (
    .clk_i  (clk_i),
    .en_i   (acc_low_q_open),
    .gclk_o (acc_low_q_clk1)
  );

  always @(posedge acc_low_q_clk1) begin
    if (!rst_ni) begin
      acc_low_q_part1 <= {12{1'b0}};
    end else begin
      acc_low_q_part1 <= low_sum[23:12];
    end
  end

  // The upper part counts what the lower one carries, and is clocked for that.
  wire acc_high_q_open;
  wire acc_high_q_clk;
  reg [8-1:0] acc_high_q;
  wire [8-1:0] high;
  wire [8-1:0] high_sum;
  wire counts_up;
  assign high = clear_stage1_q ? {8{1'b0}} : acc_high_q;
  assign counts_up = sum[24] & ~sum[25];

  wire counts_down;
  assign counts_down = sum[24] & sum[25];

  if (1) begin : g_high0
    wire is_ones;
    assign is_ones = high[0];

    wire is_zeros;
    assign is_zeros = ~high[0];
    assign high_sum[0] = high[0] ^ (counts_up | counts_down);
  end

  if (1) begin : g_high1
    wire is_ones;
    assign is_ones = g_high0.is_ones & high[1];

    wire is_zeros;
    assign is_zeros = g_high0.is_zeros & ~high[1];
    assign high_sum[1] =
        high[1] ^ ((counts_up & g_high0.is_ones) | (counts_down & g_high0.is_zeros));
  end

  if (1) begin : g_high2
    wire is_ones;
    assign is_ones = g_high1.is_ones & high[2];

    wire is_zeros;
    assign is_zeros = g_high1.is_zeros & ~high[2];
    assign high_sum[2] =
        high[2] ^ ((counts_up & g_high1.is_ones) | (counts_down & g_high1.is_zeros));
  end

  if (1) begin : g_high3
    wire is_ones;
    assign is_ones = g_high2.is_ones & high[3];

    wire is_zeros;
    assign is_zeros = g_high2.is_zeros & ~high[3];
    assign high_sum[3] =
        high[3] ^ ((counts_up & g_high2.is_ones) | (counts_down & g_high2.is_zeros));
  end

  if (1) begin : g_high4
    wire is_ones;
    assign is_ones = g_high3.is_ones & high[4];

    wire is_zeros;
    assign is_zeros = g_high3.is_zeros & ~high[4];
    assign high_sum[4] =
        high[4] ^ ((counts_up & g_high3.is_ones) | (counts_down & g_high3.is_zeros));
  end

  if (1) begin : g_high5
    wire is_ones;
    assign is_ones = g_high4.is_ones & high[5];

    wire is_zeros;
    assign is_zeros = g_high4.is_zeros & ~high[5];
    assign high_sum[5] =
        high[5] ^ ((counts_up & g_high4.is_ones) | (counts_down & g_high4.is_zeros));
  end

  if (1) begin : g_high6
    wire is_ones;
    assign is_ones = g_high5.is_ones & high[6];

    wire is_zeros;
    assign is_zeros = g_high5.is_zeros & ~high[6];
    assign high_sum[6] =
        high[6] ^ ((counts_up & g_high5.is_ones) | (counts_down & g_high5.is_zeros));
  end

  if (1) begin : g_high7
    assign high_sum[7] =
        high[7] ^ ((counts_up & g_high6.is_ones) | (counts_down & g_high6.is_zeros));
  end

  assign acc_high_q_open =
      ~rst_ni | ((clear_stage1_q | is_nonzero_stage1_q) & (clear_stage1_q | sum[24]));

  clock_gate u_acc_high_q_gate (
    .clk_i  (clk_i),
    .en_i   (acc_high_q_open),
    .gclk_o (acc_high_q_clk)
  );

  always @(posedge acc_high_q_clk) begin
    if (!rst_ni) begin
      acc_high_q <= {8{1'b0}};
    end else begin
      acc_high_q <= high_sum;
    end
  end

  assign acc_o = {acc_high_q, acc_low_q};

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

endmodule

`default_nettype wire
