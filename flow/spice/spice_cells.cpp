#include "flow/spice/spice_cells.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <cstdint>
#include <sstream>

#include <fmt/format.h>

#include "support/diagnostic.h"
#include "support/input.h"
#include "synth/liberty/source.h"

namespace pann::flow {

namespace fs = std::filesystem;

namespace {

constexpr const char* kOptions =
    "--spice-cells FILE and --spice-models FILE[:SECTION] name the cells as .subckt and the "
    "transistors' models";

bool is_there(const fs::path& file) {
  std::error_code error;
  return fs::exists(file, error);
}

/// `stem`.spice or `stem`.spice.gz in the folder `spice` beside a library; empty: neither is there.
fs::path beside(const synth::Pdk& pdk, const std::string& stem) {
  for (const fs::path& liberty : pdk.files) {
    for (const char* ending : {".spice", ".spice.gz"}) {
      fs::path file = liberty.parent_path() / "spice" / (stem + ending);
      if (is_there(file)) return file;
    }
  }
  return {};
}

void require(const fs::path& file, const std::string& what) {
  if (is_there(file)) return;
  support::fail_input("spice.sources", fmt::format("no {}: '{}'", what, file.string()), kOptions);
}

std::vector<std::string> words_of(const std::string& line) {
  std::istringstream stream(line);
  std::vector<std::string> words;
  for (std::string word; stream >> word;) words.push_back(word);
  return words;
}

/// A directive's name, SPICE does not tell letters' cases apart.
std::string lower(std::string text) {
  std::transform(text.begin(), text.end(), text.begin(),
                 [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  return text;
}

[[noreturn]] void fail_at(const std::string& source, std::uint32_t line,
                          const std::string& message) {
  support::fail_input("spice.subckt", message, "each .subckt NAME PORTS... is ended by .ends",
                      support::Location{source, line, std::nullopt});
}

/// Reads subcircuits line by line.
class CellParser {
 public:
  explicit CellParser(std::string source) : source_(std::move(source)) {}

  void line(const std::string& text) {
    ++line_;
    if (in_header_ && !text.empty() && text.front() == '+') {
      add_ports(words_of(text.substr(1)));
    } else {
      in_header_ = false;
      const std::vector<std::string> words = words_of(text);
      const std::string first = words.empty() ? "" : lower(words.front());
      if (first == ".subckt") return begin(words, text);
      if (name_.empty()) return;
      cell_.text += text + '\n';
      if (first == ".ends") end();
      return;
    }
    cell_.text += text + '\n';
  }

  SpiceCells finish() {
    if (!name_.empty()) fail_at(source_, begin_, fmt::format("'{}' does not end", name_));
    return std::move(cells_);
  }

 private:
  void begin(const std::vector<std::string>& words, const std::string& text) {
    if (!name_.empty()) {
      fail_at(source_, line_, fmt::format("a .subckt begins inside '{}'", name_));
    }
    if (words.size() < 2) fail_at(source_, line_, "a .subckt has no name");
    name_ = words[1];
    begin_ = line_;
    in_header_ = true;
    cell_ = {{}, text + '\n'};
    add_ports({words.begin() + 2, words.end()});
  }

  /// Ports end where parameters begin.
  void add_ports(const std::vector<std::string>& words) {
    for (const std::string& word : words) {
      if (word.find('=') != std::string::npos || lower(word) == "params:") return;
      cell_.ports.push_back(word);
    }
  }

  void end() {
    if (!cells_.emplace(name_, std::move(cell_)).second) {
      fail_at(source_, begin_, fmt::format("'{}' is there twice", name_));
    }
    name_.clear();
  }

  std::string source_;
  std::uint32_t line_ = 0;
  std::uint32_t begin_ = 0;
  bool in_header_ = false;
  std::string name_{};
  SpiceCell cell_{};
  SpiceCells cells_{};
};

}  // namespace

SpiceSources spice_sources(const synth::Pdk& pdk, const std::string& cells,
                           const std::string& models) {
  SpiceSources sources{cells, models};
  const std::size_t colon = models.rfind(':');
  if (colon != std::string::npos && !is_there(models)) {
    sources.models = models.substr(0, colon);
    sources.corner = models.substr(colon + 1);
  }
  if (cells.empty()) sources.cells = beside(pdk, "cells");
  if (models.empty()) sources.models = beside(pdk, "models");
  if (sources.cells.empty() || sources.models.empty()) {
    support::fail_input(
        "spice.sources",
        fmt::format("the library '{}' has no transistor level beside its Liberty files", pdk.name),
        kOptions);
  }
  require(sources.cells, "file of cells");
  require(sources.models, "file of models");
  return sources;
}

std::string read_spice_text(const fs::path& file) {
  std::string text = support::read_file(file);
  const bool is_packed = text.size() > 2 && text[0] == '\x1f' && text[1] == '\x8b';
  return is_packed ? synth::gunzip(text, file.string()) : text;
}

SpiceCells parse_spice_cells(const std::string& text, const std::string& source) {
  CellParser parser(source);
  std::istringstream stream(text);
  for (std::string line; std::getline(stream, line);) {
    if (!line.empty() && line.back() == '\r') line.pop_back();
    parser.line(line);
  }
  return parser.finish();
}

SpiceCells read_spice_cells(const fs::path& file) {
  return parse_spice_cells(read_spice_text(file), file.string());
}

}  // namespace pann::flow
