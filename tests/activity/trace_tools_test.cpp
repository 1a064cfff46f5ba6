// Dumps as tools write them, against the reference counter and against each other.
#include <algorithm>
#include <filesystem>
#include <fstream>
#include <map>
#include <sstream>
#include <string>
#include <vector>

#include <doctest/doctest.h>
#include <fstapi.h>

#include "activity/signal_bits.h"
#include "activity/trace/trace_file.h"
#include "paths.h"
#include "support/output.h"
#include "support/process.h"
#include "support/random.h"
#include "test_data.h"
#include "trace_reference.h"

using namespace pann::activity;
using pann::support::TemporaryDirectory;
using pann::test::ReferenceCounter;
namespace fs = std::filesystem;

namespace {

constexpr const char* kDesign = R"(`timescale 1ns/1ns
module unit(input clk, input [7:0] a, output reg [11:0] sum, output par);
  reg [2:0] \odd.name[1] ;
  wire [7:0] low = a & sum[7:0];
  genvar i;
  generate for (i = 0; i < 3; i = i + 1) begin : g_bit
    wire one = a[i] ^ sum[i];
  end endgenerate
  assign par = ^sum;
  initial begin sum = 0; \odd.name[1] = 0; end
  always @(posedge clk) begin
    sum <= sum + {4'b0, a} + {10'b0, low[1:0]};
    \odd.name[1]  <= \odd.name[1] + 1;
  end
endmodule
)";

constexpr const char* kIcarusBench = R"(`timescale 1ns/1ns
module tb;
  reg clk; reg [7:0] a; wire [11:0] sum; wire par; integer n;
  unit dut(clk, a, sum, par);
  initial begin
    $dumpfile("icarus.vcd"); $dumpvars(0, tb);
    clk = 0; a = 1;
    for (n = 1; n <= 200; n = n + 1) begin
      #5 clk = 1; a <= a * 5 + 3; #5 clk = 0;
    end
    $finish;
  end
endmodule
)";

constexpr const char* kVerilatorBench = R"(#include "Vunit.h"
#include "verilated_vcd_c.h"
int main() {
  VerilatedContext context;
  context.traceEverOn(true);
  Vunit unit{&context};
  VerilatedVcdC trace;
  unit.trace(&trace, 99);
  trace.open("verilator.vcd");
  unsigned char a = 1;
  unit.clk = 0; unit.a = a; unit.eval();
  trace.dump(static_cast<uint64_t>(0));
  for (uint64_t n = 1; n <= 200; ++n) {
    unit.clk = 1; unit.eval();
    a = a * 5 + 3;
    unit.a = a; unit.eval();
    trace.dump(10 * n - 5);
    unit.clk = 0; unit.eval();
    trace.dump(10 * n);
  }
  trace.close();
}
)";

constexpr const char* kVhdl = R"(library ieee;
use ieee.std_logic_1164.all;
use ieee.numeric_std.all;
entity counter is end entity;
architecture test of counter is
  signal clk : std_logic := '0';
  signal count : unsigned(7 downto 0) := (others => '0');
  signal bus_line : std_logic := 'Z';
  signal floating : std_logic;
  signal flag : boolean := false;
begin
  process begin
    for i in 1 to 100 loop
      wait for 5 ns; clk <= '1';
      count <= count + 7;
      if i mod 3 = 0 then bus_line <= 'Z'; else bus_line <= count(2); end if;
      flag <= not flag;
      wait for 5 ns; clk <= '0';
    end loop;
    wait;
  end process;
end architecture;
)";

void trace_tools_write(const fs::path& path, const std::string& text) {
  std::ofstream(path, std::ios::binary) << text;
}

std::string trace_tools_read(const fs::path& path) {
  std::ostringstream text;
  text << std::ifstream(path, std::ios::binary).rdbuf();
  return text.str();
}

void run(const fs::path& directory, std::vector<std::string> arguments) {
  pann::support::ProcessOptions options;
  options.arguments = std::move(arguments);
  options.directory = directory;
  pann::support::run_tool(options, "test.tool");
}

std::map<std::string, NetCounts> by_bit(const Activity& activity) {
  std::map<std::string, NetCounts> counts;
  for (const Signal& signal : activity.signals) {
    for (std::size_t bit = 0; bit < signal.bits.size(); ++bit) {
      counts[bit_name(signal, bit)] = activity.nets[signal.bits[bit]];
    }
  }
  return counts;
}

/// Counts a file and checks every bit against the reference; returns how many bits there were.
std::size_t trace_tools_check_against_reference(const fs::path& path) {
  const ReferenceCounter reference(trace_tools_read(path));
  const Activity activity = count_trace(path, {}).activity;
  std::size_t bits = 0;
  for (const Signal& signal : activity.signals) {
    for (std::size_t bit = 0; bit < signal.bits.size(); ++bit, ++bits) {
      REQUIRE_MESSAGE(activity.nets[signal.bits[bit]] == reference.count(signal.name, bit),
                      path.filename() << ": " << bit_name(signal, bit));
    }
  }
  return bits;
}

void make_icarus_dump(const fs::path& directory) {
  trace_tools_write(directory / "unit.v", kDesign);
  trace_tools_write(directory / "tb.v", kIcarusBench);
  run(directory, {"iverilog", "-g2005", "-o", "tb.vvp", "tb.v", "unit.v"});
  run(directory, {"vvp", "-n", "tb.vvp"});
}

}  // namespace

TEST_CASE("Verilator's and Icarus' dumps of one design give the same toggles, net for net") {
  const TemporaryDirectory directory;
  make_icarus_dump(directory.path());
  trace_tools_write(directory.path() / "main.cpp", kVerilatorBench);
  run(directory.path(),
      {"verilator", "--cc", "--exe", "--build", "--trace", "--trace-underscore", "-Wno-fatal",
       "--top", "unit", "unit.v", "main.cpp", "-CFLAGS", "-O0", "-MAKEFLAGS", "OPT_FAST=-O0"});
  run(directory.path(), {(directory.path() / "obj_dir" / "Vunit").string()});
  CHECK(trace_tools_check_against_reference(directory.path() / "verilator.vcd") > 50);
  CHECK(trace_tools_check_against_reference(directory.path() / "icarus.vcd") > 50);
  TraceOptions options;
  options.scope = "tb.dut";
  const auto icarus = by_bit(count_trace(directory.path() / "icarus.vcd", options).activity);
  options.scope = "TOP.unit";
  const auto verilator = by_bit(count_trace(directory.path() / "verilator.vcd", options).activity);
  REQUIRE(icarus.contains("g_bit[2].one"));
  REQUIRE(verilator.contains("g_bit[2].one"));
  std::size_t compared = 0;
  for (const auto& entry : icarus) {
    const auto& name = entry.first;
    const auto& counts = entry.second;
    const auto found = verilator.find(name);
    if (found == verilator.end()) continue;
    CHECK_MESSAGE(counts.rises == found->second.rises, name);
    CHECK_MESSAGE(counts.falls == found->second.falls, name);
    ++compared;
  }
  CHECK(compared >= 33);
}

TEST_CASE("the documented example counts within a Verilator testbench what its dump would say") {
  if (pann::test::is_sanitized()) {
    pann::test::say_skipped("the example is linked with our libraries, not with their sanitizer");
    return;
  }
  const TemporaryDirectory directory;
  trace_tools_write(directory.path() / "unit.v", kDesign);
  const fs::path source = pann::test::kSourceDirectory;
  const std::string libraries =
      fs::path(pann::test::kPannBinary).parent_path().parent_path().string();
  run(directory.path(),
      {"verilator", "--cc", "--exe", "--build", "--trace", "-Wno-fatal", "--top", "unit", "unit.v",
       (source / "docs/examples/in_process_counter.cpp").string(), "-CFLAGS",
       "-O0 -std=c++20 -I" + source.string(), "-MAKEFLAGS", "OPT_FAST=-O0", "-LDFLAGS",
       "-L" + libraries +
           " -lpann_activity -lpann_circuit -lpann_generator -lpann_support -lpann_fst -lfmt -lhwy "
           "-ltbb -lxxhash -lz"});
  pann::support::ProcessOptions options;
  options.arguments = {(directory.path() / "obj_dir" / "Vunit").string()};
  const std::string output = pann::support::run_tool(options, "test.example").output;
  // 200 cycles, each with a rise and a fall but for the first rise, which is a first value.
  CHECK(output.find("clk 399\n") != std::string::npos);
  CHECK(output.find("g_bit[1].one ") != std::string::npos);
}

TEST_CASE("GHDL's dumps are counted as the reference counts them") {
  if (!pann::support::find_program("ghdl")) {
    MESSAGE("SKIPPED: ghdl is not installed");
    return;
  }
  const TemporaryDirectory directory;
  trace_tools_write(directory.path() / "counter.vhd", kVhdl);
  run(directory.path(), {"ghdl", "-a", "counter.vhd"});
  run(directory.path(), {"ghdl", "-e", "counter"});
  run(directory.path(), {"ghdl", "-r", "counter", "--vcd=ghdl.vcd"});
  std::string text = trace_tools_read(directory.path() / "ghdl.vcd");
  // VHDL's uninitialized value is x to us; the reference knows four values only.
  for (std::size_t at = text.find("\nU"); at != std::string::npos; at = text.find("\nU", at)) {
    text[at + 1] = 'x';
  }
  const fs::path plain = directory.path() / "plain.vcd";
  trace_tools_write(plain, text);
  CHECK(trace_tools_check_against_reference(plain) > 8);
  CHECK(count_trace(plain, {}).activity.nets ==
        count_trace(directory.path() / "ghdl.vcd", {}).activity.nets);
}

TEST_CASE("an FST file gives the counts of the dump it was made from") {
  const TemporaryDirectory directory;
  const fs::path path = directory.path() / "t.fst";
  pann::support::Random random(11);
  std::string text = "$timescale 1ns $end\n$scope module top $end\n";
  void* writer = fstWriterCreate(path.c_str(), 1);
  REQUIRE(writer != nullptr);
  fstWriterSetTimescale(writer, -9);
  fstWriterSetPackType(writer, FST_WR_PT_LZ4);
  fstWriterSetScope(writer, FST_ST_VCD_MODULE, "top", nullptr);
  const std::vector<std::uint32_t> widths{1, 1, 4, 33, 64, 100};
  std::vector<fstHandle> handles;
  for (std::size_t i = 0; i < widths.size(); ++i) {
    const std::string name = "w" + std::to_string(i);
    handles.push_back(
        fstWriterCreateVar(writer, FST_VT_VCD_WIRE, FST_VD_IMPLICIT, widths[i], name.c_str(), 0));
    text += "$var wire " + std::to_string(widths[i]) + " " + static_cast<char>('a' + i) + " " +
            name + " $end\n";
  }
  fstWriterSetUpscope(writer);
  text += "$upscope $end\n$enddefinitions $end\n";
  for (std::uint64_t time = 0; time < 3000; time += 1 + random.below(3)) {
    fstWriterEmitTimeChange(writer, time);
    text += "#" + std::to_string(time) + "\n";
    for (std::size_t i = 0; i < widths.size(); ++i) {
      if (time > 0 && random.below(3) == 0) continue;
      std::string value;
      for (std::uint32_t bit = 0; bit < widths[i]; ++bit) {
        value += "01xz"[random.below(random.below(20) == 0 ? 4 : 2)];
      }
      fstWriterEmitValueChange(writer, handles[i], value.data());
      text += (widths[i] == 1 ? value : "b" + value + " ") + static_cast<char>('a' + i) + "\n";
    }
  }
  fstWriterClose(writer);
  trace_tools_write(directory.path() / "t.vcd", text);
  const Activity plain = count_trace(directory.path() / "t.vcd", {}).activity;
  const Activity fst = count_trace(path, {}).activity;
  CHECK(by_bit(plain) == by_bit(fst));
  CHECK(plain.duration == fst.duration);
  // Cut anywhere it is refused, and never takes this process down.
  const std::string whole = trace_tools_read(path);
  for (std::size_t size = 16; size < whole.size(); size += whole.size() / 12) {
    trace_tools_write(directory.path() / "cut.fst", whole.substr(0, size));
    CHECK_THROWS_AS(count_trace(directory.path() / "cut.fst", {}), pann::support::Failure);
  }
  for (std::uint64_t round = 0; round < 40; ++round) {
    std::string damaged = whole;
    for (int i = 0; i < 8; ++i) {
      damaged[9 + random.below(damaged.size() - 9)] = static_cast<char>(random.below(256));
    }
    trace_tools_write(directory.path() / "bad.fst", damaged);
    try {
      count_trace(directory.path() / "bad.fst", {});
    } catch (const pann::support::Failure&) {
      // refused with a diagnostic
    }
  }
}
