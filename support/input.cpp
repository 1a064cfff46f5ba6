#include "support/input.h"

#include <array>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <memory>

#include <fmt/format.h>

#include "support/diagnostic.h"

namespace pann::support {

namespace {

/// A pipe that has a name waits for a writer, for ever; one of a shell's `<(...)` has one.
bool is_named_pipe(const std::filesystem::path& path) {
  std::error_code error;
  if (!std::filesystem::is_fifo(path, error)) return false;
  const std::string text = path.string();
  return text.rfind("/dev/fd/", 0) != 0 && text.rfind("/proc/self/fd/", 0) != 0;
}

struct Closer {
  void operator()(std::FILE* file) const {
    if (file != stdin) std::fclose(file);
  }
};

}  // namespace

std::string read_file(const std::filesystem::path& path, std::size_t limit) {
  const auto fail = [&](const std::string& why) {
    fail_input("input.read", fmt::format("cannot read '{}': {}", path.string(), why),
               "check the path and its permissions");
  };
  std::error_code error;
  if (std::filesystem::is_directory(path, error)) fail("it is a directory");
  if (is_named_pipe(path)) fail("it is a named pipe, where a file is due ('-': standard input)");
  const std::unique_ptr<std::FILE, Closer> file(path == "-" ? stdin
                                                            : std::fopen(path.c_str(), "rb"));
  if (!file) fail(std::strerror(errno));
  std::string content;
  std::array<char, 65536> buffer;
  for (;;) {
    const std::size_t count = std::fread(buffer.data(), 1, buffer.size(), file.get());
    content.append(buffer.data(), count);
    if (content.size() > limit) {
      fail_input("input.size", fmt::format("'{}' is larger than {} bytes", path.string(), limit),
                 "is it the right file?");
    }
    if (count < buffer.size()) break;
  }
  if (std::ferror(file.get()) != 0) fail(std::strerror(errno));
  return content;
}

}  // namespace pann::support
