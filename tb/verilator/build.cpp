#include "tb/verilator/build.h"

#include <algorithm>
#include <set>
#include <shim_text.h>
#include <string_view>
#include <vector>

#include <fmt/format.h>

#include "circuit/elaborate.h"
#include "circuit/source_files.h"
#include "circuit/source_tool.h"
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
                                              "--relative-includes",
                                              "--default-language",
                                              "1364-2005",
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
  const auto request = circuit::elaboration_request(directory, manifest);
  for (const fs::path& folder : circuit::search_path(request)) {
    arguments.push_back("-I" + folder.string());
  }
  for (const fs::path& file : request.files) arguments.push_back(fs::absolute(file).string());
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

/// A port's name as Verilator spells it in C++ (AstNode::encodeName): two underscores and dollar
/// signs as hexadecimal numbers.
std::string encoded(const std::string& port) {
  std::string text;
  for (std::size_t i = 0; i < port.size(); ++i) {
    const bool is_pair = port.compare(i, 2, "__") == 0;
    text += is_pair ? "___05F" : port[i] == '$' ? "__024" : std::string(1, port[i]);
    i += is_pair ? 1 : 0;
  }
  return text;
}

/// The model's member for a port; which one is known once Verilator ran (pin_definitions).
std::string member(const std::string& port) {
  return "PANN_PIN_" + encoded(port);
}

/// What each pin of the shim is called in the model: Verilator puts `__SYM__` before words of C++.
std::string pin_definitions(const sim::Schedule& pins, const std::string& header) {
  std::set<std::string> names;
  for (const auto* slots : {&pins.inputs, &pins.outputs}) {
    for (const sim::PinSlot& slot : *slots) names.insert(slot.port);
  }
  if (!pins.clock.empty()) names.insert(pins.clock);
  std::string text;
  for (const std::string& port : names) {
    const std::string reserved = "__SYM__" + encoded(port);
    const bool is_reserved = header.find("(&" + reserved + ",") != std::string::npos;
    text += fmt::format("#define {} {}\n", member(port), is_reserved ? reserved : encoded(port));
  }
  return text;
}

void build_in(const fs::path& scratch, const fs::path& directory,
              const generator::Manifest& manifest, const sim::Schedule& pins) {
  circuit::run_on_sources(
      {.arguments = verilator_arguments(directory, manifest), .directory = scratch},
      circuit::elaboration_request(directory, manifest), std::string(kBuildError));
  support::write_file(
      scratch / "shim.cpp",
      pin_definitions(pins, support::read_file(scratch / "Vdut.h")) + verilated_shim(pins));
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
  std::vector<std::string> parts =
      circuit::source_key(circuit::elaboration_request(directory, manifest));
  parts.insert(parts.end(),
               {tools().versions, joined(verilator_flags()), joined(compile_flags()), shim});
  return support::content_hash({parts.begin(), parts.end()});
}

}  // namespace

std::string verilated_shim(const sim::Schedule& pins) {
  std::string drive;
  std::string sample;
  for (const sim::PinSlot& slot : pins.inputs) {
    drive += fmt::format("  put(dut.{}, words + {});\n", member(slot.port), slot.first_word);
  }
  for (const sim::PinSlot& slot : pins.outputs) {
    sample += fmt::format("  get(dut.{}, words + {});\n", member(slot.port), slot.first_word);
  }
  std::string text(kShimText);
  text = replaced(std::move(text), "@DRIVE@", drive);
  text = replaced(std::move(text), "@SAMPLE@", sample);
  text = replaced(
      std::move(text), "@CLOCK@",
      pins.clock.empty() ? "" : fmt::format("  dut.{} = level ? 1 : 0;\n", member(pins.clock)));
  return replaced(std::move(text), "@HAS_CLOCK@", pins.clock.empty() ? "false" : "true");
}

fs::path build_verilated_library(const fs::path& directory, const generator::Manifest& manifest,
                                 const sim::Schedule& pins) {
  const std::string shim = verilated_shim(pins);
  const std::string key = cache_key(directory, manifest, shim);
  const fs::path entry = support::cached_directory("verilator", key, [&](const fs::path& draft) {
    const support::TemporaryDirectory scratch;
    build_in(scratch.path(), directory, manifest, pins);
    fs::copy_file(scratch.path() / "libdut.so", draft / "libdut.so");
  });
  return entry / "libdut.so";
}

}  // namespace pann::tb
