#include "plugins/corpus/frequencies.h"

#include <algorithm>
#include <numeric>
#include <optional>

#include "plugins/lib/unicode/dictionary.h"
#include "plugins/lib/unicode/words.h"

namespace textmill::corpus {
namespace {

// Nobody writes longer words; what is longer is debris, of which there may be any amount.
constexpr size_t kLongestWord = 200;
constexpr size_t kRowsAtOnce = 4096;

bool HasLineBreak(std::string_view gap) { return gap.find_first_of("\n\r") != gap.npos; }

}  // namespace

struct Frequencies::Scratch final : Lane {
  CountTable table;
  unicode::Words words;
  unicode::Dictionary dictionary;
  std::string ngram;
};

Frequencies::Frequencies() {
  Can(TEXTMILL_TABLES);
  Describe("corpus.frequencies", "1.0.0",
           "Counts words, n-grams or a column's values: in all and by document, for the whole "
           "corpus or by group.");
  Explain(
      "Makes a table, which a writer takes by this step's `id` (`from: words` below). The "
      "documents "
      "pass untouched. The table's columns:\n"
      "\n"
      "| column | type | meaning |\n"
      "|---|---|---|\n"
      "| the column named by `by` | utf8 | the group; only with `by` |\n"
      "| `value` | utf8 | the word, n-gram or value |\n"
      "| `count` | int64 | how often it occurs |\n"
      "| `documents` | int64 | in how many documents it occurs |\n"
      "| `share` | float64 | `count`, divided by the sum of all counts of the group |\n"
      "\n"
      "The most frequent come first, equally frequent ones in the order of their bytes; groups are "
      "in that order, too, and documents without a group last. `share` relates to all that was "
      "counted, also to what `min_count`, `min_documents` and `top` leave out.\n"
      "\n"
      "A word is a run of letters, marks, digits and underscores, in lower case and compatibility "
      "form (*Straße* is counted as *strasse*, as in all comparisons of Textmill); a mark that "
      "follows "
      "no letter, such as the variation selector of an emoji, is not one. Where a script writes no "
      "spaces, `words: auto` asks a dictionary. N-grams run across punctuation, but not across "
      "line breaks. Words of more than 200 bytes are not "
      "counted; the summary says how many there were (`too_long`). Values of lists are counted one "
      "by one; missing values are not counted.\n"
      "\n"
      "The table is kept in memory, about 80 bytes for each different value: some 100 MB for the "
      "words of a large corpus, but many gigabytes for its longer n-grams.",
      "- uses: corpus.frequencies\n"
      "  id: words\n"
      "  with: { of: words, by: lang, min_documents: 2 }\n"
      "- uses: write.csv\n"
      "  with: { from: words, path: out/words.csv }\n");
  DocumentNeed("text", "any", "the text, or with `of: column` the values, to count");
}

Frequencies::~Frequencies() {
  if (host() != nullptr && reported_memory_ != 0) host()->memory(host(), -reported_memory_);
}

Frequencies::Kind Frequencies::KindOf(const Field& column) const {
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

void Frequencies::Bind(Binder& binder) {
  const auto find = [&](const char* param, const std::string& name) -> const Field& {
    const Field* field = binder.Find(name);
    if (field == nullptr) throw NoSuchColumn(name).Parameter(param);
    return *field;
  };
  if (of_ == "column" && !column_.present()) {
    throw Error("with `of: column` the step needs to know which column's values to count")
        .Parameter("of")
        .Hint("Name it: `column: source`.");
  }
  const Field& column = find("column", column_.present() ? column_->value : "text");
  if (of_ == "column") {
    kind_ = KindOf(column);
  } else {
    if (column.format != "u") {
      throw Error("the column `" + column.name + "` holds " + TypeName(column) + ", not text",
                  TEXTMILL_WRONG_TYPE)
          .Parameter("column")
          .Column(column.name);
    }
    kind_ = Kind::kText;
  }
  if (n_.present() && of_ != "ngrams") throw Error("`n` is for `of: ngrams` only").Parameter("n");
  words_ = of_ != "ngrams" ? 1 : n_.present() ? static_cast<size_t>(n_.get()) : 2;

  member_index_ = -1;
  if (kind_ == Kind::kStructs) {
    std::string names;
    const std::vector<Field>& members = column.children[0].children;
    for (size_t i = 0; i < members.size(); ++i) {
      if (members[i].format != "u") continue;
      names += (names.empty() ? "`" : ", `") + members[i].name + "`";
      if (member_.present() && members[i].name == *member_) member_index_ = static_cast<int64_t>(i);
    }
    if (member_index_ < 0) {
      throw Error(member_.present() ? "the structs of `" + column.name + "` have no member `" +
                                          *member_ + "` that holds text"
                                    : "`" + column.name + "` is a list of structs")
          .Parameter(member_.present() ? "member" : "column")
          .Hint("Say with `member` which one to count: " + names + ".");
    }
  } else if (member_.present()) {
    throw Error("the column `" + column.name + "` is no list of structs, so it has no members",
                TEXTMILL_WRONG_TYPE)
        .Parameter("member")
        .Column(column.name);
  }
  slot_ = binder.Use(column.name);

  std::vector<Field> fields;
  group_.Enable(by_.present());
  if (by_.present()) {
    const Field& by = find("by", by_->value);
    by_kind_ = KindOf(by);
    if (by_kind_ == Kind::kStrings || by_kind_ == Kind::kStructs)
      throw Error("a list cannot be grouped by", TEXTMILL_WRONG_TYPE)
          .Parameter("by")
          .Column(by.name);
    for (const char* taken : {"value", "count", "documents", "share"}) {
      if (by.name == taken)
        throw Error("the table has a column `" + by.name + "` of its own")
            .Parameter("by")
            .Hint("Rename the column to group by in an earlier step.");
    }
    by_slot_ = binder.Use(by.name);
    fields.push_back({by.name, Utf8::kFormat, {}, {}});
  }
  fields.push_back({"value", Utf8::kFormat, {}, {}});
  fields.push_back({"count", Int64::kFormat, {}, {}});
  fields.push_back({"documents", Int64::kFormat, {}, {}});
  fields.push_back({"share", Float64::kFormat, {}, {}});
  binder.Table(StructOf("frequencies", std::move(fields)));
}

std::unique_ptr<Lane> Frequencies::NewLane() const { return std::make_unique<Scratch>(); }

namespace {

// A value that is no list, as text; nothing when it is null. `digits` may hold what is returned.
std::optional<std::string_view> ValueAt(const Batch& batch, int slot, bool is_bool, bool is_integer,
                                        int64_t row, std::string& digits) {
  const ViewBase any(&batch.array(slot), batch.raw().columns->offset, batch.rows());
  if (any.IsNull(row)) return std::nullopt;
  if (is_bool) return batch.At<Bool>(slot)[row] ? "true" : "false";
  if (!is_integer) return batch.At<Utf8>(slot)[row];
  digits = std::to_string(batch.At<Int64>(slot)[row]);
  return digits;
}

}  // namespace

void Frequencies::Process(const Batch& batch, Reply& reply, Lane* lane) const {
  Scratch& scratch = static_cast<Scratch&>(*lane);
  CountTable& table = scratch.table;
  table.Clear();
  std::string digits;
  for (int64_t row = 0; row < batch.rows(); ++row) {
    std::optional<std::string_view> name;
    if (by_.present()) {
      name = ValueAt(batch, by_slot_, by_kind_ == Kind::kBool, by_kind_ == Kind::kInteger, row,
                     digits);
    }
    const uint32_t group = table.Group(name);
    if (kind_ == Kind::kText) {
      CountText(batch.At<Utf8>(slot_)[row], group, row, scratch, reply);
    } else {
      CountValues(batch, row, group, scratch);
    }
  }
  BytesBuilder& values = reply[value_];
  auto &counts = reply[count_], &documents = reply[documents_];
  for (const CountTable::Entry& entry : table.entries()) {
    if (by_.present()) {
      const auto& name = table.group_name(entry.group);
      name ? reply[group_].Append(*name) : reply[group_].AppendNull();
    }
    values.Append(entry.value());
    counts.Append(entry.count);
    documents.Append(entry.documents);
  }
}

void Frequencies::CountText(std::string_view text, uint32_t group, int64_t row, Scratch& scratch,
                            Reply& reply) const {
  unicode::Words& words = scratch.words;
  words.Split(text);
  if (cut_ == "auto") words.CutByDictionary(&scratch.dictionary);
  const std::string_view folded = words.folded();
  const size_t n = words_;
  size_t run = 0;  // words in a row, up to the one at hand
  for (size_t i = 0; i < words.size(); ++i) {
    const unicode::Span word = words.span(i);
    if (word.end - word.begin > kLongestWord) {
      reply.Count(too_long_);
      run = 0;
      continue;
    }
    if (n == 1) {
      scratch.table.Count(group, word.of(folded), row);
      continue;
    }
    if (run > 0) {
      const uint32_t before = words.span(i - 1).end;
      if (HasLineBreak(folded.substr(before, word.begin - before))) run = 0;
    }
    if (++run < n) continue;
    // Mostly there is one space between the words, and the n-gram is in the text as it is.
    bool single_spaces = true;
    for (size_t k = i - n + 1; k < i; ++k) {
      const uint32_t end = words.span(k).end;
      single_spaces = single_spaces && words.span(k + 1).begin == end + 1 && folded[end] == ' ';
    }
    if (single_spaces) {
      const uint32_t begin = words.span(i - n + 1).begin;
      scratch.table.Count(group, folded.substr(begin, word.end - begin), row);
      continue;
    }
    std::string& ngram = scratch.ngram;
    ngram.clear();
    for (size_t k = i - n + 1; k <= i; ++k) {
      if (!ngram.empty()) ngram += ' ';
      ngram += words[k];
    }
    scratch.table.Count(group, ngram, row);
  }
}

void Frequencies::CountValues(const Batch& batch, int64_t row, uint32_t group,
                              Scratch& scratch) const {
  if (kind_ != Kind::kStrings && kind_ != Kind::kStructs) {
    const auto value =
        ValueAt(batch, slot_, kind_ == Kind::kBool, kind_ == Kind::kInteger, row, scratch.ngram);
    if (value) scratch.table.Count(group, *value, row);
    return;
  }
  const auto list = batch.At<List>(slot_);
  BytesView values;
  StructView structs;
  if (kind_ == Kind::kStrings) {
    values = list.Items<BytesView>();
  } else {
    structs = list.Items<StructView>();
    values = structs.Member<BytesView>(member_index_);
  }
  for (int64_t i = list.begin(row); i < list.end(row); ++i) {
    const bool missing = values.IsNull(i) || (kind_ == Kind::kStructs && structs.IsNull(i));
    if (!missing) scratch.table.Count(group, values[i], row);
  }
}

void Frequencies::Commit(const Batch&, const Carried& carried, Reply&) {
  if (carried.rows() == 0) return;
  const auto values = carried[value_];
  const auto counts = carried[count_], documents = carried[documents_];
  std::optional<BytesView> names;
  if (by_.present()) names = carried[group_];
  for (int64_t i = 0; i < carried.rows(); ++i) {
    std::optional<std::string_view> name;
    if (names && !names->IsNull(i)) name = (*names)[i];
    const uint32_t group = table_.Group(name);
    if (group >= totals_.size()) totals_.resize(group + 1);
    table_.Add(group, values[i], counts[i], documents[i]);
    totals_[group] += counts[i];
  }
  if (host() != nullptr) {
    host()->memory(host(), table_.memory() - reported_memory_);
    reported_memory_ = table_.memory();
  }
}

void Frequencies::Save(StateWriter& to) const {
  to.Put(static_cast<uint64_t>(table_.groups()));
  for (uint32_t group = 0; group < table_.groups(); ++group) {
    const auto& name = table_.group_name(group);
    to.Put(static_cast<uint8_t>(name.has_value()));
    to.PutBytes(name.value_or(""));
    to.Put(totals_[group]);
  }
  to.Put(static_cast<uint64_t>(table_.entries().size()));
  for (const CountTable::Entry& entry : table_.entries()) {
    to.Put(entry.group);
    to.PutBytes(entry.value());
    to.Put(entry.count);
    to.Put(entry.documents);
  }
}

void Frequencies::Restore(StateReader& from) {
  for (auto n = from.Take<uint64_t>(); n > 0; --n) {
    const bool named = from.Take<uint8_t>() != 0;
    const std::string name = from.TakeBytes();
    table_.Group(named ? std::optional<std::string_view>(name) : std::nullopt);
    totals_.push_back(from.Take<int64_t>());
  }
  for (auto n = from.Take<uint64_t>(); n > 0; --n) {
    const auto group = from.Take<uint32_t>();
    const std::string value = from.TakeBytes();
    const auto count = from.Take<int64_t>();
    table_.Add(group, value, count, from.Take<int64_t>());
  }
}

void Frequencies::Finish() {
  const std::vector<CountTable::Entry>& entries = table_.entries();
  // Groups by name, the one without a name last.
  std::vector<uint32_t> order(table_.groups()), rank(table_.groups());
  std::iota(order.begin(), order.end(), 0);
  std::sort(order.begin(), order.end(), [&](uint32_t a, uint32_t b) {
    const auto &x = table_.group_name(a), &y = table_.group_name(b);
    return x && y ? *x < *y : x && !y;
  });
  for (size_t i = 0; i < order.size(); ++i) rank[order[i]] = static_cast<uint32_t>(i);

  for (uint32_t i = 0; i < entries.size(); ++i) {
    if (entries[i].count >= min_count_ && entries[i].documents >= min_documents_)
      sorted_.push_back(i);
  }
  std::sort(sorted_.begin(), sorted_.end(), [&](uint32_t a, uint32_t b) {
    const CountTable::Entry &x = entries[a], &y = entries[b];
    if (x.group != y.group) return rank[x.group] < rank[y.group];
    if (x.count != y.count) return x.count > y.count;
    return x.value() < y.value();
  });
  if (top_ == 0) return;
  int64_t in_group = 0;
  uint32_t group = 0;
  std::erase_if(sorted_, [&](uint32_t i) {
    if (entries[i].group != group) in_group = 0;
    group = entries[i].group;
    return ++in_group > top_;
  });
}

bool Frequencies::NextTable(uint32_t, StructBuilder& rows) {
  const size_t end = std::min(sorted_.size(), given_ + kRowsAtOnce);
  if (given_ == end) return false;
  for (; given_ < end; ++given_) {
    const CountTable::Entry& entry = table_.entries()[sorted_[given_]];
    size_t member = 0;
    if (by_.present()) {
      auto& names = rows.member<BytesBuilder>(member++);
      const auto& name = table_.group_name(entry.group);
      name ? names.Append(*name) : names.AppendNull();
    }
    const double total = static_cast<double>(totals_[entry.group]);
    rows.member<BytesBuilder>(member++).Append(entry.value());
    rows.member<PrimitiveBuilder<int64_t>>(member++).Append(entry.count);
    rows.member<PrimitiveBuilder<int64_t>>(member++).Append(entry.documents);
    rows.member<PrimitiveBuilder<double>>(member++).Append(static_cast<double>(entry.count) /
                                                           total);
    rows.EndRow();
  }
  return true;
}

}  // namespace textmill::corpus
