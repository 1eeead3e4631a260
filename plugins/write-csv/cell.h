// Cells of a CSV file, as RFC 4180 has them: quoted only where they must be, and, when asked for,
// never a formula to the spreadsheet that opens them.
//
// A CellWriter does not change: any thread may use it.
#ifndef PLUGINS_WRITE_CSV_CELL_H_
#define PLUGINS_WRITE_CSV_CELL_H_

#include <string_view>

#include "textmill/builder.hpp"

namespace textmill::write_csv {

// Whether a spreadsheet might take the text for a formula: it begins with = + - @ or their
// full-width forms, perhaps after blanks and quotation marks, or with a tab or carriage return.
bool LooksLikeFormula(std::string_view text);

class CellWriter {
 public:
  CellWriter(char separator, bool spreadsheet_safe)
      : separator_(separator), safe_(spreadsheet_safe) {}

  // Text from the corpus. An empty one is written as "", since an empty cell means null.
  void AppendText(std::string_view text, Buffer& out) const;
  // What cannot be a formula: numbers, times, lists as JSON.
  void AppendPlain(std::string_view text, Buffer& out) const;

 private:
  bool NeedsQuotes(std::string_view text) const;
  void AppendQuoted(std::string_view text, Buffer& out) const;

  char separator_;
  bool safe_;
};

}  // namespace textmill::write_csv

#endif  // PLUGINS_WRITE_CSV_CELL_H_
