#include "support/parallel.h"

#include <atomic>
#include <chrono>
#include <filesystem>
#include <fstream>
#include <stdexcept>
#include <string>
#include <thread>

#include <doctest/doctest.h>

#include "paths.h"

using namespace pann::support;
namespace fs = std::filesystem;

namespace {

/// Two tasks: one fails while the other works in a nested loop. Returns how many nested loops came
/// back as if they had run, and had not.
int empty_results_of(int round) {
  std::atomic<int> empty = 0;
  std::atomic<bool> nested = false;
  const auto work = [&](int outer) {
    if (outer == 0) {
      for (int tries = 0; tries < 1000 && !nested; ++tries)
        std::this_thread::sleep_for(std::chrono::milliseconds(1));
      throw std::runtime_error("the fault");
    }
    for (int loop = 0; loop < 200; ++loop) {
      std::atomic<int> ran = 0;
      nested = true;
      parallel_for(0, 50, [&](int) { ++ran; });
      if (ran != 50) ++empty;
    }
  };
  CAPTURE(round);
  CHECK_THROWS_WITH(parallel_for(0, 2, work), "the fault");
  return empty;
}

}  // namespace

TEST_CASE("a loop nested in one whose sibling failed never comes back as if it had run") {
  for (int round = 0; round < 50; ++round) CHECK(empty_results_of(round) == 0);
}

TEST_CASE("parallel loops run every index once and add up") {
  std::atomic<int> sum = 0;
  parallel_for(0, 1000, [&](int i) { sum += i; });
  CHECK(sum == 499500);
  CHECK(parallel_sum<std::size_t>(std::size_t{1000}, [](std::size_t i) { return i; }) == 499500);
  int first = 0;
  int second = 0;
  parallel_invoke([&] { first = 1; }, [&] { second = 2; });
  CHECK(first + second == 3);
}

TEST_CASE("parallel loops of the program are those of support/parallel.h") {
  for (const char* folder :
       {"generator", "circuit", "activity", "sim", "tb", "synth", "flow", "analysis", "cli"}) {
    for (const auto& entry :
         fs::recursive_directory_iterator(fs::path(pann::test::kSourceDirectory) / folder)) {
      if (!entry.is_regular_file()) continue;
      std::ifstream stream(entry.path());
      const std::string text{std::istreambuf_iterator<char>(stream), {}};
      CHECK_MESSAGE(text.find("#include <tbb/parallel_") == std::string::npos,
                    entry.path().string());
      CHECK_MESSAGE(text.find("#include <tbb/task_group") == std::string::npos,
                    entry.path().string());
    }
  }
}
