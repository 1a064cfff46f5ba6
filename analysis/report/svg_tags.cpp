#include "analysis/report/svg_tags.h"

#include <algorithm>

namespace pann::analysis {

namespace {

constexpr std::string_view kSpace = " \t\r\n";

void skip_space(std::string_view& text) {
  text.remove_prefix(std::min(text.find_first_not_of(kSpace), text.size()));
}

/// Cuts what stands before any of `ends` off the head of `text`.
std::string_view take_until(std::string_view& text, std::string_view ends) {
  const std::size_t length = std::min(text.find_first_of(ends), text.size());
  const std::string_view taken = text.substr(0, length);
  text.remove_prefix(length);
  return taken;
}

/// Runs of blanks and line breaks as one blank each.
std::string one_spaced(std::string_view text) {
  std::string result;
  for (skip_space(text); !text.empty(); skip_space(text)) {
    if (!result.empty()) result += ' ';
    result += take_until(text, kSpace);
  }
  return result;
}

/// `body` is what stands between "<" and ">"; no value of gnuplot's holds a ">".
SvgTag parse_tag(std::string_view body) {
  SvgTag tag;
  tag.closing = body.starts_with('/');
  tag.empty = body.ends_with('/');
  if (tag.closing) body.remove_prefix(1);
  if (tag.empty) body.remove_suffix(1);
  tag.name = take_until(body, kSpace);
  for (skip_space(body); !body.empty(); skip_space(body)) {
    const std::string_view name = take_until(body, " =");
    take_until(body, "'\"");
    if (body.empty()) break;
    const char quote = body.front();
    body.remove_prefix(1);
    const std::string_view value = take_until(body, std::string_view(&quote, 1));
    if (!body.empty()) body.remove_prefix(1);
    tag.attributes.emplace_back(name, one_spaced(value));
  }
  return tag;
}

}  // namespace

std::string_view SvgTag::value(std::string_view attribute) const {
  for (const auto& [key, text] : attributes) {
    if (key == attribute) return text;
  }
  return {};
}

void scan_svg(std::string_view svg, const std::function<void(const SvgTag&)>& tag,
              const std::function<void(std::string_view)>& text) {
  while (!svg.empty()) {
    const std::string_view between = take_until(svg, "<");
    if (!between.empty()) text(between);
    if (svg.empty()) return;
    svg.remove_prefix(1);
    const std::string_view body = take_until(svg, ">");
    if (!svg.empty()) svg.remove_prefix(1);
    if (!body.starts_with('?') && !body.starts_with('!')) tag(parse_tag(body));
  }
}

}  // namespace pann::analysis
