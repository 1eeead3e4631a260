#include "plugins/corpus/term_choice.h"

#include <algorithm>
#include <fstream>

#include "plugins/corpus/stop_words.h"
#include "plugins/lib/unicode/sentences.h"
#include "textmill/utf8.hpp"

namespace textmill::corpus {
namespace {

// Nobody writes longer words; what is longer is debris, of which there may be any amount.
constexpr size_t kLongestWord = 200;

bool HasLineBreak(std::string_view gap) { return gap.find_first_of("\n\r") != gap.npos; }

ParamSpec Field_(std::string name, uint32_t types, std::string doc) {
  ParamSpec spec;
  spec.name = std::move(name);
  spec.types = types;
  spec.doc = std::move(doc);
  if (types & TEXTMILL_LIST) {
    spec.item.resize(1);
    spec.item[0].types = types & ~static_cast<uint32_t>(TEXTMILL_LIST);
  } else {
    spec.minimum = 0;
    spec.maximum = 1e9;
  }
  return spec;
}

ParamSpec WhereSpec() {
  const uint32_t words = TEXTMILL_LIST | TEXTMILL_STRING;
  ParamSpec spec;
  spec.name = "where";
  spec.types = TEXTMILL_MAP;
  spec.fields = {
      Field_("min_length", TEXTMILL_INT, "Fewest characters of a word."),
      Field_("max_length", TEXTMILL_INT, "Most characters of a word."),
      Field_("stop", words,
             "Languages whose function words are left out, by the lists that ship (`[en, de]`)."),
      Field_("without", words, "Words that are left out."),
      Field_("only", words, "The only words that count."),
      Field_("stop_file", TEXTMILL_PATH, "A file of words that are left out, one a line."),
      Field_("only_file", TEXTMILL_PATH, "A file of the only words that count, one a line."),
      Field_("pos", words,
             "Parts of speech that count, where the column is a list of structs with a member "
             "`pos`."),
  };
  spec.fields[5].reads = spec.fields[6].reads = true;
  spec.doc =
      "Which words count, such as `{ min_length: 3, stop: [en] }`. N-grams do not run over a word "
      "that is left out; in windows it keeps its place.";
  return spec;
}

std::vector<std::string> Strings(const Value* value) {
  std::vector<std::string> out;
  if (value == nullptr) return out;
  if (value->type != TEXTMILL_LIST) return {value->string};
  for (const Value& item : value->items) out.push_back(item.string);
  return out;
}

std::vector<std::string> Lines(const std::string& path, const char* parameter) {
  std::ifstream file(path, std::ios::binary);
  if (!file) throw Error("cannot read the list `" + path + "`").Parameter(parameter);
  std::vector<std::string> out;
  for (std::string line; std::getline(file, line);) {
    if (!line.empty() && line.back() == '\r') line.pop_back();
    if (out.empty() && line.compare(0, 3, "\xEF\xBB\xBF") == 0) line.erase(0, 3);
    if (!line.empty() && line[0] != '#') out.push_back(line);
  }
  return out;
}

}  // namespace

const Value* Member(const Value& map, std::string_view name) {
  for (const Value& item : map.items) {
    if (item.key == name && item.type != 0) return &item;
  }
  return nullptr;
}

ValueColumn::Kind ValueColumn::KindOf(const Field& column) {
  if (column.format == "u") return Kind::kString;
  if (column.format == "b") return Kind::kBool;
  if (column.format == "l") return Kind::kInteger;
  if (column.format == "+l" && column.children[0].format == "u") return Kind::kStrings;
  if (column.format == "+l" && column.children[0].format == "+s") return Kind::kStructs;
  throw Error(
      "the column `" + column.name + "` holds " + TypeName(column) + ", which cannot be counted",
      TEXTMILL_WRONG_TYPE)
      .Column(column.name)
      .Hint("What can be counted: utf8, bool, int64, lists of utf8, and lists of structs.");
}

std::optional<std::string_view> ValueColumn::At(const Batch& batch, int64_t row,
                                                std::string& digits) const {
  const ViewBase any(&batch.array(slot), batch.raw().columns->offset, batch.rows());
  if (any.IsNull(row)) return std::nullopt;
  if (kind == Kind::kBool) return batch.At<Bool>(slot)[row] ? "true" : "false";
  if (kind != Kind::kInteger) return batch.At<Utf8>(slot)[row];
  digits = std::to_string(batch.At<Int64>(slot)[row]);
  return digits;
}

TermChoice::TermChoice(StageBase* stage, bool counts)
    : cut_(stage, "words", {"auto", "runs"},
           "What a word is in scripts without spaces (Chinese, Japanese, Thai, Lao, Khmer, "
           "Burmese): `auto` cuts by the dictionaries of ICU, `runs` takes all between two "
           "punctuation marks."),
      column_(stage, "column", kOptional,
              counts ? "The column with the text, `text` unless given, or a list of words; with "
                       "`of: column` the one with the values."
                     : "The column with the text, `text` unless given, or a list of words, such as "
                       "lemmas."),
      member_(stage, "member", kOptional,
              "Where the column is a list of structs, the member that is counted: `name` of "
              "`entities`."),
      where_(stage, WhereSpec()) {
  if (counts) {
    of_.emplace(stage, "of", std::vector<std::string>{"words", "ngrams", "column"},
                "What is counted: the words of a text, runs of `n` words, or the values of a "
                "column.");
  }
}

void TermChoice::Bind(Binder& binder, Marks marks) {
  marks_ = marks;
  const bool of_column = of_ && *of_ == "column";
  if (of_column && !column_.present()) {
    throw Error("with `of: column` the step needs to know which column's values to count")
        .Parameter("column")  // of which a wrong name may have been reported
        .Hint("Name it: `column: source`.");
  }
  const std::string name = column_.present() ? column_->value : "text";
  const Field* column = binder.Find(name);
  if (column == nullptr) throw NoSuchColumn(name).Parameter("column");
  is_text_ = column->format == "u" && !of_column;
  if (!of_column && !is_text_ && column->format != "+l") {
    throw Error("the column `" + column->name + "` holds " + TypeName(*column) + ", not text",
                TEXTMILL_WRONG_TYPE)
        .Parameter("column")
        .Column(column->name);
  }
  value_.Bind(binder, *column);
  BindMember(*column);

  const Value& where = where_.get();
  filters_ = false;
  if (where.type == 0) return;
  if (const Value* n = Member(where, "min_length")) min_length_ = static_cast<size_t>(n->integer);
  if (const Value* n = Member(where, "max_length")) max_length_ = static_cast<size_t>(n->integer);
  for (const std::string& language : Strings(Member(where, "stop"))) {
    const std::vector<std::string> words = StopWords(language);
    if (words.empty()) {
      throw Error("there is no list of stop words for `" + language + "`")
          .Parameter("where.stop")
          .Hint("There are lists for " + StopWordLanguages() +
                "; other words go into `without` or a `stop_file`.");
    }
    for (const std::string& word : words) stop_.insert(Folded(word));
  }
  for (const std::string& word : Strings(Member(where, "without"))) stop_.insert(Folded(word));
  const Value* const only = Member(where, "only");
  for (const std::string& word : Strings(only)) only_.insert(Folded(word));
  for (const std::string& pos : Strings(Member(where, "pos"))) pos_.insert(pos);
  pos_index_ = -1;
  if (!pos_.empty()) {
    if (value_.kind == ValueColumn::Kind::kStructs) {
      const std::vector<Field>& members = column->children[0].children;
      for (size_t i = 0; i < members.size(); ++i) {
        if (members[i].name == "pos" && members[i].format == "u")
          pos_index_ = static_cast<int64_t>(i);
      }
    }
    if (pos_index_ < 0) {
      throw Error("`" + column->name + "` has no parts of speech", TEXTMILL_WRONG_TYPE)
          .Parameter("where.pos")
          .Hint(
              "They come from a list of structs with a member `pos`, as a step that tags tokens "
              "makes it: name that list with `column`.");
    }
  }
  filters_ = min_length_ > 0 || max_length_ != SIZE_MAX || !stop_.empty() || only != nullptr ||
             Member(where, "stop_file") != nullptr || Member(where, "only_file") != nullptr;
}

void TermChoice::BindMember(const Field& column) {
  member_index_ = -1;
  if (value_.kind != ValueColumn::Kind::kStructs) {
    if (!member_.present()) return;
    throw Error("the column `" + column.name + "` is not a list of structs, so it has no members",
                TEXTMILL_WRONG_TYPE)
        .Parameter("member")
        .Column(column.name);
  }
  std::string names;
  const std::vector<Field>& members = column.children[0].children;
  for (size_t i = 0; i < members.size(); ++i) {
    if (members[i].format != "u") continue;
    names += (names.empty() ? "`" : ", `") + members[i].name + "`";
    if (member_.present() && members[i].name == *member_) member_index_ = static_cast<int64_t>(i);
  }
  if (member_index_ >= 0) return;
  throw Error(member_.present() ? "the structs of `" + column.name + "` have no member `" +
                                      *member_ + "` that holds text"
                                : "`" + column.name + "` is a list of structs")
      .Parameter(member_.present() ? "member" : "column")
      .Hint("Say with `member` which one to count: " + names + ".");
}

void TermChoice::Open() {
  const Value& where = where_.get();
  if (const Value* path = Member(where, "stop_file")) {
    for (const std::string& word : Lines(path->string, "where.stop_file"))
      stop_.insert(Folded(word));
  }
  if (const Value* path = Member(where, "only_file")) {
    for (const std::string& word : Lines(path->string, "where.only_file"))
      only_.insert(Folded(word));
  }
}

std::string TermChoice::Folded(std::string_view term) const {
  if (!is_text_) return std::string(term);
  unicode::Words words;
  words.Split(term);
  std::string out;
  for (size_t i = 0; i < words.size(); ++i) out.append(i > 0 ? " " : "").append(words[i]);
  return out;
}

bool TermChoice::IsExempt(std::string_view term) const {
  return !exempt_.empty() && exempt_.contains(std::string(term));
}

bool TermChoice::Keeps(std::string_view term) const {
  if (IsExempt(term)) return true;
  if (min_length_ > 0 || max_length_ != SIZE_MAX) {
    const size_t length = CountCharacters(term);
    if (length < min_length_ || length > max_length_) return false;
  }
  if (stop_.empty() && only_.empty()) return true;
  const std::string word(term);
  return !stop_.contains(word) && (only_.empty() || only_.contains(word));
}

uint32_t TermChoice::Kept(uint32_t number, Scratch& scratch, const BatchTerms& of) const {
  if (!filters_) return number;
  if (scratch.kept.size() <= number) scratch.kept.resize(number + 1);
  char& kept = scratch.kept[number];
  if (kept == 0) kept = Keeps(of.terms[number]) ? 1 : 2;
  return kept == 1 ? number : kHole;
}

void TermChoice::Put(std::string_view term, Scratch& scratch, BatchTerms& to) const {
  to.stream.push_back(Kept(to.terms.Number(term), scratch, to));
}

int64_t TermChoice::Read(const Batch& batch, int64_t row, Scratch& scratch, BatchTerms& to) const {
  if (to.terms.size() == 0) scratch.kept.clear();
  if (is_text_) {
    const std::string_view text = batch.At<Utf8>(value_.slot)[row];
    if (!marks_.sentences) return ReadText(text, scratch, to);
    unicode::FindSentences(text, &scratch.sentences);
    int64_t too_long = 0;
    for (const unicode::Span& sentence : scratch.sentences) {
      too_long += ReadText(sentence.of(text), scratch, to);
      to.stream.push_back(kSentence);
    }
    return too_long;
  }
  if (!value_.is_list()) {
    if (const auto value = value_.At(batch, row, scratch.digits)) Put(*value, scratch, to);
    return 0;
  }
  const auto list = batch.At<List>(value_.slot);
  if (value_.kind != ValueColumn::Kind::kStructs) {
    const auto values = list.Items<BytesView>();
    for (int64_t i = list.begin(row); i < list.end(row); ++i)
      if (!values.IsNull(i)) Put(values[i], scratch, to);
    return 0;
  }
  const auto structs = list.Items<StructView>();
  const auto values = structs.Member<BytesView>(member_index_);
  // Read only where there is one.
  const auto pos = structs.Member<BytesView>(pos_index_ >= 0 ? pos_index_ : member_index_);
  for (int64_t i = list.begin(row); i < list.end(row); ++i) {
    if (structs.IsNull(i) || values.IsNull(i)) continue;
    if (pos_index_ >= 0 && !pos_.contains(std::string(pos[i])) && !IsExempt(values[i])) {
      to.stream.push_back(kHole);
    } else {
      Put(values[i], scratch, to);
    }
  }
  return 0;
}

int64_t TermChoice::ReadText(std::string_view text, Scratch& scratch, BatchTerms& to) const {
  unicode::Words& words = scratch.words;
  words.Split(text);
  if (cut_ == "auto") words.CutByDictionary(&scratch.dictionary);
  const std::string_view folded = words.folded();
  const size_t begin = to.stream.size();
  scratch.terms.clear();
  int64_t too_long = 0;
  for (size_t i = 0; i < words.size(); ++i) {
    const unicode::Span word = words.span(i);
    if (marks_.lines && i > 0) {
      const uint32_t before = words.span(i - 1).end;
      // One character between two words is mostly a space.
      const bool is_space = word.begin == before + 1 && folded[before] == ' ';
      if (!is_space && word.begin > before &&
          HasLineBreak(folded.substr(before, word.begin - before)))
        to.stream.push_back(kLine);
    }
    if (word.end - word.begin > kLongestWord) {
      ++too_long;
      to.stream.push_back(kHole);
    } else {
      scratch.terms.push_back(word.of(folded));
      to.stream.push_back(0);
    }
  }
  // All at once: so the next are on their way from memory while one is looked up.
  scratch.numbers.resize(scratch.terms.size());
  to.terms.Numbers(scratch.terms, scratch.numbers.data());
  const uint32_t* number = scratch.numbers.data();
  for (size_t i = begin; i < to.stream.size(); ++i) {
    if (to.stream[i] < kFirstMark) to.stream[i] = Kept(*number++, scratch, to);
  }
  return too_long;
}

}  // namespace textmill::corpus
