#include "plugins/lib/readers/json/read_json.h"

#include <algorithm>

#include "plugins/lib/readers/json/list_place.h"
#include "plugins/lib/readers/jsonl/record_parser.h"

namespace textmill::json {
namespace {

constexpr const char* kDescription =
    R"(Each object of a list is one document: what `write.json` makes, and what most programs
and web interfaces call JSON. The list may be the whole file, or with `at:` a value
inside it. Objects that follow each other without a list are read, too, on one line
each or over several.

Files of any size are read in memory for some objects at a time; `read.jsonl` reads
its format faster, on all cores from the start. Fields, types, `extra`, and what is
reported as failed are as with [`read.jsonl`](read.md#readjsonl), and so are the
files: plain, gzip or Zstandard, known by their first bytes, in UTF-8 or what
`encoding` says; what a folder holds with other endings is passed over, and counted by
ending at the end of the run.)";

constexpr const char* kExample =
    R"(- uses: read.json
  with:
    path: downloads/*.json
    at: response.articles
    fields: { text: body, outlet: source.name }
)";

// A list that begins after the front is not found.
constexpr size_t kMostBeforeList = io::kMaxRecord;

// Takes the array's bracket, and what comes after it, off the last element. False when the array is
// not closed, or closed too early; an element that is no JSON is left to its parser.
bool TakeArrayEnd(std::string_view* element, bool more_may_follow) {
  jsonl::JsonText json(*element);
  const char* p = json.SkipSpace(json.begin());
  if (p == json.end()) return false;
  if (*p != ']') {
    if ((p = json.SkipValue(p)) == nullptr) return true;
    p = json.SkipSpace(p);
    if (p == json.end()) return false;
    if (*p != ']') return true;
  }
  *element = element->substr(0, static_cast<size_t>(p - json.begin()));
  return more_may_follow || json.SkipSpace(p + 1) == json.end();
}

struct JsonLane final : Lane {
  io::UnitBytes bytes;
};

}  // namespace

ReadJson::Files::Files(ReadJson& stage)
    : RecordFiles({{".json"}, true},
                  std::unique_ptr<io::RecordEnds>(stage.ends_ = new ElementEnds)),
      stage_(stage) {}

void ReadJson::Files::Begin(uint32_t input, io::StreamCutter& content) {
  if (content.Peek(3).substr(0, 3) == "\xEF\xBB\xBF") content.Skip(3);
  const auto blanks = [&] {
    const std::string_view front = content.Peek(1);
    return std::min(front.find_first_not_of(" \t\r\n"), front.size());
  };
  while (const size_t n = blanks()) content.Skip(n);
  bool array = content.Peek(1).substr(0, 1) == "[";
  if (!stage_.at_.empty()) {
    for (size_t want = 64 << 10;; want *= 2) {
      std::string front(content.Peek(want));  // a copy, after which bytes may be read
      const size_t size = front.size();
      front.append(64, '\0');
      const auto place = FindList(std::string_view(front).substr(0, size), stage_.at_);
      if (place) {
        content.Skip(*place);
        break;
      }
      if (size < want) throw Error("it ends before the list `" + stage_.at.get() + "`");
      if (want > kMostBeforeList)
        throw Error("there are more than 64 MiB before the list `" + stage_.at.get() + "`");
    }
    array = true;
  } else if (array) {
    content.Skip(1);
  }
  stage_.ends_->SetArray(array);
  stage_.arrays_[input] = array;
}

void ReadJson::Files::End(uint32_t input) {
  if (stage_.arrays_[input] != 0 && !stage_.ends_->closed())
    throw Error("its list is not closed: the file is cut off");
}

ReadJson::ReadJson() : files_(*this) {
  Describe("read.json", "1.0.0", "Reads documents from JSON: the objects of a list.");
  Explain(kDescription, kExample);
}

void ReadJson::Bind(Binder& binder) {
  encodings_.Set(encoding.get());
  columns_ = io::PlanColumns(fields, types.get(), /*nested=*/true);
  if (table_) io::TakeTableRows(columns_);
  plan_ = jsonl::KeyPlan(columns_);
  at_.clear();
  if (at.present()) at_ = jsonl::SplitPath(at);
  for (const std::string& key : at_) {
    if (key.empty()) throw Error("a name in it is empty").Parameter("at");
  }
  for (io::Column& column : columns_)
    column.slot = binder.Produce(Part::kColumns, io::FieldOf(column));
  extra_slot_ = binder.Produce(Part::kColumns, io::ExtraField());
  // Declared above for the reference page; `fields` and `types` have the last word.
  for (OutBase* out : {&id, &text, &source, &title, &url, &date, &extra}) out->Enable(false);
}

std::unique_ptr<Lane> ReadJson::NewLane() const { return std::make_unique<JsonLane>(); }

const std::vector<Input>& ReadJson::ListInputs() {
  files_.DropDamaged(on_damage == "drop");
  const std::vector<Input>& inputs = files_.List(path);
  arrays_.assign(inputs.size(), 0);
  encodings_.Attach(&files_, inputs.size());
  return inputs;
}

bool ReadJson::NextUnit(uint64_t want_bytes, Unit& unit) {
  return files_.Next(
      want_bytes, [this] { return Cancelled(); }, unit);
}

void ReadJson::ReadUnit(const UnitView& unit, Rows& rows, Lane* lane) const {
  if (unit.flags() & io::kTooLong) {
    const uint64_t length = unit.end() - unit.begin();
    return rows.Fail(unit.begin(), length, io::TooLongMessage(length));
  }
  const std::string_view bytes = files_.Bytes(unit, static_cast<JsonLane*>(lane)->bytes);
  jsonl::RecordParser parser(columns_, plan_, extra_slot_, files_.path(unit.input()),
                             encodings_.NameOf(unit.input()), bytes.size(), rows);
  ElementEnds ends;
  const bool array = arrays_[unit.input()] != 0;
  ends.SetArray(array);
  for (size_t at = 0; at < bytes.size();) {
    ends.Restart();
    std::string_view element = bytes.substr(at);
    if (const size_t end = ends.First(element); end > 0) element = element.substr(0, end);
    const uint64_t offset = unit.begin() + at;
    at += element.size();
    std::string_view inside = element;
    if (array) {
      // The comma, or the bracket and what comes after it.
      const size_t last = inside.find_last_not_of(" \t\r\n");
      const bool comma = last != inside.npos && inside[last] == ',';
      if (comma) inside = inside.substr(0, last);
      if (!comma && !TakeArrayEnd(&inside, !at_.empty())) {
        rows.Fail(offset, element.size(),
                  "the list is not closed: the file ends, or something comes after its last `]`");
        continue;
      }
    }
    parser.ParseElement(inside, offset);
  }
}

void ReadJson::ReadRecord(const UnitView& unit, uint64_t offset, uint64_t length,
                          Buffer& bytes) const {
  files_.Record(unit, offset, length, bytes);
}

}  // namespace textmill::json
