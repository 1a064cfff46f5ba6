#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

struct sqlite3;
struct sqlite3_stmt;

namespace pann::analysis {

/// A prepared statement; parameters and columns count from 1 and 0, as in SQLite.
class Statement {
 public:
  explicit Statement(sqlite3_stmt* statement);

  Statement& bind(int parameter, std::string_view text);
  Statement& bind(int parameter, std::int64_t number);
  Statement& bind(int parameter, double number);
  Statement& bind_nothing(int parameter);

  /// Whether there is a row; the statement begins anew after the last one. Throws as
  /// Database::run.
  bool step();
  /// For statements without rows.
  void run();

  bool is_nothing(int column) const;
  std::string text(int column) const;
  std::int64_t integer(int column) const;
  double number(int column) const;

 private:
  struct End {
    void operator()(sqlite3_stmt* statement) const;
  };
  std::unique_ptr<sqlite3_stmt, End> statement_;
};

/// An SQLite file.
class Database {
 public:
  enum class Access { read, write };

  /// Throws Failure(user_error, "sweep.database") naming the file where it cannot be opened or is
  /// none. Reading does not write beside the file where the folder cannot be written.
  Database(const std::filesystem::path& file, Access access);

  /// A database of its own on disk, gone with this object.
  static Database temporary();

  Statement prepare(const char* sql);
  /// Runs statements without parameters. Throws Failure(user_error, "sweep.database") with SQLite's
  /// words: a full disk, a file that is damaged or locked.
  void run(const char* sql);
  /// Rows that the last statement changed.
  std::int64_t changes() const;
  std::int64_t count(const char* sql);

 private:
  explicit Database(const std::string& name, int flags);

  struct End {
    void operator()(sqlite3* database) const;
  };
  std::string name_;
  std::unique_ptr<sqlite3, End> database_;
};

/// All that is done in its life is kept by `commit`, else nothing.
class Transaction {
 public:
  explicit Transaction(Database& database);
  Transaction(const Transaction&) = delete;
  Transaction& operator=(const Transaction&) = delete;
  ~Transaction();
  void commit();

 private:
  Database& database_;
  bool is_open_ = true;
};

}  // namespace pann::analysis
