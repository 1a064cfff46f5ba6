#pragma once

#include <cstdint>
#include <memory>
#include <span>

#include "generator/manifest.h"
#include "tb/model/arithmetic.h"
#include "tb/model/pin_recorder.h"
#include "tb/stimulus/operands.h"

namespace pann::tb {

/// The operands of one operation, a word a lane; empty where the unit takes none.
struct Operation {
  std::span<const OperandBits> x;
  std::span<const OperandBits> w;
};

/// What happens in a cycle besides the operands.
struct Control {
  bool clear = false;  ///< A dot product begins.
  Wide bias = 0;       ///< What a clear loads; 0 for a unit without a bias.
  bool carry_in = false;
  bool valid = true;      ///< Where false, the operands are none.
  bool disturbs = false;  ///< Pins that the cycle does not look at have other values.
};

/// The reference model of a unit: which pins an operation takes, and what the outputs are then;
/// written from the arithmetic, never from the RTL.
class UnitModel {
 public:
  virtual ~UnitModel() = default;

  /// Throws Failure(user_error, "manifest.role") when a port that the kind needs, or the output
  /// that a check rests on, is missing or has the wrong width.
  virtual void require_ports(const PinRecorder& pins) const = 0;

  /// Cycles that the operation's operands stay, at least `interval` of the manifest.
  virtual std::uint64_t cycles(const Operation& operation) const;

  /// Repeated additions of the operation, where a weight is a number of them (pann_mac); else 0.
  virtual std::uint64_t additions(const Operation& operation) const;

  /// Puts one cycle of the operation, 0 to cycles() - 1, on the pins.
  virtual void drive(PinRecorder& pins, const Operation& operation, std::uint64_t cycle) const;

  /// Gives pins that this operation leaves unread other values.
  virtual void disturb(PinRecorder&, const Operation&) const {}

  /// What a unit shows before its first operation.
  virtual Wide initial() const { return 0; }

  /// The result after this cycle of the operation, from the one before it; `latency` cycles later
  /// it is what expect() takes.
  virtual Wide result(Wide before, const Operation& operation, std::uint64_t cycle,
                      const Control& control) const = 0;

  /// What the outputs show of a result after this operation, where that is not the result itself.
  virtual Wide shown(Wide result, const Operation& operation) const;

  /// Whether the outputs show something definite after this cycle of an operation; other cycles are
  /// not compared.
  virtual bool has_result(std::uint64_t cycle) const { return cycle == 0; }

  /// Whether results depend on those before.
  virtual bool accumulates() const { return false; }

  /// Expects a result at the outputs.
  virtual void expect(PinRecorder& pins, Wide result) const = 0;

  /// Sums that a unit keeps side by side, each of its own operands; 0: result() is all.
  virtual std::size_t sums() const { return 0; }
  /// All of them after this operation; one without operands is a stream's rest.
  virtual void add_to(std::span<Wide>, const Operation&, const Control&) const {}
  /// Whether a stream ends on zero operands until the last sum has seen what the first has.
  virtual bool rests() const { return false; }
  /// Cycles until an operation is in that sum at the outputs, at most `latency`.
  virtual std::size_t latency(std::size_t) const { return 0; }
  /// Expects a sum at the outputs, a word of the accumulator's port.
  void expect_sum(PinRecorder& pins, std::size_t sum, Wide value) const;

 protected:
  explicit UnitModel(const generator::Manifest& manifest);

  generator::DesignSpec design_;
  std::uint64_t interval_ = 1;
};

/// The model of the manifest's kind: one entry a kind.
std::unique_ptr<UnitModel> unit_model(const generator::Manifest& manifest);

}  // namespace pann::tb
