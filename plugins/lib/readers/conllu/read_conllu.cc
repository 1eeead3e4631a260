#include "plugins/lib/readers/conllu/read_conllu.h"

#include <algorithm>

#include "textmill/utf8.hpp"

namespace textmill::conllu {
namespace {

constexpr const char* kDescription =
    R"(CoNLL-U is the format of Universal Dependencies and of the programs that tag and parse: a
line for each word with ten columns between tabs, an empty line after each sentence. The words
become a column `tokens`, as `tokens.tag` makes it, and so the queries and counts of Textmill
work on treebanks and on what other programs tagged.

- A comment `# newdoc id = NAME` begins a document. The comments `title` and `date` of its first
  sentence are columns; other comments are passed over.
- The text of a sentence is its comment `# text`. Where it has other words than the
  sentence (the end of the run counts them), or the column MISC has `SpacesAfter` (as UDPipe
  and `write.conllu` write it), the text is put together from the words; `SpaceAfter=No` is
  heeded. Between sentences is a blank, or an empty line before `# newpar`.
- Multiword tokens (`1-2 don't`): each word has its part of the text where they are its parts, in
  that case (*do|n't*), else all have the whole (*au* for *à* and *le*).
- Empty nodes (`8.1`) are no words of the text, and are passed over.
- A line that is broken (other than ten columns, numbers that do not ascend) makes its document
  fail, with file and line.

Files may be packed by gzip or Zstandard. They are UTF-8.)";

constexpr const char* kExample =
    R"(- uses: read.conllu
  with: { path: treebank.conllu, members: [deprel] }
- uses: corpus.concordance
  id: hits
  with: { query: '[lemma="bridge" & deprel="nsubj"]' }
- uses: write.csv
  with: { from: hits, path: out/hits.csv }
)";

struct ConlluLane final : Lane {
  io::UnitBytes bytes;
  DocumentEnds ends;
  Document document;
};

struct KnownMember {
  const char* name;
  std::string_view (*value)(const Token& token);
};
constexpr KnownMember kMembers[] = {
    {"feats", [](const Token& token) { return token.word->feats; }},
    {"head", [](const Token& token) { return token.word->head; }},
    {"deprel", [](const Token& token) { return token.word->deprel; }},
    {"deps", [](const Token& token) { return token.word->deps; }},
    {"misc", [](const Token& token) { return token.word->misc; }},
    {"form", [](const Token& token) { return token.word->form; }},
    {"multiword",
     [](const Token& token) {
       return token.multiword != nullptr ? token.multiword->form : std::string_view();
     }},
};

// A record: what names it, if that is before its sentences, and these.
struct Record {
  std::string_view name, sentences;
};

// All records but the first of an input begin with the rest of a line `# newdoc`, or after it.
Record PartsOf(std::string_view record, uint64_t offset, bool by_sentence) {
  constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";
  if (offset == 0 && record.starts_with(kByteOrderMark))
    return {{}, record.substr(kByteOrderMark.size())};
  if (offset == 0 || by_sentence) return {{}, record};
  const size_t end = std::min(record.find('\n'), record.size());
  const bool is_row = end > 0 && record[0] >= '0' && record[0] <= '9' && record.find('\t') < end;
  if (record.starts_with('#') || is_row) return {{}, record};
  Sentence line;
  line.comments.push_back(record.substr(0, end));
  std::string_view& rest = line.comments[0];
  const size_t first = rest.find_first_not_of(" \t"), last = rest.find_last_not_of(" \t\r");
  rest = first != rest.npos ? rest.substr(first, last + 1 - first) : std::string_view();
  return {CommentOf(line, "id").value_or(std::string_view()),
          record.substr(std::min(end + 1, record.size()))};
}

// What is not known is null.
void AppendKnown(std::string_view value, Builder& to) {
  if (value.empty()) return to.AppendNull();
  static_cast<BytesBuilder&>(to).Append(value);
}

}  // namespace

ReadConllu::Files::Files(ReadConllu& stage)
    : RecordFiles({{".conllu", ".conllup"}, true}, [&stage] {
        auto ends = std::make_unique<DocumentEnds>();
        stage.ends_ = ends.get();
        return ends;
      }()) {}

ReadConllu::ReadConllu() : files_(*this) {
  Describe("read.conllu", "1.0.0", "Reads CoNLL-U: tagged words become a column of tokens.");
  Explain(kDescription, kExample);
}

void ReadConllu::Bind(Binder& binder) {
  by_sentence_ = documents == "sentences";
  ends_->CutSentences(by_sentence_);
  if (records_.given()) {
    records_.Bind(binder, "treebanks");
    for (OutBase* out : {static_cast<OutBase*>(&id), static_cast<OutBase*>(&text),
                         static_cast<OutBase*>(&source), static_cast<OutBase*>(&title),
                         static_cast<OutBase*>(&date), static_cast<OutBase*>(&tokens)})
      out->Enable(false);
    return;
  }
  members_.clear();
  Field field = values::TokensField();
  for (const std::string& name : members.get()) {
    const auto* const known = std::find_if(std::begin(kMembers), std::end(kMembers),
                                           [&](const KnownMember& m) { return name == m.name; });
    if (known == std::end(kMembers)) {
      throw Error("tokens have no member `" + name + "`")
          .Parameter("members")
          .Hint(
              "There are `feats`, `head`, `deprel`, `deps`, `misc`, `form` and `multiword`; "
              "`pos`, `tag` and `lemma` are always there.");
    }
    members_.push_back(known->value);
    field.children[0].children.push_back({name, Utf8::kFormat, {}, {}});
  }
  tokens.field() = field;
  tokens.OffsetsInto("text");
}

std::unique_ptr<Lane> ReadConllu::NewLane() const { return std::make_unique<ConlluLane>(); }

const std::vector<Input>& ReadConllu::ListInputs() {
  files_.DropDamaged(on_damage == "drop");
  lines_.clear();
  counted_input_ = UINT32_MAX;
  return files_.List(path);
}

bool ReadConllu::NextUnit(uint64_t want_bytes, Unit& unit) {
  if (!files_.Next(
          want_bytes, [this] { return Cancelled(); }, unit))
    return false;
  CountLines(unit);
  return true;
}

void ReadConllu::CountLines(const Unit& unit) {
  if (unit.input != counted_input_) {
    counted_input_ = unit.input;
    next_line_ = 0;
    counted_ = io::File();
  }
  {
    const std::lock_guard lock(lines_mutex_);
    lines_[{unit.input, unit.begin}] = next_line_;
  }
  const auto count = [this](const char* from, size_t n) {
    next_line_ += static_cast<uint64_t>(std::count(from, from + n, '\n'));
  };
  if (unit.has_payload) return count(unit.payload.data(), unit.payload.size());
  constexpr size_t kPiece = 1 << 20;
  piece_.resize(kPiece);
  try {
    if (!counted_.is_open()) counted_ = io::File::Open(files_.path(unit.input));
    for (uint64_t at = unit.begin; at < unit.end;) {
      const size_t want = static_cast<size_t>(std::min<uint64_t>(kPiece, unit.end - at));
      const size_t got = counted_.ReadAt(at, piece_.data(), want);
      if (got == 0) break;
      count(piece_.data(), got);
      at += got;
    }
  } catch (const Error&) {
    // The other half reads the same bytes, and says what is wrong.
  }
}

// "treebank.conllu:17", `lines` after the beginning of the unit.
std::string ReadConllu::LineOf(const UnitView& unit, uint64_t lines) const {
  const std::lock_guard lock(lines_mutex_);
  const auto known = lines_.find({unit.input(), unit.begin()});
  const uint64_t before = known != lines_.end() ? known->second : 0;
  return files_.path(unit.input()) + ":" + std::to_string(before + lines + 1);
}

void ReadConllu::ReadUnit(const UnitView& unit, Rows& rows, Lane* lane) const {
  if (unit.flags() & io::kTooLong) {
    const uint64_t length = unit.end() - unit.begin();
    std::string message = io::TooLongMessage(length);
    if (!by_sentence_) message += "; with `documents: sentences` each sentence is one";
    return rows.Fail(unit.begin(), length, message);
  }
  ConlluLane& own = *static_cast<ConlluLane*>(lane);
  const std::string_view bytes = files_.Bytes(unit, own.bytes);
  own.ends.CutSentences(by_sentence_);
  for (size_t at = 0; at < bytes.size();) {
    own.ends.Restart();
    std::string_view record = bytes.substr(at);
    if (const size_t end = own.ends.First(record); end > 0) record = record.substr(0, end);
    const uint64_t offset = unit.begin() + at;
    const size_t size = record.size();
    if (!by_sentence_) record = WithoutNext(record);
    // `from` on, so many lines: only of a record that fails.
    const auto fail = [&](const char* from, size_t lines, const std::string& why) {
      const auto before = static_cast<size_t>(std::count(bytes.data(), from, '\n'));
      rows.Fail(offset, record.size(), LineOf(unit, before + lines) + ": the line " + why);
    };
    const Record parts = PartsOf(record, offset, by_sentence_);
    const size_t invalid = FirstInvalidUtf8(record);
    if (invalid < record.size()) {
      fail(record.data() + invalid, 0, "is not valid UTF-8");
    } else if (!own.document.Take(parts.sentences)) {
      fail(parts.sentences.data(), own.document.fault_line(), "is broken: " + own.document.fault());
    } else if (!own.document.empty()) {
      AppendDocument(unit, offset, record.size(), parts.name, own.document, rows);
    }
    at += size;
  }
}

void ReadConllu::AppendDocument(const UnitView& unit, uint64_t offset, uint64_t length,
                                std::string_view name, const Document& document, Rows& rows) const {
  const std::string& file = files_.path(unit.input());
  if (name.empty()) {
    name = document.Comment(by_sentence_ ? "sent_id" : "newdoc id").value_or(std::string_view());
  }
  const std::string place = offset == 0 ? file : file + "@" + std::to_string(offset);
  if (name.empty()) name = place;
  const std::string_view own_title = document.Comment("title").value_or(std::string_view());
  const std::string_view own_date = document.Comment("date").value_or(std::string_view());
  other_texts_ += document.other_texts();
  if (records_.given()) {
    records_.Text(rows).Append(document.text());
    records_.AppendOthers({name, file, own_title, {}, {}, own_date, {}}, rows);
    return rows.Document(offset, length);
  }
  rows[id].Append(name);
  rows[text].Append(document.text());
  rows[source].Append(file);
  AppendKnown(own_title, rows[title]);
  AppendKnown(own_date, rows[date]);
  ListBuilder& list = rows[tokens];
  auto& items = list.items<StructBuilder>();
  for (const Token& token : document.tokens()) {
    const auto number = [&](size_t member, uint32_t value) {
      items.member<PrimitiveBuilder<uint32_t>>(member).Append(value);
    };
    number(values::kTokenBegin, token.begin);
    number(values::kTokenEnd, token.end);
    number(values::kTokenSentence, token.sentence);
    AppendKnown(token.word->upos, items.any_member(values::kTokenPos));
    AppendKnown(token.word->xpos, items.any_member(values::kTokenTag));
    AppendKnown(token.word->lemma, items.any_member(values::kTokenLemma));
    for (size_t m = 0; m < members_.size(); ++m)
      AppendKnown(members_[m](token), items.any_member(values::kTokenMembers + m));
    items.EndRow();
  }
  list.EndRow();
  rows.Document(offset, length);
}

void ReadConllu::ReadRecord(const UnitView& unit, uint64_t offset, uint64_t length,
                            Buffer& bytes) const {
  files_.Record(unit, offset, length, bytes);
}

std::vector<AccountNumber> ReadConllu::Account() const {
  std::vector<AccountNumber> account = files_.Account();
  if (other_texts_ > 0)
    account.push_back({"sentences put together from their words", "`# text` has other words",
                       other_texts_.load()});
  return account;
}

}  // namespace textmill::conllu
