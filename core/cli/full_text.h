// A full-text index (FTS5) in an SQLite database, as `write.sqlite` makes it and other programs do:
// which there are, and what is found in one.
//
// The database is opened to be read alone. One thread at a time.
#ifndef CORE_CLI_FULL_TEXT_H_
#define CORE_CLI_FULL_TEXT_H_

#include <sqlite3.h>

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/result.h"

namespace textmill::core {

struct TextHit {
  int64_t rowid = 0;
  double score = 0;                                // higher: better
  std::vector<std::optional<std::string>> values;  // of the columns that were asked for
  std::string snippet;                             // UTF-8
  std::vector<std::pair<size_t, size_t>> matches;  // in the snippet: bytes from, to
};

class FullText {
 public:
  // `index`: the one to take; "" where there is only one.
  static Result<FullText> Open(const std::string& path, const std::string& index);

  // Those of the documents that the index is of; none where it keeps its texts itself.
  const std::vector<std::string>& columns() const { return columns_; }
  bool of_trigrams() const { return of_trigrams_; }

  // How many documents match. What is wrong with the query, with its place, is the error.
  Result<int64_t> Count(const std::string& query);
  // The best `limit` of them (0: all), the best first, each with `columns` and a piece of at most
  // so many words of its text.
  Result<std::vector<TextHit>> Find(const std::string& query, int64_t limit,
                                    const std::vector<std::string>& columns, int words);

 private:
  struct Close {
    void operator()(sqlite3* database) const { sqlite3_close_v2(database); }
  };
  struct Finalize {
    void operator()(sqlite3_stmt* statement) const { sqlite3_finalize(statement); }
  };
  using Statement = std::unique_ptr<sqlite3_stmt, Finalize>;

  Status Choose(const std::string& index);
  Result<Statement> Prepare(const std::string& sql) const;
  Error LastError() const;
  Error QueryError(const std::string& query) const;
  std::string Complaint(const std::string& query) const;

  std::string path_;
  std::unique_ptr<sqlite3, Close> database_;
  std::string index_, content_, rowid_;  // tables, and the column that numbers the documents
  std::vector<std::string> columns_;
  bool of_trigrams_ = false;
};

}  // namespace textmill::core

#endif  // CORE_CLI_FULL_TEXT_H_
