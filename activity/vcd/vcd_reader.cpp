#include "activity/vcd/vcd_reader.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <utility>

#include <fmt/format.h>

#include "activity/vcd/piece.h"
#include "activity/vcd/vcd_text.h"
#include "support/cancellation.h"
#include "support/diagnostic.h"

namespace pann::activity {

namespace {

/// Longest word: the digits of the widest variable and some more.
constexpr std::size_t kLongestWord = 4U << 20U;
/// Words of a section that are kept, and the longest keyword.
constexpr std::size_t kMostWords = 64;

bool holds_values(std::string_view keyword) {
  constexpr std::array<std::string_view, 9> kKeywords{
      "$dumpvars",     "$dumpall",     "$dumpon",       "$dumpoff",  "$end",
      "$dumpportsoff", "$dumpportson", "$dumpportsall", "$dumpports"};
  return std::find(kKeywords.begin(), kKeywords.end(), keyword) != kKeywords.end();
}

/// Sections that the standard lets hold any text.
bool holds_text(std::string_view keyword) {
  return keyword == "$comment" || keyword == "$date" || keyword == "$version";
}

/// A word that begins a section of declarations: within another it tells that an $end is missing.
bool begins_declarations(std::string_view word) {
  constexpr std::array<std::string_view, 5> kKeywords{"$scope", "$upscope", "$var", "$timescale",
                                                      "$enddefinitions"};
  return std::find(kKeywords.begin(), kKeywords.end(), word) != kKeywords.end();
}

/// Keywords that stand among value changes: of the standard, and GTKWave's attributes.
bool may_follow_changes(std::string_view word) {
  return holds_values(word) || word == "$comment" || word == "$vcdclose" || word == "$attrbegin" ||
         word == "$attrend";
}

bool is_time_stamp(std::string_view word) {
  return word.size() > 1 && word.front() == '#' &&
         word.find_first_not_of("0123456789", 1) == std::string_view::npos;
}

}  // namespace

VcdReader::VcdReader(TraceOptions options)
    : options_(std::move(options)), declarations_(options_.scope, options_.match) {
  [[maybe_unused]] const WindowClock checked(options_);  // its faults show before the text's
}

VcdReader VcdReader::later_part() const {
  VcdReader part(options_);
  part.options_.lenient = false;
  part.changes_ = changes_->later_part();
  return part;
}

bool VcdReader::is_between_changes() const {
  return buffer_.empty() && section_.empty() && !changes_->is_off() && !cut_;
}

bool VcdReader::append(VcdReader& part) {
  if (!is_between_changes() || !changes_->is_followed_by(*part.changes_)) return false;
  changes_->settle();
  part.changes_->settle();
  changes_->append(*part.changes_);
  buffer_ = part.buffer_;
  section_ = part.section_;
  offset_ += part.offset_;
  return true;
}

void VcdReader::fail(const char* place, std::string code, std::string message, std::string hint) {
  const char* begin = buffer_.data();
  const std::string_view before(begin, place == nullptr ? begin : place);
  support::fail_input(
      std::move(code), std::move(message), std::move(hint),
      support::Location{options_.source, line_ + count_lines(before), offset_ + before.size()});
}

void VcdReader::feed(std::string_view chunk) {
  while (!chunk.empty() && !cut_) {
    support::check_cancelled();
    const std::string_view piece = chunk.substr(0, kPiece);
    chunk.remove_prefix(piece.size());
    const bool ends_word = std::find_if(piece.rbegin(), piece.rend(), is_blank) != piece.rend();
    buffer_ += piece;
    if (ends_word || buffer_.size() >= kLongestWord) read_buffer();
  }
}

void VcdReader::read_buffer() {
  const auto last_blank = std::find_if(buffer_.rbegin(), buffer_.rend(), is_blank);
  const auto complete = static_cast<std::size_t>(buffer_.rend() - last_blank);
  const std::size_t filled = buffer_.size();
  buffer_.append(VcdChanges::kReadAhead, ' ');
  const char* begin = buffer_.data();
  const char* stopped = begin;
  try {
    stopped = read(begin, begin + complete);
    if (begin + filled - stopped >= static_cast<std::ptrdiff_t>(kLongestWord)) {
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
  line_ += count_lines({begin, consumed});
  offset_ += consumed;
  buffer_.erase(0, consumed);
}

const char* VcdReader::read(const char* text, const char* end) {
  try {
    for (;;) {
      text = skip_blanks(text, end);
      if (text == end) return text;
      if (!section_.empty() || *text == '$' || !changes_) {
        text = section_word(text);
        continue;
      }
      text = changes_->read(text, end);
      if (text == end || *text != '$') return text;
    }
  } catch (const TextFault& fault) {
    fail(fault.place, fault.code, fault.message, fault.hint);
  }
}

const char* VcdReader::section_word(const char* text) {
  const char* after = word_end(text);
  const std::string_view word(text, after);
  if (section_.empty()) {
    begin_section(text, word);
  } else if (word == "$end") {
    end_section(text);
  } else if (section_ != "$comment") {
    check_section_word(text, word);
    if (words_.size() < kMostWords) words_.emplace_back(word);
  }
  return after;
}

/// What shows that the open section's $end is missing is refused: swallowed, it would be lost.
void VcdReader::check_section_word(const char* text, std::string_view word) {
  // The third word of a $var is an identifier code, any printable characters.
  const bool is_code = section_ == "$var" && words_.size() == 2;
  const bool is_close = section_ == "$vcdclose";
  const bool is_swallowed =
      begins_declarations(word) || word == "$comment" ||
      (is_time_stamp(word) && !is_close && !(holds_text(section_) && !changes_)) ||
      section_ == "$enddefinitions" || section_ == "$upscope";
  if (is_code || !is_swallowed) return;
  fail(text, "vcd.section",
       fmt::format("'{}' within {}, whose $end is missing", excerpt(word), section_),
       "is the file damaged? every section but a list of values ends with $end");
}

void VcdReader::begin_section(const char* text, std::string_view word) {
  if (word.front() != '$') {
    fail(text, "vcd.header", fmt::format("'{}' where a declaration is expected", excerpt(word)),
         "a value change dump begins with sections like $timescale ... $end");
  }
  if (changes_ && !may_follow_changes(word)) {
    fail(text, "vcd.keyword", fmt::format("{} among the value changes", excerpt(word)),
         begins_declarations(word) ? "two dumps in one file?"
                                   : "no dump has this keyword here; is the file damaged?");
  }
  if (!holds_values(word)) {
    section_ = word.substr(0, kMostWords);
    words_.clear();
  } else if (changes_) {
    changes_->keyword(word);
  } else {
    fail(text, "vcd.header", fmt::format("{} before $enddefinitions", word),
         "is the begin of the file missing?");
  }
}

void VcdReader::end_section(const char* text) {
  const std::string keyword = std::exchange(section_, {});
  if (keyword == "$enddefinitions") {
    end_declarations();
  } else if (!changes_) {
    try {
      declarations_.add(keyword, words_,
                        offset_ + static_cast<std::uint64_t>(text - buffer_.data()));
    } catch (const DeclarationFault& fault) {
      fail(text, fault.code, fault.message, fault.hint);
    }
  } else if (keyword == "$vcdclose") {
    close_dump(text);
  }
}

void VcdReader::end_declarations() {
  declarations_.complete();
  changes_.emplace(options_, declarations_);
}

/// `$vcdclose #time $end` ends an extended dump with the simulation's last time.
void VcdReader::close_dump(const char* text) {
  if (words_.empty() || !words_.front().starts_with('#')) return;
  const std::string& word = words_.front();
  const char* end = word.data() + word.size();
  std::uint64_t time = 0;
  const auto [stop, error] = std::from_chars(word.data() + 1, end, time);
  if (error == std::errc() && stop == end) changes_->set_time(time, text);
}

void VcdReader::check_end() {
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

void VcdReader::end_early(const support::Failure& failure) {
  if (!options_.lenient || !changes_) throw failure;
  if (!cut_) cut_ = failure.diagnostics().front();
}

TraceCount VcdReader::finish() {
  // A keyword that ends the file is complete without a line end; a change may be cut anywhere.
  if (!cut_ && buffer_.ends_with("$end")) {
    buffer_ += '\n';
    read_buffer();
  }
  try {
    if (!cut_) check_end();
  } catch (const support::Failure& failure) {
    if (!options_.lenient || !changes_) throw;
    cut_ = failure.diagnostics().front();
  }
  TraceCount count = changes_->finish(declarations_);
  count.activity.scope = options_.scope;
  count.activity.operations = options_.windows.operations;
  count.cut = cut_;
  return count;
}

}  // namespace pann::activity
