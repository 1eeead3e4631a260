#include "plugins/lib/readers/office/paragraphs.h"

namespace textmill::office {
namespace {

bool IsSpace(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }

std::string_view Trimmed(std::string_view text) {
  while (!text.empty() && IsSpace(text.front())) text.remove_prefix(1);
  while (!text.empty() && IsSpace(text.back())) text.remove_suffix(1);
  return text;
}

}  // namespace

void Paragraphs::AddCollapsed(std::string_view text) {
  for (const char c : text) {
    if (!IsSpace(c)) {
      paragraph_ += c;
    } else if (!paragraph_.empty() && paragraph_.back() != ' ' && paragraph_.back() != '\n') {
      paragraph_ += ' ';
    }
  }
}

void Paragraphs::Append(std::string_view text, const char* separator) {
  if (!text_.empty()) text_ += separator;
  text_ += text;
}

void Paragraphs::End() {
  const std::string_view paragraph = Trimmed(paragraph_);
  if (tables_ > 0) {
    if (!paragraph.empty() && !cell_.empty()) cell_ += ' ';
    // A line break would be another row, and a tab another cell.
    for (const char c : paragraph) {
      if (!IsSpace(c)) {
        cell_ += c;
      } else if (cell_.back() != ' ') {
        cell_ += ' ';
      }
    }
  } else if (!paragraph.empty()) {
    Append(paragraph, "\n\n");
    in_table_rows_ = false;
  }
  paragraph_.clear();
}

void Paragraphs::BeginRow() {
  if (tables_ != 1) return;
  row_.clear();
  cell_.clear();
  any_cell_ = false;
}

void Paragraphs::EndCell() {
  End();
  if (tables_ != 1) return;
  if (any_cell_) row_ += '\t';
  any_cell_ = true;
  row_ += cell_;
  cell_.clear();
}

void Paragraphs::EndRow() {
  End();
  if (tables_ != 1) return;
  if (!cell_.empty()) row_ += (any_cell_ ? "\t" : "") + cell_;
  cell_.clear();
  if (!Trimmed(row_).empty()) {
    while (row_.back() == '\t') row_.pop_back();
    Append(row_, in_table_rows_ ? "\n" : "\n\n");
    in_table_rows_ = true;
  }
  row_.clear();
}

void Paragraphs::EndTable() {
  End();
  if (tables_ > 0) --tables_;
  if (tables_ > 0) return;
  in_table_rows_ = false;
  if (!cell_.empty()) Append(cell_, "\n\n");  // text that was in no row
  cell_.clear();
}

void Paragraphs::BeginBox() { boxes_.push_back(std::exchange(paragraph_, {})); }

void Paragraphs::EndBox() {
  End();
  if (boxes_.empty()) return;
  paragraph_ = std::move(boxes_.back());
  boxes_.pop_back();
}

std::string Paragraphs::Take() {
  while (!boxes_.empty()) EndBox();
  End();
  while (tables_ > 0) EndTable();
  return std::exchange(text_, {});
}

}  // namespace textmill::office
