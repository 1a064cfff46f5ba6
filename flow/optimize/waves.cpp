#include "flow/optimize/waves.h"

#include <algorithm>

#include "circuit/net_sources.h"

namespace pann::flow {

namespace {

constexpr std::size_t kMostInputs = circuit::TruthTable::kMostInputs;
constexpr std::uint32_t kNever = ~std::uint32_t{0};

/// The times of one input that are left in the present cycle.
struct Head {
  const std::uint32_t* at = nullptr;
  const std::uint32_t* end = nullptr;

  std::uint32_t time() const { return at == end ? kNever : *at; }
};

/// A gate between two events.
class GatePlayer {
 public:
  GatePlayer(const circuit::TruthTable& table, const std::vector<WaveInput>& inputs, Wave& output)
      : table_(table), inputs_(inputs), output_(output) {
    for (std::size_t k = 0; k < inputs.size(); ++k) {
      const bool is_high = inputs[k].wave->before;
      rises_[k] = !is_high;
      row_ |= (is_high ? 1U : 0U) << k;
    }
    value_ = wanted_ = circuit::value_at(table, row_);
    output.before = value_;
    output.times.clear();
  }

  void play(std::size_t cycle) {
    std::size_t events = 0;
    for (std::size_t k = 0; k < inputs_.size(); ++k) {
      const Wave& wave = *inputs_[k].wave;
      heads_[k] = {wave.times.data() + wave.first[cycle],
                   wave.times.data() + wave.first[cycle + 1]};
      events += static_cast<std::size_t>(heads_[k].end - heads_[k].at);
    }
    if (events == 0) return;
    std::uint32_t now = next_input();
    while (now != kNever || !due_.empty()) {
      const std::uint32_t due = next_due();
      if (due <= now) {
        take_due(due);
        continue;
      }
      change_inputs(now);
      now = next_input();
    }
  }

 private:
  std::uint32_t next_input() const {
    std::uint32_t time = kNever;
    for (std::size_t k = 0; k < inputs_.size(); ++k) time = std::min(time, heads_[k].time());
    return time;
  }

  std::uint32_t next_due() const {
    std::uint32_t time = kNever;
    for (const std::uint32_t due : due_) time = std::min(time, due);
    return time;
  }

  /// An event whose time has come.
  void take_due(std::uint32_t time) {
    due_.erase(std::find(due_.begin(), due_.end(), time));
    if (value_ == wanted_) return;
    value_ = wanted_;
    output_.times.push_back(time);
  }

  void change_inputs(std::uint32_t now) {
    WaveDelay delay;
    for (std::size_t k = 0; k < inputs_.size(); ++k) {
      if (heads_[k].time() != now) continue;
      ++heads_[k].at;
      row_ ^= 1U << k;
      const WaveDelay& after = inputs_[k].after[rises_[k] ? 1 : 0];
      rises_[k] = !rises_[k];
      delay.rise = std::min(delay.rise, after.rise);
      delay.fall = std::min(delay.fall, after.fall);
    }
    const bool value = circuit::value_at(table_, row_);
    if (value == wanted_) return;
    wanted_ = value;
    const std::uint32_t after = value ? delay.rise : delay.fall;
    due_.push_back(now + (after == WaveDelay::kNone ? 0 : after));
  }

  const circuit::TruthTable& table_;
  const std::vector<WaveInput>& inputs_;
  Wave& output_;
  std::array<Head, kMostInputs> heads_{};
  std::array<bool, kMostInputs> rises_{};  ///< By input: its next edge.
  std::vector<std::uint32_t> due_;
  std::uint32_t row_ = 0;
  bool value_ = false;
  bool wanted_ = false;
};

}  // namespace

void play_gate(const circuit::TruthTable& table, const std::vector<WaveInput>& inputs,
               std::size_t cycles, Wave& output) {
  GatePlayer player(table, inputs, output);
  output.first.resize(cycles + 1);
  for (std::size_t cycle = 0; cycle < cycles; ++cycle) {
    player.play(cycle);
    output.first[cycle + 1] = static_cast<std::uint32_t>(output.times.size());
  }
}

}  // namespace pann::flow
