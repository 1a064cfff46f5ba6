#include "circuit/source_files.h"

#include <algorithm>
#include <cctype>
#include <set>
#include <string_view>
#include <system_error>

#include <fmt/format.h>

#include "support/diagnostic.h"
#include "support/input.h"
#include "support/printable.h"

namespace pann::circuit {

namespace fs = std::filesystem;

namespace {

constexpr std::size_t kMostFiles = 10000;
constexpr std::string_view kDirective = "`include";

[[noreturn]] void fail_include(const fs::path& file, std::size_t line, const std::string& what,
                               const std::string& help) {
  support::fail_input("source.include", what, help, support::Location{file.string(), line, {}});
}

bool is_word(char c) {
  return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_' || c == '$';
}

/// A name that a source includes, and where.
struct Include {
  std::string name;
  std::size_t line;
};

/// Finds the directives of a Verilog text, outside of comments and strings.
class IncludeScanner {
 public:
  IncludeScanner(const fs::path& file, std::string_view text) : file_(file), text_(text) {}

  std::vector<Include> scan() {
    while (at_ < text_.size()) step();
    return std::move(found_);
  }

 private:
  bool starts(std::string_view word) const { return text_.substr(at_, word.size()) == word; }
  void to(std::size_t end) {
    end = std::min(end, text_.size());
    line_ += static_cast<std::size_t>(std::count(text_.begin() + static_cast<std::ptrdiff_t>(at_),
                                                 text_.begin() + static_cast<std::ptrdiff_t>(end),
                                                 '\n'));
    at_ = end;
  }
  void past(std::string_view mark, std::size_t from) {
    const std::size_t end = text_.find(mark, from);
    to(end == std::string_view::npos ? end : end + mark.size());
  }

  void step() {
    if (starts("//")) {
      past("\n", at_);
    } else if (starts("/*")) {
      past("*/", at_ + 2);
    } else if (text_[at_] == '"') {
      pass_string();
    } else if (starts(kDirective) && (at_ + kDirective.size() == text_.size() ||
                                      !is_word(text_[at_ + kDirective.size()]))) {
      take_include();
    } else {
      to(at_ + 1);
    }
  }

  void pass_string() {
    std::size_t end = at_ + 1;
    while (end < text_.size() && text_[end] != '"' && text_[end] != '\n') {
      end += text_[end] == '\\' ? 2 : 1;
    }
    to(end + 1);
  }

  void take_include() {
    to(at_ + kDirective.size());
    const std::size_t line = line_;
    while (at_ < text_.size() && std::isspace(static_cast<unsigned char>(text_[at_])) != 0) {
      to(at_ + 1);
    }
    const std::size_t end =
        at_ < text_.size() && text_[at_] == '"' ? text_.find_first_of("\"\n", at_ + 1) : text_.npos;
    if (end == text_.npos || text_[end] != '"') {
      fail_include(file_, line, "`include of something else than a name in quotes is not followed",
                   "write the file's name itself: `include \"name.vh\"");
    }
    found_.push_back({std::string(text_.substr(at_ + 1, end - at_ - 1)), line});
    to(end + 1);
  }

  const fs::path& file_;
  std::string_view text_;
  std::size_t at_ = 0;
  std::size_t line_ = 1;
  std::vector<Include> found_;
};

/// Reads listed files and, one after the other, what is included.
class SourceReader {
 public:
  explicit SourceReader(const ElaborationRequest& request) : folders_(search_path(request)) {
    for (const auto* list : {&request.cell_models, &request.files}) {
      for (const fs::path& file : *list) add({.path = file, .text = {}});
    }
  }

  std::vector<SourceFile> read() {
    for (std::size_t i = 0; i < files_.size(); ++i) {
      files_[i].text = support::read_file(files_[i].path);
      const SourceFile from = files_[i];  // the list grows meanwhile
      for (const Include& include : IncludeScanner(from.path, from.text).scan()) {
        follow(from, include);
      }
    }
    return std::move(files_);
  }

 private:
  void add(SourceFile file) {
    if (!seen_.insert(fs::absolute(file.path).lexically_normal()).second) return;
    if (files_.size() == kMostFiles) {
      support::fail_input("source.includes",
                          fmt::format("the design is made of more than {} files", kMostFiles),
                          "does a file include itself under ever new names?");
    }
    files_.push_back(std::move(file));
  }

  /// Where tools may find it, the including file's own folder first.
  std::vector<SourceFile> places(const SourceFile& from, const std::string& name) const {
    std::vector<SourceFile> places;
    if (from.folder != SourceFile::kListed) {
      const fs::path below = from.name.parent_path() / name;
      places.push_back({folders_[from.folder] / below, {}, below, from.folder});
    } else {
      const fs::path own = fs::absolute(from.path).lexically_normal().parent_path();
      const auto found = std::find(folders_.begin(), folders_.end(), own);
      if (found != folders_.end()) {
        places.push_back(
            {own / name, {}, name, static_cast<std::size_t>(found - folders_.begin())});
      }
    }
    for (std::size_t i = 0; i < folders_.size(); ++i) {
      places.push_back({folders_[i] / name, {}, name, i});
    }
    return places;
  }

  /// Takes the first place where there is a file; the others must hold the same.
  void follow(const SourceFile& from, const Include& include) {
    const SourceFile* taken = nullptr;
    const std::vector<SourceFile> all = places(from, include.name);
    for (const SourceFile& place : all) {
      std::error_code error;
      if (!fs::is_regular_file(place.path, error)) continue;
      if (taken == nullptr) {
        taken = &place;
      } else if (!fs::equivalent(taken->path, place.path, error) &&
                 support::read_file(taken->path) != support::read_file(place.path)) {
        fail_include(
            from.path, include.line,
            fmt::format("'{}' and '{}' are both '{}', and differ",
                        support::printable(taken->path.string()),
                        support::printable(place.path.string()), support::printable(include.name)),
            "tools differ in which they take: rename one, or leave out its folder");
      }
    }
    if (taken != nullptr) add(*taken);
  }

  std::vector<fs::path> folders_;
  std::vector<SourceFile> files_;
  std::set<fs::path> seen_;
};

}  // namespace

std::vector<fs::path> search_path(const ElaborationRequest& request) {
  std::vector<fs::path> folders;
  const auto add = [&folders](const fs::path& folder) {
    fs::path whole = fs::absolute(folder).lexically_normal();
    if (!whole.has_filename()) whole = whole.parent_path();
    if (std::find(folders.begin(), folders.end(), whole) == folders.end()) {
      folders.push_back(std::move(whole));
    }
  };
  for (const fs::path& folder : request.include) add(folder);
  for (const fs::path& file : request.files) add(fs::absolute(file).parent_path());
  return folders;
}

std::vector<SourceFile> source_files(const ElaborationRequest& request) {
  return SourceReader(request).read();
}

std::vector<std::string> source_key(const ElaborationRequest& request) {
  std::vector<std::string> parts{request.top};
  for (const auto& [name, value] : request.parameters) {
    parts.push_back(fmt::format("{}={}", name, value));
  }
  for (SourceFile& file : source_files(request)) parts.push_back(std::move(file.text));
  return parts;
}

}  // namespace pann::circuit
