#include "analysis/sweep/database.h"

#include <sqlite3.h>
#include <system_error>
#include <unistd.h>

#include <fmt/format.h>

#include "support/diagnostic.h"

namespace pann::analysis {

namespace fs = std::filesystem;

namespace {

constexpr int kWaitMs = 10'000;  ///< For another process that writes.

[[noreturn]] void fail(sqlite3* database, const std::string& name) {
  support::fail_input(
      "sweep.database",
      fmt::format("'{}': {}", name,
                  database == nullptr ? "out of memory" : sqlite3_errmsg(database)),
      "is it a results file of pann sweep, on a disk with room, in a folder that can be written?");
}

/// A path as SQLite's URIs spell it.
std::string uri_of(const fs::path& file, const char* query) {
  std::string text = "file:";
  for (const char c : fs::absolute(file).string()) {
    const bool is_special = c == '?' || c == '#' || c == '%';
    text += is_special ? fmt::format("%{:02x}", static_cast<unsigned char>(c)) : std::string(1, c);
  }
  return text + query;
}

std::string read_name(const fs::path& file) {
  const bool is_writable = ::access(fs::absolute(file).parent_path().c_str(), W_OK) == 0;
  return uri_of(file, is_writable ? "?mode=ro" : "?immutable=1");
}

}  // namespace

void Statement::End::operator()(sqlite3_stmt* statement) const {
  sqlite3_finalize(statement);
}

Statement::Statement(sqlite3_stmt* statement) : statement_(statement) {}

Statement& Statement::bind(int parameter, std::string_view text) {
  sqlite3_bind_text(statement_.get(), parameter, text.data(), static_cast<int>(text.size()),
                    SQLITE_TRANSIENT);
  return *this;
}

Statement& Statement::bind(int parameter, std::int64_t number) {
  sqlite3_bind_int64(statement_.get(), parameter, number);
  return *this;
}

Statement& Statement::bind(int parameter, double number) {
  sqlite3_bind_double(statement_.get(), parameter, number);
  return *this;
}

Statement& Statement::bind_nothing(int parameter) {
  sqlite3_bind_null(statement_.get(), parameter);
  return *this;
}

bool Statement::step() {
  const int code = sqlite3_step(statement_.get());
  if (code == SQLITE_ROW) return true;
  sqlite3* database = sqlite3_db_handle(statement_.get());
  if (code != SQLITE_DONE) {
    const char* file = sqlite3_db_filename(database, "main");
    fail(database, file == nullptr ? "" : file);
  }
  sqlite3_reset(statement_.get());
  return false;
}

void Statement::run() {
  while (step()) {
  }
}

bool Statement::is_nothing(int column) const {
  return sqlite3_column_type(statement_.get(), column) == SQLITE_NULL;
}

std::string Statement::text(int column) const {
  const auto* text = sqlite3_column_text(statement_.get(), column);
  const int size = sqlite3_column_bytes(statement_.get(), column);
  return text == nullptr
             ? ""
             : std::string(reinterpret_cast<const char*>(text), static_cast<std::size_t>(size));
}

std::int64_t Statement::integer(int column) const {
  return sqlite3_column_int64(statement_.get(), column);
}

double Statement::number(int column) const {
  return sqlite3_column_double(statement_.get(), column);
}

void Database::End::operator()(sqlite3* database) const {
  sqlite3_close(database);
}

Database::Database(const std::string& name, int flags) : name_(name) {
  sqlite3* opened = nullptr;
  const int code = sqlite3_open_v2(name.c_str(), &opened, flags | SQLITE_OPEN_URI, nullptr);
  database_.reset(opened);
  if (code != SQLITE_OK) fail(opened, name_);
  sqlite3_busy_timeout(opened, kWaitMs);
}

Database::Database(const fs::path& file, Access access)
    : Database(access == Access::read ? read_name(file) : uri_of(file, ""),
               access == Access::read ? SQLITE_OPEN_READONLY
                                      : SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE) {
  name_ = file.string();
  run("PRAGMA schema_version");  // a file of another kind is told here
}

Database Database::temporary() {
  return Database(std::string(), SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE);
}

Statement Database::prepare(const char* sql) {
  sqlite3_stmt* statement = nullptr;
  if (sqlite3_prepare_v2(database_.get(), sql, -1, &statement, nullptr) != SQLITE_OK) {
    fail(database_.get(), name_);
  }
  return Statement(statement);
}

void Database::run(const char* sql) {
  if (sqlite3_exec(database_.get(), sql, nullptr, nullptr, nullptr) != SQLITE_OK) {
    fail(database_.get(), name_);
  }
}

std::int64_t Database::changes() const {
  return sqlite3_changes(database_.get());
}

std::int64_t Database::count(const char* sql) {
  Statement statement = prepare(sql);
  return statement.step() ? statement.integer(0) : 0;
}

Transaction::Transaction(Database& database) : database_(database) {
  database_.run("BEGIN IMMEDIATE");
}

Transaction::~Transaction() {
  if (!is_open_) return;
  try {
    database_.run("ROLLBACK");
  } catch (const support::Failure&) {
    // SQLite has rolled back by itself.
  }
}

void Transaction::commit() {
  database_.run("COMMIT");
  is_open_ = false;
}

}  // namespace pann::analysis
