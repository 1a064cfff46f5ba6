#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "analysis/sweep/spec/field_value.h"
#include "generator/design_spec.h"
#include "tb/stimulus/synthetic.h"

namespace pann::flow {
enum class GateDelays;
}
namespace pann::synth {
enum class Recipe;
}
namespace pann::tb {
enum class Engine;
}

namespace pann::analysis {

/// The library of a point that stays RTL: flips alone.
inline constexpr const char* kNoLibrary = "none";

/// One point of a sweep: a design, how it is mapped, and what it is fed with.
struct SweepPoint {
  generator::DesignSpec design{};

  std::string library = kNoLibrary;  ///< A name as --pdk takes it.
  synth::Recipe recipe{};            ///< standard
  bool adder_cells = false;
  flow::GateDelays delays{};          ///< zero
  std::optional<double> clock_mhz{};  ///< None: the library's, lowered where too fast.

  std::string stimulus = "uniform";  ///< uniform, gaussian, or an .npy or .npz file.
  std::string layer{};               ///< Of an .npz file; empty: all.
  tb::Range range = tb::Range::automatic;
  std::string x_range{};  ///< "A:B"
  std::string w_range{};
  std::optional<std::uint64_t> vectors{};
  std::optional<std::uint64_t> length{};
  std::uint64_t seed = 1;
  tb::Engine engine{};  ///< automatic

  bool is_mapped() const { return library != kNoLibrary; }
};

/// One field of a point, and all that the program knows of it: spec files, conditions, keys, tables
/// and command lines come from here. The fields of a design are those of its own table.
struct PointField {
  std::string name;
  std::string help;
  std::string legal;               ///< What may be set, in words.
  std::vector<std::string> words;  ///< The legal texts; empty: any.
  std::function<FieldValue(const SweepPoint&)> get;
  std::function<bool(SweepPoint&, const FieldValue&)> set;  ///< False: no legal value.
  std::function<bool(const SweepPoint&)> applies;  ///< Whether it has a meaning for the point.
};

/// All fields, those of the design first.
const std::vector<PointField>& point_fields();

/// The field of that name; null where there is none.
const PointField* find_point_field(const std::string& name);

/// Names of all fields.
std::vector<std::string> point_field_names();

/// The point with fields that have no meaning for it at their defaults, so that two points that
/// measure the same are equal; of the design only those that are passed over elsewhere.
SweepPoint normalized(SweepPoint point);

/// Every fault that is known before anything is measured: of the design, and of ranges that its
/// ports cannot hold. Empty: the point is legal.
std::vector<support::Diagnostic> faults_of(const SweepPoint& point);

/// The arguments of the `pann` command that repeats the point's flips: "sim", "mac", ...
std::vector<std::string> sim_arguments(const SweepPoint& point);

/// The command lines that repeat the point, to be read and typed: `pann sim`, or `pann gen`,
/// `synth` and `power`.
std::string command_of(const SweepPoint& point);

/// The distribution that the point's operands are drawn from; nothing for those of a file.
std::optional<tb::StimulusSpec> stimulus_of(const SweepPoint& point);

}  // namespace pann::analysis
