// Hand-made dumps, one for each rule of IEEE 1364-2005 clause 18 and of what tools write.
#include <algorithm>
#include <string>
#include <vector>

#include <doctest/doctest.h>

#include "activity/trace/vcd_counter.h"
#include "relative.h"
#include "support/diagnostic.h"

using namespace pann::activity;
using pann::support::Failure;

namespace {

constexpr const char* kHead =
    "$date\n today\n$end\n$version x $end\n$timescale\n\t1ps\n$end\n"
    "$scope module top $end\n"
    "$var wire 1 ! a $end\n$var reg 4 \" v [3:0] $end\n$var wire 1 # c $end\n"
    "$scope module inner $end\n$var wire 1 ! a_alias $end\n$var real 64 $ r $end\n"
    "$var event 1 % e $end\n$upscope $end\n$upscope $end\n$enddefinitions $end\n";

Activity trace_vcd_count(const std::string& text, TraceOptions options = {}) {
  options.source = "t.vcd";
  VcdActivityCounter counter(options);
  counter.feed(text);
  return counter.finish();
}

Activity count_body(const std::string& body, const TraceOptions& options = {}) {
  return trace_vcd_count(kHead + body, options);
}

const NetCounts& net(const Activity& activity, const std::string& name, std::size_t bit = 0) {
  const auto found = std::find_if(activity.signals.begin(), activity.signals.end(),
                                  [&](const Signal& signal) { return signal.name == name; });
  REQUIRE_MESSAGE(found != activity.signals.end(), name);
  return activity.nets.at(found->bits.at(bit));
}

/// Code, line and byte of the fault that `text` has.
std::string trace_vcd_fault_of(const std::string& text, const TraceOptions& options = {}) {
  try {
    trace_vcd_count(text, options);
  } catch (const Failure& failure) {
    const auto& diagnostic = failure.diagnostics().at(0);
    std::string where = diagnostic.code;
    if (diagnostic.location) {
      where += ' ' + std::to_string(diagnostic.location->line) + ' ' +
               std::to_string(*diagnostic.location->byte);
    }
    return where;
  }
  return "none";
}

std::string fault_code(const std::string& text) {
  const std::string fault = trace_vcd_fault_of(text);
  return fault.substr(0, fault.find(' '));
}

}  // namespace

TEST_CASE("a toggle is a change between 0 and 1; a first and an equal value are none") {
  const Activity activity = count_body("#0\n0!\n#5\n1!\n#7\n1!\n#10\n0!\n#20\n");
  CHECK(net(activity, "top.a") == NetCounts{1, 1, 0, 0, 15, 5, 0, 0});
  CHECK(activity.duration == 20);
  CHECK(activity.tick_seconds == pann::test::relative(1e-12));
}

TEST_CASE("changes from and to x and z are counted apart") {
  const Activity activity = count_body("#0\nx!\n#1\n0!\n#3\nz!\n#4\nX!\n#6\n1!\n#9\nZ!\n#10\n");
  CHECK(net(activity, "top.a") == NetCounts{0, 0, 5, 0, 2, 3, 3, 2});
}

TEST_CASE("names that share a code are one net, and each is kept") {
  const Activity activity = count_body("#0\n0!\n#1\n1!\n");
  CHECK(net(activity, "top.a").rises == 1);
  CHECK(net(activity, "top.inner.a_alias").rises == 1);
  CHECK(total_toggles(activity) == 1);
  CHECK(activity.nets.size() == 6);  // a, v[3:0], c
}

TEST_CASE("a shorter value is extended by 0, x or z as its leftmost digit asks") {
  const Activity zeros = count_body("#0\nb1111 \"\n#1\nb1 \"\n#2\nb01 \"\n");
  CHECK(net(zeros, "top.v", 0).toggles() == 0);
  for (const std::size_t bit : {1U, 2U, 3U}) CHECK(net(zeros, "top.v", bit).falls == 1);
  const Activity unknowns = count_body("#0\nb0000 \"\n#1\nbx1 \"\n#3\n");
  CHECK(net(unknowns, "top.v", 0).rises == 1);
  for (const std::size_t bit : {1U, 2U, 3U}) {
    CHECK(net(unknowns, "top.v", bit).unknown_changes == 1);
    CHECK(net(unknowns, "top.v", bit).time_unknown == 2);
  }
  const Activity floating = count_body("#0\nb0000 \"\n#1\nBz \"\n#3\n");
  for (const std::size_t bit : {0U, 1U, 2U, 3U})
    CHECK(net(floating, "top.v", bit).time_floating == 2);
}

TEST_CASE("a net without a value is unknown for that time") {
  const Activity activity = count_body("#0\n0!\n#6\n1#\n#10\n");
  CHECK(net(activity, "top.c") == NetCounts{0, 0, 0, 0, 0, 4, 6, 0});
}

TEST_CASE("values of $dumpoff are no changes; the time until $dumpon is unknown") {
  const Activity activity = count_body(
      "#0\n$dumpvars\n0!\nb0000 \"\n$end\n#5\n1!\n#10\n$dumpoff\nx!\nbx "
      "\"\n$end\n#20\n$dumpon\n0!\n"
      "b1010 \"\n$end\n#25\n1!\n#30\n$dumpall\n1!\nb1010 \"\n$end\n");
  CHECK(net(activity, "top.a") == NetCounts{2, 0, 0, 0, 10, 10, 10, 0});
  for (const std::size_t bit : {0U, 1U, 2U, 3U}) CHECK(net(activity, "top.v", bit).toggles() == 0);
}

TEST_CASE("reals, strings and events have no nets") {
  const Activity activity = count_body("#0\nr1.5 $\n1%\n#1\nr-2.5e10 $\n1%\nsabc $\n");
  CHECK(total_toggles(activity) == 0);
  for (const Signal& signal : activity.signals) CHECK(signal.name != "top.inner.r");
}

TEST_CASE("comments, CRLF, several changes a line and unknown sections are read") {
  const Activity activity = count_body(
      "$comment #99 1! $end\r\n#0\r\n0! 0#\r\n#1 1! 1#\r\n$attrbegin misc 02 x $end\r\n#2\r\n");
  CHECK(net(activity, "top.a").rises == 1);
  CHECK(net(activity, "top.c").rises == 1);
  CHECK(activity.duration == 2);
}

TEST_CASE("escaped names lose the backslash; ranges may touch the name; indices are names") {
  const Activity activity = trace_vcd_count(
      "$timescale 10 ns $end\n$scope module t $end\n"
      "$var wire 1 ! \\esc[3] $end\n$var wire 8 \" data[7:0] $end\n$var wire 1 # bus [3] $end\n"
      "$var wire 4 $ mem[2] [3:0] $end\n$var wire 6 % pk [1:0] [2:0] $end\n$var wire 1 & arr[2] "
      "$end\n"
      "$var wire 4 ' up [0:3] $end\n$var integer 32 ( i $end\n"
      "$upscope $end\n$enddefinitions $end\n#0\nb0001 '\n#1\nb0000 '\n");
  CHECK(activity.tick_seconds == pann::test::relative(1e-8));
  const auto& signals = activity.signals;
  CHECK(signals[0].name == "t.esc[3]");
  CHECK_FALSE(signals[0].is_vector);
  CHECK(signals[1].name == "t.data");
  CHECK(signals[1].left == 7);
  CHECK(signals[2].name == "t.bus");
  CHECK(signals[2].left == 3);
  CHECK(signals[2].is_vector);
  CHECK(signals[3].name == "t.mem[2]");
  CHECK(signals[3].left == 3);
  CHECK(signals[4].name == "t.pk");
  CHECK(signals[4].left == 5);
  CHECK(signals[5].name == "t.arr");
  CHECK(signals[5].left == 2);
  CHECK(signals[6].right == 3);
  CHECK(net(activity, "t.up", 0).falls == 1);
  CHECK(signals[7].left == 31);
}

TEST_CASE("64-bit times are exact") {
  const Activity activity =
      count_body("#18446744073709551600\n0!\n#18446744073709551610\n1!\n#18446744073709551615\n");
  CHECK(net(activity, "top.a") == NetCounts{1, 0, 0, 0, 10, 5, 0, 0});
}

TEST_CASE("extended dumps: ports, strengths, states of both directions") {
  const Activity activity = trace_vcd_count(
      "$timescale 1ns $end\n$scope module t $end\n$var port 1 <0 a $end\n"
      "$var port [3:0] <1 b $end\n$upscope $end\n$enddefinitions $end\n"
      "#0\n$dumpports\npD 6 0 <0\npLHLH 6060 0606 <1\n$end\n#1\npU 0 6 <0\npHHLL 6666 6666 <1\n"
      "#2\npN 0 6 <0\npTTTT 0000 0000 <1\n$vcdclose #5 $end\n");
  CHECK(net(activity, "t.a") == NetCounts{1, 0, 1, 0, 1, 1, 3, 0});
  CHECK(net(activity, "t.b", 3).rises == 1);
  CHECK(net(activity, "t.b", 0).falls == 1);
  CHECK(net(activity, "t.b", 1).time_floating == 3);
  CHECK(activity.duration == 5);
}

TEST_CASE("words wider than 64 bits and codes longer than eight characters are counted") {
  const std::string ones(100, '1');
  const Activity activity = trace_vcd_count(
      "$scope module t $end\n$var wire 100 longcode99 w [99:0] $end\n$var wire 1 ~~~~~~ s $end\n"
      "$upscope $end\n$enddefinitions $end\n#0\nb0 longcode99\n0~~~~~~\n#1\nb" +
      ones + " longcode99\n1~~~~~~\n#2\nb1" + std::string(99, '0') + " longcode99\n");
  CHECK(net(activity, "t.w", 99).toggles() == 1);
  CHECK(net(activity, "t.w", 64).toggles() == 2);
  CHECK(net(activity, "t.w", 0).toggles() == 2);
  CHECK(net(activity, "t.s").rises == 1);
}

TEST_CASE("a window counts from its first tick to before its last; registers a while longer") {
  TraceOptions options;
  options.windows.windows = {{5, 10, 12}};
  options.windows.registers = {"top.c"};
  options.windows.operations = 7;
  const Activity activity =
      count_body("#0\n0!\n0#\n#4\n1!\n#5\n0!\n1#\n#10\n1!\n0#\n#12\n1#\n#20\n", options);
  CHECK(net(activity, "top.a") == NetCounts{0, 1, 0, 0, 5, 0, 0, 0});
  CHECK(net(activity, "top.c") == NetCounts{1, 1, 0, 0, 0, 5, 0, 0});
  CHECK(activity.duration == 5);
  CHECK(activity.operations == 7);
}

TEST_CASE("--from and --to cut the trace, and never beyond its end") {
  TraceOptions options;
  options.from = 5;
  options.to = 100;
  const Activity activity = count_body("#0\n0!\n#5\n1!\n#10\n0!\n#20\n", options);
  CHECK(activity.duration == 15);
  CHECK(net(activity, "top.a") == NetCounts{1, 1, 0, 0, 10, 5, 0, 0});
}

TEST_CASE("scopes and patterns choose signals; names are relative to the scope") {
  TraceOptions options;
  options.scope = "top.inner";
  const Activity inner = count_body("#0\n0!\n#1\n1!\n", options);
  REQUIRE(inner.signals.size() == 1);
  CHECK(inner.signals[0].name == "a_alias");
  CHECK(total_toggles(inner) == 1);
  options.scope = "top.in";
  CHECK(trace_vcd_fault_of(std::string(kHead) + "#0\n", options).starts_with("trace.scope"));
  options.scope = "";
  options.match = {"top.*"};
  CHECK(count_body("#0\n0!\n#1\n1!\n", options).signals.size() == 3);
}

TEST_CASE("glitches are the toggles of a clock period beyond the settled one") {
  TraceOptions options;
  options.clock = "top.c";
  // At 10 the clock's edge stands behind the data of the same instant, which belong to the period.
  const Activity activity = count_body(
      "#0\n0!\n0#\nb0000 "
      "\"\n#10\n1!\n1#\n#12\n0!\n#13\n1!\n#15\n0#\n#20\n1#\n0!\n#21\n1!\n#25\n0#\n"
      "#30\n",
      options);
  CHECK(net(activity, "top.a").toggles() == 5);
  CHECK(net(activity, "top.a").glitches == 4);
  CHECK(net(activity, "top.c").glitches == 0);
  options.clock = "";
  options.clock_period = 10;
  CHECK(net(count_body("#0\n0!\n#12\n1!\n#13\n0!\n#14\n1!\n#22\n0!\n#30\n", options), "top.a")
            .glitches == 2);
  options.clock = "top.v";
  CHECK(trace_vcd_fault_of(std::string(kHead) + "#0\n", options) == "trace.clock");
}

TEST_CASE("a profile has the toggles of equal intervals") {
  TraceOptions options;
  options.every = 10;
  VcdActivityCounter counter(options);
  counter.feed(std::string(kHead) +
               "#100\n0!\nb0000 \"\n#105\n1!\n#110\nb1111 \"\n#139\n0!\n#150\n");
  const TraceCount result = counter.finish_count();
  CHECK(result.profile.from == 100);
  CHECK(result.profile.toggles == std::vector<std::uint64_t>{1, 4, 0, 1, 0});
}

TEST_CASE("a section whose $end is missing is refused with its line, and swallows nothing") {
  const std::string head = "$timescale 1ns $end\n$scope module top $end\n$var wire 1 ! a $end\n";
  const std::string tail = "#0\n0!\n#1\n1!\n";
  CHECK(trace_vcd_fault_of(head + "$upscope $end\n$enddefinitions\n" + tail)
            .starts_with("vcd.section 6 "));
  CHECK(trace_vcd_fault_of(head + "$upscope\n$enddefinitions $end\n" + tail)
            .starts_with("vcd.section 5 "));
  CHECK(
      trace_vcd_fault_of(head + "$var wire 1 \" b\n$upscope $end\n").starts_with("vcd.section 5 "));
  CHECK(trace_vcd_fault_of("$date today\n$timescale 1ps $end\n") == "vcd.section 2 12");
  CHECK(trace_vcd_fault_of(head + "$enddefinitions extra $end\n").starts_with("vcd.section 4 "));
  // Any text in a comment, and printable characters in a code, are none of that.
  const Activity activity = trace_vcd_count(
      "$comment $var wire #5 $enddefinitions\n $end\n$date #5 $end\n$version $dumpfile(\"t\") "
      "$end\n"
      "$scope module top $end\n$var wire 1 $var a $end\n$var wire 1 #5 b $end\n$upscope $end\n"
      "$enddefinitions $end\n#0\n0$var\n0#5\n#1\n1$var\n$comment #9 $end\n#2\n1#5\n");
  CHECK(total_toggles(activity) == 2);
  CHECK(activity.duration == 2);
}

TEST_CASE("an unknown keyword among the value changes is refused with its line") {
  const std::string head = kHead;
  const auto lines = static_cast<std::uint64_t>(std::count(head.begin(), head.end(), '\n'));
  for (const char* word : {"$dumpmore", "$timescale", "$date", "$enddefinitions", "$scope"}) {
    INFO(word);
    const std::string fault =
        trace_vcd_fault_of(head + "#0\n" + word + "\n0!\n#5\n1!\n$end\n#6\n0!\n");
    CHECK(fault.starts_with("vcd.keyword " + std::to_string(lines + 2)));
  }
  CHECK(trace_vcd_fault_of(head + "#0\n0!\n$vcdclose #5\n#6 1! $end\n") == "none");
}

TEST_CASE("a list of values without $end ends with the next time stamp or keyword") {
  const Activity whole = count_body("#0\n$dumpvars\n0!\n0#\n$end\n#5\n1!\n#9\n");
  const Activity without = count_body("#0\n$dumpvars\n0!\n0#\n#5\n1!\n#9\n");
  CHECK(without.nets == whole.nets);
  const char* ends[] = {"$end\n#20\n", "#20\n"};
  for (const char* end : ends) {
    const Activity off =
        count_body("#0\n0!\n#5\n1!\n#10\n$dumpoff\nx!\n" + std::string(end) + "1!\n#25\n0!\n#30\n");
    CHECK(net(off, "top.a") == NetCounts{1, 1, 0, 0, 10, 10, 10, 0});
  }
  const Activity on = count_body("#0\n0!\n#10\n$dumpoff\nx!\n$dumpon\n1!\n$end\n#15\n0!\n#20\n");
  CHECK(net(on, "top.a").falls == 1);
}

TEST_CASE("parameters and reals before the first time stamp do not start the clock") {
  const std::string head =
      "$scope module top $end\n$var parameter 32 & P $end\n$var real 64 % r $end\n"
      "$var wire 1 ! a $end\n$upscope $end\n$enddefinitions $end\n";
  const std::string body = "#7000\n0!\n#7010\n1!\n#7020\n";
  for (const char* before : {"", "b101 &\n", "r2.5 %\n", "$dumpall\nr2.5 %\nb101 &\n$end\n"}) {
    INFO(before);
    const Activity activity = trace_vcd_count(head + before + body);
    CHECK(activity.duration == 20);
    CHECK(net(activity, "top.a") == NetCounts{1, 0, 0, 0, 10, 10, 0, 0});
  }
  CHECK(trace_vcd_count(head + "0!\n" + body).duration == 7020);  // a net's value stands at 0
  TraceOptions scope;
  scope.match = {"none*", "top.a"};
  CHECK(trace_vcd_count(head + "b1 &\n" + body, scope).duration == 20);
}

TEST_CASE("a header that names gigabytes in a few bytes is refused") {
  std::string text = "$scope module t $end\n";
  for (int i = 0; i < 200; ++i) text += "$var wire 1000000 ! a" + std::to_string(i) + " $end\n";
  CHECK(fault_code(text) == "vcd.size");
  std::string deep;
  for (int i = 0; i < 900; ++i) deep += "$scope module " + std::string(100, 'm') + " $end\n";
  CHECK(fault_code(deep) == "vcd.name");
}

TEST_CASE("faults give line and byte") {
  const std::string head = kHead;
  const auto lines = static_cast<std::uint64_t>(std::count(head.begin(), head.end(), '\n'));
  const auto at = [&](std::uint64_t line, std::size_t byte) {
    return ' ' + std::to_string(lines + line) + ' ' + std::to_string(head.size() + byte);
  };
  CHECK(trace_vcd_fault_of(head + "#0\n0!\n#5\n1?\n") == "vcd.code" + at(4, 10));
  CHECK(trace_vcd_fault_of(head + "#10\n0!\n#5\n") == "vcd.time" + at(3, 7));
  CHECK(trace_vcd_fault_of(head + "#10x\n") == "vcd.time" + at(1, 0));
  CHECK(trace_vcd_fault_of(head + "#18446744073709551616\n") == "vcd.time" + at(1, 0));
  CHECK(trace_vcd_fault_of(head + "#0\nb00000 \"\n") == "vcd.width" + at(2, 3));
  CHECK(trace_vcd_fault_of(head + "#0\nb0q \"\n") == "vcd.change" + at(2, 3));
  CHECK(trace_vcd_fault_of(head + "#0\nhello\n") == "vcd.code" + at(2, 4));
  CHECK(trace_vcd_fault_of(head + "#0\n?!\n") == "vcd.change" + at(2, 3));
  CHECK(trace_vcd_fault_of(head + "#0\n$var wire 1 ! b $end\n").starts_with("vcd.keyword"));
  CHECK(trace_vcd_fault_of(head + "#0\n1!\n#1\n0") == "vcd.truncated" + at(4, 10));
  CHECK(trace_vcd_fault_of(head + "#0\nb1010 ") == "vcd.truncated" + at(2, 9));
  CHECK(trace_vcd_fault_of(head) == "vcd.truncated" + at(1, 0));
  CHECK(fault_code("") == "vcd.truncated");
  CHECK(fault_code("$scope module t $end\n") == "vcd.truncated");
  CHECK(fault_code("PNG\n") == "vcd.header");
  CHECK(fault_code("$upscope $end\n") == "vcd.scope");
  CHECK(fault_code("$timescale 3 ps $end\n") == "vcd.timescale");
  // What would be passed over, or be taken for something else.
  CHECK(fault_code("$timescale 1 ns $end $timescale 1 ps $end\n") == "vcd.timescale");
  CHECK(fault_code("$scope module t $end $var wire 4 ! a [7:0] $end\n") == "vcd.var");
  const std::string net =
      "$scope module t $end $var wire 4 ! a [3:0] $end $upscope $end "
      "$enddefinitions $end\n#0\n";
  CHECK(fault_code(net + "b1 !\n#1\nr1.5 !\n") == "vcd.change");
  CHECK(fault_code(net + "b1 !\n#1\nsIDLE !\n") == "vcd.change");
  CHECK(fault_code("$timescale 1 parsec $end\n") == "vcd.timescale");
  CHECK(fault_code("$var wire 1 ! $end\n") == "vcd.var");
  CHECK(fault_code("$var wire -1 ! a $end\n") == "vcd.var");
  CHECK(fault_code("$var wire 4000000000 ! a $end\n") == "vcd.var");
  CHECK(fault_code("$var wire 2 ! a $end\n$var wire 3 ! b $end\n") == "vcd.alias");
  CHECK(fault_code("$var wire 1000000 ! a $end\n$var wire 1000000 \" b $end\n") == "vcd.size");
}

TEST_CASE("a lenient count keeps what came before the fault, and says so") {
  TraceOptions options;
  options.lenient = true;
  VcdActivityCounter counter(options);
  counter.feed(std::string(kHead) + "#0\n0!\n#5\n1!\n#9\n0");
  const TraceCount result = counter.finish_count();
  REQUIRE(result.cut.has_value());
  CHECK(result.cut->code == "vcd.truncated");
  CHECK(net(result.activity, "top.a") == NetCounts{1, 0, 0, 0, 5, 4, 0, 0});
  VcdActivityCounter broken(options);
  CHECK_THROWS_AS(broken.feed("no dump\n"), Failure);  // nothing came before this one
}

TEST_CASE("a window that begins after the trace's end is a cut trace") {
  TraceOptions options;
  options.windows.windows = {{0, 10, 10}, {50, 60, 60}};
  CHECK(trace_vcd_fault_of(std::string(kHead) + "#0\n0!\n#10\n1!\n", options)
            .starts_with("vcd.truncated"));
  options.windows.windows = {{10, 20, 20}, {15, 30, 30}};
  CHECK(trace_vcd_fault_of(kHead, options) == "trace.window");
  options.windows.windows = {};
  options.from = 10;
  options.to = 10;
  CHECK(trace_vcd_fault_of(kHead, options) == "trace.window");
}
