#include "generator/testbench/unit_text.h"

#include <algorithm>
#include <vector>

#include <fmt/format.h>
#include <fmt/ranges.h>

namespace pann::generator {

namespace {

constexpr int kOperations = 20000;
constexpr int kLargestWeight = 20;  ///< Of pann_mac: an element takes as many cycles.
constexpr int kWidestResult = 128;

bool has(const Manifest& manifest, Role role) {
  return manifest.find(role) != nullptr;
}

bool is_accumulating(const Manifest& manifest) {
  return has(manifest, Role::accumulator) && !is_weight_stationary(manifest.design);
}

std::string operand(const char* letter, bool exists, int width, bool is_signed, bool is_magnitude,
                    bool shares_w) {
  return fmt::format("constexpr tb::Operand k{}{{'{}', {}, {}, {}, {}, {}}};\n",
                     letter[0] == 'x' ? 'X' : 'W', letter, exists, width, is_signed, is_magnitude,
                     shares_w);
}

/// The operands as tb/stimulus/operand_ports.h has them.
std::string operand_constants(const Manifest& manifest) {
  const DesignSpec& design = manifest.design;
  const Port* x = manifest.find(Role::x);
  const Port* w = manifest.find(Role::w);
  const bool is_outside = w == nullptr && has(manifest, Role::negative);
  const int width = w != nullptr ? w->lane_width() : design.w_width;
  const bool is_signed = w != nullptr ? w->is_signed : design.w_signed;
  const bool shares_w = packs_elements(design);
  return operand("x", true, x->lane_width(), x->is_signed, false, shares_w) +
         operand("w", w != nullptr || is_outside, width, is_signed || design.sign_ordered,
                 design.sign_ordered, shares_w);
}

std::string flag(const char* name, bool value) {
  return fmt::format("constexpr bool {} = {};\n", name, value);
}

std::string number(const char* name, int value) {
  return fmt::format("constexpr int {} = {};\n", name, value);
}

std::string put_lines(const Manifest& manifest, const Port& port) {
  const auto put = [&](const std::string& pin, int width) {
    return fmt::format("  put(unit.{}, pins.{}, 0, {});\n", port.name, pin, width);
  };
  switch (port.role) {
    case Role::x:
    case Role::w:
    case Role::index: {
      return fmt::format(
          "  for (int lane = 0; lane < {0}; ++lane) {{\n"
          "    put(unit.{1}, pins.{2}[lane], {3} * lane, {3});\n  }}\n",
          port.lanes, port.name, name(port.role), port.lane_width());
    }
    case Role::reset:
      return put("reset", 1);
    case Role::clear:
      return put("clear", 1);
    case Role::load:
      return put("load", 1);
    case Role::start:
      return put("start", 1);
    case Role::enable:
      return put("enable", 1);
    case Role::negative:
      return put("negative", 1);
    case Role::carry_in:
      return put("carry", 1);
    case Role::valid_in:
      return put("valid", 1);
    case Role::bias:
      return put("bias", manifest.design.acc_width);
    default:
      return "";
  }
}

std::string check_lines(const Manifest& manifest, const Port& port) {
  const auto check = [&](const std::string& right) {
    return fmt::format("  check(\"{0}\", get(unit.{0}, 0, {2}), {1}, {2});\n", port.name, right,
                       port.width);
  };
  switch (port.role) {
    case Role::product:
    case Role::sum:
      return check("expected.result[0]");
    case Role::carry_out:
      return check(fmt::format("expected.result[0] >> {}", manifest.design.x_width));
    case Role::accumulator:
      return fmt::format(
          "  for (int i = 0; i < kResults; ++i) {{\n"
          "    check(\"{0}\", get(unit.{0}, {1} * i, {1}),\n"
          "          (expected.result[i] & mask(kAccWidth)) >> kRound, {1});\n  }}\n",
          port.name, port.lane_width());
    case Role::ready:
      return check("expected.ready");
    case Role::valid_out:
      return check("expected.valid");
    default:
      return "";
  }
}

std::string clock_text(const Manifest& manifest) {
  const Port* clock = manifest.find(Role::clock);
  if (clock == nullptr) return "\nvoid set_clock(Unit&, int) {}\n";
  return fmt::format("\nvoid set_clock(Unit& unit, int level) {{\n  unit.{} = level != 0;\n}}\n",
                     clock->name);
}

std::string quoted(const std::vector<std::string>& words) {
  std::string text;
  for (const std::string& word : words) {
    text += fmt::format("{}\n      \"{}\"", text.empty() ? "" : ",", word);
  }
  return text;
}

std::string elements_text(const Manifest& manifest) {
  std::string text =
      "\n/// Which words count together: patterns of their names below the top module.\n"
      "std::vector<tb::Element> elements() {\n  return {\n";
  for (const ElementGroup& group : manifest.elements) {
    text += fmt::format("    {{\"{}\", {{{}}}}},\n", group.name, quoted(group.patterns));
  }
  return text + fmt::format(
                    "  }};\n}}\n\n/// Words that registers drive.\n"
                    "std::vector<std::string> registers() {{\n  return {{{}}};\n}}\n",
                    quoted(manifest.registers));
}

/// What an operation adds, as statements over `operation`, `cycle` and `control`.
std::string term(const DesignSpec& design) {
  switch (design.kind) {
    case Kind::adder:
      return "  return (operation.x[0] & mask(kX.width)) + (operation.w[0] & mask(kX.width)) +\n"
             "         (control.carry ? 1 : 0);\n";
    case Kind::accumulator:
      return "  return extended(operation.x[0], kXSigned);\n";
    case Kind::sad_mac:
      return "  const Word difference =\n      extended(operation.x[0], kXSigned) - "
             "extended(operation.w[0], kWSigned);\n"
             "  return (difference >> 127) != 0 ? -difference : difference;\n";
    case Kind::shift_mac:
      return fmt::format(
          "  const Word shifted = extended(operation.x[0], kXSigned) << (operation.w[0] % {});\n"
          "  return is_negative(operation.w[0]) ? -shifted : shifted;\n",
          1 << shift_bits(design));
    case Kind::pann_mac:
      return "  if (cycle >= magnitude(operation.w[0])) return 0;\n"
             "  const Word x = extended(operation.x[0], kXSigned);\n"
             "  return is_negative(operation.w[0]) ? -x : x;\n";
    case Kind::pann_dot:
      return "  Word sum = 0;\n"
             "  for (int lane = 0; lane < kPlaneLanes; ++lane) {\n"
             "    sum += Word{operation.x[lane]} << kPlanes[lane];\n  }\n"
             "  return (operation.w[0] >> 63) != 0 ? -sum : sum;\n";
    case Kind::pann_array:
      return "  const std::uint64_t* const x = operation.x + kRow + i * kPlaneLanes;\n"
             "  Word sum = 0;\n"
             "  for (int lane = 0; lane < kPlaneLanes; ++lane) sum += Word{x[lane]} << "
             "kPlanes[lane];\n"
             "  return (operation.w[0] >> 63) != 0 ? -sum : sum;\n";
    case Kind::mac_array:
      if (is_weight_stationary(design)) {
        return fmt::format(
            "  Word sum = 0;\n"
            "  for (std::size_t row = 0; row < operation.rows; ++row) {{\n"
            "    sum += extended(operation.x[row], kXSigned) *\n"
            "           extended(operation.w[row * {} + static_cast<std::size_t>(i)], kWSigned);\n"
            "  }}\n  return sum;\n",
            std::max(design.rows, design.columns));
      }
      return fmt::format(
          "  return extended(operation.x[i / {0}], kXSigned) *\n"
          "         extended(operation.w[i % {0}], kWSigned);\n",
          design.columns);
    default:
      return "  Word sum = 0;\n"
             "  for (int lane = 0; lane < kLanes; ++lane) {\n"
             "    sum += extended(operation.x[lane], kXSigned) * "
             "extended(operation.w[lane], kWSigned);\n  }\n"
             "  return sum;\n";
  }
}

/// The plane of each lane.
std::string plane_constants(const DesignSpec& design) {
  return fmt::format("constexpr int kPlanes[kPlaneLanes] = {{{}}};\n",
                     fmt::join(planes_of_lanes(design), ", "));
}

}  // namespace

std::string unit_constants(const Manifest& manifest) {
  const DesignSpec& design = manifest.design;
  const bool repeats = design.kind == Kind::pann_mac;
  const bool is_array = design.kind == Kind::mac_array;
  std::string text = fmt::format(
      "constexpr const char* kTop = \"{}\";\nconstexpr std::uint64_t kOperations = {};\n"
      "constexpr std::uint64_t kStreamLength = {};\nconstexpr std::uint64_t kLargestWeight = {};\n",
      manifest.top, kOperations, manifest.is_clocked() ? kDefaultStreamLength : 0, kLargestWeight);
  text += operand_constants(manifest);
  text += flag("kXSigned", design.x_signed) + flag("kWSigned", design.w_signed);
  text += number("kAccWidth", is_accumulating(manifest) ? design.acc_width : kWidestResult);
  text += number("kRound", design.round);
  text += "/// Words of x and of w in an operation, results, and cycles until they are shown.\n";
  text += number("kLanes", manifest.lanes(Role::x));
  text += number("kWLanes", std::max(manifest.lanes(Role::w), 1));
  text += "/// Lanes of a position, and words of the window of all of them that x begins with.\n";
  text += number("kPlaneLanes", std::max(plane_lane_count(design), 1));
  text += number("kRow", has_window(design) ? manifest.lanes(Role::x) : 0);
  text += flag("kHasWindow", has_window(design));
  text += number("kResults", array_sums(design)) + number("kLatency", manifest.latency);
  text += fmt::format("/// MACs of an operation.\nconstexpr std::uint64_t kWork = {};\n",
                      array_cells(design));
  text += flag("kIsClocked", manifest.is_clocked());
  text += flag("kAccumulates", is_accumulating(manifest)) + flag("kSaturates", design.saturate);
  text += flag("kHasBias", has(manifest, Role::bias)) +
          flag("kHasValid", has(manifest, Role::valid_in)) +
          flag("kHolds", has(manifest, Role::enable) && !repeats);
  text += flag("kClearsToBegin",
               manifest.is_clocked() && !has(manifest, Role::reset) && is_accumulating(manifest));
  text +=
      "/// w is a number of additions; all weights of an operation have one sign, in a port or "
      "by cycle.\n";
  text += flag("kRepeats", repeats) + flag("kSignOrdered", design.sign_ordered) +
          flag("kPlaneSigns", packs_elements(design)) + flag("kZerosAtEnd", is_array);
  text += "/// Weights stay in the unit, which takes them before a stream.\n";
  text += flag("kLoads", is_weight_stationary(design));
  if (packs_elements(design)) text += plane_constants(design);
  return text;
}

std::string unit_ports(const Manifest& manifest) {
  std::string text = clock_text(manifest) + "\nvoid drive_ports(Unit& unit, const Pins& pins) {\n";
  for (const Port& port : manifest.ports) text += put_lines(manifest, port);
  text +=
      "}\n\n/// Every output with what it must be.\ntemplate <class Check>\n"
      "void each_output(const Unit& unit, const Expected& expected, Check check) {\n";
  for (const Port& port : manifest.ports) text += check_lines(manifest, port);
  return text + "}\n" + elements_text(manifest);
}

std::string unit_model_text(const Manifest& manifest) {
  const DesignSpec& design = manifest.design;
  std::string text =
      "\n/// What a cycle of an operation adds to result `i`, modulo 2^128.\n"
      "Word term([[maybe_unused]] const Operation& operation, [[maybe_unused]] std::uint64_t "
      "cycle,\n"
      "          [[maybe_unused]] const Control& control, [[maybe_unused]] int i) {\n" +
      term(design) + "}\n\n/// What the outputs show of a result after this operation.\n";
  text += packs_elements(design)
              ? "Word shown(Word result, const Operation& operation) {\n"
                "  return (operation.w[0] >> 63) != 0 ? -result - 1 : result;\n}\n"
              : "Word shown(Word result, const Operation&) {\n  return result;\n}\n";
  if (design.kind != Kind::mac_array) {
    return text + "\nint latency_of(int) {\n  return kLatency;\n}\n";
  }
  if (is_weight_stationary(design)) {
    return text + fmt::format("\nint latency_of(int i) {{\n  return {} + i;\n}}\n", design.rows);
  }
  return text + fmt::format("\nint latency_of(int i) {{\n  return 1 + i / {0} + i % {0};\n}}\n",
                            design.columns);
}

std::string unit_operands(const Manifest& manifest) {
  const DesignSpec& design = manifest.design;
  const bool is_packed = packs_elements(design);
  std::string text = fmt::format(
      "\ntb::Streams operands(tb::Options options) {{\n"
      "  options.vectors = options.vectors / kWork + (options.vectors % kWork == 0 ? 0 : 1);\n"
      "  const tb::Streams streams =\n      tb::operands_of(options, kX, kW, {}, kRepeats, {});\n"
      "  return kSignOrdered ? tb::ordered_by_sign(streams) : streams;\n}}\n",
      is_packed ? "kResults" : "std::max(kLanes, kWLanes)", array_cells(design) > 1);
  text += "\n/// The elements as the unit's lanes take them.\n";
  if (!is_packed) {
    return text +
           "const tb::Streams& played(const tb::Streams& elements) {\n"
           "  return elements;\n}\n";
  }
  std::string planes(name(design.planes));
  std::replace(planes.begin(), planes.end(), '-', '_');
  return text + fmt::format(
                    "tb::Streams played(const tb::Streams& elements) {{\n"
                    "  return tb::packed(elements, {{{}}}, tb::Planes::{}, {});\n}}\n",
                    fmt::join(lanes_by_plane(design), ", "), planes,
                    has_window(design) ? design.window : 0);
}

}  // namespace pann::generator
