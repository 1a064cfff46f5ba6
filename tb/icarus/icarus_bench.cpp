#include "tb/icarus/icarus_bench.h"

#include <algorithm>
#include <numeric>
#include <string_view>
#include <vector>

#include <fmt/format.h>

namespace pann::tb {

namespace {

/// Bits of a slot list, each slot padded to whole hexadecimal digits so that text and words agree.
int padded(int width) {
  return (width + 3) / 4 * 4;
}

int total_bits(const std::vector<sim::PinSlot>& slots) {
  return std::accumulate(slots.begin(), slots.end(), 0, [](int sum, const sim::PinSlot& slot) {
    return sum + padded(slot.width);
  });
}

std::string range(int width) {
  return fmt::format("[{}:0]", width - 1);
}

std::string declarations(const sim::Schedule& schedule) {
  std::string text;
  if (!schedule.clock.empty()) text += fmt::format("  reg clock;\n");
  for (std::size_t i = 0; i < schedule.inputs.size(); ++i) {
    text += fmt::format("  reg {} in{};\n", range(schedule.inputs[i].width), i);
  }
  for (std::size_t i = 0; i < schedule.outputs.size(); ++i) {
    text += fmt::format("  wire {} out{};\n", range(schedule.outputs[i].width), i);
  }
  return text;
}

std::string parameters(const generator::Manifest& manifest) {
  std::vector<std::string> values;
  for (const generator::Parameter& parameter : manifest.parameters) {
    values.push_back(fmt::format(".{}({})", parameter.name, parameter.value));
  }
  return values.empty() ? "" : fmt::format(" #({})", fmt::join(values, ", "));
}

std::string instance(const generator::Manifest& manifest, const sim::Schedule& schedule) {
  std::vector<std::string> pins;
  if (!schedule.clock.empty()) pins.push_back(fmt::format(".{}(clock)", schedule.clock));
  for (std::size_t i = 0; i < schedule.inputs.size(); ++i) {
    pins.push_back(fmt::format(".{}(in{})", schedule.inputs[i].port, i));
  }
  for (std::size_t i = 0; i < schedule.outputs.size(); ++i) {
    pins.push_back(fmt::format(".{}(out{})", schedule.outputs[i].port, i));
  }
  return fmt::format("  {}{} dut ({});\n", manifest.top, parameters(manifest),
                     fmt::join(pins, ", "));
}

/// `in0 <= pins[cycle][15:8];` and so on: the pins change as registers do, after those of the unit
/// have sampled. The first slot stands in the highest bits.
std::string drive(const sim::Schedule& schedule) {
  std::string text;
  int high = total_bits(schedule.inputs);
  for (std::size_t i = 0; i < schedule.inputs.size(); ++i) {
    high -= padded(schedule.inputs[i].width);
    text += fmt::format("      in{} <= word[{} +: {}];\n", i, high, schedule.inputs[i].width);
  }
  return text;
}

std::string sample(const sim::Schedule& schedule) {
  std::string format;
  std::string values;
  for (std::size_t i = 0; i < schedule.outputs.size(); ++i) {
    format += i == 0 ? "%h" : " %h";
    values += fmt::format(", out{}", i);
  }
  return fmt::format("      $fwrite(samples, \"{}\\n\"{});\n", format, values);
}

}  // namespace

std::string icarus_bench(const generator::Manifest& manifest, const sim::Schedule& schedule,
                         const IcarusDelays* delays) {
  const bool clocked = !schedule.clock.empty();
  const std::uint64_t tick_ns = delays == nullptr ? 1 : delays->tick_ns;
  const std::uint64_t half = sim::Schedule::kTicksPerCycle / 2;
  std::string text =
      fmt::format("`timescale 1ns / {}\nmodule bench;\n", delays == nullptr ? "1ns" : "1fs");
  text += declarations(schedule);
  const int bits = std::max(total_bits(schedule.inputs), 1);
  text += fmt::format("  reg {} pins [0:{}];\n  reg {} word;\n", range(bits), schedule.cycles() - 1,
                      range(bits));
  text += "  integer samples;\n  integer cycle;\n";
  text += instance(manifest, schedule);
  text += "  initial begin\n";
  text += fmt::format("    $readmemh(\"{}\", pins);\n", kIcarusPins);
  text += fmt::format("    samples = $fopen(\"{}\", \"w\");\n", kIcarusSamples);
  if (delays != nullptr) text += fmt::format("    $sdf_annotate(\"{}\", dut);\n", kIcarusSdf);
  text += fmt::format("    $dumpfile(\"{}\");\n    $dumpvars(0, dut);\n", kIcarusTrace);
  if (clocked) text += "    clock = 1'b0;\n";
  text +=
      fmt::format("    for (cycle = 0; cycle < {}; cycle = cycle + 1) begin\n", schedule.cycles());
  if (clocked) text += "      clock = 1'b1;\n";
  text += "      word = pins[cycle];\n" + drive(schedule);
  text += fmt::format("      #{};\n", half * tick_ns) + sample(schedule);
  if (clocked) text += "      clock = 1'b0;\n";
  text += fmt::format("      #{};\n", (sim::Schedule::kTicksPerCycle - half) * tick_ns);
  return text + "    end\n    $fclose(samples);\n    $finish(0);\n  end\nendmodule\n";
}

std::string icarus_pins(const sim::Schedule& schedule) {
  std::string text;
  for (std::size_t cycle = 0; cycle < schedule.cycles(); ++cycle) {
    const auto words = schedule.input(cycle);
    for (const sim::PinSlot& slot : schedule.inputs) {
      for (int digit = padded(slot.width) / 4 - 1; digit >= 0; --digit) {
        const std::uint64_t word = words[slot.first_word + static_cast<std::size_t>(digit / 16)];
        text += "0123456789abcdef"[(word >> (4 * (digit % 16))) & 15U];
      }
    }
    text += schedule.inputs.empty() ? "0\n" : "\n";
  }
  return text;
}

}  // namespace pann::tb
