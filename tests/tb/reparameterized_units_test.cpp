#include <algorithm>
#include <filesystem>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include <doctest/doctest.h>

#include "support/hash.h"
#include "unit_schedules.h"

// An emitted file with its parameters overridden is the circuit that is generated at those widths.

using namespace pann;
using generator::Architecture;
using generator::DesignSpec;
using generator::Kind;
using generator::Operand;
using generator::Sequencer;

namespace {

struct Reparameterized {
  DesignSpec emitted;
  DesignSpec meant;
};

std::vector<DesignSpec> reparameterized_units_structures() {
  std::vector<DesignSpec> specs;
  for (const Kind kind : {Kind::multiplier, Kind::mac, Kind::split_mac}) {
    for (const Architecture architecture :
         {Architecture::booth4, Architecture::booth2, Architecture::array}) {
      specs.push_back({.kind = kind, .multiplier = architecture});
    }
    specs.push_back({.kind = kind, .recode = Operand::x});
  }
  specs.push_back({.kind = Kind::adder});
  specs.push_back({.kind = Kind::accumulator});
  specs.push_back({.kind = Kind::pann_mac});
  specs.push_back({.kind = Kind::pann_mac, .sequencer = Sequencer::local});
  for (std::size_t i = 0, count = specs.size(); i < count; ++i) {
    if (!generator::manifest_of(specs[i]).is_clocked()) continue;
    specs.push_back(specs[i]);
    specs.back().bias = true;
  }
  return specs;
}

std::vector<Reparameterized> reparameterized() {
  std::vector<Reparameterized> pairs;
  for (const DesignSpec& spec : reparameterized_units_structures()) {
    pairs.push_back({spec, test::at_widths(spec, 2, 3, 5, true, false)});
    pairs.push_back({test::at_widths(spec, 7, 2, 60, false, true),
                     test::at_widths(spec, 5, 4, 14, true, true)});
  }
  return pairs;
}

/// Elaborates the units that are meant: as emitted at their widths, or as emitted at others, with
/// the parameters overridden.
std::vector<circuit::Netlist> elaborate_in(const std::filesystem::path& directory,
                                           const std::vector<Reparameterized>& pairs,
                                           bool override) {
  std::vector<circuit::ElaborationRequest> requests;
  for (std::size_t i = 0; i < pairs.size(); ++i) {
    const DesignSpec& emitted = override ? pairs[i].emitted : pairs[i].meant;
    const std::filesystem::path folder = directory / std::to_string(i);
    std::filesystem::create_directories(folder);
    for (const generator::EmittedFile& file : generator::emit(emitted).files) {
      support::write_file(folder / file.name, file.text);
    }
    requests.push_back(
        circuit::elaboration_request(folder, generator::emit(pairs[i].meant).manifest));
    if (!override) requests.back().parameters.clear();
  }
  return circuit::elaborate_all(requests);
}

/// A netlist as a set of lines that do not depend on the order of nets and gates: a net is called
/// by a name that the source gives it, or by the hash of the gate that drives it.
class Structure {
 public:
  explicit Structure(const circuit::Netlist& netlist) : labels_(netlist.net_count) {
    for (const circuit::NetId constant : {0U, 1U, 2U, 3U})
      labels_[constant] = std::to_string(constant);
    for (const circuit::NetName& word : netlist.names) {
      if (!word.hidden) add_names(word);
    }
    for (const circuit::NetlistCell& cell : netlist.cells) {
      for (const circuit::NetlistPin& pin : cell.pins) {
        if (pin.direction == generator::Direction::output) drivers_[pin.bits.at(0)] = &cell;
      }
    }
    for (const circuit::NetlistPort& port : netlist.ports) {
      lines_.push_back(std::string(name(port.direction)) + ' ' + port.name + words(port.bits));
    }
    for (const circuit::NetlistCell& cell : netlist.cells) {
      lines_.push_back(netlist.instances.at(cell.parent).path + ' ' + gate(cell, true));
    }
    for (const auto& [name, bits] : words_) lines_.push_back(name + words(bits));
    std::sort(lines_.begin(), lines_.end());
  }

  const std::vector<std::string>& lines() const { return lines_; }

 private:
  /// Each bit is called by the first of its names in alphabetical order.
  void add_names(const circuit::NetName& word) {
    for (std::size_t bit = 0; bit < word.bits.size(); ++bit) {
      if (circuit::is_constant_net(word.bits[bit])) continue;
      const std::string name = word.name + ':' + std::to_string(bit);
      std::string& label = labels_[word.bits[bit]];
      if (label.empty() || name < label) label = name;
    }
    words_.emplace_back(word.name, word.bits);
  }

  std::string words(const std::vector<circuit::NetId>& bits) {
    std::string line;
    for (const circuit::NetId bit : bits) line += ' ' + label(bit);
    return line;
  }

  std::string gate(const circuit::NetlistCell& cell, bool with_outputs) {
    std::string line = cell.type;
    for (const circuit::NetlistPin& pin : cell.pins) {
      const bool is_input = pin.direction == generator::Direction::input;
      if (is_input || with_outputs) line += ' ' + pin.name + words(pin.bits);
    }
    return line;
  }

  const std::string& label(circuit::NetId net) {
    if (labels_[net].empty()) {
      const auto driver = drivers_.find(net);
      labels_[net] = driver == drivers_.end()
                         ? "undriven"
                         : support::content_hash({gate(*driver->second, false)});
    }
    return labels_[net];
  }

  std::vector<std::string> labels_;
  std::map<circuit::NetId, const circuit::NetlistCell*> drivers_;
  std::vector<std::pair<std::string, std::vector<circuit::NetId>>> words_;
  std::vector<std::string> lines_;
};

}  // namespace

TEST_SUITE("generated") {
  TEST_CASE("a re-parameterized file is the circuit that is generated at those widths") {
    const std::vector<Reparameterized> pairs = reparameterized();
    const support::TemporaryDirectory directory;
    const auto overridden = elaborate_in(directory.path(), pairs, true);
    const auto generated = elaborate_in(directory.path(), pairs, false);
    for (std::size_t i = 0; i < pairs.size(); ++i) {
      CAPTURE(overridden[i].top);
      CAPTURE(pairs[i].meant.x_width);
      const std::vector<std::string> left = Structure(overridden[i]).lines();
      const std::vector<std::string> right = Structure(generated[i]).lines();
      CHECK(left.size() > 20);
      REQUIRE(left.size() == right.size());
      const auto different = std::mismatch(left.begin(), left.end(), right.begin());
      const bool is_same = different.first == left.end();
      CHECK_MESSAGE(is_same, *different.first << " / " << *different.second);
    }
  }
}
