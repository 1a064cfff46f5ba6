#include "analysis/sweep/store.h"

#include <cerrno>
#include <fcntl.h>
#include <sys/file.h>
#include <system_error>
#include <unistd.h>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "analysis/sweep/spec/point_text.h"
#include "support/diagnostic.h"

namespace pann::analysis {

namespace fs = std::filesystem;

namespace {

constexpr const char* kSchemaSql = R"(
CREATE TABLE meta(name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE points(
  number INTEGER PRIMARY KEY,
  key TEXT NOT NULL UNIQUE,
  fields TEXT NOT NULL,
  seed INTEGER NOT NULL,
  versions TEXT NOT NULL,
  command TEXT NOT NULL,
  status TEXT NOT NULL DEFAULT 'waiting',
  origin TEXT NOT NULL DEFAULT '',
  code TEXT NOT NULL DEFAULT '',
  message TEXT NOT NULL DEFAULT '',
  tries INTEGER NOT NULL DEFAULT 0);
CREATE INDEX points_by_status ON points(status, number);
CREATE TABLE figures(
  key TEXT NOT NULL,
  name TEXT NOT NULL,
  value REAL NOT NULL,
  unit TEXT NOT NULL,
  origin TEXT NOT NULL,
  PRIMARY KEY(key, name)) WITHOUT ROWID;
CREATE TABLE costs(key TEXT PRIMARY KEY, seconds REAL NOT NULL) WITHOUT ROWID;
)";

constexpr const char* kPlanSql = R"(
CREATE TEMP TABLE plan(number INTEGER PRIMARY KEY, key TEXT NOT NULL UNIQUE, fields TEXT NOT NULL,
  seed INTEGER NOT NULL, versions TEXT NOT NULL, command TEXT NOT NULL);
)";

/// The plan takes the place of the points; what is known of them stays.
constexpr const char* kTakePlanSql = R"(
CREATE TEMP TABLE former AS SELECT key, status, origin, code, message, tries FROM points;
CREATE UNIQUE INDEX temp.former_by_key ON former(key);
DELETE FROM points;
INSERT INTO points(number, key, fields, seed, versions, command, status, origin, code, message, tries)
  SELECT plan.number, plan.key, plan.fields, plan.seed, plan.versions, plan.command,
    coalesce(former.status, 'waiting'), coalesce(former.origin, ''), coalesce(former.code, ''),
    coalesce(former.message, ''), coalesce(former.tries, 0)
  FROM temp.plan LEFT JOIN temp.former USING(key);
DELETE FROM figures WHERE key NOT IN (SELECT key FROM points);
DROP TABLE temp.former;
DROP TABLE temp.plan;
)";

fs::path made(const fs::path& directory) {
  std::error_code error;
  fs::create_directories(directory, error);
  if (error || !fs::is_directory(directory)) {
    support::fail_input("output.directory",
                        fmt::format("cannot make '{}': {}", directory.string(),
                                    error ? error.message() : "it is no directory"),
                        "choose a folder with -o that can be written");
  }
  return directory;
}

/// One sweep a folder at a time, on this machine; where the file system knows no locks, the user
/// sees to it.
int lock_of(const fs::path& directory) {
  const fs::path file = directory / "sweep.lock";
  const int descriptor = ::open(file.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0666);
  if (descriptor < 0) {
    support::fail_input("output.directory",
                        fmt::format("cannot write to '{}': {}", directory.string(),
                                    std::generic_category().message(errno)),
                        "choose a folder with -o that can be written");
  }
  if (::flock(descriptor, LOCK_EX | LOCK_NB) != 0 && errno == EWOULDBLOCK) {
    ::close(descriptor);
    support::fail_input("sweep.running",
                        fmt::format("another process sweeps in '{}'", directory.string()),
                        "wait for it, or choose another folder with -o");
  }
  return descriptor;
}

std::uint64_t number_of_status(Database& database, const char* status) {
  Statement statement = database.prepare("SELECT count(*) FROM points WHERE status = ?");
  statement.bind(1, std::string_view(status));
  return statement.step() ? static_cast<std::uint64_t>(statement.integer(0)) : 0;
}

void require_planned(Database& database, bool force) {
  const std::int64_t others = database.count(
      "SELECT count(*) FROM points WHERE status != 'waiting' AND key NOT IN (SELECT key FROM "
      "plan)");
  if (others == 0 || force) return;
  support::fail_input(
      "sweep.spec",
      fmt::format("the folder has results of {} points that this specification, measured with "
                  "these versions, does not have",
                  others),
      "choose another folder with -o, or take them out with --force");
}

}  // namespace

void require_schema(Database& database, const fs::path& file) {
  std::string schema;
  std::string version;
  if (database.count("SELECT count(*) FROM sqlite_master WHERE name = 'meta'") > 0) {
    Statement statement =
        database.prepare("SELECT name, value FROM meta WHERE name IN ('schema', 'version')");
    while (statement.step()) {
      (statement.text(0) == "schema" ? schema : version) = statement.text(1);
    }
  }
  if (schema != "pann.sweep") {
    support::fail_input("sweep.database",
                        fmt::format("'{}' is no results file of pann sweep", file.string()),
                        "name the folder that -o named");
  }
  if (version == std::to_string(kSweepSchema)) return;
  support::fail_input("sweep.schema",
                      fmt::format("'{}' has schema {}; this program knows {}", file.string(),
                                  version, kSweepSchema),
                      "read it with the pann that wrote it, or a newer one");
}

SweepStore::SweepStore(const fs::path& directory)
    : lock_(lock_of(made(directory))),
      database_(directory / kSweepDatabase, Database::Access::write) {
  if (database_.count("SELECT count(*) FROM sqlite_master") == 0) create_schema();
  require_schema(database_, directory / kSweepDatabase);
  database_.run("PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL;");
}

SweepStore::~SweepStore() {
  ::close(lock_);
}

void SweepStore::create_schema() {
  Transaction transaction(database_);
  database_.run(kSchemaSql);
  Statement insert = database_.prepare("INSERT INTO meta VALUES(?, ?)");
  insert.bind(1, std::string_view("schema")).bind(2, std::string_view("pann.sweep")).run();
  insert.bind(1, std::string_view("version")).bind(2, std::to_string(kSweepSchema)).run();
  transaction.commit();
}

SweepCounts SweepStore::plan(const SweepSpec& spec, PointKeys& keys, bool force) {
  Transaction transaction(database_);
  database_.run(kPlanSql);
  Statement insert = database_.prepare("INSERT OR IGNORE INTO plan VALUES(?, ?, ?, ?, ?, ?)");
  std::int64_t number = 0;
  SweepCounts counts = enumerate_points(spec, [&](const SweepPoint& point) {
    insert.bind(1, number + 1).bind(2, keys.key(point)).bind(3, fields_json(point).dump());
    insert.bind(4, static_cast<std::int64_t>(point.seed)).bind(5, keys.versions(point));
    insert.bind(6, command_of(point)).run();
    if (database_.changes() == 0) return false;
    ++number;
    return true;
  });
  require_planned(database_, force);
  database_.run(kTakePlanSql);
  Statement meta = database_.prepare("INSERT OR REPLACE INTO meta VALUES(?, ?)");
  meta.bind(1, std::string_view("title")).bind(2, spec.title).run();
  meta.bind(1, std::string_view("spec")).bind(2, spec.text).run();
  transaction.commit();
  return counts;
}

SweepState SweepStore::state() {
  return {number_of_status(database_, "done"), number_of_status(database_, "failed"),
          number_of_status(database_, "crashed"), number_of_status(database_, "waiting")};
}

void SweepStore::add_one(const PointResult& result) {
  const char* status = result.is_done ? "done" : "failed";
  Statement update = database_.prepare(
      "UPDATE points SET status = ?, origin = ?, code = ?, message = ? "
      "WHERE key = ? AND status != 'done'");
  update.bind(1, std::string_view(status)).bind(2, result.origin).bind(3, result.code);
  update.bind(4, result.message).bind(5, result.key).run();
  if (database_.changes() == 0 || !result.is_done) return;
  Statement insert = database_.prepare("INSERT OR REPLACE INTO figures VALUES(?, ?, ?, ?, ?)");
  for (const flow::CostRow& row : result.figures) {
    insert.bind(1, result.key).bind(2, row.name).bind(3, row.value);
    insert.bind(4, row.unit).bind(5, row.origin).run();
  }
  Statement cost = database_.prepare("INSERT OR REPLACE INTO costs VALUES(?, ?)");
  cost.bind(1, result.key).bind(2, result.seconds).run();
}

void SweepStore::add(const std::vector<PointResult>& results) {
  Transaction transaction(database_);
  std::vector<const PointResult*> passing;
  for (const PointResult& result : results) {
    if (result.is_passing && !result.is_done) {
      passing.push_back(&result);
    } else {
      add_one(result);
    }
  }
  transaction.commit();
  for (const PointResult* result : passing) {
    add_crash(result->key, fmt::format("{} [{}]", result->message, result->code));
  }
}

void SweepStore::add_crash(const std::string& key, const std::string& how) {
  Statement update = database_.prepare(
      "UPDATE points SET tries = tries + 1, message = ?, "
      "code = CASE WHEN tries + 1 >= ? THEN 'sweep.crashed' ELSE '' END, "
      "status = CASE WHEN tries + 1 >= ? THEN 'crashed' ELSE 'waiting' END "
      "WHERE key = ? AND status = 'waiting'");
  update.bind(1, how).bind(2, std::int64_t{kSweepTries}).bind(3, std::int64_t{kSweepTries});
  update.bind(4, key).run();
}

void SweepStore::retry() {
  database_.run(
      "UPDATE points SET status = 'waiting', tries = 0, code = '', message = '' "
      "WHERE status IN ('failed', 'crashed')");
}

void SweepStore::add_from(const fs::path& directory) {
  const fs::path file = directory / kSweepDatabase;
  if (!fs::is_regular_file(file)) return;
  Database other(file, Database::Access::read);
  require_schema(other, file);
  Statement select = other.prepare(
      "SELECT key, status, origin, code, message FROM points "
      "WHERE status IN ('done', 'failed')");
  Transaction transaction(database_);
  while (select.step()) {
    PointResult result;
    result.key = select.text(0);
    result.is_done = select.text(1) == "done";
    result.origin = select.text(2);
    result.code = select.text(3);
    result.message = select.text(4);
    add_one(result);
  }
  transaction.commit();
}

bool SweepStore::is_waiting(const std::string& key) {
  Statement select = database_.prepare("SELECT 1 FROM points WHERE key = ? AND status = 'waiting'");
  select.bind(1, key);
  return select.step();
}

std::optional<double> SweepStore::seconds(const std::string& key) {
  Statement select = database_.prepare("SELECT seconds FROM costs WHERE key = ?");
  select.bind(1, key);
  return select.step() ? std::optional(select.number(0)) : std::nullopt;
}

void SweepStore::measured(const std::function<void(const SweepPoint&, double)>& take) {
  Statement select = database_.prepare(
      "SELECT fields, seconds FROM points JOIN costs USING(key) WHERE seconds > 0 "
      "ORDER BY number");
  while (select.step()) {
    take(point_from_json(nlohmann::ordered_json::parse(select.text(0))), select.number(1));
  }
}

void SweepStore::waiting(std::int64_t after,
                         const std::function<bool(std::int64_t, SweepChunk::Entry, int)>& take) {
  Statement select = database_.prepare(
      "SELECT number, key, fields, tries FROM points WHERE status = 'waiting' AND number > ? "
      "ORDER BY number");
  select.bind(1, after);
  while (select.step()) {
    const auto json = nlohmann::ordered_json::parse(select.text(2));
    if (!take(select.integer(0), {select.text(1), point_from_json(json)},
              static_cast<int>(select.integer(3))))
      return;
  }
}

}  // namespace pann::analysis
