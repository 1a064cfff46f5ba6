// SAIF as other tools write it, and what it says at any clock.
#include "activity/files/saif.h"

#include <cmath>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <doctest/doctest.h>

#include "activity/files/activity_csv.h"
#include "activity/tick.h"
#include "activity/trace/activity_file.h"
#include "activity/trace/vcd_counter.h"
#include "relative.h"
#include "support/decimal.h"
#include "support/diagnostic.h"
#include "support/output.h"

using namespace pann::activity;
using pann::support::Failure;
using pann::support::TemporaryDirectory;
using pann::support::write_file;

namespace {

Activity read(const std::string& header, const std::string& body) {
  return parse_saif("(SAIFILE (SAIFVERSION \"2.0\") (DIRECTION \"backward\") " + header +
                        " (INSTANCE top " + body + "))",
                    "t.saif");
}

std::string fault_of(const std::string& header, const std::string& body) {
  try {
    read(header, body);
  } catch (const Failure& failure) {
    return failure.diagnostics().at(0).code;
  }
  return "none";
}

constexpr const char* kHeader = "(TIMESCALE 1 ns) (DURATION 100)";

}  // namespace

TEST_CASE("fractions of times make the ticks finer, and keep the seconds") {
  const Activity whole = read("(TIMESCALE 1 ns) (DURATION 100.00)", "(NET (a (T1 60) (TC 9.0)))");
  CHECK(whole.duration == 100);
  CHECK(whole.nets[0].rises == 5);
  const Activity half =
      read("(TIMESCALE 1 ns) (DURATION 100.5)", "(NET (a (T0 40.25) (T1 60.25)(TC 9)))");
  CHECK(half.duration == 10050);
  CHECK(half.tick_seconds == pann::test::relative(1e-11));
  CHECK(half.nets[0].time_low == 4025);
  CHECK(read("(DURATION 1.2e3)", "").duration == 1200);
  CHECK(fault_of("(DURATION 1e30)", "") == "saif.number");
  CHECK(fault_of("(DURATION 18446744073709551615)", "(NET (a (T1 0.5) (TC 1)))") == "saif.number");
  CHECK(fault_of(kHeader, "(NET (a (TC 1.5)))") == "saif.number");
}

TEST_CASE("comments of both kinds stand anywhere, and lines are counted through them") {
  const Activity activity = parse_saif(
      "/* by a tool\n (DURATION 7) */ // and more\n(SAIFILE (DURATION 100) /* ticks */\n"
      "(INSTANCE top (NET (a /**/ (TC 9)))))\n",
      "t");
  CHECK(activity.duration == 100);
  CHECK(activity.nets[0].toggles() == 9);
  try {
    parse_saif("/*\n\n*/(SAIFILE\n(DURATION x))", "t");
    FAIL("x is no number");
  } catch (const Failure& failure) {
    CHECK(failure.diagnostics().at(0).location->line == 4);
  }
  CHECK_THROWS_AS(parse_saif("(SAIFILE /* no end", "t"), Failure);
}

TEST_CASE("groups by state and path are shares of a port's toggles") {
  const char* groups =
      "(COND (!A * B) RISE (IOPATH A (TC 2) (IG 1)) FALL (IOPATH A (TC 1)))"
      "(COND_DEFAULT (TC 4) (IG 0))";
  const Activity with_sum =
      read(kHeader, "(PORT (y (T0 1) (TC 7) (IG 1) (IK 0.5) " + std::string(groups) + "))");
  CHECK(with_sum.nets[0].toggles() == 7);
  CHECK(with_sum.nets[0].glitches == 1);
  const Activity without = read(kHeader, "(PORT (y " + std::string(groups) + "))");
  CHECK(without.nets[0].toggles() == 7);
  CHECK(without.nets[0].glitches == 1);
}

TEST_CASE("times with drivers at odds are unknown; transport glitches are glitches") {
  const NetCounts net =
      read(kHeader, "(NET (a (TX 3) (TB 4) (TZ 5) (TC 6) (TG 1) (IG 2)))").nets[0];
  CHECK(net.time_unknown == 7);
  CHECK(net.time_floating == 5);
  CHECK(net.glitches == 3);
}

TEST_CASE(
    "a net under PORT and NET, and in a virtual instance, counts once; two that differ are "
    "refused") {
  const Activity twice = read(kHeader, "(PORT (q (TC 4))) (NET (q (TC 4)) (n (TC 1)))");
  CHECK(total_toggles(twice) == 5);
  const Activity register_ports = read(kHeader,
                                       "(INSTANCE r (NET (Q (TC 4)))) (VIRTUAL_INSTANCE "
                                       "\"sequential\" r (PORT (Q (TC 4)) (QN (TC 4))))");
  CHECK(total_toggles(register_ports) == 8);
  CHECK(fault_of(kHeader, "(PORT (q (TC 4))) (NET (q (TC 5)))") == "saif.name");
}

TEST_CASE("what holds no activity or is not understood is refused") {
  CHECK(fault_of("(DIRECTION \"forward\")", "") == "saif.forward");
  CHECK(fault_of("(LIBRARY \"l\" (MODULE \"AND2\"))", "") == "saif.forward");
  CHECK(fault_of(kHeader, "(NET (a (T0 1)))") == "saif.field");
  CHECK(fault_of(kHeader, "(NET (a (TC 1) (TQ 3)))") == "saif.field");
  CHECK(fault_of(kHeader, "(WIRES (a (TC 1)))") == "saif.field");
  CHECK(fault_of("", "(NET (a (TC 1)))") == "saif.duration");
  CHECK_THROWS_AS(parse_saif("(SAIFILE (DURATION 1)) (SAIFILE (DURATION 2))", "t"), Failure);
  CHECK(read("(duration 5)", "(net (a (tc 2)))").nets[0].toggles() == 2);
}

TEST_CASE("no net is longer in its states than the file lasts, nor toggles in no time") {
  CHECK(fault_of(kHeader, "(NET (a (T0 60) (T1 40) (TC 4)))") == "none");
  CHECK(fault_of(kHeader, "(NET (a (T0 90) (T1 50) (TC 4)))") == "saif.duration");
  CHECK(fault_of(kHeader, "(NET (a (T0 40) (T1 40) (TX 30) (TC 4)))") == "saif.duration");
  CHECK(fault_of("(TIMESCALE 1 ns) (DURATION 0)", "(NET (a (T0 0) (T1 0) (TC 4)))") ==
        "saif.duration");
  CHECK(fault_of("(TIMESCALE 1 ns) (DURATION 18446744073709551615)",
                 "(NET (a (T0 18446744073709551615) (TC 0)))") == "none");
}

TEST_CASE("sums of a net's numbers are refused at 2^64, and a field that is there twice is") {
  CHECK(fault_of(kHeader, "(NET (a (TX 18446744073709551615) (TB 2) (TC 1)))") == "saif.number");
  CHECK(fault_of(kHeader, "(NET (a (TC 1) (TG 18446744073709551615) (IG 1)))") == "saif.number");
  CHECK(
      fault_of(kHeader, "(NET (a (COND x (TC 18446744073709551615)) (COND y (TC 1)) (T0 100)))") ==
      "saif.number");
  CHECK(fault_of(kHeader, "(NET (a (T0 40) (T0 60) (TC 2)))") == "saif.field");
  CHECK(fault_of(kHeader, "(NET (a (TC 1) (TC 2)))") == "saif.field");
}

TEST_CASE("a duration that no unit of SAIF holds is refused, not rounded to another") {
  const auto written = [](const char* duration, const char* time) {
    const std::string header = std::string("(TIMESCALE 1 ns) (DURATION ") + duration + ")";
    return to_saif(read(header, std::string("(NET (a (T1 ") + time + ") (TC 1)))"));
  };
  CHECK_THROWS_AS(written("9999999999999999999", "1"), Failure);
  CHECK_THROWS_AS(written("0.00000000001", "0.00000000001"), Failure);
  CHECK_THROWS_AS(written("0.00000071", "0.00000071"), Failure);
  CHECK(written("3.0003000003", "3").find("(DURATION 3000300)") != std::string::npos);
}

TEST_CASE("an index with a leading zero is a name of its own, and stays one when written") {
  const Activity activity =
      read(kHeader, "(NET (i\\[1\\] (TC 1)) (i\\[01\\] (TC 2)) (i\\[-0\\] (TC 4)))");
  CHECK(total_toggles(activity) == 7);
  CHECK(activity.nets.size() == 3);
  CHECK(total_toggles(parse_saif(to_saif(activity), "again")) == 7);
}

TEST_CASE("SAIF is known by its content, whatever comment comes first") {
  const pann::support::TemporaryDirectory directory;
  const std::string body =
      "(SAIFILE\n(TIMESCALE 1ps)\n(DURATION 40)\n(INSTANCE t (NET (d\\[0\\] "
      "(T0 20) (T1 20) (TZ 0) (TX 0) (TB 0) (TC 2)))))\n";
  for (const char* head : {"// Generated by verilated_saif\n", "/* a tool's */ ", "\n ", ""}) {
    const auto path = directory.path() / "t.saif";
    pann::support::write_file(path, head + body);
    CHECK(total_toggles(read_activity(path, {}).activity) == 2);
  }
}

TEST_CASE("at any clock the duration over the period is the number of cycles, and reads back so") {
  struct Clock {
    double period_fs;
    const char* unit;
    std::uint64_t duration;  ///< Of 1000 cycles, in the unit.
  };
  for (const Clock& clock :
       {Clock{4e6, "100 ps", 40000}, Clock{2e6, "100 ps", 20000},
        Clock{3000300, "10 fs", 300030000}, Clock{3030303, "1 fs", 3030303000},
        Clock{10e6, "1 ns", 10000}, Clock{20e6, "1 ns", 20000}, Clock{7, "1 fs", 7000}}) {
    INFO(clock.period_fs);
    Activity activity;
    activity.duration = 10000;  // ten ticks a cycle
    activity.tick_seconds = clock.period_fs * 1e-15 * 1000 / 10000;
    activity.nets = {{500, 500, 0, 0, 4999, 5001, 0, 0}};
    activity.signals = {{"clk", 0, 0, false, {0}}};
    const std::string text = to_saif(activity);
    CHECK_MESSAGE(text.find("(TIMESCALE " + std::string(clock.unit) + ")") != std::string::npos,
                  text);
    CHECK_MESSAGE(
        text.find("(DURATION " + std::to_string(clock.duration) + ")") != std::string::npos, text);
    const Activity again = parse_saif(text, "t");
    const double seconds = static_cast<double>(again.duration) * again.tick_seconds;
    CHECK(seconds == pann::test::relative(clock.period_fs * 1e-12).epsilon(1e-12));
    CHECK(again.nets[0].time_low + again.nets[0].time_high == again.duration);
    CHECK(again.nets[0].toggles() == 1000);
  }
  Activity endless;
  endless.duration = ~std::uint64_t{0};
  endless.tick_seconds = 3e-9;
  CHECK_THROWS_AS(to_saif(endless), Failure);
}

TEST_CASE("decimal numbers are exact") {
  using pann::support::parse_decimal;
  CHECK(parse_decimal("100.00")->digits == 100);
  CHECK(parse_decimal("0.125")->decimals == 3);
  CHECK(parse_decimal("1.5e1")->digits == 15);
  CHECK(parse_decimal("15e-1")->decimals == 1);
  CHECK(parse_decimal("18446744073709551615")->digits == ~std::uint64_t{0});
  for (const char* text :
       {"", ".", "-1", "1x", "1e", "1e99", "18446744073709551616", "0x1", "1.2.3"}) {
    INFO(text);
    CHECK_FALSE(parse_decimal(text).has_value());
  }
}

TEST_CASE("a dump at any clock lasts its cycles to the femtosecond, as SAIF, too") {
  struct Clock {
    const char* unit;
    std::uint64_t ticks;  ///< Of a period.
    double period_s;
  };
  for (const Clock& clock : {Clock{"1ns", 4, 4e-9}, Clock{"1 ps", 2000, 2e-9},
                             Clock{"1fs", 3000300, 3.0003e-9}, Clock{"10ps", 125, 1.25e-9}}) {
    CAPTURE(clock.unit);
    constexpr std::uint64_t kCycles = 1000;
    std::string text = std::string("$timescale ") + clock.unit +
                       " $end $var wire 1 ! clk $end $enddefinitions $end\n";
    for (std::uint64_t cycle = 0; cycle < kCycles; ++cycle) {
      text += "#" + std::to_string(cycle * clock.ticks) + "\n0!\n#" +
              std::to_string(cycle * clock.ticks + clock.ticks / 2) + "\n1!\n";
    }
    text += "#" + std::to_string(kCycles * clock.ticks) + "\n";
    VcdActivityCounter counter{TraceOptions{}};
    counter.feed(text);
    const Activity dump = counter.finish();
    const Activity saif = parse_saif(to_saif(dump), "t");
    for (const Activity* activity : {&dump, &saif}) {
      const double seconds = static_cast<double>(activity->duration) * activity->tick_seconds;
      CHECK(seconds / clock.period_s == pann::test::relative(kCycles).epsilon(1e-14));
      CHECK(activity->nets[0].rises == kCycles);
      CHECK(activity->nets[0].falls == kCycles - 1);
    }
  }
}

TEST_CASE("ticks whose length nobody told are no seconds: what rests on them is refused") {
  const TemporaryDirectory directory;
  const auto read = [&](const std::string& name, const std::string& text,
                        std::optional<double> tick = std::nullopt) {
    write_file(directory.path() / name, text);
    TraceOptions options;
    options.tick_seconds = tick;
    return read_activity(directory.path() / name, options).activity;
  };
  const std::string body = "$var wire 1 ! a $end $enddefinitions $end\n#0\n0!\n#5\n1!\n#10\n";
  const std::string saif = "(SAIFILE (DURATION 10.5) (INSTANCE t (NET (a (T0 10.5) (TC 1)))))";
  const std::vector<std::pair<std::string, std::string>> silent{
      {"t.vcd", body}, {"t.saif", saif}, {"t.csv", to_csv(read("t.vcd", body))}};
  for (const auto& entry : silent) {
    const auto& name = entry.first;
    const auto& text = entry.second;
    CAPTURE(name);
    const Activity activity = read(name, text);
    CHECK(activity.tick_is_assumed);
    CHECK(activity.nets[0].toggles() == 1);
    CHECK_THROWS_WITH_AS(to_saif(activity, {}), doctest::Contains("trace.timescale"), Failure);
    CHECK(to_csv(activity).find(" ticks of ? s\n") != std::string::npos);
    const Activity told = read(name, text, 1e-12);
    CHECK_FALSE(told.tick_is_assumed);
    CHECK(static_cast<double>(told.duration) * told.tick_seconds ==
          pann::test::relative(name == "t.saif" ? 10.5e-12 : 10e-12));
    CHECK(to_saif(told, {}).find(name == "t.saif" ? "(TIMESCALE 100 fs)" : "(TIMESCALE 1 ps)") !=
          std::string::npos);
  }
  // Where the file tells, another length is refused.
  const std::string stated = "$timescale 10ps $end " + body;
  CHECK_FALSE(read("s.vcd", stated).tick_is_assumed);
  CHECK_NOTHROW(read("s.vcd", stated, 1e-11));
  CHECK_THROWS_WITH_AS(read("s.vcd", stated, 1e-12), doctest::Contains("trace.timescale"), Failure);
}

TEST_CASE("a time scale is a power of ten and a unit") {
  CHECK(tick_seconds_of("1ps") == pann::test::relative(1e-12));
  CHECK(tick_seconds_of("100 fs") == pann::test::relative(1e-13));
  CHECK(tick_seconds_of("10s") == 10.0);
  for (const char* text : {"", "1", "ns", "2ns", "0ns", "1.5ns", "-1ns", "1 furlong", "1ns ",
                           "99999999999999999999ns"}) {
    CHECK_MESSAGE(!tick_seconds_of(text), text);
  }
  CHECK_THROWS_WITH_AS(parse_timescale("3ns"), doctest::Contains("1, 10 or 100"), Failure);
}
