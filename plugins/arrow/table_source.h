// What the readers of tables in files share: parameters, columns, and how rows become documents.
#ifndef TEXTMILL_PLUGINS_ARROW_TABLE_SOURCE_H_
#define TEXTMILL_PLUGINS_ARROW_TABLE_SOURCE_H_

#include <arrow/record_batch.h>

#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <set>
#include <string>
#include <vector>

#include "plugins/arrow/column_map.h"
#include "plugins/lib/io/columns.h"
#include "plugins/lib/io/inputs.h"
#include "plugins/lib/readers/table/typed_table.h"
#include "textmill/source.hpp"

namespace textmill::arrowfiles {

class TableSource : public Source, public readers::TypedTable {
 public:
  Param<std::vector<Path>> path;
  Param<Map<std::string>> fields{
      this, "fields", kOptional,
      "Where columns come from: the column's name, then the name in the file, with dots for "
      "members "
      "of structs: `date: meta.published`. A dot that is part of a name is written `\\.`, where no "
      "column is called so as a whole."};
  Param<Value> types{
      this,
      io::TypesParam("Types of columns other than string, by the column's name: int, float, bool, "
                     "timestamp, `list<string>`, `\"list<{name: string, age: int}>\"`, entities; a "
                     "column that `fields` does not mention is read from the file's column of its "
                     "own name. Whole numbers, times and texts of any kind are taken for theirs, a "
                     "decimal for float; another type is a mistake that the check finds.")};
  Param<Size> unpack_limit{
      this, "unpack_limit", Size{int64_t{2} << 30},
      "Memory that unpacking a group of rows may take; one that wants more fails. So a small file "
      "that unpacks to very much does no harm."};

  Out<Utf8> id{this, "id",
               "the file's `id`, a text or a number; without one, the file's path, `@`, and the "
               "number of the row, from 0"};
  Out<Utf8> text{this, "text", "the document's text; a row without one fails"};
  Out<Utf8> source{this, "source", "the file's `source`; without one, the file's path"};
  Out<Utf8> title{this, "title", "the file's `title`, or null"};
  Out<Utf8> url{this, "url", "the file's `url`, or null"};
  Out<Utf8> date{this, "date",
                 "the file's `date`, or null; dates and times as ISO 8601 has them, see `types`"};
  Out<Utf8> extra{this, "extra",
                  "all other columns of the file, as one JSON object; null when there are none"};

  void Bind(Binder& binder) override;
  const std::vector<Input>& ListInputs() override;
  void ReadUnit(const UnitView& unit, Rows& rows, Lane* lane) const override;
  void ReadRecord(const UnitView& unit, uint64_t offset, uint64_t length,
                  Buffer& bytes) const override;
  std::vector<AccountNumber> Account() const override;
  std::string Notes() const override { return differences_; }

  void ReadTable() override { table_ = true; }
  std::vector<Field> ColumnsOf(const std::string& path) const override;

 protected:
  TableSource(io::InputRule rule, std::string_view path_doc)
      : path(this, "path", kRequired, path_doc), rule_(std::move(rule)) {}

  // The schema of a file, whose rows are not looked at. Throws Error.
  virtual std::shared_ptr<arrow::Schema> SchemaOf(const std::string& path) const = 0;

  // The rows of a unit, of the columns that are read, and what keeps them alive.
  struct UnitRows {
    std::shared_ptr<const void> owner;
    std::shared_ptr<const ColumnMap> map;
    std::vector<std::shared_ptr<arrow::RecordBatch>> batches;
  };
  // On any thread. Throws Error.
  virtual UnitRows RowsOf(const UnitView& unit) const = 0;

  const io::InputFiles& files() const { return files_; }
  // Once opened: of what somebody looks at.
  std::shared_ptr<const ColumnMap> MapOf(const arrow::Schema& schema,
                                         const std::function<bool(int)>& may_be_null) const;
  // The same for rows that no later step keeps.
  std::shared_ptr<const ColumnMap> NarrowMapOf(const arrow::Schema& schema, const ColumnMap& map,
                                               const std::function<bool(int)>& may_be_null,
                                               std::set<std::string> names) const;
  const std::vector<io::Column>& columns() const { return columns_; }
  // In Open: tells of files that differ.
  void TellDifferences() const;
  // For the account: a file of which `map` was made was met.
  void Met(const ColumnMap& map);
  [[noreturn]] void FailInput(uint32_t input, const Error& why, uint64_t row) const;
  std::string NameOf(uint32_t input) const;

 private:
  void CheckSchemas();
  void CheckMissing(const std::vector<size_t>& missing, size_t files, const std::string& names);
  bool Wanted(const std::string& column) const;

  const io::InputRule rule_;
  bool table_ = false;  // its rows are no documents
  std::vector<io::Column> columns_;
  int extra_slot_ = -1;
  io::InputFiles files_;
  std::map<std::string, int64_t> left_out_, missing_;  // columns, by the number of files met
  std::string differences_;  // columns that some files have and others not, in sentences
  // Units that were read last: of a document that fails, the row is asked for again.
  struct Recent {
    uint32_t input;
    uint64_t begin;
    UnitRows rows;
  };
  mutable std::mutex recent_mutex_;
  mutable std::vector<Recent> recent_;
  mutable size_t next_recent_ = 0;
};

}  // namespace textmill::arrowfiles

#endif  // TEXTMILL_PLUGINS_ARROW_TABLE_SOURCE_H_
