#include "activity/files/activity_csv.h"

#include <array>
#include <charconv>
#include <cstddef>
#include <optional>
#include <vector>

#include <fmt/format.h>

#include "activity/signal_bits.h"
#include "support/csv.h"
#include "support/diagnostic.h"
#include "support/input.h"

namespace pann::activity {

namespace {

constexpr std::string_view kColumns =
    "name,bit,rises,falls,toggles,unknown_changes,glitches,time_low,time_high,time_unknown,"
    "time_floating";
constexpr std::size_t kColumnCount = 11;
/// In the place of seconds where nobody said how long a tick is.
constexpr const char* kUnknownTick = "?";

class Reader {
 public:
  Reader(std::string_view text, std::string source) : text_(text), source_(std::move(source)) {}

  Activity read();

 private:
  std::optional<std::string_view> next_line();
  std::vector<std::string> fields_of(std::string_view line) const;
  void read_frame(std::string_view line, Activity& activity) const;
  void read_bit(const std::vector<std::string>& fields, Activity& activity) const;
  template <typename Number>
  Number number(const std::string& text) const;
  [[noreturn]] void fail(const std::string& message) const {
    support::fail_input("csv.syntax", message, "it should be what `pann toggles --csv` writes",
                        support::Location{source_, line_});
  }

  std::string_view text_;
  std::string source_;
  std::uint64_t line_ = 0;
};

std::optional<std::string_view> Reader::next_line() {
  if (text_.empty()) return std::nullopt;
  ++line_;
  const std::size_t end = std::min(text_.find('\n'), text_.size());
  std::string_view line = text_.substr(0, end);
  text_.remove_prefix(std::min(end + 1, text_.size()));
  if (line.ends_with('\r')) line.remove_suffix(1);
  return line;
}

std::vector<std::string> Reader::fields_of(std::string_view line) const {
  std::vector<std::string> fields(1);
  bool is_quoted = false;
  for (std::size_t i = 0; i < line.size(); ++i) {
    if (line[i] == '"' && is_quoted && i + 1 < line.size() && line[i + 1] == '"') {
      fields.back() += line[++i];
    } else if (line[i] == '"') {
      is_quoted = !is_quoted;
    } else if (line[i] == ',' && !is_quoted) {
      fields.emplace_back();
    } else {
      fields.back() += line[i];
    }
  }
  if (is_quoted || fields.size() != kColumnCount) {
    fail(fmt::format("a line of {} fields instead of {}", fields.size(), kColumnCount));
  }
  return fields;
}

template <typename Number>
Number Reader::number(const std::string& text) const {
  Number value{};
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || end != text.data() + text.size()) {
    fail(fmt::format("'{}' is no number", text));
  }
  return value;
}

void Reader::read_frame(std::string_view line, Activity& activity) const {
  constexpr std::string_view kDuration = "# duration ";
  constexpr std::string_view kTick = " ticks of ";
  const std::size_t middle = line.find(kTick);
  if (!line.starts_with(kDuration) || middle == std::string_view::npos || !line.ends_with(" s")) {
    fail("the second line does not tell the duration");
  }
  activity.duration =
      number<std::uint64_t>(std::string(line.substr(kDuration.size(), middle - kDuration.size())));
  line.remove_suffix(2);
  const std::string tick(line.substr(middle + kTick.size()));
  activity.tick_is_assumed = tick == kUnknownTick;
  if (!activity.tick_is_assumed) activity.tick_seconds = number<double>(tick);
}

void Reader::read_bit(const std::vector<std::string>& fields, Activity& activity) const {
  NetCounts counts;
  counts.rises = number<std::uint64_t>(fields[2]);
  counts.falls = number<std::uint64_t>(fields[3]);
  counts.unknown_changes = number<std::uint64_t>(fields[5]);
  counts.glitches = number<std::uint64_t>(fields[6]);
  counts.time_low = number<std::uint64_t>(fields[7]);
  counts.time_high = number<std::uint64_t>(fields[8]);
  counts.time_unknown = number<std::uint64_t>(fields[9]);
  counts.time_floating = number<std::uint64_t>(fields[10]);
  if (counts.toggles() != number<std::uint64_t>(fields[4])) fail("toggles are not rises and falls");
  const auto net = static_cast<circuit::NetId>(activity.nets.size());
  activity.nets.push_back(counts);
  constexpr std::size_t kLongestName = 16384;
  if (fields[0].size() > kLongestName) {
    fail(fmt::format("a name has more than {} characters", kLongestName));
  }
  const bool is_vector = !fields[1].empty();
  const int index = is_vector ? number<int>(fields[1]) : 0;
  add_signal_bit(activity, fields[0], is_vector ? std::optional(index) : std::nullopt, net);
}

Activity Reader::read() {
  if (next_line() != kColumns) fail("the first line does not name the columns");
  Activity activity;
  const auto frame = next_line();
  if (!frame) fail("the file ends after its first line");
  read_frame(*frame, activity);
  while (const auto line = next_line()) read_bit(fields_of(*line), activity);
  activity.signals = gather_words(std::move(activity.signals));
  return activity;
}

}  // namespace

std::string to_csv(const Activity& activity) {
  std::string text = fmt::format(
      "{}\n# duration {} ticks of {} s\n", kColumns, activity.duration,
      activity.tick_is_assumed ? kUnknownTick : fmt::format("{}", activity.tick_seconds));
  for (const Signal& signal : activity.signals) {
    for (std::size_t bit = 0; bit < signal.bits.size(); ++bit) {
      const NetCounts& net = activity.nets[signal.bits[bit]];
      const std::string index =
          signal.is_vector ? std::to_string(declared_index(signal, bit)) : std::string();
      text +=
          fmt::format("{},{},{},{},{},{},{},{},{},{},{}\n", support::csv_field(signal.name), index,
                      net.rises, net.falls, net.toggles(), net.unknown_changes, net.glitches,
                      net.time_low, net.time_high, net.time_unknown, net.time_floating);
    }
  }
  return text;
}

Activity read_activity_csv(const std::filesystem::path& path) {
  return parse_activity_csv(support::read_file(path), path.string());
}

Activity parse_activity_csv(std::string_view text, const std::string& source) {
  return Reader(text, source).read();
}

}  // namespace pann::activity
