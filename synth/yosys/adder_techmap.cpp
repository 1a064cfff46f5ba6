#include <string>

#include <fmt/format.h>

#include "synth/yosys/script.h"

namespace pann::synth {

namespace {

/// An instance of an adder cell whose true sum and carry are `s` and `c`; `inputs` are what its
/// input pins are connected to, with commas behind.
std::string instance(const AdderCell& adder, const std::string& inputs) {
  if (!adder.inverted_outputs) {
    return fmt::format("  {} u_adder ({}.{}(s), .{}(c));\n", adder.cell, inputs, adder.sum,
                       adder.carry);
  }
  return fmt::format(
      "  wire sum_n, carry_n;\n  assign s = ~sum_n;\n  assign c = ~carry_n;\n"
      "  {} u_adder ({}.{}(sum_n), .{}(carry_n));\n",
      adder.cell, inputs, adder.sum, adder.carry);
}

/// Full adders, whatever asks for them.
std::string full_adders(const AdderCell& full, const std::string& prefix) {
  const std::string inputs =
      fmt::format(".{}(x), .{}(y), .{}(z), ", full.inputs[0], full.inputs[1], full.inputs[2]);
  return fmt::format(
      "// One full adder of the library.\n"
      "module one_adder (input x, input y, input z, output s, output c);\n{}endmodule\n\n"
      "module {}full_adder (input a_i, input b_i, input c_i, output s_o, output c_o);\n"
      "  one_adder u_one (.x(a_i), .y(b_i), .z(c_i), .s(s_o), .c(c_o));\nendmodule\n\n"
      "(* techmap_celltype = \"$fa\" *)\n"
      "module fa_of_yosys (A, B, C, X, Y);\n"
      "  parameter WIDTH = 1;\n  input [WIDTH-1:0] A, B, C;\n  output [WIDTH-1:0] X, Y;\n"
      "  genvar i;\n  generate\n    for (i = 0; i < WIDTH; i = i + 1) begin : g_bit\n"
      "      one_adder u_one (.x(A[i]), .y(B[i]), .z(C[i]), .s(Y[i]), .c(X[i]));\n"
      "    end\n  endgenerate\nendmodule\n",
      instance(full, inputs), prefix);
}

std::string half_adders(const std::optional<AdderCell>& half, const std::string& prefix) {
  const std::string body =
      half ? instance(*half, fmt::format(".{}(x), .{}(y), ", half->inputs[0], half->inputs[1]))
           : "  assign s = x ^ y;\n  assign c = x & y;\n";
  return fmt::format(
      "\n// One half adder.\n"
      "module one_half_adder (input x, input y, output s, output c);\n{}endmodule\n\n"
      "module {}half_adder (input a_i, input b_i, output s_o, output c_o);\n"
      "  one_half_adder u_one (.x(a_i), .y(b_i), .s(s_o), .c(c_o));\nendmodule\n",
      body, prefix);
}

/// What Yosys tells of the input `pin`: whether it is tied, and to what.
std::string tied_parameters(const std::string& pin) {
  return fmt::format(
      "  parameter _TECHMAP_CONSTMSK_{0}_ = 0;\n  parameter _TECHMAP_CONSTVAL_{0}_ = 0;\n", pin);
}

/// Full adder cells with tied inputs: half adders where one is 0, gates otherwise.
std::string tied_adders(const AdderCell& full) {
  const std::string& a = full.inputs[0];
  const std::string& b = full.inputs[1];
  const std::string& c = full.inputs[2];
  const auto tied = [](const std::string& pin) {
    return fmt::format("(_TECHMAP_CONSTMSK_{}_ ? 1 : 0)", pin);
  };
  const auto one = [](const std::string& pin) {
    return fmt::format("(_TECHMAP_CONSTMSK_{0}_ ? _TECHMAP_CONSTVAL_{0}_ : 1'b0)", pin);
  };
  return fmt::format(
      "\n// Full adder cells of which an input is tied.\n"
      "(* techmap_celltype = \"{cell}\" *)\n"
      "module tied_adder ({a}, {b}, {c}, {sum}, {carry});\n"
      "  input {a}, {b}, {c};\n  output {sum}, {carry};\n{parameters}"
      "  localparam TIED = {tied_a} + {tied_b} + {tied_c};\n"
      "  localparam ONES = {one_a} | {one_b} | {one_c};\n"
      "  wire _TECHMAP_FAIL_ = TIED == 0;\n"
      "  wire s, c_out;\n"
      "  assign {sum} = {invert}s;\n  assign {carry} = {invert}c_out;\n"
      "  generate\n    if (TIED == 1 && ONES == 0) begin : g_half\n"
      "      wire x = _TECHMAP_CONSTMSK_{a}_ ? {b} : {a};\n"
      "      wire y = _TECHMAP_CONSTMSK_{c}_ ? {b} : {c};\n"
      "      one_half_adder u_half (.x(x), .y(y), .s(s), .c(c_out));\n"
      "    end else begin : g_gates\n"
      "      assign s = {a} ^ {b} ^ {c};\n"
      "      assign c_out = ({a} & {b}) | ({c} & ({a} | {b}));\n"
      "    end\n  endgenerate\nendmodule\n",
      fmt::arg("cell", full.cell), fmt::arg("a", a), fmt::arg("b", b), fmt::arg("c", c),
      fmt::arg("sum", full.sum), fmt::arg("carry", full.carry),
      fmt::arg("parameters", tied_parameters(a) + tied_parameters(b) + tied_parameters(c)),
      fmt::arg("tied_a", tied(a)), fmt::arg("tied_b", tied(b)), fmt::arg("tied_c", tied(c)),
      fmt::arg("one_a", one(a)), fmt::arg("one_b", one(b)), fmt::arg("one_c", one(c)),
      fmt::arg("invert", full.inverted_outputs ? "~" : ""));
}

}  // namespace

std::string adder_techmap(const AdderCell& full, const std::optional<AdderCell>& half,
                          const std::string& prefix) {
  return full_adders(full, prefix) + half_adders(half, prefix) + tied_adders(full);
}

}  // namespace pann::synth
