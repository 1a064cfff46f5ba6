#include "generator/arith/multiplier.h"

namespace pann::generator {

using verilog::Assign;
using verilog::Expression;
using verilog::GenerateBranch;
using verilog::GenerateIf;
using verilog::Net;

RowStructure array_rows(const OperandNames& multiplicand, const OperandNames& recoded) {
  const Expression i("i");
  const Expression selected = bit(recoded.lower + "_extended", i);
  const Expression x(multiplicand.lower + "_extended");
  const Expression width("RowWidth");
  const GenerateIf row{{GenerateBranch{i == Expression("Rows") - 1,
                                       "g_subtract",
                                       {Assign{"is_negative", selected},
                                        Assign{"partial_product", repeat(width, selected) & ~x}}},
                        GenerateBranch{std::nullopt,
                                       "g_add",
                                       {Assign{"is_negative", verilog::one_bit(false)},
                                        Assign{"partial_product", repeat(width, selected) & x}}}}};
  return {.stride = 1,
          .rows = recoded.upper + "Eff",
          .headroom = 1,
          .bit_below = false,
          .digit_comment = "Row i adds bit i of " + recoded.lower + " times " + multiplicand.lower +
                           "; the last row, of the sign, subtracts it: inverted, and 1 as the "
                           "carry-in.",
          .digit = {Net{"is_negative"}, Net{"partial_product", width}, row},
          .carry_in = "is_negative",
          .selectors = {},
          .purpose = "Array multiplier (long multiplication): product_o = x_i * w_i. One bit of " +
                     recoded.lower + " a row: each row adds 0 or " + multiplicand.lower +
                     " to the running sum of the rows before it, shifted right by one bit.",
          .source = "the paper's simple serial multiplier, appendix A.2"};
}

}  // namespace pann::generator
