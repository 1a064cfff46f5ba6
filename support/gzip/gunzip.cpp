#include "support/gzip/gunzip.h"

#include <array>

#include <fmt/format.h>
#include <zlib.h>

#include "support/diagnostic.h"

namespace pann::support {

namespace {

/// An inflating zlib stream that ends itself.
class Inflater {
 public:
  explicit Inflater(const std::string& packed) {
    constexpr int kGzipOnly = 16 + MAX_WBITS;
    good_ = ::inflateInit2(&stream_, kGzipOnly) == Z_OK;
    // zlib does not write to its input, but its interface is older than const.
    stream_.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(packed.data()));  // NOLINT
    stream_.avail_in = static_cast<uInt>(packed.size());
  }
  Inflater(const Inflater&) = delete;
  Inflater& operator=(const Inflater&) = delete;
  ~Inflater() { ::inflateEnd(&stream_); }

  bool good() const { return good_; }
  bool has_input() const { return stream_.avail_in > 0; }

  /// Unpacks up to a buffer's length onto `text`; returns zlib's status.
  int step(std::string& text) {
    stream_.next_out = buffer_.data();
    stream_.avail_out = static_cast<uInt>(buffer_.size());
    const int status = ::inflate(&stream_, Z_NO_FLUSH);
    text.append(reinterpret_cast<const char*>(buffer_.data()), buffer_.size() - stream_.avail_out);
    return status;
  }
  /// Begins the next member of a file that several gzip streams were joined to.
  bool next_member() { return ::inflateReset(&stream_) == Z_OK; }

 private:
  z_stream stream_{};
  std::array<Bytef, 1U << 18U> buffer_{};
  bool good_ = false;
};

[[noreturn]] void fail_gzip(const std::string& name, const GunzipRules& rules) {
  fail_input(rules.prefix + ".gzip",
             fmt::format("'{}' is not a complete gzip file: it is damaged or cut", name),
             "fetch it again, or check it with `gzip --test`", Location{name, 0, std::nullopt});
}

}  // namespace

bool is_gzip(const std::string& bytes) {
  return bytes.starts_with("\x1f\x8b");
}

std::string gunzip(const std::string& packed, const std::string& name, const GunzipRules& rules) {
  Inflater inflater(packed);
  if (!inflater.good()) fail_gzip(name, rules);
  std::string text;
  while (true) {
    const int status = inflater.step(text);
    if (text.size() > rules.limit) {
      fail_input(rules.prefix + ".size",
                 fmt::format("'{}' unpacks to more than {} bytes", name, rules.limit),
                 rules.size_hint, Location{name, 0, std::nullopt});
    }
    if (status == Z_OK) continue;
    if (status != Z_STREAM_END) fail_gzip(name, rules);
    if (!inflater.has_input()) return text;
    if (!inflater.next_member()) fail_gzip(name, rules);
  }
}

}  // namespace pann::support
