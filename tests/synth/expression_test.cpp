#include "synth/liberty/expression.h"

#include <cstdint>
#include <string>
#include <vector>

#include <doctest/doctest.h>

#include "support/random.h"

using pann::support::Random;
using pann::synth::BooleanExpression;

namespace {

BooleanExpression parse(const std::string& text) {
  std::string error;
  auto result = BooleanExpression::parse(text, error);
  REQUIRE_MESSAGE(result, text << ": " << error);
  return *result;
}

std::string error_of(const std::string& text) {
  std::string error;
  CHECK_FALSE(BooleanExpression::parse(text, error));
  return error;
}

/// The truth table as text, pin 0 the lowest bit of the row.
std::string table(const std::string& text) {
  std::string bits;
  for (const bool bit : parse(text).truth_table()) bits += bit ? '1' : '0';
  return bits;
}

/// A random expression written out in full parentheses, beside what it is for one assignment.
struct Sample {
  std::string text;
  bool value = false;
};

Sample sample(Random& random, int depth, unsigned assignment) {
  if (depth == 0 || random.below(5) == 0) {
    const auto pin = static_cast<unsigned>(random.below(4));
    return {std::string(1, static_cast<char>('A' + pin)), ((assignment >> pin) & 1U) != 0};
  }
  const Sample left = sample(random, depth - 1, assignment);
  if (random.below(4) == 0) return {"!(" + left.text + ")", !left.value};
  const Sample right = sample(random, depth - 1, assignment);
  switch (random.below(3)) {
    case 0:
      return {"(" + left.text + ")*(" + right.text + ")", left.value && right.value};
    case 1:
      return {"((" + left.text + ")|(" + right.text + "))", left.value || right.value};
    default:
      return {"((" + left.text + ")^(" + right.text + "))", left.value != right.value};
  }
}

}  // namespace

TEST_CASE("the operators of Liberty and their spellings give their truth tables") {
  CHECK(table("A") == "01");
  CHECK(table("!A") == "10");
  CHECK(table("A'") == "10");
  for (const char* text : {"A B", "A*B", "A & B", "(A)(B)", "A\\\n B"})
    CHECK(table(text) == "0001");
  for (const char* text : {"A+B", "A | B"}) CHECK(table(text) == "0111");
  CHECK(table("A^B") == "0110");
  CHECK(table("1") == "1");
  CHECK(table("(0)") == "0");
}

TEST_CASE("inversion binds first, then exclusive or, then and, then or") {
  CHECK(table("A + B C") == table("A + (B * C)"));
  CHECK(table("A B ^ C") == table("A * (B ^ C)"));
  CHECK(table("!A ^ B") == table("(!A) ^ B"));
  CHECK(table("A ^ B' C + D") == table("((A ^ (!B)) & C) | D"));
  CHECK(table("!(A B)'") == table("A B"));
  CHECK(table("A !B") == table("A & (!B)"));
}

TEST_CASE("pins keep the order of first appearance, brackets and all") {
  const BooleanExpression expression = parse("DATA[3] + !RESET_B & DATA[3]");
  REQUIRE(expression.pins().size() == 2);
  CHECK(expression.pins()[0] == "DATA[3]");
  CHECK(expression.pins()[1] == "RESET_B");
  CHECK(expression.depends_on("RESET_B"));
  CHECK_FALSE(expression.depends_on("DATA"));
}

TEST_CASE("random expressions have the values of an evaluator that never parses") {
  for (unsigned assignment = 0; assignment < 16; ++assignment) {
    Random random(assignment);
    for (int i = 0; i < 50; ++i) {
      const Sample expected = sample(random, 5, assignment);
      const BooleanExpression expression = parse(expected.text);
      std::vector<std::uint64_t> inputs;
      for (const std::string& pin : expression.pins()) {
        inputs.push_back(((assignment >> (pin[0] - 'A')) & 1U) != 0 ? ~std::uint64_t{0} : 0);
      }
      CHECK_MESSAGE((expression.evaluate(inputs) == ~std::uint64_t{0}) == expected.value,
                    expected.text);
    }
  }
}

TEST_CASE("what is no expression says why") {
  CHECK(error_of("") == "an operand is missing at the end");
  CHECK(error_of("A +") == "an operand is missing at the end");
  CHECK(error_of("(A") == "a '(' is not closed");
  CHECK(error_of("A)") == "a ')' without '('");
  CHECK(error_of("()") == "an operand is missing before ')'");
  CHECK(error_of("A % B") == "'%' is not an operator");
  CHECK(error_of("* A") == "an operand is missing before '*'");
}

TEST_CASE("nesting a hundred thousand levels deep is parsed and evaluated") {
  const std::string deep = std::string(100000, '(') + "A" + std::string(100000, ')');
  CHECK(table(deep) == "01");
  CHECK(table(std::string(100001, '!') + "A") == "10");
}
