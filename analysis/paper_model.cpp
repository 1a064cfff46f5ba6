#include "analysis/paper_model.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "analysis/paper_equations.h"
#include "generator/design_fields.h"

namespace pann::analysis {

namespace {

using generator::DesignSpec;
using generator::Kind;
using generator::Operand;
using tb::WideInteger;

class ModelBuilder {
 public:
  ModelBuilder(const DesignSpec& spec, const OperandConditions& conditions)
      : conditions_(conditions),
        kind_(spec.kind),
        bx_(spec.x_width),
        bw_(spec.w_width),
        b_acc_(generator::addend_width(spec)),
        accumulator_width_(spec.acc_width) {}

  PaperModel build() {
    switch (kind_) {
      case Kind::adder:
        add("adder_operands", bx_);
        break;
      case Kind::multiplier:
        add_multiplier();
        break;
      case Kind::accumulator:
        add_accumulator(conditions_.negative_x);
        break;
      case Kind::mac:
        add_multiplier();
        add_accumulator(conditions_.negative_x || conditions_.negative_w);
        break;
      case Kind::split_mac:
        add_multiplier();
        add_accumulator(conditions_.negative_x);
        break;
      case Kind::pann_mac:
        add("accumulator_input", 0.5 * bx_);
        add("accumulator_sum", 0.5 * conditions_.additions * bx_);
        add("accumulator_register", 0.5 * conditions_.additions * bx_);
        break;
      case Kind::dot:
      case Kind::pann_dot:
      case Kind::sad_mac:
      case Kind::shift_mac:
      case Kind::mac_array:
      case Kind::pann_array:
      case Kind::other:
        break;  // the paper has no model of them
    }
    return std::move(model_);
  }

 private:
  void add(const char* element, double per_operation) {
    model_.elements.push_back({element, per_operation});
    model_.total += per_operation;
  }

  void add_multiplier() {
    const double inputs = 0.5 * (bx_ + bw_);
    add("multiplier_inputs", inputs);
    add("multiplier_operands", mixed_multiplier_flips(bx_, bw_) - inputs);
  }

  void add_accumulator(bool takes_both_signs) {
    add("accumulator_input", 0.5 * (takes_both_signs ? accumulator_width_ : b_acc_));
    add("accumulator_sum", 0.5 * b_acc_);
    add("accumulator_register", 0.5 * b_acc_);
  }

  PaperModel model_;
  OperandConditions conditions_;
  Kind kind_;
  double bx_;
  double bw_;
  double b_acc_;
  double accumulator_width_;
};

bool has_negative(const std::vector<tb::OperandBits>& operands, bool is_signed) {
  return std::any_of(operands.begin(), operands.end(),
                     [&](tb::OperandBits bits) { return tb::value_of(bits, is_signed) < 0; });
}

/// Sum of |v| over the integers from 0 to `end`.
double triangle(WideInteger end) {
  const auto last = static_cast<double>(end);
  return 0.5 * last * (last + 1.0);
}

double mean_magnitude(const tb::OperandRange& range) {
  const auto count = static_cast<double>(range.high - range.low + 1);
  if (range.low >= 0) return 0.5 * static_cast<double>(range.low + range.high);
  if (range.high < 0) return -0.5 * static_cast<double>(range.low + range.high);
  return (triangle(range.high) + triangle(-range.low)) / count;
}

}  // namespace

OperandConditions conditions_of(const tb::OperandRange& x, const tb::OperandRange& w) {
  return {x.low < 0, w.low < 0, mean_magnitude(w)};
}

OperandConditions conditions_of(const tb::OperandStreams& operands, const DesignSpec& spec) {
  const bool x_signed = spec.x_signed;
  const bool w_signed = spec.w_signed;
  double magnitudes = 0.0;
  for (const tb::OperandBits w : operands.w) {
    magnitudes += std::abs(static_cast<double>(tb::value_of(w, w_signed)));
  }
  const auto count = static_cast<double>(std::max<std::size_t>(operands.w.size(), 1));
  return {has_negative(operands.x, x_signed), has_negative(operands.w, w_signed),
          magnitudes / count};
}

std::optional<double> PaperModel::per_operation(std::string_view element) const {
  for (const ModelledElement& modelled : elements) {
    if (modelled.element == element) return modelled.per_operation;
  }
  return std::nullopt;
}

PaperModel paper_model(const DesignSpec& spec, const OperandConditions& conditions) {
  // The paper's models are of its own structures.
  const bool is_papers =
      spec.multiplier != generator::Architecture::heap && !generator::is_unknown_structure(spec);
  if (generator::has_multiplier(spec.kind) && !is_papers) return {};
  return ModelBuilder(spec, conditions).build();
}

}  // namespace pann::analysis
