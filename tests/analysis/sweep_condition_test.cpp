#include <map>
#include <string>

#include <doctest/doctest.h>

#include "analysis/sweep/spec/expression.h"
#include "support/diagnostic.h"

using namespace pann::analysis;
using pann::support::Failure;

namespace {

const ConditionNames& names() {
  static const ConditionNames kNames{
      {"x_width", "w_width", "multiplier", "energy", "signed"}, [](const std::string& name) {
        return name == "multiplier" ? std::vector<std::string>{"booth4", "array"}
                                    : std::vector<std::string>{};
      }};
  return kNames;
}

FieldValue value_of(const std::string& name) {
  static const std::map<std::string, FieldValue> kValues{{"x_width", std::int64_t{8}},
                                                         {"w_width", std::int64_t{6}},
                                                         {"multiplier", std::string("booth4")},
                                                         {"signed", true}};
  const auto found = kValues.find(name);
  return found == kValues.end() ? FieldValue() : found->second;
}

bool holds(const std::string& text) {
  return Condition(text, names(), "--where").holds(value_of);
}

std::string fault_of(const std::string& text) {
  try {
    const Condition condition(text, names(), "--where");
    return "";
  } catch (const Failure& failure) {
    const auto& fault = failure.diagnostics().front();
    CHECK(fault.code == "sweep.condition");
    return fault.message + " | " + fault.hint;
  }
}

}  // namespace

TEST_CASE("conditions compare sums, products, words and flags as arithmetic has them") {
  CHECK(holds("x_width = 8"));
  CHECK(holds("x_width==8"));
  CHECK_FALSE(holds("x_width != 8"));
  CHECK(holds("w_width < x_width"));
  CHECK_FALSE(holds("x_width < x_width"));
  CHECK(holds("x_width <= x_width"));
  CHECK(holds("x_width >= 8 and w_width > 5"));
  CHECK_FALSE(holds("x_width > 8 or w_width >= 7"));
  CHECK(holds("x_width + w_width * 2 = 20"));
  CHECK(holds("(x_width + w_width) * 2 = 28"));
  CHECK(holds("x_width - w_width - 1 = 1"));
  CHECK(holds("x_width / 2 / 2 = 2"));
  CHECK(holds("-w_width < -5.5"));
  CHECK(holds("x_width < 1e1"));
  CHECK(holds("multiplier = booth4"));
  CHECK(holds("multiplier != array"));
  CHECK(holds("multiplier = 'booth4' and signed = true"));
  CHECK(holds("not (x_width = 4 or x_width = 5)"));
  CHECK(holds("x_width = 4 or x_width = 8 and w_width = 6"));
}

TEST_CASE("what a point has no value for holds neither way, and decides nothing else") {
  CHECK_FALSE(holds("energy < 5"));
  CHECK_FALSE(holds("energy >= 5"));
  CHECK_FALSE(holds("not energy < 5"));
  CHECK_FALSE(holds("energy + 1 != 3"));
  CHECK(holds("energy < 5 or x_width = 8"));
  CHECK_FALSE(holds("energy < 5 and x_width = 8"));
}

TEST_CASE("conditions that mean nothing are refused with what is wrong in them") {
  CHECK(fault_of("x_widht = 8").find("did you mean x_width?") != std::string::npos);
  CHECK(fault_of("multiplier = boot4").find("multiplier is never 'boot4'") != std::string::npos);
  CHECK(fault_of("multiplier = boot4").find("booth4, array") != std::string::npos);
  for (const char* text :
       {"", "x_width", "x_width =", "= 8", "x_width = 8 9", "(x_width = 8", "x_width = 8)",
        "x_width and w_width", "not 5", "x_width ~ 8", "'open = 8", "(x_width = 8) + 1 = 2",
        "x_width < w_width < 9", "8 = word", "x_width = 8 and", "x_width = 8 and 5"}) {
    INFO(text);
    CHECK(fault_of(text) != "");
  }
  CHECK(fault_of(std::string(100'000, '(')).find("nests too deep") != std::string::npos);
  CHECK(fault_of(std::string(100'000, '-') + "5 = 5").find("too deep") != std::string::npos);
}
