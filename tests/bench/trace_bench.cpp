// How fast traces are counted, as ratios measured in one run against a bare loop that splits the
// same file into words. The files, 100 MB each, are made by Verilator and Icarus at the first run
// and kept in pann's cache: 32 multiply-accumulate units, as RTL and as gates.
//
//   pann_bench --benchmark_filter=Trace
//
// Counters: ratio = time of counting over time of the bare loop; threads_gain = time with one
// thread over time with two. Trace/in_process: the same model without a trace, with Verilator's
// trace thrown away, with it written to a file, and with the trace counted in process; ratio =
// counted over written, ratio_by_thread the same with a thread of its own for the counting,
// ratio_to_discarded = counted over thrown away.
#include <algorithm>
#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <limits>
#include <string>
#include <vector>

#include <benchmark/benchmark.h>

#include "activity/trace/byte_source.h"
#include "activity/trace/trace_file.h"
#include "support/cache.h"
#include "support/hash.h"
#include "support/output.h"
#include "support/process.h"

namespace {

namespace fs = std::filesystem;
using Clock = std::chrono::steady_clock;

constexpr const char* kDesign = R"(module unit(input clk, input [7:0] x, input [7:0] w,
            output reg [31:0] acc);
  wire [15:0] product = x * w;
  wire [31:0] sum = acc + {16'b0, product};
  wire parity = ^product;
  initial acc = 0;
  always @(posedge clk) acc <= sum;
endmodule
module dut(input clk, input [63:0] r, output [31:0] y);
  wire [31:0] acc [0:31];
  wire [31:0] mix [0:32];
  assign mix[0] = 0;
  assign y = mix[32];
  genvar g;
  generate for (g = 0; g < 32; g = g + 1) begin : g_unit
    unit u(clk, r[7:0] ^ {r[g+:4], r[g+8+:4]}, r[15:8] ^ r[g+16+:8], acc[g]);
    assign mix[g+1] = mix[g] ^ acc[g];
  end endgenerate
endmodule
)";

constexpr const char* kIcarusBench = R"(`timescale 1ns/1ps
module tb;
  reg clk; reg [63:0] r; wire [31:0] y; integer n;
  dut dut(clk, r, y);
  initial begin
    $dumpfile("icarus.vcd"); $dumpvars(0, tb);
    clk = 0; r = 64'h123456789abcdef1;
    if (!$value$plusargs("n=%d", n)) n = 1;
    repeat (n) begin
      #5 clk = 1; r = r ^ (r << 13); r = r ^ (r >> 7); r = r ^ (r << 17); #5 clk = 0;
    end
    $finish;
  end
endmodule
)";

constexpr const char* kVerilatorBench = R"(#include "Vdut.h"
#include "verilated_vcd_c.h"
#include <cstdlib>
int main(int, char** arguments) {
  VerilatedContext context;
  context.traceEverOn(true);
  Vdut dut{&context};
  VerilatedVcdC trace;
  dut.trace(&trace, 99);
  trace.open("verilator.vcd");
  uint64_t r = 0x123456789abcdef1ULL;
  const uint64_t cycles = std::strtoull(arguments[1], nullptr, 10);
  for (uint64_t i = 0; i < cycles; ++i) {
    r ^= r << 13; r ^= r >> 7; r ^= r << 17;
    dut.clk = 1; dut.eval(); dut.r = r; dut.eval(); trace.dump(10 * i);
    dut.clk = 0; dut.eval(); trace.dump(10 * i + 5);
  }
  trace.close();
}
)";

/// Plays the model in the way that is asked for and prints the seconds that it took.
constexpr const char* kInProcessBench = R"(#include "Vdut.h"
#include "activity/trace/verilator_counter.h"
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <string>
struct Discard : VerilatedVcdFile {
  bool open(const std::string&) override { return true; }
  void close() override {}
  ssize_t write(const char*, ssize_t length) override { return length; }
};
int main(int, char** arguments) {
  const std::string way = arguments[1];
  const uint64_t cycles = std::strtoull(arguments[2], nullptr, 10);
  VerilatedContext context;
  context.traceEverOn(true);
  Vdut dut{&context};
  Discard discard;
  pann::activity::TraceOptions options;
  options.threads = way == "counted_by_thread" ? 2 : 1;
  pann::activity::VerilatorCounter counter(options);
  VerilatedVcdC trace(way.rfind("counted", 0) == 0 ? static_cast<VerilatedVcdFile*>(&counter) : &discard);
  VerilatedVcdC file;
  const bool traces = way != "bare";
  VerilatedVcdC& used = way == "written" ? file : trace;
  if (traces) { dut.trace(&used, 99); used.open("written.vcd"); }
  const auto begin = std::chrono::steady_clock::now();
  uint64_t r = 0x123456789abcdef1ULL;
  for (uint64_t i = 0; i < cycles; ++i) {
    r ^= r << 13; r ^= r >> 7; r ^= r << 17;
    dut.clk = 1; dut.eval(); dut.r = r; dut.eval(); if (traces) used.dump(10 * i);
    dut.clk = 0; dut.eval(); if (traces) used.dump(10 * i + 5);
  }
  if (traces) used.close();
  if (way.rfind("counted", 0) == 0 && counter.finish().nets.empty()) return 1;
  const std::chrono::duration<double> seconds = std::chrono::steady_clock::now() - begin;
  std::printf("%.9f\n", seconds.count());
}
)";

/// A kind of trace, and the clock cycles that make 100 MB and more of it.
struct Input {
  const char* name;
  bool is_verilator;
  bool is_gates;
  const char* cycles;
};
constexpr std::array<Input, 4> kTraces{{{"verilator_rtl", true, false, "22000"},
                                        {"verilator_gates", true, true, "4600"},
                                        {"icarus_rtl", false, false, "27000"},
                                        {"icarus_gates", false, true, "3300"}}};

void run(const fs::path& directory, std::vector<std::string> arguments) {
  pann::support::ProcessOptions options;
  options.arguments = std::move(arguments);
  options.directory = directory;
  pann::support::run_tool(options, "bench.tool");
}

void make_trace(const Input& input, const fs::path& directory) {
  pann::support::write_file(directory / "dut.v", kDesign);
  if (input.is_gates) {
    run(directory,
        {"yosys", "-q", "-p",
         "read_verilog dut.v; synth -flatten -top dut; abc -g AND,XOR,OR,MUX; splitnets; "
         "opt_clean -purge; write_verilog -noattr dut.v"});
  }
  if (input.is_verilator) {
    pann::support::write_file(directory / "main.cpp", kVerilatorBench);
    run(directory, {"verilator", "--cc", "--exe", "--build", "--trace", "--trace-underscore",
                    "-Wno-fatal", "--top", "dut", "dut.v", "main.cpp"});
    run(directory, {(directory / "obj_dir" / "Vdut").string(), input.cycles});
    fs::rename(directory / "verilator.vcd", directory / "trace.vcd");
  } else {
    pann::support::write_file(directory / "tb.v", kIcarusBench);
    run(directory, {"iverilog", "-g2005", "-o", "tb.vvp", "tb.v", "dut.v"});
    run(directory, {"vvp", "-n", "tb.vvp", std::string("+n=") + input.cycles});
    fs::rename(directory / "icarus.vcd", directory / "trace.vcd");
  }
}

fs::path trace_of(const Input& input) {
  const std::string key = pann::support::content_hash(
      {input.name, input.cycles, kDesign, kIcarusBench, kVerilatorBench});
  return pann::support::cached_directory(
             "trace-bench", key, [&](const fs::path& directory) { make_trace(input, directory); }) /
         "trace.vcd";
}

/// Words of a text: the bare loop.
std::size_t count_words(const char* text, const char* end) {
  std::size_t words = 0;
  while (text < end) {
    while (text < end && static_cast<unsigned char>(*text) <= ' ') ++text;
    if (text == end) break;
    ++words;
    while (text<end&& static_cast<unsigned char>(*text)> ' ') ++text;
  }
  return words;
}

std::size_t split_file(const fs::path& path) {
  pann::activity::FileSource file(path);
  std::vector<char> piece(256U << 10U);
  std::size_t words = 0;
  while (const std::size_t count = file.read(piece)) {
    words += count_words(piece.data(), piece.data() + count);
  }
  return words;
}

pann::activity::Activity count_file(const fs::path& path, unsigned threads) {
  pann::activity::TraceOptions options;
  options.threads = threads;
  return pann::activity::count_trace(path, options).activity;
}

template <typename Work>
double seconds_of(Work work) {
  const auto begin = Clock::now();
  benchmark::DoNotOptimize(work());
  return std::chrono::duration<double>(Clock::now() - begin).count();
}

/// The three take turns, so that whatever else the machine does meets them alike; the best of each
/// counts.
void trace_ratios(benchmark::State& state, const Input& input) {
  const fs::path path = trace_of(input);
  double bare = std::numeric_limits<double>::infinity();
  double one = bare;
  double two = bare;
  for (auto _ : state) {
    bare = std::min(bare, seconds_of([&] { return split_file(path); }));
    one = std::min(one, seconds_of([&] { return count_file(path, 1).duration; }));
    two = std::min(two, seconds_of([&] { return count_file(path, 2).duration; }));
  }
  const auto bytes = static_cast<double>(fs::file_size(path));
  state.counters["ratio"] = one / bare;
  state.counters["threads_gain"] = one / two;
  state.counters["bare_MB/s"] = bytes / bare / 1e6;
  state.counters["one_MB/s"] = bytes / one / 1e6;
  state.counters["two_MB/s"] = bytes / two / 1e6;
}

void make_in_process(const fs::path& directory) {
  pann::support::write_file(directory / "dut.v", kDesign);
  pann::support::write_file(directory / "main.cpp", kInProcessBench);
  run(directory,
      {"verilator", "--cc", "--exe", "--build", "--trace", "-O3", "-Wno-fatal", "--top", "dut",
       "dut.v", "main.cpp", "-CFLAGS", "-O2 -std=c++20 -I" PANN_SOURCE_DIR, "-LDFLAGS",
       "-L" PANN_LIBRARY_DIR
       " -lpann_tb -lpann_generator -lpann_support -lpann_fst -lfmt -lz -ltbb -lxxhash -lhwy"});
}

void in_process(benchmark::State& state) {
  const pann::support::TemporaryDirectory directory;
  make_in_process(directory.path());
  const auto seconds = [&](const char* way) {
    pann::support::ProcessOptions options;
    options.arguments = {(directory.path() / "obj_dir" / "Vdut").string(), way, "20000"};
    options.directory = directory.path();
    return std::stod(pann::support::run_tool(options, "bench.in_process").output);
  };
  double bare = std::numeric_limits<double>::infinity();
  double discarded = bare;
  double written = bare;
  double counted = bare;
  double by_thread = bare;
  for (auto _ : state) {
    bare = std::min(bare, seconds("bare"));
    discarded = std::min(discarded, seconds("discarded"));
    written = std::min(written, seconds("written"));
    counted = std::min(counted, seconds("counted"));
    by_thread = std::min(by_thread, seconds("counted_by_thread"));
  }
  state.counters["bare_ms"] = bare * 1e3;
  state.counters["discarded_ms"] = discarded * 1e3;
  state.counters["written_ms"] = written * 1e3;
  state.counters["counted_ms"] = counted * 1e3;
  state.counters["by_thread_ms"] = by_thread * 1e3;
  state.counters["ratio"] = counted / written;
  state.counters["ratio_by_thread"] = by_thread / written;
  state.counters["ratio_to_discarded"] = counted / discarded;
}
BENCHMARK(in_process)->Name("Trace/in_process")->Iterations(7)->Unit(benchmark::kMillisecond);

const bool kRegistered = [] {
  for (const Input& input : kTraces) {
    benchmark::RegisterBenchmark((std::string("Trace/") + input.name).c_str(),
                                 [&input](benchmark::State& state) { trace_ratios(state, input); })
        ->Iterations(7)
        ->Unit(benchmark::kMillisecond);
  }
  return true;
}();

}  // namespace
