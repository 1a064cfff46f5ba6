#include "cli/fitted.h"

#include "support/printable.h"

namespace pann::cli {

std::string fitted(std::string_view name, std::size_t width) {
  constexpr std::string_view kGap = "...";
  std::string text = support::printable(name);
  if (text.size() <= width) return text;
  // Names of a hierarchy differ at their ends.
  const std::size_t begin = (width - kGap.size()) / 3;
  const std::size_t end = width - kGap.size() - begin;
  return text.substr(0, begin) + std::string(kGap) + text.substr(text.size() - end);
}

}  // namespace pann::cli
