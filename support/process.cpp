#include "support/process.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <cstring>
#include <fcntl.h>
#include <poll.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <fmt/format.h>

#include "support/cancellation.h"
#include "support/diagnostic.h"
#include "support/leftovers.h"
#include "support/output.h"
#include "support/parallel.h"

namespace pann::support {

namespace {

using Clock = std::chrono::steady_clock;

/// A file descriptor that closes itself.
class Descriptor {
 public:
  Descriptor() = default;
  explicit Descriptor(int fd) : fd_(fd) {}
  Descriptor(Descriptor&& other) noexcept : fd_(std::exchange(other.fd_, -1)) {}
  Descriptor& operator=(Descriptor&& other) noexcept {
    if (this != &other) {
      reset();
      fd_ = std::exchange(other.fd_, -1);
    }
    return *this;
  }
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  ~Descriptor() { reset(); }
  int get() const { return fd_; }
  bool open() const { return fd_ >= 0; }
  void reset() {
    if (fd_ >= 0) ::close(fd_);
    fd_ = -1;
  }

 private:
  int fd_ = -1;
};

struct Pipe {
  Descriptor read_end;
  Descriptor write_end;
};

Pipe make_pipe() {
  std::array<int, 2> ends{};
  if (::pipe2(ends.data(), O_CLOEXEC) != 0) {
    fail_tool("tool.pipe", fmt::format("cannot create a pipe: {}", std::strerror(errno)));
  }
  return {Descriptor(ends[0]), Descriptor(ends[1])};
}

/// Ends the process group that this process leads, itself too.
void end_own_group(int) {
  ::kill(0, SIGKILL);
}

/// Waits beside the program, as the leader of its group, and ends the group when our process dies:
/// a program's own children (make, abc, a compiler) would outlive it. Takes on the program's end.
[[noreturn]] void keep_watch(pid_t program) {
  ::close_range(0, ~0U, 0);
  int status = 0;
  while (::waitpid(program, &status, 0) < 0 && errno == EINTR) {
  }
  if (WIFSIGNALED(status)) {
    const rlimit no_core{0, 0};
    ::setrlimit(RLIMIT_CORE, &no_core);
    ::kill(::getpid(), WTERMSIG(status));
  }
  ::_exit(WIFSIGNALED(status) ? 128 + WTERMSIG(status) : WEXITSTATUS(status));
}

void watch_parent(pid_t parent) {
  std::signal(SIGUSR1, end_own_group);
  ::prctl(PR_SET_PDEATHSIG, SIGUSR1, 0, 0, 0);
  if (::getppid() != parent) ::_exit(127);  // it died before
}

/// Everything between fork and exec; only async-signal-safe calls. Reports errno through `report`.
[[noreturn]] void become_child(const char* program, char* const* arguments,
                               char* const* environment, const char* directory,
                               std::optional<std::size_t> memory_limit, int in, int out, int err,
                               int report, pid_t parent) {
  ::setpgid(0, 0);
  for (const int signal : {SIGINT, SIGTERM, SIGHUP, SIGPIPE}) std::signal(signal, SIG_DFL);
  watch_parent(parent);
  const pid_t child = ::_Fork();
  if (child > 0) keep_watch(child);
  std::signal(SIGUSR1, SIG_DFL);
  bool good = child == 0 && ::dup2(in, 0) >= 0 && ::dup2(out, 1) >= 0 && ::dup2(err, 2) >= 0;
  if (good && directory != nullptr) good = ::chdir(directory) == 0;
  if (good && memory_limit) {
    const rlimit limit{*memory_limit, *memory_limit};
    good = ::setrlimit(RLIMIT_AS, &limit) == 0;
  }
  if (good) ::execve(program, arguments, environment);
  const int error = errno;
  [[maybe_unused]] const ssize_t written = ::write(report, &error, sizeof error);
  ::_exit(127);
}

std::vector<std::string> child_environment(const ProcessOptions& options) {
  std::vector<std::string> result;
  for (char** entry = ::environ; *entry != nullptr; ++entry) {
    const std::string_view text(*entry);
    bool replaced = false;
    for (const auto& [name, value] : options.environment) {
      replaced |= text.size() > name.size() && text.substr(0, name.size()) == name &&
                  text[name.size()] == '=';
    }
    if (!replaced) result.emplace_back(text);
  }
  for (const auto& [name, value] : options.environment) result.push_back(name + "=" + value);
  return result;
}

std::vector<char*> pointers(std::vector<std::string>& strings) {
  std::vector<char*> result;
  result.reserve(strings.size() + 1);
  for (std::string& string : strings) result.push_back(string.data());
  result.push_back(nullptr);
  return result;
}

/// The running child with our ends of its pipes. Killed with its whole group if we leave early.
class Child {
 public:
  explicit Child(const ProcessOptions& options);
  Child(const Child&) = delete;
  Child& operator=(const Child&) = delete;
  ~Child() {
    if (pid_ > 0) {
      kill_group();
      wait();
    }
  }

  ProcessResult communicate(const ProcessOptions& options);

 private:
  void kill_group() const { ::kill(-pid_, SIGKILL); }
  int wait();
  void feed(const std::string& text);
  static void drain(Descriptor& from, const std::function<void(std::string_view)>& sink);

  pid_t pid_ = -1;
  std::optional<RunningGroup> group_;
  Descriptor in_;
  Descriptor out_;
  Descriptor err_;
  std::size_t fed_ = 0;
};

[[noreturn]] void fail_start(const std::string& program, const std::string& why) {
  fail_tool("tool.missing", fmt::format("cannot start '{}': {}", program, why),
            "`pann doctor` lists the tools that are needed and the packages that bring them");
}

Child::Child(const ProcessOptions& options) {
  const std::string& name = options.arguments.at(0);
  const auto program = find_program(name);
  if (!program) fail_start(name, "no such program in PATH");
  Pipe in = make_pipe();
  Pipe out = make_pipe();
  Pipe err = make_pipe();
  Pipe report = make_pipe();
  std::vector<std::string> argument_texts = options.arguments;
  std::vector<std::string> environment_texts = child_environment(options);
  const std::vector<char*> arguments = pointers(argument_texts);
  const std::vector<char*> environment = pointers(environment_texts);
  const std::string directory = options.directory.string();
  const pid_t parent = ::getpid();
  pid_ = ::fork();
  if (pid_ < 0) fail_start(name, std::strerror(errno));
  if (pid_ == 0) {
    become_child(program->c_str(), arguments.data(), environment.data(),
                 directory.empty() ? nullptr : directory.c_str(), options.memory_limit_bytes,
                 in.read_end.get(), out.write_end.get(), err.write_end.get(),
                 report.write_end.get(), parent);
  }
  ::setpgid(pid_, pid_);
  group_.emplace(pid_);
  report.write_end.reset();
  int error = 0;
  if (::read(report.read_end.get(), &error, sizeof error) == static_cast<ssize_t>(sizeof error)) {
    wait();
    fail_start(name, std::strerror(error));
  }
  in_ = std::move(in.write_end);
  out_ = std::move(out.read_end);
  err_ = std::move(err.read_end);
  ::fcntl(in_.get(), F_SETFL, O_NONBLOCK);
}

int Child::wait() {
  int status = 0;
  while (::waitpid(pid_, &status, 0) < 0 && errno == EINTR) {
  }
  pid_ = -1;
  group_.reset();
  return WIFSIGNALED(status) ? 128 + WTERMSIG(status) : WEXITSTATUS(status);
}

void Child::feed(const std::string& text) {
  if (fed_ < text.size()) {
    const ssize_t count = ::write(in_.get(), text.data() + fed_, text.size() - fed_);
    if (count > 0) fed_ += static_cast<std::size_t>(count);
    if (count < 0 && errno != EAGAIN && errno != EINTR) fed_ = text.size();  // the child closed it
  }
  if (fed_ >= text.size()) in_.reset();
}

void Child::drain(Descriptor& from, const std::function<void(std::string_view)>& sink) {
  std::array<char, 65536> buffer;
  const ssize_t count = ::read(from.get(), buffer.data(), buffer.size());
  if (count > 0) sink(std::string_view(buffer.data(), static_cast<std::size_t>(count)));
  if (count == 0 || (count < 0 && errno != EINTR && errno != EAGAIN)) from.reset();
}

std::function<void(std::string_view)> keep(std::string& text, std::size_t limit) {
  return [&text, limit](std::string_view chunk) {
    text.append(chunk.substr(0, limit - std::min(limit, text.size())));
  };
}

ProcessResult Child::communicate(const ProcessOptions& options) {
  ProcessResult result;
  const auto sink =
      options.on_output ? options.on_output : keep(result.output, options.output_limit);
  const auto error_sink = keep(result.error, options.output_limit);
  const auto deadline =
      options.timeout ? Clock::now() + *options.timeout : Clock::time_point::max();
  feed(options.standard_input);
  while (out_.open() || err_.open()) {
    check_cancelled();
    check_abandoned();
    if (Clock::now() >= deadline) {
      result.timed_out = true;
      kill_group();
      break;
    }
    std::array<pollfd, 3> waits{pollfd{out_.get(), POLLIN, 0}, pollfd{err_.get(), POLLIN, 0},
                                pollfd{in_.get(), POLLOUT, 0}};
    if (::poll(waits.data(), waits.size(), 200) <= 0) continue;
    if (waits[0].revents != 0) drain(out_, sink);
    if (waits[1].revents != 0) drain(err_, error_sink);
    if (waits[2].revents != 0) feed(options.standard_input);
  }
  in_.reset();
  result.exit_code = wait();
  return result;
}

std::string last_lines(const std::string& text, int count) {
  std::size_t start = text.find_last_not_of('\n');
  if (start == std::string::npos) return "";
  const std::size_t end = start + 1;
  for (int line = 0; line < count && start != std::string::npos && start > 0; ++line) {
    start = text.rfind('\n', start - 1);
  }
  return text.substr(start == std::string::npos ? 0 : start + 1,
                     end - (start == std::string::npos ? 0 : start + 1));
}

}  // namespace

ProcessResult run_process(const ProcessOptions& options) {
  // Of its own: what a program that is killed leaves there (Yosys, compilers) goes with it.
  const TemporaryDirectory temporary;
  ProcessOptions with_temporary = options;
  with_temporary.environment.emplace_back("TMPDIR", temporary.path().string());
  Child child(with_temporary);
  return child.communicate(with_temporary);
}

std::optional<std::filesystem::path> find_program(std::string_view name) {
  const auto runnable = [](const std::filesystem::path& path) {
    std::error_code error;
    return std::filesystem::is_regular_file(path, error) && ::access(path.c_str(), X_OK) == 0;
  };
  if (name.find('/') != std::string_view::npos) {
    return runnable(name) ? std::optional<std::filesystem::path>(name) : std::nullopt;
  }
  const char* variable = std::getenv("PATH");
  std::string_view rest = variable == nullptr ? "" : variable;
  while (!rest.empty() && !name.empty()) {
    const std::size_t colon = rest.find(':');
    const std::filesystem::path candidate = std::filesystem::path(rest.substr(0, colon)) / name;
    if (runnable(candidate)) return candidate;
    rest = colon == std::string_view::npos ? std::string_view() : rest.substr(colon + 1);
  }
  return std::nullopt;
}

ProcessResult run_tool(const ProcessOptions& options, const std::string& code) {
  ProcessResult result = run_process(options);
  if (result.timed_out) {
    fail_tool(code, fmt::format("'{}' was stopped after {} s", options.arguments[0],
                                options.timeout->count()));
  }
  if (result.exit_code != 0) fail_process(options.arguments[0], result, code);
  return result;
}

void fail_process(const std::string& program, const ProcessResult& result,
                  const std::string& code) {
  constexpr int kSignals = 128;
  std::string message = fmt::format("'{}' ended with exit code {}", program, result.exit_code);
  if (result.exit_code > kSignals) {
    const int signal = result.exit_code - kSignals;
    message = fmt::format("'{}' was ended by signal {} ({})", program, signal, ::strsignal(signal));
  }
  const std::string text = last_lines(result.error.empty() ? result.output : result.error, 12);
  fail_tool(code, text.empty() ? message : message + ":\n" + text);
}

}  // namespace pann::support
