#include "tb/verilator/model.h"

#include <array>
#include <dlfcn.h>
#include <exception>
#include <utility>

#include <fmt/format.h>

#include "support/cancellation.h"
#include "support/diagnostic.h"
#include "tb/verilator/build.h"

namespace pann::tb {

namespace {

/// The interface to model_shim.cpp.in, which declares it likewise.
struct PannRun {
  std::uint64_t cycles;
  std::uint64_t ticks_per_cycle;
  std::size_t input_words;
  std::size_t output_words;
  const std::uint64_t* values;
  std::uint64_t* samples;
  void (*sink)(void* user, const char* text, std::size_t size);
  void* user;
  int (*keep_going)(void* user);
  char* message;
  std::size_t message_size;
};

using RunFunction = int (*)(const PannRun*);

/// Exceptions of ours must not cross the model's frames: they wait here.
struct Listener {
  const std::function<void(std::string_view)>& on_trace;
  std::exception_ptr fault{};
};

void on_chunk(void* user, const char* text, std::size_t size) {
  auto& listener = *static_cast<Listener*>(user);
  if (listener.fault) return;
  try {
    listener.on_trace(std::string_view(text, size));
  } catch (...) {
    listener.fault = std::current_exception();
  }
}

int keep_going(void* user) {
  const auto& listener = *static_cast<const Listener*>(user);
  return !listener.fault && support::pending_signal() == 0 ? 1 : 0;
}

}  // namespace

VerilatorModel VerilatorModel::build(const std::filesystem::path& directory,
                                     const generator::Manifest& manifest,
                                     const sim::Schedule& pins) {
  return VerilatorModel(build_verilated_library(directory, manifest, pins));
}

VerilatorModel::VerilatorModel(const std::filesystem::path& library)
    : handle_(::dlopen(library.c_str(), RTLD_NOW | RTLD_LOCAL)) {
  if (handle_ != nullptr) run_ = ::dlsym(handle_, "pann_run");
  if (run_ == nullptr) {
    const std::string why = ::dlerror();
    if (handle_ != nullptr) ::dlclose(handle_);
    support::fail_tool(
        "verilator.load",
        fmt::format("cannot load the compiled model '{}': {}", library.string(), why),
        "delete that directory of the cache and try again");
  }
}

VerilatorModel::VerilatorModel(VerilatorModel&& other) noexcept
    : handle_(std::exchange(other.handle_, nullptr)), run_(std::exchange(other.run_, nullptr)) {}

VerilatorModel::~VerilatorModel() {
  if (handle_ != nullptr) ::dlclose(handle_);
}

std::vector<std::uint64_t> VerilatorModel::play(
    const sim::Schedule& schedule, const std::function<void(std::string_view)>& on_trace) const {
  std::vector<std::uint64_t> samples(schedule.cycles() * schedule.output_words);
  std::array<char, 1024> message{};
  Listener listener{on_trace};
  const PannRun run{schedule.cycles(),
                    sim::Schedule::kTicksPerCycle,
                    schedule.input_words,
                    schedule.output_words,
                    schedule.values.data(),
                    samples.data(),
                    on_trace ? on_chunk : nullptr,
                    &listener,
                    keep_going,
                    message.data(),
                    message.size()};
  const int failed = reinterpret_cast<RunFunction>(run_)(&run);
  if (listener.fault) std::rethrow_exception(listener.fault);
  support::check_cancelled();
  if (failed != 0) {
    support::fail_tool("verilator.run", fmt::format("the simulation stopped: {}", message.data()),
                       "does the design settle, and is it free of $finish?");
  }
  return samples;
}

}  // namespace pann::tb
