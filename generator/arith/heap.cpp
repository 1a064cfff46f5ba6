#include "generator/arith/heap.h"

#include <algorithm>
#include <array>
#include <limits>

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
using verilog::NetType;
using verilog::Register;

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

/// A column's word of a register row, or one of several; "_q" behind it names the registers.
std::string stage_word(int stage, int part) {
  return part == 0 ? fmt::format("stage{}", stage) : fmt::format("stage{}_part{}", stage, part);
}

}  // namespace

std::string row_clock(int stage, int gate) {
  return fmt::format("stage{}_clk{}", stage, gate);
}

Heap::Heap(int width, std::string block, HeapElements elements, HeapPipeline pipeline)
    : block_(std::move(block)),
      columns_(static_cast<std::size_t>(width)),
      items_(columns_.size()),
      compressors_(columns_.size()),
      constant_(columns_.size()),
      elements_(std::move(elements)),
      pipeline_(std::move(pipeline)),
      stored_(columns_.size(),
              std::vector<std::vector<Expression>>(static_cast<std::size_t>(pipeline_.stages))) {}

std::string Heap::block_name(int column) const {
  return fmt::format("{}{}", block_, column);
}

void Heap::add(int column, HeapBit bit) {
  if (column < width()) this->column(column).push_back(std::move(bit));
}

void Heap::add_late(int column, HeapBit bit) {
  bit.stage = pipeline_.stages;
  bit.arrival += pipeline_.stages * pipeline_.budget;
  add(column, std::move(bit));
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

HeapBit Heap::declare(int column, const std::string& name, const Expression& value, double arrival,
                      const std::string& element, int stage) {
  declare_net(column, name, element);
  emit(column, Assign{name, value});
  return {name, column, arrival, 0, stage};
}

/// Nets of a kind differ in numbers: sum0 and sum1 of all columns are one pattern.
void Heap::declare_net(int column, const std::string& name, const std::string& element) {
  emit(column, Net{name});
  const std::size_t number = name.find_first_of("0123456789");
  const std::string kind = name.substr(0, number) + (number == std::string::npos ? "" : "*");
  count_as(groups_, element, {block_ + "*." + kind});
}

void Heap::align(int column, const std::vector<HeapBit*>& bits, double delay) {
  if (pipeline_.stages == 0) return;
  int stage = 0;
  double start = 0.0;
  for (const HeapBit* bit : bits) {
    if (bit->is_constant()) continue;
    stage = std::max(stage, bit->stage);
    start = std::max(start, bit->arrival);
  }
  while (stage < pipeline_.stages && start > stage * pipeline_.budget &&
         start + delay > (stage + 1) * pipeline_.budget) {
    ++stage;
    start = std::max(start, stage * pipeline_.budget);
  }
  for (HeapBit* bit : bits) {
    if (!bit->is_constant() && bit->stage < stage) *bit = registered(column, *bit, stage);
  }
}

HeapBit Heap::registered(int column, const HeapBit& bit, int stage) {
  if (bit.stage >= stage) return bit;
  const auto key = std::make_tuple(column, bit.block, bit.net, stage);
  if (const auto known = registered_.find(key); known != registered_.end()) return known->second;
  const HeapBit before = registered(column, bit, stage - 1);
  auto& word = stored_[static_cast<std::size_t>(column)][static_cast<std::size_t>(stage - 1)];
  const int index = static_cast<int>(word.size());
  const std::string name = stage_word(stage, index / most_bits());
  HeapBit after{fmt::format("{}_q[{}]", name, index % most_bits()), column,
                stage * pipeline_.budget, bit.row, stage};
  word.push_back(read(before, column));
  count_as(groups_, "pipeline_register", {block_ + "*.stage*_q"});
  registered_.emplace(key, after);
  return after;
}

void Heap::finish_pipeline() {
  for (int i = 0; i < width(); ++i) {
    for (HeapBit& bit : column(i)) {
      if (!bit.is_constant()) bit = registered(i, bit, pipeline_.stages);
    }
  }
}

double Heap::latest() const {
  double time = 0.0;
  for (const auto& bits : columns_) {
    for (const HeapBit& bit : bits) time = std::max(time, bit.arrival);
  }
  return time;
}

std::vector<std::string> Heap::registers() const {
  if (registered_.empty()) return {};
  return {block_ + "*.stage*_q"};
}

int Heap::most_bits() const {
  return pipeline_.gate_fanout > 0 ? pipeline_.gate_fanout : std::numeric_limits<int>::max();
}

const std::vector<Expression>& Heap::stored(int column, int stage) const {
  return stored_[static_cast<std::size_t>(column)][static_cast<std::size_t>(stage - 1)];
}

/// Words of neighbouring columns share a gate as long as it drives them.
Heap::RowGates Heap::gates_of(int stage) const {
  RowGates gates(columns_.size());
  int gate = 0;
  int load = 0;
  for (int i = 0; i < width(); ++i) {
    for (int left = static_cast<int>(stored(i, stage).size()); left > 0; left -= most_bits()) {
      const int bits = std::min(left, most_bits());
      if (load > most_bits() - bits) {
        ++gate;
        load = 0;
      }
      load += bits;
      gates[static_cast<std::size_t>(i)].push_back(gate);
    }
  }
  return gates;
}

int Heap::row_gates(int stage) const {
  int gates = 0;
  for (const std::vector<int>& words : gates_of(stage)) {
    if (!words.empty()) gates = std::max(gates, words.back() + 1);
  }
  return gates;
}

Items Heap::with_registers(int column, const std::vector<RowGates>& rows) const {
  Items declared;
  Items registers;
  for (int stage = 1; stage <= pipeline_.stages; ++stage) {
    const std::vector<Expression>& taken = stored(column, stage);
    const std::vector<int>& gates =
        rows[static_cast<std::size_t>(stage - 1)][static_cast<std::size_t>(column)];
    for (int part = 0; part < static_cast<int>(gates.size()); ++part) {
      const int first = part * most_bits();
      const int bits = std::min(most_bits(), static_cast<int>(taken.size()) - first);
      const std::string next = stage_word(stage, part);
      declared.push_back(Net{next + "_q", bits, NetType::reg});
      registers.push_back(Net{next, bits});
      for (int j = 0; j < bits; ++j) {
        registers.push_back(
            Assign{verilog::bit(next, j), taken[static_cast<std::size_t>(first + j)]});
      }
      const bool gated = pipeline_.gate_fanout > 0;
      const int gate = gates[static_cast<std::size_t>(part)];
      Register reg{gated ? row_clock(stage, gate) : "clk_i", "", next + "_q", bits, next};
      reg.enable = pipeline_.enable;
      registers.push_back(reg);
    }
  }
  append(declared, items_[static_cast<std::size_t>(column)]);
  append(declared, registers);
  return declared;
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
  std::vector<HeapBit> bits{std::move(a), std::move(b), std::move(c)};
  std::stable_sort(bits.begin(), bits.end(),
                   [](const HeapBit& p, const HeapBit& q) { return p.arrival < q.arrival; });
  align(column, {&bits[0], &bits[1], &bits[2]}, heap_time::kFullSum);
  return compressor(column, bits, heap_time::kFullSum, heap_time::kFullCarry);
}

Heap::Result Heap::half(int column, const HeapBit& a, const HeapBit& b) {
  if (a.is_one() || b.is_one()) {
    // a + 1: the inverse here, a itself as the carry.
    const HeapBit& other = a.is_one() ? b : a;
    const std::string sum = next_name(column, "sum");
    ++compressors_[static_cast<std::size_t>(column)];
    return {declare(column, sum, ~read(other, column), other.arrival + heap_time::kInverter,
                    elements_.bits, other.stage),
            other, column + 1 < width()};
  }
  std::vector<HeapBit> bits{a, b};
  align(column, {&bits[0], &bits[1]}, heap_time::kHalfSum);
  return compressor(column, bits, heap_time::kHalfSum, heap_time::kHalfCarry);
}

Heap::Result Heap::compressor(int column, const std::vector<HeapBit>& bits, double sum_time,
                              double carry_time) {
  static constexpr std::array<const char*, 3> kPorts{"a_i", "b_i", "c_i"};
  const std::string sum = next_name(column, "sum");
  double time = 0.0;
  int stage = 0;
  for (const HeapBit& bit : bits) {
    time = std::max(time, bit.arrival);
    stage = std::max(stage, bit.stage);
  }
  Result result;
  if (column + 1 == width()) {
    Expression parity = read(bits[0], column);
    for (std::size_t i = 1; i < bits.size(); ++i) parity = parity ^ read(bits[i], column);
    result.sum = declare(column, sum, parity, time + sum_time, elements_.bits, stage);
  } else {
    const bool is_full = bits.size() == 3;
    ++(is_full ? full_adders_ : half_adders_);
    const std::string carry = next_name(column, "carry");
    declare_net(column, sum, elements_.bits);
    declare_net(column, carry, elements_.carries);
    Instance adder{is_full ? "full_adder" : "half_adder", next_name(column, "u_add"), {}, {}};
    for (std::size_t i = 0; i < bits.size(); ++i) {
      adder.ports.emplace_back(kPorts[i], read(bits[i], column));
    }
    adder.ports.emplace_back("s_o", sum);
    adder.ports.emplace_back("c_o", carry);
    emit(column, adder);
    result = {{sum, column, time + sum_time, 0, stage},
              {carry, column, time + carry_time, 0, stage},
              true};
  }
  ++compressors_[static_cast<std::size_t>(column)];
  return result;
}

/// a + b + 1: an exclusive nor and an or.
Heap::Result Heap::with_one(int column, const HeapBit& a, const HeapBit& b) {
  HeapBit early = a.arrival <= b.arrival ? a : b;
  HeapBit late = a.arrival <= b.arrival ? b : a;
  align(column, {&early, &late}, heap_time::kHalfSum);
  const Expression first = read(early, column);
  const Expression second = read(late, column);
  Result result;
  result.sum = declare(column, next_name(column, "sum"), ~(first ^ second),
                       late.arrival + heap_time::kHalfSum, elements_.bits, late.stage);
  if (column + 1 < width()) {
    result.carry = declare(column, next_name(column, "carry"), first | second,
                           late.arrival + heap_time::kHalfCarry, elements_.carries, late.stage);
    result.has_carry = true;
  }
  ++compressors_[static_cast<std::size_t>(column)];
  return result;
}

Items Heap::blocks() const {
  std::vector<RowGates> rows;
  for (int stage = 1; stage <= pipeline_.stages; ++stage) rows.push_back(gates_of(stage));
  Items blocks;
  for (int i = 0; i < width(); ++i) {
    blocks.push_back(
        GenerateIf{{GenerateBranch{Expression(1), block_name(i), with_registers(i, rows)}}});
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
