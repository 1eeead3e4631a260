#include "plugins/lib/readers/table/table_file.h"

#include <algorithm>

#include "plugins/lib/io/byte_stream.h"
#include "plugins/lib/io/endings.h"
#include "plugins/lib/readers/csv/read_csv.h"
#include "plugins/lib/readers/encoding/decode.h"
#include "plugins/lib/readers/json/read_json.h"
#include "plugins/lib/readers/jsonl/read_jsonl.h"
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

TableRows::~TableRows() {
  for (ArrowArray& column : columns) {
    if (column.release != nullptr) column.release(&column);
  }
}

TableFile::TableFile(std::string path, std::optional<std::string> separator,
                     std::vector<std::string> encoding)
    : path_(std::move(path)), separator_(std::move(separator)), encoding_(std::move(encoding)) {
  const std::string_view name = io::WithoutPacking(path_);
  kind_ = io::EndsIn(name, ".jsonl") || io::EndsIn(name, ".ndjson") ? Kind::kJsonl
          : io::EndsIn(name, ".json")                               ? Kind::kJson
                                                                    : Kind::kCsv;
}

bool TableFile::has_header() const { return kind_ == Kind::kCsv; }

std::unique_ptr<Source> TableFile::MakeReader(const std::vector<Wanted>& wanted) const {
  Value path{textmill_value{}}, fields{textmill_value{}}, types{textmill_value{}};
  Value encodings{textmill_value{}};
  path.type = encodings.type = TEXTMILL_LIST;
  for (const std::string& name : encoding_)
    encodings.items.push_back(TextValue(TEXTMILL_STRING, name));
  path.items.push_back(TextValue(TEXTMILL_PATH, path_));
  fields.type = types.type = TEXTMILL_MAP;
  for (size_t i = 0; i < wanted.size(); ++i) {
    fields.items.push_back(TextValue(TEXTMILL_STRING, wanted[i].field));
    fields.items.back().key = ColumnOf(i);
    if (wanted[i].type.empty()) continue;
    types.items.push_back(TextValue(TEXTMILL_STRING, wanted[i].type));
    types.items.back().key = ColumnOf(i);
  }
  std::unique_ptr<Source> reader;
  const auto hand_on = [&](auto made) {
    made->ReadTable();
    made->path.Set(path);
    made->fields.Set(fields);
    made->types.Set(types);
    made->encoding.Set(encodings);
    if constexpr (requires { made->separator; }) {
      if (separator_) made->separator.Set(TextValue(TEXTMILL_STRING, *separator_));
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
  }
  Binder binder{{}};
  reader->BindAll(binder);
  return reader;
}

std::vector<std::string> TableFile::Header() const {
  const std::unique_ptr<Source> reader = MakeReader({});
  reader->ListInputs();
  Unit unit;
  reader->NextUnit(1, unit);
  return static_cast<const csv::ReadCsv&>(*reader).Names();
}

std::vector<Field> TableFile::Types(const std::vector<Wanted>& wanted) const {
  const std::unique_ptr<Source> reader = MakeReader(wanted);
  std::vector<Field> types;
  for (size_t i = 0; i < wanted.size(); ++i) {
    for (const Field& field : reader->fields(Part::kColumns)) {
      if (field.name == ColumnOf(i)) types.push_back(field);
    }
  }
  return types;
}

void TableFile::Read(const std::vector<Wanted>& wanted,
                     const std::function<void(TableRows)>& take) const {
  const std::unique_ptr<Source> reader = MakeReader(wanted);
  std::vector<size_t> slots;
  const std::vector<Field>& made = reader->fields(Part::kColumns);
  for (size_t i = 0; i < wanted.size(); ++i) {
    const auto at = std::find_if(made.begin(), made.end(),
                                 [&](const Field& field) { return field.name == ColumnOf(i); });
    slots.push_back(static_cast<size_t>(at - made.begin()));
  }
  reader->ListInputs();
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
    if (offset == at && (decoded || encoding_ != std::vector<std::string>{"auto"}))
      return path_ + " (byte " + std::to_string(at) + " of its text in UTF-8)";
    line += std::count(piece.begin(), piece.begin() + static_cast<ptrdiff_t>(n), '\n');
    offset -= n;
  }
  return path_ + ":" + std::to_string(line);
}

}  // namespace textmill::readers
