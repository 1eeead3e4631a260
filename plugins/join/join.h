// The stage `join`: adds columns from a table to the documents, by a key.
//
// The table is read in Open and is in memory; Process looks documents up, on any thread.
#ifndef TEXTMILL_PLUGINS_JOIN_JOIN_H_
#define TEXTMILL_PLUGINS_JOIN_JOIN_H_

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "plugins/join/join_table.h"
#include "textmill/textmill.hpp"

namespace textmill::join {

class Join final : public Transform {
 public:
  Join();
  ~Join() override;
  Param<InputFile> file_{
      this, "file", kRequired,
      "The table: CSV or TSV with a header, JSON Lines (`.jsonl`), or JSON (`.json`), also "
      "compressed; Parquet (`.parquet`), Arrow (`.arrow`), or an SQLite database (`.db`, "
      "`.sqlite`)."};
  Param<Value> on_;
  Param<Value> columns_;
  Param<Value> types_;
  Param<Choice> missing_{
      this,
      "missing",
      {"keep", "drop", "fail"},
      "What becomes of a document that the table has no row for: `keep` it as it "
      "is, `drop` it, or let it `fail`."};
  Param<Choice> duplicates_{this,
                            "duplicates",
                            {"fail", "first"},
                            "What to do with a table that has several rows for one key: `fail` "
                            "before anything is read, or take the `first`."};
  Param<std::string> separator_{this, "separator", kOptional,
                                "What is between two cells of CSV, as `read.csv` has it."};
  Param<std::vector<std::string>> encoding_{this, "encoding", std::vector<std::string>{"auto"},
                                            "How the table is encoded, as `read.csv` has it."};
  Param<std::string> of_table_{this, "table", std::string(),
                               "Of a database: the table or view, as `read.sqlite` has it."};
  Param<std::string> query_{this, "query", std::string(),
                            "Of a database: a SELECT instead of a table, as `read.sqlite` has it."};
  Param<Size> memory_{this, "memory", Size{int64_t{1} << 30},
                      "The most memory that the table may take; a larger one is refused.",
                      Range{1 << 20, 1e15}};
  Reason no_match_{this, "no_match"};
  Counter matched_{this, "matched"};
  Counter unmatched_{this, "unmatched"};

  void Bind(Binder& binder) override;
  void Open(const textmill_open_request&) override;
  std::unique_ptr<Lane> NewLane() const override;
  void Process(const Batch& batch, Reply& reply, Lane* lane) const override;
  std::vector<AccountNumber> Account() const override;

 private:
  struct Added {
    Field type;     // of the column that it becomes
    int slot = -1;  // in the reply
    int own = -1;   // slot of the documents' column of that name and type, where there is one
  };
  void BindKeys(Binder& binder);
  void BindColumns(Binder& binder);
  void CheckHeader(const std::vector<std::string>& header) const;
  void TakeOwnTypes(const std::vector<readers::TableFile::Column>& header);
  void CheckTypes();

  std::optional<readers::TableFile> table_file_;
  std::vector<readers::TableFile::Wanted> wanted_;  // the keys, then the columns
  std::vector<std::string> blame_;                  // the parameter that asks for each of them
  std::vector<std::string> names_;                  // what the columns are called in the documents
  std::vector<Field> key_types_;
  std::vector<int> key_slots_;
  std::vector<Added> added_;
  std::unique_ptr<JoinTable> table_;
  int64_t reported_memory_ = 0;
};

}  // namespace textmill::join

#endif  // TEXTMILL_PLUGINS_JOIN_JOIN_H_
