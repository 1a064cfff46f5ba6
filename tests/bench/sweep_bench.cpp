// The paper's whole sweep of multipliers, with elaborated netlists in the cache.
#include <filesystem>
#include <string>
#include <vector>

#include <benchmark/benchmark.h>
#include <tbb/parallel_for.h>

#include "generator/units/emit.h"
#include "support/output.h"
#include "tb/measure.h"
#include "tb/stimulus/synthetic.h"

using namespace pann;

namespace {

constexpr int kNarrowest = 2;
constexpr int kWidest = 8;

/// Three multipliers at every pair of widths: the diagonal is Figures 4 to 8, the rest Figures 9
/// and 10.
std::vector<tb::DesignFiles> emit_designs(const std::filesystem::path& directory) {
  std::vector<tb::DesignFiles> designs;
  for (const auto architecture : {generator::Architecture::booth4, generator::Architecture::booth2,
                                  generator::Architecture::array}) {
    for (int x = kNarrowest; x <= kWidest; ++x) {
      for (int w = kNarrowest; w <= kWidest; ++w) {
        const std::filesystem::path path = directory / std::to_string(designs.size());
        const generator::DesignSpec spec{.kind = generator::Kind::multiplier,
                                         .multiplier = architecture,
                                         .x_width = x,
                                         .w_width = w};
        designs.push_back({path, generator::emit_into(spec, path)});
      }
    }
  }
  return designs;
}

std::vector<tb::StimulusSpec> stimuli() {
  std::vector<tb::StimulusSpec> all;
  for (const auto distribution : {tb::Distribution::uniform, tb::Distribution::gaussian}) {
    for (const auto range : {tb::Range::signed_range, tb::Range::nonnegative}) {
      tb::StimulusSpec stimulus;
      stimulus.distribution = distribution;
      stimulus.range = range;
      all.push_back(stimulus);
    }
  }
  return all;
}

std::uint64_t measure_all(const std::vector<tb::DesignFiles>& designs) {
  const std::vector<tb::StimulusSpec> all = stimuli();
  std::vector<std::uint64_t> mismatches(designs.size(), 0);
  tbb::parallel_for(std::size_t{0}, designs.size(), [&](std::size_t i) {
    for (const tb::StimulusSpec& stimulus : all) {
      const tb::OperandStreams operands = tb::make_operands(stimulus, designs[i].manifest.design);
      mismatches[i] += tb::measure(designs[i], operands, tb::Engine::native).result.mismatches;
    }
  });
  std::uint64_t sum = 0;
  for (const std::uint64_t count : mismatches) sum += count;
  return sum;
}

void paper_sweep(benchmark::State& state) {
  const support::TemporaryDirectory directory;
  const std::vector<tb::DesignFiles> designs = emit_designs(directory.path());
  if (measure_all(designs) != 0) state.SkipWithError("a product is wrong");  // fills the cache
  for (auto _ : state) benchmark::DoNotOptimize(measure_all(designs));
  state.counters["runs"] = static_cast<double>(designs.size() * stimuli().size());
}
BENCHMARK(paper_sweep)->Unit(benchmark::kMillisecond)->UseRealTime()->MeasureProcessCPUTime();

}  // namespace
