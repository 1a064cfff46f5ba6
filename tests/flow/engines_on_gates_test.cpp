#include <string>

#include <doctest/doctest.h>

#include "activity_by_name.h"
#include "emitted_design.h"
#include "flow/synthesize.h"
#include "support/progress.h"
#include "synth/pdk/pdk.h"
#include "tb/measure.h"
#include "tb/stimulus/synthetic.h"

using namespace pann;
using pann::test::by_name;
using pann::test::CountsByName;

namespace {

void check_same(const CountsByName& left, const CountsByName& right) {
  std::size_t compared = 0;
  for (const auto& entry : left) {
    const auto& key = entry.first;
    const auto& counts = entry.second;
    const auto other = right.find(key);
    if (other == right.end()) continue;
    ++compared;
    CHECK_MESSAGE(counts == other->second, key.first << "[" << key.second << "]");
  }
  CHECK(compared > 500);
}

}  // namespace

TEST_CASE("all engines count the same on every net of a mapped unit with registers") {
  generator::DesignSpec spec;
  spec.x_width = 4;
  spec.w_width = 4;
  spec.acc_width = 12;
  const auto rtl = test::emit_to_disk(spec);
  const support::TemporaryDirectory directory;
  const synth::Pdk pdk = synth::default_pdk();
  support::Progress silent(true);
  const auto result =
      flow::synthesize({.source = rtl.files.directory, .target = directory.path() / "gates"}, pdk,
                       synth::read_library(pdk.files), silent);
  const tb::DesignFiles gates{directory.path() / "gates", result.manifest};
  tb::StimulusSpec stimulus;
  stimulus.vectors = 300;
  stimulus.length = 20;
  const tb::OperandStreams operands = tb::make_operands(stimulus, spec);
  const auto native = tb::measure(gates, operands, tb::Engine::native);
  const auto verilator = tb::measure(gates, operands, tb::Engine::verilator);
  const auto icarus = tb::measure(gates, operands, tb::Engine::icarus);
  CHECK(native.result.mismatches == 0);
  CHECK(verilator.result.mismatches == 0);
  CHECK(icarus.result.mismatches == 0);
  const CountsByName counts = by_name(native.result.activity);
  check_same(counts, by_name(verilator.result.activity));
  check_same(counts, by_name(icarus.result.activity));
}
