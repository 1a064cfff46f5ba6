#pragma once

#include <algorithm>
#include <cstdint>
#include <map>
#include <optional>
#include <sstream>
#include <string>
#include <utility>
#include <vector>

#include "activity/activity.h"

namespace pann::test {

/// A slow, obvious counter for well-formed dumps: it keeps every change of every bit and counts by
/// the definitions. What the fast one is compared with, net for net.
class ReferenceCounter {
 public:
  explicit ReferenceCounter(const std::string& text) {
    std::istringstream stream(text);
    std::string word;
    while (stream >> word) {
      if (word == "$scope") {
        const auto words = section(stream);
        scopes_.push_back((scopes_.empty() ? "" : scopes_.back() + ".") + words.at(1));
      } else if (word == "$upscope") {
        section(stream);
        scopes_.pop_back();
      } else if (word == "$var") {
        declare(section(stream));
      } else if (word == "$dumpoff") {
        off_ = true;
      } else if (word == "$end") {
        off_ = false;
      } else if (word[0] == '$' && word.rfind("$dump", 0) != 0) {
        section(stream);
      } else if (word[0] == '#') {
        time_ = std::stoull(word.substr(1));
        if (!begin_) begin_ = time_;
      } else if (word[0] == 'b' || word[0] == 'B') {
        std::string code;
        stream >> code;
        change(code, word.substr(1));
      } else if (word[0] == 'r' || word[0] == 'R' || word[0] == 's') {
        stream >> word;
      } else if (word[0] != '$') {
        change(word.substr(1), word.substr(0, 1));
      }
    }
  }

  /// The counts of a bit, `bit` places from the right of the signal with that full name.
  activity::NetCounts count(const std::string& name, std::size_t bit,
                            std::vector<activity::Window> windows = {},
                            bool is_register = false) const {
    const std::uint64_t endless = ~std::uint64_t{0};
    const bool whole = windows.empty();
    if (whole) windows.push_back({begin_.value_or(0), endless, endless});
    const auto& history = variables_.at(code_of_.at(name)).at(bit);
    activity::NetCounts counts;
    for (std::size_t i = 0; i < history.size(); ++i) {
      const std::uint64_t time = history[i].first;
      const char level = history[i].second;
      const std::uint64_t until = i + 1 < history.size() ? history[i + 1].first : endless;
      const char before = i == 0 ? 'u' : history[i - 1].second;
      // A change counts once, however many windows it lies in.
      if (std::any_of(windows.begin(), windows.end(), [&](const activity::Window& window) {
            return time >= window.from && time < (is_register ? window.register_to : window.to);
          })) {
        add_change(counts, before, level);
      }
      for (const activity::Window& window : windows) {
        const std::uint64_t end = whole ? time_ : window.to;
        const std::uint64_t low = std::max(time, window.from);
        const std::uint64_t high = std::min(until, end);
        if (high > low) add_time(counts, level, high - low);
      }
    }
    return counts;
  }

  std::uint64_t end() const { return time_; }

 private:
  using History = std::vector<std::pair<std::uint64_t, char>>;

  static std::vector<std::string> section(std::istringstream& stream) {
    std::vector<std::string> words;
    for (std::string word; stream >> word && word != "$end";) words.push_back(word);
    return words;
  }

  void declare(const std::vector<std::string>& words) {
    std::string name = words.at(3);
    if (name[0] == '\\') name.erase(0, 1);
    if (name.find(':') != std::string::npos) name.resize(name.rfind('['));  // GHDL's count[7:0]
    code_of_[(scopes_.empty() ? "" : scopes_.back() + ".") + name] = words.at(2);
    auto& bits = variables_[words.at(2)];
    bits.resize(std::stoul(words.at(1)));
    for (History& history : bits) {
      if (history.empty()) history.emplace_back(0, 'u');
    }
  }

  void change(const std::string& code, std::string digits) {
    if (!begin_) begin_ = 0;
    auto& bits = variables_.at(code);
    const char extension = digits[0] == '1' ? '0' : digits[0];
    while (digits.size() < bits.size()) digits.insert(digits.begin(), extension);
    for (std::size_t bit = 0; bit < bits.size(); ++bit) {
      char level = digits[digits.size() - 1 - bit];
      if (off_) level = 'u';
      if (bits[bit].back().second != level) bits[bit].emplace_back(time_, level);
    }
  }

  static bool known(char level) { return level == '0' || level == '1'; }

  static void add_change(activity::NetCounts& counts, char before, char after) {
    if (before == 'u' || after == 'u' || before == after) return;
    if (!known(before) || !known(after)) {
      ++counts.unknown_changes;
    } else if (after == '1') {
      ++counts.rises;
    } else {
      ++counts.falls;
    }
  }

  static void add_time(activity::NetCounts& counts, char level, std::uint64_t ticks) {
    if (level == '0') counts.time_low += ticks;
    if (level == '1') counts.time_high += ticks;
    if (level == 'x' || level == 'X' || level == 'u') counts.time_unknown += ticks;
    if (level == 'z' || level == 'Z') counts.time_floating += ticks;
  }

  std::vector<std::string> scopes_;
  std::map<std::string, std::string> code_of_;
  std::map<std::string, std::vector<History>> variables_;
  std::uint64_t time_ = 0;
  std::optional<std::uint64_t> begin_;
  bool off_ = false;
};

}  // namespace pann::test
