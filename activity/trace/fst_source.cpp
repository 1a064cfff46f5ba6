#include "activity/trace/fst_source.h"

#include <array>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <optional>
#include <string>
#include <unistd.h>
#include <utility>
#include <vector>

#include <fmt/format.h>
#include <fstapi.h>

#include "activity/trace/isolated_child.h"
#include "activity/vcd/piece.h"
#include "support/diagnostic.h"
#include "support/output.h"

namespace pann::activity {

namespace {

constexpr std::uint64_t kSpoolLimit = 8ULL << 30U;
constexpr std::size_t kBlockHead = 9;         ///< A block's type and length.
constexpr std::uint64_t kHeaderLength = 329;  ///< Of the first block.
constexpr unsigned char kPackedWhole = 254;   ///< Type of a block that holds a whole packed file.

/// Big-endian 64-bit number.
std::uint64_t number_at(std::string_view bytes) {
  std::uint64_t value = 0;
  for (const char byte : bytes.substr(0, 8)) value = value << 8U | static_cast<unsigned char>(byte);
  return value;
}

/// An open file without a name; closed at the end of its scope.
class TemporaryFile {
 public:
  TemporaryFile() : path_((support::temporary_root() / "pann.XXXXXX").string()) {
    descriptor_ = ::mkstemp(path_.data());
    if (descriptor_ < 0) {
      support::fail_input("trace.spool", fmt::format("cannot create '{}'", path_),
                          "set TMPDIR to a directory with room for the trace");
    }
    ::unlink(path_.c_str());
  }
  TemporaryFile(const TemporaryFile&) = delete;
  TemporaryFile& operator=(const TemporaryFile&) = delete;
  ~TemporaryFile() { ::close(descriptor_); }
  int descriptor() const { return descriptor_; }

 private:
  std::string path_;
  int descriptor_ = -1;
};

[[noreturn]] void fail(const std::string& name, const std::string& why) {
  support::fail_input("trace.fst", fmt::format("'{}': {}", name, why),
                      "is the file whole? a simulator that was killed leaves an FST unfinished");
}

void spool(FileSource& from, int to) {
  std::vector<char> piece(kPiece);
  std::uint64_t total = 0;
  while (const std::size_t count = from.read(piece)) {
    total += count;
    if (total > kSpoolLimit) fail(from.name(), "a stream of more than 8 GiB; give it as a file");
    for (std::size_t at = 0; at < count;) {
      const ssize_t written = ::write(to, piece.data() + at, count - at);
      if (written <= 0) {
        support::fail_input("trace.spool", "the temporary copy of the stream cannot be written",
                            "set TMPDIR to a directory with room for the trace");
      }
      at += static_cast<std::size_t>(written);
    }
  }
}

/// The blocks of an FST file follow each other to its very end; a cut file is found out here,
/// since the reference reader counts what is left of it without a word.
void check_blocks(const FileSource& file, const std::string& name) {
  std::uint64_t at = 0;
  while (at < file.size()) {
    std::array<char, kBlockHead> head;
    if (file.read_at(at, head) < kBlockHead) fail(name, fmt::format("cut at byte {}", file.size()));
    const std::uint64_t length = number_at({head.data() + 1, 8});
    if (length < 8 || length > file.size() - at - 1) {
      fail(name, fmt::format("the block at byte {} reaches beyond the end at {}", at, file.size()));
    }
    at += 1 + length;
  }
}

/// In the child: the whole trace as VCD. `descriptor` is the FST file.
int write_vcd(int descriptor, int out) {
  // By its descriptor, so that the reader cannot put its temporary files beside the input.
  const std::string path = fmt::format("/proc/self/fd/{}", descriptor);
  void* reader = ::fstReaderOpen(path.c_str());
  std::FILE* text = ::fdopen(out, "w");
  if (reader == nullptr || text == nullptr) return 1;
  std::setvbuf(text, nullptr, _IOFBF, kPiece);
  if (::fstReaderProcessHier(reader, text) == 0) return 1;
  ::fstReaderSetFacProcessMaskAll(reader);
  if (::fstReaderIterBlocks(reader, nullptr, nullptr, text) == 0) return 1;
  fmt::print(text, "#{}\n", ::fstReaderGetEndTime(reader));
  return std::fclose(text) == 0 ? 0 : 1;
}

class FstSource : public ByteSource {
 public:
  FstSource(FileSource& file, std::string name) : name_(std::move(name)) {
    if (!file.is_regular()) spool(file, spooled_.emplace().descriptor());
    const FileSource whole(spooled_ ? fmt::format("/proc/self/fd/{}", spooled_->descriptor())
                                    : file.name());
    if (static_cast<unsigned char>(first_byte(whole)) != kPackedWhole) check_blocks(whole, name_);
    ChildLimits limits;
    // Generous: unpacking 1 MB takes below a second.
    limits.cpu_seconds = 3 + 20 * (whole.size() >> 20U);
    const int descriptor = whole.descriptor();
    child_.emplace([descriptor](int out) { return write_vcd(descriptor, out); }, descriptor,
                   limits);
  }

  std::size_t read(std::span<char> space) override;

 private:
  static char first_byte(const FileSource& file) {
    char byte = 0;
    file.read_at(0, {&byte, 1});
    return byte;
  }

  std::string name_;
  std::optional<TemporaryFile> spooled_;
  std::optional<IsolatedChild> child_;
};

std::size_t FstSource::read(std::span<char> space) {
  const std::size_t count = child_->read(space);
  if (count > 0) return count;
  const int code = child_->wait();
  const std::string messages = child_->messages();
  constexpr int kSignals = 128;
  if (code > kSignals && code < kSignals + NSIG) {
    fail(name_, fmt::format("the reader was ended by signal {}", code - kSignals));
  }
  if (code != 0) fail(name_, "the content is damaged");
  if (!messages.empty()) fail(name_, "the reader says: " + messages);
  return 0;
}

}  // namespace

bool is_fst(std::string_view magic) {
  if (magic.size() < kBlockHead) return false;
  if (static_cast<unsigned char>(magic[0]) == kPackedWhole) return true;
  return magic[0] == '\0' && number_at(magic.substr(1)) == kHeaderLength;
}

std::unique_ptr<ByteSource> make_fst_source(FileSource& file, const TraceOptions& options) {
  return std::make_unique<FstSource>(file, options.source);
}

}  // namespace pann::activity
