#include "generator/units/mac_array.h"

#include <array>
#include <string>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "generator/arith/parameters.h"
#include "generator/units/array_parts.h"

namespace pann::generator {

using verilog::Assign;
using verilog::bit;
using verilog::Comment;
using verilog::concatenate;
using verilog::Connections;
using verilog::Expression;
using verilog::GenerateBranch;
using verilog::GenerateFor;
using verilog::GenerateIf;
using verilog::Instance;
using verilog::Items;
using verilog::member;
using verilog::Module;
using verilog::Net;
using verilog::NetType;
using verilog::part;
using verilog::Register;
using verilog::slice;

namespace {

/// Registers of the delay lines of rows and columns.
constexpr std::array kSkew{"g_row[*].g_later.u_skew.g_stage[*].d_q",
                           "g_top[*].g_later.u_skew.g_stage[*].d_q"};

/// Column c's w, c cycles late: a word of w_first.
GenerateFor late_columns() {
  const Expression k("k");
  const Expression word = k * "WWidth";
  const Expression from = slice("w_i", word, "WWidth");
  const Expression to = slice("w_first", word, "WWidth");
  return {"k",
          "Columns",
          "g_top",
          {either_way(k == 0, "g_now", {Assign{to, from}}, "g_later",
                      {delayed("WWidth", k, from, to)})}};
}

Items element_items(const Module& element) {
  const Expression c("c");
  const Expression word = c * "WWidth";
  const Expression left = c - 1;
  const Expression place = (Expression("r") * "Columns" + c) * "AccWidth";
  return {Net{"clear"},
          Net{"clear_next"},
          Net{"x", "XWidth"},
          Net{"x_next", "XWidth"},
          either_way(c == 0, "g_edge",
                     {Assign{"clear", bit("first", "XWidth")},
                      Assign{"x", part("first", Expression("XWidth") - 1, 0)}},
                     "g_inner",
                     {Assign{"clear", member("g_column", left, "clear_next")},
                      Assign{"x", member("g_column", left, "x_next")}}),
          Instance{element.name,
                   kElementInstance,
                   passed_on(element.parameters),
                   {{"clk_i", "clk_i"},
                    {"rst_ni", "rst_ni"},
                    {"clear_i", "clear"},
                    {"x_i", "x"},
                    {"w_i", slice("w", word, "WWidth")},
                    {"clear_o", "clear_next"},
                    {"x_o", "x_next"},
                    {"w_o", slice("w_next", word, "WWidth")},
                    {"acc_o", slice("acc_o", place, "AccWidth")}}},
          ending(c == Expression("Columns") - 1, Expression("XWidth") + 1,
                 concatenate({"clear_next", "x_next"}))};
}

GenerateFor rows_of_elements(const Module& element) {
  const Expression r("r");
  const Expression from =
      concatenate({"clear_i", slice("x_i", r * Expression("XWidth"), "XWidth")});
  const Expression width = Expression("Columns") * "WWidth";
  const Expression first_width = Expression("XWidth") + 1;
  return {"r",
          "Rows",
          "g_row",
          {Comment{"{clear, x} of the row, r cycles late; w from the row above."},
           Net{"first", first_width}, Net{"w", width}, Net{"w_next", width},
           either_way(r == 0, "g_now", {Assign{"first", from}, Assign{"w", "w_first"}}, "g_later",
                      {delayed(first_width, r, from, "first"),
                       Assign{"w", member("g_row", r - 1, "w_next")}}),
           GenerateFor{"c", "Columns", "g_column", element_items(element)},
           ending(r == Expression("Rows") - 1, width, "w_next")}};
}

void count_elements(Module& array, const DesignSpec& spec, const Module& element) {
  const std::string cells = fmt::format("g_row[*].g_column[*].{}.", kElementInstance);
  array.elements = {{"array_inputs", {"x_i", "w_i"}}};
  count_instance(array.elements, element.elements, cells);
  if (spec.rows > 1 || spec.columns > 1) {
    count_as(array.elements, "skew_registers", {kSkew.begin(), kSkew.end()});
  }
  array.registers = below(cells, element.registers);
  for (const char* name : {"g_row[*].g_column[*].x_next", "g_row[*].g_column[*].clear_next",
                           "g_row[*].g_column[*].g_last.unused_bits", "g_row[*].w_next",
                           "g_row[*].g_last.unused_bits", kSkew[0], kSkew[1], "acc_o"}) {
    array.registers.emplace_back(name);
  }
}

}  // namespace

Module processing_element(const Module& unit) {
  Module module{.name = "pe_os_" + structure_suffix(unit)};
  module.header = {
      "Processing element of an output-stationary systolic array: acc_o <= acc_o + x_i * w_i at "
      "every clock edge, modulo 2^AccWidth; x_i with clear_i, which begins a sum, and w_i go on to "
      "the neighbours. rst_ni resets the sum to zero at the clock's edge; the operands' registers "
      "have no reset.",
      "one cycle from x_i and w_i to acc_o, x_o and w_o", unit.header.signedness,
      "the systolic array of Kung (1982)"};
  module.parameters = unit.parameters;
  module.rules = unit.rules;
  module.ports = {input("clk_i"),          input("rst_ni"),         input("clear_i"),
                  input("x_i", "XWidth"),  input("w_i", "WWidth"),  output("clear_o"),
                  output("x_o", "XWidth"), output("w_o", "WWidth"), output("acc_o", "AccWidth")};
  const Instance mac{unit.name,
                     "u_mac",
                     passed_on(unit.parameters),
                     {{"clk_i", "clk_i"},
                      {"rst_ni", "rst_ni"},
                      {"clear_i", "clear_i"},
                      {"x_i", "x_i"},
                      {"w_i", "w_i"},
                      {"acc_o", "acc_o"}}};
  module.items = {mac,
                  Comment{"To the neighbours: x and clear to the right, w down."},
                  Net{"clear_q", std::nullopt, NetType::reg},
                  Net{"x_q", "XWidth", NetType::reg},
                  Net{"w_q", "WWidth", NetType::reg},
                  stored("clear_q", 1, "clear_i"),
                  stored("x_q", "XWidth", "x_i"),
                  stored("w_q", "WWidth", "w_i"),
                  Assign{"clear_o", "clear_q"},
                  Assign{"x_o", "x_q"},
                  Assign{"w_o", "w_q"}};
  count_instance(module.elements, unit.elements, mac.name + ".");
  count_as(module.elements, "operand_registers", {"clear_q", "x_q", "w_q"});
  module.registers = below(mac.name + ".", unit.registers);
  for (const char* name : {"acc_o", "clear_q", "x_q", "w_q", "clear_o", "x_o", "w_o"}) {
    module.registers.emplace_back(name);
  }
  return module;
}

Module mac_array(const DesignSpec& spec, const Module& element,
                 const std::vector<verilog::ModuleParameter>& parameters) {
  Module module{.name = "mac_array_" + structure_suffix(element)};
  module.header = {
      "Output-stationary systolic array, the product of a matrix of Rows rows and one of Columns "
      "columns: element (r, c) adds x_i[r] * w_i[c] of every cycle to its sum, modulo 2^AccWidth, "
      "word r Columns + c of acc_o. Word r of x_i passes along row r, word c of w_i down column c, "
      "r and c cycles late, so that what was at the ports together meets in every element.\n\n"
      "clear_i comes with the first operands of a product, whose sums then begin with them; "
      "products "
      "follow each other without a lost cycle. rst_ni resets the sums to zero at the clock's edge "
      "and lasts Rows + Columns - 1 cycles: the operands' registers have no reset.",
      "r + c + 1 cycles from x_i and w_i to word r Columns + c of acc_o; one step of all sums a "
      "cycle",
      element.header.signedness, "the systolic array of Kung (1982)"};
  add_array_parameters(module, spec, element, parameters);
  const Expression rows("Rows");
  const Expression columns("Columns");
  module.ports = {input("clk_i"),
                  input("rst_ni"),
                  input("clear_i"),
                  input("x_i", rows * "XWidth"),
                  input("w_i", columns * "WWidth"),
                  output("acc_o", rows * "Columns" * "AccWidth")};
  module.items = {Comment{"Column c's w, c cycles late."}, Net{"w_first", columns * "WWidth"},
                  late_columns(), rows_of_elements(element)};
  count_elements(module, spec, element);
  return module;
}

}  // namespace pann::generator
