#include "cli/element_coverage.h"

#include <algorithm>

#include <fmt/format.h>

#include "support/printable.h"

namespace pann::cli {

namespace {

constexpr std::size_t kMostNamed = 20;

std::string describe(const activity::ElementCount& element) {
  std::string text =
      fmt::format("FAILED: element {}: {}{} bits found; missing:", element.name, element.bits,
                  element.expected ? fmt::format(" of {}", *element.expected) : "");
  for (std::size_t i = 0; i < std::min(kMostNamed, element.missing.size()); ++i) {
    text += ' ' + element.missing[i];
  }
  if (element.missing.size() > kMostNamed) {
    text += fmt::format(" and {} more (--json has all)", element.missing.size() - kMostNamed);
  }
  return support::printable(text) + '\n';
}

}  // namespace

std::string describe_missing(const std::vector<activity::ElementCount>& elements) {
  std::string text;
  for (const activity::ElementCount& element : elements) {
    if (!element.missing.empty()) text += (text.empty() ? "\n" : "") + describe(element);
  }
  return text;
}

}  // namespace pann::cli
