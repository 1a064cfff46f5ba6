#include <algorithm>
#include <array>
#include <cctype>
#include <cmath>
#include <cstddef>
#include <map>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "tb/activity/saif.h"
#include "tb/activity/signal_bits.h"

namespace pann::tb {

namespace {

/// An instance with its nets and the instances below it, in the order of their first names.
struct Instance {
  std::string name;
  std::vector<std::pair<std::string, NetId>> nets;
  std::vector<Instance> children;
  std::map<std::string, std::size_t> places{};

  Instance& child(const std::string& child_name) {
    const auto [place, is_new] = places.try_emplace(child_name, children.size());
    if (is_new) children.push_back({child_name, {}, {}});
    return children[place->second];
  }
};

/// An identifier as SAIF has it: everything but letters, digits, '_' and '$' behind a backslash.
std::string escaped(std::string_view name) {
  std::string text;
  for (const char character : name) {
    const bool plain = std::isalnum(static_cast<unsigned char>(character)) != 0 ||
                       character == '_' || character == '$';
    if (!plain) text += '\\';
    text += character;
  }
  return text;
}

/// "1 ps", "100 fs": SAIF knows 1, 10 and 100 of a unit.
std::string time_scale(double tick_seconds) {
  constexpr std::array<std::string_view, 6> kUnits{"fs", "ps", "ns", "us", "ms", "s"};
  const int exponent =
      std::clamp(static_cast<int>(std::lround(std::log10(tick_seconds))) + 15, 0, 17);
  constexpr std::array<int, 3> kSteps{1, 10, 100};
  return fmt::format("{} {}", kSteps[static_cast<std::size_t>(exponent % 3)],
                     kUnits[static_cast<std::size_t>(exponent / 3)]);
}

void write_instance(const Instance& instance, const Activity& activity, std::string indent,
                    std::string& text) {
  text += fmt::format("{}(INSTANCE {}\n", indent, escaped(instance.name));
  if (!instance.nets.empty()) {
    text += indent + "  (NET\n";
    for (const auto& [name, id] : instance.nets) {
      const NetCounts& net = activity.nets[id];
      text += fmt::format("{}    ({} (T0 {}) (T1 {}) (TX {}) (TZ {}) (TC {}) (IG {}))\n", indent,
                          name, net.time_low, net.time_high, net.time_unknown, net.time_floating,
                          net.toggles(), net.glitches);
    }
    text += indent + "  )\n";
  }
  for (const Instance& child : instance.children) {
    write_instance(child, activity, indent + "  ", text);
  }
  text += indent + ")\n";
}

/// Adds the signal below `root`, its path split at the dots.
void add_signal(Instance& root, const Signal& signal) {
  Instance* instance = &root;
  std::string_view rest = signal.name;
  for (std::size_t dot = rest.find('.'); dot != std::string_view::npos; dot = rest.find('.')) {
    instance = &instance->child(std::string(rest.substr(0, dot)));
    rest.remove_prefix(dot + 1);
  }
  for (std::size_t bit = 0; bit < signal.bits.size(); ++bit) {
    std::string name = escaped(rest);
    if (signal.is_vector) name += fmt::format("\\[{}\\]", declared_index(signal, bit));
    instance->nets.emplace_back(std::move(name), signal.bits[bit]);
  }
}

/// The levels of a path, split at slashes and dots.
std::vector<std::string> levels_of(std::string_view path) {
  std::vector<std::string> levels;
  while (!path.empty()) {
    const std::size_t end = std::min(path.find_first_of("/."), path.size());
    if (end > 0) levels.emplace_back(path.substr(0, end));
    path.remove_prefix(std::min(end + 1, path.size()));
  }
  return levels;
}

std::vector<std::string> outermost_levels(const Activity& activity, const SaifOptions& options) {
  const std::vector<std::string> levels =
      levels_of(options.instance.empty() ? activity.scope : options.instance);
  const bool has_bare_names =
      std::any_of(activity.signals.begin(), activity.signals.end(),
                  [](const Signal& signal) { return signal.name.find('.') == std::string::npos; });
  return levels.empty() && has_bare_names ? std::vector<std::string>{"top"} : levels;
}

}  // namespace

std::string to_saif(const Activity& activity, const SaifOptions& options) {
  Instance top;
  Instance* root = &top;
  for (const std::string& level : outermost_levels(activity, options)) root = &root->child(level);
  for (const Signal& signal : activity.signals) add_signal(*root, signal);
  std::string text = "(SAIFILE\n(SAIFVERSION \"2.0\")\n(DIRECTION \"backward\")\n(DESIGN )\n";
  text += fmt::format("(PROGRAM_NAME \"{}\")\n", options.program);
  if (!options.version.empty()) text += fmt::format("(VERSION \"{}\")\n", options.version);
  text += fmt::format("(DIVIDER {} )\n(TIMESCALE {})\n(DURATION {})\n", options.divider,
                      time_scale(activity.tick_seconds), activity.duration);
  for (const Instance& instance : top.children) write_instance(instance, activity, "", text);
  return text + ")\n";
}

}  // namespace pann::tb
