#include "plugins/lib/readers/table/table_file.h"

#include <algorithm>

#include "plugins/lib/io/byte_stream.h"
#include "plugins/lib/io/endings.h"
#include "plugins/lib/io/type_name.h"
#include "plugins/lib/readers/auto/table_plugin.h"
#include "plugins/lib/readers/csv/read_csv.h"
#include "plugins/lib/readers/encoding/decode.h"
#include "plugins/lib/readers/json/read_json.h"
#include "plugins/lib/readers/jsonl/read_jsonl.h"
#include "plugins/lib/readers/table/sqlite_table.h"
#include "plugins/lib/readers/table/typed_table.h"
#include "textmill/print.hpp"

namespace textmill::readers {
namespace {

constexpr uint64_t kUnitBytes = 1 << 20;

Value TextValue(uint32_t type, const std::string& text) {
  Value value{textmill_value{}};
  value.type = type;
  value.given = true;
  value.string = text;
  return value;
}

// Columns go by numbers, so that none of them meets those that readers make by themselves.
std::string ColumnOf(size_t number) { return "column " + std::to_string(number); }

// The type to ask for to have a column of a file of columns as it is; "" where records have none
// such.
std::string RecordType(const Field& field) {
  const std::string name = io::NameOfType(field);
  if (name == "binary") return "";
  if (name == "uint64" || name == "int32" || name == "uint32" || name == "uint8") return "int";
  if (name == "float32") return "float";
  try {
    io::TypeNamed(name);
  } catch (const Error&) {
    return "";
  }
  return name;
}

// A column of a file of columns, and those in it, by names with dots.
void AppendColumns(const Field& field, const std::string& before,
                   std::vector<TableFile::Column>& to) {
  const std::string name = before + field.name;
  to.push_back({name, RecordType(field), before.empty() && field.format != "z"});
  if (field.format != "+s") return;
  for (const Field& member : field.children) AppendColumns(member, name + ".", to);
}

// A unit as the host would hand it on.
class HandedUnit {
 public:
  explicit HandedUnit(const Unit& unit) {
    raw_.input = unit.input;
    raw_.flags = unit.flags;
    raw_.begin = unit.begin;
    raw_.end = unit.end;
    raw_.consumed = unit.consumed;
    if (!unit.has_payload) return;
    BytesBuilder payload;
    payload.Append({unit.payload.data(), unit.payload.size()});
    payload.Room(64);  // which may be read
    payload.Finish(&raw_.payload);
  }
  ~HandedUnit() {
    if (raw_.payload.release != nullptr) raw_.payload.release(&raw_.payload);
  }
  HandedUnit(const HandedUnit&) = delete;
  HandedUnit& operator=(const HandedUnit&) = delete;
  const textmill_unit& get() const { return raw_; }

 private:
  textmill_unit raw_{};
};

struct OwnedRows {
  textmill_rows raw{};
  ~OwnedRows() {
    for (ArrowArray* array : {&raw.columns, &raw.origins, &raw.failures}) {
      if (array->release != nullptr) array->release(array);
    }
  }
};

}  // namespace

TableFile::TableFile(std::string path, Said said)
    : path_(std::move(path)), said_(std::move(said)), kind_(KindOf(path_)) {}

TableFile::Kind TableFile::KindOf(const std::string& path) {
  const auto is = [](std::string_view name, std::initializer_list<const char*> endings) {
    return std::any_of(endings.begin(), endings.end(),
                       [&](const char* ending) { return io::EndsIn(name, ending); });
  };
  if (is(path, {".db", ".sqlite", ".sqlite3"})) return Kind::kSqlite;
  if (is(path, {".parquet", ".pq"})) return Kind::kParquet;
  if (is(path, {".arrow", ".arrows", ".feather", ".ipc"})) return Kind::kArrow;
  const std::string_view name = io::WithoutPacking(path);
  return is(name, {".jsonl", ".ndjson"}) ? Kind::kJsonl
         : is(name, {".json"})           ? Kind::kJson
                                         : Kind::kCsv;
}

std::shared_ptr<Source> TableFile::MakeReader(const std::vector<Wanted>& wanted) const {
  Value path{textmill_value{}}, fields{textmill_value{}}, types{textmill_value{}};
  Value encodings{textmill_value{}};
  path.type = encodings.type = TEXTMILL_LIST;
  for (const std::string& name : said_.encoding)
    encodings.items.push_back(TextValue(TEXTMILL_STRING, name));
  path.items.push_back(TextValue(TEXTMILL_PATH, path_));
  fields.type = types.type = TEXTMILL_MAP;
  for (size_t i = 0; i < wanted.size(); ++i) {
    fields.items.push_back(TextValue(TEXTMILL_STRING, wanted[i].field));
    fields.items.back().key = ColumnOf(i);
    if (wanted[i].type.empty() || wanted[i].type == "string") continue;
    types.items.push_back(TextValue(TEXTMILL_STRING, wanted[i].type));
    types.items.back().key = ColumnOf(i);
  }
  std::shared_ptr<Source> reader;
  const auto hand_on = [&](auto made) {
    made->ReadTable();
    made->path.Set(path);
    made->fields.Set(fields);
    made->types.Set(types);
    made->encoding.Set(encodings);
    if constexpr (requires { made->separator; }) {
      if (said_.separator) made->separator.Set(TextValue(TEXTMILL_STRING, *said_.separator));
    }
    reader = std::move(made);
  };
  switch (kind_) {
    case Kind::kCsv:
      hand_on(std::make_unique<csv::ReadCsv>());
      break;
    case Kind::kJsonl:
      hand_on(std::make_unique<jsonl::ReadJsonl>());
      break;
    case Kind::kJson:
      hand_on(std::make_unique<json::ReadJson>());
      break;
    case Kind::kParquet:
    case Kind::kArrow:
      reader =
          readauto::MakeTableReader(kind_ == Kind::kParquet ? "read.parquet" : "read.arrow", path_);
      for (ParamBase* const param : reader->params()) {
        if (param->spec().name == "path") param->Set(path);
        if (param->spec().name == "fields") param->Set(fields);
        if (param->spec().name == "types") param->Set(types);
      }
      dynamic_cast<TypedTable&>(*reader).ReadTable();
      break;
    case Kind::kSqlite:
      break;  // has no documents to read, see SqliteTable
  }
  Binder binder{{}};
  reader->BindAll(binder);
  return reader;
}

std::vector<TableFile::Column> TableFile::Header() const {
  std::vector<Column> header;
  if (kind_ == Kind::kSqlite) {
    for (const Field& field : SqliteTable(path_, said_.table, said_.query).Columns())
      header.push_back({field.name, io::NameOfType(field)});
    return header;
  }
  const std::shared_ptr<Source> reader = MakeReader({});
  if (HasColumnsWithTypes()) {
    for (const Field& field : dynamic_cast<TypedTable&>(*reader).ColumnsOf(path_))
      AppendColumns(field, "", header);
    return header;
  }
  reader->ListInputs();
  Unit unit;
  reader->NextUnit(1, unit);
  for (const std::string& name : static_cast<const csv::ReadCsv&>(*reader).Names())
    header.push_back({name, ""});
  return header;
}

std::vector<Field> TableFile::Types(const std::vector<Wanted>& wanted) const {
  std::vector<Field> types;
  if (kind_ == Kind::kSqlite) {
    for (const Wanted& column : wanted) {
      types.push_back(
          io::TypeNamed(column.type.empty() ? "string" : column.type, io::TypeWords::kAll));
      types.back().name = column.field;
    }
    return types;
  }
  const std::shared_ptr<Source> reader = MakeReader(wanted);
  if (HasColumnsWithTypes()) {
    try {
      reader->ListInputs();  // looks whether the types go with the file
    } catch (const Error& error) {
      throw Error(error.what(), error.code())
          .Hint("say another type by `types`; a key has that which it has in the documents");
    }
  }
  for (size_t i = 0; i < wanted.size(); ++i) {
    for (const Field& field : reader->fields(Part::kColumns)) {
      if (field.name == ColumnOf(i)) types.push_back(field);
    }
  }
  return types;
}

void TableFile::Read(const std::vector<Wanted>& wanted,
                     const std::function<void(TableRows)>& take) const {
  if (kind_ == Kind::kSqlite)
    return SqliteTable(path_, said_.table, said_.query).Read(Types(wanted), take);
  const std::shared_ptr<Source> reader = MakeReader(wanted);
  std::vector<size_t> slots;
  const std::vector<Field>& made = reader->fields(Part::kColumns);
  for (size_t i = 0; i < wanted.size(); ++i) {
    const auto at = std::find_if(made.begin(), made.end(),
                                 [&](const Field& field) { return field.name == ColumnOf(i); });
    slots.push_back(static_cast<size_t>(at - made.begin()));
  }
  reader->ListInputs();
  textmill_open_request request{};
  request.threads = 1;
  if (HasColumnsWithTypes()) reader->Open(request);
  const std::unique_ptr<Lane> lane = reader->NewLane();
  for (Unit unit; reader->NextUnit(kUnitBytes, unit); unit = Unit()) {
    const HandedUnit handed(unit);
    Rows rows(*reader);
    reader->ReadUnit(UnitView(handed.get()), rows, lane.get());
    OwnedRows out;
    rows.Export(&out.raw);
    if (out.raw.failures.release != nullptr) {
      const ArrowArray& failures = out.raw.failures;
      throw Error(Place(ValueAt<uint64_t>(*failures.children[0], 0)) + ": " +
                  std::string(BytesAt(*failures.children[2], 0)));
    }
    TableRows taken;
    const ArrowArray& offsets = *out.raw.origins.children[0];
    for (int64_t i = 0; i < out.raw.origins.length; ++i)
      taken.offsets.push_back(ValueAt<uint64_t>(offsets, i));
    for (const size_t slot : slots) {
      taken.columns.push_back(*out.raw.columns.children[slot]);
      out.raw.columns.children[slot]->release = nullptr;  // moved
    }
    take(std::move(taken));
  }
}

std::string TableFile::Place(uint64_t offset) const {
  if (kind_ == Kind::kSqlite || HasColumnsWithTypes())
    return path_ + " (row " + std::to_string(offset + 1) + ")";
  const auto stream =
      io::OpenStream(std::make_unique<io::StoredBytes>(io::File::Open(path_)), path_);
  std::vector<char> piece(kUnitBytes);
  int64_t line = 1;
  const uint64_t at = offset;
  while (offset > 0) {
    const size_t n = stream->Read(piece.data(), std::min<uint64_t>(piece.size(), offset));
    if (n == 0) break;
    const auto front = encoding::EncodingOfFront({piece.data(), std::min<size_t>(n, 256)});
    const bool decoded = front.name != nullptr && front.name != std::string_view("utf-8");
    if (offset == at && (decoded || said_.encoding != std::vector<std::string>{"auto"}))
      return path_ + " (byte " + std::to_string(at) + " of its text in UTF-8)";
    line += std::count(piece.begin(), piece.begin() + static_cast<ptrdiff_t>(n), '\n');
    offset -= n;
  }
  return path_ + ":" + std::to_string(line);
}

}  // namespace textmill::readers
