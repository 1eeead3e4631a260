#include "plugins/lib/readers/csv/record_parser.h"

#include <algorithm>

#include "plugins/lib/io/utf8.h"
#include "plugins/lib/readers/encoding/record_encodings.h"
#include "textmill/escape.hpp"
#include "textmill/utf8.hpp"

namespace textmill::csv {
namespace {

std::string_view Trimmed(std::string_view text) {
  const size_t from = text.find_first_not_of(" \t");
  if (from == std::string_view::npos) return {};
  return text.substr(from, text.find_last_not_of(" \t") - from + 1);
}

std::string Count(size_t n) { return std::to_string(n) + (n == 1 ? " cell" : " cells"); }

// What a quotation mark that is not closed takes with it.
std::string Swallowed(const CsvCells& record) {
  std::string_view rest = record.record().substr(record.fault_at());
  if (rest.ends_with('\n')) rest.remove_suffix(1);
  const auto lines = std::count_if(rest.begin(), rest.end(), [](char c) { return c == '\n'; });
  const bool unclosed =
      record.fault() == CsvCells::kUnclosed || record.fault() == CsvCells::kClosedLater;
  if (!unclosed || lines == 0) return "";
  return "; " + std::to_string(lines) + (lines == 1 ? " line" : " lines") +
         " after it belong to this record, unless you say `on_unclosed: line`";
}

}  // namespace

RecordParser::RecordParser(const std::vector<io::Column>& columns, const Layout& layout, int extra,
                           const std::string& path, const std::string& encoding, Rows& rows)
    : columns_(columns),
      layout_(layout),
      path_(path),
      encoding_(encoding),
      rows_(rows),
      extra_(static_cast<BytesBuilder&>(rows.At(extra))),
      typed_(columns.size()),
      fed_(columns.size()) {
  for (const io::Column& column : columns) builders_.push_back(&rows.At(column.slot));
  for (const auto& cell : layout.cells) {
    for (const size_t c : cell.columns) {
      fed_[c] = true;
      any_typed_ = any_typed_ || columns[c].type != io::ValueType::kString;
    }
  }
}

void RecordParser::ParseRecords(std::string_view records, uint64_t offset) {
  const bool utf8 = io::IsUtf8(records);
  CsvCells cells(records, layout_.dialect);
  while (cells.Next()) {
    const std::string_view record = cells.record();
    const uint64_t at = offset + static_cast<uint64_t>(record.data() - records.data());
    const std::string complaint = Check(cells, at, utf8);
    if (!complaint.empty()) {
      rows_.Fail(at, record.size(), complaint);
      continue;
    }
    Append(cells.cells(), at);
    rows_.Document(at, record.size());
  }
}

std::string RecordParser::Check(const CsvCells& record, uint64_t offset, bool known_utf8) {
  if (!known_utf8 && !io::IsUtf8(record.record()))
    return encoding::NotValid(encoding_, FirstInvalidUtf8(record.record()));
  if (record.fault() != nullptr) {
    return std::string("the record is not valid CSV: ") + record.fault() + " (at byte " +
           std::to_string(record.fault_at()) + " of the record, " +
           std::to_string(offset + record.fault_at()) + " of the file)" + Swallowed(record);
  }
  const size_t found = record.cells().size(), expected = layout_.cells.size();
  if (found != expected)
    return "the record has " + Count(found) + ", but " + std::to_string(expected) + " are expected";
  return any_typed_ ? CheckTyped(record.cells()) : "";
}

// Parses the cells of typed columns.
std::string RecordParser::CheckTyped(const std::vector<Cell>& cells) {
  for (size_t i = 0; i < cells.size(); ++i) {
    for (const size_t c : layout_.cells[i].columns) {
      if (columns_[c].type == io::ValueType::kString) continue;
      const std::string_view text = Trimmed(CellText(cells[i], scratch_));
      if (text.empty() || io::ParseValue(columns_[c].type, text, typed_[c])) continue;
      return "`" + layout_.cells[i].name + "` is \"" + std::string(text.substr(0, 40)) +
             (text.size() > 40 ? "..." : "") + "\", not " + io::Wanted(columns_[c].type) +
             " (in cell " + std::to_string(i + 1) + " of the record)";
    }
  }
  return "";
}

void RecordParser::Append(const std::vector<Cell>& cells, uint64_t offset) {
  bool any_extra = false;
  for (size_t i = 0; i < cells.size(); ++i) {
    const Layout::CellUse& use = layout_.cells[i];
    const std::string_view text = CellText(cells[i], scratch_);
    if (use.columns.empty()) {
      extra_.AppendPart(any_extra ? "," : "{");
      extra_.AppendPart(use.member);
      quoted_.Clear();
      AppendJsonString(text, quoted_);
      extra_.AppendPart({quoted_.data(), quoted_.size()});
      any_extra = true;
    }
    for (const size_t c : use.columns) {
      if (columns_[c].type != io::ValueType::kString) {
        if (Trimmed(text).empty()) {
          builders_[c]->AppendNull();
        } else {
          io::AppendValue(columns_[c], typed_[c], *builders_[c]);
        }
      } else if (text.empty() && c != io::kText) {
        AppendMissing(c, offset);
      } else {
        bytes(c).Append(text);
      }
    }
  }
  for (size_t c = 0; c < columns_.size(); ++c) {
    if (!fed_[c]) AppendMissing(c, offset);
  }
  if (any_extra) {
    extra_.Append("}");
  } else {
    extra_.AppendNull();
  }
}

// What is read for an empty cell, or one that is not there.
void RecordParser::AppendMissing(size_t column, uint64_t offset) {
  if (column == io::kId) {
    bytes(column).Append(path_ + "@" + std::to_string(offset));
  } else if (column == io::kSource) {
    bytes(column).Append(path_);
  } else {
    builders_[column]->AppendNull();
  }
}

}  // namespace textmill::csv
