// write.csv: rows are encoded in Process, on all threads, and appended in Commit, in input order.
#ifndef PLUGINS_WRITE_CSV_CSV_WRITER_H_
#define PLUGINS_WRITE_CSV_CSV_WRITER_H_

#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "plugins/lib/values/counted_places.h"
#include "plugins/lib/values/token_column.h"
#include "plugins/write-csv/cell.h"
#include "textmill/json.hpp"
#include "textmill/textmill.hpp"

namespace textmill::write_csv {

// One column of the file: prints values of a column of the batch, or of a member of its list.
class CsvColumn {
 public:
  explicit CsvColumn(const Field& field);
  // Row `i` counts from the array's own beginning. Writes nothing for null.
  void AppendCell(const CellWriter& cells, const ArrowArray& array, int64_t i, Buffer& scratch,
                  Buffer& out) const;

 private:
  ValueKind kind_;
  JsonValue json_;
};

class CsvWriter final : public Sink {
 public:
  CsvWriter();
  Param<Path> path{
      this, "path", kRequired,
      "The file to write; `out/{lang}.csv` makes a file for each value of the column. `.gz` and "
      "`.zst` endings compress. `-` is standard output."};
  Param<std::string> row_unit{
      this, "rows", "documents",
      "What a row is: `documents`, or the name of a list column such as `entities`, for one row "
      "an item with the document's columns beside it."};
  Param<std::vector<ColumnName>> columns{
      this, "columns", kOptional,
      "Which columns of the document to write, in this order. When not given: all but `extra`; "
      "with one row an item `id`, `source`, `title`, `date` and `lang`, as far as they are there."};
  Param<std::string> separator{this, "separator", ",",
                               "What is between cells: `,` `;` `|`, or `tab`. When not given, "
                               "files that end in `.tsv` get tabs."};
  Param<Choice> line_end{this,
                         "line_end",
                         {"lf", "crlf"},
                         "How lines end: `lf`, or `crlf` as some Windows programs want it."};
  Param<bool> bom{this, "bom", false,
                  "Begin with a byte order mark, by which Excel knows that the file is UTF-8."};
  Param<bool> spreadsheet_safe{
      this, "spreadsheet_safe", true,
      "Put an apostrophe before text that a spreadsheet would take for a formula."};
  Param<Choice> offsets{
      this, "offsets", {"bytes", "characters", "utf-16"}, values::CountedColumns::kDoc};
  Carry<Binary> encoded{this, "encoded", "the batch's rows, ready to be written"};
  Counter rows{this, "rows"};

  void Bind(Binder& binder) override;
  void Open(const textmill_open_request&) override;
  std::unique_ptr<Lane> NewLane() const override;
  void Process(const Batch& batch, Reply& reply, Lane* lane) const override;
  void Commit(const Batch& batch, const Carried& carried, Reply& reply) override;
  std::string Notes() const override;
  std::vector<AccountNumber> Account() const override;

 private:
  void BindItems(Binder& binder);
  void CountLeftOut(const Batch& batch) const;
  // The words of items that are places in a text, where they do not hold them.
  void BindWords(Binder& binder, const Field& list);
  void AppendWord(const Batch& batch, int64_t row, const ArrowArray& items, int64_t item,
                  Buffer& out) const;
  using Arrays = std::vector<const ArrowArray*>;  // the batch's columns, as they are written
  void AppendDocument(const Batch& batch, const Arrays& columns, int64_t row, Buffer& scratch,
                      Buffer& out) const;
  int64_t AppendItems(const Batch& batch, const Arrays& columns, int64_t row, Buffer& scratch,
                      Buffer& out) const;
  // `array` is NULL where there is no value at all.
  void AppendCell(const CsvColumn& column, const ArrowArray* array, int64_t i, Buffer& scratch,
                  Buffer& out) const;

  uint32_t output_ = 0;
  std::vector<std::string> header_;
  std::vector<CsvColumn> document_;  // in the order of the columns that Process is given
  std::vector<CsvColumn> item_;      // the members of an item, or the item itself
  bool item_is_struct_ = false;
  int words_in_ = -1;  // slot of the text whose words begin an item's cells; -1: they do not
  std::optional<values::TokenColumn> places_;
  int left_out_ = -1;  // slot of `extra`, whose fields are counted; -1: there are none to count
  mutable std::mutex mutex_;
  mutable std::map<std::string, int64_t, std::less<>> fields_left_out_;
  values::CountedColumns counted_;
  int list_ = -1;  // slot of the list whose items are rows; -1: documents are
  char separator_ = ',';
  std::string_view line_end_;
  std::optional<CellWriter> cells_;
};

}  // namespace textmill::write_csv

#endif  // PLUGINS_WRITE_CSV_CSV_WRITER_H_
