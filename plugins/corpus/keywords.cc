#include "plugins/corpus/keywords.h"

#include <algorithm>
#include <optional>
#include <sstream>

namespace textmill::corpus {
namespace {

constexpr size_t kKeywordsAtOnce = 4096;
constexpr double kRemembered = 300;  // counts up to which measures are kept
constexpr char kTarget[] = "t", kReference[] = "r";

ParamSpec PartSpec(const char* name, bool reference) {
  ParamSpec column, is, file, size, part;
  column.name = "column";
  column.types = TEXTMILL_COLUMN;
  column.doc = "The column that tells what belongs to it.";
  is.name = "is";
  is.types = TEXTMILL_LIST | TEXTMILL_STRING;
  is.item.resize(1);
  is.item[0].types = TEXTMILL_STRING;
  is.doc = "The value of that column, or several.";
  part.name = name;
  part.types = TEXTMILL_MAP;
  part.fields = {column, is};
  if (!reference) {
    part.required = true;
    part.doc = "The part of the corpus whose keywords are looked for: `{ column: group, is: a }`.";
    return part;
  }
  file.name = "file";
  file.types = TEXTMILL_PATH;
  file.reads = true;
  file.doc = "A list of words with their counts, CSV or TSV, such as `corpus.frequencies` makes.";
  size.name = "size";
  size.types = TEXTMILL_INT;
  size.minimum = 1;
  size.maximum = 9e15;
  size.doc = "How many words the corpus of that list has; the sum of its counts unless given.";
  part.fields.push_back(file);
  part.fields.push_back(size);
  part.doc =
      "What the target is compared with: the rest of the corpus unless given, another part as in "
      "`{ column: group, is: b }`, or a list of words with counts as in `{ file: list.csv }`.";
  return part;
}

const char* const kKeywordNumbers[] = {"expected_target",
                                       "expected_reference",
                                       "g2_four",
                                       "p_g2_four",
                                       "g2_two",
                                       "p_g2_two",
                                       "chi2",
                                       "p_chi2",
                                       "chi2_yates",
                                       "p_fisher",
                                       "log_ratio",
                                       "log_ratio_walter",
                                       "lrc",
                                       "lrc_unadjusted",
                                       "lrc_positive",
                                       "diff_percent",
                                       "relative_risk",
                                       "odds_ratio",
                                       "diff_coefficient",
                                       "simple_maths",
                                       "bic",
                                       "ell"};

}  // namespace

struct Keywords::Scratch final : Lane {
  TermChoice::Scratch reading;
  BatchTerms batch;
  std::string digits;
};

Keywords::Keywords()
    : choice_(this, true),
      target_(this, PartSpec("target", false)),
      reference_(this, PartSpec("reference", true)) {
  DocumentTable("keywords", "A row for each term, with its counts and measures; see above.");
  Describe("corpus.keywords", "1.0.0",
           "Finds the words, n-grams or values that are typical of one part of the corpus against "
           "another: log-likelihood, chi-square, log ratio, %DIFF, simple maths and more.");
  Explain(
      "Makes a table, which a writer takes by this step's `id`; the documents pass untouched. A "
      "row is a term of either part, with its counts and all measures made of them. Measures of "
      "significance (`g2_four`, `chi2`, ...) are negative where the term is rarer in the target. "
      "[docs/corpus-analysis.md](../corpus-analysis.md) has each formula with its source, and "
      "tells where other programs give other numbers under the same name.\n"
      "\n"
      "| column | type | meaning |\n"
      "|---|---|---|\n"
      "| `value` | utf8 | the word, n-gram or value |\n"
      "| `target_count`, `reference_count` | int64 | how often it occurs |\n"
      "| `target_documents`, `reference_documents` | int64 | in how many documents; null for a "
      "list |\n"
      "| `target_size`, `reference_size` | int64 | how many words (n-grams, values) there are |\n"
      "| `target_per_million`, `reference_per_million` | float64 | relative frequencies |\n"
      "| `expected_target`, `expected_reference` | float64 | frequencies, were both parts alike |\n"
      "| `g2_four`, `g2_two` | float64 | log-likelihood of Dunning (four cells) and of Rayson "
      "(two) |\n"
      "| `chi2`, `chi2_yates` | float64 | Pearson's chi-square, without and with Yates' correction "
      "|\n"
      "| `p_g2_four`, `p_g2_two`, `p_chi2`, `p_fisher` | float64 | their significance, and that "
      "of Fisher's exact test |\n"
      "| `log_ratio`, `log_ratio_walter` | float64 | binary log of the relative frequencies' "
      "ratio, with 0.5 for a zero (Hardie), or 0.5 added everywhere (Walter) |\n"
      "| `lrc`, `lrc_unadjusted`, `lrc_positive` | float64 | conservative log ratio (Evert): with "
      "Bonferroni's correction, without, and one-sided |\n"
      "| `diff_percent`, `relative_risk`, `odds_ratio`, `diff_coefficient`, `simple_maths` | "
      "float64 | effect sizes |\n"
      "| `bic`, `ell` | float64 | Bayes factor and effect size of `g2_two` |\n"
      "| `why` | utf8 | why cells of the row are empty |\n"
      "\n"
      "Documents that belong to neither part are not counted. Where a part has no word, the table "
      "has no rows, and a warning says so.",
      "- uses: corpus.keywords\n"
      "  id: keywords\n"
      "  with: { target: { column: lang, is: en }, min_documents: 2, sort: log_ratio, max_p: 0.001 "
      "}\n"
      "- uses: write.csv\n"
      "  with: { from: keywords, path: out/keywords.csv }\n");
  DocumentNeed("text", "any", "the text, or with `of: column` the values, to compare");
}

void Keywords::BindPart(Binder& binder, const Value& value, const char* parameter, Part* part) {
  const Value *column = Member(value, "column"), *is = Member(value, "is");
  if (column == nullptr || is == nullptr) {
    throw Error(std::string("`") + parameter + "` needs a column and a value")
        .Parameter(parameter)
        .Hint(std::string("As in `") + parameter + ": { column: group, is: a }`.");
  }
  const Field* field = binder.Find(column->string);
  if (field == nullptr)
    throw NoSuchColumn(column->string).Parameter(std::string(parameter) + ".column");
  part->column.Bind(binder, *field);
  if (part->column.kind == ValueColumn::Kind::kStructs) {
    throw Error("a list of structs does not tell parts", TEXTMILL_WRONG_TYPE)
        .Parameter(std::string(parameter) + ".column")
        .Column(field->name);
  }
  part->name = field->name;
  part->values.clear();
  if (is->type != TEXTMILL_LIST) part->values.push_back(is->string);
  for (const Value& item : is->items) part->values.push_back(item.string);
}

void Keywords::Bind(Binder& binder) {
  if (n_.present() && !choice_.ngrams()) throw Error("`n` is for `of: ngrams` only").Parameter("n");
  size_ = !choice_.ngrams() ? 1 : n_.present() ? static_cast<size_t>(n_.get()) : 2;
  choice_.Bind(binder, {.lines = size_ > 1});
  BindPart(binder, target_.get(), "target", &target_part_);
  const Value& reference = reference_.get();
  rest_ = reference.type == 0;
  reference_path_.clear();
  if (!rest_) {
    const Value *file = Member(reference, "file"), *size = Member(reference, "size");
    if (file != nullptr) {
      if (Member(reference, "column") != nullptr || Member(reference, "is") != nullptr)
        throw Error("the reference is either a part of the corpus or a `file`, not both")
            .Parameter("reference");
      reference_path_ = file->string;
      reference_size_ = size != nullptr ? static_cast<uint64_t>(size->integer) : 0;
    } else {
      if (size != nullptr)
        throw Error("`size` is for a `file`: that of a part is counted")
            .Parameter("reference.size");
      BindPart(binder, reference, "reference", &reference_part_);
    }
  }
  std::vector<Field> fields = {{"value", Utf8::kFormat, {}, {}}};
  for (const char* name : {"target_count", "reference_count", "target_documents",
                           "reference_documents", "target_size", "reference_size"})
    fields.push_back({name, Int64::kFormat, {}, {}});
  for (const char* name : {"target_per_million", "reference_per_million"})
    fields.push_back({name, Float64::kFormat, {}, {}});
  for (const char* name : kKeywordNumbers) fields.push_back({name, Float64::kFormat, {}, {}});
  fields.push_back({"why", Utf8::kFormat, {}, {}});
  binder.Table(StructOf("keywords", std::move(fields)));
  counts_.Start({static_cast<int64_t>(size_)}, 0);
}

void Keywords::Open(const textmill_open_request&) {
  choice_.Open();
  if (reference_path_.empty()) return;
  listed_ = ReadReferenceList(reference_path_, reference_size_, size_, choice_);
  if (!listed_.warning.empty()) Log(TEXTMILL_LOG_WARNING, listed_.warning);
}

std::unique_ptr<Lane> Keywords::NewLane() const { return std::make_unique<Scratch>(); }

bool Keywords::Part::Has(const Batch& batch, int64_t row, std::string& digits) const {
  const auto is_one = [&](std::string_view value) {
    return std::find(values.begin(), values.end(), value) != values.end();
  };
  if (column.kind != ValueColumn::Kind::kStrings) {
    const auto value = column.At(batch, row, digits);
    return value && is_one(*value);
  }
  const auto list = batch.At<List>(column.slot);
  const auto items = list.Items<BytesView>();
  for (int64_t i = list.begin(row); i < list.end(row); ++i) {
    if (!items.IsNull(i) && is_one(items[i])) return true;
  }
  return false;
}

void Keywords::Process(const Batch& batch, Reply& reply, Lane* lane) const {
  Scratch& scratch = static_cast<Scratch&>(*lane);
  scratch.batch.Clear();
  for (int64_t row = 0; row < batch.rows(); ++row) {
    const bool target = target_part_.Has(batch, row, scratch.digits);
    if (!target) {
      if (!reference_path_.empty()) continue;
      if (!rest_ && !reference_part_.Has(batch, row, scratch.digits)) continue;
    }
    reply.Count(target ? in_target_ : in_reference_);
    scratch.batch.Begin(target ? kTarget : kReference);
    reply.Count(too_long_, choice_.Read(batch, row, scratch.reading, scratch.batch));
  }
  reply[terms_].Append(scratch.batch.Pack());
}

void Keywords::Commit(const Batch&, const Carried& carried, Reply&) {
  for (int64_t i = 0; i < carried.rows(); ++i) {
    corpus_.Take(carried[terms_][i], &stream_);
    counts_.Add(stream_);
  }
  ReportMemory();
}

void Keywords::ReportMemory() {
  reported_memory_.Set(host(), corpus_.terms.memory() + counts_.memory());
}

void Keywords::Save(StateWriter& to) const {
  SaveTerms(corpus_, to);
  counts_.Save(to);
}

void Keywords::MergeState(StateReader& later) {
  const Renumbering numbers = MergeTerms(later, &corpus_);
  counts_.Merge(later, numbers);
  ReportMemory();
}

void Keywords::PutReference() {
  list_ = std::make_unique<NgramTable>(size_);
  std::vector<uint32_t> ngram;
  for (const auto& [term, count] : listed_.terms) {
    ngram.clear();
    if (size_ == 1) {
      ngram.push_back(corpus_.terms.Number(term));
    } else {
      std::istringstream words(term);
      for (std::string word; words >> word;) ngram.push_back(corpus_.terms.Number(word));
    }
    if (ngram.size() != size_) continue;
    list_->Add(0, ngram.data(), count, 0);
  }
  other_size_ = static_cast<double>(listed_.size);
}

KeynessCounts Keywords::CountsOf(const Row& row) const {
  const NgramTable& table = counts_.table(0);
  const NgramTable& other = list_ != nullptr ? *list_ : table;
  KeynessCounts of{0, 0, target_size_, other_size_};
  if (row.target >= 0) of.a = static_cast<double>(table.count(static_cast<size_t>(row.target)));
  if (row.reference >= 0)
    of.b = static_cast<double>(other.count(static_cast<size_t>(row.reference)));
  return of;
}

// All measures hang on the two counts alone, and most words are rare.
const Keyness& Keywords::Compared(const KeynessCounts& of) {
  if (of.a + of.b > kRemembered) return last_compared_ = Compare(of, settings_);
  const uint64_t key = static_cast<uint64_t>(of.a) << 32 | static_cast<uint64_t>(of.b);
  const auto [at, is_new] = compared_.try_emplace(key);
  if (is_new) at->second = Compare(of, settings_);
  return at->second;
}

const uint32_t* Keywords::TermsOf(const Row& row) const {
  if (row.target >= 0) return counts_.table(0).terms(static_cast<size_t>(row.target));
  const NgramTable& other = list_ != nullptr ? *list_ : counts_.table(0);
  return other.terms(static_cast<size_t>(row.reference));
}

double Keywords::KeyOf(const Keyness& k, const KeynessCounts& of) const {
  const std::string& by = sort_.get();
  return by == "g2_four"            ? k.g2_four
         : by == "g2_two"           ? k.g2_two
         : by == "chi2"             ? k.chi2.value_or(0)
         : by == "log_ratio"        ? k.log_ratio
         : by == "log_ratio_walter" ? k.log_ratio_walter
         : by == "lrc"              ? k.lrc.value_or(0)
         : by == "lrc_unadjusted"   ? k.lrc_unadjusted.value_or(0)
         : by == "diff_percent"     ? k.diff_percent
         : by == "simple_maths"     ? k.simple_maths
         : by == "bic"              ? k.bic
         : by == "ell"              ? k.ell.value_or(0)
         : by == "target_count"     ? of.a
                                    : of.b;
}

void Keywords::Finish() {
  target_group_ = corpus_.groups.Find(kTarget);
  reference_group_ = corpus_.groups.Find(kReference);
  const auto total = [&](int64_t group) {
    return group < 0 ? 0.0 : static_cast<double>(counts_.total(0, static_cast<uint32_t>(group)));
  };
  target_size_ = total(target_group_);
  if (!reference_path_.empty()) {
    PutReference();
  } else {
    other_size_ = total(reference_group_);
  }
  const auto empty = [](const char* which, const Part& part) {
    std::string values;
    for (const std::string& value : part.values)
      values += (values.empty() ? "`" : ", `") + value + "`";
    return std::string("the ") + which + " is empty: no document with a word in it has " + values +
           " in the column `" + part.name + "`";
  };
  std::string nothing;
  if (target_size_ == 0) {
    nothing = empty("target", target_part_);
  } else if (other_size_ == 0 && !rest_ && reference_path_.empty()) {
    nothing = empty("reference", reference_part_);
  } else if (other_size_ == 0) {
    nothing =
        "there is nothing to compare with: all documents with a word in them belong to the target";
  }
  if (!nothing.empty()) return Log(TEXTMILL_LOG_WARNING, nothing + "; the table has no rows");

  const NgramTable& table = counts_.table(0);
  const NgramTable& other = list_ != nullptr ? *list_ : table;
  const auto group = static_cast<uint32_t>(target_group_);
  const uint32_t other_group = list_ != nullptr ? 0 : static_cast<uint32_t>(reference_group_);
  const auto take = [&](int64_t target, int64_t reference) {
    uint64_t count = 0, documents = 0;
    if (target >= 0) {
      count += table.count(static_cast<size_t>(target));
      documents += table.documents(static_cast<size_t>(target));
    }
    if (reference >= 0) {
      count += other.count(static_cast<size_t>(reference));
      documents += other.documents(static_cast<size_t>(reference));
    }
    // A list does not tell documents.
    const bool enough = documents >= static_cast<uint64_t>(min_documents_.get()) ||
                        (list_ != nullptr && min_documents_ == 1);
    if (count >= static_cast<uint64_t>(min_count_.get()) && enough)
      sorted_.push_back({0, target, reference});
  };
  bool shared = false;
  for (size_t i = 0; i < table.size(); ++i) {
    if (table.group(i) != group) continue;
    const int64_t reference = other.Find(other_group, table.terms(i));
    take(static_cast<int64_t>(i), reference);
    shared |= reference >= 0;
  }
  if (list_ != nullptr && !shared) {
    Log(TEXTMILL_LOG_WARNING, "no word of the target is in the reference list " + reference_path_ +
                                  ": it is of another language, or its words are cut otherwise");
  }
  for (size_t i = 0; i < other.size(); ++i) {
    if (other.group(i) == other_group && other.count(i) > 0 &&
        (list_ == nullptr || min_documents_ <= 1) && table.Find(group, other.terms(i)) < 0)
      take(-1, static_cast<int64_t>(i));
  }
  settings_ = {simple_maths_, confidence_, static_cast<double>(sorted_.size())};
  // What most sorting does without is worked out for the rows that are given alone.
  KeynessSettings quick = settings_;
  quick.exact = sort_ == "lrc" || sort_ == "lrc_unadjusted";
  std::erase_if(sorted_, [&](Row& row) {
    const KeynessCounts of = CountsOf(row);
    const Keyness k = quick.exact ? Compared(of) : Compare(of, quick);
    row.key = KeyOf(k, of);
    // What is most typical of the reference is most negative.
    if (direction_ == "reference" && sort_ != "reference_count" && sort_ != "target_count" &&
        sort_ != "bic" && sort_ != "ell")
      row.key = -row.key;
    const bool more = of.a / of.c >= of.b / of.d;
    return k.p_g2_four > max_p_ || (direction_ == "target" && !more) ||
           (direction_ == "reference" && more);
  });
  const std::vector<uint32_t> ranks = Ranks(corpus_.terms);
  std::sort(sorted_.begin(), sorted_.end(), [&](const Row& x, const Row& y) {
    if (x.key != y.key) return x.key > y.key;
    const uint32_t *a = TermsOf(x), *b = TermsOf(y);
    for (size_t i = 0; i < size_; ++i) {
      if (a[i] != b[i]) return ranks[a[i]] < ranks[b[i]];
    }
    return false;
  });
  if (top_ > 0 && sorted_.size() > static_cast<size_t>(top_.get()))
    sorted_.resize(static_cast<size_t>(top_.get()));
}

bool Keywords::NextTable(uint32_t, StructBuilder& rows) {
  const size_t end = std::min(sorted_.size(), given_ + kKeywordsAtOnce);
  if (given_ == end) return false;
  const NgramTable& table = counts_.table(0);
  const NgramTable& other = list_ != nullptr ? *list_ : table;
  for (; given_ < end; ++given_) {
    const Row& row = sorted_[given_];
    const KeynessCounts of = CountsOf(row);
    const Keyness& k = Compared(of);
    size_t member = 0;
    const auto put = [&](std::optional<double> value) {
      auto& to = rows.member<PrimitiveBuilder<double>>(member++);
      value ? to.Append(*value) : to.AppendNull();
    };
    const auto put_whole = [&](std::optional<int64_t> value) {
      auto& to = rows.member<PrimitiveBuilder<int64_t>>(member++);
      value ? to.Append(*value) : to.AppendNull();
    };
    rows.member<BytesBuilder>(member++).Append(NgramText(corpus_.terms, TermsOf(row), size_));
    put_whole(static_cast<int64_t>(of.a));
    put_whole(static_cast<int64_t>(of.b));
    put_whole(row.target < 0 ? 0 : table.documents(static_cast<size_t>(row.target)));
    put_whole(list_ != nullptr ? std::optional<int64_t>()
              : row.reference < 0
                  ? 0
                  : std::optional<int64_t>(other.documents(static_cast<size_t>(row.reference))));
    put_whole(static_cast<int64_t>(of.c));
    put_whole(static_cast<int64_t>(of.d));
    put(1e6 * of.a / of.c);
    put(1e6 * of.b / of.d);
    std::string why;
    size_t name = 0;
    for (const std::optional<double>& value : {std::optional(k.expected_a),
                                               std::optional(k.expected_b),
                                               std::optional(k.g2_four),
                                               std::optional(k.p_g2_four),
                                               std::optional(k.g2_two),
                                               std::optional(k.p_g2_two),
                                               k.chi2,
                                               k.p_chi2,
                                               k.chi2_yates,
                                               k.p_fisher,
                                               std::optional(k.log_ratio),
                                               std::optional(k.log_ratio_walter),
                                               k.lrc,
                                               k.lrc_unadjusted,
                                               k.lrc_positive,
                                               std::optional(k.diff_percent),
                                               k.relative_risk,
                                               k.odds_ratio,
                                               k.diff_coefficient,
                                               std::optional(k.simple_maths),
                                               std::optional(k.bic),
                                               k.ell}) {
      if (!value) why += (why.empty() ? "" : ", ") + std::string(kKeywordNumbers[name]);
      ++name;
      put(value);
    }
    auto& reason = rows.member<BytesBuilder>(member++);
    if (why.empty()) {
      reason.AppendNull();
    } else {
      why += of.a == 0   ? ": not in the target"
             : of.b == 0 ? ": not in the reference"
                         : ": the formula divides by zero";
      reason.Append(why);
    }
    rows.EndRow();
  }
  return true;
}

}  // namespace textmill::corpus
