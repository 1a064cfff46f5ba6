#include "support/csv.h"

#include <doctest/doctest.h>

using pann::support::csv_field;

TEST_CASE("a field of CSV is quoted where it holds what parts fields or lines") {
  CHECK(csv_field("") == "");
  CHECK(csv_field("u_adder.sum[3]") == "u_adder.sum[3]");
  CHECK(csv_field("a,b") == "\"a,b\"");
  CHECK(csv_field("say \"no\"") == "\"say \"\"no\"\"\"");
  CHECK(csv_field("two\nlines") == "\"two\nlines\"");
  CHECK(csv_field("a\r") == "\"a\r\"");
}
