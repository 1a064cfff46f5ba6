#include "generator/units/emit_options.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <sstream>

#include <fmt/format.h>

namespace pann::generator {

namespace {

constexpr std::size_t kLongestPrefix = 64;
constexpr std::size_t kLargestLicense = std::size_t{64} << 10U;

/// First words of our own names: before another of our names they make a third one.
constexpr std::array<std::string_view, 2> kFirstWords{"split", "pann"};

bool is_letter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

bool is_legal(const std::string& prefix) {
  const auto is_word = [](char c) { return is_letter(c) || (c >= '0' && c <= '9') || c == '_'; };
  return is_letter(prefix.front()) && prefix.size() <= kLongestPrefix &&
         std::all_of(prefix.begin(), prefix.end(), is_word) &&
         prefix.find("__") == std::string::npos;
}

bool collides(const std::string& prefix) {
  const std::string last = prefix.substr(prefix.rfind('_', prefix.size() - 2) + 1);
  return std::any_of(kFirstWords.begin(), kFirstWords.end(),
                     [&last](std::string_view word) { return last == std::string(word) + '_'; });
}

/// A line without its comment mark, the carriage return of a foreign file and trailing blanks.
std::string bare(std::string line) {
  while (!line.empty() && (line.back() == '\r' || line.back() == ' ' || line.back() == '\t')) {
    line.pop_back();
  }
  std::size_t start = 0;
  if (line.starts_with("//")) start = 2;
  if (line.starts_with("#")) start = 1;
  if (start != 0 && start < line.size() && line[start] == ' ') ++start;
  return line.substr(start);
}

[[noreturn]] void fail_license(const std::string& name, const std::string& fault) {
  support::fail_input("license.text", fmt::format("{}: {}", name, fault),
                      "give a text file of at most 64 KiB");
}

}  // namespace

std::vector<support::Diagnostic> validate(const EmitOptions& options) {
  if (options.prefix.empty()) return {};
  if (!is_legal(options.prefix)) {
    return {{"design.prefix",
             fmt::format("--prefix {}: legal are a letter, then letters, digits and single "
                         "underscores, at most {}",
                         options.prefix, kLongestPrefix),
             "e.g. --prefix acme, for acme_full_adder", std::nullopt}};
  }
  if (collides(module_prefix(options))) {
    return {{"design.prefix",
             fmt::format("--prefix {}: makes names that modules without a prefix have, as "
                         "split_ before mac_booth4",
                         options.prefix),
             "choose another last word than split or pann", std::nullopt}};
  }
  return {};
}

std::string module_prefix(const EmitOptions& options) {
  if (options.prefix.empty() || options.prefix.back() == '_') return options.prefix;
  return options.prefix + '_';
}

std::string module_prefix(const Manifest& manifest) {
  constexpr std::string_view kFile = "full_adder.v";
  for (const std::string& file : manifest.files) {
    if (!file.ends_with(kFile)) continue;
    std::string prefix = file.substr(0, file.size() - kFile.size());
    if (prefix.empty() || (prefix.back() == '_' && manifest.top.starts_with(prefix))) return prefix;
  }
  return "";
}

std::string license_lines(std::string_view text, const std::string& name) {
  if (text.size() > kLargestLicense) fail_license(name, "more than 64 KiB");
  std::string lines;
  std::istringstream input{std::string(text)};
  for (std::string line; std::getline(input, line);) {
    line = bare(line);
    for (const char c : line) {
      if (std::iscntrl(static_cast<unsigned char>(c)) != 0 && c != '\t') {
        fail_license(name, fmt::format("the control character 0x{:02x} is no text",
                                       static_cast<unsigned>(static_cast<unsigned char>(c))));
      }
    }
    lines += line + '\n';
  }
  while (lines.ends_with('\n')) lines.pop_back();
  if (lines.empty()) fail_license(name, "holds no text");
  return lines;
}

std::string license_comment(const std::string& license, std::string_view mark) {
  std::string text;
  std::istringstream lines(license);
  for (std::string line; std::getline(lines, line);) {
    text += line.empty() ? fmt::format("{}\n", mark) : fmt::format("{} {}\n", mark, line);
  }
  return text;
}

}  // namespace pann::generator
