#include <algorithm>
#include <limits>
#include <utility>
#include <vector>

#include <fmt/format.h>
#include <zlib.h>

#include "activity/trace/byte_source.h"
#include "support/diagnostic.h"

namespace pann::activity {

namespace {

constexpr std::size_t kCompressedPiece = 64U << 10U;
/// zlib's window bits for gzip: the largest window, plus 16 for the gzip format.
constexpr int kGzipWindow = 15 + 16;

class GzipSource : public ByteSource {
 public:
  GzipSource(ByteSource& compressed, std::string name)
      : compressed_(compressed), name_(std::move(name)), input_(kCompressedPiece) {
    if (::inflateInit2(&stream_, kGzipWindow) != Z_OK) fail("zlib does not start");
  }
  GzipSource(const GzipSource&) = delete;
  GzipSource& operator=(const GzipSource&) = delete;
  ~GzipSource() override { ::inflateEnd(&stream_); }

  std::size_t read(std::span<char> space) override;

 private:
  bool refill();
  [[noreturn]] void fail(const std::string& why) const {
    support::fail_input("trace.gzip", fmt::format("'{}' cannot be decompressed: {}", name_, why),
                        "`gzip -t` checks the file; is it cut?");
  }

  ByteSource& compressed_;
  std::string name_;
  std::vector<char> input_;
  z_stream stream_{};
  bool is_within_member_ = true;
};

bool GzipSource::refill() {
  if (stream_.avail_in > 0) return true;
  const std::size_t count = compressed_.read(input_);
  stream_.next_in = reinterpret_cast<Bytef*>(input_.data());
  stream_.avail_in = static_cast<uInt>(count);
  return count > 0;
}

std::size_t GzipSource::read(std::span<char> space) {
  const auto wanted =
      static_cast<uInt>(std::min<std::size_t>(space.size(), std::numeric_limits<uInt>::max()));
  stream_.next_out = reinterpret_cast<Bytef*>(space.data());
  stream_.avail_out = wanted;
  while (stream_.avail_out == wanted) {
    if (!refill()) {
      if (is_within_member_) fail("the data ends too early");
      return 0;
    }
    if (!is_within_member_) {
      ::inflateReset(&stream_);
      is_within_member_ = true;
    }
    const int status = ::inflate(&stream_, Z_NO_FLUSH);
    if (status == Z_STREAM_END) {
      is_within_member_ = false;
    } else if (status != Z_OK && status != Z_BUF_ERROR) {
      fail(stream_.msg == nullptr ? "the data is damaged" : stream_.msg);
    }
  }
  return wanted - stream_.avail_out;
}

}  // namespace

std::unique_ptr<ByteSource> make_gzip_source(ByteSource& compressed, std::string name) {
  return std::make_unique<GzipSource>(compressed, std::move(name));
}

}  // namespace pann::activity
