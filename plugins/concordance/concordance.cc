#include "plugins/concordance/concordance.h"

#include <algorithm>
#include <utility>

#include "plugins/concordance/context.h"
#include "plugins/lib/values/row_bytes.h"
#include "plugins/lib/values/saved_count.h"

#define XXH_INLINE_ALL
#include <xxhash.h>

namespace textmill::concordance {
namespace {

constexpr size_t kRowsAtOnce = 4096;
constexpr const char* kOwnColumns[] = {"left", "node", "right", "begin", "end"};

constexpr const char* kDescription =
    R"(Looks for words, phrases and grammatical patterns, and gives each hit with what is around it: a concordance, or KWIC (key word in context). [Queries](../queries.md) says how to ask; `textmill kwic` shows the same in a terminal.

It makes a table, which a writer takes by this step's `id` (`from: hits` below); the documents pass untouched.

Rows are in the order of the input, or as `sort` says: words are compared in the form in which Textmill counts them, by their bytes. `left`, `node` and `right` are as the text has them, but that white space, line breaks among it, is a single space. Context does not go beyond the document.

Nothing is indexed or imported: texts are read once. What cannot hold a hit is passed over without being cut into words. `hits` in the summary counts all hits, whatever `sample` and `limit` leave. `cut_off` counts where a query that compares labelled tokens had more ways to go on than were followed, `documents_without_tokens` the documents whose column of tokens is null, in which nothing is found.)";

constexpr const char* kExample =
    "- uses: corpus.concordance\n"
    "  id: hits\n"
    "  with: { query: the old bridge, context: 6, sort: [right] }\n"
    "- uses: write.csv\n"
    "  with: { from: hits, path: out/hits.csv }\n";

query::Strategy StrategyOf(const std::string& name) {
  return name == "longest"    ? query::Strategy::kLongest
         : name == "standard" ? query::Strategy::kStandard
         : name == "shortest" ? query::Strategy::kShortest
                              : query::Strategy::kTraditional;
}

// By chance, and the same wherever the document is: parts of a corpus can be sampled apart.
uint64_t RankOf(uint64_t document, int64_t begin, int64_t end, int64_t seed) {
  const uint64_t of[] = {document, static_cast<uint64_t>(begin), static_cast<uint64_t>(end)};
  return XXH3_64bits_withSeed(of, sizeof of, static_cast<uint64_t>(seed));
}

}  // namespace

struct Concordance::Scratch final : Lane {
  Scratch(const query::Matcher* matcher, const TokenColumn* column, bool by_dictionary)
      : tokens(matcher, column, by_dictionary), finder(matcher) {}
  TextTokens tokens;
  query::Finder finder;
  std::optional<PlainFinder> plain;
  std::vector<query::Hit> hits;  // none where the text was not cut
  std::vector<Place> places;
  std::string left, node, right, key, row;
};

Concordance::Concordance() {
  Can(TEXTMILL_EXPANDS);
  DocumentTable("hits", "A row for each hit.",
                {{"<columns>", "as they are", "of the hit's document"},
                 {"left", "utf8", "what comes before it"},
                 {"node", "utf8", "the hit"},
                 {"right", "utf8", "what comes after it"},
                 {"begin", "int64", "where it begins, in bytes of the text"},
                 {"end", "int64", "where it ends"}});
  Describe("corpus.concordance", "1.0.0",
           "Finds words, phrases and grammatical patterns, and gives each hit in its context.");
  Explain(kDescription, kExample);
}

void Concordance::Bind(Binder& binder) {
  const bool table = give_ == "table";
  ChooseColumns(binder);
  MakeMatcher(binder);
  for (OutBase* out : std::initializer_list<OutBase*>{&left_, &node_, &right_, &begin_, &end_})
    out->Enable(!table);
  for (OutBase* out :
       std::initializer_list<OutBase*>{&keys_, &of_document_, &carried_left_, &carried_node_,
                                       &carried_right_, &carried_begin_, &carried_end_})
    out->Enable(table);
  ranks_.Enable(table && sample_ != 0);
  if (!table) {
    for (const auto& [given, name] :
         {std::pair(!sort_->empty(), "sort"), std::pair(sample_ != 0, "sample"),
          std::pair(limit_ != 0, "limit")}) {
      if (given)
        throw Error(std::string("with `give: documents` there is no `") + name + "`")
            .Parameter(name);
    }
    binder.flags &= ~uint32_t{TEXTMILL_TABLES | TEXTMILL_COMMITS};
    binder.keeps_some = true;
    for (const auto& [field, slot] : kept_columns_) binder.Keep(field.name, field.name);
    return;
  }
  binder.flags &= ~uint32_t{TEXTMILL_EXPANDS};
  order_ = SortOrder(*sort_, kept_columns_);
  if (!order_.empty()) plain_.reset();  // what is sorted by needs the words round a hit
  const Field* id = sample_ != 0 ? binder.Find("id") : nullptr;
  id_slot_ = id != nullptr && id->format == Utf8::kFormat ? binder.Use("id") : -1;
  table_.clear();
  for (const auto& [field, slot] : kept_columns_) table_.push_back(field);
  for (const char* name : {"left", "node", "right"})
    table_.push_back({name, Utf8::kFormat, {}, {}});
  for (const char* name : {"begin", "end"}) table_.push_back({name, Int64::kFormat, {}, {}});
  binder.Table(StructOf("hits", table_));
}

void Concordance::ChooseColumns(Binder& binder) {
  std::vector<std::string> names;
  if (columns_.given()) {
    for (const ColumnName& name : *columns_) names.push_back(name.value);
  } else {
    for (const char* name : {"id", "date"}) {
      if (binder.Find(name) != nullptr) names.emplace_back(name);
    }
  }
  kept_columns_.clear();
  for (size_t i = 0; i < names.size(); ++i) {
    const std::string parameter = "columns[" + std::to_string(i) + "]";
    const Field* field = binder.Find(names[i]);
    if (field == nullptr) throw NoSuchColumn(names[i]).Parameter(parameter);
    for (const char* own : kOwnColumns) {
      if (names[i] == own)
        throw Error("hits have a column `" + names[i] + "` of their own")
            .Parameter(parameter)
            .Hint("Rename the document's column in an earlier step.");
    }
    for (size_t k = 0; k < i; ++k) {
      if (names[k] == names[i])
        throw Error("the column `" + names[i] + "` is named twice").Parameter(parameter);
    }
    kept_columns_.emplace_back(*field, binder.Use(names[i]));
  }
}

void Concordance::MakeMatcher(Binder& binder) {
  query::ParseOptions options;
  token_column_.reset();
  const std::string tokens = tokens_.present() ? tokens_->value : "tokens";
  const Field* column = binder.Find(tokens);
  if (column == nullptr && tokens_.present()) throw NoSuchColumn(tokens).Parameter("tokens");
  if (column != nullptr) {
    token_column_ = TokenColumn::Of(*column);
    token_column_->slot = binder.Use(tokens);
    for (const auto& [name, member] : token_column_->values) options.attributes.push_back(name);
  } else {
    options.attribute_hint =
        "The words of a text have no more; for parts of speech and lemmas the documents need a "
        "column `tokens`.";
  }
  for (const Field& field : binder.input()) {
    if (field.format == Utf8::kFormat) options.text_attributes.push_back(field.name);
  }
  using Case = query::ParseOptions::Case;
  options.letter_case = case_ == "ignore"  ? Case::kIgnore
                        : case_ == "match" ? Case::kMatch
                                           : Case::kQuery;
  if (!token_column_) {
    const bool by_dictionary = words_ == "auto";
    options.cut_plain = [by_dictionary](std::string_view plain, bool keep_case) {
      return CutPlain(plain, keep_case, by_dictionary);
    };
  } else {
    options.cut_plain = [](std::string_view plain, bool keep_case) {
      unicode::Words words;
      words.Split(plain);
      return std::vector<std::string>{std::string(keep_case ? plain : words.folded())};
    };
  }
  try {
    matcher_ = std::make_unique<query::Matcher>(query_.get(), options, StrategyOf(strategy_.get()));
    if (!token_column_) {
      const auto refuse = [&](const auto& self, const query::Node& node) -> void {
        RefuseWhatIsNoWord(node.test);
        for (const query::Node& part : node.parts) self(self, part);
      };
      refuse(refuse, matcher_->query().pattern);
    }
  } catch (const query::QueryError& e) {
    throw Error(e.what()).Parameter("query").Hint(e.hint());
  }
  needed_ = std::make_unique<query::NeededPieces>(matcher_->query());
  plain_.reset();
  if (!token_column_) plain_ = PlainWords::Of(matcher_->query(), words_ == "auto");
  text_columns_.clear();
  for (const std::string& name : matcher_->text_columns())
    text_columns_.emplace_back(*binder.Find(name), binder.Use(name));
}

// A value that no word can have finds nothing, and one wonders why.
void Concordance::RefuseWhatIsNoWord(const query::Test& test) const {
  using Kind = query::Test::Kind;
  if (test.kind == Kind::kAnd || test.kind == Kind::kOr) {
    for (const query::Test& part : test.parts) RefuseWhatIsNoWord(part);
  }
  if (test.kind != Kind::kCompare || test.attribute != "word" ||
      test.pattern.kind != query::Pattern::Kind::kLiteral)
    return;
  unicode::Words words;
  words.Split(test.pattern.text);
  if (words.size() == 1 && words[0].size() == words.folded().size()) return;
  std::string apart;
  for (size_t i = 0; i < words.size(); ++i)
    apart.append(apart.empty() ? "" : " ").append("\"").append(words[i]).append("\"");
  throw query::MistakeAt(
      query_.get(), test.pattern.at, "no word of a text is `" + test.pattern.text + "`",
      words.size() == 0 ? "Words are made of letters and digits; marks are no words."
                        : "A value is one word, of letters and digits alone: write " + apart +
                              ", or the words without quotation marks.");
}

void Concordance::Open(const textmill_open_request& request) {
  sorted_ = std::make_unique<values::ExternalSort>(
      request.work_folder != nullptr ? request.work_folder : ".",
      static_cast<size_t>(memory_->bytes));
}

std::unique_ptr<Lane> Concordance::NewLane() const {
  auto scratch = std::make_unique<Scratch>(
      matcher_.get(), token_column_ ? &*token_column_ : nullptr, words_ == "auto");
  if (plain_) scratch->plain.emplace(&*plain_);
  return scratch;
}

void Concordance::FindHits(const Batch& batch, int64_t row, Scratch& scratch) const {
  scratch.hits.clear();
  scratch.places.clear();
  const std::string_view text = batch[text_][row];
  query::Tokens& tokens = scratch.tokens.tokens();
  tokens.text_value = [&](const std::string& name) -> std::string_view {
    for (const auto& [field, slot] : text_columns_) {
      if (field.name == name) return batch.At<Utf8>(slot)[row];
    }
    return {};
  };
  if (!scratch.finder.TextWillDo(tokens) || !needed_->MayHaveHits(text)) return;
  const bool by_words = unit_ == "words";
  const auto n = static_cast<size_t>(context_.get());
  if (!scratch.plain || !scratch.plain->Find(text, by_words ? n : 0, &scratch.places)) {
    if (token_column_) {
      scratch.tokens.SetColumn(text, batch.At<List>(token_column_->slot), row);
    } else {
      scratch.tokens.SetWords(text);
    }
    scratch.finder.Find(tokens, scratch.tokens.classes(), &scratch.hits);
    for (const query::Hit& hit : scratch.hits)
      scratch.places.push_back(PlaceOf(hit, scratch.tokens, by_words ? n : 0));
  }
  if (by_words) return;
  for (Place& place : scratch.places) {
    place.left = CharactersBefore(text, place.begin, n);
    place.right = CharactersAfter(text, place.end, n);
  }
}

// Of a hit with so many words on both sides.
Place Concordance::PlaceOf(const query::Hit& hit, const TextTokens& tokens, size_t words) {
  const size_t begin = tokens.span(hit.begin).begin;
  const size_t end = std::max<size_t>(begin, tokens.span(hit.end - 1).end);
  if (words == 0) return {begin, begin, end, end};
  const size_t first = hit.begin > words ? hit.begin - words : 0;
  const size_t last = std::min(tokens.size() - 1, hit.end - 1 + words);
  return {std::min<size_t>(begin, tokens.span(first).begin), begin, end,
          std::max<size_t>(end, tokens.span(last).end)};
}

// Of a document, wherever it is in the corpus.
uint64_t Concordance::HashOf(const Batch& batch, int64_t row) const {
  const std::string_view text = batch[text_][row];
  const std::string_view id = id_slot_ < 0 ? "" : batch.At<Utf8>(id_slot_)[row];
  return XXH3_64bits_withSeed(id.data(), id.size(), XXH3_64bits(text.data(), text.size()));
}

void Concordance::Process(const Batch& batch, Reply& reply, Lane* lane) const {
  Scratch& scratch = static_cast<Scratch&>(*lane);
  const bool table = give_ == "table";
  const int64_t base = batch.raw().columns->offset;
  const auto texts = batch[text_];
  const int64_t cut_off = scratch.finder.cut_off();
  for (int64_t row = 0; row < batch.rows(); ++row) {
    if (token_column_ && batch.At<List>(token_column_->slot).IsNull(row))
      reply.Count(without_tokens_, 1);
    try {
      FindHits(batch, row, scratch);
    } catch (Error& e) {
      e.Row(row);
      throw;
    }
    reply.Count(hits_, static_cast<int64_t>(scratch.places.size()));
    const uint64_t document = sample_ != 0 && !scratch.places.empty() ? HashOf(batch, row) : 0;
    for (size_t i = 0; i < scratch.places.size(); ++i) {
      const Place& place = scratch.places[i];
      const std::string_view text = texts[row];
      const auto part = [text](size_t from, size_t to, std::string* made) {
        return OnOneLine(text, from, to, made);
      };
      const std::string_view left = part(place.left, place.begin, &scratch.left),
                             node = part(place.begin, place.end, &scratch.node),
                             right = part(place.end, place.right, &scratch.right);
      const auto begin = static_cast<int64_t>(place.begin), end = static_cast<int64_t>(place.end);
      if (!table) {
        reply.Parent(row);
        reply[left_].Append(left);
        reply[node_].Append(node);
        reply[right_].Append(right);
        reply[begin_].Append(begin);
        reply[end_].Append(end);
        continue;
      }
      scratch.key.clear();
      scratch.row.clear();
      if (!order_.empty())
        order_.PutKeyOf(scratch.hits[i], &scratch.tokens, batch, row, &scratch.key);
      for (const auto& [field, slot] : kept_columns_)
        values::AppendValueBytes(field, batch.array(slot), base + row, scratch.row);
      reply[keys_].Append(scratch.key);
      if (sample_ != 0) reply[ranks_].Append(RankOf(document, begin, end, seed_.get()));
      reply[of_document_].Append(scratch.row);
      reply[carried_left_].Append(left);
      reply[carried_node_].Append(node);
      reply[carried_right_].Append(right);
      reply[carried_begin_].Append(begin);
      reply[carried_end_].Append(end);
    }
  }
  reply.Count(cut_off_, scratch.finder.cut_off() - cut_off);
}

void Concordance::Commit(const Batch&, const Carried& carried, Reply&) {
  if (carried.rows() == 0) return;
  const auto keys = carried[keys_], of_document = carried[of_document_];
  const ViewBase of_hit[] = {carried[carried_left_], carried[carried_node_],
                             carried[carried_right_], carried[carried_begin_],
                             carried[carried_end_]};
  const Field* const hit_fields = table_.data() + kept_columns_.size();
  const bool sample = sample_ != 0;
  std::string row;
  for (int64_t i = 0; i < carried.rows(); ++i) {
    const uint64_t number = found_++, rank = sample ? carried[ranks_][i] : 0;
    // The least ranks make the sample.
    if (sample && sampled_.size() == static_cast<size_t>(sample_.get()) &&
        rank >= sampled_.top().rank)
      continue;
    row = of_document[i];
    for (size_t c = 0; c < std::size(of_hit); ++c)
      values::AppendValueBytes(hit_fields[c], *of_hit[c].array(), of_hit[c].offset() + i, row);
    if (sample) {
      Keep({rank, number, std::string(keys[i]), row});
    } else {
      sorted_->Add(keys[i], row);
    }
  }
  ReportMemory();
}

void Concordance::Keep(Sampled hit) {
  sampled_bytes_ += static_cast<int64_t>(hit.key.size() + hit.row.size());
  sampled_.push(std::move(hit));
  if (sampled_.size() <= static_cast<size_t>(sample_.get())) return;
  sampled_bytes_ -= static_cast<int64_t>(sampled_.top().key.size() + sampled_.top().row.size());
  sampled_.pop();
}

void Concordance::ReportMemory() {
  reported_memory_.Set(
      host(),
      static_cast<int64_t>(sorted_->bytes() + sampled_.size() * sizeof(Sampled)) + sampled_bytes_);
}

void Concordance::Finish() {
  std::vector<Sampled> sample;
  for (; !sampled_.empty(); sampled_.pop()) sample.push_back(sampled_.top());
  std::sort(sample.begin(), sample.end(),
            [](const Sampled& a, const Sampled& b) { return a.number < b.number; });
  for (const Sampled& hit : sample) sorted_->Add(hit.key, hit.row);
  sampled_bytes_ = 0;
  sorted_->Sort();
}

bool Concordance::NextTable(uint32_t, StructBuilder& rows) {
  std::string_view key, row;
  size_t n = 0;
  for (; n < kRowsAtOnce; ++n) {
    if (limit_ != 0 && given_ >= static_cast<uint64_t>(limit_.get())) break;
    if (!sorted_->Next(&key, &row)) break;
    for (size_t c = 0; c < table_.size(); ++c)
      values::TakeValueBytes(table_[c], row, rows.any_member(c));
    rows.EndRow();
    ++given_;
  }
  return n > 0;
}

void Concordance::Save(StateWriter& to) const {
  to.Put(found_);
  to.Put(static_cast<uint64_t>(sampled_.size()));
  for (auto left = sampled_; !left.empty(); left.pop()) {
    to.Put(left.top().rank);
    to.Put(left.top().number);
    to.PutBytes(left.top().key);
    to.PutBytes(left.top().row);
  }
  sorted_->Save(to);
}

void Concordance::MergeState(StateReader& later) {
  const uint64_t before = found_;
  found_ = values::TakeCount(later, found_);
  for (auto n = later.Take<uint64_t>(); n > 0; --n) {
    Sampled hit;
    hit.rank = later.Take<uint64_t>();
    hit.number = values::TakeCount(later, before);
    hit.key = later.TakeBytes();
    hit.row = later.TakeBytes();
    Keep(std::move(hit));
  }
  sorted_->Restore(later);
  ReportMemory();
}

}  // namespace textmill::concordance
