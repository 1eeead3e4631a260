#include "plugins/write-csv/csv_writer.h"

#include <algorithm>
#include <charconv>

#include "plugins/lib/io/written_ending.h"
#include "textmill/column_choice.hpp"

namespace textmill::write_csv {
namespace {

struct Scratch final : Lane {
  Buffer text;
  Buffer cell;
};

// More scratch memory than this is given back after each batch: few batches are so large.
constexpr size_t kKeep = 16 << 20;

void Clear(Buffer& buffer) { buffer.Advance(0 - buffer.size()); }
std::string_view Text(const Buffer& buffer) { return {buffer.data(), buffer.size()}; }

bool IsNumber(std::string_view text) {
  double value;
  const auto end = std::from_chars(text.data(), text.data() + text.size(), value);
  return end.ec == std::errc() && end.ptr == text.data() + text.size();
}

// "entity_" for the column `entities`.
std::string ItemPrefix(std::string name) {
  if (name.ends_with("ies")) {
    name.replace(name.size() - 3, 3, "y");
  } else if (name.ends_with("s")) {
    name.pop_back();
  }
  return name + "_";
}

// Column names that `rows:` takes.
std::string ListColumns(const std::vector<Field>& input) {
  std::string out = "`documents`";
  for (const Field& field : input) {
    if (field.format == "+l") out += ", `" + field.name + "`";
  }
  return out;
}

char SeparatorOf(const std::string& text) {
  if (text == "tab" || text == "\\t") return '\t';
  constexpr std::string_view kTaken = ",;|\t";
  if (text.size() == 1 && kTaken.find(text[0]) != std::string_view::npos) return text[0];
  throw Error("cells cannot be separated by `" + text + "`; take `,` `;` `|` or `tab`")
      .Parameter("separator");
}

// In any case, compressed or not.
bool IsTsv(std::string path) {
  for (char& c : path) c = static_cast<char>(c >= 'A' && c <= 'Z' ? c + 32 : c);
  return path.ends_with(".tsv") || path.ends_with(".tsv.gz") || path.ends_with(".tsv.zst") ||
         path.ends_with(".tsv.zstd");
}

}  // namespace

CsvColumn::CsvColumn(const Field& field) : kind_(KindOf(field.format)), json_(field) {
  if (IsJsonColumn(field)) kind_ = ValueKind::kStruct;  // JSON text, as lists and structs are
}

void CsvColumn::AppendCell(const CellWriter& cells, const ArrowArray& array, int64_t i,
                           Buffer& scratch, Buffer& out) const {
  if (IsNullAt(array, i)) return;
  if (kind_ == ValueKind::kUtf8) return cells.AppendText(BytesAt(array, i), out);
  Clear(scratch);
  switch (kind_) {
    case ValueKind::kBinary:
      AppendBase64(BytesAt(array, i), scratch);
      return cells.AppendText(Text(scratch), out);
    case ValueKind::kList:
    case ValueKind::kStruct:
      json_.Append(array, i, scratch);
      // JSON of the input's is not checked to the last byte; numbers may have a sign.
      return IsNumber(Text(scratch)) ? cells.AppendPlain(Text(scratch), out)
                                     : cells.AppendText(Text(scratch), out);
    default:
      AppendScalar(kind_, array, i, out);
  }
}

CsvWriter::CsvWriter() {
  Can(TEXTMILL_STATELESS);
  Describe("write.csv", "1.1.0",
           "Writes documents, or what was found in them, as a table for spreadsheets.");
  Explain(
      "One row a document, or, with `rows: entities`, one row an entity with the document's "
      "columns beside it; the same goes for any other column that holds a list. With `from:` it "
      "writes the table of another step, such as word counts.\n\n"
      "- The first line names the columns. It is settled by the pipeline alone, and there even "
      "when no row follows.\n"
      "- With one row an item, members of the item go by their own names; where a document's "
      "column in the file has that name already, `id` becomes `entity_id`. A document without "
      "items gives no row. Items that are places in a text and do not hold their words, as those "
      "of "
      "`tokens.tag`, have them in a first column `word`.\n"
      "- Cells are quoted where they must be (RFC 4180). An empty cell is a null; a text of no "
      "characters is `\"\"`. In a file of one column, both are `\"\"`.\n"
      "- Input fields that the reader does not declare are not written; the end of the run counts "
      "them. `fields` of the reader makes columns of them. `textmill head FILE` shows them.\n"
      "- Numbers from 0.0001 up to 10^16 have no exponent.\n"
      "- Times are ISO 8601 in UTC. Lists, and `extra` when `columns:` names it, are JSON text.\n"
      "- Text that begins with `=`, `+`, `-`, `@` (their full-width forms too, and also after "
      "blanks or quotation marks), a tab or a carriage return gets an apostrophe in front, so "
      "that no spreadsheet runs it as a formula. Numbers are left alone. For programs that read "
      "the file, turn this off by `spreadsheet_safe: false`. A spreadsheet must open the file with "
      "the separator it was written with.\n\n"
      "The file has its name once the run is complete, and ends in `.part` until then.",
      "- uses: write.csv\n"
      "  with:\n"
      "    path: out/entities.csv\n"
      "    rows: entities\n"
      "    columns: [id, title, date]");
}

void CsvWriter::Bind(Binder& binder) {
  io::RefuseOtherEnding(path->value, "a table of CSV", {".csv", ".tsv"});
  output_ = binder.Output(path->value);
  separator_ = SeparatorOf(separator);
  if (!separator.given() && IsTsv(path->value)) separator_ = '\t';
  line_end_ = line_end == "lf" ? "\n" : "\r\n";
  cells_.emplace(separator_, spreadsheet_safe);
  header_.clear();
  document_.clear();
  item_.clear();
  list_ = -1;
  words_in_ = -1;
  left_out_ = -1;

  const bool items = row_unit.get() != "documents";
  std::vector<std::pair<int, Field>> written;
  for (const int place : ChooseColumns(binder, columns)) {
    const Field& field = binder.input()[static_cast<size_t>(place)];
    if (!columns.present()) {
      static const std::vector<std::string> kBeside = {"id", "source", "title", "date", "lang"};
      const bool beside = std::find(kBeside.begin(), kBeside.end(), field.name) != kBeside.end();
      if (items ? !beside : IsExtraColumn(field)) continue;
    }
    written.emplace_back(binder.Use(field.name), field);
    header_.push_back(field.name);
    document_.emplace_back(field);
  }
  if (items) {
    BindItems(binder);
    written.emplace_back(list_, *binder.Find(row_unit));
  }
  counted_.Bind(binder, offsets.get(), written);
  for (const Field& field : binder.input()) {
    if (!items && !columns.present() && IsExtraColumn(field)) left_out_ = binder.Use(field.name);
  }
  if (header_.empty()) throw Error("there is no column to write").Parameter("columns");
}

void CsvWriter::BindItems(Binder& binder) {
  const Field* list = binder.Find(row_unit);
  if (list == nullptr || list->format != "+l" || list->children.size() != 1) {
    throw Error(list == nullptr
                    ? "there is no column `" + row_unit.get() + "` here"
                    : "the column `" + row_unit.get() + "` is " + TypeName(*list) + ", not a list",
                list == nullptr ? TEXTMILL_NO_COLUMN : TEXTMILL_WRONG_TYPE)
        .Parameter("rows")
        .Column(row_unit)
        .Hint("rows may be " + ListColumns(binder.input()));
  }
  list_ = binder.Use(list->name);
  Field item = list->children[0];
  item_is_struct_ = item.format == "+s";
  if (item_is_struct_) BindWords(binder, *list);
  if (!item_is_struct_) item.name = list->name;
  for (const Field& member : item_is_struct_ ? item.children : std::vector<Field>{item}) {
    std::string name = member.name;
    while (std::find(header_.begin(), header_.end(), name) != header_.end())
      name = ItemPrefix(list->name) + name;
    header_.push_back(name);
    item_.emplace_back(member);
  }
}

void CsvWriter::BindWords(Binder& binder, const Field& list) {
  bool begin = false, end = false;
  for (const Field& member : list.children[0].children) {
    if (member.name == "text" || member.name == "word") return;
    begin = begin || member.name == "begin";
    end = end || member.name == "end";
  }
  const std::string* const into = list.Meta(TEXTMILL_META_OFFSETS_INTO);
  const Field* const text = into != nullptr ? binder.Find(*into) : nullptr;
  if (!begin || !end || text == nullptr || text->format != Utf8::kFormat) return;
  places_ = values::TokenColumn::Of(list);
  words_in_ = binder.Use(text->name);
  std::string name = "word";
  while (std::find(header_.begin(), header_.end(), name) != header_.end())
    name = ItemPrefix(list.name) + name;
  header_.push_back(name);
}

void CsvWriter::AppendWord(const Batch& batch, int64_t row, const ArrowArray& items, int64_t item,
                           Buffer& out) const {
  const StructView view(&items, 0, items.length);
  const std::string_view text = batch.At<Utf8>(words_in_)[row];
  const auto begin = values::NumberAt(view, places_->begin, places_->begin_format, item);
  const auto end = values::NumberAt(view, places_->end, places_->end_format, item);
  const auto between = [&](int64_t at) {
    return at == static_cast<int64_t>(text.size()) ||
           (static_cast<uint8_t>(text[static_cast<size_t>(at)]) & 0xC0) != 0x80;
  };
  // Places that are none have no word.
  if (!begin || !end || *begin < 0 || *end < *begin || *end > static_cast<int64_t>(text.size()) ||
      !between(*begin) || !between(*end))
    return;
  const auto at = static_cast<size_t>(*begin);
  cells_->AppendText(text.substr(at, static_cast<size_t>(*end) - at), out);
}

void CsvWriter::Open(const textmill_open_request&) {
  Buffer line;
  if (bom) line.Append("\xEF\xBB\xBF", 3);
  for (size_t i = 0; i < header_.size(); ++i) {
    if (i > 0) line.Append(&separator_, 1);
    cells_->AppendText(header_[i], line);
  }
  line.Append(line_end_.data(), line_end_.size());
  Write(output_, Text(line));
}

std::unique_ptr<Lane> CsvWriter::NewLane() const { return std::make_unique<Scratch>(); }

void CsvWriter::AppendCell(const CsvColumn& column, const ArrowArray* array, int64_t i,
                           Buffer& scratch, Buffer& out) const {
  const size_t before = out.size();
  if (array != nullptr) column.AppendCell(*cells_, *array, i, scratch, out);
  // An empty line would be no row at all.
  if (header_.size() == 1 && out.size() == before) out.Append("\"\"", 2);
}

void CsvWriter::AppendDocument(const Batch& batch, const Arrays& columns, int64_t row,
                               Buffer& scratch, Buffer& out) const {
  for (size_t k = 0; k < document_.size(); ++k) {
    if (k > 0) out.Append(&separator_, 1);
    AppendCell(document_[k], columns[k], batch.raw().columns->offset + row, scratch, out);
  }
}

int64_t CsvWriter::AppendItems(const Batch& batch, const Arrays& columns, int64_t row,
                               Buffer& scratch, Buffer& out) const {
  const View<List> list = batch.At<List>(list_);
  const ArrowArray& items = *columns[static_cast<size_t>(list_)]->children[0];
  size_t document_at = 0, document_size = 0;  // where the document's cells are in `out`
  for (int64_t item = list.begin(row); item < list.end(row); ++item) {
    if (item == list.begin(row)) {
      document_at = out.size();
      AppendDocument(batch, columns, row, scratch, out);
      document_size = out.size() - document_at;
    } else {
      out.Room(document_size);  // so that what is copied does not move
      out.Append(out.data() + document_at, document_size);
    }
    if (words_in_ >= 0) {
      if (!document_.empty()) out.Append(&separator_, 1);
      if (!IsNullAt(items, item)) AppendWord(batch, row, *list.array()->children[0], item, out);
    }
    for (size_t k = 0; k < item_.size(); ++k) {
      if (k + document_.size() > 0 || words_in_ >= 0) out.Append(&separator_, 1);
      if (!item_is_struct_) {
        AppendCell(item_[k], &items, item, scratch, out);
      } else {
        const ArrowArray* member = IsNullAt(items, item) ? nullptr : items.children[k];
        AppendCell(item_[k], member, items.offset + item, scratch, out);
      }
    }
    out.Append(line_end_.data(), line_end_.size());
  }
  return list.end(row) - list.begin(row);
}

void CsvWriter::Process(const Batch& batch, Reply& reply, Lane* lane) const {
  if (batch.rows() == 0) return;
  Buffer& text = static_cast<Scratch*>(lane)->text;
  Buffer& cell = static_cast<Scratch*>(lane)->cell;
  Clear(text);
  int64_t written = 0;
  values::CountedColumns::Arrays arrays;
  counted_.Take(batch, arrays);
  for (int64_t i = 0; i < batch.rows(); ++i) {
    if (list_ >= 0) {
      written += AppendItems(batch, arrays.columns, i, cell, text);
    } else {
      AppendDocument(batch, arrays.columns, i, cell, text);
      text.Append(line_end_.data(), line_end_.size());
      ++written;
    }
  }
  if (left_out_ >= 0) CountLeftOut(batch);
  if (written > 0) reply[encoded].Append(Text(text));
  reply.Count(rows, written);
  if (text.size() > kKeep) text = Buffer();
  if (cell.size() > kKeep) cell = Buffer();
}

// Fields of the input that nobody declared and that this file has no column for.
void CsvWriter::CountLeftOut(const Batch& batch) const {
  constexpr size_t kMostNames = 1000;  // fields may be called anything; the others count as one
  const ArrowArray& extra = batch.array(left_out_);
  const int64_t base = batch.raw().columns->offset;
  std::map<std::string, int64_t, std::less<>> found;
  for (int64_t i = 0; i < batch.rows(); ++i) {
    if (IsNullAt(extra, base + i)) continue;
    JsonMembers members(BytesAt(extra, base + i));
    while (members.Next()) {
      if (members.value() == "null") continue;
      const auto known = found.find(members.key());
      ++(known != found.end() ? known : found.emplace(members.key(), 0).first)->second;
    }
  }
  const std::lock_guard lock(mutex_);
  for (const auto& [name, n] : found) {
    const bool named = fields_left_out_.size() < kMostNames || fields_left_out_.count(name) > 0;
    fields_left_out_[named ? name : "(others)"] += n;
  }
}

std::string CsvWriter::Notes() const {
  if (left_out_ < 0) return "";
  return "leaves out the fields of the input that the reader does not declare; `fields` of the "
         "reader makes columns "
         "of them";
}

std::vector<AccountNumber> CsvWriter::Account() const {
  std::vector<AccountNumber> account;
  for (const auto& [name, n] : fields_left_out_)
    account.push_back({"values of undeclared input fields not written", name, n});
  return account;
}

void CsvWriter::Commit(const Batch&, const Carried& carried, Reply&) {
  if (carried.rows() == 0) return;
  const View<Binary> parts = carried[encoded];
  for (int64_t i = 0; i < parts.size(); ++i) Write(output_, parts[i]);
}

}  // namespace textmill::write_csv
