#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "generator/manifest.h"
#include "sim/schedule.h"
#include "tb/model/arithmetic.h"

namespace pann::tb {

/// Records a Schedule: pins keep their value until they are set again; ports are found by role.
class PinRecorder {
 public:
  /// Slots for every input but the clock and for every output whose role has a model. Throws
  /// Failure(user_error, "manifest.role") when two ports share a role (and lane) other than
  /// other_*.
  explicit PinRecorder(const generator::Manifest& manifest);

  /// Throws Failure(user_error, "manifest.role") unless there is a port with that role, whose words
  /// have `width` bits.
  void require(generator::Role role, int width) const;
  bool has(generator::Role role) const { return !words(role).empty(); }

  /// Bits of a word of the port with that role, 0 where there is none.
  int width(generator::Role role) const;

  /// Sets the pins of an input; ignored where the unit has no such port (or lane).
  void set(generator::Role role, Wide value) { set(role, 0, value); }
  void set(generator::Role role, std::size_t lane, Wide value) {
    if (lane < words(role).size()) store(words(role)[lane], value, pins_);
  }
  /// Sets the pins of the input of that name, which the manifest has.
  void set_port(std::string_view port, std::span<const std::uint64_t> value);
  /// Expects a value at an output in the next cycle; ignored where the unit has no such port.
  void expect(generator::Role role, Wide value) { expect(role, 0, value); }
  void expect(generator::Role role, std::size_t lane, Wide value) {
    if (lane < words(role).size()) store(words(role)[lane], value, expected_);
  }
  /// All pins to 0, those held high to 1.
  void clear_pins();

  /// Makes room for so many further cycles at once.
  void reserve(std::size_t cycles);
  void begin_stream();
  void cycle(const sim::CycleFlags& flags);
  void end_stream(std::uint64_t operations);

  /// Ends the recording.
  sim::Schedule finish(std::uint64_t additions);

 private:
  /// Where a word lies among the pins or the expected outputs; width 0: nowhere.
  struct Word {
    bool is_input = false;
    int width = 0;
    std::size_t first_bit = 0;
  };

  const std::vector<Word>& words(generator::Role role) const {
    return words_[static_cast<std::size_t>(role)];
  }
  static void store(const Word& word, Wide value, std::vector<std::uint64_t>& bits) {
    store_bits(value, word.width, word.first_bit, bits);
  }
  void add_port(const generator::Port& port);
  void add_words(const generator::Port& port, bool is_input, std::size_t first_bit);

  sim::Schedule schedule_;
  std::vector<std::vector<Word>> words_;  ///< By role and lane.
  std::vector<std::uint64_t> pins_;
  std::vector<std::uint64_t> idle_pins_;
  std::vector<std::uint64_t> expected_;
};

}  // namespace pann::tb
