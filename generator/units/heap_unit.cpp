#include "generator/units/heap_unit.h"

#include <algorithm>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "generator/arith/heap_multiplier.h"
#include "generator/arith/parameters.h"
#include "generator/units/clock_gate.h"
#include "generator/units/heap_datapath.h"
#include "generator/units/heap_names.h"
#include "generator/units/lazy_part.h"

namespace pann::generator {

using verilog::Assign;
using verilog::bit;
using verilog::choose;
using verilog::Comment;
using verilog::Expression;
using verilog::Items;
using verilog::Module;
using verilog::Net;
using verilog::NetType;
using verilog::part;
using verilog::Register;
using verilog::repeat;

namespace {

bool is_signed_sum(const DesignSpec& spec) {
  return spec.x_signed || spec.w_signed;
}

/// One bit as often as a word has bits.
Expression spread(const Expression& width, const Expression& net) {
  const bool is_bit = width.form() == Expression::Form::integer && width.text() == "1";
  return is_bit ? net : repeat(width, net);
}

/// A unit in the making: its module, and the signals that its parts hand on.
class HeapUnit {
 public:
  explicit HeapUnit(const DesignSpec& spec) : spec_(spec) {}

  Module build();

 private:
  void add_interface();
  Register stored(const std::string& target, const Expression& width, const Expression& next) const;
  std::vector<Expression> delayed(const std::string& net, const Expression& width, bool is_reset);
  void add_zero_test();
  void add_controls();
  void add_sign();
  Expression start() const;
  Expression half() const;
  void add_feedback(const std::string& net, const Expression& width, const Expression& cleared,
                    const std::string& word);
  void add_word(const std::string& net, const Expression& cleared, const std::string& word);
  void add_row_gates(const Heap& heap);
  void add_heap(const Heap& heap, const ProductItems& product);
  void add_sum(const HeapDatapath& path);
  void add_register(const Register& reg);
  void add_word_register(const std::string& word, const Expression& next,
                         const std::string& counted);
  Expression saturated();
  void add_isolation();
  bool is_told() const { return spec_.enable || spec_.valid; }
  bool rests() const { return is_told() || spec_.zero_gate; }
  Expression adds(int stage) const;
  Expression adds_where(int stage, const Expression& condition) const;
  GatedWord gated(const std::string& word, int width, const std::string& next,
                  const Expression& open) const;
  void add_gated(const GatedWord& word);
  Expression opens(int stage) const;
  void add_one_word();
  void add_lazy_words();
  Expression upper_part_moves(const Expression& carried) const;
  void add_upper_part(int low);
  void add_two_words();
  void add_output(const Expression& total);
  /// `word`, inverted where the accumulator holds a complement.
  Expression true_value(const Expression& word, const Expression& width) const;
  const Expression& clear() const { return clears_.back(); }

  const DesignSpec& spec_;
  Module module_;
  Expression width_{"AccWidth"};
  /// As they come with the operands, and behind each register row.
  std::vector<Expression> clears_{};
  std::vector<Expression> valids_{};
  std::vector<Expression> nonzeros_{};
  Expression bias_{"bias_i"};
  Expression negative_{"negative_i"};
};

void HeapUnit::add_interface() {
  add_fixed_parameters(module_, spec_);
  add_fixed_parameter(module_, "AccWidth", spec_.acc_width, "bits of the accumulator");
  Expression x_width = "XWidth";
  Expression w_width = "WWidth";
  if (spec_.kind == Kind::dot) {
    add_fixed_parameter(module_, "Lanes", spec_.lanes,
                        "words of x_i and of w_i, the first in the lowest bits");
    x_width = Expression("Lanes") * x_width;
    w_width = Expression("Lanes") * w_width;
  }
  auto& ports = module_.ports;
  ports = {input("clk_i")};
  if (spec_.reset != Reset::none) ports.push_back(input("rst_ni"));
  if (spec_.enable) ports.push_back(input("en_i"));
  if (spec_.valid) ports.push_back(input("valid_i"));
  ports.push_back(input("clear_i"));
  if (spec_.bias) ports.push_back(input("bias_i", "AccWidth"));
  if (spec_.sign_ordered) ports.push_back(input("negative_i"));
  ports.push_back(input("x_i", x_width));
  ports.push_back(input("w_i", w_width));
  if (spec_.valid) ports.push_back(output("valid_o"));
  ports.push_back(output("acc_o", spec_.round == 0 ? width_ : width_ - spec_.round));
}

/// A register as the unit's reset and enable want it.
Register HeapUnit::stored(const std::string& target, const Expression& width,
                          const Expression& next) const {
  Register reg{"clk_i", spec_.reset == Reset::none ? "" : "rst_ni", target, width, next};
  reg.is_asynchronous = spec_.reset == Reset::async;
  if (spec_.enable) reg.enable = Expression("en_i");
  return reg;
}

/// What belongs to the operands of a cycle, by register row: as it comes, and behind each.
std::vector<Expression> HeapUnit::delayed(const std::string& net, const Expression& width,
                                          bool is_reset) {
  std::vector<Expression> stages{net};
  const std::string base = net.ends_with("_i") ? net.substr(0, net.size() - 2) : net;
  for (int stage = 1; stage <= spec_.pipeline; ++stage) {
    const std::string word = fmt::format("{}_stage{}_q", base, stage);
    Register reg = stored(word, width, stages.back());
    if (!is_reset) reg.reset_n.clear();
    const bool is_bit = width.form() == Expression::Form::integer;
    append(module_.items,
           {Net{word, is_bit ? std::nullopt : std::optional(width), NetType::reg}, reg});
    count_as(module_.elements, "control", {word});
    module_.registers.push_back(word);
    stages.emplace_back(word);
  }
  return stages;
}

/// What tells that nothing but zeros would be added.
void HeapUnit::add_zero_test() {
  if (!spec_.zero_gate) return;
  Expression any = verilog::any_bit("x_i") & verilog::any_bit("w_i");
  append(module_.items, {Comment{"A product of zero changes nothing."}, Net{"is_nonzero"}});
  if (spec_.kind == Kind::dot) {
    const auto word = [](const char* port, const char* width) {
      return verilog::any_bit(verilog::slice(port, Expression("l") * width, width));
    };
    append(module_.items,
           {Net{"nonzero_lanes", "Lanes"},
            verilog::GenerateFor{"l",
                                 "Lanes",
                                 "g_lane",
                                 {Assign{bit("nonzero_lanes", "l"),
                                         word("x_i", "XWidth") & word("w_i", "WWidth")}}}});
    count_as(module_.elements, "control", {"nonzero_lanes"});
    any = verilog::any_bit("nonzero_lanes");
  }
  append(module_.items, {Assign{"is_nonzero", any}});
  count_as(module_.elements, "control", {"is_nonzero"});
}

void HeapUnit::add_controls() {
  if (spec_.pipeline > 0) {
    append(module_.items, {Comment{"What comes with the operands, as late as their products."}});
  }
  clears_ = delayed("clear_i", 1, false);
  if (spec_.bias) bias_ = delayed("bias_i", width_, false).back();
  if (spec_.sign_ordered) negative_ = delayed("negative_i", 1, false).back();
  if (spec_.zero_gate) nonzeros_ = delayed("is_nonzero", 1, false);
  if (!spec_.valid) return;
  valids_ = delayed("valid_i", 1, true);
  append(module_.items, {Net{"valid_q", std::nullopt, NetType::reg},
                         stored("valid_q", 1, valids_.back()), Assign{"valid_o", "valid_q"}});
  count_as(module_.elements, "control", {"valid_q"});
  module_.registers.insert(module_.registers.end(), {"valid_q", "valid_o"});
}

/// One half of what acc_o leaves out.
Expression HeapUnit::half() const {
  std::vector<Expression> parts{verilog::zeros(width_ - spec_.round), verilog::one_bit(true)};
  if (spec_.round > 1) parts.push_back(verilog::zeros(spec_.round - 1));
  return verilog::concatenate(parts);
}

/// What a sum begins with.
Expression HeapUnit::start() const {
  if (spec_.bias) return bias_;
  return spec_.round == 0 ? verilog::zeros(width_) : half();
}

Expression HeapUnit::true_value(const Expression& word, const Expression& width) const {
  return spec_.sign_ordered ? word ^ spread(width, "negative_q") : word;
}

/// The word that the accumulator adds to: what it holds, or what a sum begins with; of a complement
/// the sign changes here.
void HeapUnit::add_feedback(const std::string& net, const Expression& width,
                            const Expression& cleared, const std::string& word) {
  append(module_.items, {Net{net, width}});
  const Expression value = choose(clear(), cleared, true_value(word, width));
  if (!spec_.sign_ordered) {
    append(module_.items, {Assign{net, value}});
  } else {
    const std::string inner = net + "_value";
    append(module_.items, {Net{inner, width}, Assign{inner, value},
                           Assign{net, Expression(inner) ^ spread(width, negative_)}});
    count_as(module_.elements, "accumulator_feedback", {inner});
  }
  count_as(module_.elements, "accumulator_feedback", {net});
}

/// A word of the accumulator, and what comes back of it.
void HeapUnit::add_word(const std::string& net, const Expression& cleared,
                        const std::string& word) {
  if (has_clock_gates(spec_)) {
    append(module_.items,
           gated_word_nets(gated(word, spec_.acc_width, "", "1"), spec_.gate_fanout));
  } else {
    append(module_.items, {Net{word, width_, NetType::reg}});
  }
  add_feedback(net, width_, cleared, word);
}

/// The clocks of the heap's register rows: a row takes what is added, and rests otherwise. Rows are
/// not reset, so that reset lets them take what there is.
void HeapUnit::add_row_gates(const Heap& heap) {
  if (!has_gated_rows(spec_)) return;
  append(module_.items, {Comment{"Register rows are clocked where what they take is added."}});
  for (int stage = 1; stage <= spec_.pipeline; ++stage) {
    const std::string open = fmt::format("stage{}_open", stage);
    append(module_.items, {Net{open}, Assign{open, open_in_reset(spec_.reset, opens(stage - 1))}});
    count_as(module_.elements, "control", {open});
    for (int gate = 0; gate < heap.row_gates(stage); ++gate) {
      const std::string clock = row_clock(stage, gate);
      const std::string name = fmt::format("u_stage{}_gate{}", stage, gate);
      append(module_.items, {Net{clock}, clock_gate_instance(name, open, clock)});
      count_clock_gate(module_.elements, name, clock);
    }
  }
}

void HeapUnit::add_heap(const Heap& heap, const ProductItems& product) {
  add_row_gates(heap);
  append(module_.items, product.blocks);
  append(module_.items, {Comment{heap.picture()}});
  append(module_.items, heap.blocks());
  count_instance(module_.elements, heap.groups(), "");
  count_instance(module_.elements, product.groups, "");
  const auto registers = heap.registers();
  module_.registers.insert(module_.registers.end(), registers.begin(), registers.end());
}

void HeapUnit::add_word_register(const std::string& word, const Expression& next,
                                 const std::string& counted) {
  count_as(module_.elements, "accumulator_sum", {counted});
  if (has_clock_gates(spec_)) {
    add_gated(gated(word, spec_.acc_width, verilog::to_text(next), opens(spec_.pipeline)));
    return;
  }
  Register reg = stored(word, width_, next);
  if (spec_.valid) reg.enable = adds(spec_.pipeline);
  if (spec_.round > 0 && word != "carry_q") reg.reset_value = half();
  add_register(reg);
}

void HeapUnit::add_register(const Register& reg) {
  append(module_.items, {reg});
  count_as(module_.elements, "accumulator_register", {reg.target});
  module_.registers.push_back(reg.target);
}

/// Whether what is behind `stage` register rows is added, zero or not.
Expression HeapUnit::adds(int stage) const {
  if (!spec_.valid) return spec_.enable ? Expression("en_i") : verilog::one_bit(true);
  const Expression& valid = valids_[static_cast<std::size_t>(stage)];
  return spec_.enable ? Expression("en_i") & valid : valid;
}

/// The same where a condition holds.
Expression HeapUnit::adds_where(int stage, const Expression& condition) const {
  return is_told() ? adds(stage) & condition : condition;
}

/// What opens the clock gates of a word that takes what is behind `stage` register rows.
Expression HeapUnit::opens(int stage) const {
  if (!spec_.zero_gate) return adds(stage);
  const auto at = static_cast<std::size_t>(stage);
  return adds_where(stage, clears_[at] | nonzeros_[at]);
}

GatedWord HeapUnit::gated(const std::string& word, int width, const std::string& next,
                          const Expression& open) const {
  const bool has_half = spec_.round > 0 && word != "carry_q";
  return {word, width, next, open, spec_.reset, has_half ? spec_.round - 1 : -1};
}

void HeapUnit::add_gated(const GatedWord& word) {
  append(module_.items, gated_word(word, spec_.gate_fanout));
  count_gated_word(module_.elements, word, spec_.gate_fanout);
  count_as(module_.elements, "accumulator_register", {word.word});
  module_.registers.push_back(word.word);
}

/// The operands that the heap sees.
void HeapUnit::add_isolation() {
  if (!spec_.operand_isolation) return;
  const Expression used = spec_.zero_gate ? adds_where(0, "is_nonzero") : adds(0);
  append(module_.items, {Comment{"Operands, or zeros where nothing is added."}, Net{"is_used"},
                         Assign{"is_used", used}});
  for (const char* operand : {"x", "w"}) {
    const std::string port = fmt::format("{}_i", operand);
    const std::string word = fmt::format("{}_used", operand);
    const Expression lane(operand[0] == 'x' ? "XWidth" : "WWidth");
    const Expression width = spec_.kind == Kind::dot ? Expression("Lanes") * lane : lane;
    append(module_.items,
           {Net{word, width}, Assign{word, Expression(port) & repeat(width, "is_used")}});
    count_as(module_.elements, "operand_isolation", {word});
  }
  count_as(module_.elements, "control", {"is_used"});
}

/// The sum, or the end of the range that it left: one bit more than the accumulator tells.
Expression HeapUnit::saturated() {
  if (!spec_.saturate) return "sum";
  const Expression top = bit("sum", spec_.acc_width);
  const Expression sign = bit("sum", spec_.acc_width - 1);
  const Expression end = is_signed_sum(spec_)
                             ? verilog::concatenate({top, repeat(width_ - 1, ~top)})
                             : repeat(width_, verilog::one_bit(true));
  append(module_.items,
         {Comment{"The sum, or the end of the range that it left."}, Net{"is_outside"},
          Net{"bounded", width_}, Assign{"is_outside", is_signed_sum(spec_) ? top ^ sign : top},
          Assign{"bounded", choose("is_outside", end, part("sum", spec_.acc_width - 1, 0))}});
  count_as(module_.elements, "accumulator_saturation", {"is_outside", "bounded"});
  return "bounded";
}

void HeapUnit::add_output(const Expression& total) {
  if (spec_.round == 0) {
    append(module_.items, {Assign{"acc_o", total}});
    return;
  }
  append(module_.items, {Net{"total", width_}, Assign{"total", total},
                         Comment{"Rounded: the sum began with one half."},
                         Assign{"acc_o", part("total", spec_.acc_width - 1, spec_.round)},
                         Net{"unused_bits", spec_.round},
                         Assign{"unused_bits", part("total", spec_.round - 1, 0)}});
}

/// The heap, and the adder behind it where that is separate.
void HeapUnit::add_sum(const HeapDatapath& path) {
  append(module_.items, {Net{"sum", width_of_sum(spec_)}});
  add_heap(path.heap, path.product);
  if (!path.addition) return;
  append(module_.items, {Comment{"The accumulator adds what the heap gave."}});
  append(module_.items, path.addition->blocks());
  count_instance(module_.elements, path.addition->groups(), "");
}

/// Fused and separate: one word is stored and comes back.
void HeapUnit::add_one_word() {
  add_word("feedback", start(), "acc_q");
  add_sum(one_word_datapath(spec_));
  add_word_register("acc_q", saturated(), "sum");
  add_output(true_value("acc_q", width_));
  if (spec_.round == 0 && !spec_.sign_ordered) module_.registers.emplace_back("acc_o");
}

/// Fused and separate with a lazy upper part: the lower one is stored and comes back; what it
/// carries, -1, 0 or 1, counts the upper one up or down.
void HeapUnit::add_lazy_words() {
  const int low = spec_.acc_width - spec_.lazy_high;
  const GatedWord lower = gated("acc_low_q", low, "low_sum", opens(spec_.pipeline));
  append(module_.items, rests() ? gated_word_nets(lower, spec_.gate_fanout)
                                : Items{Net{"acc_low_q", low, NetType::reg}});
  add_feedback("feedback", low, spec_.bias ? part(bias_, low - 1, 0) : verilog::zeros(low),
               "acc_low_q");
  add_sum(one_word_datapath(spec_));
  append(module_.items, {Net{"low_sum", low}, Assign{"low_sum", part("sum", low - 1, 0)}});
  count_as(module_.elements, "accumulator_sum", {"sum"});
  if (rests()) {
    add_gated(lower);
  } else {
    add_register(stored("acc_low_q", low, "low_sum"));
  }
  add_upper_part(low);
  const Expression word = verilog::concatenate({"acc_high_q", "acc_low_q"});
  append(module_.items, {Assign{"acc_o", true_value(word, width_)}});
  if (!spec_.sign_ordered) module_.registers.emplace_back("acc_o");
}

/// Whether the upper part moves: it begins, is counted or, of a complement, changes its sign. A sum
/// that is not added says nothing.
Expression HeapUnit::upper_part_moves(const Expression& carried) const {
  Expression moves = clear() | carried;
  if (spec_.sign_ordered) moves = moves | (Expression("negative_q") ^ negative_);
  const bool has_stale_sums = spec_.pipeline > 0 || spec_.sign_ordered;
  return spec_.zero_gate && has_stale_sums ? opens(spec_.pipeline) & moves
                                           : adds_where(spec_.pipeline, moves);
}

/// The upper part counts what the lower one carries.
void HeapUnit::add_upper_part(int low) {
  const int bits = spec_.lazy_high;
  const Expression carried = bit("sum", low);
  const GatedWord upper = gated("acc_high_q", bits, "high_sum", upper_part_moves(carried));
  append(module_.items,
         {Comment{"The upper part counts what the lower one carries, and is clocked for that."}});
  append(module_.items, gated_word_nets(upper, spec_.gate_fanout));
  const Expression start = !spec_.bias ? verilog::zeros(bits)
                           : bits > 1  ? part(bias_, spec_.acc_width - 1, low)
                                       : bit(bias_, low);
  LazyPart lazy{bits, choose(clear(), start, true_value("acc_high_q", bits)), carried};
  if (spec_.sign_ordered) lazy.feedback = lazy.feedback ^ spread(bits, negative_);
  if (product_sum_is_signed(spec_)) lazy.sign = bit("sum", low + 1);
  add_lazy_counter(module_, lazy);
  add_gated(upper);
}

/// Carry-save: the heap's two rows are stored and come back; acc_o adds them.
void HeapUnit::add_two_words() {
  const HeapDatapath path = two_word_datapath(spec_);
  add_word("feedback", start(), "sum_q");
  add_word("feedback_carry", verilog::zeros(width_), "carry_q");
  append(module_.items, {Net{"sum", width_}, Net{"carry", width_}});
  add_heap(path.heap, path.product);
  add_word_register("sum_q", "sum", "sum");
  add_word_register("carry_q", "carry", "carry");
  append(module_.items,
         {Comment{"acc_o adds the two words."}, Net{"sum_word", width_}, Net{"carry_word", width_},
          Net{"added", width_}, Assign{"sum_word", true_value("sum_q", width_)},
          Assign{"carry_word", true_value("carry_q", width_)}});
  append(module_.items, path.addition->blocks());
  count_instance(module_.elements, path.addition->groups(), "");
  count_as(module_.elements, "output_addition", {"added"});
  add_output("added");
}

/// The sign of what the accumulator holds, stored whenever that is.
void HeapUnit::add_sign() {
  Register sign = stored("negative_q", 1, negative_);
  if (spec_.valid || spec_.zero_gate) sign.enable = opens(spec_.pipeline);
  append(module_.items, {Net{"negative_q", std::nullopt, NetType::reg}, sign});
  count_as(module_.elements, "control", {"negative_q"});
  module_.registers.emplace_back("negative_q");
}

Module HeapUnit::build() {
  module_.name = heap_unit_name(spec_);
  module_.header = heap_unit_header(spec_);
  add_interface();
  module_.elements = {{"multiplier_inputs", {"x_i", "w_i"}}};
  add_zero_test();
  add_controls();
  if (spec_.sign_ordered) add_sign();
  add_isolation();
  if (spec_.lazy_high > 0) {
    add_lazy_words();
  } else if (spec_.accumulate == Accumulation::carry_save) {
    add_two_words();
  } else {
    add_one_word();
  }
  return std::move(module_);
}

}  // namespace

Module heap_unit(const DesignSpec& spec) {
  return HeapUnit(spec).build();
}

}  // namespace pann::generator
