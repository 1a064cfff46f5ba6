#include "tb/model/pin_recorder.h"

#include <algorithm>
#include <cassert>
#include <utility>

#include <fmt/format.h>

#include "support/diagnostic.h"

namespace pann::tb {

using generator::Role;

namespace {

constexpr std::size_t kRoles = static_cast<std::size_t>(Role::other_output) + 1;
constexpr std::size_t kRecordBits = 64;

}  // namespace

PinRecorder::PinRecorder(const generator::Manifest& manifest) : words_(kRoles) {
  for (const generator::Port& port : manifest.ports) add_port(port);
  idle_pins_.resize(schedule_.input_words);
  for (const generator::Port& port : manifest.ports) {
    if (port.role != Role::held_high) continue;
    const auto slot = std::find_if(schedule_.inputs.begin(), schedule_.inputs.end(),
                                   [&](const auto& pin) { return pin.port == port.name; });
    for (int bit = 0; bit < port.width; ++bit) {
      store_bits(1, 1, slot->first_word * kRecordBits + static_cast<std::size_t>(bit), idle_pins_);
    }
  }
  pins_ = idle_pins_;
  expected_.resize(schedule_.output_words);
}

void PinRecorder::add_port(const generator::Port& port) {
  if (port.role == Role::clock) {
    schedule_.clock = port.name;
    return;
  }
  if (port.role == Role::other_clock) {
    support::fail_input(
        "design.clocks",
        fmt::format("'{}' is a second clock: what is simulated here has one", port.name),
        "simulate elsewhere, and give the trace to pann toggles, or that of the "
        "netlist to pann power --activity");
  }
  if (port.role == Role::other_output) return;
  const bool is_input = port.direction == generator::Direction::input;
  std::size_t& count = is_input ? schedule_.input_words : schedule_.output_words;
  auto& list = is_input ? schedule_.inputs : schedule_.outputs;
  list.push_back({port.name, port.width, count});
  if (port.role != Role::other_input && port.role != Role::held_high) {
    add_words(port, is_input, count * kRecordBits);
  }
  count += words_of(port.width);
}

void PinRecorder::add_words(const generator::Port& port, bool is_input, std::size_t first_bit) {
  auto& words = words_[static_cast<std::size_t>(port.role)];
  for (int i = 0; i < port.lanes; ++i) {
    const auto lane = static_cast<std::size_t>(port.lane) + static_cast<std::size_t>(i);
    if (words.size() <= lane) words.resize(lane + 1);
    if (words[lane].width != 0) {
      support::fail_input("manifest.role",
                          fmt::format("two ports have the role '{}', the second is '{}'",
                                      generator::name(port.role), port.name),
                          "give each port a role (or lane) of its own, or other_input / "
                          "other_output");
    }
    const int width = port.lane_width();
    words[lane] = {is_input, width, first_bit + static_cast<std::size_t>(i * width)};
  }
}

void PinRecorder::require(Role role, int width) const {
  if (has(role) && this->width(role) == width) return;
  const std::string what = has(role)
                               ? fmt::format("the port with the role '{}' has {} bits",
                                             generator::name(role), this->width(role))
                               : fmt::format("no port has the role '{}'", generator::name(role));
  support::fail_input("manifest.role",
                      fmt::format("{}; this kind of unit needs {} bits", what, width),
                      "correct the ports of the manifest or its design section");
}

int PinRecorder::width(Role role) const {
  return has(role) ? words(role).front().width : 0;
}

void PinRecorder::set_port(std::string_view port, std::span<const std::uint64_t> value) {
  const auto slot = std::find_if(schedule_.inputs.begin(), schedule_.inputs.end(),
                                 [&](const auto& pin) { return pin.port == port; });
  assert(slot != schedule_.inputs.end() && value.size() == words_of(slot->width));
  std::copy(value.begin(), value.end(),
            pins_.begin() + static_cast<std::ptrdiff_t>(slot->first_word));
}

void PinRecorder::clear_pins() {
  pins_ = idle_pins_;
}

void PinRecorder::reserve(std::size_t cycles) {
  cycles += schedule_.cycles();
  schedule_.values.reserve(cycles * schedule_.input_words);
  schedule_.expected.reserve(cycles * schedule_.output_words);
  schedule_.flags.reserve(cycles);
}

void PinRecorder::begin_stream() {
  schedule_.streams.push_back({schedule_.cycles(), 0, 0});
}

void PinRecorder::cycle(const sim::CycleFlags& flags) {
  for (const std::uint64_t word : pins_) schedule_.values.push_back(word);
  if (!flags.sampled) std::fill(expected_.begin(), expected_.end(), 0);
  for (const std::uint64_t word : expected_) schedule_.expected.push_back(word);
  schedule_.flags.push_back(flags);
}

void PinRecorder::end_stream(std::uint64_t operations) {
  sim::StreamSpan& stream = schedule_.streams.back();
  stream.cycles = schedule_.cycles() - stream.first_cycle;
  stream.operations = operations;
  schedule_.operations += operations;
}

sim::Schedule PinRecorder::finish(std::uint64_t additions) {
  schedule_.additions = additions;
  return std::move(schedule_);
}

}  // namespace pann::tb
