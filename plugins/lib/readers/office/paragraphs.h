// Puts a document's text together: paragraphs with an empty line between them, rows of tables one a
// line with tabs between their cells. One thread at a time.
#ifndef TEXTMILL_PLUGINS_LIB_READERS_OFFICE_PARAGRAPHS_H_
#define TEXTMILL_PLUGINS_LIB_READERS_OFFICE_PARAGRAPHS_H_

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace textmill::office {

class Paragraphs {
 public:
  void Add(std::string_view text) { paragraph_ += text; }
  // Runs of white space are one blank, and none at the beginning of a line.
  void AddCollapsed(std::string_view text);
  void Break() { paragraph_ += '\n'; }
  void End();  // of a paragraph; an empty one is none

  // Tables in tables are text of their cell.
  void BeginTable() { ++tables_; }
  void EndTable();
  void BeginRow();
  void EndCell();
  void EndRow();

  // A box in the middle of a paragraph: what it holds comes before that.
  void BeginBox();
  void EndBox();

  // All that is there, ended.
  std::string Take();

 private:
  void Append(std::string_view text, const char* separator);

  std::string text_, paragraph_;
  std::vector<std::string> boxes_;  // paragraphs that wait for the end of a box
  std::string cell_, row_;
  int tables_ = 0;
  bool any_cell_ = false, in_table_rows_ = false;
};

}  // namespace textmill::office

#endif  // TEXTMILL_PLUGINS_LIB_READERS_OFFICE_PARAGRAPHS_H_
