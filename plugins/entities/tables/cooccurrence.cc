#include "plugins/entities/tables/cooccurrence.h"

#include <algorithm>
#include <cmath>
#include <tuple>

#include "plugins/lib/unicode/sentences.h"
#include "plugins/lib/values/saved_count.h"

namespace textmill::entities {
namespace {

constexpr size_t kEdgesAtOnce = 4096;

struct SentenceLane final : Lane {
  std::vector<unicode::Span> sentences;
};

constexpr const char* kCooccurrenceDescription =
    R"(Makes a table of the pairs of names that occur together, which a writer takes by this step's `id` (`from: network` below). The documents pass untouched. `write.graphml` and `write.gexf` make a network of it whose nodes have their types, counts and dates. As CSV it is an edge list that network tools read as it is (Gephi, for one, knows `source`, `target` and `weight`; where one name has two types, let it take the ids); edges have no direction.

| column | type | meaning |
|---|---|---|
| `source`, `target` | utf8 | two names, the first by its bytes as `source` |
| `weight` | int64 | in how many documents, or with `within: sentence` sentences, both occur |
| `source_type`, `target_type` | utf8 | their types: PER, ORG, LOC or another |
| `documents` | int64 | in how many documents both occur |
| `sentences` | int64 | in how many sentences |
| `pmi` | float64 | pointwise mutual information to four decimals, see below |
| `source_id`, `target_id` | utf8 | type and name, as `PER:Ann Smith`: what tells the person Paris from the city |
| `source_documents`, `target_documents` | int64 | in how many documents each name occurs |
| `source_first_date`, `target_first_date` | utf8 | the day of the earliest of these, where documents have a date |

The name of an entity is its `name`, or its text if it has none; `entities.link` before this step makes one person of all ways to write a name. A name is what it is together with its type.

`pmi` is log2(n · n(a, b) / (n(a) · n(b))) by documents, or with `within: sentence` by sentences: 0 means that two names occur together as often as chance would have it, 3 eight times as often. n counts all documents that come by, or all their sentences. Rare names reach high values by chance; raise `min_count`.

The heaviest pairs come first. Memory is bounded: beyond `max_pairs` different pairs the rarest half is forgotten and begins anew, so that counts of rare pairs can be too low; the log says how many were forgotten. Of a document with more than `max_names` different names the first so many count; the summary says how many names were left out (`names_left_out`). Names themselves stay in memory, some 250 bytes each.)";

constexpr const char* kCooccurrenceExample =
    "- uses: entities.tag\n"
    "- uses: entities.link\n"
    "- uses: entities.cooccurrence\n"
    "  id: network\n"
    "  with: { types: [PER, ORG], min_count: 2 }\n"
    "- uses: write.csv\n"
    "  with: { from: network, path: out/network.csv }\n";

// How many numbers two ascending lists share.
uint32_t Shared(const std::vector<int32_t>& a, const std::vector<int32_t>& b) {
  uint32_t shared = 0;
  for (size_t i = 0, j = 0; i < a.size() && j < b.size();) {
    if (a[i] == b[j]) {
      ++shared, ++i, ++j;
    } else {
      a[i] < b[j] ? ++i : ++j;
    }
  }
  return shared;
}

}  // namespace

Cooccurrence::Cooccurrence() {
  DocumentTable("edges", "Pairs of names, the heaviest first; its columns are above.");
  Describe("entities.cooccurrence", "1.0.0",
           "Counts which names occur together in documents and sentences: an edge list for network "
           "tools.");
  Explain(kCooccurrenceDescription, kCooccurrenceExample);
}

void Cooccurrence::Bind(Binder& binder) {
  const std::string text = TextOfEntities(*binder.Find(entities_.name()), "column");
  const Field* text_field = binder.Find(text);
  if (text_field == nullptr || text_field->format != Utf8::kFormat) {
    throw Error("needs the column `" + text + "`, the text in which the entities are",
                text_field == nullptr ? TEXTMILL_NO_COLUMN : TEXTMILL_WRONG_TYPE)
        .Parameter("column")
        .Column(text);
  }
  text_slot_ = binder.Use(text);
  written_.Bind(date_, binder);
  if (types_->empty())
    throw Error("there is nothing to count: no type is named").Parameter("types");
  pairs_ = PairCounts(static_cast<size_t>(max_pairs_.get()));
  std::vector<Field> fields = {{"source", "u", {}, {}},      {"target", "u", {}, {}},
                               {"weight", "l", {}, {}},      {"source_type", "u", {}, {}},
                               {"target_type", "u", {}, {}}, {"documents", "l", {}, {}},
                               {"sentences", "l", {}, {}},   {"pmi", "g", {}, {}},
                               {"source_id", "u", {}, {}},   {"source_documents", "l", {}, {}},
                               {"target_id", "u", {}, {}},   {"target_documents", "l", {}, {}}};
  if (written_.present()) {
    fields.push_back({"source_first_date", "u", {}, {}});
    fields.push_back({"target_first_date", "u", {}, {}});
  }
  binder.Table(StructOf("edges", std::move(fields)));
}

bool Cooccurrence::Wanted(std::string_view type) const {
  return std::find(types_->begin(), types_->end(), type) != types_->end();
}

std::unique_ptr<Lane> Cooccurrence::NewLane() const { return std::make_unique<SentenceLane>(); }

// The carry has the number of sentences of each document, then the sentence of each of its
// entities.
void Cooccurrence::Process(const Batch& batch, Reply& reply, Lane* lane) const {
  auto& sentences = static_cast<SentenceLane&>(*lane).sentences;
  const auto texts = batch.At<Utf8>(text_slot_);
  const EntitiesView entities(batch[entities_]);
  auto& carry = reply[sentence_];
  for (int64_t row = 0; row < batch.rows(); ++row) {
    unicode::FindSentences(texts[row], &sentences);
    carry.Append(static_cast<int32_t>(sentences.size()));
    size_t at = 0;
    for (int64_t i = entities.begin(row); i < entities.end(row); ++i) {
      const int64_t begin = entities.text_begin(i);
      if (at > 0 && at <= sentences.size() && begin < sentences[at - 1].end) at = 0;  // not sorted
      while (at < sentences.size() && sentences[at].end <= begin) ++at;
      carry.Append(static_cast<int32_t>(at));
    }
  }
}

void Cooccurrence::CountDocument(int64_t day, const EntitiesView& entities, int64_t begin,
                                 int64_t end, const PrimitiveView<int32_t>& sentences,
                                 int64_t* carried, Reply& reply) {
  here_.clear();
  place_.clear();
  const size_t most = static_cast<size_t>(max_names_.get());
  for (int64_t i = begin; i < end; ++i) {
    const int32_t sentence = sentences[(*carried)++];
    const std::string_view type = entities(kType, i);
    if (!Wanted(type)) continue;
    const uint32_t name = names_.NumberOf(type, entities.Name(i), entities(kId, i));
    const auto [found, is_new] = place_.try_emplace(name, here_.size());
    if (is_new) {
      if (found->second >= most) reply.Count(names_left_out_);
      // Those beyond are counted as names, but in no pairs.
      here_.push_back({name, {}});
    }
    auto& stands_in = here_[found->second].sentences;
    if (stands_in.empty() || stands_in.back() < sentence) stands_in.push_back(sentence);
  }
  for (const Here& here : here_) {
    NameTable::Entry& entry = names_.entries()[here.name];
    ++entry.documents;
    entry.mentions += static_cast<int64_t>(here.sentences.size());
    entry.first_day = std::min(entry.first_day, day);
  }
  const size_t counted = std::min(here_.size(), most);
  for (size_t i = 0; i < counted; ++i) {
    for (size_t j = i + 1; j < counted; ++j) {
      pairs_.Count(here_[i].name, here_[j].name, Shared(here_[i].sentences, here_[j].sentences));
    }
  }
  pairs_.EndDocument();
}

void Cooccurrence::Commit(const Batch& batch, const Carried& carried, Reply& reply) {
  const auto sentences = carried[sentence_];
  const EntitiesView entities(batch[entities_]);
  int64_t at = 0;
  for (int64_t row = 0; row < batch.rows(); ++row) {
    sentences_ += sentences[at++];
    const WrittenOn written = written_.Of(batch, row);
    const int64_t day = written ? written->time_since_epoch().count() : NameTable::kNoDate;
    ++documents_;
    CountDocument(day, entities, entities.begin(row), entities.end(row), sentences, &at, reply);
  }
  ReportMemory();
}

void Cooccurrence::Save(StateWriter& to) const {
  names_.Save(to);
  pairs_.Save(to);
  to.Put(documents_);
  to.Put(sentences_);
}

void Cooccurrence::Add(StateReader& from) {
  const std::vector<uint32_t> numbers = names_.Merge(from);
  pairs_.Merge(from, numbers);
  documents_ = values::TakeCount(from, documents_);
  sentences_ = values::TakeCount(from, sentences_);
  ReportMemory();
}

// Which pairs one instance would have forgotten cannot be known.
void Cooccurrence::MergeState(StateReader& later) {
  Add(later);
  if (!pairs_.exact())
    throw Error("there are more than " + std::to_string(max_pairs_.get()) +
                " different pairs, and what several places forgot cannot be added up")
        .Parameter("max_pairs")
        .Hint("Raise `max_pairs`, or count in one place.");
}

void Cooccurrence::Finish() {
  if (pairs_.forgotten() > 0) {
    Log(TEXTMILL_LOG_WARNING,
        "there were more than " + std::to_string(max_pairs_.get()) + " different pairs; " +
            std::to_string(pairs_.forgotten()) +
            " rare ones were forgotten, and counts of others can be too low (raise `max_pairs`)");
  }
  const bool by_sentence = within_ == "sentence";
  for (const auto& [key, count] : pairs_.pairs()) {
    const int64_t weight = by_sentence ? count.sentences : count.documents;
    if (weight < min_count_) continue;
    uint32_t a = static_cast<uint32_t>(key >> 32), b = static_cast<uint32_t>(key);
    const NameTable::Entry *x = &names_.entries()[a], *y = &names_.entries()[b];
    if (std::tie(y->name, y->type) < std::tie(x->name, x->type)) {
      std::swap(a, b);
      std::swap(x, y);
    }
    const auto of = [&](const NameTable::Entry& entry) {
      return static_cast<double>(by_sentence ? entry.mentions : entry.documents);
    };
    const double all = static_cast<double>(by_sentence ? sentences_ : documents_);
    // The last digits of a logarithm differ between processors.
    const double pmi = std::log2(all * static_cast<double>(weight) / (of(*x) * of(*y)));
    edges_.push_back({a, b, count, std::round(pmi * 10000) / 10000});
  }
  const auto& entries = names_.entries();
  const auto key = [&](const Edge& e) {
    const NameTable::Entry &x = entries[e.source], &y = entries[e.target];
    const uint32_t weight = by_sentence ? e.count.sentences : e.count.documents;
    const uint32_t other = by_sentence ? e.count.documents : e.count.sentences;
    return std::make_tuple(~weight, ~other, std::string_view(x.name), std::string_view(y.name),
                           std::string_view(x.type), std::string_view(y.type));
  };
  std::sort(edges_.begin(), edges_.end(),
            [&](const Edge& a, const Edge& b) { return key(a) < key(b); });
}

// The columns of a node: id, documents.
void Cooccurrence::AppendNode(const NameTable::Entry& entry, size_t first_column,
                              StructBuilder& rows) const {
  rows.member<BytesBuilder>(first_column).Append(entry.type + ":" + entry.name);
  rows.member<PrimitiveBuilder<int64_t>>(first_column + 1).Append(entry.documents);
}

bool Cooccurrence::NextTable(uint32_t, StructBuilder& rows) {
  const size_t end = std::min(edges_.size(), given_ + kEdgesAtOnce);
  if (given_ == end) return false;
  for (; given_ < end; ++given_) {
    const Edge& edge = edges_[given_];
    const NameTable::Entry &x = names_.entries()[edge.source], &y = names_.entries()[edge.target];
    rows.member<BytesBuilder>(0).Append(x.name);
    rows.member<BytesBuilder>(1).Append(y.name);
    rows.member<PrimitiveBuilder<int64_t>>(2).Append(within_ == "sentence" ? edge.count.sentences
                                                                           : edge.count.documents);
    rows.member<BytesBuilder>(3).Append(x.type);
    rows.member<BytesBuilder>(4).Append(y.type);
    rows.member<PrimitiveBuilder<int64_t>>(5).Append(edge.count.documents);
    rows.member<PrimitiveBuilder<int64_t>>(6).Append(edge.count.sentences);
    rows.member<PrimitiveBuilder<double>>(7).Append(edge.pmi);
    AppendNode(x, 8, rows);
    AppendNode(y, 10, rows);
    for (size_t k = 0; k < 2 && written_.present(); ++k) {
      const int64_t day = (k == 0 ? x : y).first_day;
      auto& days = rows.member<BytesBuilder>(12 + k);
      day == NameTable::kNoDate ? days.AppendNull() : days.Append(DayText(day));
    }
    rows.EndRow();
  }
  return true;
}

}  // namespace textmill::entities
