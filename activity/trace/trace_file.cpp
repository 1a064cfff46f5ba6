#include "activity/trace/trace_file.h"

#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "activity/trace/byte_source.h"
#include "activity/trace/fst_source.h"
#include "activity/trace/parted_count.h"
#include "activity/vcd/piece.h"
#include "activity/vcd/vcd_reader.h"

namespace pann::activity {

namespace {

constexpr std::size_t kMagicBytes = 16;

using Report = std::function<void(double)>;

/// Counts what `source` brings.
TraceCount count_stream(ByteSource& source, const TraceOptions& options) {
  VcdReader reader(options);
  std::vector<char> piece(kPiece);
  try {
    while (const std::size_t count = source.read(piece)) reader.feed({piece.data(), count});
  } catch (const support::Failure& failure) {
    reader.end_early(failure);
  }
  return reader.finish();
}

TraceCount count_threaded(ByteSource& source, const TraceOptions& options) {
  if (options.threads < 2) return count_stream(source, options);
  const std::unique_ptr<ByteSource> ahead = make_threaded_source(source);
  return count_stream(*ahead, options);
}

}  // namespace

TraceCount count_trace(FileSource& file, const TraceOptions& options, const Report& progress) {
  const std::string magic = file.peek(kMagicBytes);
  if (is_fst(magic)) {
    const std::unique_ptr<ByteSource> text = make_fst_source(file, options);
    return count_stream(*text, options);
  }
  if (is_gzip(magic)) {
    const std::unique_ptr<ByteSource> text = make_gzip_source(file, options.source);
    return count_threaded(*text, options);
  }
  if (!file.is_regular()) return count_threaded(file, options);
  return count_file(file, options, progress);
}

TraceCount count_trace(const std::filesystem::path& path, const TraceOptions& options,
                       const Report& progress) {
  FileSource file(path);
  return count_trace(file, options, progress);
}

std::vector<Signal> declared_signals(FileSource& file, const TraceOptions& options) {
  TraceOptions whole;
  whole.source = options.source;
  const std::string magic = file.peek(kMagicBytes);
  std::unique_ptr<ByteSource> text;
  if (is_fst(magic)) text = make_fst_source(file, whole);
  if (is_gzip(magic)) text = make_gzip_source(file, whole.source);
  ByteSource& source = text ? *text : file;
  VcdReader reader(whole);
  std::vector<char> piece(kPiece);
  while (!reader.has_declarations()) {
    const std::size_t count = source.read(piece);
    if (count == 0) reader.finish();  // throws: the declarations do not end
    reader.feed({piece.data(), count});
  }
  return reader.signals();
}

}  // namespace pann::activity
