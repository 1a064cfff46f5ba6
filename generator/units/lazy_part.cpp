#include "generator/units/lazy_part.h"

#include <string>
#include <vector>

#include <fmt/format.h>

namespace pann::generator {

using verilog::Assign;
using verilog::bit;
using verilog::Expression;
using verilog::GenerateBranch;
using verilog::GenerateIf;
using verilog::Items;
using verilog::Module;
using verilog::Net;

namespace {

/// Bit i of one of the part's words; a part of one bit is a scalar.
Expression lazy_bit(const LazyPart& lazy, const char* word, int i) {
  return lazy.bits > 1 ? bit(word, i) : Expression(word);
}

Expression in_block(int i, const char* net) {
  return fmt::format("g_high{}.{}", i, net);
}

/// Adds to `items` whether bits 0 to i are all what `value` says of one of them.
void add_chain(Module& module, Items& items, int i, const char* net, const Expression& value) {
  append(items, {Net{net}, Assign{net, i == 0 ? value : in_block(i - 1, net) & value}});
  count_as(module.elements, "accumulator_carries", {verilog::to_text(in_block(i, net))});
}

GenerateIf counter_bit(Module& module, const LazyPart& lazy, int i) {
  const Expression value = lazy_bit(lazy, "high", i);
  const auto changes = [&](const char* counts, const char* below) {
    return i == 0 ? Expression(counts) : Expression(counts) & in_block(i - 1, below);
  };
  Items items;
  if (i + 1 < lazy.bits) {
    add_chain(module, items, i, "is_ones", value);
    if (lazy.sign) add_chain(module, items, i, "is_zeros", ~value);
  }
  Expression change = changes("counts_up", "is_ones");
  if (lazy.sign) change = change | changes("counts_down", "is_zeros");
  items.push_back(Assign{lazy_bit(lazy, "high_sum", i), value ^ change});
  return {{GenerateBranch{Expression(1), fmt::format("g_high{}", i), items}}};
}

}  // namespace

void add_lazy_counter(Module& module, const LazyPart& lazy) {
  std::optional<Expression> width;
  if (lazy.bits > 1) width = lazy.bits;
  append(
      module.items,
      {Net{"high", width}, Net{"high_sum", width}, Net{"counts_up"}, Assign{"high", lazy.feedback},
       Assign{"counts_up", lazy.sign ? lazy.carried & ~*lazy.sign : lazy.carried}});
  count_as(module.elements, "control", {"counts_up"});
  if (lazy.sign) {
    append(module.items, {Net{"counts_down"}, Assign{"counts_down", lazy.carried & *lazy.sign}});
    count_as(module.elements, "control", {"counts_down"});
  }
  for (int i = 0; i < lazy.bits; ++i) append(module.items, {counter_bit(module, lazy, i)});
  count_as(module.elements, "accumulator_sum", {"high_sum"});
  count_as(module.elements, "accumulator_feedback", {"high"});
}

}  // namespace pann::generator
