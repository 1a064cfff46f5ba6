#include "activity/trace/parted_count.h"

#include <algorithm>
#include <exception>
#include <optional>
#include <string_view>
#include <thread>
#include <vector>

#include "activity/vcd/piece.h"
#include "activity/vcd/vcd_reader.h"
#include "support/cancellation.h"

namespace pann::activity {

namespace {

/// Parts are not smaller than this: starting a thread and putting its nets together must pay.
constexpr std::uint64_t kSmallestPart = 4U << 20U;
/// A time stamp is looked for within so many bytes.
constexpr std::uint64_t kSearch = 64U << 20U;

using Report = std::function<void(double)>;

struct Part {
  std::uint64_t begin = 0;
  std::uint64_t end = 0;
};

void feed_part(const FileSource& file, Part part, VcdReader& reader, const Report& progress) {
  std::vector<char> piece(kPiece);
  for (std::uint64_t at = part.begin; at < part.end;) {
    const auto wanted = static_cast<std::size_t>(std::min<std::uint64_t>(kPiece, part.end - at));
    const std::size_t count = file.read_at(at, std::span(piece).first(wanted));
    if (count == 0) break;
    reader.feed({piece.data(), count});
    at += count;
    if (progress) {
      progress(static_cast<double>(at - part.begin) / static_cast<double>(part.end - part.begin));
    }
  }
}

/// The first line at or after `from` that begins with '#'; nothing where none is near.
std::optional<std::uint64_t> find_time_stamp(const FileSource& file, std::uint64_t from) {
  std::vector<char> piece(kPiece);
  const std::uint64_t limit = std::min(file.size(), from + kSearch);
  for (std::uint64_t at = from; at + 1 < limit;) {
    const std::size_t count = file.read_at(at, piece);
    if (count < 2) return std::nullopt;
    const std::size_t found = std::string_view(piece.data(), count).find("\n#");
    if (found != std::string_view::npos) return at + found + 1;
    at += count - 1;
  }
  return std::nullopt;
}

/// Cuts what follows `begin` into at most `count` parts; the first begins at `begin`.
std::vector<Part> cut_file(const FileSource& file, std::uint64_t begin, unsigned count) {
  std::vector<Part> parts{{begin, file.size()}};
  const std::uint64_t length = file.size() - begin;
  const std::uint64_t most = std::max<std::uint64_t>(1, length / kSmallestPart);
  const std::uint64_t wanted = std::min<std::uint64_t>(count, most);
  for (std::uint64_t i = 1; i < wanted; ++i) {
    const auto stamp = find_time_stamp(file, begin + length / wanted * i);
    if (!stamp || *stamp <= parts.back().begin) continue;
    parts.back().end = *stamp;
    parts.push_back({*stamp, file.size()});
  }
  return parts;
}

/// Counts the parts, the first of them with `first`; nothing where they do not fit together.
bool count_parts(const FileSource& file, const std::vector<Part>& parts, VcdReader& first,
                 const Report& progress) {
  std::vector<VcdReader> readers;
  readers.reserve(parts.size());
  for (std::size_t i = 1; i < parts.size(); ++i) readers.push_back(first.later_part());
  std::vector<std::exception_ptr> faults(parts.size());
  const auto run = [&](std::size_t i) {
    try {
      feed_part(file, parts[i], i == 0 ? first : readers[i - 1], i == 0 ? progress : Report());
    } catch (...) {
      faults[i] = std::current_exception();
    }
  };
  {
    std::vector<std::jthread> threads;
    for (std::size_t i = 1; i < parts.size(); ++i) threads.emplace_back(run, i);
    run(0);
  }
  support::check_cancelled();
  if (std::any_of(faults.begin(), faults.end(),
                  [](const auto& fault) { return fault != nullptr; })) {
    return false;
  }
  return std::all_of(readers.begin(), readers.end(),
                     [&](VcdReader& reader) { return first.append(reader); });
}

TraceCount count_whole(const FileSource& file, const TraceOptions& options,
                       const Report& progress) {
  VcdReader reader(options);
  feed_part(file, {0, file.size()}, reader, progress);
  return reader.finish();
}

}  // namespace

TraceCount count_file(const FileSource& file, const TraceOptions& options, const Report& progress) {
  if (options.threads < 2) return count_whole(file, options, progress);
  VcdReader first(options);
  std::vector<char> piece(kPiece);
  std::uint64_t at = 0;
  while (!first.can_be_parted()) {
    const std::size_t count = file.read_at(at, piece);
    if (count == 0) return first.finish();
    first.feed({piece.data(), count});
    at += count;
  }
  const std::vector<Part> parts = cut_file(file, at, options.threads);
  if (count_parts(file, parts, first, progress)) return first.finish();
  return count_whole(file, options, progress);
}

}  // namespace pann::activity
