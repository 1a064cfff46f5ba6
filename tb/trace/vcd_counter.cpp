#include "tb/trace/vcd_counter.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <charconv>
#include <cstdint>
#include <cstdio>
#include <cstring>
#include <string>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "support/cancellation.h"
#include "tb/trace/vcd_changes.h"
#include "tb/trace/vcd_declarations.h"

namespace pann::tb {

namespace {

/// Text is read in pieces of this size, which stay in the second-level cache.
constexpr std::size_t kPiece = 256U << 10U;
/// Longest word: the digits of the widest variable and some more.
constexpr std::size_t kLongestWord = 4U << 20U;
/// Words that a declaration may have.
constexpr std::size_t kMostWords = 64;

bool is_blank(char character) {
  return static_cast<unsigned char>(character) <= ' ';
}

}  // namespace

class VcdActivityCounter::Implementation {
 public:
  explicit Implementation(TraceOptions options)
      : options_(std::move(options)), declarations_(options_.scope), clock_check_(options_) {}

  void feed(std::string_view chunk);
  Activity finish();
  const std::optional<support::Diagnostic>& cut() const { return cut_; }

 private:
  void read_buffer();
  const char* read(const char* text, const char* end);
  const char* section_word(const char* text);
  void begin_section(const char* text, std::string_view word);
  void end_section(const char* text);
  void check_end();
  [[noreturn]] void fail(const char* place, std::string code, std::string message,
                         std::string hint);

  TraceOptions options_;
  VcdDeclarations declarations_;
  WindowClock clock_check_;  ///< Faults of the windows show before the text does.
  std::optional<VcdChanges> changes_;
  std::string buffer_;        ///< Text not yet read, then kReadAhead blanks while reading.
  std::uint64_t offset_ = 0;  ///< Of the buffer's begin in the text.
  std::uint64_t line_ = 1;    ///< There.
  std::string section_;       ///< Keyword of the open section; empty: none.
  std::vector<std::string> words_;
  std::optional<support::Diagnostic> cut_;
};

void VcdActivityCounter::Implementation::fail(const char* place, std::string code,
                                              std::string message, std::string hint) {
  const char* begin = buffer_.data();
  if (place == nullptr) place = begin;
  const auto lines = static_cast<std::uint64_t>(std::count(begin, place, '\n'));
  support::fail_input(std::move(code), std::move(message), std::move(hint),
                      support::Location{options_.source, line_ + lines,
                                        offset_ + static_cast<std::uint64_t>(place - begin)});
}

void VcdActivityCounter::Implementation::feed(std::string_view chunk) {
  while (!chunk.empty() && !cut_) {
    const std::string_view piece = chunk.substr(0, kPiece);
    chunk.remove_prefix(piece.size());
    const bool ends_word = std::any_of(piece.begin(), piece.end(), is_blank);
    buffer_ += piece;
    if (!ends_word && buffer_.size() < kLongestWord) continue;
    read_buffer();
  }
}

void VcdActivityCounter::Implementation::read_buffer() {
  const auto last = std::find_if(buffer_.rbegin(), buffer_.rend(), is_blank);
  const auto size = static_cast<std::size_t>(buffer_.rend() - last);
  const std::size_t filled = buffer_.size();
  buffer_.append(VcdChanges::kReadAhead, ' ');
  const char* begin = buffer_.data();
  const char* stopped = begin;
  try {
    stopped = read(begin, begin + size);
    if (filled - static_cast<std::size_t>(stopped - begin) >= kLongestWord) {
      fail(stopped, "vcd.word", fmt::format("a word is longer than {} bytes", kLongestWord),
           "is it a VCD file?");
    }
  } catch (const support::Failure& failure) {
    if (!options_.lenient || !changes_) throw;
    cut_ = failure.diagnostics().front();
    return;
  }
  buffer_.resize(filled);
  const auto consumed = static_cast<std::size_t>(stopped - begin);
  line_ += static_cast<std::uint64_t>(std::count(begin, stopped, '\n'));
  offset_ += consumed;
  buffer_.erase(0, consumed);
}

const char* VcdActivityCounter::Implementation::read(const char* text, const char* end) {
  try {
    for (;;) {
      while (text < end && is_blank(*text)) ++text;
      if (text == end) return text;
      if (!section_.empty() || *text == '$' || !changes_) {
        text = section_word(text);
        continue;
      }
      const char* stopped = changes_->read(text, end);
      if (stopped == end || *stopped != '$') return stopped;
      text = stopped;
    }
  } catch (const TextFault& fault) {
    fail(fault.place, fault.code, fault.message, fault.hint);
  }
}

const char* VcdActivityCounter::Implementation::section_word(const char* text) {
  const char* after = text;
  while (!is_blank(*after)) ++after;
  const std::string_view word(text, after);
  if (section_.empty()) {
    begin_section(text, word);
  } else if (word == "$end") {
    end_section(text);
  } else if (section_ != "$comment" && words_.size() < kMostWords) {
    words_.emplace_back(word);
  }
  return after;
}

void VcdActivityCounter::Implementation::begin_section(const char* text, std::string_view word) {
  constexpr std::array<std::string_view, 9> kValueSections{
      "$dumpvars",     "$dumpall",     "$dumpon",       "$dumpoff",  "$end",
      "$dumpportsoff", "$dumpportson", "$dumpportsall", "$dumpports"};
  if (word.front() != '$') {
    fail(text, "vcd.header",
         fmt::format("'{}' where a declaration is expected", word.substr(0, 40)),
         "a value change dump begins with sections like $timescale ... $end");
  }
  const bool holds_values =
      std::find(kValueSections.begin(), kValueSections.end(), word) != kValueSections.end();
  if (!holds_values) {
    section_ = word.substr(0, kMostWords);
    words_.clear();
  } else if (changes_) {
    changes_->keyword(word);
  } else if (word != "$end") {
    fail(text, "vcd.header", fmt::format("{} before $enddefinitions", word), "");
  }
}

void VcdActivityCounter::Implementation::end_section(const char* text) {
  const std::string keyword = std::exchange(section_, {});
  if (keyword == "$enddefinitions") {
    if (changes_) fail(text, "vcd.header", "a second $enddefinitions", "two dumps in one file?");
    declarations_.complete();
    changes_.emplace(options_, declarations_);
  } else if (keyword == "$vcdclose" && changes_ && !words_.empty()) {
    std::uint64_t time = 0;
    const std::string& word = words_.front();
    const auto [stop, error] = std::from_chars(word.data() + 1, word.data() + word.size(), time);
    if (error == std::errc() && stop == word.data() + word.size()) changes_->set_time(time, text);
  } else if (!changes_) {
    try {
      declarations_.add(keyword, words_,
                        offset_ + static_cast<std::uint64_t>(text - buffer_.data()));
    } catch (const DeclarationFault& fault) {
      fail(text, fault.code, fault.message, fault.hint);
    }
  } else if (keyword == "$var" || keyword == "$scope") {
    fail(text, "vcd.header", fmt::format("{} after $enddefinitions", keyword),
         "two dumps in one file?");
  }
}

void VcdActivityCounter::Implementation::check_end() {
  const char* end = buffer_.data() + buffer_.size();
  constexpr const char* kHint = "is the file cut? --lenient counts what is there";
  if (!changes_) {
    fail(end, "vcd.truncated", "the dump ends before $enddefinitions",
         "is it a VCD file, and whole?");
  }
  if (!buffer_.empty() || !section_.empty()) {
    fail(end, "vcd.truncated", "the dump ends within a line", kHint);
  }
  if (!changes_->has_time()) {
    fail(end, "vcd.truncated", "the dump holds no value change", kHint);
  }
  if (changes_->clock().cut_short(changes_->last_time())) {
    fail(end, "vcd.truncated",
         fmt::format("the dump ends at {}, before the last counted window", changes_->last_time()),
         kHint);
  }
}

Activity VcdActivityCounter::Implementation::finish() {
  if (!cut_) {
    // A keyword that ends the file is complete without a line end; a change may be cut anywhere.
    if (buffer_.ends_with("$end")) {
      buffer_ += '\n';
      read_buffer();
    }
    try {
      if (!cut_) check_end();
    } catch (const support::Failure& failure) {
      if (!options_.lenient || !changes_) throw;
      cut_ = failure.diagnostics().front();
    }
  }
  Activity activity = changes_->finish(declarations_);
  activity.scope = options_.scope;
  activity.operations = options_.windows.operations;
  return activity;
}

VcdActivityCounter::VcdActivityCounter(TraceOptions options)
    : implementation_(std::make_unique<Implementation>(std::move(options))) {}
VcdActivityCounter::VcdActivityCounter(VcdActivityCounter&&) noexcept = default;
VcdActivityCounter& VcdActivityCounter::operator=(VcdActivityCounter&&) noexcept = default;
VcdActivityCounter::~VcdActivityCounter() = default;

void VcdActivityCounter::feed(std::string_view chunk) {
  implementation_->feed(chunk);
}
Activity VcdActivityCounter::finish() {
  return implementation_->finish();
}
const std::optional<support::Diagnostic>& VcdActivityCounter::cut() const {
  return implementation_->cut();
}

Activity count_vcd_file(const std::filesystem::path& path, const TraceOptions& options) {
  const auto fail = [&](const std::string& why) {
    support::fail_input("trace.read", fmt::format("cannot read '{}': {}", path.string(), why),
                        "check the path and its permissions");
  };
  std::error_code error;
  if (std::filesystem::is_directory(path, error)) fail("it is a directory");
  std::FILE* file = path == "-" ? stdin : std::fopen(path.c_str(), "rb");
  if (file == nullptr) fail(std::strerror(errno));
  VcdActivityCounter counter(options);
  std::vector<char> piece(kPiece);
  while (const std::size_t count = std::fread(piece.data(), 1, piece.size(), file)) {
    support::check_cancelled();
    counter.feed({piece.data(), count});
  }
  if (file != stdin) std::fclose(file);
  return counter.finish();
}

}  // namespace pann::tb
