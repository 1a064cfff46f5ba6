#pragma once

#include <map>
#include <optional>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include "generator/element_group.h"
#include "generator/heap_options.h"
#include "generator/verilog/module.h"

namespace pann::generator {

/// Glossary: a *bit heap* is a sum of bits, each with a weight 2^column; bits of a column may be
/// added in any order. A *compressor* takes bits of one column and gives a *sum* bit there and a
/// *carry* bit in the next: a full adder three bits, a half adder two. A heap of `width` columns is
/// a sum modulo 2^width: the top column has no carries.
///
///     column   3  2  1  0
///                 o  o  o      o: a bit; what a 3x2 and-array drops into the heap
///              o  o  o
///
/// Every bit is a net of the named block of its column, `g_column5.sum0`; blocks come in the order
/// of their columns, so that each refers to those before it only. Dadda 1965; Oklobdzija, Villeger,
/// Liu 1996 (three-dimensional method); de Dinechin, FloPoCo's bit heaps.
///
/// Times are in units of a full adder's sum; they order bits and place nothing.
namespace heap_time {
inline constexpr double kFullSum = 1.0;
inline constexpr double kFullCarry = 0.78;
inline constexpr double kHalfSum = 0.75;
inline constexpr double kHalfCarry = 0.6;
inline constexpr double kProduct = 0.6;     ///< An and gate.
inline constexpr double kComplement = 0.2;  ///< A nand gate.
inline constexpr double kInverter = 0.1;
inline constexpr double kDigit = 0.9;     ///< A Booth recoder.
inline constexpr double kSelector = 0.8;  ///< A Booth selector behind it.
inline constexpr double kMultiplexer = 0.5;
}  // namespace heap_time

/// A bit of a heap: a net of a column's block, a bit of a word of the module, or the constant 1.
struct HeapBit {
  static constexpr int kModule = -1;

  std::string net;      ///< Its name in its block; empty: the constant 1.
  int block = kModule;  ///< The column whose block declares it, or kModule.
  double arrival = 0.0;
  int row = 0;    ///< The partial product that it belongs to, for Reduction::rows.
  int stage = 0;  ///< Register rows that it is behind.

  bool is_one() const { return net.empty(); }
  bool is_constant() const { return is_one() || net == zero().net; }

  static HeapBit zero() { return {"1'b0"}; }
};

/// As what the nets of a heap count.
struct HeapElements {
  std::string bits = "multiplier_operands";    ///< What compressors add: products and sums.
  std::string carries = "multiplier_carries";  ///< What they hand on.
  std::string final = "multiplier_final";      ///< Nets of an adder that is no ripple adder.
};

/// Register rows in a heap: stage s of `stages` ends at (s + 1) budget of the arrival model, and a
/// bit that a compressor takes later than that is stored first, with its fellows. The last stage
/// has no end.
struct HeapPipeline {
  int stages = 0;
  double budget = 0.0;
  std::optional<verilog::Expression> enable{};  ///< Where low, the registers hold.
  /// Most flip-flops behind one clock gate; 0: the rows are clocked by clk_i.
  int gate_fanout = 0;
};

/// The clock of one gate of register row `stage`, from 1 on: `stage1_clk0`.
std::string row_clock(int stage, int gate);

/// The bits of a heap by column, and the nets and compressors that made them.
class Heap {
 public:
  /// `block`: what the names of the columns' blocks begin with.
  explicit Heap(int width, std::string block = "g_column", HeapElements elements = {},
                HeapPipeline pipeline = {});

  int width() const { return static_cast<int>(columns_.size()); }
  std::vector<HeapBit>& column(int index) { return columns_[static_cast<std::size_t>(index)]; }
  const std::vector<HeapBit>& column(int index) const {
    return columns_[static_cast<std::size_t>(index)];
  }

  /// Drops `bit` into a column; above the top one it is nothing.
  void add(int column, HeapBit bit);
  /// The same for a bit that is there in the last stage only.
  void add_late(int column, HeapBit bit);
  /// Adds, or subtracts, 2^column modulo 2^width to the constant of the heap.
  void add_constant(int column);
  void subtract_constant(int column);
  /// Drops the constant's ones into their columns and draws the heap as it now is.
  void finish_constant();

  /// Declares `name` in the block of `column`, with its value, as a net of `element`; the bit is
  /// not added.
  HeapBit declare(int column, const std::string& name, const verilog::Expression& value,
                  double arrival, const std::string& element, int stage = 0);
  /// Brings bits that a gate of `column` takes into the same stage: the one of the last of them, or
  /// the next where the gate, which takes `delay`, would end too late.
  void align(int column, const std::vector<HeapBit*>& bits, double delay);
  /// Brings what is left in the columns behind all register rows.
  void finish_pipeline();
  /// The latest arrival of what is left in the columns.
  double latest() const;
  const HeapElements& elements() const { return elements_; }
  /// A bit as an item of the block of `column` reads it.
  verilog::Expression read(const HeapBit& bit, int column) const;
  /// A comment or any other item at the end of the block of `column`.
  void emit(int column, verilog::Item item);

  /// Compressors of `column`: the sum and the carry. Constant inputs are folded into gates, the
  /// carry of the top column is left out (check has_carry). The latest input is on the carry pin,
  /// whose load is the least.
  struct Result {
    HeapBit sum;
    HeapBit carry;
    bool has_carry = false;
  };
  Result full(int column, HeapBit a, HeapBit b, HeapBit c);
  Result half(int column, const HeapBit& a, const HeapBit& b);

  bool uses_half_adders() const { return half_adders_ > 0; }
  bool uses_full_adders() const { return full_adders_ > 0; }
  const std::string& picture() const { return picture_; }
  /// The blocks of the columns, lowest first.
  verilog::Items blocks() const;
  /// The nets declared so far, by element.
  const ElementGroups& groups() const { return groups_; }
  /// Patterns of its registers.
  std::vector<std::string> registers() const;
  /// Clock gates of a register row, from 1 on, that HeapPipeline::gate_fanout asks for; what drives
  /// their row_clock() is the user's.
  int row_gates(int stage) const;

 private:
  /// The bit behind register rows up to `stage`, in the block of `column`.
  HeapBit registered(int column, const HeapBit& bit, int stage);
  Result with_one(int column, const HeapBit& a, const HeapBit& b);
  /// A compressor of two or three bits, or what is left of it in the top column.
  Result compressor(int column, const std::vector<HeapBit>& bits, double sum_time,
                    double carry_time);
  void declare_net(int column, const std::string& name, const std::string& element);
  /// Of a register row the clock gate of each word, by column.
  using RowGates = std::vector<std::vector<int>>;
  RowGates gates_of(int stage) const;
  /// The items of a column's block with its registers; `rows`: of each register row.
  verilog::Items with_registers(int column, const std::vector<RowGates>& rows) const;
  const std::vector<verilog::Expression>& stored(int column, int stage) const;
  int most_bits() const;
  std::string next_name(int column, const std::string& what);

  std::string block_name(int column) const;

  std::string block_;
  std::vector<std::vector<HeapBit>> columns_;
  std::vector<verilog::Items> items_;
  std::vector<int> compressors_;
  std::vector<bool> constant_;
  HeapElements elements_;
  HeapPipeline pipeline_;
  /// What the registers of a column's stage take, lowest bit first: stages from 1 on.
  std::vector<std::vector<std::vector<verilog::Expression>>> stored_;
  std::map<std::tuple<int, int, std::string, int>, HeapBit> registered_;  ///< Column, block, net,
                                                                          ///< stage.
  ElementGroups groups_;
  std::string picture_;
  int half_adders_ = 0;
  int full_adders_ = 0;
};

/// `half_adder`: a_i b_i -> s_o c_o.
verilog::Module half_adder();

/// Builders of reductions: every column to two bits at most; with `to_one` those by arrival to one,
/// the final ripple included. By rows, one is left in any case.
void reduce_by_arrival(Heap& heap, bool to_one);
void reduce_wallace(Heap& heap, bool to_one);
void reduce_dadda(Heap& heap, bool to_one);
void reduce_four_to_two(Heap& heap, bool to_one);
void reduce_rows(Heap& heap, bool to_one);

/// Builders of final adders, of the two rows of a reduced heap: what is left in each column is the
/// sum's bit.
void add_ripple(Heap& heap);
void add_carry_select(Heap& heap);
void add_brent_kung(Heap& heap);
void add_sklansky(Heap& heap);
void add_kogge_stone(Heap& heap);

}  // namespace pann::generator
