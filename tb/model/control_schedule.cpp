#include <algorithm>

#include <fmt/format.h>

#include "support/random.h"
#include "tb/model/played_operands.h"
#include "tb/model/schedule_builder.h"
#include "tb/model/stream_player.h"

namespace pann::tb {

using generator::Manifest;
using generator::Role;

namespace {

constexpr std::size_t kStreams = 24;
constexpr std::size_t kOperations = 32;          ///< A stream.
constexpr std::uint64_t kLongestOperation = 64;  ///< Cycles; longer ones are left out.

/// Draws what happens beside the operands; only what the unit has a port for.
class ControlSource {
 public:
  ControlSource(const Manifest& manifest, const UnitModel& model)
      : clears_(manifest.find(Role::clear) != nullptr),
        has_bias_(manifest.find(Role::bias) != nullptr),
        has_carry_(manifest.find(Role::carry_in) != nullptr),
        has_bubbles_(model.accumulates() && manifest.find(Role::valid_in) != nullptr),
        disturbs_(generator::has_window(manifest.design)),
        holds_(manifest.design.kind != generator::Kind::pann_mac &&
               manifest.find(Role::enable) != nullptr) {}

  bool any() const { return clears_ || has_bias_ || has_carry_ || has_bubbles_ || holds_; }

  Control next() {
    Control control;
    if (clears_) control.clear = random_.below(4) == 0;
    if (has_bias_) control.bias = (Wide{random_.next()} << 64U) | random_.next();
    if (has_carry_) control.carry_in = random_.below(2) != 0;
    if (has_bubbles_) control.valid = random_.below(8) != 0;
    control.disturbs = disturbs_ && random_.below(2) != 0;
    return control;
  }
  bool next_holds() { return holds_ && random_.below(8) == 0; }

 private:
  support::Random random_{1, 2};  ///< Beside the streams of the operands, which are 0 and 1.
  bool clears_, has_bias_, has_carry_, has_bubbles_, disturbs_, holds_;
};

void play_share(const PlayedOperands& played, std::size_t stream, const UnitModel& model,
                ControlSource& controls, StreamPlayer& player) {
  player.begin();
  for (std::size_t i = 0; i < std::min(played.operations(stream), kOperations); ++i) {
    const Operation operation = played.operation(stream, i);
    if (model.cycles(operation) > kLongestOperation) continue;
    const Control control = controls.next();
    if (controls.next_holds()) player.hold(operation, control);
    player.play(operation, control);
  }
  player.end(0);
}

}  // namespace

sim::Schedule make_control_schedule(const Manifest& manifest, const OperandStreams& elements) {
  const auto model = unit_model(manifest);
  PinRecorder recorder(manifest);
  model->require_ports(recorder);
  ControlSource controls(manifest, *model);
  if (manifest.design.kind == generator::Kind::other || !controls.any()) return {};
  const PlayedOperands played(manifest, elements);
  const std::size_t streams = played.streams().streams();
  StreamPlayer player(manifest, *model, recorder, false);
  const std::size_t step = std::max<std::size_t>(1, streams / kStreams);
  for (std::size_t stream = 0; stream < streams; stream += step) {
    play_share(played, stream, *model, controls, player);
  }
  return recorder.finish(0);
}

std::vector<std::string> unchecked(const Manifest& manifest) {
  if (manifest.design.kind == generator::Kind::other) {
    return {"nothing was checked: a unit of the kind other has no model"};
  }
  std::vector<std::string> sentences;
  for (const generator::Port& port : manifest.ports) {
    if (port.role == Role::other_output) {
      sentences.push_back(fmt::format("output '{}' was not compared", port.name));
    } else if (port.role == Role::other_input || port.role == Role::held_high) {
      sentences.push_back(fmt::format("input '{}' stood at {}", port.name,
                                      port.role == Role::held_high ? "all ones" : "0"));
    }
  }
  return sentences;
}

}  // namespace pann::tb
