#include "tb/model/pin_recorder.h"

#include <algorithm>
#include <span>
#include <utility>

#include <fmt/format.h>

#include "support/diagnostic.h"

namespace pann::tb {

using generator::Role;

namespace {

constexpr std::size_t kRoles = static_cast<std::size_t>(Role::other_output) + 1;

}  // namespace

PinRecorder::PinRecorder(const generator::Manifest& manifest) : slots_(kRoles) {
  for (const generator::Port& port : manifest.ports) add_port(port);
  pins_.resize(schedule_.input_words);
  expected_.resize(schedule_.output_words);
}

void PinRecorder::add_port(const generator::Port& port) {
  if (port.role == Role::clock) {
    schedule_.clock = port.name;
    return;
  }
  if (port.role == Role::other_output) return;
  const bool is_input = port.direction == generator::Direction::input;
  std::size_t& words = is_input ? schedule_.input_words : schedule_.output_words;
  auto& list = is_input ? schedule_.inputs : schedule_.outputs;
  list.push_back({port.name, port.width, words});
  if (port.role != Role::other_input) {
    auto& entry = slots_[static_cast<std::size_t>(port.role)];
    if (entry) {
      support::fail_input("manifest.role",
                          fmt::format("two ports have the role '{}', the second is '{}'",
                                      generator::name(port.role), port.name),
                          "give each port a role of its own, or other_input / other_output");
    }
    entry = Slot{is_input, port.width, words};
  }
  words += words_of(port.width);
}

void PinRecorder::require(Role role, int width) const {
  const auto& entry = slot(role);
  if (entry && entry->width == width) return;
  const std::string what = entry ? fmt::format("the port with the role '{}' has {} bits",
                                               generator::name(role), entry->width)
                                 : fmt::format("no port has the role '{}'", generator::name(role));
  support::fail_input("manifest.role",
                      fmt::format("{}; this kind of unit needs {} bits", what, width),
                      "correct the ports of the manifest or its design section");
}

int PinRecorder::width(Role role) const {
  return slot(role) ? slot(role)->width : 0;
}

void PinRecorder::set(Role role, Wide value) {
  if (!slot(role)) return;
  store_words(value, slot(role)->width,
              std::span(pins_).subspan(slot(role)->first_word, words_of(slot(role)->width)));
}

void PinRecorder::expect(Role role, Wide value) {
  if (!slot(role)) return;
  store_words(value, slot(role)->width,
              std::span(expected_).subspan(slot(role)->first_word, words_of(slot(role)->width)));
}

void PinRecorder::clear_pins() {
  std::fill(pins_.begin(), pins_.end(), 0);
}

void PinRecorder::begin_stream() {
  schedule_.streams.push_back({schedule_.cycles(), 0, 0});
}

void PinRecorder::cycle(const sim::CycleFlags& flags) {
  schedule_.values.insert(schedule_.values.end(), pins_.begin(), pins_.end());
  if (!flags.sampled) std::fill(expected_.begin(), expected_.end(), 0);
  schedule_.expected.insert(schedule_.expected.end(), expected_.begin(), expected_.end());
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
