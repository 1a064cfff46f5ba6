#include "tb/model/unit_model.h"

#include <algorithm>
#include <array>
#include <cassert>
#include <utility>
#include <vector>

#include "tb/model/window_schedule.h"

namespace pann::tb {

using generator::Kind;
using generator::Manifest;
using generator::Role;

UnitModel::UnitModel(const Manifest& manifest)
    : design_(manifest.design), interval_(static_cast<std::uint64_t>(manifest.interval)) {}

std::uint64_t UnitModel::cycles(const Operation&) const {
  return interval_;
}

Wide UnitModel::shown(Wide result, const Operation&) const {
  return result;
}

std::uint64_t UnitModel::additions(const Operation&) const {
  return 0;
}

void UnitModel::drive(PinRecorder& pins, const Operation& operation, std::uint64_t) const {
  for (std::size_t lane = 0; lane < operation.x.size(); ++lane) {
    pins.set(Role::x, lane, operation.x[lane]);
  }
  for (std::size_t lane = 0; lane < operation.w.size(); ++lane) {
    pins.set(Role::w, lane, operation.w[lane]);
  }
}

void UnitModel::expect_sum(PinRecorder& pins, std::size_t sum, Wide value) const {
  pins.expect(Role::accumulator, sum, value);
}

namespace {

constexpr int kModelBits = 128;

/// a + b + carry.
class AdderModel : public UnitModel {
 public:
  explicit AdderModel(const Manifest& manifest) : UnitModel(manifest) {}

  void require_ports(const PinRecorder& pins) const override {
    for (const Role role : {Role::x, Role::w, Role::sum}) pins.require(role, design_.x_width);
  }
  Wide result(Wide, const Operation& operation, std::uint64_t,
              const Control& control) const override {
    return truncate(operation.x[0], design_.x_width) + truncate(operation.w[0], design_.x_width) +
           (control.carry_in ? 1 : 0);
  }
  void expect(PinRecorder& pins, Wide result) const override {
    pins.expect(Role::sum, result);
    pins.expect(Role::carry_out, result >> design_.x_width);
  }
};

/// The sum of x w over the lanes, added up where the unit has an accumulator: multiplier, mac,
/// split_mac, dot.
class ProductModel : public UnitModel {
 public:
  explicit ProductModel(const Manifest& manifest)
      : UnitModel(manifest),
        accumulates_(manifest.design.kind != Kind::multiplier &&
                     manifest.find(Role::accumulator) != nullptr) {}

  void require_ports(const PinRecorder& pins) const override {
    pins.require(Role::x, design_.x_width);
    pins.require(Role::w, design_.w_width);
    require_result(pins);
  }
  Wide result(Wide before, const Operation& operation, std::uint64_t cycle,
              const Control& control) const override {
    if (!control.valid || cycle > 0) return before;
    const Wide sum = addend(operation);
    if (!accumulates_) return sum;
    const Wide start = control.clear ? control.bias + initial() : before;
    return design_.saturate ? bounded_sum(design_, start, sum) : start + sum;
  }
  /// A rounded sum begins with one half of what its output leaves out.
  Wide initial() const override {
    return design_.round > 0 ? Wide{1} << (design_.round - 1) : Wide{0};
  }
  void drive(PinRecorder& pins, const Operation& operation, std::uint64_t cycle) const override {
    UnitModel::drive(pins, operation, cycle);
    if (!design_.sign_ordered) return;
    bool is_any_negative = false;
    for (std::size_t lane = 0; lane < operation.w.size(); ++lane) {
      pins.set(Role::w, lane, magnitude(operation.w[lane], true));
      is_any_negative = is_any_negative || is_negative(operation.w[lane], true);
    }
    pins.set(Role::negative, is_any_negative ? 1 : 0);
  }
  bool accumulates() const override { return accumulates_; }
  void expect(PinRecorder& pins, Wide result) const override {
    pins.expect(accumulates_ ? Role::accumulator : Role::product,
                design_.round > 0 ? truncate(result, design_.acc_width) >> design_.round : result);
  }

 protected:
  /// A sum of lanes is as wide as its port; all other results have the width of the arithmetic.
  void require_result(const PinRecorder& pins) const {
    if (design_.kind == Kind::multiplier) {
      pins.require(Role::product, design_.x_width + design_.w_width);
    } else if (accumulates_ || design_.kind != Kind::dot) {
      pins.require(Role::accumulator, design_.acc_width - design_.round);
    } else {
      pins.require(Role::product, pins.width(Role::product));
    }
  }

 private:
  virtual Wide addend(const Operation& operation) const {
    Wide sum = 0;
    for (std::size_t lane = 0; lane < operation.x.size(); ++lane) {
      sum += multiply(design_, operation.x[lane], operation.w[lane]);
    }
    return sum;
  }

  bool accumulates_;
};

/// The sum of x.
class AccumulatorModel : public ProductModel {
 public:
  explicit AccumulatorModel(const Manifest& manifest) : ProductModel(manifest) {}

  void require_ports(const PinRecorder& pins) const override {
    pins.require(Role::x, design_.x_width);
    require_result(pins);
  }

 private:
  Wide addend(const Operation& operation) const override {
    return extend(operation.x[0], design_.x_signed);
  }
};

/// The sum of |x - w|.
class DistanceModel : public ProductModel {
 public:
  explicit DistanceModel(const Manifest& manifest) : ProductModel(manifest) {}

 private:
  Wide addend(const Operation& operation) const override {
    const Wide difference =
        extend(operation.x[0], design_.x_signed) - extend(operation.w[0], design_.w_signed);
    const bool is_below = (difference >> (kModelBits - 1)) != 0;
    return is_below ? -difference : difference;
  }
};

/// The sum of x 2^shift, added or subtracted as the sign of the code w says.
class ShiftModel : public ProductModel {
 public:
  explicit ShiftModel(const Manifest& manifest) : ProductModel(manifest) {}

 private:
  Wide addend(const Operation& operation) const override {
    const OperandBits shift = operation.w[0] % (OperandBits{1} << generator::shift_bits(design_));
    const Wide shifted = extend(operation.x[0], design_.x_signed) << shift;
    return is_negative(operation.w[0], design_.w_signed) ? -shifted : shifted;
  }
};

/// x, |w| times, added or subtracted as the sign of w says (Eqs. 10 to 12); at least one cycle.
class RepeatedAdditionModel : public UnitModel {
 public:
  explicit RepeatedAdditionModel(const Manifest& manifest)
      : UnitModel(manifest),
        is_external_(manifest.design.sequencer == generator::Sequencer::external) {}

  void require_ports(const PinRecorder& pins) const override {
    pins.require(Role::x, design_.x_width);
    if (!is_external_) pins.require(Role::w, design_.w_width);
    pins.require(Role::accumulator, design_.acc_width);
    if (is_external_) {
      pins.require(Role::enable, 1);
      pins.require(Role::negative, 1);
    } else {
      pins.require(Role::start, 1);
    }
  }
  std::uint64_t cycles(const Operation& operation) const override {
    return std::max(interval_, additions(operation));
  }
  std::uint64_t additions(const Operation& operation) const override {
    return magnitude(operation.w[0], design_.w_signed);
  }
  void drive(PinRecorder& pins, const Operation& operation, std::uint64_t cycle) const override {
    UnitModel::drive(pins, operation, cycle);
    pins.set(Role::enable, cycle < additions(operation) ? 1 : 0);
    pins.set(Role::negative, is_negative(operation.w[0], design_.w_signed) ? 1 : 0);
    pins.set(Role::start, cycle == 0 ? 1 : 0);
    pins.expect(Role::ready, cycle + 1 == cycles(operation) ? 1 : 0);
  }
  Wide result(Wide before, const Operation& operation, std::uint64_t cycle,
              const Control& control) const override {
    Wide sum = control.clear && cycle == 0 ? control.bias : before;
    if (cycle >= additions(operation)) return sum;
    const Wide addend = extend(operation.x[0], design_.x_signed);
    return is_negative(operation.w[0], design_.w_signed) ? sum - addend : sum + addend;
  }
  bool has_result(std::uint64_t) const override { return true; }
  bool accumulates() const override { return true; }
  void expect(PinRecorder& pins, Wide result) const override {
    pins.expect(Role::accumulator, result);
  }

 private:
  bool is_external_;
};

/// Sums of x times powers of two, added or subtracted as the cycle's sign says; complemented where
/// it was subtracted.
class PlanesModel : public UnitModel {
 public:
  void require_ports(const PinRecorder& pins) const override {
    pins.require(Role::x, design_.x_width);
    pins.require(Role::clear, 1);
    pins.require(Role::negative, 1);
    pins.require(Role::accumulator, design_.acc_width);
  }
  void drive(PinRecorder& pins, const Operation& operation, std::uint64_t) const override {
    const auto words = static_cast<std::size_t>(generator::lanes_of(design_));
    for (std::size_t word = 0; word < words; ++word) pins.set(Role::x, word, operation.x[word]);
    pins.set(Role::negative, subtracts(operation) ? 1 : 0);
  }
  Wide shown(Wide result, const Operation& operation) const override {
    return subtracts(operation) ? -result - 1 : result;
  }
  bool accumulates() const override { return true; }

 protected:
  explicit PlanesModel(const Manifest& manifest)
      : UnitModel(manifest), planes_(generator::planes_of_lanes(design_)) {}

  std::size_t lanes() const { return planes_.size(); }

  /// What a sum is after this cycle, in which its lanes add the words of x from `first` on.
  Wide added(Wide before, const Operation& operation, std::size_t first,
             const Control& control) const {
    Wide sum = 0;
    for (std::size_t lane = 0; lane < lanes(); ++lane) {
      sum += Wide{operation.x[first + lane]} << planes_[lane];
    }
    const Wide start = control.clear ? 0 : before;
    return subtracts(operation) ? start - sum : start + sum;
  }

 private:
  static bool subtracts(const Operation& operation) { return is_negative(operation.w[0], true); }

  std::vector<int> planes_;  ///< Of each lane.
};

/// One such sum.
class DigitPlanesModel : public PlanesModel {
 public:
  explicit DigitPlanesModel(const Manifest& manifest) : PlanesModel(manifest) {}

  Wide result(Wide before, const Operation& operation, std::uint64_t,
              const Control& control) const override {
    return added(before, operation, 0, control);
  }
  void expect(PinRecorder& pins, Wide result) const override {
    pins.expect(Role::accumulator, result);
  }
};

/// One for each of several positions, with words of its own, without a window or behind one.
class PositionsModel : public PlanesModel {
 public:
  explicit PositionsModel(const Manifest& manifest) : PlanesModel(manifest), words_(design_) {}

  void require_ports(const PinRecorder& pins) const override {
    PlanesModel::require_ports(pins);
    if (!has_window()) return;
    pins.require(Role::load, 1);
    pins.require(Role::index, generator::window_index_bits(design_));
  }
  void drive(PinRecorder& pins, const Operation& operation, std::uint64_t cycle) const override {
    PlanesModel::drive(pins, operation, cycle);
    if (!has_window()) return;
    pins.set(Role::load, operation.w[WindowWords::kLoad]);
    for (std::size_t lane = 0; lane < lanes(); ++lane) {
      pins.set(Role::index, lane, operation.w[WindowWords::kIndex + lane]);
    }
  }
  void disturb(PinRecorder& pins, const Operation& operation) const override {
    if (!has_window() || operation.w[WindowWords::kLoad] != 0) return;
    for (std::size_t word = 0; word < words_.row(); ++word) {
      pins.set(Role::x, word, ~operation.x[word]);
    }
  }
  Wide result(Wide, const Operation&, std::uint64_t, const Control&) const override { return 0; }
  void expect(PinRecorder&, Wide) const override {}
  std::size_t sums() const override { return words_.positions; }
  void add_to(std::span<Wide> sums, const Operation& operation,
              const Control& control) const override {
    const std::size_t first = has_window() ? words_.row() : 0;
    for (std::size_t position = 0; position < sums.size(); ++position) {
      sums[position] = added(sums[position], operation, first + position * lanes(), control);
    }
  }
  std::size_t latency(std::size_t) const override { return 1; }

 private:
  bool has_window() const { return generator::has_window(design_); }

  WindowWords words_;
};

/// Sums side by side at the accumulator's port, and a port of the role `control` beside operands.
class SumsModel : public UnitModel {
 public:
  SumsModel(const Manifest& manifest, Role control) : UnitModel(manifest), control_(control) {}

  void require_ports(const PinRecorder& pins) const override {
    pins.require(Role::x, design_.x_width);
    pins.require(Role::w, design_.w_width);
    pins.require(control_, 1);
    pins.require(Role::accumulator, design_.acc_width);
  }
  Wide result(Wide, const Operation&, std::uint64_t, const Control&) const override { return 0; }
  void expect(PinRecorder&, Wide) const override {}
  bool rests() const override { return true; }

 private:
  Role control_;
};

/// The products of all x with all w of an operation, each added to a sum of its own that shows them
/// later the farther it is from the ports.
class ArrayModel : public SumsModel {
 public:
  explicit ArrayModel(const Manifest& manifest)
      : SumsModel(manifest, Role::clear),
        columns_(static_cast<std::size_t>(manifest.design.columns)) {}

  bool accumulates() const override { return true; }
  std::size_t sums() const override {
    return static_cast<std::size_t>(generator::array_cells(design_));
  }
  void add_to(std::span<Wide> sums, const Operation& operation,
              const Control& control) const override {
    if (operation.x.empty()) return;
    for (std::size_t i = 0; i < sums.size(); ++i) {
      const Wide start = control.clear ? 0 : sums[i];
      sums[i] = start + multiply(design_, operation.x[i / columns_], operation.w[i % columns_]);
    }
  }
  std::size_t latency(std::size_t sum) const override {
    return sum / columns_ + sum % columns_ + 1;
  }

 private:
  std::size_t columns_;
};

/// A vector x times the matrix of weights that stay; operations without x bring a row of them.
class StationaryModel : public SumsModel {
 public:
  explicit StationaryModel(const Manifest& manifest)
      : SumsModel(manifest, Role::load),
        rows_(static_cast<std::size_t>(manifest.design.rows)),
        columns_(static_cast<std::size_t>(manifest.design.columns)),
        lanes_(std::max(rows_, columns_)) {}

  void drive(PinRecorder& pins, const Operation& operation, std::uint64_t) const override {
    const bool loads = operation.x.empty();
    pins.set(Role::load, loads ? 1 : 0);
    for (std::size_t row = 0; row < rows_; ++row) {
      pins.set(Role::x, row, loads ? 0 : operation.x[row]);
    }
    for (std::size_t column = 0; column < columns_; ++column) {
      pins.set(Role::w, column, loads && !operation.w.empty() ? operation.w[column] : 0);
    }
  }
  std::size_t sums() const override { return columns_; }
  void add_to(std::span<Wide> sums, const Operation& operation, const Control&) const override {
    for (std::size_t column = 0; column < columns_; ++column) {
      sums[column] = 0;
      if (operation.x.empty()) continue;
      for (std::size_t row = 0; row * lanes_ < operation.w.size(); ++row) {
        sums[column] += multiply(design_, operation.x[row], operation.w[row * lanes_ + column]);
      }
    }
  }
  std::size_t latency(std::size_t sum) const override { return rows_ + sum; }

 private:
  std::size_t rows_;
  std::size_t columns_;
  std::size_t lanes_;  ///< Words of an operation's operands.
};

/// A design that is no arithmetic of ours: nothing is expected of it.
class NoModel : public UnitModel {
 public:
  explicit NoModel(const Manifest& manifest) : UnitModel(manifest) {}

  void require_ports(const PinRecorder&) const override {}
  Wide result(Wide, const Operation&, std::uint64_t, const Control&) const override { return 0; }
  bool has_result(std::uint64_t) const override { return false; }
  void expect(PinRecorder&, Wide) const override {}
};

template <class Model>
std::unique_ptr<UnitModel> make(const Manifest& manifest) {
  return std::make_unique<Model>(manifest);
}

std::unique_ptr<UnitModel> make_array(const Manifest& manifest) {
  return generator::is_weight_stationary(manifest.design) ? make<StationaryModel>(manifest)
                                                          : make<ArrayModel>(manifest);
}

constexpr std::array<std::pair<Kind, std::unique_ptr<UnitModel> (*)(const Manifest&)>, 13> kModels{
    {{Kind::multiplier, make<ProductModel>},
     {Kind::adder, make<AdderModel>},
     {Kind::accumulator, make<AccumulatorModel>},
     {Kind::mac, make<ProductModel>},
     {Kind::split_mac, make<ProductModel>},
     {Kind::pann_mac, make<RepeatedAdditionModel>},
     {Kind::dot, make<ProductModel>},
     {Kind::pann_dot, make<DigitPlanesModel>},
     {Kind::sad_mac, make<DistanceModel>},
     {Kind::shift_mac, make<ShiftModel>},
     {Kind::mac_array, make_array},
     {Kind::pann_array, make<PositionsModel>},
     {Kind::other, make<NoModel>}}};

}  // namespace

std::unique_ptr<UnitModel> unit_model(const Manifest& manifest) {
  const auto entry = std::find_if(kModels.begin(), kModels.end(), [&](const auto& candidate) {
    return candidate.first == manifest.design.kind;
  });
  assert(entry != kModels.end());
  return entry->second(manifest);
}

}  // namespace pann::tb
