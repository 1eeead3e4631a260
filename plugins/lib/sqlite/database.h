// An open SQLite database, and statements on it; what SQLite says is wrong is thrown as an Error.
//
// A database and its statements belong to one thread at a time. A database is closed when its last
// statement is gone.
#ifndef TEXTMILL_PLUGINS_LIB_SQLITE_DATABASE_H_
#define TEXTMILL_PLUGINS_LIB_SQLITE_DATABASE_H_

#include <sqlite3.h>

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

namespace textmill::sqlite {

// Of a row, and of any value: SQLite's own limit, less what the row's header may take.
inline constexpr int64_t kMostBytes = 1'000'000'000 - 65536;
// Of a table, by SQLite's own limit.
inline constexpr size_t kMostColumns = 2000;

// As SQL has names: "with ""marks""".
std::string QuotedName(std::string_view name);
std::string QuotedText(std::string_view text);
// As SQLite compares names: letters of ASCII in any case.
bool SameName(std::string_view a, std::string_view b);

class Statement {
 public:
  Statement() = default;

  // False at the end.
  bool Step();
  // Ready to run again; what is bound stays.
  void Reset() { sqlite3_reset(get()); }
  // Runs a statement that gives no rows, and is then ready again.
  void Run();
  explicit operator bool() const { return statement_ != nullptr; }
  sqlite3_stmt* get() const { return statement_.get(); }

  // Parameters count from 1. Bytes are borrowed until Reset or Run.
  void BindNull(int i) { sqlite3_bind_null(get(), i); }
  void Bind(int i, int64_t value) { sqlite3_bind_int64(get(), i, value); }
  void Bind(int i, double value) { sqlite3_bind_double(get(), i, value); }
  void BindText(int i, std::string_view text);
  void BindBlob(int i, std::string_view bytes);
  void BindCopy(int i, std::string_view text);  // of text that is not borrowed

  // Of the row that Step came to; columns count from 0. Bytes are valid until the next Step.
  int type(int i) const { return sqlite3_column_type(get(), i); }
  int64_t integer(int i) const { return sqlite3_column_int64(get(), i); }
  double real(int i) const { return sqlite3_column_double(get(), i); }
  std::string_view bytes(int i) const;  // of text and blobs
  int columns() const { return sqlite3_column_count(get()); }

 private:
  friend class Database;
  struct Finalize {
    void operator()(sqlite3_stmt* statement) const { sqlite3_finalize(statement); }
  };
  std::unique_ptr<sqlite3_stmt, Finalize> statement_;
};

class Database {
 public:
  Database() = default;

  // A new one for one writer, who keeps it to himself: no journal, for nobody reads it before it is
  // whole. The same calls in the same order give the same bytes.
  static Database Create(const std::string& path);
  // To read alone: nothing that a statement says can change a file or open another.
  static Database OpenToRead(const std::string& path);

  bool is_open() const { return database_ != nullptr; }
  sqlite3* get() const { return database_.get(); }
  void Run(const std::string& sql);
  // Of several statements the first; `rest` is then where the others begin.
  Statement Prepare(const std::string& sql, const char** rest = nullptr);

 private:
  struct Close {
    void operator()(sqlite3* database) const { sqlite3_close_v2(database); }
  };
  std::unique_ptr<sqlite3, Close> database_;
};

// Throws what SQLite last said; `doing` as "cannot read the table `words`".
[[noreturn]] void ThrowLast(sqlite3* database, const std::string& doing = "");

}  // namespace textmill::sqlite

#endif  // TEXTMILL_PLUGINS_LIB_SQLITE_DATABASE_H_
