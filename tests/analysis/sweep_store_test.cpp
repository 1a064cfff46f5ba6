#include <algorithm>
#include <filesystem>
#include <string>
#include <vector>

#include <doctest/doctest.h>

#include "analysis/sweep/chunks.h"
#include "analysis/sweep/collect.h"
#include "analysis/sweep/results.h"
#include "analysis/sweep/shell_executor.h"
#include "analysis/sweep/store.h"
#include "support/diagnostic.h"
#include "support/output.h"

using namespace pann;
using namespace pann::analysis;

namespace {

SweepSpec sweep_store_spec_of(const std::string& widths) {
  return parse_sweep_spec(
      parse_document("fields: {kind: adder, vectors: 10, x_width: " + widths + "}", "s.yaml"));
}

/// A folder with a sweep of adders.
struct Place {
  support::TemporaryDirectory directory{};
  SweepStore store{directory.path()};
  PointKeys keys{"test"};
  PointCosts costs{};

  explicit Place(const std::string& widths) {
    store.plan(sweep_store_spec_of(widths), keys, false);
  }

  std::string key(int width) {
    SweepPoint point;
    point.design.kind = generator::Kind::adder;
    point.design.x_width = width;
    point.vectors = 10;
    return keys.key(normalized(point));
  }
  PointResult result(int width, double value) {
    PointResult result;
    result.key = key(width);
    result.is_done = true;
    result.origin = "measured";
    result.figures = {{"flips", value, "toggles/operation", "measured"}};
    result.seconds = 0.5;
    return result;
  }
  SweepResults read() const { return read_sweep(directory.path(), {}); }
};

std::string statuses(const Place& place) {
  std::string text;
  for (const SweepRow& row : place.read().rows) text += row.status + ' ';
  return text;
}

}  // namespace

TEST_CASE("results merged twice, late or beside others change nothing") {
  Place place("[2, 3]");
  place.store.add({place.result(2, 1.5)});
  place.store.add({place.result(2, 1.5), place.result(2, 1.5)});
  PointResult late = place.result(2, 0.0);
  late.is_done = false;
  late.code = "x.y";
  place.store.add({late});
  PointResult stranger = place.result(2, 7.0);
  stranger.key = std::string(32, '0');
  place.store.add({stranger});
  const SweepResults results = place.read();
  REQUIRE(results.rows.size() == 2);
  CHECK(statuses(place) == "done waiting ");
  CHECK(results.rows[0].figures.at("flips").value == 1.5);
  CHECK(results.rows[0].message.empty());
}

TEST_CASE("a point is tried three times for faults that are not its own, and once for its own") {
  Place place("[2, 3, 4]");
  PointResult passing = place.result(2, 0.0);
  passing.is_done = false;
  passing.is_passing = true;
  passing.message = "no space";
  PointResult own = place.result(3, 0.0);
  own.is_done = false;
  own.message = "too narrow";
  place.store.add({passing, own});
  CHECK(statuses(place) == "waiting failed waiting ");
  place.store.add_crash(passing.key, "signal 9");
  CHECK(statuses(place) == "waiting failed waiting ");
  place.store.add({passing});
  CHECK(statuses(place) == "crashed failed waiting ");
  CHECK(place.read().rows[0].message.find("no space") != std::string::npos);
  place.store.retry();
  CHECK(statuses(place) == "waiting waiting waiting ");
  // A result that comes after all counts.
  for (int i = 0; i < 3; ++i) place.store.add_crash(passing.key, "signal 9");
  place.store.add({place.result(2, 2.0)});
  CHECK(statuses(place) == "done waiting waiting ");
}

TEST_CASE("a wider plan keeps what is there, and one that lacks results is refused") {
  Place place("[2, 3]");
  place.store.add({place.result(3, 2.5)});
  place.store.plan(sweep_store_spec_of("[4, 3, 2]"), place.keys, false);
  CHECK(statuses(place) == "waiting done waiting ");
  CHECK(place.read().rows[1].figures.at("flips").value == 2.5);
  CHECK_THROWS_AS(place.store.plan(sweep_store_spec_of("[2, 4]"), place.keys, false),
                  support::Failure);
  CHECK(statuses(place) == "waiting done waiting ");
  place.store.plan(sweep_store_spec_of("[2, 4]"), place.keys, true);
  CHECK(statuses(place) == "waiting waiting ");
}

TEST_CASE(
    "chunks hold every waiting point once, and points that ended a worker come alone and last") {
  Place place("{from: 2, to: 12}");
  place.store.add_crash(place.key(2), "signal 9");
  place.store.add({place.result(3, 1.0)});
  SweepPoint adder;
  adder.design.kind = generator::Kind::adder;
  place.costs.add(adder, 1.0);
  ChunkCutter cutter(place.store, place.costs, {.seconds = 3.0});
  std::vector<SweepChunk> chunks;
  while (auto chunk = cutter.next()) chunks.push_back(*chunk);
  REQUIRE(chunks.size() == 4);
  CHECK(chunks[0].entries.size() == 3);
  CHECK(chunks[1].entries.size() == 3);
  CHECK(chunks[2].entries.size() == 3);
  CHECK_FALSE(chunks[0].one_by_one);
  REQUIRE(chunks[3].entries.size() == 1);
  CHECK(chunks[3].one_by_one);
  CHECK(chunks[3].entries[0].key == place.key(2));
  // The worker of the second one died: its points come again, without sharing anything.
  place.store.add({place.result(7, 1.0)});
  cutter.finished(chunks[1], true);
  const auto again = cutter.next();
  REQUIRE(again);
  CHECK(again->one_by_one);
  CHECK(again->entries.size() == 2);
  CHECK_FALSE(cutter.next());
}

TEST_CASE("workers share what waits in chunks that shrink, so that all end together") {
  Place place("{from: 2, to: 64}, stimulus: [uniform, gaussian], range: [signed, nonnegative]");
  ChunkCutter cutter(place.store, place.costs, {.seconds = 60.0, .workers = 2});
  std::vector<std::size_t> sizes;
  std::size_t points = 0;
  while (const auto chunk = cutter.next()) {
    sizes.push_back(chunk->entries.size());
    points += sizes.back();
  }
  CHECK(points == 252);
  REQUIRE(sizes.size() > 8);
  CHECK(sizes[0] == 252 / 6);
  CHECK(sizes[1] == (252 - 42) / 6);
  CHECK(std::is_sorted(sizes.rbegin(), sizes.rend()));
  CHECK(sizes[sizes.size() - 2] == 20);
  ChunkCutter alone(place.store, place.costs, {.seconds = 60.0});
  const auto all = alone.next();
  REQUIRE(all);
  CHECK(all->entries.size() == 252);
}

TEST_CASE("keys tell builds, versions, seeds and fields apart, and nothing else") {
  PointKeys one("1");
  PointKeys other("2");
  SweepPoint point;
  point.design.kind = generator::Kind::multiplier;
  const std::string key = one.key(point);
  CHECK(key.size() == 32);
  CHECK(PointKeys("1").key(point) == key);
  CHECK(other.key(point) != key);
  SweepPoint seed = point;
  seed.seed = 2;
  CHECK(one.key(seed) != key);
  SweepPoint width = point;
  width.design.acc_width = 40;  // a multiplier has none
  CHECK(one.key(normalized(width)) == key);
  width.design.x_width = 9;
  CHECK(one.key(width) != key);
  CHECK(one.versions(point).find("\"yosys\"") != std::string::npos);
}

TEST_CASE("commands name their words so that a shell takes them as they are") {
  CHECK(shell_word("a/b.c") == "a/b.c");
  CHECK(shell_word("a b") == "'a b'");
  CHECK(shell_word("it's $HOME") == "'it'\\''s $HOME'");
  CHECK(shell_word("") == "''");
  CHECK(worker_command("/bin/pann", "/tmp/x y", "1-2") ==
        "/bin/pann sweep worker '/tmp/x y' 1-2 --quiet");
}
