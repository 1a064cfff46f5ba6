#include "tb/model/stream_player.h"

#include <algorithm>

namespace pann::tb {

using generator::Role;

StreamPlayer::StreamPlayer(const generator::Manifest& manifest, const UnitModel& model,
                           PinRecorder& pins, bool is_counted)
    : model_(model),
      pins_(pins),
      is_counted_(is_counted),
      latency_(static_cast<std::size_t>(manifest.latency)),
      is_clocked_(manifest.is_clocked()),
      interval_(static_cast<std::uint64_t>(manifest.interval)),
      holds_(manifest.design.kind != generator::Kind::pann_mac),
      clears_to_begin_(is_clocked_ && manifest.find(Role::reset) == nullptr &&
                       model.accumulates()) {}

void StreamPlayer::begin() {
  pins_.begin_stream();
  pins_.clear_pins();
  if (clears_to_begin_) {
    pins_.set(Role::clear, 1);
    pins_.set(Role::valid_in, 1);
  }
  // Registers without a reset take the zeros.
  if (holds_) pins_.set(Role::enable, 1);
  pins_.set(Role::load, 1);
  pins_.cycle({});
  if (is_clocked_) {
    for (std::size_t i = 0; i < std::max<std::size_t>(latency_, 1); ++i) pins_.cycle({});
  }
  pins_.set(Role::reset, 1);
  sums_.assign(model_.sums(), 0);
  in_flight_.assign(latency_ + 1, {.result = model_.initial(),
                                   .valid = clears_to_begin_,
                                   .is_definite = model_.has_result(interval_ - 1),
                                   .sums = sums_});
  oldest_ = 0;
  newest_ = model_.initial();
}

void StreamPlayer::drive(const Operation& operation, std::uint64_t cycle, const Control& control) {
  model_.drive(pins_, operation, cycle);
  if (control.disturbs) model_.disturb(pins_, operation);
  pins_.set(Role::clear, control.clear && cycle == 0 ? 1 : 0);
  pins_.set(Role::bias, control.bias);
  pins_.set(Role::carry_in, control.carry_in ? 1 : 0);
  pins_.set(Role::valid_in, control.valid ? 1 : 0);
}

/// The slot that is shown so many cycles after the oldest.
StreamPlayer::InFlight& StreamPlayer::behind(std::size_t cycles) {
  const std::size_t slot = oldest_ + cycles;
  return in_flight_[slot < in_flight_.size() ? slot : slot - in_flight_.size()];
}

void StreamPlayer::record(bool counted, bool registers_counted) {
  const InFlight& shown = in_flight_[oldest_];
  model_.expect(pins_, shown.result);
  expect_sums();
  pins_.expect(Role::valid_out, shown.valid ? 1 : 0);
  pins_.cycle(
      {.counted = counted, .registers_counted = registers_counted, .sampled = shown.is_definite});
}

/// Records a cycle, after which the next result is the oldest.
void StreamPlayer::show(bool counted, bool registers_counted) {
  record(counted, registers_counted);
  if (++oldest_ == in_flight_.size()) oldest_ = 0;
}

void StreamPlayer::play(const Operation& operation, const Control& control) {
  const std::uint64_t cycles = model_.cycles(operation);
  for (std::uint64_t cycle = 0; cycle < cycles; ++cycle) {
    drive(operation, cycle, control);
    newest_ = model_.result(newest_, operation, cycle, control);
    model_.add_to(sums_, operation, control);
    InFlight& newest = behind(latency_);
    newest.result = model_.shown(newest_, operation);
    newest.valid = control.valid;
    newest.is_definite = model_.has_result(cycle);
    newest.sums = shown_sums(operation);
    show(is_counted_, is_counted_);
  }
}

void StreamPlayer::hold(const Operation& operation, const Control& control) {
  drive(operation, 0, control);
  pins_.set(Role::enable, 0);
  record(false, false);
  pins_.set(Role::enable, 1);
}

void StreamPlayer::end(std::uint64_t operations) {
  if (is_clocked_) drain();
  pins_.end_stream(is_counted_ ? operations : 0);
}

std::vector<Wide> StreamPlayer::shown_sums(const Operation& operation) const {
  std::vector<Wide> shown = sums_;
  for (Wide& sum : shown) sum = model_.shown(sum, operation);
  return shown;
}

void StreamPlayer::expect_sums() {
  for (std::size_t i = 0; i < sums_.size(); ++i) {
    model_.expect_sum(pins_, i, behind(latency_ - model_.latency(i)).sums[i]);
  }
}

void StreamPlayer::rest() {
  pins_.clear_pins();
  pins_.set(Role::reset, 1);
  model_.add_to(sums_, {}, {});
  for (std::size_t edge = 0; edge <= latency_; ++edge) {
    behind(latency_) = {.sums = sums_};
    show(is_counted_ && edge < latency_, is_counted_);
  }
}

void StreamPlayer::drain() {
  if (model_.rests()) return rest();
  pins_.set(Role::start, 0);
  pins_.set(Role::valid_in, 0);
  pins_.expect(Role::ready, 1);
  const std::size_t edges = std::max<std::size_t>(latency_, 1);
  for (std::size_t edge = 1; edge <= edges; ++edge) {
    // Of sums side by side the last operation's are looked for behind those of the next.
    const bool has_next = latency_ == 0 || !sums_.empty();
    if (has_next) behind(latency_) = {newest_, true, model_.has_result(0), sums_};
    const bool last = edge == edges;
    show(is_counted_ && !last, is_counted_);
  }
}

}  // namespace pann::tb
