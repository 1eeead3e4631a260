#include "plugins/lib/readers/auto/read_auto.h"

#include <algorithm>
#include <utility>

#include "plugins/lib/io/inputs.h"
#include "plugins/lib/readers/csv/read_csv.h"
#include "plugins/lib/readers/jsonl/read_jsonl.h"
#include "plugins/lib/readers/text/read_text.h"

namespace textmill::readauto {
namespace {

constexpr const char* kDescription =
    R"(What a file holds is told by the ending of its name:

| ending | read as |
|---|---|
| `.jsonl`, `.ndjson`, also with `.gz` or `.zst` behind | JSON Lines, as `read.jsonl` does |
| `.csv`, `.tsv`, also with `.gz` or `.zst` behind | CSV with a header, as `read.csv` does |
| anything else | one document a file, as `read.text` does |

Take the reader itself to say more: which fields to read, another separator, an encoding.)";

constexpr const char* kExample =
    R"(- uses: read.auto
  with: { path: ["articles/*.txt", "crawl/*.jsonl.zst"] }
)";

// Columns that all readers make, in this order, in front of those that records have.
constexpr size_t kShared = 3;

Value TextValue(uint32_t type, const std::string& text) {
  Value value{textmill_value{}};
  value.type = type;
  value.given = true;
  value.string = text;
  return value;
}

}  // namespace

// A lane for each group that the thread has met.
struct ReadAuto::GroupLanes final : Lane {
  std::vector<std::unique_ptr<Lane>> lanes;
};

ReadAuto::ReadAuto() {
  Describe("read.auto", "1.0.0",
           "Reads text files, JSON Lines and CSV, each as its name's ending says.");
  Explain(kDescription, kExample);
}

ReadAuto::Kind ReadAuto::KindOf(const std::string& path) {
  std::string_view name = path;
  for (const std::string_view packed : {".gz", ".zst"}) {
    if (name.ends_with(packed)) name.remove_suffix(packed.size());
  }
  if (name.ends_with(".jsonl") || name.ends_with(".ndjson")) return Kind::kJsonl;
  if (name.ends_with(".csv")) return Kind::kCsv;
  if (name.ends_with(".tsv")) return Kind::kTsv;
  return Kind::kText;
}

std::unique_ptr<Source> ReadAuto::MakeReader(Kind kind,
                                             const std::vector<std::string>& paths) const {
  Value list{textmill_value{}};
  list.type = TEXTMILL_LIST;
  for (const std::string& path : paths) list.items.push_back(TextValue(TEXTMILL_PATH, path));
  std::unique_ptr<Source> reader;
  if (kind == Kind::kText) {
    auto made = std::make_unique<readtext::ReadText>();
    made->path.Set(list);
    reader = std::move(made);
  } else if (kind == Kind::kJsonl) {
    auto made = std::make_unique<jsonl::ReadJsonl>();
    made->path.Set(list);
    reader = std::move(made);
  } else {
    auto made = std::make_unique<csv::ReadCsv>();
    made->path.Set(list);
    if (kind == Kind::kTsv) made->separator.Set(TextValue(TEXTMILL_STRING, "tab"));
    reader = std::move(made);
  }
  reader->SetHost(host());
  Binder binder{{}};
  reader->BindAll(binder);
  return reader;
}

void ReadAuto::Bind(Binder& binder) {
  // Records have all columns; the readers' places for them are ours.
  const std::vector<Field> fields = MakeReader(Kind::kJsonl, {})->fields(Part::kColumns);
  for (const Kind kind : {Kind::kText, Kind::kCsv}) {
    const auto others = MakeReader(kind, {})->fields(Part::kColumns);
    const size_t shared = kind == Kind::kText ? kShared : fields.size();
    for (size_t i = 0; i < shared; ++i) {
      if (others.at(i).name != fields.at(i).name)
        throw Error("the readers differ in their columns", TEXTMILL_INTERNAL);
    }
  }
  for (const Field& field : fields) binder.Produce(Part::kColumns, field);
  for (OutBase* out : {&id, &text, &source, &title, &url, &date, &extra}) out->Enable(false);
}

const std::vector<Input>& ReadAuto::ListInputs() {
  const io::InputRule rule{
      {".txt", ".text", ".jsonl", ".ndjson", ".csv", ".tsv", ".jsonl.gz", ".ndjson.gz", ".csv.gz",
       ".tsv.gz", ".jsonl.zst", ".ndjson.zst", ".csv.zst", ".tsv.zst"},
      false};
  io::InputFiles files = io::ExpandInputs(path, rule);
  inputs_ = std::move(files.inputs);
  groups_.clear();
  current_ = 0;
  std::vector<std::string> paths;
  for (uint32_t i = 0; i < files.paths.size(); ++i) {
    const Kind kind = KindOf(files.paths[i]);
    paths.push_back(files.paths[i]);
    if (i + 1 < files.paths.size() && KindOf(files.paths[i + 1]) == kind) continue;
    groups_.push_back({kind, i + 1 - static_cast<uint32_t>(paths.size()), MakeReader(kind, paths)});
    groups_.back().reader->ListInputs();
    paths.clear();
  }
  return inputs_;
}

void ReadAuto::Open(const textmill_open_request& request) {
  if (groups_.empty()) ListInputs();
  for (Group& group : groups_) group.reader->Open(request);
}

std::unique_ptr<Lane> ReadAuto::NewLane() const {
  auto lane = std::make_unique<GroupLanes>();
  lane->lanes.resize(groups_.size());
  return lane;
}

size_t ReadAuto::GroupOf(uint32_t input) const {
  const auto behind =
      std::upper_bound(groups_.begin(), groups_.end(), input,
                       [](uint32_t i, const Group& group) { return i < group.first; });
  return static_cast<size_t>(behind - groups_.begin()) - 1;
}

bool ReadAuto::NextUnit(uint64_t want_bytes, Unit& unit) {
  for (; current_ < groups_.size(); ++current_) {
    Group& group = groups_[current_];
    try {
      if (!group.reader->NextUnit(want_bytes, unit)) continue;
    } catch (const InputFailed& failed) {
      InputFailed ours(failed.what(), failed.input() + group.first, failed.offset());
      ours.Hint(failed.hint());
      throw ours;
    }
    unit.input += group.first;
    return true;
  }
  return false;
}

void ReadAuto::ReadUnit(const UnitView& unit, Rows& rows, Lane* lane) const {
  const size_t index = GroupOf(unit.input());
  const Group& group = groups_[index];
  std::unique_ptr<Lane>& own = static_cast<GroupLanes*>(lane)->lanes[index];
  if (own == nullptr) own = group.reader->NewLane();
  textmill_unit raw = unit.raw();  // borrowed like the original: its payload is not released here
  raw.input -= group.first;
  group.reader->ReadUnit(UnitView(raw), rows, own.get());
  if (group.kind != Kind::kText) return;
  for (size_t slot = kShared; slot < fields(Part::kColumns).size(); ++slot) {
    Builder& column = rows.At(static_cast<int>(slot));
    while (column.size() < rows.At(0).size()) column.AppendNull();
  }
}

void ReadAuto::ReadRecord(const UnitView& unit, uint64_t offset, uint64_t length,
                          Buffer& bytes) const {
  const Group& group = groups_[GroupOf(unit.input())];
  textmill_unit raw = unit.raw();
  raw.input -= group.first;
  group.reader->ReadRecord(UnitView(raw), offset, length, bytes);
}

}  // namespace textmill::readauto
