#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "generator/heap_options.h"
#include "support/diagnostic.h"

namespace pann::generator {

/// What is emitted (docs/rtl.md). Operands everywhere: x the activation (multiplicand), w the
/// weight (multiplier, the recoded operand unless asked otherwise).
enum class Kind {
  multiplier,
  adder,
  accumulator,
  mac,
  split_mac,
  pann_mac,
  dot,       ///< Several lanes of x times w, added up; of a hand-written manifest or the generator.
  pann_dot,  ///< Lanes that add x times a power of two, for weights as signed digits.
  sad_mac,   ///< Adds |x - w|: AdderNet.
  shift_mac,   ///< Adds or subtracts x 2^shift, where w is sign and shift: DeepShift, ShiftAddNet.
  mac_array,   ///< Rows by columns of MACs that hand their operands on: a systolic array.
  pann_array,  ///< Lanes for several positions that share weights, and one control.
  other,       ///< Any ports, no model: counted, mapped and costed; of a hand-written manifest.
};

/// How the multiplier is built: the paper's rows of ripple adders (radix-4 Booth, radix-2 Booth,
/// long multiplication, "simple serial"), or a bit heap.
enum class Architecture { booth4, booth2, array, heap };

enum class Operand { x, w };

/// Where the repetition count of a PANN MAC lives.
enum class Sequencer {
  external,  ///< Outside: ports x_i negative_i en_i clear_i, no w (the paper's assumption).
  local,     ///< A down-counter in the unit: w_i start_i ready_o.
  shared,    ///< One counter for several units on the same x.
};

/// What stays in the processing elements of an array while operands pass.
enum class Dataflow { output_stationary, weight_stationary };

/// What the lanes of a pann_dot take a weight for.
enum class Planes {
  signed_digit,  ///< Digits -1, 0, +1 times powers of two, no two neighbours other than 0.
  binary,        ///< The bits of |w|.
  repetition,    ///< |w| itself: x is added |w| times, the paper's unit in lanes.
};

/// Where the x of a pann_array's lanes come from.
enum class Fetch {
  external,  ///< A word a lane from outside, in every cycle.
  index,     ///< A window of words in registers of each position; an index tells each lane its own.
};

/// How many lanes of a pann_dot or pann_array add x 2^plane, by plane, lowest first.
struct PlaneLanes {
  std::array<int, 65> count{};
  int planes = 0;  ///< 0: kDefaultLanes for each plane.

  friend bool operator==(const PlaneLanes&, const PlaneLanes&) = default;
};

/// As many planes as counts, at most as many as there is room for.
PlaneLanes plane_lanes(const std::vector<int>& counts);

/// Bit widths and structure of one unit, as the user asked for them. What a member is called, may
/// be and means to the rest of the program is in the table of generator/design_fields.h.
struct DesignSpec {
  Kind kind = Kind::mac;
  Architecture multiplier = Architecture::booth4;  ///< Ignored by adder, accumulator, pann_mac.
  int x_width = 8;  ///< Bits of x, 2..64. The adder's width; the accumulator's input.
  int w_width =
      8;  ///< Bits of w, 2..64. Ignored by adder (both operands have x_width) and accumulator.
  int acc_width = 32;  ///< Bits of the accumulator, up to 128, at least the addend's width.
  bool x_signed = true;
  bool w_signed = true;
  Operand recode = Operand::w;  ///< The operand whose bits select the rows of the multiplier.
  Sequencer sequencer = Sequencer::external;  ///< pann_mac only.
  bool bias = false;  ///< A clear loads bias_i plus the addend instead of the addend alone.
  PartialProducts partial_products = PartialProducts::and_array;  ///< Of a heap, as the next two.
  Reduction reduction = Reduction::arrival;
  FinalAdder final_adder = FinalAdder::ripple;
  Accumulation accumulate = Accumulation::separate;  ///< dot, and mac with a heap; as the rest.
  int lanes = 1;              ///< dot only: products that an operation adds up.
  bool sign_ordered = false;  ///< dot only: w is a magnitude, negative_i the sign of all lanes.
  int pipeline = 0;           ///< Register rows in the heap.
  Reset reset = Reset::sync;
  bool enable = false;       ///< A port en_i: where low, all registers hold.
  bool valid = false;        ///< Ports valid_i, valid_o.
  bool saturate = false;     ///< The sum stays within the accumulator's range.
  int round = 0;             ///< Bits of the sum that acc_o leaves out, rounded.
  PlaneLanes plane_lanes{};  ///< pann_dot and pann_array only, as the next one.
  Planes planes = Planes::signed_digit;
  bool clock_gate = false;         ///< Words are clocked only where en_i and valid_i say so.
  bool zero_gate = false;          ///< Nor where x or w is zero.
  bool operand_isolation = false;  ///< Products stand at zero where nothing is added.
  int lazy_high = 0;               ///< Upper bits that are clocked only where they change.
  int gate_fanout = 16;            ///< Most bits that a clock gate clocks.
  int dot_length = 0;              ///< Products that the accumulator has to hold; 0: not said.
  int rows = 4;                    ///< mac_array only, as the next two: processing elements.
  int columns = 4;
  Dataflow dataflow = Dataflow::output_stationary;
  int positions = 4;  ///< pann_array only, as the next two: dot products with the same weights.
  Fetch fetch = Fetch::external;
  int window = 16;  ///< Words of x that a position holds.

  friend bool operator==(const DesignSpec&, const DesignSpec&) = default;
};

inline constexpr int kMinimumWidth = 2;
inline constexpr int kMaximumWidth = 64;
inline constexpr int kMaximumAccWidth = 128;
inline constexpr int kMaximumDotLanes = 64;  ///< Of the generator; manifests may have more.
/// Operations of a stream where nothing else is asked for, of units with a register.
inline constexpr std::uint64_t kDefaultStreamLength = 100;
inline constexpr int kMaximumArraySide = 32;  ///< Rows and columns of a mac_array.
inline constexpr int kMaximumPositions = 32;
inline constexpr int kMaximumWindow = 64;
inline constexpr int kMaximumShiftBits = 5;  ///< Of a shift_mac: up to 31 places.
inline constexpr int kMaximumPipeline = 4;
inline constexpr int kMaximumHeapBits = 1 << 16;  ///< Product bits of a dot.
inline constexpr int kDefaultLanes = 2;
inline constexpr int kMaximumPlaneLanes = 256;  ///< Of one plane.
/// Bits of a weight whose x is added |w| times, a cycle each.
inline constexpr int kMaximumRepetitionBits = 10;
inline constexpr int kMaximumDotLength = 1 << 30;

/// Every fault of `spec` at once; empty means that the generator can build it.
std::vector<support::Diagnostic> validate(const DesignSpec& spec);

/// Width of the word that the accumulator adds: the product for mac and split_mac, x for
/// accumulator and pann_mac; 0 for kinds without an accumulator.
int addend_width(const DesignSpec& spec);

/// Bits of the sum of a unit's products: x times w, over the lanes.
int product_sum_width(const DesignSpec& spec);

/// Whether that sum may be negative: sign-ordered weights are magnitudes.
bool product_sum_is_signed(const DesignSpec& spec);

/// Planes that hold every weight of a pann_dot or pann_array: of signed digits its bits, and one
/// more without a sign; of binary planes its bits; one for repetitions.
int plane_count(const DesignSpec& spec);

/// The fewest planes that such a unit may have: one less for a sign and a binary magnitude, where
/// the lowest weight alone, -2^(WWidth-1), has a digit beyond it: twice the last one.
int fewest_planes(const DesignSpec& spec);

/// The lanes of a pann_dot, or of a position of a pann_array, by plane, the default where none were
/// named; empty for other kinds.
std::vector<int> lanes_by_plane(const DesignSpec& spec);

/// The plane of each of these lanes, in the order of their words.
std::vector<int> planes_of_lanes(const DesignSpec& spec);

/// All of them together.
int plane_lane_count(const DesignSpec& spec);

/// Bits that hold the sum of those lanes, whatever x they have.
int lane_sum_width(const DesignSpec& spec);

/// Bits of the shift in a shift_mac's w: all but the sign.
int shift_bits(const DesignSpec& spec);

/// Bits of the accumulator for the sum of that many products, at least one: the paper's Eq. (20),
/// rounded up.
int accumulator_bits(int x_width, int w_width, std::uint64_t products);

/// Whether the unit takes parts of several elements in a cycle (pann_dot, pann_array), so that
/// an element of the operands has no cycle of its own.
bool packs_elements(const DesignSpec& spec);

/// Whether words of the unit have clock gates.
bool has_clock_gates(const DesignSpec& spec);

/// Whether the register rows of a heap have clock gates, open where what they take is added.
bool has_gated_rows(const DesignSpec& spec);

/// Multiply-accumulates of an operation side by side: processing elements of a mac_array, positions
/// of a pann_array; 1 for other kinds.
int array_cells(const DesignSpec& spec);

/// Whether the unit is an array whose weights stay.
bool is_weight_stationary(const DesignSpec& spec);

/// Whether lanes take their x from a window of words within the unit.
bool has_window(const DesignSpec& spec);

/// Bits that tell a lane its word of the window: 0 for none, n for word n - 1.
int window_index_bits(const DesignSpec& spec);

/// Sums that the unit shows side by side: of an array one an element or position, or one a column
/// where weights stay; 1 for other kinds.
int array_sums(const DesignSpec& spec);

/// Cycles from the ports to the last of the unit's registers that hold results; 0 without any.
int latency_of(const DesignSpec& spec);

/// The MAC in a processing element of a mac_array.
DesignSpec cell_spec(const DesignSpec& spec);

/// Words of x that the unit takes in a cycle.
int lanes_of(const DesignSpec& spec);

/// Whether the kind has a multiplier, a w operand that reaches a port.
bool has_multiplier(Kind kind);
bool has_weight(Kind kind);

std::string_view name(Kind kind);
std::string_view name(Architecture architecture);
std::string_view name(Operand operand);
std::string_view name(Sequencer sequencer);
std::string_view name(PartialProducts products);
std::string_view name(Reduction reduction);
std::string_view name(FinalAdder adder);
std::string_view name(Accumulation accumulation);

std::string_view name(Reset reset);
std::string_view name(Dataflow dataflow);
std::string_view name(Planes planes);
std::string_view name(Fetch fetch);

/// Whether the unit multiplies in a bit heap.
bool has_heap(const DesignSpec& spec);

/// Whether the unit is one module around a heap: every dot, and a mac with a heap unless its
/// accumulator is a module of its own.
bool is_heap_unit(const DesignSpec& spec);

/// The value with that name; nothing for any other text.
std::optional<Kind> kind_from_name(std::string_view text);
std::optional<Architecture> architecture_from_name(std::string_view text);
std::optional<Operand> operand_from_name(std::string_view text);
std::optional<Sequencer> sequencer_from_name(std::string_view text);

}  // namespace pann::generator
