#include <array>
#include <string>

#include <doctest/doctest.h>

#include "activity/vcd/code_table.h"
#include "activity/vcd/text_masks.h"
#include "activity/vcd/vcd_text.h"
#include "activity/vcd/word_history.h"
#include "support/random.h"

using namespace pann;

namespace {

std::string random_text(support::Random& random, std::string_view characters, std::size_t size) {
  std::string text;
  for (std::size_t i = 0; i < size; ++i) text += characters[random.below(characters.size())];
  return text;
}

/// The digits' value by the standard library.
std::uint64_t value_of(const std::string& digits) {
  return digits.empty() ? 0 : std::stoull(digits, nullptr, 2);
}

}  // namespace

TEST_SUITE("trace") {
  TEST_CASE("sixteen characters are classified as they are one by one") {
    std::string all;
    for (int value = 0; value < 256; ++value) all += static_cast<char>(value);
    support::Random random(5);
    for (int round = 0; round < 2000; ++round) {
      const std::string text = random_text(random, all, activity::kMaskedCharacters);
      const activity::CharacterMasks masks = activity::digit_masks(text.data());
      const activity::CharacterMasks expected = activity::digit_masks_portably(text.data());
      CHECK(masks.ones == expected.ones);
      CHECK(masks.others == expected.others);
      CHECK(activity::blank_mask(text.data()) == activity::blank_mask_portably(text.data()));
    }
  }

  TEST_CASE("binary digits of every length are read, and nothing else") {
    support::Random random(6);
    const std::string ahead(activity::kMaskedCharacters, '1');
    for (std::size_t size = 0; size <= 64; ++size) {
      const std::string digits = random_text(random, "01", size);
      for (const char blank : {' ', '\n', '\t', '\r'}) {
        const std::string text = digits + blank + ahead;
        std::uint64_t value = 99;
        CHECK(activity::read_bits(text.data(), value) == text.data() + size);
        CHECK(value == value_of(digits));
      }
      std::uint64_t value = 0;
      const std::string strange = digits + 'x' + ahead + ' ' + ahead;
      CHECK(activity::read_bits(strange.data(), value) == nullptr);
    }
    std::uint64_t value = 0;
    const std::string too_long = std::string(65, '1') + ' ' + ahead;
    CHECK(activity::read_bits(too_long.data(), value) == nullptr);
  }

  TEST_CASE("a code of known length has the slot that reading it finds") {
    std::unordered_map<std::string, std::uint32_t> slots;
    support::Random random(7);
    std::string printable;
    for (char character = '!'; character <= '~'; ++character) printable += character;
    for (std::uint32_t slot = 0; slot < 300; ++slot) {
      slots[random_text(random, printable, 1 + random.below(3))] = slot;
    }
    const activity::CodeTable table(slots);
    for (int round = 0; round < 3000; ++round) {
      const auto length = static_cast<std::uint32_t>(1 + random.below(4));
      const std::string code = random_text(random, printable, length);
      const std::string text = code + "\n1!!!!!!!!";
      const activity::CodeTable::Match match = table.find(text.data());
      CHECK(match.length == length);
      const std::uint32_t slot = table.find_short(text.data(), length);
      // What is not in the table may be hashed, which only reading it finds.
      if (slot != activity::CodeTable::kNoSlot) CHECK(slot == match.slot);
      const auto known = slots.find(code);
      CHECK(match.slot == (known == slots.end() ? activity::CodeTable::kNoSlot : known->second));
    }
  }

  TEST_CASE("a word's history counts what its bits did one by one") {
    support::Random random(9);
    for (int round = 0; round < 300; ++round) {
      const auto width = static_cast<std::uint32_t>(1 + random.below(64));
      const std::uint64_t mask = ~std::uint64_t{0} >> (64 - width);
      activity::WordHistory history;
      activity::HistoryCounts expected;
      std::uint64_t value = random.next() & mask;
      const std::uint64_t first = value;
      std::uint64_t ticks = random.below(1000000);
      const std::uint64_t begin = ticks;
      const std::size_t changes = 1 + random.below(activity::WordHistory::kChanges);
      for (std::size_t change = 0; change < changes; ++change) {
        const std::uint64_t since = change == 0 ? 0 : random.below(1U << random.below(20));
        const std::uint64_t next = random.next() & random.next() & mask;
        const bool counts = random.below(4) != 0;
        ticks += since;
        for (std::uint32_t bit = 0; bit < width; ++bit) {
          const bool before = ((value >> bit) & 1U) != 0;
          const bool after = ((next >> bit) & 1U) != 0;
          if (before) expected.high_ticks[bit] += since;
          if (counts && after && !before) ++expected.rises[bit];
          if (counts && before && !after) ++expected.falls[bit];
        }
        CHECK(history.push(value, next, ticks, counts) ==
              (change + 1 == activity::WordHistory::kChanges));
        value = next;
      }
      CHECK(history.first_value() == first);
      CHECK(history.first_ticks() == begin);
      CHECK(history.last_value() == value);
      CHECK(history.last_ticks() == ticks);
      activity::HistoryCounts counts;
      history.count(width, counts);
      CHECK(history.empty());
      for (std::uint32_t bit = 0; bit < width; ++bit) {
        CHECK(counts.rises[bit] == expected.rises[bit]);
        CHECK(counts.falls[bit] == expected.falls[bit]);
        CHECK(counts.high_ticks[bit] == expected.high_ticks[bit]);
      }
    }
  }
}
