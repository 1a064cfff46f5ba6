#include "generator/arith/heap.h"

#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "generator/arith/parameters.h"

namespace pann::generator {

using verilog::Assign;
using verilog::Expression;
using verilog::GenerateBranch;
using verilog::GenerateIf;
using verilog::Instance;
using verilog::Items;
using verilog::Module;
using verilog::Net;

namespace {

constexpr int kWidestPicture = 90;
constexpr std::size_t kTallestPicture = 24;

/// A dot a bit, the highest weight at the left; beyond what a page holds, the heights.
std::string draw(const std::vector<std::vector<HeapBit>>& columns) {
  std::size_t height = 0;
  for (const auto& column : columns) height = std::max(height, column.size());
  std::string text;
  if (columns.size() > kWidestPicture || height > kTallestPicture) {
    for (const auto& column : columns) text += fmt::format(" {}", column.size());
    return "Bits of each column, column 0 first:" + text;
  }
  text =
      fmt::format("The heap, column {} at the left (o: a bit, 1: a constant):", columns.size() - 1);
  for (std::size_t row = 0; row < height; ++row) {
    std::string line;
    for (std::size_t i = columns.size(); i-- > 0;) {
      const bool has_bit = row < columns[i].size();
      line += !has_bit ? ' ' : columns[i][row].is_one() ? '1' : 'o';
    }
    line.erase(line.find_last_not_of(' ') + 1);
    text += "\n  " + line;
  }
  return text;
}

double latest(const HeapBit& a, const HeapBit& b) {
  return std::max(a.arrival, b.arrival);
}

}  // namespace

Heap::Heap(int width, std::string block)
    : block_(std::move(block)),
      columns_(static_cast<std::size_t>(width)),
      items_(columns_.size()),
      compressors_(columns_.size()),
      constant_(columns_.size()) {}

std::string Heap::block_name(int column) const {
  return fmt::format("{}{}", block_, column);
}

void Heap::add(int column, HeapBit bit) {
  if (column < width()) this->column(column).push_back(std::move(bit));
}

void Heap::add_constant(int column) {
  for (auto i = static_cast<std::size_t>(column); i < constant_.size(); ++i) {
    constant_[i] = !constant_[i];
    if (constant_[i]) return;
  }
}

void Heap::subtract_constant(int column) {
  // -2^k is the sum of all powers from k up, and 2^k once more in the lowest.
  for (int i = column; i < width(); ++i) add_constant(i);
}

void Heap::finish_constant() {
  for (std::size_t i = 0; i < constant_.size(); ++i) {
    if (constant_[i]) columns_[i].push_back(HeapBit{});
  }
  picture_ = draw(columns_);
}

HeapBit Heap::declare(int column, const std::string& name, const Expression& value,
                      double arrival) {
  emit(column, Net{name});
  emit(column, Assign{name, value});
  return {name, column, arrival};
}

Expression Heap::read(const HeapBit& bit, int column) const {
  if (bit.is_one()) return verilog::one_bit(true);
  if (bit.block == HeapBit::kModule || bit.block == column) return bit.net;
  return block_name(bit.block) + "." + bit.net;
}

void Heap::emit(int column, verilog::Item item) {
  items_[static_cast<std::size_t>(column)].push_back(std::move(item));
}

std::string Heap::next_name(int column, const std::string& what) {
  return fmt::format("{}{}", what, compressors_[static_cast<std::size_t>(column)]);
}

Heap::Result Heap::full(int column, HeapBit a, HeapBit b, HeapBit c) {
  if (a.is_one()) return with_one(column, b, c);
  if (b.is_one()) return with_one(column, a, c);
  if (c.is_one()) return with_one(column, a, b);
  std::array<HeapBit, 3> bits{a, b, c};
  std::stable_sort(bits.begin(), bits.end(),
                   [](const HeapBit& p, const HeapBit& q) { return p.arrival < q.arrival; });
  const double time = bits[2].arrival;
  const Expression first = read(bits[0], column);
  const Expression second = read(bits[1], column);
  const Expression third = read(bits[2], column);
  const std::string sum = next_name(column, "sum");
  const std::string carry = next_name(column, "carry");
  Result result;
  if (column + 1 == width()) {
    result.sum = declare(column, sum, first ^ second ^ third, time + heap_time::kFullSum);
  } else {
    ++full_adders_;
    emit(column, Net{sum});
    emit(column, Net{carry});
    emit(column,
         Instance{"full_adder",
                  next_name(column, "u_add"),
                  {},
                  {{"a_i", first}, {"b_i", second}, {"c_i", third}, {"s_o", sum}, {"c_o", carry}}});
    result = {{sum, column, time + heap_time::kFullSum},
              {carry, column, time + heap_time::kFullCarry},
              true};
  }
  ++compressors_[static_cast<std::size_t>(column)];
  return result;
}

Heap::Result Heap::half(int column, const HeapBit& a, const HeapBit& b) {
  if (a.is_one() || b.is_one()) {
    // a + 1: the inverse here, a itself as the carry.
    const HeapBit& other = a.is_one() ? b : a;
    const std::string sum = next_name(column, "sum");
    ++compressors_[static_cast<std::size_t>(column)];
    return {declare(column, sum, ~read(other, column), other.arrival + heap_time::kInverter), other,
            column + 1 < width()};
  }
  const double time = latest(a, b);
  const std::string sum = next_name(column, "sum");
  const std::string carry = next_name(column, "carry");
  Result result;
  if (column + 1 == width()) {
    result.sum =
        declare(column, sum, read(a, column) ^ read(b, column), time + heap_time::kHalfSum);
  } else {
    ++half_adders_;
    emit(column, Net{sum});
    emit(column, Net{carry});
    emit(column,
         Instance{
             "half_adder",
             next_name(column, "u_add"),
             {},
             {{"a_i", read(a, column)}, {"b_i", read(b, column)}, {"s_o", sum}, {"c_o", carry}}});
    result = {{sum, column, time + heap_time::kHalfSum},
              {carry, column, time + heap_time::kHalfCarry},
              true};
  }
  ++compressors_[static_cast<std::size_t>(column)];
  return result;
}

/// a + b + 1: an exclusive nor and an or.
Heap::Result Heap::with_one(int column, const HeapBit& a, const HeapBit& b) {
  const HeapBit& early = a.arrival <= b.arrival ? a : b;
  const HeapBit& late = a.arrival <= b.arrival ? b : a;
  Result result;
  result.sum =
      declare(column, next_name(column, "sum"), ~(read(early, column) ^ read(late, column)),
              late.arrival + heap_time::kHalfSum);
  if (column + 1 < width()) {
    result.carry = or_carry(column, early, late);
    result.has_carry = true;
  }
  ++compressors_[static_cast<std::size_t>(column)];
  return result;
}

HeapBit Heap::or_carry(int column, const HeapBit& bit, const HeapBit& carry) {
  constexpr int kGroup = 4;
  const bool continues = run_.columns > 0 && run_.columns < kGroup &&
                         carry.block == run_.carry.block && carry.net == run_.carry.net;
  if (continues) {
    run_.any = declare(column, next_name(column, "any"), read(run_.any, column) | read(bit, column),
                       std::max(run_.any.arrival, bit.arrival) + heap_time::kHalfCarry);
    ++run_.columns;
  } else {
    run_ = {{}, carry, bit, 1};
  }
  run_.carry =
      declare(column, next_name(column, "carry"), read(run_.any, column) | read(run_.base, column),
              std::max(run_.any.arrival, run_.base.arrival) + heap_time::kHalfCarry);
  return run_.carry;
}

Items Heap::blocks() const {
  Items blocks;
  for (int i = 0; i < width(); ++i) {
    blocks.push_back(GenerateIf{
        {GenerateBranch{Expression(1), block_name(i), items_[static_cast<std::size_t>(i)]}}});
  }
  return blocks;
}

Module half_adder() {
  const Expression a("a_i");
  const Expression b("b_i");
  Module module{.name = "half_adder"};
  module.header.purpose = "Half adder: {c_o, s_o} = a_i + b_i.";
  module.header.latency = "combinational";
  module.header.source = "a full adder without carry-in";
  module.ports = {input("a_i"), input("b_i"), output("s_o"), output("c_o")};
  module.items = {Assign{"s_o", a ^ b}, Assign{"c_o", a & b}};
  return module;
}

}  // namespace pann::generator
