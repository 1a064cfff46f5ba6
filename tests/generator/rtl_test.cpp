#include <cstdlib>
#include <filesystem>
#include <map>
#include <set>
#include <string>
#include <vector>

#include <doctest/doctest.h>

#include "generator/units/emit.h"
#include "paths.h"
#include "support/input.h"
#include "support/output.h"

namespace fs = std::filesystem;
using namespace pann::generator;

namespace {

/// The units of rtl/: every kind and structure at the default widths; x of the split units is
/// unsigned, as after a ReLU.
std::vector<DesignSpec> checked_in() {
  std::vector<DesignSpec> specs;
  const auto add = [&specs](Kind kind, const auto& change) {
    DesignSpec spec;
    spec.kind = kind;
    change(spec);
    specs.push_back(spec);
  };
  for (const Architecture architecture :
       {Architecture::booth4, Architecture::booth2, Architecture::array}) {
    add(Kind::multiplier, [&](DesignSpec& spec) { spec.multiplier = architecture; });
    add(Kind::mac, [&](DesignSpec& spec) { spec.multiplier = architecture; });
  }
  add(Kind::adder, [](DesignSpec&) {});
  add(Kind::accumulator, [](DesignSpec&) {});
  add(Kind::split_mac, [](DesignSpec& spec) { spec.x_signed = false; });
  add(Kind::multiplier, [](DesignSpec& spec) { spec.multiplier = Architecture::heap; });
  add(Kind::mac, [](DesignSpec& spec) {
    spec.multiplier = Architecture::heap;
    spec.accumulate = Accumulation::fused;
  });
  add(Kind::dot, [](DesignSpec& spec) {
    spec.x_signed = false;
    spec.lanes = 4;
    spec.accumulate = Accumulation::fused;
    spec.pipeline = 1;
  });
  for (const Sequencer sequencer : {Sequencer::external, Sequencer::local}) {
    add(Kind::pann_mac, [&](DesignSpec& spec) {
      spec.x_signed = false;
      spec.sequencer = sequencer;
    });
  }
  add(Kind::split_mac, [](DesignSpec& spec) {
    spec.x_signed = false;
    spec.zero_gate = true;
  });
  add(Kind::mac, [](DesignSpec& spec) {
    spec.multiplier = Architecture::heap;
    spec.accumulate = Accumulation::fused;
    spec.x_signed = false;
    spec.pipeline = 1;
    spec.zero_gate = true;
    spec.lazy_high = 8;
  });
  for (const Dataflow dataflow : {Dataflow::output_stationary, Dataflow::weight_stationary}) {
    add(Kind::mac_array, [&](DesignSpec& spec) { spec.dataflow = dataflow; });
  }
  add(Kind::mac_array, [](DesignSpec& spec) {
    spec.multiplier = Architecture::heap;
    spec.accumulate = Accumulation::fused;
    spec.dataflow = Dataflow::weight_stationary;
  });
  add(Kind::sad_mac, [](DesignSpec&) {});
  add(Kind::shift_mac, [](DesignSpec& spec) { spec.w_width = 4; });
  const auto add_planes = [&](Planes planes, const std::vector<int>& lanes) {
    add(Kind::pann_dot, [&](DesignSpec& spec) {
      spec.x_width = 4;
      spec.w_width = 6;
      spec.acc_width = 20;
      spec.x_signed = false;
      spec.planes = planes;
      spec.plane_lanes = plane_lanes(lanes);
    });
  };
  add_planes(Planes::signed_digit, {10, 5, 7, 6, 3, 1});
  add_planes(Planes::binary, {5, 4, 4, 2, 1});
  add_planes(Planes::repetition, {16});
  for (const Fetch fetch : {Fetch::external, Fetch::index}) {
    add_planes(Planes::binary, {5, 4, 4, 2, 1});
    specs.back().kind = Kind::pann_array;
    specs.back().fetch = fetch;
  }
  return specs;
}

std::map<std::string, std::string> emitted() {
  std::map<std::string, std::string> files;
  for (const DesignSpec& spec : checked_in()) {
    for (const EmittedFile& file : emit(spec).files) {
      if (!file.name.ends_with(".v")) continue;
      const auto [position, is_new] = files.emplace(file.name, file.text);
      CHECK_MESSAGE((is_new || position->second == file.text),
                    file.name << " differs between two designs");
    }
  }
  return files;
}

}  // namespace

TEST_CASE("rtl/ holds what the generator emits, byte for byte") {
  const fs::path directory = fs::path(pann::test::kSourceDirectory) / "rtl";
  const auto files = emitted();
  if (std::getenv("PANN_UPDATE_GOLDEN") != nullptr) {
    for (const auto& [name, text] : files) pann::support::write_file(directory / name, text);
  }
  std::set<std::string> found;
  for (const auto& entry : fs::directory_iterator(directory)) {
    if (entry.path().extension() == ".v") found.insert(entry.path().filename());
  }
  CHECK(found.size() == files.size());
  for (const auto& entry : files) {
    const auto& name = entry.first;
    const auto& text = entry.second;
    REQUIRE_MESSAGE(found.count(name) == 1,
                    name << " is not in rtl/: PANN_UPDATE_GOLDEN=1 adds it");
    CHECK_MESSAGE(pann::support::read_file(directory / name) == text,
                  name << " differs: PANN_UPDATE_GOLDEN=1 refreshes it");
  }
}

TEST_CASE("emitted lines fit in 100 columns and hold no tabs or trailing blanks") {
  for (const auto& entry : emitted()) {
    const auto& name = entry.first;
    const auto& text = entry.second;
    std::size_t start = 0;
    for (std::size_t end = text.find('\n'); end != std::string::npos;
         end = text.find('\n', start)) {
      const std::string line = text.substr(start, end - start);
      CHECK_MESSAGE(line.size() <= 100, name << ": " << line);
      CHECK_MESSAGE((line.empty() || line.back() != ' '), name << ": " << line);
      CHECK(line.find('\t') == std::string::npos);
      start = end + 1;
    }
  }
}
