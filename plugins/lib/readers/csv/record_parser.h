// Turns the records of one unit into documents. Used by one thread, for one unit.
#ifndef TEXTMILL_PLUGINS_READ_CSV_RECORD_PARSER_H_
#define TEXTMILL_PLUGINS_READ_CSV_RECORD_PARSER_H_

#include <string>
#include <string_view>
#include <vector>

#include "plugins/lib/io/columns.h"
#include "plugins/lib/readers/csv/csv_cells.h"
#include "plugins/lib/readers/csv/layout.h"
#include "textmill/source.hpp"

namespace textmill::csv {

class RecordParser {
 public:
  // All are borrowed. `extra` is the slot of the column for what no other takes, `encoding` the
  // one that the file is in (RecordEncodings).
  RecordParser(const std::vector<io::Column>& columns, const Layout& layout, int extra,
               const std::string& path, const std::string& encoding, Rows& rows);

  // 64 bytes after the records may be read; `offset` is where they are in the input.
  void ParseRecords(std::string_view records, uint64_t offset);

 private:
  // "" when the record will do, else what is wrong with it.
  // `offset`: where the record is in the input.
  std::string Check(const CsvCells& record, uint64_t offset, bool known_utf8);
  std::string CheckTyped(const std::vector<Cell>& cells);
  void Append(const std::vector<Cell>& cells, uint64_t offset);
  void AppendMissing(size_t column, uint64_t offset);

  BytesBuilder& bytes(size_t column) { return static_cast<BytesBuilder&>(*builders_[column]); }

  const std::vector<io::Column>& columns_;
  const Layout& layout_;
  const std::string& path_;
  const std::string& encoding_;
  Rows& rows_;
  std::vector<Builder*> builders_;
  BytesBuilder& extra_;
  std::vector<io::TypedValue> typed_;
  std::vector<bool> fed_;  // columns that some cell feeds
  bool any_typed_ = false;
  std::string scratch_;
  Buffer quoted_;
};

}  // namespace textmill::csv

#endif  // TEXTMILL_PLUGINS_READ_CSV_RECORD_PARSER_H_
