#include "tb/verilator/build.h"

#include <algorithm>
#include <shim_text.h>
#include <string_view>
#include <vector>

#include <fmt/format.h>

#include "support/cache.h"
#include "support/diagnostic.h"
#include "support/hash.h"
#include "support/input.h"
#include "support/output.h"
#include "support/process.h"

namespace pann::tb {

namespace fs = std::filesystem;

namespace {

constexpr std::string_view kBuildError = "verilator.build";
constexpr std::string_view kCompiler = "g++";

// -fno-gnu-unique: each model keeps statics of its own however many are loaded.
const std::vector<std::string>& compile_flags() {
  static const std::vector<std::string> flags{"-std=c++17",
                                              "-O1",
                                              "-fPIC",
                                              "-fvisibility=hidden",
                                              "-fno-gnu-unique",
                                              "-w",
                                              "-DVM_TRACE=1",
                                              "-DVM_TRACE_VCD=1",
                                              "-DVM_TRACE_FST=0",
                                              "-DVM_COVERAGE=0",
                                              "-DVM_SC=0",
                                              "-DVL_USER_FATAL",
                                              "-DVL_USER_FINISH",
                                              "-DVL_USER_STOP"};
  return flags;
}

std::string tool_output(std::vector<std::string> arguments) {
  std::string text =
      support::run_tool({.arguments = std::move(arguments)}, std::string(kBuildError)).output;
  while (!text.empty() && text.back() == '\n') text.pop_back();
  return text;
}

struct Tools {
  std::string versions;
  fs::path include;
};

const Tools& tools() {
  static const Tools found{
      tool_output({"verilator", "--version"}) + "\n" +
          tool_output({std::string(kCompiler), "--version"}),
      fs::path(tool_output({"verilator", "--getenv", "VERILATOR_ROOT"})) / "include"};
  return found;
}

std::string joined(const std::vector<std::string>& texts) {
  return fmt::format("{}", fmt::join(texts, " "));
}

std::string replaced(std::string text, std::string_view mark, std::string_view value) {
  const std::size_t at = text.find(mark);
  return text.replace(at, mark.size(), value);
}

// No optimization that merges nets (-fno-gate, -fno-dedup, -fno-dfg): an inverted copy of a
// register must not become one net with another inverter's output, since only the first counts its
// storing edge. A tick is a nanosecond, as in the other engines.
const std::vector<std::string>& verilator_flags() {
  static const std::vector<std::string> flags{"--cc",
                                              "--trace",
                                              "--trace-underscore",
                                              "--no-trace-params",
                                              "--trace-max-array",
                                              "1000000",
                                              "--trace-max-width",
                                              "100000",
                                              "--no-timing",
                                              "--timescale",
                                              "1ns/1ns",
                                              "-Wno-fatal",
                                              "-Wno-lint",
                                              "-O3",
                                              "-fno-gate",
                                              "-fno-dedup",
                                              "-fno-dfg",
                                              "--prefix",
                                              "Vdut"};
  return flags;
}

std::vector<std::string> verilator_arguments(const fs::path& directory,
                                             const generator::Manifest& manifest) {
  std::vector<std::string> arguments{"verilator"};
  arguments.insert(arguments.end(), verilator_flags().begin(), verilator_flags().end());
  arguments.insert(arguments.end(), {"--top-module", manifest.top, "-Mdir", "."});
  for (const generator::Parameter& parameter : manifest.parameters) {
    arguments.push_back(fmt::format("-G{}={}", parameter.name, parameter.value));
  }
  for (const std::string& file : manifest.files) {
    arguments.push_back(fs::absolute(directory / file).string());
  }
  return arguments;
}

void compile(const fs::path& directory, const std::string& source, const std::string& object) {
  std::vector<std::string> arguments{std::string(kCompiler)};
  arguments.insert(arguments.end(), compile_flags().begin(), compile_flags().end());
  arguments.insert(arguments.end(),
                   {"-I" + tools().include.string(), "-I" + (tools().include / "vltstd").string(),
                    "-c", source, "-o", object});
  support::run_tool({.arguments = arguments, .directory = directory}, std::string(kBuildError));
}

/// Verilator's own runtime, the same for every model: compiled once.
fs::path runtime_objects() {
  const std::string key = support::content_hash({tools().versions, joined(compile_flags())});
  return support::cached_directory("verilator-runtime", key, [](const fs::path& directory) {
    for (const char* unit : {"verilated", "verilated_vcd_c", "verilated_threads"}) {
      compile(directory, (tools().include / (std::string(unit) + ".cpp")).string(),
              std::string(unit) + ".o");
    }
  });
}

/// One translation unit of all that Verilator wrote, and the shim: compiling them together is
/// fastest.
std::string unity_source(const fs::path& directory) {
  std::vector<std::string> sources;
  for (const auto& entry : fs::directory_iterator(directory)) {
    if (entry.path().extension() == ".cpp") sources.push_back(entry.path().filename().string());
  }
  std::sort(sources.begin(), sources.end());
  std::string text;
  for (const std::string& source : sources) text += fmt::format("#include \"{}\"\n", source);
  return text;
}

void build_in(const fs::path& scratch, const fs::path& directory,
              const generator::Manifest& manifest, const std::string& shim) {
  support::run_tool({.arguments = verilator_arguments(directory, manifest), .directory = scratch},
                    std::string(kBuildError));
  support::write_file(scratch / "shim.cpp", shim);
  support::write_file(scratch / "all.cc", unity_source(scratch));
  compile(scratch, "all.cc", "all.o");
  const fs::path runtime = runtime_objects();
  support::run_tool({.arguments = {std::string(kCompiler), "-shared", "-Wl,-Bsymbolic", "-o",
                                   "libdut.so", "all.o", (runtime / "verilated.o").string(),
                                   (runtime / "verilated_vcd_c.o").string(),
                                   (runtime / "verilated_threads.o").string(), "-lpthread"},
                     .directory = scratch},
                    std::string(kBuildError));
}

std::string cache_key(const fs::path& directory, const generator::Manifest& manifest,
                      const std::string& shim) {
  std::vector<std::string> parts{tools().versions, joined(verilator_flags()),
                                 joined(compile_flags()), shim, manifest.top};
  for (const generator::Parameter& parameter : manifest.parameters) {
    parts.push_back(fmt::format("{}={}", parameter.name, parameter.value));
  }
  for (const std::string& file : manifest.files) {
    parts.push_back(file);
    parts.push_back(support::read_file(directory / file));
  }
  return support::content_hash({parts.begin(), parts.end()});
}

}  // namespace

std::string verilated_shim(const sim::Schedule& pins) {
  std::string drive;
  std::string sample;
  for (const sim::PinSlot& slot : pins.inputs) {
    drive += fmt::format("  put(dut.{}, words + {});\n", slot.port, slot.first_word);
  }
  for (const sim::PinSlot& slot : pins.outputs) {
    sample += fmt::format("  get(dut.{}, words + {});\n", slot.port, slot.first_word);
  }
  std::string text(kShimText);
  text = replaced(std::move(text), "@DRIVE@", drive);
  text = replaced(std::move(text), "@SAMPLE@", sample);
  text = replaced(std::move(text), "@CLOCK@",
                  pins.clock.empty() ? "" : fmt::format("  dut.{} = level ? 1 : 0;\n", pins.clock));
  return replaced(std::move(text), "@HAS_CLOCK@", pins.clock.empty() ? "false" : "true");
}

fs::path build_verilated_library(const fs::path& directory, const generator::Manifest& manifest,
                                 const sim::Schedule& pins) {
  const std::string shim = verilated_shim(pins);
  const std::string key = cache_key(directory, manifest, shim);
  const fs::path entry = support::cached_directory("verilator", key, [&](const fs::path& draft) {
    const support::TemporaryDirectory scratch;
    build_in(scratch.path(), directory, manifest, shim);
    fs::copy_file(scratch.path() / "libdut.so", draft / "libdut.so");
  });
  return entry / "libdut.so";
}

}  // namespace pann::tb
