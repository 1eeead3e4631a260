#include "plugins/corpus/frequencies.h"

#include <algorithm>
#include <cstring>
#include <numeric>

#include "plugins/corpus/period.h"
#include "textmill/calendar.hpp"

namespace textmill::corpus {
namespace {

constexpr size_t kFrequenciesAtOnce = 4096;
constexpr size_t kFetchEntry = 48, kFetchWord = 32, kFetchBytes = 16;  // rows ahead
constexpr int64_t kMicrosADay = int64_t{86400} * 1000000;
constexpr int64_t kMostOfEach = 1000;  // n-grams that begin with one word
constexpr uint32_t kNowhere = UINT32_MAX;

const char* const kDispersion[] = {"juilland_d",  "juilland_u", "dp",  "dp_norm", "carroll_d2",
                                   "rosengren_s", "kl",         "arf", "awt",     "ald",
                                   "sd",          "vc",         "idf"};

// How many n-grams begin with one word, when up to `skip` others may be left out between those of
// an n-gram: so many ways there are to put gaps of that sum at n - 1 places.
int64_t NgramsOfEach(int64_t n, int64_t skip) {
  int64_t ways = 1;
  for (int64_t i = 1; i < n; ++i) ways = ways * (skip + i) / i;
  return ways;
}

// The name of a group is the values of its columns: for each a byte that says whether there is one,
// its size, and its bytes.
void AppendPart(std::optional<std::string_view> value, std::string* name) {
  name->push_back(value ? 1 : 0);
  if (!value) return;
  const auto size = static_cast<uint32_t>(value->size());
  name->append(reinterpret_cast<const char*>(&size), sizeof size);
  name->append(*value);
}

std::vector<std::optional<std::string_view>> PartsOf(std::string_view name) {
  std::vector<std::optional<std::string_view>> parts;
  while (!name.empty()) {
    const bool there = name[0] != 0;
    name.remove_prefix(1);
    if (!there) {
      parts.emplace_back();
      continue;
    }
    uint32_t size;
    std::memcpy(&size, name.data(), sizeof size);
    parts.emplace_back(name.substr(sizeof size, size));
    name.remove_prefix(sizeof size + size);
  }
  return parts;
}

}  // namespace

struct Frequencies::Scratch final : Lane {
  TermChoice::Scratch reading;
  BatchTerms batch;
  std::string group, digits;
};

Frequencies::Frequencies() : choice_(this, true) {
  DocumentTable(
      "frequencies", "The most frequent come first, of each group.",
      {{"<by>", "utf8", "the group; only with `by`"},
       {"period", "utf8", "such as 2024-05, 2024-W19 (ISO 8601) or 2024-Q2; only with `per`"},
       {"n", "int64", "how many words the n-gram has; only with several `n`"},
       {"value", "utf8", "the word, n-gram or value"},
       {"count", "int64", "how often it occurs"},
       {"documents", "int64", "in how many documents it occurs (its range)"},
       {"share", "float64",
        "its relative frequency: `count`, divided by the sum of all counts of the group (and size "
        "of n-grams)"}});
  Describe("corpus.frequencies", "1.1.0",
           "Counts words, n-grams or a column's values: in all and by document, for the whole "
           "corpus, by group or by period, and measures how evenly they are spread.");
  Explain(
      "Makes a table, which a writer takes by this step's `id` (`from: words` below). The "
      "documents pass untouched.\n"
      "\n"
      "With `dispersion: true` there are also `parts`, `range` (in how many of them it occurs) and "
      "`juilland_d`, `juilland_u`, `dp` (Gries), `dp_norm`, `carroll_d2`, `rosengren_s`, `kl`, "
      "`arf` (average reduced frequency), `awt`, `ald`, `sd`, `vc` and `idf`; see "
      "[docs/corpus-analysis.md](../corpus-analysis.md) for the formulas. A cell that cannot be "
      "computed, because there is one part only, is empty, and `why` says so.\n"
      "\n"
      "The most frequent come first, equally frequent ones in the order of their bytes; groups are "
      "in that order, too, and documents without a group last. `share` relates to all that was "
      "counted, also to what `min_count`, `min_documents` and `top` leave out, but not to what "
      "`where` leaves out.\n"
      "\n"
      "A word is a run of letters, marks, digits and underscores, in lower case and compatibility "
      "form (*Straße* is counted as *strasse*, as in all comparisons of Textmill); a mark that "
      "follows no letter, such as the variation selector of an emoji, is not one. Where a script "
      "writes no spaces, `words: auto` asks a dictionary. N-grams run across punctuation, but not "
      "across line breaks. Words of more than 200 bytes are not counted; the summary says how many "
      "there were (`too_long`), and how many documents have no date (`without_date`). Values of "
      "lists are counted one by one; missing values are not counted.\n"
      "\n"
      "The table is kept in memory, about 60 bytes and its own length for each different word, "
      "and 40 bytes for each n-gram.",
      "- uses: corpus.frequencies\n"
      "  id: words\n"
      "  with: { of: words, by: lang, min_documents: 2 }\n"
      "- uses: write.csv\n"
      "  with: { from: words, path: out/words.csv }\n");
  DocumentNeed("text", "any", "the text, or with `of: column` the values, to count");
}

void Frequencies::Bind(Binder& binder) {
  const bool ngrams = choice_.ngrams();
  if (n_.present() && !ngrams) throw Error("`n` is for `of: ngrams` only").Parameter("n");
  if (skip_ > 0 && !ngrams) throw Error("`skip` is for `of: ngrams` only").Parameter("skip");
  sizes_ = {1};
  if (ngrams) sizes_ = n_.present() ? n_.get() : std::vector<int64_t>{2};
  if (sizes_.empty()) throw Error("an empty list counts nothing").Parameter("n");
  std::sort(sizes_.begin(), sizes_.end());
  for (size_t i = 0; i < sizes_.size(); ++i) {
    if (sizes_[i] < 1 || sizes_[i] > 10)
      throw Error("an n-gram has from 1 to 10 words, not " + std::to_string(sizes_[i]))
          .Parameter("n");
    if (i > 0 && sizes_[i] == sizes_[i - 1])
      throw Error("n-grams of " + std::to_string(sizes_[i]) + " are asked for twice")
          .Parameter("n");
  }
  if (const int64_t each = NgramsOfEach(sizes_.back(), skip_.get()); each > kMostOfEach) {
    throw Error("each word begins up to " + std::to_string(each) + " n-grams of " +
                std::to_string(sizes_.back()) + " words with up to " + std::to_string(skip_.get()) +
                " left out; at most " + std::to_string(kMostOfEach) + " can be counted")
        .Parameter("skip")
        .Hint("Take shorter n-grams, or leave out fewer words.");
  }
  choice_.Bind(binder, {.lines = sizes_.back() > 1});
  counts_.Start(sizes_, static_cast<size_t>(skip_.get()));

  std::vector<Field> fields;
  BindGroups(binder, &fields);
  if (sizes_.size() > 1) fields.push_back({"n", Int64::kFormat, {}, {}});
  fields.push_back({"value", Utf8::kFormat, {}, {}});
  fields.push_back({"count", Int64::kFormat, {}, {}});
  fields.push_back({"documents", Int64::kFormat, {}, {}});
  fields.push_back({"share", Float64::kFormat, {}, {}});
  if (dispersion_) {
    fields.push_back({"parts", Int64::kFormat, {}, {}});
    fields.push_back({"range", Int64::kFormat, {}, {}});
    for (const char* name : kDispersion) fields.push_back({name, Float64::kFormat, {}, {}});
    fields.push_back({"why", Utf8::kFormat, {}, {}});
  }
  binder.Table(StructOf("frequencies", std::move(fields)));
}

void Frequencies::BindGroups(Binder& binder, std::vector<Field>* fields) {
  const auto find = [&](const std::string& name, const std::string& param) -> const Field& {
    const Field* field = binder.Find(name);
    if (field == nullptr) throw NoSuchColumn(name).Parameter(param);
    return *field;
  };
  groups_by_.clear();
  for (size_t i = 0; by_.present() && i < by_->size(); ++i) {
    const std::string param = by_->size() == 1 ? "by" : "by[" + std::to_string(i) + "]";
    const Field& by = find((*by_)[i].value, param);
    ValueColumn column;
    column.Bind(binder, by);
    if (column.is_list())
      throw Error("a list cannot be grouped by", TEXTMILL_WRONG_TYPE)
          .Parameter(param)
          .Column(by.name);
    for (const char* taken :
         {"value", "count", "documents", "share", "n", "period", "parts", "range", "why"}) {
      if (by.name == taken)
        throw Error("the table has a column `" + by.name + "` of its own")
            .Parameter(param)
            .Hint("Rename the column to group by in an earlier step.");
    }
    for (const Field& before : *fields) {
      if (before.name == by.name)
        throw Error("the column `" + by.name + "` is named twice").Parameter(param);
    }
    groups_by_.push_back(column);
    fields->push_back({by.name, Utf8::kFormat, {}, {}});
  }
  date_slot_ = -1;
  if (per_ == "all") return;
  const Field& date = find(date_->value, "date");
  date_is_text_ = date.format == "u";
  if (!date_is_text_ && date.format != Timestamp::kFormat) {
    throw Error("the column `" + date.name + "` holds " + TypeName(date) + ", not dates",
                TEXTMILL_WRONG_TYPE)
        .Parameter("date")
        .Column(date.name)
        .Hint("A date is a timestamp, or text that begins as in 2024-05-31.");
  }
  date_slot_ = binder.Use(date.name);
  fields->push_back({"period", Utf8::kFormat, {}, {}});
}

void Frequencies::Open(const textmill_open_request& request) {
  choice_.Open();
  log_.Open(kLogMemory, request.work_folder);
}

std::unique_ptr<Lane> Frequencies::NewLane() const { return std::make_unique<Scratch>(); }

void Frequencies::PutGroup(const Batch& batch, int64_t row, Scratch& scratch, Reply& reply) const {
  scratch.group.clear();
  for (const ValueColumn& by : groups_by_)
    AppendPart(by.At(batch, row, scratch.digits), &scratch.group);
  if (date_slot_ < 0) return;
  const ViewBase any(&batch.array(date_slot_), batch.raw().columns->offset, batch.rows());
  std::optional<int64_t> day;
  if (!any.IsNull(row) && date_is_text_) {
    if (const auto date = ParseIsoDay(batch.At<Utf8>(date_slot_)[row])) day = DaysFromCivil(*date);
  } else if (!any.IsNull(row)) {
    const int64_t micros = batch.At<Timestamp>(date_slot_)[row];
    day = micros / kMicrosADay - (micros % kMicrosADay < 0 ? 1 : 0);
  }
  if (!day) {
    reply.Count(without_date_);
    return AppendPart(std::nullopt, &scratch.group);
  }
  AppendPart(PeriodOf(*day, per_.get()), &scratch.group);
}

void Frequencies::Process(const Batch& batch, Reply& reply, Lane* lane) const {
  Scratch& scratch = static_cast<Scratch&>(*lane);
  scratch.batch.Clear();
  for (int64_t row = 0; row < batch.rows(); ++row) {
    PutGroup(batch, row, scratch, reply);
    scratch.batch.Begin(scratch.group);
    reply.Count(too_long_, choice_.Read(batch, row, scratch.reading, scratch.batch));
  }
  reply[terms_].Append(scratch.batch.Pack());
}

void Frequencies::Commit(const Batch&, const Carried& carried, Reply&) {
  for (int64_t i = 0; i < carried.rows(); ++i) {
    corpus_.Take(carried[terms_][i], &stream_);
    counts_.Add(stream_);
    if (dispersion_) log_.Append(stream_);
  }
  ReportMemory();
}

void Frequencies::ReportMemory() {
  reported_memory_.Set(host(), corpus_.terms.memory() + counts_.memory() + log_.memory());
}

void Frequencies::Save(StateWriter& to) const {
  SaveTerms(corpus_, to);
  counts_.Save(to);
  log_.Save(to);
}

void Frequencies::MergeState(StateReader& later) {
  const Renumbering numbers = MergeTerms(later, &corpus_);
  counts_.Merge(later, numbers);
  log_.Merge(later, numbers);
  ReportMemory();
}

// Groups by their names, column by column; those without a name last.
std::vector<uint32_t> Frequencies::RankGroups() const {
  const size_t n = corpus_.groups.size();
  std::vector<std::vector<std::optional<std::string_view>>> parts;
  for (size_t i = 0; i < n; ++i) parts.push_back(PartsOf(corpus_.groups[i]));
  std::vector<uint32_t> order(n), rank(n);
  std::iota(order.begin(), order.end(), 0);
  std::sort(order.begin(), order.end(), [&](uint32_t a, uint32_t b) {
    for (size_t i = 0; i < parts[a].size(); ++i) {
      const auto &x = parts[a][i], &y = parts[b][i];
      if (x != y) return x && y ? *x < *y : x.has_value();
    }
    return false;
  });
  for (size_t i = 0; i < n; ++i) rank[order[i]] = static_cast<uint32_t>(i);
  return rank;
}

void Frequencies::Finish() {
  TellWithoutDates();
  const std::vector<uint32_t> rank = RankGroups();
  const std::vector<uint32_t> ranks = Ranks(corpus_.terms);
  SortScratch scratch;
  sorted_.resize(sizes_.size());
  for (size_t k = sizes_.size(); k-- > 0;)  // most entries are of the longest
    sorted_[k] = counts_.Sorted(k, ranks, rank, static_cast<uint64_t>(min_count_.get()),
                                static_cast<uint64_t>(min_documents_.get()), &scratch);
  const size_t most = top_ > 0 ? static_cast<size_t>(top_.get()) : SIZE_MAX;
  std::vector<size_t> at(sizes_.size());
  for (uint32_t group = 0; group < rank.size(); ++group) {
    for (uint32_t k = 0; k < sizes_.size(); ++k) {
      const NgramTable& table = counts_.table(k);
      const size_t begin = at[k];
      // Entries are in random places: they are not looked at where there is one group.
      at[k] = rank.size() == 1 ? sorted_[k].size() : begin;
      while (at[k] < sorted_[k].size() && rank[table.group(sorted_[k][at[k]])] == group) ++at[k];
      runs_.push_back({k, begin, begin + std::min(most, at[k] - begin)});
    }
  }
  if (dispersion_) Disperse();
}

// A table of one period that has no name is hardly what was meant.
void Frequencies::TellWithoutDates() {
  if (date_slot_ < 0 || corpus_.groups.size() == 0) return;
  for (size_t i = 0; i < corpus_.groups.size(); ++i) {
    if (PartsOf(corpus_.groups[i]).back()) return;
  }
  Log(TEXTMILL_LOG_WARNING, "no document has a date in the column `" + date_->value +
                                "`: a date is a timestamp, or text that begins as in 2024-05-31; "
                                "all are counted as one period without a name");
}

// Goes through the corpus again, with all frequencies known.
void Frequencies::Disperse() {
  struct OfGroup {
    std::optional<DispersionCounter> counter;
    uint64_t total = 0, place = 0, part = 0, part_begin = 0;
  };
  const size_t groups = corpus_.groups.size();
  std::vector<std::vector<OfGroup>> state(sizes_.size());
  std::vector<std::vector<uint32_t>> numbers(sizes_.size());  // of entries that have a row
  std::vector<uint32_t> row_numbers;
  for (size_t k = 0; k < sizes_.size(); ++k) {
    state[k].resize(groups);
    numbers[k].assign(counts_.table(k).size(), kNowhere);
  }
  std::vector<std::vector<uint32_t>> terms(sizes_.size(), std::vector<uint32_t>(groups));
  for (const Run& run : runs_) {
    for (size_t i = run.begin; i < run.end; ++i) {
      const uint32_t entry = sorted_[run.size][i];
      numbers[run.size][entry] = terms[run.size][counts_.table(run.size).group(entry)]++;
    }
  }
  for (size_t k = 0; k < sizes_.size(); ++k) {
    for (uint32_t g = 0; g < groups; ++g) {
      state[k][g].total = counts_.total(k, g);
      state[k][g].counter.emplace(state[k][g].total, terms[k][g]);
    }
  }
  const auto wanted = static_cast<uint64_t>(parts_.get());
  const auto end_of = [&](const OfGroup& of, uint64_t part) {  // of parts of equal size
    return static_cast<uint64_t>(static_cast<unsigned __int128>(of.total) * (part + 1) / wanted);
  };
  // The part that the next word is in; with few words some parts have none.
  const auto go_to_part = [&](OfGroup& of) {
    while (of.part + 1 < wanted && end_of(of, of.part) <= of.place) ++of.part;
  };
  for (auto& of_size : state)
    for (OfGroup& of : of_size) go_to_part(of);
  log_.Each([&](std::span<const uint32_t> stream) {
    EachDocument(stream, [&](uint32_t group, std::span<const uint32_t> document) {
      for (size_t k = 0; k < sizes_.size(); ++k) {
        const NgramTable& table = counts_.table(k);
        OfGroup& of = state[k][group];
        uint64_t size = 0;
        counts_.ngrams(k).Each(document, [&](const std::vector<const uint32_t*>& found) {
          size += found.size();
          for (const uint32_t* ngram : found) {
            const int64_t found_at = table.Find(group, ngram);
            const auto entry = static_cast<size_t>(found_at);
            if (found_at >= 0 && numbers[k][entry] != kNowhere)
              of.counter->See(numbers[k][entry], table.count(entry), of.place);
            ++of.place;
            if (wanted > 0 && of.place == end_of(of, of.part)) {
              of.counter->EndPart(of.place - of.part_begin);
              of.part_begin = of.place;
              go_to_part(of);
            }
          }
        });
        if (wanted == 0) of.counter->EndPart(size);
      }
    });
    return !Cancelled();
  });
  for (const Run& run : runs_) {
    for (size_t i = run.begin; i < run.end; ++i) {
      const uint32_t entry = sorted_[run.size][i];
      const uint32_t group = counts_.table(run.size).group(entry);
      dispersions_.push_back(state[run.size][group].counter->Get(numbers[run.size][entry]));
    }
  }
}

bool Frequencies::NextTable(uint32_t, StructBuilder& rows) {
  size_t n = 0;
  for (; run_ < runs_.size(); ++run_) {
    Run& run = runs_[run_];
    const size_t end = std::min(run.end, run.begin + kFrequenciesAtOnce - n);
    n += end - run.begin;
    for (; run.begin < end; ++run.begin) GiveRow(run.size, run.begin, rows);
    if (run.begin < run.end) break;
  }
  return n > 0;
}

void Frequencies::GiveRow(uint32_t size, size_t place, StructBuilder& rows) {
  const NgramTable& table = counts_.table(size);
  const std::vector<uint32_t>& entries = sorted_[size];
  // Rows are in another order than their entries, these in another than the words, and these than
  // their bytes: what later rows are made of is on its way from memory while earlier ones are put
  // down. It is here because a function that only fetches counts as one without effect, and would
  // not be called.
  if (place + kFetchEntry < entries.size()) {
    __builtin_prefetch(table.terms(entries[place + kFetchEntry]));
    const uint32_t* const words = table.terms(entries[place + kFetchWord]);
    const uint32_t* const bytes = table.terms(entries[place + kFetchBytes]);
    for (size_t i = 0; i < table.n(); ++i) {
      __builtin_prefetch(corpus_.terms.Place(words[i]));
      __builtin_prefetch(corpus_.terms[bytes[i]].data());
    }
  }
  const uint32_t entry = entries[place];
  const uint32_t group = table.group(entry);
  size_t member = 0;
  if (!groups_by_.empty() || date_slot_ >= 0) {
    for (const auto& part : PartsOf(corpus_.groups[group])) {
      auto& names = rows.member<BytesBuilder>(member++);
      part ? names.Append(*part) : names.AppendNull();
    }
  }
  const auto put_whole = [&](uint64_t n) {
    rows.member<PrimitiveBuilder<int64_t>>(member++).Append(static_cast<int64_t>(n));
  };
  if (sizes_.size() > 1) put_whole(table.n());
  AppendNgram(corpus_.terms, table.terms(entry), table.n(), rows.member<BytesBuilder>(member++));
  put_whole(table.count(entry));
  put_whole(table.documents(entry));
  rows.member<PrimitiveBuilder<double>>(member++).Append(
      static_cast<double>(table.count(entry)) / static_cast<double>(counts_.total(size, group)));
  if (dispersion_) {
    const Dispersion& d = dispersions_[given_++];
    put_whole(d.parts);
    put_whole(d.range);
    for (const std::optional<double>& number :
         {d.juilland_d, d.juilland_u, std::optional(d.dp), d.dp_norm, d.carroll_d2,
          std::optional(d.rosengren_s), std::optional(d.kl), std::optional(d.arf),
          std::optional(d.awt), std::optional(d.ald), std::optional(d.sd), std::optional(d.vc),
          std::optional(d.idf)}) {
      auto& to = rows.member<PrimitiveBuilder<double>>(member++);
      number ? to.Append(*number) : to.AppendNull();
    }
    auto& why = rows.member<BytesBuilder>(member++);
    d.parts > 1 ? why.AppendNull()
                : why.Append(
                      "juilland_d, juilland_u, dp_norm, carroll_d2: there is one part "
                      "only");
  }
  rows.EndRow();
}

}  // namespace textmill::corpus
