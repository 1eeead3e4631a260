#include "plugins/lib/readers/auto/read_auto.h"

#include <algorithm>
#include <map>
#include <utility>

#include "plugins/lib/io/byte_stream.h"
#include "plugins/lib/io/endings.h"
#include "plugins/lib/io/inputs.h"
#include "plugins/lib/io/utf8.h"
#include "plugins/lib/readers/auto/looks_like.h"
#include "plugins/lib/readers/auto/table_plugin.h"
#include "plugins/lib/readers/conllu/read_conllu.h"
#include "plugins/lib/readers/csv/find_separator.h"
#include "plugins/lib/readers/csv/read_csv.h"
#include "plugins/lib/readers/html/read_html.h"
#include "plugins/lib/readers/json/read_json.h"
#include "plugins/lib/readers/jsonl/read_jsonl.h"
#include "plugins/lib/readers/mbox/mbox_ends.h"
#include "plugins/lib/readers/mbox/read_mbox.h"
#include "plugins/lib/readers/office/read_office.h"
#include "plugins/lib/readers/sqlite/read_sqlite.h"
#include "plugins/lib/readers/text/read_text.h"
#include "plugins/lib/readers/warc/read_warc.h"

namespace textmill::readauto {
namespace {

constexpr const char* kDescription =
    R"(What a file holds is known by the ending of its name:

| ending | read as |
|---|---|
| `.jsonl`, `.ndjson` | JSON Lines, as `read.jsonl` does |
| `.json` | JSON, as `read.json` does |
| `.csv`, `.tsv` | CSV with a header, as `read.csv` does |
| `.parquet`, `.pq` | Parquet, as `read.parquet` does |
| `.arrow`, `.arrows`, `.feather`, `.ipc` | Arrow, as `read.arrow` does |
| `.warc`, `.arc`, `.wet` | a web archive, as `read.warc` does |
| `.db`, `.sqlite`, `.sqlite3` | an SQLite database with one table, or one called `documents`, as `read.sqlite` does |
| `.mbox`, `.mbx`, `.eml` | a mailbox or a message, as `read.mbox` does |
| `.conllu`, `.conllup` | CoNLL-U, as `read.conllu` does, of which the text is taken and the words are not |
| `.html`, `.htm`, `.xhtml` | one web page a file, as `read.html` does |
| `.docx`, `.odt`, `.epub` | a document each, as `read.docx`, `read.odt` and `read.epub` do |
| `.pdf` | a document each, as `read.pdf` does, if pdftotext is installed |
| anything else | one document a file, as `read.text` does |

Endings are compared in any case, and may be followed by `.gz` or `.zst`, but for those of databases,
tables and word processors. A file with an ending that is not in the table and is not `.txt` is read as
Parquet, Arrow, a database, a web archive, a mailbox or CoNLL-U if it begins as one. A file with any of
these endings, `.txt` too, that begins as JSON, or as CSV with a column `text`, is no text: it is read as
what it is. Cells of CSV are separated by a comma, a semicolon, a tab or a bar: the first two records show
it, unless `separator` says it. The end of the run says how many files were read as what, which
separators were found, and which endings said nothing.

`extra` has what else is known and `types` does not declare: of documents of word processors the `author`, of
messages `from` and `to`, of the pages of an archive `status`, `mime` and `ip`. `text` is the HTML of
pages, and of messages that have nothing else; `html.text` makes text of it.

`fields`, `types`, `separator` and `encoding` are handed on to the readers that know
them. Take the reader itself to say more.)";

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

Value MapValue(const Map<std::string>& map) {
  Value value{textmill_value{}};
  value.type = TEXTMILL_MAP;
  value.given = true;
  for (const auto& [key, text] : map) {
    value.items.push_back(TextValue(TEXTMILL_STRING, text));
    value.items.back().key = key;
  }
  return value;
}

// So much of a file is looked at.
constexpr size_t kLookedAt = 4096;

// Whether the name's ending says that it is text, whatever it looks like.
bool IsCalledText(const std::string& path) {
  const std::string_view name = io::WithoutPacking(path);
  return io::EndsIn(name, ".txt") || io::EndsIn(name, ".text");
}

}  // namespace

// A lane for each reader that the thread has met.
struct ReadAuto::ReaderLanes final : Lane {
  std::vector<std::unique_ptr<Lane>> lanes;
};

ReadAuto::ReadAuto() {
  Describe("read.auto", "1.2.0",
           "Reads text files, web pages, JSON, JSON Lines, CSV, Parquet, SQLite, web archives, "
           "mailboxes and documents of word processors, each as its name's ending says.");
  Explain(kDescription, kExample);
}

ReadAuto::Kind ReadAuto::KindOf(const std::string& path) {
  const std::string_view name = io::WithoutPacking(path);
  if (io::EndsIn(name, ".jsonl") || io::EndsIn(name, ".ndjson")) return Kind::kJsonl;
  if (io::EndsIn(name, ".json")) return Kind::kJson;
  if (io::EndsIn(name, ".csv") || io::EndsIn(name, ".tsv")) return Kind::kCsv;
  if (io::EndsIn(name, ".warc") || io::EndsIn(name, ".arc") || io::EndsIn(name, ".wet"))
    return Kind::kWarc;
  for (const char* ending : {".db", ".sqlite", ".sqlite3"}) {
    if (io::EndsIn(path, ending)) return Kind::kSqlite;
  }
  for (const char* ending : {".html", ".htm", ".xhtml"}) {
    if (io::EndsIn(name, ending)) return Kind::kHtml;
  }
  for (const char* ending : {".mbox", ".mbx", ".eml"}) {
    if (io::EndsIn(name, ending)) return Kind::kMbox;
  }
  if (io::EndsIn(name, ".conllu") || io::EndsIn(name, ".conllup")) return Kind::kConllu;
  if (io::EndsIn(path, ".parquet") || io::EndsIn(path, ".pq")) return Kind::kParquet;
  for (const char* ending : {".arrow", ".arrows", ".feather", ".ipc"}) {
    if (io::EndsIn(path, ending)) return Kind::kArrow;
  }
  if (io::EndsIn(path, ".docx")) return Kind::kDocx;
  if (io::EndsIn(path, ".odt")) return Kind::kOdt;
  if (io::EndsIn(path, ".epub")) return Kind::kEpub;
  if (io::EndsIn(path, ".pdf")) return Kind::kPdf;
  return Kind::kText;
}

// What a file begins as whose ending says nothing, or that it is text; text, where it cannot be
// opened: the reader of text says what is wrong.
ReadAuto::Kind ReadAuto::KindByContent(const std::string& path) const {
  try {
    io::File file = io::File::Open(path);
    if (!file.Identify().size_known()) return Kind::kText;
    char front[kLookedAt];
    const std::string_view stored(front, file.ReadAt(0, front, sizeof front));
    const bool any = !IsCalledText(path);
    if (any && stored.starts_with("PAR1") && HasTablePlugin()) return Kind::kParquet;
    if (any && stored.starts_with("ARROW1") && HasTablePlugin()) return Kind::kArrow;
    if (any && sqlite::IsDatabase(path)) return Kind::kSqlite;
    const auto stream = io::OpenStream(std::make_unique<io::StoredBytes>(std::move(file)), path);
    size_t n = 0;
    while (n < sizeof front) {
      const size_t more = stream->Read(front + n, sizeof front - n);
      if (more == 0) break;
      n += more;
    }
    const std::string_view begin(front, n);
    if (LooksLikeJsonLines(begin)) return Kind::kJsonl;
    if (LooksLikeJson(begin)) return Kind::kJson;
    const auto body =
        std::ranges::find(fields.get(), "text", [](const auto& f) { return f.first; });
    if (csv::FindSeparator(begin, body == fields->end() ? "text" : body->second)) return Kind::kCsv;
    if (!any) return Kind::kText;
    if (begin.starts_with("filedesc:") ||
        warc::FormatOfArchive(begin) == std::optional(warc::Format::kWarc))
      return Kind::kWarc;
    if (mbox::IsSeparator(begin.substr(0, begin.find('\n')))) return Kind::kMbox;
    if (LooksLikeConllu(begin)) return Kind::kConllu;
  } catch (const Error&) {
  }
  return Kind::kText;
}

std::shared_ptr<Source> ReadAuto::MakeReader(Kind kind,
                                             const std::vector<std::string>& paths) const {
  Value list{textmill_value{}};
  list.type = TEXTMILL_LIST;
  for (const std::string& path : paths) list.items.push_back(TextValue(TEXTMILL_PATH, path));
  std::shared_ptr<Source> reader;
  const auto hand_on = [&](auto made) {
    made->path.Set(list);
    if constexpr (requires { made->fields; }) {
      Value fields_value = MapValue(fields.get());
      made->fields.Set(fields_value);
      made->types.Set(types.get());
    }
    if constexpr (requires { made->on_damage; })
      made->on_damage.Set(TextValue(TEXTMILL_ENUM, on_damage.get()));
    if constexpr (requires { made->GiveRecords(); }) made->GiveRecords();
    if constexpr (requires { made->FindSeparators(); }) made->FindSeparators();
    if constexpr (requires { made->separator; }) {
      if (separator.present()) made->separator.Set(TextValue(TEXTMILL_STRING, separator.get()));
    }
    if constexpr (requires { made->encoding; }) {
      Value encodings{textmill_value{}};
      encodings.type = TEXTMILL_LIST;
      for (const std::string& name : encoding.get())
        encodings.items.push_back(TextValue(TEXTMILL_STRING, name));
      made->encoding.Set(encodings);
    }
    reader = std::move(made);
  };
  const auto with_columns = [&](auto made) {
    made->GiveRecords(StageBase::fields(Part::kColumns));
    hand_on(std::move(made));
  };
  switch (kind) {
    case Kind::kText:
      hand_on(std::make_unique<readtext::ReadText>());
      break;
    case Kind::kJsonl:
      hand_on(std::make_unique<jsonl::ReadJsonl>());
      break;
    case Kind::kJson:
      hand_on(std::make_unique<json::ReadJson>());
      break;
    case Kind::kCsv:
      hand_on(std::make_unique<csv::ReadCsv>());
      break;
    case Kind::kWarc:
      with_columns(std::make_unique<warc::ReadWarc>());
      break;
    case Kind::kSqlite:
      hand_on(std::make_unique<sqlite::ReadSqlite>());
      break;
    case Kind::kDocx:
      with_columns(std::make_unique<office::ReadDocxStage>());
      break;
    case Kind::kOdt:
      with_columns(std::make_unique<office::ReadOdtStage>());
      break;
    case Kind::kEpub:
      with_columns(std::make_unique<office::ReadEpubStage>());
      break;
    case Kind::kPdf:
      with_columns(std::make_unique<office::ReadPdfStage>());
      break;
    case Kind::kHtml:
      hand_on(std::make_unique<readhtml::ReadHtml>());
      break;
    case Kind::kMbox:
      with_columns(std::make_unique<mbox::ReadMbox>());
      break;
    case Kind::kConllu:
      with_columns(std::make_unique<conllu::ReadConllu>());
      break;
    case Kind::kParquet:
    case Kind::kArrow:
      reader = MakeTableReader(kind == Kind::kParquet ? "read.parquet" : "read.arrow", paths.at(0));
      for (ParamBase* const param : reader->params()) {
        if (param->spec().name == "path") param->Set(list);
        if (param->spec().name == "fields") param->Set(MapValue(fields.get()));
        if (param->spec().name == "types") param->Set(types.get());
      }
      break;
  }
  reader->SetHost(host());
  Binder binder{{}};
  reader->BindAll(binder);
  return reader;
}

void ReadAuto::Bind(Binder& binder) {
  MakeReader(Kind::kText, {});  // checks `encoding`
  // Records have all columns; the readers' places for them are ours.
  const std::vector<Field> fields = MakeReader(Kind::kJsonl, {})->StageBase::fields(Part::kColumns);
  for (const Field& field : fields) binder.Produce(Part::kColumns, field);
  for (OutBase* out : {&id, &text, &source, &title, &url, &date, &extra}) out->Enable(false);
}

// Readers append to our columns, so theirs have to be the same; CSV knows no lists.
void ReadAuto::CheckColumns(Kind kind, const Source& reader) const {
  const std::vector<Field>& ours = StageBase::fields(Part::kColumns);
  const std::vector<Field>& others = reader.StageBase::fields(Part::kColumns);
  const size_t shared = IsWhole(kind) ? kShared : ours.size();
  for (size_t i = 0; i < shared; ++i) {
    if (others.at(i).name == ours[i].name && SameType(others[i], ours[i])) continue;
    throw Error("the column `" + ours[i].name + "` is " + TypeName(ours[i]) +
                ", which cells of CSV cannot hold")
        .Parameter("types")
        .Hint("Read the CSV files by a `read.csv` of their own pipeline.");
  }
}

const std::vector<Input>& ReadAuto::ListInputs() {
  // Files of folders that nothing here reads are passed over, and counted.
  io::InputRule rule{
      {".txt",  ".text", ".jsonl", ".ndjson", ".json",    ".csv",  ".tsv",    ".warc",
       ".arc",  ".wet",  ".db",    ".sqlite", ".sqlite3", ".html", ".htm",    ".xhtml",
       ".docx", ".odt",  ".epub",  ".mbox",   ".mbx",     ".eml",  ".conllu", ".conllup"},
      /*standard_input=*/false};
  if (office::CanReadPdf()) rule.endings.emplace_back(".pdf");
  if (HasTablePlugin()) {
    for (const char* ending : {".parquet", ".pq", ".arrow", ".arrows", ".feather", ".ipc"})
      rule.endings.emplace_back(ending);
  }
  files_ = io::ExpandInputs(path, rule);
  kinds_.clear();
  for (const std::string& file : files_.paths) kinds_.push_back(KindOf(file));
  MakeReaders();
  return files_.inputs;
}

void ReadAuto::MakeReaders() {
  readers_.clear();
  places_.clear();
  current_ = 0;
  for (uint32_t i = 0; i < kinds_.size(); ++i) {
    auto reader = std::find_if(readers_.begin(), readers_.end(),
                               [&](const Reader& one) { return one.kind == kinds_[i]; });
    if (reader == readers_.end()) reader = readers_.insert(reader, Reader{kinds_[i], {}, {}, {}});
    places_.push_back({static_cast<size_t>(reader - readers_.begin()),
                       static_cast<uint32_t>(reader->inputs.size())});
    reader->inputs.push_back(i);
  }
  for (Reader& reader : readers_) {
    std::vector<std::string> paths;
    for (const uint32_t i : reader.inputs) paths.push_back(files_.paths[i]);
    reader.source = MakeReader(reader.kind, paths);
    CheckColumns(reader.kind, *reader.source);
    reader.source->ListInputs();
  }
}

void ReadAuto::Open(const textmill_open_request& request) {
  if (readers_.empty()) ListInputs();
  bool other = false;
  for (size_t i = 0; i < kinds_.size(); ++i) {
    if (kinds_[i] != Kind::kText) continue;
    kinds_[i] = KindByContent(files_.paths[i]);
    other |= kinds_[i] != Kind::kText;
  }
  if (other) MakeReaders();
  for (const Reader& reader : readers_) reader.source->Open(request);
}

std::unique_ptr<Lane> ReadAuto::NewLane() const {
  auto lane = std::make_unique<ReaderLanes>();
  lane->lanes.resize(readers_.size());
  return lane;
}

// Nothing at the end of its last input.
void ReadAuto::LookAhead(Reader& reader, uint64_t want_bytes) {
  try {
    Unit unit;
    if (reader.source->NextUnit(want_bytes, unit)) reader.ahead = std::move(unit);
  } catch (const InputFailed& failed) {
    reader.ahead = failed;
  }
}

bool ReadAuto::NextUnit(uint64_t want_bytes, Unit& unit) {
  for (; current_ < places_.size(); ++current_) {
    const Place& place = places_[current_];
    Reader& reader = readers_[place.reader];
    if (!reader.ahead) LookAhead(reader, want_bytes);
    if (!reader.ahead) continue;
    if (auto* const next = std::get_if<Unit>(&*reader.ahead)) {
      if (next->input > place.input) continue;
      unit = std::move(*next);
      reader.ahead.reset();
      unit.input = current_;
      return true;
    }
    const InputFailed& failed = std::get<InputFailed>(*reader.ahead);
    if (failed.input() > place.input) continue;
    InputFailed ours(failed.what(), current_, failed.offset());
    ours.Hint(failed.hint());
    reader.ahead.reset();
    throw ours;
  }
  return false;
}

void ReadAuto::ReadUnit(const UnitView& unit, Rows& rows, Lane* lane) const {
  const Place& place = places_[unit.input()];
  const Reader& reader = readers_[place.reader];
  std::unique_ptr<Lane>& own = static_cast<ReaderLanes*>(lane)->lanes[place.reader];
  if (own == nullptr) own = reader.source->NewLane();
  textmill_unit raw = unit.raw();  // borrowed like the original: its payload is not released here
  raw.input = place.input;
  reader.source->ReadUnit(UnitView(raw), rows, own.get());
  if (!IsWhole(reader.kind)) return;
  for (size_t slot = kShared; slot < StageBase::fields(Part::kColumns).size(); ++slot) {
    Builder& column = rows.At(static_cast<int>(slot));
    while (column.size() < rows.At(0).size()) column.AppendNull();
  }
}

void ReadAuto::ReadRecord(const UnitView& unit, uint64_t offset, uint64_t length,
                          Buffer& bytes) const {
  const Place& place = places_[unit.input()];
  textmill_unit raw = unit.raw();
  raw.input = place.input;
  readers_[place.reader].source->ReadRecord(UnitView(raw), offset, length, bytes);
}

std::vector<AccountNumber> ReadAuto::Account() const {
  static constexpr const char* kNames[] = {
      "text",      "JSON Lines", "JSON", "CSV",  "Parquet",      "Arrow", "web archives", "SQLite",
      "mailboxes", "CoNLL-U",    "HTML", "Word", "OpenDocument", "EPUB",  "PDF"};
  std::map<std::string, int64_t> kinds, others;
  for (size_t i = 0; i < files_.paths.size(); ++i) {
    const std::string& file = files_.paths[i];
    const Kind kind = kinds_[i];
    ++kinds[kNames[static_cast<size_t>(kind)]];
    if (kind == Kind::kText && !IsCalledText(file)) ++others[io::ShowPath(io::EndingOf(file))];
  }
  std::vector<AccountNumber> account;
  account.reserve(kinds.size() + others.size());
  for (const auto& [kind, n] : kinds) account.push_back({"files read as", kind, n});
  for (const auto& [ending, n] : others)
    account.push_back({"taken for text, as their ending says nothing", ending, n});
  for (const AccountNumber& number : io::AccountOf(files_)) account.push_back(number);
  std::map<std::pair<std::string, std::string>, int64_t> encodings;
  for (const Reader& reader : readers_) {
    for (const AccountNumber& number : reader.source->Account())
      encodings[{number.group, number.name}] += number.n;
  }
  for (const auto& [key, n] : encodings) account.push_back({key.first, key.second, n});
  return account;
}

bool ReadAuto::NextFault(uint32_t& input, std::string& why) {
  for (const Reader& reader : readers_) {
    if (!reader.source->NextFault(input, why)) continue;
    input = reader.inputs[input];
    return true;
  }
  return false;
}

}  // namespace textmill::readauto
