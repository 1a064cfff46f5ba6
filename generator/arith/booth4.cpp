#include "generator/arith/multiplier.h"

namespace pann::generator {

using verilog::Assign;
using verilog::concatenate;
using verilog::Expression;
using verilog::Net;

RowStructure booth4_rows(const OperandNames& multiplicand, const OperandNames& recoded) {
  const Expression i("i");
  const std::string word = recoded.lower + "_extended";
  const std::string x = multiplicand.lower + "_extended";
  const Expression high = bit(word, 2 * i + 2);
  const Expression middle = bit(word, 2 * i + 1);
  const Expression low = bit(word, 2 * i);
  const Expression width("RowWidth");
  const Expression doubled = concatenate({part(x, width - 2, 0), verilog::one_bit(false)});
  return {
      .stride = 2,
      .rows = (Expression(recoded.upper + "Eff") + 1) / 2,
      .headroom = 2,
      .bit_below = true,
      .digit_comment =
          "Digit of row i from three bits of " + recoded.lower +
          ":\n000, 111: 0   001, 010: +1   011: +2   100: -2   101, 110: -1\nA negative digit "
          "adds the inverted multiple and 1 as the carry-in.",
      .digit = {Net{"is_one"}, Net{"is_two"}, Net{"is_negative"}, Assign{"is_one", middle ^ low},
                Assign{"is_two", ~Expression("is_one") & (high ^ middle)},
                Assign{"is_negative", high & ~(middle & low)}, Net{"multiple", width},
                Net{"partial_product", width},
                Assign{"multiple",
                       (repeat(width, "is_one") & x) | (repeat(width, "is_two") & doubled)},
                Assign{"partial_product", Expression("multiple") ^ repeat(width, "is_negative")}},
      .carry_in = "is_negative",
      .selectors = {"is_one", "is_two", "is_negative", "multiple"},
      .purpose = "Radix-4 Booth multiplier: product_o = x_i * w_i. Two bits of " + recoded.lower +
                 " a row: each row adds -2 to 2 times " + multiplicand.lower +
                 " to the running sum of the rows before it, shifted right by two bits.",
      .source = "the paper's radix-4 Booth multiplier, appendix A.1"};
}

}  // namespace pann::generator
