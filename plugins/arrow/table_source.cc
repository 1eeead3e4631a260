#include "plugins/arrow/table_source.h"

#include <sys/stat.h>

#include <algorithm>

#include "plugins/arrow/from_arrow.h"
#include "plugins/arrow/table_rows.h"
#include "plugins/lib/io/utf8.h"
#include "textmill/conventions.h"
#include "textmill/wanted.h"

namespace textmill::arrowfiles {
namespace {

// So many units are kept for records that are asked for again.
constexpr size_t kRecent = 12;
// Mistakes of so many files are told at once.
constexpr size_t kMostMistakes = 3;
const Interest kAll{[](const std::string&) { return true; }, [](int) { return true; }};

bool IsFile(const std::string& path) {
  struct stat found {};
  return path != "-" && stat(path.c_str(), &found) == 0 && S_ISREG(found.st_mode);
}

}  // namespace

void TableSource::Bind(Binder& binder) {
  columns_ = io::PlanColumns(fields, types.get(), /*nested=*/true);
  if (table_) io::TakeTableRows(columns_);
  for (io::Column& column : columns_)
    column.slot = binder.Produce(Part::kColumns, io::FieldOf(column));
  extra_slot_ = binder.Produce(Part::kColumns, io::ExtraField());
  // Declared for the reference page; `fields` and `types` have the last word.
  for (OutBase* out : {&id, &text, &source, &title, &url, &date, &extra}) out->Enable(false);
}

const std::vector<Input>& TableSource::ListInputs() {
  files_ = io::ExpandInputs(path, rule_);
  CheckSchemas();
  return files_.inputs;
}

// What a file says of its columns is settled before the run: where one has another type than is
// asked for, no document of it could be read. A file that cannot be read at all is the run's
// matter.
void TableSource::CheckSchemas() {
  std::string mistakes;
  size_t n = 0;
  std::optional<Error> first;
  size_t looked_at = 0;
  std::vector<size_t> missing(columns_.size());  // number of files without the column
  std::string names;
  for (uint32_t i = 0; i < files_.paths.size(); ++i) {
    if (!IsFile(files_.paths[i])) continue;
    std::shared_ptr<arrow::Schema> schema;
    try {
      schema = SchemaOf(files_.paths[i]);
    } catch (const Error&) {
      continue;
    }
    try {
      const ColumnMap map = MapColumns(columns_, *schema, kAll);
      for (const size_t column : map.missing) ++missing[column];
      if (looked_at++ == 0) names = NamesOf(*schema);
    } catch (const Error& error) {
      if (!first) first = error;
      if (++n <= kMostMistakes) mistakes += (n > 1 ? "; " : "") + NameOf(i) + ": " + error.what();
    }
  }
  if (!first) return CheckMissing(missing, looked_at, names);
  if (n > kMostMistakes) mistakes += "; and " + std::to_string(n - kMostMistakes) + " more files";
  throw Error(mistakes).Parameter(first->parameter()).Hint(first->hint());
}

void TableSource::CheckMissing(const std::vector<size_t>& missing, size_t files,
                               const std::string& names) {
  differences_.clear();
  for (size_t c = 0; c < missing.size(); ++c) {
    const io::Column& column = columns_[c];
    if (missing[c] == 0) continue;
    if (missing[c] == files) {
      throw Error("there is no column `" + column.field + "`" +
                  (files == 1 ? "" : " in any of the files") + "; the columns are " + names)
          .Parameter((column.field == column.name && !column.nested.format.empty() ? "types."
                                                                                   : "fields.") +
                     column.name);
    }
    differences_ += "`" + column.field + "` is a column of " + std::to_string(files - missing[c]) +
                    " of " + std::to_string(files) + " files, and null in the others\n";
  }
  if (!differences_.empty()) differences_.pop_back();
}

void TableSource::TellDifferences() const {
  if (!differences_.empty()) Log(TEXTMILL_LOG_WARNING, differences_);
}

std::shared_ptr<const ColumnMap> TableSource::MapOf(
    const arrow::Schema& schema, const std::function<bool(int)>& may_be_null) const {
  const auto wanted = [this](const std::string& column) { return Wanted(column); };
  return std::make_shared<ColumnMap>(MapColumns(columns_, schema, {wanted, may_be_null}));
}

std::vector<Field> TableSource::ColumnsOf(const std::string& path) const {
  std::vector<Field> columns;
  const std::shared_ptr<arrow::Schema> schema = SchemaOf(path);
  for (const auto& field : schema->fields()) {
    if (auto ours = NaturalField(field->name(), *field->type()))
      columns.push_back(std::move(*ours));
  }
  return columns;
}

std::shared_ptr<const ColumnMap> TableSource::NarrowMapOf(
    const arrow::Schema& schema, const ColumnMap& map, const std::function<bool(int)>& may_be_null,
    std::set<std::string> names) const {
  // A row that fails when all of it is read has to fail here, too.
  for (size_t c = 0; c < columns_.size(); ++c) {
    if (map.from[c].may_not_fit) names.insert(columns_[c].name);
  }
  for (const ColumnMap::Extra& extra : map.extra) {
    if (extra.may_not_fit) names.insert(TEXTMILL_COLUMN_EXTRA);
  }
  const auto wanted = [&](const std::string& column) { return names.count(column) > 0; };
  return std::make_shared<ColumnMap>(MapColumns(columns_, schema, {wanted, may_be_null}));
}

bool TableSource::Wanted(const std::string& column) const {
  if (table_) {
    return std::any_of(columns_.begin(), columns_.end(),
                       [&](const io::Column& one) { return one.declared && one.name == column; });
  }
  if (host() == nullptr) return true;
  const auto* table =
      static_cast<const textmill_wanted_1*>(host()->extension(host(), TEXTMILL_WANTED_1));
  return table == nullptr || table->wanted(host(), column.c_str()) != 0;
}

void TableSource::Met(const ColumnMap& map) {
  for (const std::string& name : map.left_out) ++left_out_[name];
  for (const size_t column : map.missing) ++missing_[columns_[column].field];
}

std::string TableSource::NameOf(uint32_t input) const {
  const std::string& name = files_.inputs[input].path;
  return name == "-" ? "standard input" : "`" + name + "`";
}

void TableSource::FailInput(uint32_t input, const Error& why, uint64_t row) const {
  if (why.code() == TEXTMILL_CANCELLED) throw why;
  std::string message = NameOf(input) + " cannot be read";
  if (row > 0) message += " beyond row " + std::to_string(row);
  InputFailed failed(message + ": " + why.what(), input, row);
  failed.Hint(why.hint());
  throw failed;
}

void TableSource::ReadUnit(const UnitView& unit, Rows& rows, Lane*) const {
  UnitRows read;
  try {
    read = RowsOf(unit);
  } catch (const Error& error) {
    if (error.code() == TEXTMILL_CANCELLED) throw;
    throw Error(NameOf(unit.input()) + ", rows " + std::to_string(unit.begin()) + " to " +
                    std::to_string(unit.end() - 1) + ", cannot be read: " + error.what(),
                TEXTMILL_IO_ERROR);
  }
  TableRows documents(columns_, *read.map, extra_slot_, files_.inputs[unit.input()].path, rows);
  uint64_t row = unit.begin();
  for (const auto& batch : read.batches) {
    documents.Append(*batch, row);
    row += static_cast<uint64_t>(batch->num_rows());
  }
  if (unit.has_payload()) return;  // its rows are in it
  const std::lock_guard lock(recent_mutex_);
  if (recent_.size() < kRecent) recent_.emplace_back();
  Recent& recent = recent_[next_recent_++ % kRecent];
  recent.input = unit.input();
  recent.begin = unit.begin();
  std::swap(recent.rows, read);  // what was there goes as a whole: rows, then what they need
}

void TableSource::ReadRecord(const UnitView& unit, uint64_t offset, uint64_t, Buffer& bytes) const {
  UnitRows read;
  {
    const std::lock_guard lock(recent_mutex_);
    for (const Recent& recent : recent_) {
      if (recent.input == unit.input() && recent.begin == unit.begin()) read = recent.rows;
    }
  }
  if (read.map == nullptr) read = RowsOf(unit);
  int64_t row = static_cast<int64_t>(offset - unit.begin());
  for (const auto& batch : read.batches) {
    if (row < batch->num_rows()) return AppendRowAsJson(*batch, row, bytes);
    row -= batch->num_rows();
  }
}

std::vector<AccountNumber> TableSource::Account() const {
  std::vector<AccountNumber> account = io::AccountOf(files_);
  for (const auto& [name, n] : left_out_)
    account.push_back({"columns left out, in files", io::ShowPath(name), n});
  for (const auto& [name, n] : missing_)
    account.push_back({"files without the column", io::ShowPath(name), n});
  return account;
}

}  // namespace textmill::arrowfiles
