#include "plugins/lib/readers/jsonl/read_jsonl.h"

#include "plugins/lib/readers/jsonl/record_parser.h"

namespace textmill::jsonl {
namespace {

constexpr const char* kDescription =
    R"(Each line is one JSON object, and one document. Blank lines are passed over; a byte
order mark and Windows line ends do no harm.

**Files** may be plain, gzip or Zstandard, which is known by their first bytes; of
several gzip members or Zstandard frames all are read. A plain file of any size is
read on all cores. The files of a pattern or folder come in the order of their
names' bytes; a file that is met twice is read once. Names that begin with a dot are
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

**Fields.** `id`, `text`, `source`, `title`, `url` and `date` are read without being
declared. `text` has to be a string. The others may be missing; where one has
another type (`date: 2024`), the column is null, and the field goes to `extra` as it
is written. An `id` or `source` that is an object, an array or null is kept there as
`id_in_input` or `source_in_input`, as the columns have the file's path instead; a
number, true or false is taken as its text. `fields` and `types` declare columns: there a value of another type makes
the document fail, and a missing or null field gives null.

**Lists and objects** are read where `types` says what is in them: `tags:
list<string>`, `people: "list<{name: string, age: int}>"`. A declared column
`entities` is read as `entities.tag` makes it, so a corpus is tagged once and counted,
linked and filtered later.

**Nothing is lost.** What no column takes is kept in `extra`, and written back by
the writers: fields nobody declared, fields that are null, and objects that a
declared field is in (with `date: meta.published`, the whole of `meta`, so
`published` is there too).

**Records that are no documents** are reported with their bytes, their offset and
what is wrong: broken JSON anywhere in the record (also in fields nobody asked for),
a key that is there twice, invalid UTF-8, half of a surrogate pair, no `text`. Records
longer than 64 MiB are passed over and reported. Numbers keep their digits where
they are in `extra`, however many they are.)";

constexpr const char* kExample =
    R"(- uses: read.jsonl
  with:
    path: ["crawl/*.jsonl.zst", more/news.jsonl]
    fields: { text: body, date: meta.published, score: meta.score }
    types: { date: timestamp, score: float, tags: list<string> }
)";

struct JsonlLane final : Lane {
  io::UnitBytes bytes;
};

}  // namespace

ReadJsonl::ReadJsonl() : files_({{".jsonl", ".ndjson"}, true}, std::make_unique<io::LineEnds>()) {
  Describe("read.jsonl", "1.0.0", "Reads documents from JSON Lines: one JSON object a line.");
  Explain(kDescription, kExample);
}

void ReadJsonl::Bind(Binder& binder) {
  encodings_.Set(encoding.get());
  columns_ = io::PlanColumns(fields, types.get(), /*nested=*/true);
  if (table_) io::TakeTableRows(columns_);
  plan_ = KeyPlan(columns_);
  for (io::Column& column : columns_)
    column.slot = binder.Produce(Part::kColumns, io::FieldOf(column));
  extra_slot_ = binder.Produce(Part::kColumns, io::ExtraField());
  // Declared above for the reference page; `fields` and `types` have the last word.
  for (OutBase* out : {&id, &text, &source, &title, &url, &date, &extra}) out->Enable(false);
}

std::unique_ptr<Lane> ReadJsonl::NewLane() const { return std::make_unique<JsonlLane>(); }

const std::vector<Input>& ReadJsonl::ListInputs() {
  files_.DropDamaged(on_damage == "drop");
  const std::vector<Input>& inputs = files_.List(path);
  encodings_.Attach(&files_, inputs.size());
  return inputs;
}

bool ReadJsonl::NextUnit(uint64_t want_bytes, Unit& unit) {
  return files_.Next(
      want_bytes, [this] { return Cancelled(); }, unit);
}

void ReadJsonl::ReadUnit(const UnitView& unit, Rows& rows, Lane* lane) const {
  if (unit.flags() & io::kTooLong) {
    const uint64_t length = unit.end() - unit.begin();
    return rows.Fail(unit.begin(), length, io::TooLongMessage(length));
  }
  std::string_view bytes = files_.Bytes(unit, static_cast<JsonlLane*>(lane)->bytes);
  uint64_t offset = unit.begin();
  if (offset == 0 && bytes.starts_with("\xEF\xBB\xBF")) {
    bytes.remove_prefix(3);
    offset = 3;
  }
  RecordParser(columns_, plan_, extra_slot_, files_.path(unit.input()),
               encodings_.NameOf(unit.input()), bytes.size(), rows)
      .ParseLines(bytes, offset);
}

void ReadJsonl::ReadRecord(const UnitView& unit, uint64_t offset, uint64_t length,
                           Buffer& bytes) const {
  files_.Record(unit, offset, length, bytes);
}

}  // namespace textmill::jsonl
