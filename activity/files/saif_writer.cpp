#include <algorithm>
#include <cctype>
#include <cstddef>
#include <map>
#include <utility>

#include <fmt/format.h>

#include "activity/files/saif.h"
#include "activity/files/saif_scale.h"
#include "activity/signal_bits.h"
#include "activity/tick.h"

namespace pann::activity {

namespace {

/// An instance with its nets and the instances below it, in the order of their first names.
struct Instance {
  std::string name{};
  std::vector<const SaifNet*> nets{};
  std::vector<Instance> children{};
  std::map<std::string, std::size_t> places{};

  Instance& child(const std::string& child_name) {
    const auto [place, is_new] = places.try_emplace(child_name, children.size());
    if (is_new) children.push_back({child_name});
    return children[place->second];
  }
};

class Writer {
 public:
  Writer(const Activity& frame, const SaifOptions& options)
      : scale_(frame), frame_(frame), options_(options) {}

  std::string write(const Instance& top);

 private:
  void write_instance(const Instance& instance, const std::string& indent);
  void write_net(const SaifNet& net, const std::string& indent);
  std::string escaped(std::string_view name) const;

  SaifScale scale_;
  const Activity& frame_;
  const SaifOptions& options_;
  std::string text_;
};

/// A name as SAIF has it: what is no letter, digit, '_' or '$' stands behind a backslash. A dot
/// that divides nothing needs none, and readers look for the bare name.
std::string Writer::escaped(std::string_view name) const {
  std::string text;
  for (const char character : name) {
    const bool is_plain = std::isalnum(static_cast<unsigned char>(character)) != 0 ||
                          character == '_' || character == '$' ||
                          (character == '.' && options_.divider != '.');
    if (!is_plain) text += '\\';
    text += character;
  }
  return text;
}

void Writer::write_net(const SaifNet& net, const std::string& indent) {
  std::string name = escaped(net.name);
  if (net.index) name += fmt::format("\\[{}\\]", *net.index);
  const NetCounts counts = scale_.scaled(net.counts);
  text_ += fmt::format("{}({} (T0 {}) (T1 {}) (TX {}) (TZ {}) (TC {}) (IG {}))\n", indent, name,
                       counts.time_low, counts.time_high, counts.time_unknown, counts.time_floating,
                       counts.toggles(), counts.glitches);
}

void Writer::write_instance(const Instance& instance, const std::string& indent) {
  text_ += fmt::format("{}(INSTANCE {}\n", indent, escaped(instance.name));
  if (!instance.nets.empty()) {
    text_ += indent + "  (NET\n";
    for (const SaifNet* net : instance.nets) write_net(*net, indent + "    ");
    text_ += indent + "  )\n";
  }
  for (const Instance& child : instance.children) write_instance(child, indent + "  ");
  text_ += indent + ")\n";
}

std::string Writer::write(const Instance& top) {
  text_ = "(SAIFILE\n(SAIFVERSION \"2.0\")\n(DIRECTION \"backward\")\n(DESIGN )\n";
  text_ += fmt::format("(PROGRAM_NAME \"{}\")\n", options_.program);
  if (!options_.version.empty()) text_ += fmt::format("(VERSION \"{}\")\n", options_.version);
  text_ += fmt::format("(DIVIDER {} )\n(TIMESCALE {})\n(DURATION {})\n", options_.divider,
                       scale_.unit(), scale_.scaled(frame_.duration));
  for (const Instance& instance : top.children) write_instance(instance, "");
  return std::move(text_) + ")\n";
}

/// The parts of a path, split at any of `dividers`.
std::vector<std::string> split_path(std::string_view path, const char* dividers) {
  std::vector<std::string> parts;
  while (!path.empty()) {
    const std::size_t end = std::min(path.find_first_of(dividers), path.size());
    if (end > 0) parts.emplace_back(path.substr(0, end));
    path.remove_prefix(std::min(end + 1, path.size()));
  }
  return parts;
}

}  // namespace

std::string to_saif(const std::vector<SaifNet>& nets, const Activity& frame,
                    const SaifOptions& options) {
  require_tick(frame, "SAIF is in seconds");
  std::vector<std::string> outermost =
      split_path(options.instance.empty() ? frame.scope : options.instance, "/.");
  const bool has_bare_names = std::any_of(nets.begin(), nets.end(),
                                          [](const SaifNet& net) { return net.instance.empty(); });
  if (outermost.empty() && has_bare_names) outermost.emplace_back("top");
  Instance top;
  for (const SaifNet& net : nets) {
    Instance* instance = &top;
    for (const std::string& level : outermost) instance = &instance->child(level);
    for (const std::string& level : net.instance) instance = &instance->child(level);
    instance->nets.push_back(&net);
  }
  return Writer(frame, options).write(top);
}

std::string to_saif(const Activity& activity, const SaifOptions& options) {
  std::vector<SaifNet> nets;
  for (const Signal& signal : activity.signals) {
    std::vector<std::string> path = split_path(signal.name, ".");
    const std::string name = path.empty() ? signal.name : path.back();
    if (!path.empty()) path.pop_back();
    for (std::size_t bit = 0; bit < signal.bits.size(); ++bit) {
      SaifNet net{path, name, std::nullopt, activity.nets[signal.bits[bit]]};
      if (signal.is_vector) net.index = declared_index(signal, bit);
      nets.push_back(std::move(net));
    }
  }
  return to_saif(nets, activity, options);
}

}  // namespace pann::activity
