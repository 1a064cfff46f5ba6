#include "generator/testbench/sections.h"

namespace pann::generator {

const std::string_view kToggleSection = R"tb(
#pragma once

#include <cstdio>
#include <fstream>
#include <set>
#include <unordered_map>

#include "tb_operands.h"
#include "verilated.h"
#include "verilated_vcd_c.h"

namespace tb {

/// Words that count together: signals below the top whose name matches one of the patterns, in
/// which * stands for characters without a dot. A bit position counts once.
struct Element {
  std::string name;
  std::vector<std::string> patterns;
};

inline bool matches(const char* pattern, const char* name) {
  for (; *pattern != '*'; ++pattern, ++name) {
    if (*pattern != *name) return false;
    if (*pattern == '\0') return true;
  }
  const bool any_depth = pattern[1] == '*';
  for (pattern += any_depth ? 2 : 1;; ++name) {
    if (matches(pattern, name)) return true;
    if (*name == '\0' || (*name == '.' && !any_depth)) return false;
  }
}

inline bool matches_any(const std::vector<std::string>& patterns, const std::string& name) {
  for (const std::string& pattern : patterns) {
    if (matches(pattern.c_str(), name.c_str())) return true;
  }
  return false;
}

/// What a dump counts: changes since the dump before.
enum class Counted : unsigned char { nothing, registers, all };

/// Takes Verilator's trace in process and counts the toggles of elements.
class ToggleCounter final : public VerilatedVcdFile {
 public:
  ToggleCounter(std::string scope, std::vector<Element> elements, std::vector<std::string> registers)
      : scope_(std::move(scope)),
        elements_(std::move(elements)),
        registers_(std::move(registers)),
        toggles_(elements_.size(), 0),
        bits_(elements_.size(), 0),
        known_(elements_.size()) {}

  /// The dump at this time, from 0 on, one a call.
  std::uint64_t next_dump(Counted counted) {
    counted_.push_back(counted);
    return counted_.size() - 1;
  }

  /// Also writes the trace into a file.
  void keep(const std::string& path) { kept_.open(path, std::ios::binary); }

  bool open(const std::string&) override { return true; }
  void close() override {}
  ssize_t write(const char* text, ssize_t size) override {
    if (kept_.is_open()) kept_.write(text, size);
    for (ssize_t i = 0; i < size; ++i) {
      if (text[i] != '\n') {
        line_ += text[i];
      } else {
        take_line();
        line_.clear();
      }
    }
    return size;
  }

  const std::vector<Element>& elements() const { return elements_; }
  std::uint64_t toggles(std::size_t element) const { return toggles_[element]; }
  /// Bit positions that the element's patterns name; 0: they name nothing.
  std::uint64_t bits(std::size_t element) const { return bits_[element]; }

 private:
  /// A variable of the trace, and which elements have each of its bits, from the right.
  struct Variable {
    std::string value;
    std::vector<std::vector<std::size_t>> uses;
    std::vector<bool> is_register;
    bool is_used = false;
  };

  void take_line() {
    const std::size_t first = line_.find_first_not_of(' ');
    if (first == std::string::npos) return;
    const char kind = line_[first];
    if (kind == '$') {
      declare();
    } else if (kind == '#') {
      now_ = counted_[std::stoull(line_.substr(first + 1))];
    } else if (kind == '0' || kind == '1') {
      change(line_.substr(first + 1), line_.substr(first, 1));
    } else if (kind == 'b') {
      const std::size_t blank = line_.find(' ', first);
      change(line_.substr(blank + 1), line_.substr(first + 1, blank - first - 1));
    }
  }

  std::vector<std::string> words() const {
    std::vector<std::string> words;
    for (std::size_t at = 0; (at = line_.find_first_not_of(' ', at)) != std::string::npos;) {
      const std::size_t end = std::min(line_.find(' ', at), line_.size());
      words.push_back(line_.substr(at, end - at));
      at = end;
    }
    return words;
  }

  void declare() {
    const std::vector<std::string> part = words();
    if (part[0] == "$scope") {
      scopes_.push_back((scopes_.empty() ? "" : scopes_.back() + ".") + part[2]);
    } else if (part[0] == "$upscope") {
      scopes_.pop_back();
    } else if (part[0] == "$var" && part.size() > 5) {
      declare_variable(part);
    }
  }

  /// $var TYPE SIZE CODE NAME [LEFT:RIGHT] $end
  void declare_variable(const std::vector<std::string>& part) {
    const std::string path = scopes_.empty() ? "" : scopes_.back();
    if (path.compare(0, scope_.size(), scope_) != 0) return;
    if (path.size() > scope_.size() && path[scope_.size()] != '.') return;
    const std::string below =
        path.size() > scope_.size() ? path.substr(scope_.size() + 1) + "." : "";
    const std::string name = below + part[4];
    const bool is_vector = part[5][0] == '[';
    const int right = is_vector && part[5].find(':') != std::string::npos
                          ? std::stoi(part[5].substr(part[5].find(':') + 1))
                          : 0;
    Variable& variable = variables_[part[3]];
    const std::size_t width = std::stoul(part[2]);
    variable.uses.resize(width);
    variable.is_register.resize(width);
    const bool is_register = matches_any(registers_, name);
    for (std::size_t bit = 0; bit < width; ++bit) {
      const std::string index = "[" + std::to_string(right + static_cast<int>(bit)) + "]";
      const std::string bit_name = is_vector ? name + index : name;
      if (is_register || matches_any(registers_, bit_name)) variable.is_register[bit] = true;
      for (std::size_t element = 0; element < elements_.size(); ++element) {
        const std::vector<std::string>& patterns = elements_[element].patterns;
        if (!matches_any(patterns, name) && !matches_any(patterns, bit_name)) continue;
        if (!known_[element].insert(bit_name).second) continue;
        variable.uses[bit].push_back(element);
        variable.is_used = true;
        ++bits_[element];
      }
    }
  }

  void change(const std::string& code, std::string value) {
    const auto found = variables_.find(code);
    if (found == variables_.end() || !found->second.is_used) return;
    Variable& variable = found->second;
    value.insert(0, variable.uses.size() - std::min(variable.uses.size(), value.size()), '0');
    if (now_ != Counted::nothing && !variable.value.empty()) {
      for (std::size_t bit = 0; bit < value.size(); ++bit) {
        const std::size_t at = value.size() - 1 - bit;
        if (value[at] == variable.value[at]) continue;
        if (now_ == Counted::registers && !variable.is_register[bit]) continue;
        for (const std::size_t element : variable.uses[bit]) ++toggles_[element];
      }
    }
    variable.value = std::move(value);
  }

  std::string scope_;
  std::vector<Element> elements_;
  std::vector<std::string> registers_;
  std::vector<std::uint64_t> toggles_;
  std::vector<std::uint64_t> bits_;
  std::vector<std::set<std::string>> known_;
  std::vector<Counted> counted_;
  Counted now_ = Counted::nothing;
  std::vector<std::string> scopes_;
  std::unordered_map<std::string, Variable> variables_;
  std::string line_;
  std::ofstream kept_;
};

/// What a table of toggles was made with: tables compare only where this is equal.
inline std::string setting(const Options& options, const Streams& streams,
                           std::uint64_t operations) {
  std::string text = "stimulus " + streams.origin + ", range " + options.range + ", x_range " +
                     options.x_range + ", w_range " + options.w_range + ", layer " + options.layer +
                     ", streams " + std::to_string(streams.first.size() - 1) + ", operations " +
                     std::to_string(operations) + ", seed " + std::to_string(options.seed);
  for (char& character : text) {
    if (character == '"' || character == '\\' || character == '\n') character = '_';
  }
  return text;
}

inline void write_baseline(const Options& options, const ToggleCounter& counter,
                           const std::string& set) {
  std::ofstream file(options.write);
  file << "{\n\"setting\": \"" << set << "\",\n\"elements\": [";
  for (std::size_t i = 0; i < counter.elements().size(); ++i) {
    file << (i == 0 ? "\n" : ",\n") << "{\"name\": \"" << counter.elements()[i].name
         << "\", \"toggles\": " << counter.toggles(i) << "}";
  }
  file << "\n]\n}\n";
  file.close();
  if (!file) throw Fault("cannot write " + options.write);
}

/// Says what moved; true where nothing did beyond the tolerance.
inline bool holds_baseline(const Options& options, const ToggleCounter& counter,
                           const std::string& set) {
  std::ifstream file(options.baseline);
  if (!file) throw Fault("cannot read " + options.baseline + ": write it by `make baseline`");
  std::unordered_map<std::string, std::uint64_t> before;
  std::string line;
  std::string known;
  while (std::getline(file, line)) {
    char name[200];
    unsigned long long toggles = 0;
    if (std::sscanf(line.c_str(), "{\"name\": \"%199[^\"]\", \"toggles\": %llu", name, &toggles) == 2) {
      before[name] = toggles;
    } else if (line.compare(0, 12, "\"setting\": \"") == 0) {
      known = line.substr(12, line.rfind('"') - 12);
    }
  }
  if (known != set) {
    throw Fault(options.baseline + " was made with other operands:\n  " + known +
                "\nthere, here\n  " + set);
  }
  bool holds = true;
  for (std::size_t i = 0; i < counter.elements().size(); ++i) {
    const std::string& name = counter.elements()[i].name;
    const bool is_known = before.count(name) != 0;
    const std::uint64_t old = is_known ? before[name] : 0;
    before.erase(name);
    const std::uint64_t now = counter.toggles(i);
    const double moved = static_cast<double>(now > old ? now - old : old - now) /
                         static_cast<double>(old == 0 ? 1 : old);
    if (is_known && moved <= options.tolerance) continue;
    holds = false;
    std::fprintf(stderr, "regression: %s went from %llu to %llu toggles (%.4f %%)\n", name.c_str(),
                 static_cast<unsigned long long>(old), static_cast<unsigned long long>(now),
                 100.0 * moved);
  }
  for (const auto& gone : before) {
    holds = false;
    std::fprintf(stderr, "regression: the element %s is gone\n", gone.first.c_str());
  }
  return holds;
}

/// The table of `pann sim`; false where an element's patterns name nothing.
inline bool print_table(const ToggleCounter& counter, std::uint64_t operations) {
  bool is_complete = true;
  std::printf("%-24s %12s %14s\n", "element", "toggles", "per operation");
  for (std::size_t i = 0; i < counter.elements().size(); ++i) {
    std::printf("%-24s %12llu %14.4f\n", counter.elements()[i].name.c_str(),
                static_cast<unsigned long long>(counter.toggles(i)),
                static_cast<double>(counter.toggles(i)) / static_cast<double>(operations));
    if (counter.bits(i) > 0) continue;
    is_complete = false;
    std::fprintf(stderr, "%s: its patterns in tb.cpp name no net of the design\n",
                 counter.elements()[i].name.c_str());
  }
  return is_complete;
}

}  // namespace tb
)tb";

}  // namespace pann::generator
