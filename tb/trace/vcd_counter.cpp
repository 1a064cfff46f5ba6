#include "tb/trace/vcd_counter.h"

#include <utility>

#include "tb/trace/trace_file.h"
#include "tb/trace/vcd_reader.h"

namespace pann::tb {

VcdActivityCounter::VcdActivityCounter(TraceOptions options)
    : reader_(std::make_unique<VcdReader>(std::move(options))) {}
VcdActivityCounter::VcdActivityCounter(VcdActivityCounter&&) noexcept = default;
VcdActivityCounter& VcdActivityCounter::operator=(VcdActivityCounter&&) noexcept = default;
VcdActivityCounter::~VcdActivityCounter() = default;

void VcdActivityCounter::feed(std::string_view chunk) {
  reader_->feed(chunk);
}

Activity VcdActivityCounter::finish() {
  return finish_count().activity;
}

TraceCount VcdActivityCounter::finish_count() {
  return reader_->finish();
}

Activity count_vcd_file(const std::filesystem::path& path, const TraceOptions& options) {
  return count_trace(path, options).activity;
}

}  // namespace pann::tb
