#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <set>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "broken_files.h"
#include "circuit/elaborate.h"
#include "generator/units/emit.h"
#include "sim/native/native_engine.h"
#include "support/output.h"
#include "tb/model/arithmetic.h"
#include "tb/model/pin_recorder.h"

namespace pann::test {

/// A unit of the generator, ready for the native engine.
struct ElaboratedUnit {
  generator::Manifest manifest;
  circuit::Netlist netlist;
};

/// The same options at default widths and signedness: what differs is a Verilog parameter.
inline generator::DesignSpec at_default_widths(const generator::DesignSpec& spec) {
  // A bit heap has no other widths than its own.
  if (spec.multiplier == generator::Architecture::heap) return spec;
  if (spec.kind == generator::Kind::shift_mac) return spec;
  return {.kind = spec.kind,
          .multiplier = spec.multiplier,
          .recode = spec.recode,
          .sequencer = spec.sequencer,
          .bias = spec.bias};
}

/// The same options at other widths and signedness.
inline generator::DesignSpec at_widths(generator::DesignSpec spec, int x, int w, int acc,
                                       bool x_signed, bool w_signed) {
  spec.x_width = x;
  spec.w_width = w;
  spec.acc_width = acc;
  spec.x_signed = x_signed;
  spec.w_signed = w_signed;
  return spec;
}

/// Elaborates the units in one Yosys process, from files emitted at the default widths and
/// re-parameterized (which gives the circuits that the generator emits at those widths:
/// reparameterized_units_test.cpp). `from` in the Verilog becomes `to`, to break a unit on purpose.
inline std::vector<ElaboratedUnit> elaborate_units(const std::vector<generator::DesignSpec>& specs,
                                                   const std::string& from = "",
                                                   const std::string& to = "") {
  const support::TemporaryDirectory directory;
  std::set<std::string> written;
  std::vector<ElaboratedUnit> units;
  std::vector<circuit::ElaborationRequest> requests;
  for (const generator::DesignSpec& spec : specs) {
    units.push_back({generator::emit(spec).manifest, {}});
    requests.push_back(circuit::elaboration_request(directory.path(), units.back().manifest));
    if (!written.insert(units.back().manifest.top).second) continue;
    write_files(directory.path(), generator::emit(at_default_widths(spec)).files, from, to);
  }
  std::vector<circuit::Netlist> netlists = circuit::elaborate_all(requests);
  for (std::size_t i = 0; i < units.size(); ++i) units[i].netlist = std::move(netlists[i]);
  return units;
}

/// The low `width` bits of a pattern as an operand.
inline tb::OperandBits operand(std::uint64_t pattern, int width, bool is_signed) {
  const int shift = 64 - width;
  pattern <<= shift;
  return is_signed ? static_cast<std::uint64_t>(static_cast<std::int64_t>(pattern) >> shift)
                   : pattern >> shift;
}

/// One element of a dot product.
struct Element {
  tb::OperandBits x = 0;
  tb::OperandBits w = 0;  ///< Accumulator: not used.
  bool clear = false;     ///< Begins a dot product.
  tb::Wide bias = 0;      ///< What a clear loads; not used without the bias option.
};

/// Records elements for an accumulating unit as make_schedule() does, but with clears and biases
/// between reset and the end of a stream. Expected values: 128-bit arithmetic of the host.
class ElementRecorder {
 public:
  explicit ElementRecorder(const generator::Manifest& manifest)
      : spec_(manifest.design), recorder_(manifest) {}

  /// Streams of `length` elements, each from reset.
  sim::Schedule record(std::span<const Element> elements, std::size_t length) {
    for (std::size_t first = 0; first < elements.size(); first += length) {
      record_stream(elements.subspan(first, std::min(length, elements.size() - first)));
    }
    return recorder_.finish(0);
  }

 private:
  void record_stream(std::span<const Element> elements) {
    recorder_.begin_stream();
    recorder_.clear_pins();
    recorder_.cycle({});
    recorder_.cycle({});
    recorder_.set(generator::Role::reset, 1);
    accumulator_ = 0;
    for (const Element& element : elements) record_element(element);
    recorder_.set(generator::Role::clear, 0);
    recorder_.set(generator::Role::start, 0);
    cycle(true, {.counted = false, .registers_counted = true, .sampled = true});
    recorder_.end_stream(elements.size());
  }

  void record_element(const Element& element) {
    const bool is_pann = spec_.kind == generator::Kind::pann_mac;
    const std::uint64_t additions = is_pann ? tb::magnitude(element.w, spec_.w_signed) : 1;
    const bool negative = is_pann && tb::is_negative(element.w, spec_.w_signed);
    const tb::Wide addend = addend_of(element, negative);
    recorder_.set(generator::Role::x, element.x);
    recorder_.set(generator::Role::w, element.w);
    recorder_.set(generator::Role::bias, element.bias);
    recorder_.set(generator::Role::enable, additions > 0 ? 1 : 0);
    recorder_.set(generator::Role::negative, negative ? 1 : 0);
    const std::uint64_t cycles = std::max<std::uint64_t>(additions, 1);
    for (std::uint64_t i = 0; i < cycles; ++i) {
      const bool clears = element.clear && i == 0;
      recorder_.set(generator::Role::clear, clears ? 1 : 0);
      recorder_.set(generator::Role::start, i == 0 ? 1 : 0);
      cycle(i + 1 == cycles, {.counted = true, .registers_counted = true, .sampled = true});
      if (clears) accumulator_ = spec_.bias ? element.bias : 0;
      if (additions > 0) accumulator_ += addend;
    }
  }

  tb::Wide addend_of(const Element& element, bool negative) const {
    const tb::Wide x = tb::extend(element.x, spec_.x_signed);
    if (spec_.kind == generator::Kind::accumulator) return x;
    if (spec_.kind == generator::Kind::pann_mac) return negative ? tb::Wide{0} - x : x;
    const tb::Wide w = tb::extend(element.w, spec_.w_signed);
    if (spec_.kind == generator::Kind::sad_mac) {
      const auto difference = static_cast<std::int64_t>(x - w);
      return static_cast<tb::Wide>(difference < 0 ? -difference : difference);
    }
    if (spec_.kind == generator::Kind::shift_mac) {
      // A table of what codes stand for: 2^0, 2^1, ... and, with a sign, the same below zero.
      std::vector<tb::Wide> weights;
      const int shifts = 1 << (spec_.w_width - (spec_.w_signed ? 1 : 0));
      for (int i = 0; i < shifts; ++i) weights.push_back(tb::Wide{1} << i);
      for (int i = 0; spec_.w_signed && i < shifts; ++i) weights.push_back(-(tb::Wide{1} << i));
      return x * weights.at(static_cast<std::size_t>(tb::truncate(w, spec_.w_width)));
    }
    return x * w;
  }

  void cycle(bool ready, const sim::CycleFlags& flags) {
    recorder_.expect(generator::Role::accumulator, accumulator_);
    recorder_.expect(generator::Role::ready, ready ? 1 : 0);
    recorder_.cycle(flags);
  }

  generator::DesignSpec spec_;
  tb::PinRecorder recorder_;
  tb::Wide accumulator_ = 0;
};

}  // namespace pann::test
