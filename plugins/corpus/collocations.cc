#include "plugins/corpus/collocations.h"

#include <algorithm>
#include <array>
#include <optional>

#include "plugins/corpus/term_counts.h"
#include "plugins/lib/values/saved_count.h"

namespace textmill::corpus {
namespace {

constexpr size_t kCollocationsAtOnce = 4096;
constexpr int64_t kLeastMemory = int64_t{16} << 20;

const char* const kWhole[] = {"count", "node_count", "collocate_count", "r1", "c1", "n"};
const char* const kCollocationNumbers[] = {"expected",
                                           "mi",
                                           "mi2",
                                           "mi3",
                                           "local_mi",
                                           "npmi",
                                           "log_dice",
                                           "dice",
                                           "jaccard",
                                           "min_sensitivity",
                                           "t",
                                           "z",
                                           "z_yates",
                                           "g2",
                                           "p_g2",
                                           "simple_ll",
                                           "chi2",
                                           "chi2_yates",
                                           "delta_p_collocate",
                                           "delta_p_node",
                                           "liddell",
                                           "log_ratio",
                                           "log_odds_ratio"};

std::array<std::optional<double>, std::size(kCollocationNumbers)> NumbersOf(const Association& a) {
  return {a.expected,
          a.mi,
          a.mi2,
          a.mi3,
          a.local_mi,
          a.npmi,
          a.log_dice,
          a.dice,
          a.jaccard,
          a.min_sensitivity,
          a.t,
          a.z,
          a.z_yates,
          a.g2,
          a.p_g2,
          a.simple_ll,
          a.chi2,
          a.chi2_yates,
          a.delta_p_collocate,
          a.delta_p_node,
          a.liddell,
          a.log_ratio,
          a.log_odds_ratio};
}

}  // namespace

struct Collocations::Scratch final : Lane {
  TermChoice::Scratch reading;
  BatchTerms batch;
};

Collocations::Collocations() : choice_(this, false) {
  DocumentTable("collocations", "A row for each pair of words, with its measures; see above.");
  Describe("corpus.collocations", "1.0.0",
           "Finds words that are together more often than chance has it, round given words or all "
           "over the corpus: MI, MI3, logDice, t, z, log-likelihood, delta P and more.");
  Explain(
      "Makes a table, which a writer takes by this step's `id`; the documents pass untouched. "
      "Given words come in their order, others the most frequent first; the collocates of each by "
      "`sort` (see `order`). A given word that the corpus does not have gets no rows, and a "
      "warning says so. [docs/corpus-analysis.md](../corpus-analysis.md) has each formula "
      "with its source, "
      "and tells where other programs give other numbers.\n"
      "\n"
      "| column | type | meaning |\n"
      "|---|---|---|\n"
      "| `node`, `collocate` | utf8 | the two words |\n"
      "| `count` | int64 | how often they are together (O11) |\n"
      "| `node_count`, `collocate_count` | int64 | how often each occurs |\n"
      "| `r1`, `c1`, `n` | int64 | the margins that the measures are made of: in windows the "
      "places "
      "near the node, the collocate's frequency, and all words but the node; of neighbours the "
      "pairs with the node first, those with the collocate second, and all pairs |\n"
      "| `expected` | float64 | r1 c1 / n |\n"
      "| `mi`, `mi2`, `mi3`, `local_mi`, `npmi` | float64 | mutual information and its kin, binary "
      "logarithms |\n"
      "| `log_dice`, `dice`, `jaccard`, `min_sensitivity` | float64 | overlap of the two words |\n"
      "| `t`, `z`, `z_yates` | float64 | t-score, z-score, the latter with Yates' correction |\n"
      "| `g2`, `simple_ll`, `chi2`, `chi2_yates` | float64 | significance: negative where the "
      "words "
      "repel each other |\n"
      "| `p_g2` | float64 | the chance of such a `g2` |\n"
      "| `delta_p_collocate`, `delta_p_node` | float64 | how much the node raises the chance of "
      "the "
      "collocate, and the other way round |\n"
      "| `liddell`, `log_ratio`, `log_odds_ratio` | float64 | effect sizes |\n"
      "| `why` | utf8 | why cells of the row are empty |\n"
      "\n"
      "A place near two occurrences of a node counts once, and the node is not its own collocate. "
      "What `where` leaves out keeps its place, so it changes no number of the others. Counting "
      "stays within `memory`; words are kept on disk, four bytes each.",
      "- uses: corpus.collocations\n"
      "  id: collocates\n"
      "  with: { node: [bridge, river], left: 4, right: 4, where: { stop: [en] }, sort: g2 }\n"
      "- uses: write.csv\n"
      "  with: { from: collocates, path: out/collocates.csv }\n");
  DocumentNeed("text", "any", "the text, or a list of words");
}

void Collocations::Bind(Binder& binder) {
  choice_.Bind(binder, {.lines = within_ == "line", .sentences = within_ == "sentence"});
  if (left_ == 0 && right_ == 0 && pairs_ == "window")
    throw Error("a window of no words has no collocates").Parameter("right");
  if (node_.present()) {
    if (node_->empty()) throw Error("an empty list has no node").Parameter("node");
    for (size_t i = 0; i < node_->size(); ++i) {
      const std::string word = choice_.Folded((*node_)[i]);
      if (word.empty() || (word.find(' ') != word.npos)) {
        throw Error("the node `" + (*node_)[i] + "` is not one word")
            .Parameter(node_->size() == 1 ? "node" : "node[" + std::to_string(i) + "]")
            .Hint("A word is a run of letters and digits: an apostrophe or a hyphen parts words.");
      }
      choice_.Exempt(word);
    }
  }
  std::vector<Field> fields = {{"node", Utf8::kFormat, {}, {}},
                               {"collocate", Utf8::kFormat, {}, {}}};
  for (const char* name : kWhole) fields.push_back({name, Int64::kFormat, {}, {}});
  for (const char* name : kCollocationNumbers) fields.push_back({name, Float64::kFormat, {}, {}});
  fields.push_back({"why", Utf8::kFormat, {}, {}});
  binder.Table(StructOf("collocations", std::move(fields)));
}

void Collocations::Open(const textmill_open_request& request) {
  choice_.Open();
  log_.Open(std::max(kLeastMemory, memory_->bytes) / 8, request.work_folder);
}

std::unique_ptr<Lane> Collocations::NewLane() const { return std::make_unique<Scratch>(); }

void Collocations::Process(const Batch& batch, Reply& reply, Lane* lane) const {
  Scratch& scratch = static_cast<Scratch&>(*lane);
  scratch.batch.Clear();
  for (int64_t row = 0; row < batch.rows(); ++row) {
    scratch.batch.Begin("");
    reply.Count(too_long_, choice_.Read(batch, row, scratch.reading, scratch.batch));
  }
  reply[terms_].Append(scratch.batch.Pack());
}

void Collocations::Commit(const Batch&, const Carried& carried, Reply&) {
  for (int64_t i = 0; i < carried.rows(); ++i) {
    corpus_.Take(carried[terms_][i], &stream_);
    frequency_.resize(corpus_.terms.size());
    second_.resize(corpus_.terms.size());
    EachDocument(stream_, [&](uint32_t, std::span<const uint32_t> document) {
      bool first = true;  // of what windows do not go beyond
      for (const uint32_t term : document) {
        const bool place = term < kFirstMark || term == kHole;
        if (place) {
          ++places_;
          if (term != kHole) ++frequency_[term];
          if (!first) {
            ++neighbours_;
            if (term != kHole) ++second_[term];
          }
        }
        first = !place;
      }
    });
    log_.Append(stream_);
  }
  reported_memory_.Set(host(), Memory());
}

int64_t Collocations::Memory() const {
  return corpus_.terms.memory() + log_.memory() +
         static_cast<int64_t>((frequency_.capacity() + second_.capacity()) * sizeof(uint64_t));
}

void Collocations::Save(StateWriter& to) const {
  SaveTerms(corpus_, to);
  for (size_t i = 0; i < corpus_.terms.size(); ++i) {
    to.Put(frequency_[i]);
    to.Put(second_[i]);
  }
  to.Put(places_);
  to.Put(neighbours_);
  log_.Save(to);
}

void Collocations::MergeState(StateReader& later) {
  const Renumbering numbers = MergeTerms(later, &corpus_);
  frequency_.resize(corpus_.terms.size());
  second_.resize(corpus_.terms.size());
  for (const uint32_t term : numbers.terms) {
    frequency_[term] = values::TakeCount(later, frequency_[term]);
    second_[term] = values::TakeCount(later, second_[term]);
  }
  places_ = values::TakeCount(later, places_);
  neighbours_ = values::TakeCount(later, neighbours_);
  log_.Merge(later, numbers);
  reported_memory_.Set(host(), Memory());
}

void Collocations::Finish() {
  PairSettings settings;
  settings.left = static_cast<size_t>(left_.get());
  settings.right = static_cast<size_t>(right_.get());
  settings.neighbours = pairs_ == "neighbours";
  settings.min_count = min_count_.present() ? static_cast<uint64_t>(min_count_.get())
                       : node_.present()    ? 1
                                            : 5;
  ranks_ = Ranks(corpus_.terms);
  const auto least = static_cast<uint64_t>(min_node_count_.get());
  if (node_.present()) {
    std::string absent;
    for (const std::string& node : node_.get()) {
      const int64_t term = corpus_.terms.Find(choice_.Folded(node));
      if (term < 0) {
        absent += (absent.empty() ? "`" : ", `") + node + "`";
      } else if (std::find(nodes_.begin(), nodes_.end(), term) == nodes_.end()) {
        nodes_.push_back(static_cast<uint32_t>(term));
      }
    }
    if (!absent.empty()) {
      Log(TEXTMILL_LOG_WARNING, "among the " + std::to_string(places_) +
                                    " words of the corpus there is no " + absent +
                                    ": the table has no rows for it");
    }
  } else {
    // A place near a node counts once, so that a node has at most so many places a window.
    const uint64_t window = settings.neighbours ? 1 : settings.left + settings.right;
    for (uint32_t i = 0; i < frequency_.size(); ++i) {
      if (frequency_[i] >= least && frequency_[i] * window >= settings.min_count)
        nodes_.push_back(i);
    }
    std::sort(nodes_.begin(), nodes_.end(), [&](uint32_t a, uint32_t b) {
      return frequency_[a] != frequency_[b] ? frequency_[a] > frequency_[b] : ranks_[a] < ranks_[b];
    });
  }
  const auto per_term = static_cast<int64_t>(
      corpus_.terms.size() * (kPairBytesOfTerm + sizeof(uint32_t) * 2));  // nodes_, ranks_
  // A sixteenth is left for the table while it is given, and for what the allocator keeps.
  settings.memory =
      static_cast<size_t>(std::max(kLeastMemory, memory_->bytes / 16 * 15 - Memory() - per_term));
  counter_ = std::make_unique<PairCounter>(log_, nodes_, frequency_, settings);
}

PairCounts Collocations::CountsOf(const PairCounter::Pair& pair) const {
  PairCounts of;
  of.o11 = static_cast<double>(pair.count);
  of.r1 = static_cast<double>(counter_->places(pair.node));
  if (pairs_ == "neighbours") {
    of.f1 = of.r1;
    of.c1 = of.f2 = static_cast<double>(second_[pair.collocate]);
    of.n = static_cast<double>(neighbours_);
  } else {
    of.f1 = static_cast<double>(frequency_[pair.node]);
    of.c1 = of.f2 = static_cast<double>(frequency_[pair.collocate]);
    of.n = static_cast<double>(places_) - of.f1;
  }
  // In a saved state that was forged, one of the four cells may be less than nothing.
  if (of.o11 > of.c1 || of.r1 + of.c1 - of.o11 > of.n)
    throw Error("the saved state does not fit together");
  return of;
}

bool Collocations::NextRows() {
  rows_.clear();
  given_ = 0;
  const size_t most = top_ > 0 ? static_cast<size_t>(top_.get()) : SIZE_MAX;
  while (counter_->Next([this] { return Cancelled(); })) {
    TakeNode();
    if (order_ == "node") {
      SortRows();
      if (!rows_.empty()) return true;
    } else if (most < SIZE_MAX / 2 && rows_.size() > most * 2 + kCollocationsAtOnce) {
      SortRows();  // what will not be among the first is forgotten from time to time
    }
  }
  SortRows();
  return !rows_.empty();
}

// Adds the pairs of the node that was counted last.
void Collocations::TakeNode() {
  const auto by = static_cast<size_t>(
      std::find(std::begin(kCollocationNumbers), std::end(kCollocationNumbers), sort_.get()) -
      std::begin(kCollocationNumbers));
  // The usual order hangs on one measure; all of them are worked out for the rows that are given.
  const bool plain = sort_ == "log_dice" || sort_ == "count";
  for (const PairCounter::Pair& pair : counter_->pairs()) {
    if (plain && max_p_ >= 1) {
      rows_.emplace_back(sort_ == "count" ? pair.count : LogDice(CountsOf(pair)), pair);
      continue;
    }
    const Association a = Associate(CountsOf(pair));
    if (a.p_g2 > max_p_) continue;
    const double key = sort_ == "log_dice" ? a.log_dice
                       : sort_ == "count"  ? pair.count
                                           : NumbersOf(a)[by].value_or(0);
    rows_.emplace_back(key, pair);
  }
}

void Collocations::SortRows() {
  const size_t n =
      top_ > 0 ? std::min(rows_.size(), static_cast<size_t>(top_.get())) : rows_.size();
  const auto last = rows_.begin() + static_cast<std::ptrdiff_t>(n);
  const auto before = [&](const auto& x, const auto& y) {
    if (x.first != y.first) return x.first > y.first;
    if (x.second.node != y.second.node) return ranks_[x.second.node] < ranks_[y.second.node];
    return ranks_[x.second.collocate] < ranks_[y.second.collocate];
  };
  std::nth_element(rows_.begin(), last, rows_.end(), before);  // nothing where it is the end
  std::sort(rows_.begin(), last, before);
  rows_.resize(n);
}

void Collocations::PutRow(const PairCounter::Pair& pair, StructBuilder& rows) const {
  const PairCounts of = CountsOf(pair);
  size_t member = 0;
  rows.member<BytesBuilder>(member++).Append(corpus_.terms[pair.node]);
  rows.member<BytesBuilder>(member++).Append(corpus_.terms[pair.collocate]);
  for (const double n : {of.o11, static_cast<double>(frequency_[pair.node]),
                         static_cast<double>(frequency_[pair.collocate]), of.r1, of.c1, of.n})
    rows.member<PrimitiveBuilder<int64_t>>(member++).Append(static_cast<int64_t>(n));
  std::string why;
  const auto numbers = NumbersOf(Associate(of));
  for (size_t i = 0; i < numbers.size(); ++i) {
    auto& to = rows.member<PrimitiveBuilder<double>>(member++);
    if (numbers[i]) {
      to.Append(*numbers[i]);
    } else {
      to.AppendNull();
      why += (why.empty() ? "" : ", ") + std::string(kCollocationNumbers[i]);
    }
  }
  auto& reason = rows.member<BytesBuilder>(member++);
  if (why.empty()) {
    reason.AppendNull();
  } else {
    reason.Append(why + (of.r1 == of.n ? ": all places are near the node"
                                       : ": there is no other word to compare with"));
  }
  rows.EndRow();
}

bool Collocations::NextTable(uint32_t, StructBuilder& rows) {
  size_t n = 0;
  while (n < kCollocationsAtOnce) {
    if (given_ == rows_.size() && !NextRows()) break;
    for (; given_ < rows_.size() && n < kCollocationsAtOnce; ++n)
      PutRow(rows_[given_++].second, rows);
  }
  return n > 0;
}

std::vector<AccountNumber> Collocations::Account() const {
  if (counter_ == nullptr || counter_->passes() < 2) return {};
  return {{"memory", "times the corpus was read", static_cast<int64_t>(counter_->passes())}};
}

}  // namespace textmill::corpus
