#include "plugins/corpus/topics.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstring>
#include <numeric>
#include <utility>

namespace textmill::corpus {
namespace {

constexpr size_t kTopicRowsAtOnce = 4096;
constexpr uint32_t kNoWord = 0xFFFFFFFF;

}  // namespace

struct Topics::Scratch final : Lane {
  TermChoice::Scratch reading;
  BatchTerms batch;
};

Topics::Topics() : choice_(this, true) {
  Describe("corpus.topics", "1.0.0",
           "Finds what a corpus is about: topics, as words that occur together "
           "(latent Dirichlet allocation).");
  Explain(
      "Makes three tables, which writers take by this step's `id`; the documents pass untouched. "
      "`from: ID` is the first one, `from: ID.words` another. Topics are numbered from 1, the one "
      "with the most words first.\n"
      "\n"
      "- `topics`: a row for each topic. `share` is the share of all words, `npmi` its coherence: "
      "whether its ten most frequent words occur in the same documents, from -1 (never) over 0 (as "
      "often as by chance) to 1 (always). `first_in` counts the documents of which no topic has a "
      "greater share; `words` and `documents` name the first ones of each.\n"
      "- `words`: the `top` words of each topic, how often they occur in it, and the probability "
      "of "
      "each.\n"
      "- `documents`: which topics a document has, the greatest share first, at least `min_share` "
      "of its words.\n"
      "\n"
      "Each word of each document is given a topic, and so often as `rounds` says a new one: the "
      "likelier, the more the document has of it and the more often the word is in it elsewhere. "
      "The same input and `seed` give the same topics, however many threads. Function words make "
      "poor topics: leave them out by `where: { stop: [en] }`. The words are in memory at the end, "
      "6 bytes each, and the counts, 4 bytes a word of the vocabulary and topic, once for each "
      "thread and twice more. More is in [docs/corpus-analysis.md](../corpus-analysis.md).",
      "- uses: corpus.topics\n"
      "  id: topics\n"
      "  with: { topics: 20, where: { stop: [en], min_length: 3 } }\n"
      "- uses: write.csv\n"
      "  with: { from: topics, path: out/topics.csv }\n");
  DocumentNeed("text", "any", "the text, or with `of: column` the values");
  DocumentTable("topics", "A row for each topic.",
                {{"topic", "int64", "its number"},
                 {"share", "float64", "of all words"},
                 {"npmi", "float64", "its coherence"},
                 {"first_in", "int64", "documents of which it has the greatest share"},
                 {"words", "utf8", "its most frequent words"},
                 {"documents", "utf8", "the ids of documents with the greatest shares"}});
  DocumentTable("words", "The most frequent words of each topic.",
                {{"topic", "int64", "the topic's number"},
                 {"rank", "int64", "from 1"},
                 {"word", "utf8", "the word"},
                 {"count", "int64", "how often it occurs in the topic"},
                 {"probability", "float64", "of the word in the topic, with the prior"}});
  DocumentTable("documents", "The topics of each document.",
                {{"id", "utf8", "the document's id"},
                 {"topic", "int64", "the topic's number"},
                 {"share", "float64", "of the document's words that count"}});
}

void Topics::Bind(Binder& binder) {
  if (choice_.ngrams())
    throw Error("topics of n-grams are not made")
        .Parameter("of")
        .Hint("Words, and the values of a column, are.");
  choice_.Bind(binder, {});
  counts_.Start({1}, 0);
  const auto text = [](const char* name) { return Field{name, Utf8::kFormat, {}, {}}; };
  const auto whole = [](const char* name) { return Field{name, Int64::kFormat, {}, {}}; };
  const auto real = [](const char* name) { return Field{name, Float64::kFormat, {}, {}}; };
  binder.Table(StructOf("topics", {whole("topic"), real("share"), real("npmi"), whole("first_in"),
                                   text("words"), text("documents")}));
  binder.Table(StructOf(
      "words", {whole("topic"), whole("rank"), text("word"), whole("count"), real("probability")}));
  binder.Table(StructOf("documents", {text("id"), whole("topic"), real("share")}));
}

void Topics::Open(const textmill_open_request& request) {
  choice_.Open();
  log_.Open(kLogMemory, request.work_folder);
  threads_ = request.threads;
}

std::unique_ptr<Lane> Topics::NewLane() const { return std::make_unique<Scratch>(); }

void Topics::Process(const Batch& batch, Reply& reply, Lane* lane) const {
  auto& scratch = static_cast<Scratch&>(*lane);
  scratch.batch.Clear();
  const auto ids = batch[id_];
  for (int64_t row = 0; row < batch.rows(); ++row) {
    scratch.batch.Begin("");
    reply.Count(too_long_, choice_.Read(batch, row, scratch.reading, scratch.batch));
  }
  reply[terms_].Append(scratch.batch.Pack());
  std::string names;
  for (int64_t row = 0; row < batch.rows(); ++row) {
    const auto size = static_cast<uint32_t>(ids[row].size());
    names.append(reinterpret_cast<const char*>(&size), sizeof size);
    names.append(ids[row]);
  }
  reply[names_].Append(names);
}

void Topics::Commit(const Batch&, const Carried& carried, Reply&) {
  for (int64_t i = 0; i < carried.rows(); ++i) {
    corpus_.Take(carried[terms_][i], &stream_);
    counts_.Add(stream_);
    log_.Append(stream_);
    for (std::string_view names = carried[names_][i]; !names.empty();) {
      uint32_t size;
      std::memcpy(&size, names.data(), sizeof size);
      ids_.append(names.substr(sizeof size, size));
      id_ends_.push_back(ids_.size());
      names.remove_prefix(sizeof size + size);
    }
  }
  ReportMemory();
}

void Topics::ReportMemory() {
  reported_memory_.Set(
      host(), corpus_.terms.memory() + counts_.memory() + log_.memory() +
                  static_cast<int64_t>(ids_.capacity() + id_ends_.capacity() * sizeof(size_t)));
}

void Topics::Save(StateWriter& to) const {
  SaveTerms(corpus_, to);
  counts_.Save(to);
  log_.Save(to);
  to.PutBytes(ids_);
  to.Put(uint64_t{id_ends_.size()});
  to.PutRaw(id_ends_.data(), id_ends_.size() * sizeof(size_t));
}

void Topics::MergeState(StateReader& later) {
  const Renumbering numbers = MergeTerms(later, &corpus_);
  counts_.Merge(later, numbers);
  log_.Merge(later, numbers);
  const size_t before = ids_.size();
  ids_ += later.TakeBytes();
  for (auto left = later.Take<uint64_t>(); left > 0; --left) {
    const auto end = later.Take<uint64_t>();
    if (end > ids_.size() - before || (!id_ends_.empty() && before + end < id_ends_.back()))
      throw Error("the saved state is damaged");
    id_ends_.push_back(before + end);
  }
  ReportMemory();
}

void Topics::ChooseVocabulary() {
  const NgramTable& table = counts_.table(0);
  std::vector<uint32_t> entries(table.size());
  std::iota(entries.begin(), entries.end(), 0);
  const double most = max_share_ * static_cast<double>(id_ends_.size());
  std::erase_if(entries, [&](uint32_t entry) {
    return table.documents(entry) < static_cast<uint64_t>(min_documents_.get()) ||
           static_cast<double>(table.documents(entry)) > most;
  });
  const auto text = [&](uint32_t entry) { return corpus_.terms[table.terms(entry)[0]]; };
  std::sort(entries.begin(), entries.end(), [&](uint32_t a, uint32_t b) {
    return table.count(a) != table.count(b) ? table.count(a) > table.count(b) : text(a) < text(b);
  });
  if (entries.size() > static_cast<size_t>(vocabulary_size_.get()))
    entries.resize(static_cast<size_t>(vocabulary_size_.get()));
  vocabulary_.clear();
  tokens_ = 0;
  for (const uint32_t entry : entries) {
    vocabulary_.push_back(table.terms(entry)[0]);
    tokens_ += table.count(entry);
  }
}

void Topics::FillModel(Lda* model) const {
  std::vector<uint32_t> word_of(corpus_.terms.size(), kNoWord), words;
  for (size_t w = 0; w < vocabulary_.size(); ++w)
    word_of[vocabulary_[w]] = static_cast<uint32_t>(w);
  log_.Each([&](std::span<const uint32_t> stream) {
    EachDocument(stream, [&](uint32_t, std::span<const uint32_t> document) {
      words.clear();
      for (const uint32_t term : document) {
        if (term < kFirstMark && word_of[term] != kNoWord) words.push_back(word_of[term]);
      }
      model->Add(words);
    });
    return !Cancelled();
  });
}

void Topics::Finish() {
  ChooseVocabulary();
  if (tokens_ == 0)
    return Log(TEXTMILL_LOG_WARNING,
               "there is no word that `min_documents`, `max_share` and `where` leave, so there are "
               "no topics");
  const Lda::Settings settings{static_cast<uint32_t>(topics_.get()), alpha_, beta_,
                               static_cast<uint64_t>(seed_.get())};
  const size_t needs = Lda::MemoryFor(settings, vocabulary_.size(), tokens_, threads_);
  if (needs > static_cast<size_t>(memory_->bytes))
    throw Error("the topics of " + std::to_string(tokens_) + " words take " +
                std::to_string(needs >> 20) + " MiB of memory, and `memory` allows " +
                std::to_string(memory_->bytes >> 20))
        .Parameter("memory")
        .Hint(
            "Allow more, or look at fewer words: `vocabulary`, `min_documents`, `sample` before.");
  model_ = std::make_unique<Lda>(settings, vocabulary_.size(), tokens_);
  FillModel(model_.get());
  reported_memory_.Set(host(), corpus_.terms.memory() + static_cast<int64_t>(needs));
  if (!model_->Run(static_cast<uint32_t>(rounds_.get()), threads_, [this] { return Cancelled(); }))
    return;
  DescribeTopics(*model_);
  MeasureCoherence(*model_);
}

// The topics in their order, with their first words and documents.
void Topics::DescribeTopics(const Lda& model) {
  const auto n = static_cast<uint32_t>(topics_.get());
  const auto top = static_cast<size_t>(top_.get());
  order_.resize(n);
  std::iota(order_.begin(), order_.end(), 0);
  std::stable_sort(order_.begin(), order_.end(),
                   [&](uint32_t a, uint32_t b) { return model.total(a) > model.total(b); });
  found_.assign(n, {});
  std::vector<uint32_t> words(vocabulary_.size());
  for (uint32_t t = 0; t < n; ++t) {
    std::iota(words.begin(), words.end(), 0);
    const size_t most = std::min(std::max<size_t>(top, 10), words.size());
    std::partial_sort(words.begin(), words.begin() + static_cast<ptrdiff_t>(most), words.end(),
                      [&](uint32_t a, uint32_t b) {
                        const uint32_t x = model.count(a, order_[t]), y = model.count(b, order_[t]);
                        return x != y ? x > y : a < b;
                      });
    for (size_t i = 0; i < most && model.count(words[i], order_[t]) > 0; ++i)
      found_[t].words.push_back(words[i]);
  }
  // Of each topic the documents with the greatest shares, kept as a heap: the least is in front.
  struct Held {
    double share;
    size_t document;
    bool operator<(const Held& other) const {
      return share != other.share ? share > other.share : document < other.document;
    }
  };
  std::vector<std::vector<Held>> held(n);
  std::vector<uint32_t> counts;
  for (size_t d = 0; d < model.documents(); ++d) {
    const auto length = static_cast<double>(model.document(d).size());
    if (length == 0) continue;
    model.CountTopics(d, &counts);
    uint32_t first = 0;
    for (uint32_t t = 0; t < n; ++t) {
      const uint32_t count = counts[order_[t]];
      if (count > counts[order_[first]]) first = t;
      if (count == 0) continue;
      const Held here{(count + alpha_) / (length + alpha_ * n), d};
      if (held[t].size() == top && !(here < held[t].front())) continue;
      if (held[t].size() == top) {
        std::pop_heap(held[t].begin(), held[t].end());
        held[t].pop_back();
      }
      held[t].push_back(here);
      std::push_heap(held[t].begin(), held[t].end());
    }
    ++found_[first].first_in;
  }
  for (uint32_t t = 0; t < n; ++t) {
    std::sort_heap(held[t].begin(), held[t].end());
    for (const Held& of : held[t]) found_[t].documents.push_back(of.document);
  }
}

// The mean over all pairs of the ten first words of the normalised pointwise mutual information
// (Bouma 2009), with the share of documents as probability.
void Topics::MeasureCoherence(const Lda& model) {
  constexpr size_t kWords = 10;
  struct Place {
    uint32_t topic, rank;
  };
  std::vector<std::vector<Place>> places(vocabulary_.size());
  for (uint32_t t = 0; t < found_.size(); ++t) {
    for (uint32_t i = 0; i < std::min(kWords, found_[t].words.size()); ++i)
      places[found_[t].words[i]].push_back({t, i});
  }
  std::vector<std::array<std::array<uint64_t, kWords>, kWords>> both(found_.size());
  std::vector<uint32_t> here(found_.size());  // by topic: which of its words the document has
  for (size_t d = 0; d < model.documents(); ++d) {
    std::fill(here.begin(), here.end(), 0);
    for (const uint32_t word : model.document(d)) {
      for (const Place& place : places[word]) here[place.topic] |= 1U << place.rank;
    }
    for (size_t t = 0; t < here.size(); ++t) {
      for (size_t i = 0; here[t] >> i != 0; ++i) {
        if ((here[t] >> i & 1) == 0) continue;
        for (size_t j = 0; j <= i; ++j) both[t][i][j] += here[t] >> j & 1;
      }
    }
  }
  const auto documents = static_cast<double>(model.documents());
  for (size_t t = 0; t < found_.size(); ++t) {
    const size_t n = std::min(kWords, found_[t].words.size());
    if (n < 2) continue;
    double sum = 0;
    for (size_t i = 0; i < n; ++i) {
      for (size_t j = 0; j < i; ++j) {
        const double together = static_cast<double>(both[t][i][j]) / documents;
        const double apart = static_cast<double>(both[t][i][i]) / documents *
                             (static_cast<double>(both[t][j][j]) / documents);
        sum += together == 0   ? -1
               : together == 1 ? 0
                               : std::log(together / apart) / -std::log(together);
      }
    }
    found_[t].coherence = sum / (static_cast<double>(n * (n - 1)) / 2);
  }
}

bool Topics::NextTable(uint32_t table, StructBuilder& rows) {
  if (found_.empty()) return false;
  return table == 0 ? NextTopic(rows) : table == 1 ? NextWords(rows) : NextDocuments(rows);
}

bool Topics::NextTopic(StructBuilder& rows) {
  size_t& t = given_[0];
  if (t == found_.size()) return false;
  const Topic& topic = found_[t];
  std::string words, documents;
  for (size_t i = 0; i < std::min(topic.words.size(), static_cast<size_t>(top_.get())); ++i)
    words.append(i > 0 ? ", " : "").append(WordOf(topic.words[i]));
  for (const size_t d : topic.documents)
    documents.append(documents.empty() ? "" : ", ").append(IdOf(d));
  rows.member<PrimitiveBuilder<int64_t>>(0).Append(static_cast<int64_t>(t + 1));
  rows.member<PrimitiveBuilder<double>>(1).Append(static_cast<double>(model_->total(order_[t])) /
                                                  static_cast<double>(tokens_));
  auto& npmi = rows.member<PrimitiveBuilder<double>>(2);
  topic.coherence ? npmi.Append(*topic.coherence) : npmi.AppendNull();
  rows.member<PrimitiveBuilder<int64_t>>(3).Append(static_cast<int64_t>(topic.first_in));
  rows.member<BytesBuilder>(4).Append(words);
  rows.member<BytesBuilder>(5).Append(documents);
  rows.EndRow();
  ++t;
  return true;
}

bool Topics::NextWords(StructBuilder& rows) {
  size_t& t = given_[1];
  if (t == found_.size()) return false;
  const uint32_t number = order_[t];
  const double all =
      static_cast<double>(model_->total(number)) + beta_ * static_cast<double>(vocabulary_.size());
  for (size_t i = 0; i < std::min(found_[t].words.size(), static_cast<size_t>(top_.get())); ++i) {
    const uint32_t word = found_[t].words[i], count = model_->count(word, number);
    rows.member<PrimitiveBuilder<int64_t>>(0).Append(static_cast<int64_t>(t + 1));
    rows.member<PrimitiveBuilder<int64_t>>(1).Append(static_cast<int64_t>(i + 1));
    rows.member<BytesBuilder>(2).Append(WordOf(word));
    rows.member<PrimitiveBuilder<int64_t>>(3).Append(count);
    rows.member<PrimitiveBuilder<double>>(4).Append((count + beta_) / all);
    rows.EndRow();
  }
  ++t;
  return true;
}

bool Topics::NextDocuments(StructBuilder& rows) {
  size_t& d = given_[2];
  if (d == model_->documents()) return false;
  std::vector<uint32_t> counts, topics(found_.size());
  for (size_t given = 0; d < model_->documents() && given < kTopicRowsAtOnce; ++d) {
    const auto length = static_cast<double>(model_->document(d).size());
    if (length == 0) continue;
    model_->CountTopics(d, &counts);
    std::iota(topics.begin(), topics.end(), 0);
    std::stable_sort(topics.begin(), topics.end(),
                     [&](uint32_t a, uint32_t b) { return counts[order_[a]] > counts[order_[b]]; });
    for (const uint32_t t : topics) {
      const double share = counts[order_[t]] / length;
      if (share == 0 || share < min_share_) break;
      rows.member<BytesBuilder>(0).Append(IdOf(d));
      rows.member<PrimitiveBuilder<int64_t>>(1).Append(t + 1);
      rows.member<PrimitiveBuilder<double>>(2).Append(share);
      rows.EndRow();
      ++given;
    }
  }
  return true;
}

}  // namespace textmill::corpus
