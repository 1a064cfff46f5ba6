#include "activity/trace/vcd_counter.h"

#include "activity/trace/feed_thread.h"
#include "activity/trace/trace_file.h"
#include "activity/vcd/vcd_reader.h"

namespace pann::activity {

VcdActivityCounter::VcdActivityCounter(const TraceOptions& options)
    : reader_(std::make_unique<VcdReader>(options)) {
  if (options.threads >= 2) thread_ = std::make_unique<FeedThread>(*reader_);
}
VcdActivityCounter::VcdActivityCounter(VcdActivityCounter&&) noexcept = default;
VcdActivityCounter::~VcdActivityCounter() = default;

void VcdActivityCounter::feed(std::string_view chunk) {
  if (thread_) {
    thread_->feed(chunk);
  } else {
    reader_->feed(chunk);
  }
}

Activity VcdActivityCounter::finish() {
  return finish_count().activity;
}

TraceCount VcdActivityCounter::finish_count() {
  if (thread_) thread_->finish();
  return reader_->finish();
}

Activity count_vcd_file(const std::filesystem::path& path, const TraceOptions& options) {
  return count_trace(path, options).activity;
}

}  // namespace pann::activity
