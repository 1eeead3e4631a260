// The cells of one CSV record after the other. Used by one thread.
#ifndef TEXTMILL_PLUGINS_READ_CSV_CSV_CELLS_H_
#define TEXTMILL_PLUGINS_READ_CSV_CSV_CELLS_H_

#include <string>
#include <string_view>
#include <vector>

namespace textmill::csv {

// How a file is written.
struct Dialect {
  char separator = ',';
  char line_end = '\n';             // or CR, where no LF ends any line
  bool unclosed_with_line = false;  // a quotation mark that is not closed ends with its line
};

struct Cell {
  std::string_view raw;  // without the quotation marks round it
  bool doubled = false;  // it has quotation marks in it, each of them twice
};

class CsvCells {
 public:
  // Up to 16 bytes after the text are read.
  CsvCells(std::string_view text, Dialect dialect)
      : at_(text.data()),
        end_(text.data() + text.size()),
        dialect_(dialect),
        returns_(text.find(dialect.line_end == '\n' ? '\r' : '\n') != text.npos) {}

  // Goes on to the next record; false at the end. Blank lines are passed over.
  bool Next();

  const std::vector<Cell>& cells() const { return cells_; }
  // The whole record, without its line end.
  std::string_view record() const { return record_; }
  static constexpr char kUnclosed[] =
      "a quotation mark opens a cell that is not closed before the end of the file";
  // Most likely it was never closed, and the next one opens a cell of its own.
  static constexpr char kClosedLater[] =
      "a quotation mark opens a cell that is closed in a later line, in the middle of a cell";
  // What is wrong with it and at which of its bytes, or NULL.
  const char* fault() const { return fault_; }
  size_t fault_at() const { return fault_at_; }

 private:
  const char* QuotedCell(const char* p);
  const char* CellEnd(const char* p) const;
  const char* LineEnd(const char* p, const char* end) const;
  bool EndsCell(const char* p) const;
  bool SkipBlankLines();
  void CheckReturns(const char* from, const char* to);
  void Fault(const char* at, const char* what);

  const char* at_;
  const char* const end_;
  const Dialect dialect_;
  const bool returns_;  // there is some line end of the other kind
  std::vector<Cell> cells_;
  std::string_view record_;
  const char* fault_ = nullptr;
  size_t fault_at_ = 0;
};

// What a cell means; `scratch` is used where it is not just its raw bytes.
std::string_view CellText(const Cell& cell, std::string& scratch);

}  // namespace textmill::csv

#endif  // TEXTMILL_PLUGINS_READ_CSV_CSV_CELLS_H_
