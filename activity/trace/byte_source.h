#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <span>
#include <string>
#include <string_view>

namespace pann::activity {

/// Bytes in order, from wherever they come.
class ByteSource {
 public:
  virtual ~ByteSource() = default;
  /// Fills the begin of `space` and returns how much; 0 at the end only.
  virtual std::size_t read(std::span<char> space) = 0;
};

/// An open file, pipe or standard input.
class FileSource : public ByteSource {
 public:
  /// "-" is standard input. Throws Failure(user_error, "trace.read").
  explicit FileSource(const std::filesystem::path& path);
  FileSource(const FileSource&) = delete;
  FileSource& operator=(const FileSource&) = delete;
  ~FileSource() override;

  std::size_t read(std::span<char> space) override;
  /// From a place of a regular file, whatever was read before; for any number of threads.
  std::size_t read_at(std::uint64_t offset, std::span<char> space) const;
  /// What the next reads will bring again: up to `count` bytes.
  const std::string& peek(std::size_t count);

  bool is_regular() const { return is_regular_; }
  std::uint64_t size() const { return size_; }  ///< Of a regular file.
  const std::string& name() const { return name_; }
  int descriptor() const { return descriptor_; }

 private:
  std::size_t read_descriptor(std::span<char> space);
  [[noreturn]] void fail(int error) const;

  std::string name_;
  int descriptor_ = -1;
  bool is_regular_ = false;
  std::uint64_t size_ = 0;
  std::string ahead_;  ///< Read by `peek` and not yet given out.
};

/// Whether a file that begins so is packed with gzip.
inline bool is_gzip(std::string_view magic) {
  return magic.starts_with("\x1f\x8b");
}

/// Decompresses gzip data, several members in a row too. Throws Failure(user_error, "trace.gzip")
/// where it is damaged or cut.
std::unique_ptr<ByteSource> make_gzip_source(ByteSource& compressed, std::string name);

/// Reads `source` ahead in a thread of its own.
std::unique_ptr<ByteSource> make_threaded_source(ByteSource& source);

}  // namespace pann::activity
