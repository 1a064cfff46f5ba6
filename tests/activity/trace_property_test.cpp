// Random dumps against the reference counter, and properties that every dump has.
#include <algorithm>
#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include <doctest/doctest.h>
#include <zlib.h>

#include "activity/trace/trace_file.h"
#include "activity/trace/vcd_counter.h"
#include "support/output.h"
#include "support/random.h"
#include "trace_reference.h"

using namespace pann::activity;
using pann::support::Random;
using pann::test::ReferenceCounter;

namespace {

struct Word {
  std::string name;
  std::string code;
  int width;
};

/// Words of all sizes below a few scopes; `codes` in order or shuffled.
std::vector<Word> make_words(Random& random, std::size_t count, bool shuffled) {
  constexpr int kWidths[] = {1, 1, 1, 2, 7, 8, 9, 16, 32, 63, 64, 65, 130};
  std::vector<Word> words;
  std::vector<std::uint64_t> numbers;
  for (std::size_t i = 0; i < count; ++i) {
    numbers.push_back(shuffled ? random.below(94ULL * 94 * 94 * 94 * 94) : i + 1);
  }
  std::sort(numbers.begin(), numbers.end());
  numbers.erase(std::unique(numbers.begin(), numbers.end()), numbers.end());
  for (std::size_t i = numbers.size(); i > 1; --i) {
    if (shuffled) std::swap(numbers[i - 1], numbers[random.below(i)]);
  }
  for (std::size_t i = 0; i < numbers.size(); ++i) {
    std::string code;
    for (std::uint64_t number = numbers[i] + 1; number > 0; number = (number - 1) / 94) {
      code += static_cast<char>('!' + (number - 1) % 94);
    }
    words.push_back({"s" + std::to_string(i % 3) + ".w" + std::to_string(i), code,
                     kWidths[random.below(std::size(kWidths))]});
  }
  return words;
}

std::string head_of(const std::vector<Word>& words) {
  std::string text = "$timescale 1ns $end\n";
  for (const Word& word : words) {
    text += "$scope module " + word.name.substr(0, 2) + " $end\n$var wire " +
            std::to_string(word.width) + " " + word.code + " " + word.name.substr(3) +
            " $end\n$upscope $end\n";
  }
  return text + "$enddefinitions $end\n";
}

std::string random_value(Random& random, const Word& word) {
  const bool has_unknowns = random.below(6) == 0;
  const auto digit = [&] { return "01xz"[random.below(has_unknowns ? 4 : 2)]; };
  if (word.width == 1) return digit() + word.code;
  std::string digits;
  const auto length = random.below(5) == 0
                          ? 1 + random.below(static_cast<std::uint64_t>(word.width))
                          : static_cast<std::uint64_t>(word.width);
  for (std::uint64_t i = 0; i < length; ++i) digits += digit();
  return "b" + digits + " " + word.code;
}

std::string random_dump(Random& random, const std::vector<Word>& words, int steps) {
  std::string text = head_of(words);
  std::uint64_t time = random.below(3) * 10;
  bool is_off = false;
  for (int step = 0; step < steps; ++step) {
    text += "#" + std::to_string(time) + "\n";
    if (random.below(40) == 0) {
      is_off = !is_off;
      text += is_off ? "$dumpoff\n" : "$dumpon\n";
      for (const Word& word : words) {
        text += (is_off ? (word.width == 1 ? "x" : "bx ") + word.code : random_value(random, word));
        text += '\n';
      }
      text += "$end\n";
    } else if (!is_off) {
      for (std::uint64_t i = random.below(12); i > 0; --i) {
        text += random_value(random, words[random.below(words.size())]) + "\n";
      }
    }
    time += random.below(4);
  }
  return text + "#" + std::to_string(time) + "\n";
}

Activity trace_property_count(const std::string& text, const TraceOptions& options = {},
                              std::size_t piece = 0) {
  VcdActivityCounter counter(options);
  for (std::size_t at = 0; at < text.size(); at += piece == 0 ? text.size() : piece) {
    counter.feed(std::string_view(text).substr(at, piece == 0 ? text.size() : piece));
  }
  return counter.finish();
}

void check_against_reference(const std::string& text, const Activity& activity,
                             const CountedWindows& windows = {}) {
  const ReferenceCounter reference(text);
  for (const Signal& signal : activity.signals) {
    const bool is_register = signal.name.starts_with("s1.");
    for (std::size_t bit = 0; bit < signal.bits.size(); ++bit) {
      const NetCounts expected = reference.count(signal.name, bit, windows.windows, is_register);
      REQUIRE_MESSAGE(activity.nets[signal.bits[bit]] == expected, signal.name << " " << bit);
    }
  }
}

void write(const std::filesystem::path& path, const std::string& text) {
  std::ofstream(path, std::ios::binary) << text;
}

void write_gzip(const std::filesystem::path& path, const std::string& text) {
  const gzFile file = gzopen(path.c_str(), "wb1");
  REQUIRE(file != nullptr);
  // Two members, as `cat a.gz b.gz` makes them.
  gzwrite(file, text.data(), static_cast<unsigned>(text.size() / 2));
  gzclose(file);
  const gzFile more = gzopen(path.c_str(), "ab1");
  gzwrite(more, text.data() + text.size() / 2,
          static_cast<unsigned>(text.size() - text.size() / 2));
  gzclose(more);
}

}  // namespace

TEST_CASE("random dumps are counted as the reference counts them, net for net") {
  for (std::uint64_t seed = 0; seed < 40; ++seed) {
    Random random(seed);
    const auto words = make_words(random, 1 + random.below(30), seed % 2 == 1);
    const std::string text = random_dump(random, words, 60);
    check_against_reference(text, trace_property_count(text));
  }
}

TEST_CASE("counted windows are counted as the reference counts them") {
  for (std::uint64_t seed = 0; seed < 40; ++seed) {
    Random random(seed, 1);
    const auto words = make_words(random, 1 + random.below(12), false);
    const std::string text = random_dump(random, words, 80);
    TraceOptions options;
    options.windows.registers = {"s1.*"};
    std::uint64_t time = random.below(20);
    while (time < 60) {
      const std::uint64_t to = time + 1 + random.below(15);
      // Registers of one window may be counted into the next one and beyond it.
      options.windows.windows.push_back({time, to, to + random.below(30)});
      time = to + random.below(8);
    }
    check_against_reference(text, trace_property_count(text, options), options.windows);
  }
}

TEST_CASE("pieces may end at every byte") {
  Random random(3, 2);
  const std::string text = random_dump(random, make_words(random, 8, true), 12);
  const Activity whole = trace_property_count(text);
  for (std::size_t cut = 0; cut <= text.size(); ++cut) {
    VcdActivityCounter counter(TraceOptions{});
    counter.feed(std::string_view(text).substr(0, cut));
    counter.feed(std::string_view(text).substr(cut));
    REQUIRE(counter.finish().nets == whole.nets);
  }
  for (const std::size_t piece : {1U, 2U, 3U, 7U, 64U})
    CHECK(trace_property_count(text, {}, piece).nets == whole.nets);
}

TEST_CASE("the counts do not depend on the codes") {
  Random random(4, 3);
  std::vector<Word> words = make_words(random, 40, false);
  const std::string text = random_dump(random, words, 100);
  std::vector<Word> renamed = words;
  Random shuffle(5, 3);
  const std::vector<Word> codes = make_words(shuffle, words.size(), true);
  REQUIRE(codes.size() == words.size());
  for (std::size_t i = 0; i < words.size(); ++i) renamed[i].code = codes[i].code;
  Random again(4, 3);
  make_words(again, 40, false);
  CHECK(trace_property_count(text).nets ==
        trace_property_count(random_dump(again, renamed, 100)).nets);
}

TEST_CASE("files, parts of files by several threads, and gzip files give the same counts") {
  const pann::support::TemporaryDirectory directory;
  Random random(6, 4);
  const auto words = make_words(random, 30, false);
  std::string text = random_dump(random, words, 100);
  while (text.size() < (17U << 20U)) {  // large enough to be cut into parts
    const std::string more = random_dump(random, words, 20000);
    const std::uint64_t base = std::stoull(text.substr(text.rfind('#') + 1));
    std::size_t at = more.find("$enddefinitions");
    at = more.find('\n', at) + 1;
    while (at < more.size()) {
      const std::size_t end = more.find('\n', at);
      const std::string line = more.substr(at, end - at);
      text += line[0] == '#' ? "#" + std::to_string(base + std::stoull(line.substr(1))) : line;
      text += '\n';
      at = end + 1;
    }
  }
  const auto path = directory.path() / "t.vcd";
  write(path, text);
  write_gzip(directory.path() / "t.vcd.gz", text);
  TraceOptions options;
  options.windows.windows = {{10, 1000, 1005}, {2000, 90000, 90003}};
  options.windows.registers = {"s1.*"};
  for (const bool has_windows : {false, true}) {
    TraceOptions used = has_windows ? options : TraceOptions();
    const Activity whole = trace_property_count(text, used);
    for (const unsigned threads : {1U, 2U, 3U, 5U}) {
      used.threads = threads;
      CHECK(count_trace(path, used).activity.nets == whole.nets);
      CHECK(count_trace(path, used).activity.duration == whole.duration);
      CHECK(count_trace(directory.path() / "t.vcd.gz", used).activity.nets == whole.nets);
    }
  }
  // A fault in a later part has the same place however many threads read.
  write(path, text + "#1\n");
  std::string faults[2];
  for (const unsigned threads : {1U, 4U}) {
    TraceOptions used;
    used.threads = threads;
    try {
      count_trace(path, used);
    } catch (const pann::support::Failure& failure) {
      faults[threads > 1 ? 1 : 0] = failure.what();
    }
  }
  CHECK(faults[0] == faults[1]);
  CHECK(faults[0].find("vcd.time") != std::string::npos);
}

TEST_CASE("a counter with a thread of its own counts the same and finds the same fault") {
  Random random(11, 1);
  const std::string text = random_dump(random, make_words(random, 30, false), 20000);
  TraceOptions options;
  options.threads = 2;
  const auto fed = [&](std::string_view all) {
    pann::activity::VcdActivityCounter counter(options);
    for (std::size_t at = 0; at < all.size(); at += 10007) counter.feed(all.substr(at, 10007));
    return counter.finish();
  };
  CHECK(fed(text).nets == trace_property_count(text).nets);
  CHECK_THROWS_AS(fed(text + "#1\n"), pann::support::Failure);
  CHECK_THROWS_AS(fed("#1\nno dump\n" + text), pann::support::Failure);
  pann::activity::VcdActivityCounter dropped(options);  // is destroyed with text unread
  dropped.feed(text);
}

TEST_CASE("a gzip file that is cut is refused, or counted up to the cut") {
  const pann::support::TemporaryDirectory directory;
  Random random(8, 1);
  const std::string text = random_dump(random, make_words(random, 30, false), 20000);
  const auto path = directory.path() / "t.vcd.gz";
  write_gzip(path, text);
  std::filesystem::resize_file(path, std::filesystem::file_size(path) / 2);
  TraceOptions options;
  for (const unsigned threads : {1U, 2U}) {
    options.threads = threads;
    options.lenient = false;
    CHECK_THROWS_AS(count_trace(path, options), pann::support::Failure);
    options.lenient = true;
    const pann::activity::TraceCount cut = count_trace(path, options);
    REQUIRE(cut.cut.has_value());
    CHECK(cut.cut->code == "trace.gzip");
    const Activity whole = trace_property_count(text);
    CHECK(cut.activity.duration > whole.duration / 4);
    CHECK(cut.activity.duration < whole.duration * 3 / 4);
  }
}

TEST_CASE("a comment that looks like a time stamp does not mislead the threads") {
  const pann::support::TemporaryDirectory directory;
  std::string text =
      "$scope module t $end\n$var wire 1 ! a $end\n$upscope $end\n$enddefinitions $end\n#0\n0!\n";
  text += "#1\n1!\n$comment\n";
  while (text.size() < (20U << 20U)) text += "#5\n0!\n1!\n";
  text += "$end\n#9\n0!\n";
  write(directory.path() / "t.vcd", text);
  TraceOptions options;
  options.threads = 3;
  CHECK(total_toggles(count_trace(directory.path() / "t.vcd", options).activity) == 2);
}

TEST_CASE("damaged gzip data is refused") {
  const pann::support::TemporaryDirectory directory;
  Random random(7, 5);
  const std::string text = random_dump(random, make_words(random, 10, false), 200);
  write_gzip(directory.path() / "t.gz", text);
  const auto size = std::filesystem::file_size(directory.path() / "t.gz");
  std::filesystem::resize_file(directory.path() / "t.gz", size - 9);
  CHECK_THROWS_AS(count_trace(directory.path() / "t.gz", {}), pann::support::Failure);
  CHECK_THROWS_AS(count_trace(directory.path(), {}), pann::support::Failure);
  CHECK_THROWS_AS(count_trace(directory.path() / "none", {}), pann::support::Failure);
}
