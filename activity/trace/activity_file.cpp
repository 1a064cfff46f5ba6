#include "activity/trace/activity_file.h"

#include <algorithm>
#include <array>
#include <memory>
#include <string>
#include <string_view>
#include <system_error>
#include <vector>

#include <fmt/format.h>

#include "activity/files/activity_csv.h"
#include "activity/files/saif.h"
#include "activity/select_signals.h"
#include "activity/tick.h"
#include "activity/trace/byte_source.h"
#include "activity/trace/trace_file.h"
#include "activity/vcd/piece.h"
#include "support/cancellation.h"
#include "support/diagnostic.h"

namespace pann::activity {

namespace {

enum class Format { trace, saif, csv };

constexpr std::string_view kCsvBegin = "name,bit";
constexpr std::size_t kPeeked = 64;
/// SAIF and CSV are held as a whole.
constexpr std::size_t kLongestText = std::size_t{1} << 30U;

/// By the first characters: a dump begins with a keyword ("$date"), SAIF with a list or a comment.
Format format_of(std::string_view begin) {
  if (begin.starts_with(kCsvBegin)) return Format::csv;
  begin.remove_prefix(std::min(begin.find_first_not_of(" \t\r\n"), begin.size()));
  const bool is_saif = begin.starts_with('(') || begin.starts_with("//") || begin.starts_with("/*");
  return is_saif ? Format::saif : Format::trace;
}

/// The format, in a packed file that of what is packed.
Format format_of(FileSource& file, const std::filesystem::path& path) {
  const std::string begin = file.peek(kPeeked);
  if (!is_gzip(begin) || !file.is_regular()) return format_of(begin);
  FileSource packed(path);
  const std::unique_ptr<ByteSource> text = make_gzip_source(packed, path.string());
  std::array<char, kPeeked> space;
  return format_of(std::string_view(space.data(), text->read(space)));
}

std::string read_text(FileSource& file) {
  std::unique_ptr<ByteSource> unpacked;
  if (is_gzip(file.peek(kPeeked))) unpacked = make_gzip_source(file, file.name());
  ByteSource& source = unpacked ? *unpacked : file;
  std::string text;
  std::vector<char> piece(kPiece);
  while (const std::size_t count = source.read(piece)) {
    support::check_cancelled();
    text.append(piece.data(), count);
    if (text.size() > kLongestText) {
      support::fail_input("input.size",
                          fmt::format("'{}' has more than {} bytes", file.name(), kLongestText),
                          "is it the right file?");
    }
  }
  return text;
}

Activity parse_text(FileSource& file, Format format) {
  const std::string text = read_text(file);
  return format == Format::saif ? parse_saif(text, file.name())
                                : parse_activity_csv(text, file.name());
}

TraceCount read_any(const std::filesystem::path& path, const TraceOptions& options,
                    const std::function<void(double)>& progress) {
  FileSource file(path);
  const Format format = format_of(file, path);
  if (format == Format::trace) return count_trace(file, options, progress);
  TraceCount count;
  count.activity = parse_text(file, format);
  const std::string scope = format == Format::saif ? options.scope : std::string();
  count.activity = select_signals(count.activity, scope, options.match);
  count.activity.scope = options.scope;
  return count;
}

}  // namespace

TraceCount read_activity(const std::filesystem::path& path, const TraceOptions& options,
                         const std::function<void(double)>& progress) {
  TraceCount count = read_any(path, options, progress);
  if (options.tick_seconds) give_tick(count.activity, *options.tick_seconds, path.string());
  return count;
}

std::vector<Signal> read_signals(const std::filesystem::path& path, const TraceOptions& options) {
  std::error_code error;
  const bool is_stream = path == "-" || (std::filesystem::exists(path, error) &&
                                         !std::filesystem::is_regular_file(path, error) &&
                                         !std::filesystem::is_directory(path, error));
  if (is_stream) {  // not even opened: a pipe would wait for its writer
    support::fail_input("trace.stream", fmt::format("'{}' cannot be read twice", path.string()),
                        "name the instance of the design with --scope, or give a file");
  }
  FileSource file(path);
  const Format format = format_of(file, path);
  if (format == Format::trace) return declared_signals(file, options);
  return parse_text(file, format).signals;
}

}  // namespace pann::activity
