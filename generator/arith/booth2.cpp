#include "generator/arith/multiplier.h"

namespace pann::generator {

using verilog::Assign;
using verilog::Expression;
using verilog::Net;

RowStructure booth2_rows(const OperandNames& multiplicand, const OperandNames& recoded) {
  const Expression i("i");
  const std::string word = recoded.lower + "_extended";
  const Expression high = bit(word, i + 1);
  const Expression low = bit(word, i);
  const Expression width("RowWidth");
  return {
      .stride = 1,
      .rows = recoded.upper + "Eff",
      .headroom = 1,
      .bit_below = true,
      .digit_comment = "Digit of row i from two bits of " + recoded.lower +
                       ":\n00, 11: 0   01: +1   10: -1\nA negative digit adds the inverted "
                       "multiple and 1 as the carry-in.",
      .digit = {Net{"is_one"}, Net{"is_negative"}, Assign{"is_one", high ^ low},
                Assign{"is_negative", high & ~low}, Net{"multiple", width},
                Net{"partial_product", width},
                Assign{"multiple",
                       repeat(width, "is_one") & Expression(multiplicand.lower + "_extended")},
                Assign{"partial_product", Expression("multiple") ^ repeat(width, "is_negative")}},
      .carry_in = "is_negative",
      .selectors = {"is_one", "is_negative", "multiple"},
      .purpose = "Radix-2 Booth multiplier: product_o = x_i * w_i. One bit of " + recoded.lower +
                 " a row: each row adds -1 to 1 times " + multiplicand.lower +
                 " to the running sum of the rows before it, shifted right by one bit.",
      .source = "the paper's radix-2 Booth multiplier, appendix A.2"};
}

}  // namespace pann::generator
