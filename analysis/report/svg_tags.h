#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace pann::analysis {

/// One tag of an SVG text as gnuplot writes it.
struct SvgTag {
  std::string name;
  std::vector<std::pair<std::string, std::string>> attributes;  ///< Without their quotes.
  bool closing = false;
  bool empty = false;  ///< Closed at once: <use ... />.

  /// The value of an attribute; empty where there is none.
  std::string_view value(std::string_view attribute) const;
};

/// Calls `text` for what stands between tags (references not resolved) and `tag` for each tag;
/// declarations and comments are passed over.
void scan_svg(std::string_view svg, const std::function<void(const SvgTag&)>& tag,
              const std::function<void(std::string_view)>& text);

}  // namespace pann::analysis
