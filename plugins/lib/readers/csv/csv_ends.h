// Where CSV records end: at a line end that is not within quotation marks.
//
// A quotation mark opens a quoted cell only as the cell's first character; elsewhere it means
// itself. Within a quoted cell, two of them mean one. CsvCells (csv_cells.h) goes by the same
// rules.
#ifndef TEXTMILL_PLUGINS_READ_CSV_CSV_ENDS_H_
#define TEXTMILL_PLUGINS_READ_CSV_CSV_ENDS_H_

#include "plugins/lib/io/record_ends.h"

namespace textmill::csv {

class CsvEnds final : public io::RecordEnds {
 public:
  void SetSeparator(char separator) { separator_ = separator; }
  // LF, or CR for files of old Macs; what comes before an LF belongs to the line end.
  void SetLineEnd(char line_end) { line_end_ = line_end; }
  // Whether a record whose quotation mark is never closed, or in the middle of a cell of a later
  // line, ends with its line.
  void EndUnclosedWithLine(bool with_line) { unclosed_with_line_ = with_line; }

  size_t Fallback(std::string_view more) const override {
    return unclosed_with_line_ ? more.find(line_end_) + 1 : 0;
  }
  void Restart() override;
  size_t Last(std::string_view more) override;
  size_t First(std::string_view more) override;

 private:
  enum class State { kOutside, kInside, kQuoteInside };  // the last: it may be one of two

  bool OpensCell(std::string_view more, size_t quote) const;
  size_t Leave(std::string_view more, size_t from);
  size_t LineOfOpening(std::string_view more, size_t at) const;
  void Open(size_t at) {
    state_ = State::kInside;
    opened_ = at;
  }

  char separator_ = ',';
  char line_end_ = '\n';
  bool unclosed_with_line_ = false;
  State state_ = State::kOutside;
  char previous_ = '\n';  // the last byte scanned
  // After the quotation mark that opened the cell, in what is scanned; npos: it was before that.
  size_t opened_ = std::string_view::npos;
};

}  // namespace textmill::csv

#endif  // TEXTMILL_PLUGINS_READ_CSV_CSV_ENDS_H_
