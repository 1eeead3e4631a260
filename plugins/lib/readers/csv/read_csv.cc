#include "plugins/lib/readers/csv/read_csv.h"

#include <algorithm>
#include <map>

#include "plugins/lib/io/endings.h"
#include "plugins/lib/io/utf8.h"
#include "plugins/lib/readers/csv/csv_cells.h"
#include "plugins/lib/readers/csv/find_separator.h"
#include "plugins/lib/readers/csv/record_parser.h"

namespace textmill::csv {
namespace {

constexpr const char* kDescription =
    R"(Each record is one document: cells with a separator between them, as RFC 4180
describes. A cell within quotation marks may hold separators, line breaks, and
quotation marks that are doubled. A quotation mark inside a cell that does not begin
with one means itself. Blank lines are passed over; a byte order mark and
Windows line ends do no harm.

**The header** of each file says which cell is which, so files may have their
columns in different orders. `text` has to be among them, or `fields` has to say
what takes its place; the file is refused otherwise, with the names that it has.
`id`, `source`, `title`, `url` and `date` are taken where the header has them. Cells
of all other names are kept in `extra`, and written back by the writers. An unnamed
cell is called by its place, `column 7`.

**Empty cells** give null, except for `text` (an empty text) and cells kept in
`extra` (an empty string).

**Files** may be plain, gzip or Zstandard, which is known by their first bytes; of
several gzip members or Zstandard frames all are read. The files of a pattern or
folder come in the order of their names' bytes; a file that is met twice is read
once. Names that begin with a dot are
passed over, unless the pattern has the dot too. What a folder holds with other
endings is passed over, and counted by ending at the end of the run. Where the
content of a file is damaged or cut off, everything before the fault is read, and the
rest is reported as failed input; after a wrong checksum every document of that
input may be wrong (`on_damage: drop` leaves all of them out). So is an input that
changed while it was read.

**Encoding.** Files are UTF-8, or UTF-16 where a byte order mark says so or their
first bytes show it; `encoding` names another, or several to try on each file
([`read.text`](read.md#readtext) has the names). Such a file is decoded as it is read:
offsets, and the bytes of records that fail, are then those of the text in UTF-8. A
record with bytes that are not valid in the encoding fails by itself; nothing is
replaced. The end of the run tells how many files were in which encoding where not all
are UTF-8. To find the encoding among several, each file is read through first, so
standard input has to have one.

**Records that are no documents** are reported with their bytes, their offset and
what is wrong: fewer or more cells than the header has, text after a closing
quotation mark, a quotation mark that is never closed, invalid UTF-8, a value that
is not of its declared type. Records longer than 64 MiB are passed over and
reported.)";

constexpr const char* kExample =
    R"(- uses: read.csv
  with:
    path: exports/*.csv
    separator: ";"
    fields: { text: body, date: published }
    types: { date: timestamp, year: int }
)";

struct CsvLane final : Lane {
  io::UnitBytes bytes;
};

// So much of a file is looked at to see how it is written.
constexpr size_t kFront = 1 << 20;
// In so much of it a separator is looked for.
constexpr size_t kFirstRecords = 64 << 10;

char SeparatorOf(const std::string& written) {
  if (written == "tab" || written == "\\t") return '\t';
  const bool usable = written.size() == 1 && written[0] > 0 && written != "\"" && written != "\n" &&
                      written != "\r";
  if (!usable)
    throw Error(
        "the separator has to be `tab` or one ASCII character other than a quotation mark "
        "or a line end")
        .Parameter("separator");
  return written[0];
}

}  // namespace

ReadCsv::Files::Files(ReadCsv& stage)
    : RecordFiles({{".csv", ".tsv"}, true},
                  std::unique_ptr<io::RecordEnds>(stage.ends_ = new CsvEnds)),
      stage_(stage) {}

void ReadCsv::Files::Begin(uint32_t input, io::StreamCutter& content) {
  if (content.Peek(3).substr(0, 3) == "\xEF\xBB\xBF") content.Skip(3);
  const Dialect dialect = stage_.DialectOf(input, content);
  stage_.ends_->SetSeparator(dialect.separator);
  stage_.ends_->SetLineEnd(dialect.line_end);
  stage_.ends_->EndUnclosedWithLine(dialect.unclosed_with_line);
  stage_.layouts_[input] = stage_.ReadHeader(input, content, dialect);
  stage_.layouts_[input].dialect = dialect;
}

ReadCsv::ReadCsv() : files_(*this) {
  Describe("read.csv", "1.0.0", "Reads documents from CSV files: one record each.");
  Explain(kDescription, kExample);
}

void ReadCsv::Bind(Binder& binder) {
  separator_char_ = SeparatorOf(separator);
  encodings_.Set(encoding.get());
  planned_ = io::PlanColumns(fields, types.get(), /*nested=*/false);
  if (table_) io::TakeTableRows(planned_);
  if (!header && columns->empty())
    throw Error("without a header, `columns` has to say what the cells are called")
        .Parameter("header")
        .Hint("For instance `columns: [id, date, text]`.");
  if (!columns->empty()) {
    try {
      MakeLayout(columns, planned_);
    } catch (Error& error) {
      throw Error("with these names, no file can be read: " + std::string(error.what()))
          .Parameter("columns");
    }
  }
  for (io::Column& column : planned_)
    column.slot = binder.Produce(Part::kColumns, io::FieldOf(column));
  extra_slot_ = binder.Produce(Part::kColumns, io::ExtraField());
  // Declared above for the reference page; `fields` and `types` have the last word.
  for (OutBase* out : {&id, &text, &source, &title, &url, &date, &extra}) out->Enable(false);
}

std::vector<std::string> ReadCsv::Names() const {
  std::vector<std::string> names;
  for (const Layout::CellUse& cell : layouts_.at(0).cells) names.push_back(cell.name);
  return names;
}

std::unique_ptr<Lane> ReadCsv::NewLane() const { return std::make_unique<CsvLane>(); }

const std::vector<Input>& ReadCsv::ListInputs() {
  files_.DropDamaged(on_damage == "drop");
  const std::vector<Input>& inputs = files_.List(path);
  layouts_.assign(inputs.size(), {});
  encodings_.Attach(&files_, inputs.size());
  return inputs;
}

std::vector<AccountNumber> ReadCsv::Account() const {
  std::vector<AccountNumber> account = files_.Account();
  encodings_.AppendTo(&account);
  if (!finds_separators_ || separator.given()) return account;
  std::map<std::string, int64_t> separators;  // other than the comma that one expects
  for (const Layout& layout : layouts_) {
    const char c = layout.dialect.separator;
    if (!layout.cells.empty() && c != ',') ++separators[c == '\t' ? "tab" : std::string(1, c)];
  }
  for (const auto& [name, n] : separators)
    account.push_back({"files of CSV with other separators", name, n});
  return account;
}

bool ReadCsv::NextUnit(uint64_t want_bytes, Unit& unit) {
  return files_.Next(
      want_bytes, [this] { return Cancelled(); }, unit);
}

// How this file is written, as far as its name and its front say.
Dialect ReadCsv::DialectOf(uint32_t input, io::StreamCutter& content) const {
  Dialect dialect;
  dialect.separator = separator_char_;
  dialect.unclosed_with_line = on_unclosed == "line";
  const std::string& path = files_.path(input);
  if (!separator.given() && io::EndsIn(io::WithoutPacking(path), ".tsv")) dialect.separator = '\t';
  const std::string_view front = content.Peek(kFront).substr(0, kFront);
  if (finds_separators_ && !separator.given()) {
    const auto body =
        std::ranges::find(fields.get(), "text", [](const auto& field) { return field.first; });
    const auto found = FindSeparator(front.substr(0, kFirstRecords),
                                     body == fields->end() ? "text" : body->second);
    dialect.separator = found.value_or(dialect.separator);
  }
  bool quoted = false;
  for (size_t i = 0; i < front.size(); ++i) {
    quoted = quoted != (front[i] == '"');
    if (quoted || (front[i] != '\r' && front[i] != '\n')) continue;
    const size_t text_at = std::min(front.find_first_not_of('\r', i), front.size());
    // A carriage return alone ends the lines, if another follows somewhere after text.
    if (front[i] == '\r' &&
        (text_at == front.size() ? front.size() < kFront : front[text_at] != '\n'))
      dialect.line_end = '\r';
    break;
  }
  // Excel's own first line.
  const size_t end = front.substr(0, 16).find_first_of("\r\n");
  if (end == 5 && io::EndsIn(front.substr(0, 4), "sep=")) {
    if (!separator.given()) dialect.separator = front[4];
    content.Skip(std::min(front.find_first_not_of('\r', end), front.size() - 1) + 1 -
                 (dialect.line_end == '\r' ? 1 : 0));
  }
  return dialect;
}

Layout ReadCsv::ReadHeader(uint32_t input, io::StreamCutter& content,
                           const Dialect& dialect) const {
  std::string first;
  if (header) {
    bool blank = true;
    while (blank) {
      if (!content.TakeFirst(&first)) return {};  // an empty file: no header, no records
      blank = first.find_first_not_of("\r\n") == std::string::npos;
    }
  }
  if (!columns->empty()) return MakeLayout(columns, planned_);
  if (!io::IsUtf8(first))
    throw Error("its header is not valid " + encodings_.NameOf(input))
        .Hint("Name the encoding of the file, for instance `encoding: windows-1252`.");
  const size_t size = first.size();
  first.append(16, '\0');  // which CsvCells may read
  CsvCells cells(std::string_view(first).substr(0, size), dialect);
  cells.Next();
  if (cells.fault() != nullptr)
    throw Error("its header is not valid CSV: " + std::string(cells.fault()));
  std::vector<std::string> names;
  std::string scratch;
  for (const Cell& cell : cells.cells()) names.emplace_back(CellText(cell, scratch));
  return MakeLayout(std::move(names), planned_);
}

// Why a record may be so long: where its last quotation mark opens.
std::string ReadCsv::WhereUnclosed(const UnitView& unit) const {
  Buffer front;
  files_.Record(unit, unit.begin(), unit.end() - unit.begin(), front);
  const size_t size = front.size();
  front.Append("                ", 16);  // which CsvCells may read
  CsvCells cells({front.data(), size}, layouts_[unit.input()].dialect);
  if (!cells.Next() || cells.fault() != CsvCells::kUnclosed) return "";
  return "; a quotation mark that opens at byte " +
         std::to_string(unit.begin() + cells.fault_at()) +
         " of the file is not closed: `on_unclosed: line` goes on after its line";
}

void ReadCsv::ReadUnit(const UnitView& unit, Rows& rows, Lane* lane) const {
  if (unit.flags() & io::kTooLong) {
    const uint64_t length = unit.end() - unit.begin();
    return rows.Fail(unit.begin(), length, io::TooLongMessage(length) + WhereUnclosed(unit));
  }
  const std::string_view bytes = files_.Bytes(unit, static_cast<CsvLane*>(lane)->bytes);
  RecordParser(planned_, layouts_[unit.input()], extra_slot_, files_.path(unit.input()),
               encodings_.NameOf(unit.input()), rows)
      .ParseRecords(bytes, unit.begin());
}

void ReadCsv::ReadRecord(const UnitView& unit, uint64_t offset, uint64_t length,
                         Buffer& bytes) const {
  files_.Record(unit, offset, length, bytes);
}

}  // namespace textmill::csv
