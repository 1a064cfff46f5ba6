#include "sim/native/prepared_schedule.h"

#include <array>
#include <mutex>

#include "sim/program/kernels.h"

namespace pann::sim {

struct PreparedSchedule::Layouts {
  /// A value made at its first use.
  template <class Value>
  class Late {
   public:
    template <class Make>
    const Value& get(const Make& make) {
      std::call_once(once_, [&] { value_ = make(); });
      return value_;
    }

   private:
    std::once_flag once_;
    Value value_;
  };

  struct Layout {
    Late<std::vector<LaneGroup>> groups;
    Late<LaneBits> inputs;
    Late<LaneBits> expected;
  };

  const Schedule& schedule;
  std::vector<FlagRun> runs;
  std::array<Layout, 2> layouts{};  ///< Without and with stored bits.

  Layout& at(bool has_state) { return layouts[has_state ? 1 : 0]; }
};

PreparedSchedule::PreparedSchedule(const Schedule& schedule)
    : layouts_(std::shared_ptr<Layouts>(new Layouts{schedule, flag_runs(schedule)})) {}

const Schedule& PreparedSchedule::schedule() const {
  return layouts_->schedule;
}

const std::vector<FlagRun>& PreparedSchedule::runs() const {
  return layouts_->runs;
}

const std::vector<LaneGroup>& PreparedSchedule::groups(bool has_state) const {
  return layouts_->at(has_state).groups.get(
      [&] { return plan_lanes(schedule(), layouts_->runs, has_state); });
}

const LaneBits& PreparedSchedule::inputs(bool has_state) const {
  return layouts_->at(has_state).inputs.get([&] {
    const Schedule& from = schedule();
    return LaneBits(from.inputs, from.values, from.input_words, groups(has_state), best_kernels());
  });
}

const LaneBits& PreparedSchedule::expected(bool has_state) const {
  return layouts_->at(has_state).expected.get([&] {
    const Schedule& from = schedule();
    return LaneBits(from.outputs, from.expected, from.output_words, groups(has_state),
                    best_kernels());
  });
}

}  // namespace pann::sim
