#include "analysis/report/plot_svg.h"

#include <array>
#include <charconv>
#include <cstdint>
#include <optional>

#include <fmt/format.h>

#include "analysis/report/categories.h"
#include "analysis/report/html_text.h"
#include "analysis/report/plot_script.h"
#include "analysis/report/plot_style.h"
#include "analysis/report/svg_tags.h"

namespace pann::analysis {

namespace {

constexpr std::string_view kMarkReference = "#gpPt";

/// 0xRRGGBB of "rgb( 1, 2, 3)"; nothing for colours by name.
std::optional<std::uint32_t> colour_of(std::string_view value) {
  if (!value.starts_with("rgb(")) return std::nullopt;
  value.remove_prefix(4);
  std::uint32_t colour = 0;
  for (int part = 0; part < 3; ++part) {
    value.remove_prefix(std::min(value.find_first_of("0123456789"), value.size()));
    std::uint32_t number = 0;
    const auto end = std::from_chars(value.data(), value.data() + value.size(), number).ptr;
    value.remove_prefix(static_cast<std::size_t>(end - value.data()));
    colour = (colour << 8U) | (number & 0xFFU);
  }
  return colour;
}

std::size_t series_of(std::uint32_t colour) {
  return (colour >> 8U) & 0xFFU;
}

/// The number of the place whose name a stand-in keeps the room for.
std::optional<std::size_t> stood_for(std::string_view text) {
  if (!text.starts_with('@')) return std::nullopt;
  std::size_t index = 0;
  const auto result = std::from_chars(text.data() + 1, text.data() + text.size(), index);
  return result.ec == std::errc() ? std::optional(index) : std::nullopt;
}

/// Writes the page's SVG while gnuplot's is read. Groups appear with their first content only, and
/// not at all where none of their attributes is kept.
class Drawing {
 public:
  explicit Drawing(const Plot& plot)
      : plot_(plot), categories_(plot), styles_(series_styles(plot)) {}

  void tag(const SvgTag& tag) {
    if (tag.name == "defs") in_body_ = in_body_ || tag.closing;
    if (!in_body_) return;
    if (tag.name == "title") {
      in_title_ = !tag.closing;
    } else if (tag.name == "g") {
      tag.closing ? close_group() : open_group(tag);
    } else if (tag.name == "path" && tag.empty) {
      write(element(tag, {"stroke", "stroke-dasharray", "d"}) + "/>");
    } else if (tag.name == "polygon" || tag.name == "use") {
      shape(tag);
    }
  }

  void text(std::string_view text) {
    if (!in_body_ || in_title_) return;
    const std::size_t begin = text.find_first_not_of(" \t\r\n");
    if (begin == std::string_view::npos) return;
    text.remove_prefix(begin);
    const auto place = stood_for(text);
    const auto& names = categories_.names();
    // gnuplot has escaped the numbers that it wrote; the names are escaped here.
    write(fmt::format("<text>{}</text>", place && *place < names.size() ? escape_html(names[*place])
                                                                        : std::string(text)));
  }

  std::string take() { return std::move(svg_); }

 private:
  struct Group {
    std::string opening;  ///< Empty where the group has nothing to say.
    bool written = false;
  };

  void open_group(const SvgTag& tag) {
    std::string attributes;
    for (const char* name : {"transform", "text-anchor"}) {
      if (!tag.value(name).empty()) attributes += fmt::format(" {}=\"{}\"", name, tag.value(name));
    }
    const std::string_view width = tag.value("stroke-width");
    if (!width.empty() && width != "1.00") attributes += fmt::format(" stroke-width=\"{}\"", width);
    groups_.push_back({attributes.empty() ? std::string() : "<g" + attributes + ">"});
  }

  void close_group() {
    if (groups_.empty()) return;
    if (groups_.back().written) svg_ += "</g>\n";
    groups_.pop_back();
  }

  void write(const std::string& element) {
    for (Group& group : groups_) {
      if (group.written || group.opening.empty()) continue;
      svg_ += group.opening;
      group.written = true;
    }
    svg_ += element + "\n";
  }

  /// A mark or a bar, with its tool tip.
  void shape(const SvgTag& tag) {
    const bool mark = tag.name == "use";
    const auto colour = colour_of(tag.value(mark ? "color" : "fill"));
    if (!colour || *colour >> 16U != sentinel::kPointRed) return;
    std::string text = element(tag, {"transform", "color", "fill", "fill-opacity", "points"});
    if (mark) {
      text +=
          fmt::format(" href=\"#mark-{}\"", tag.value("xlink:href").substr(kMarkReference.size()));
    }
    write(fmt::format("{}>{}</{}>", text, tool_tip(*colour), tag.name));
  }

  /// The open tag with those of its attributes that `kept` names, without its end.
  std::string element(const SvgTag& tag, std::initializer_list<std::string_view> kept) const {
    std::string text = "<" + tag.name;
    for (const std::string_view name : kept) {
      const std::string_view value = tag.value(name);
      if (!value.empty()) text += fmt::format(" {}=\"{}\"", name, themed(value));
    }
    return text;
  }

  /// A sentinel colour as the page's variable; anything else as it is.
  std::string themed(std::string_view value) const {
    const auto colour = colour_of(value);
    if (!colour) return std::string(value);
    if (*colour == sentinel::kFrame) return "var(--frame)";
    if (*colour == sentinel::kGrid) return "var(--grid)";
    const std::size_t series = series_of(*colour);
    return series < styles_.size() ? fmt::format("var(--s{})", styles_[series].colour)
                                   : "currentColor";
  }

  std::string tool_tip(std::uint32_t colour) const {
    const std::size_t series = series_of(colour);
    const std::size_t index = colour & 0xFFU;
    if (series >= plot_.series.size() || index >= sentinel::kMaxPoints) return {};
    const PlotSeries& curve = plot_.series[series];
    const PlotPoint& point = curve.points.at(index);
    std::string text = fmt::format("{} ({})\n{}: {:.6g}", curve.name, analysis::name(curve.origin),
                                   categories_.label(point.x), point.y);
    if (point.error) text += fmt::format(" \u00b1 {:.2g}", *point.error);
    return "<title>" + escape_html(text) + "</title>";
  }

  const Plot& plot_;
  Categories categories_;
  std::vector<SeriesStyle> styles_;
  std::vector<Group> groups_;
  std::string svg_;
  bool in_body_ = false;
  bool in_title_ = false;
};

std::string stroke(const SeriesStyle& style) {
  const std::string_view dash = dash_array(style.dash);
  return dash.empty() ? std::string() : fmt::format(" stroke-dasharray=\"{}\"", dash);
}

}  // namespace

std::string themed_svg(std::string_view drawing, const Plot& plot) {
  Drawing page(plot);
  scan_svg(
      drawing, [&](const SvgTag& tag) { page.tag(tag); },
      [&](std::string_view text) { page.text(text); });
  return fmt::format(
      "<svg class=\"plot\" viewBox=\"0 0 {} {}\" role=\"img\" aria-label=\"{}\">\n{}</svg>\n",
      kPlotWidth, kPlotHeight, escape_html(plot.title), page.take());
}

std::string legend_swatch(const Plot& plot, std::size_t series) {
  const SeriesStyle style = series_styles(plot).at(series);
  const bool bar = plot.kind == PlotKind::bars || plot.kind == PlotKind::stacked_bars;
  std::string shapes;
  if (bar) {
    shapes = fmt::format(
        "<rect x=\"1\" y=\"1\" width=\"14\" height=\"12\" fill=\"currentColor\"{}/>",
        style.light ? " fill-opacity=\"0.3\"" + stroke(style) : std::string(" stroke=\"none\""));
  } else {
    if (plot.kind == PlotKind::lines) shapes = "<path d=\"M1,7h30\"" + stroke(style) + "/>";
    shapes += fmt::format("<use href=\"#mark-{}\" transform=\"translate(16,7) scale(3.4)\"/>",
                          style.mark);
  }
  return fmt::format(
      "<svg class=\"swatch{}\" viewBox=\"0 0 {} 14\" style=\"color:var(--s{})\" "
      "aria-hidden=\"true\">{}</svg>",
      bar ? " bar" : "", bar ? 16 : 32, style.colour, shapes);
}

}  // namespace pann::analysis
