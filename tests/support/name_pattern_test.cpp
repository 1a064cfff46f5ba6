#include "support/name_pattern.h"

#include <string>

#include <doctest/doctest.h>

using pann::support::matches;

TEST_CASE("a star stays within a level of the hierarchy, two stars do not") {
  CHECK(matches("g_row[*].u_adder.a_i", "g_row[3].u_adder.a_i"));
  CHECK(!matches("g_row[*].a_i", "g_row[3].u_adder.a_i"));
  CHECK(matches("**.a_i", "g_row[3].u_adder.a_i"));
  CHECK(matches("**", "anything.at[0].all"));
  CHECK(matches("*", ""));
  CHECK(!matches("*", "a.b"));
}

TEST_CASE("everything else stands for itself") {
  CHECK(matches("a[1].b?", "a[1].b?"));
  CHECK(!matches("a[1].b", "a[1]xb"));
  CHECK(!matches("a", "ab"));
  CHECK(!matches("ab", "a"));
}

TEST_CASE("a pattern of many stars takes no exponential time") {
  const std::string name(300, 'a');
  std::string pattern;
  for (int i = 0; i < 60; ++i) pattern += "*a";
  CHECK(!matches(pattern + "b", name));
}
