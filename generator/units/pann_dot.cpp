#include "generator/units/pann_dot.h"

#include "generator/arith/heap_multiplier.h"
#include "generator/arith/parameters.h"
#include "generator/units/plane_parts.h"

namespace pann::generator {

using verilog::Expression;
using verilog::Module;

std::string pann_dot_name(const DesignSpec& spec) {
  return "pann_dot_" + lanes_name(spec);
}

Module pann_dot(const DesignSpec& spec) {
  Module module{.name = pann_dot_name(spec)};
  module.header = {lanes_purpose(spec, "x_i") + "\n\n" + sign_purpose(spec, "acc_o"),
                   "one cycle from x_i to acc_o; a word a lane a cycle",
                   "x_i is unsigned; acc_o is two's complement", lanes_source(spec)};
  add_fixed_parameter(module, "XWidth", spec.x_width, "bits of x in a lane");
  add_fixed_parameter(module, "Lanes", lanes_of(spec), "words in x_i");
  add_fixed_parameter(module, "AccWidth", spec.acc_width, "bits of acc_o, the accumulator");
  module.ports = {input("clk_i"),
                  input("rst_ni"),
                  input("clear_i"),
                  input("negative_i"),
                  input("x_i", Expression("Lanes") * "XWidth"),
                  output("acc_o", "AccWidth")};
  add_lane_tree(module, spec, "x_i");
  add_sign(module);
  add_accumulator(module, spec, "complement");
  return module;
}

}  // namespace pann::generator
