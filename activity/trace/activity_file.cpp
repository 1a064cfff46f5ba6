#include "activity/trace/activity_file.h"

#include <string_view>

#include <fmt/format.h>

#include "activity/files/activity_csv.h"
#include "activity/files/saif.h"
#include "activity/select_signals.h"
#include "activity/trace/byte_source.h"
#include "activity/trace/trace_file.h"
#include "support/diagnostic.h"

namespace pann::activity {

namespace {

enum class Format { trace, saif, csv };

constexpr std::string_view kSaifBegin = "(SAIFILE";
constexpr std::string_view kCsvBegin = "name,bit";
constexpr std::size_t kPeeked = 64;

Format format_of(FileSource& file) {
  std::string_view begin = file.peek(kPeeked);
  if (begin.starts_with(kCsvBegin)) return Format::csv;
  begin.remove_prefix(std::min(begin.find_first_not_of(" \t\r\n"), begin.size()));
  return begin.starts_with(kSaifBegin) ? Format::saif : Format::trace;
}

}  // namespace

TraceCount read_activity(const std::filesystem::path& path, const TraceOptions& options,
                         const std::function<void(double)>& progress) {
  FileSource file(path);
  // What was read of a stream to tell its format cannot be read again: streams are traces.
  const Format format = file.is_regular() ? format_of(file) : Format::trace;
  if (format == Format::trace) return count_trace(file, options, progress);
  TraceCount count;
  count.activity = format == Format::saif ? read_saif(path) : read_activity_csv(path);
  const std::string scope = format == Format::saif ? options.scope : std::string();
  count.activity = select_signals(count.activity, scope, options.match);
  count.activity.scope = options.scope;
  return count;
}

std::vector<Signal> read_signals(const std::filesystem::path& path, const TraceOptions& options) {
  FileSource file(path);
  if (!file.is_regular()) {
    support::fail_input("trace.stream", fmt::format("'{}' cannot be read twice", path.string()),
                        "name the instance of the design with --scope, or give a file");
  }
  const Format format = format_of(file);
  if (format == Format::trace) return declared_signals(file, options);
  return (format == Format::saif ? read_saif(path) : read_activity_csv(path)).signals;
}

}  // namespace pann::activity
