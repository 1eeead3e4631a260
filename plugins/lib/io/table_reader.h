// Reads the rows of a TSV or CSV text that is in memory. One thread at a time.
#ifndef TEXTMILL_PLUGINS_ENTITIES_TABLE_READER_H_
#define TEXTMILL_PLUGINS_ENTITIES_TABLE_READER_H_

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace textmill::entities {

// TSV: a row is a line, a cell what is between tabs. CSV: RFC 4180, with quoted cells.
class TableReader {
 public:
  enum class Format { kTsv, kCsv };

  // `text` must outlive the reader.
  TableReader(std::string_view text, Format format) : text_(text), format_(format) {}

  // The next row; an empty line is a row of one empty cell. False at the end.
  bool Next(std::vector<std::string>* cells);
  // Where the row began, from 1.
  size_t line() const { return line_; }
  // The row's last cell was quoted and the quote never ended.
  bool unterminated() const { return unterminated_; }

 private:
  std::string_view text_;
  Format format_;
  size_t at_ = 0;
  size_t line_ = 0, next_line_ = 1;
  bool unterminated_ = false;
};

}  // namespace textmill::entities

#endif  // TEXTMILL_PLUGINS_ENTITIES_TABLE_READER_H_
