#include "plugins/text/dictionary.h"

#include <algorithm>
#include <fstream>
#include <sstream>

#include "absl/container/node_hash_map.h"
#include "plugins/lib/unicode/dictionary.h"
#include "plugins/lib/unicode/sentences.h"
#include "plugins/lib/unicode/words.h"

namespace textmill::text {
namespace {

constexpr size_t kMostKnown = 200000;  // words whose entries a lane remembers
// What an apostrophe leaves of n't is a word of its own.
const char* const kEnglishNegations[] = {
    "not",    "no",      "never",   "none", "nobody", "nothing", "nor",    "neither",
    "cannot", "without", "nowhere", "t",    "ain",    "hardly",  "barely", "scarcely"};

}  // namespace

struct Dictionary::Scratch final : Lane {
  unicode::Words words;
  unicode::Dictionary dictionary;
  std::vector<unicode::Span> sentences;
  struct OfWord {
    std::vector<uint32_t> entries;
    bool negates = false;
  };
  absl::node_hash_map<std::string, OfWord> known;
  std::vector<const OfWord*> sentence;
  std::vector<Hits> hits;
  std::vector<uint32_t> hit_here;  // the place, and 1, at which a category was counted last
  std::vector<char> is_known;      // of the words of a sentence
  int64_t words_in_all = 0, known_in_all = 0;
  uint32_t place = 0;
};

Dictionary::Dictionary() {
  Describe(
      "text.dictionary", "1.0.0",
      "Counts the words of each text by the categories of a dictionary of yours, such as LIWC, "
      "with wildcards and negation.");
  Explain(
      "Adds the columns below and drops nothing. An entry is a word or a run of words, in lower "
      "case and cut as `corpus.frequencies` cuts words (*don't* is two); `happi*` means all "
      "words that begin so. A word belongs to all categories of all entries that it fits, and "
      "counts once in each. A hit is `negated` when one of `negations` is at most "
      "`negation_window` words before it in its sentence; it is in `count` all the same.\n"
      "\n"
      "No dictionary ships: most have owners.",
      "- uses: text.dictionary\n"
      "  with: { file: feelings.dic, categories: [posemo, negemo] }\n");
}

void Dictionary::Bind(Binder& binder) {
  columns_.clear();
  for (size_t i = 0; categories_.present() && i < categories_->size(); ++i) {
    const std::string& name = (*categories_)[i];
    const std::string subject = "categories[" + std::to_string(i) + "]";
    if (name.empty() || name == "dictionary" || name == "dictionary_words" ||
        name == "dictionary_known" || name == text_.name())
      throw Error("a category called `" + name + "` cannot have a column").Parameter(subject);
    if (std::find(categories_->begin(), categories_->begin() + static_cast<std::ptrdiff_t>(i),
                  name) != categories_->begin() + static_cast<std::ptrdiff_t>(i))
      throw Error("the category `" + name + "` is named twice").Parameter(subject);
    columns_.push_back(binder.Produce(Part::kColumns, {name, Int64::kFormat, {}, {}}));
  }
}

void Dictionary::Open(const textmill_open_request&) {
  std::ifstream file(file_->value, std::ios::binary);
  if (!file) throw Error("cannot read the dictionary " + file_->value).Parameter("file");
  std::stringstream content;
  content << file.rdbuf();
  list_ = CategoryList::Read(content.str(), file_->value);
  category_numbers_.clear();
  for (size_t i = 0; categories_.present() && i < categories_->size(); ++i) {
    const auto& names = list_.categories();
    const auto at = std::find(names.begin(), names.end(), (*categories_)[i]);
    if (at == names.end()) {
      std::string all;
      for (const std::string& name : names) all += (all.empty() ? "" : ", ") + name;
      throw Error("the dictionary has no category `" + (*categories_)[i] + "`")
          .Parameter("categories[" + std::to_string(i) + "]")
          .Hint("Its categories are " + all + ".");
    }
    category_numbers_.push_back(at - names.begin());
  }
  negators_.clear();
  if (negations_.present()) {
    unicode::Words words;
    for (const std::string& negation : *negations_) {
      words.Split(negation);
      if (words.size() > 0) negators_.emplace_back(words[words.size() - 1]);
    }
  } else {
    negators_.assign(std::begin(kEnglishNegations), std::end(kEnglishNegations));
  }
}

std::unique_ptr<Lane> Dictionary::NewLane() const { return std::make_unique<Scratch>(); }

void Dictionary::Count(std::string_view text, Scratch& s) const {
  const auto window = static_cast<size_t>(negation_window_.get());
  const std::vector<CategoryList::Entry>& entries = list_.entries();
  s.hits.assign(list_.categories().size(), Hits());
  s.hit_here.assign(list_.categories().size(), 0);
  s.words_in_all = s.known_in_all = 0;
  s.place = 0;
  unicode::FindSentences(text, &s.sentences);
  for (const unicode::Span& span : s.sentences) {
    s.words.Split(span.of(text));
    if (cut_ == "auto") s.words.CutByDictionary(&s.dictionary);
    const size_t n = s.words.size();
    if (s.known.size() + n > kMostKnown) s.known.clear();
    s.sentence.clear();
    for (size_t i = 0; i < n; ++i) {
      const auto [at, is_new] = s.known.try_emplace(std::string(s.words[i]));
      if (is_new) {
        at->second.entries = list_.Beginning(at->first);
        at->second.negates =
            std::find(negators_.begin(), negators_.end(), at->first) != negators_.end();
      }
      s.sentence.push_back(&at->second);
    }
    s.is_known.assign(n, 0);
    size_t negated_until = 0;  // the first place that is not
    for (size_t i = 0; i < n; ++i) {
      ++s.place;
      for (const uint32_t number : s.sentence[i]->entries) {
        const CategoryList::Entry& entry = entries[number];
        const size_t length = entry.words.size();
        bool fits = i + length <= n;
        for (size_t k = 1; fits && k < length; ++k) fits = entry.words[k].Matches(s.words[i + k]);
        if (!fits) continue;
        for (size_t k = 0; k < length; ++k) s.is_known[i + k] = 1;
        for (const uint32_t category : entry.categories) {
          if (s.hit_here[category] == s.place) continue;
          s.hit_here[category] = s.place;
          ++s.hits[category].count;
          s.hits[category].negated += i < negated_until;
        }
      }
      if (s.sentence[i]->negates && window > 0) negated_until = i + 1 + window;
    }
    s.words_in_all += static_cast<int64_t>(n);
    s.known_in_all += std::count(s.is_known.begin(), s.is_known.end(), 1);
  }
}

void Dictionary::Process(const Batch& batch, Reply& reply, Lane* lane) const {
  Scratch& scratch = static_cast<Scratch&>(*lane);
  const auto texts = batch[text_];
  ListBuilder& found = reply[found_];
  for (int64_t row = 0; row < batch.rows(); ++row) {
    const auto column = [&](size_t i) -> PrimitiveBuilder<int64_t>& {
      return static_cast<PrimitiveBuilder<int64_t>&>(reply.At(Part::kColumns, columns_[i]));
    };
    if (texts.IsNull(row)) {
      found.AppendNull();
      reply[words_].AppendNull();
      reply[known_].AppendNull();
      for (size_t i = 0; i < columns_.size(); ++i) column(i).AppendNull();
      continue;
    }
    Count(texts[row], scratch);
    auto& items = found.items<StructBuilder>();
    for (size_t i = 0; i < scratch.hits.size(); ++i) {
      const Hits& hits = scratch.hits[i];
      if (hits.count == 0) continue;
      items.member<BytesBuilder>(0).Append(list_.categories()[i]);
      items.member<PrimitiveBuilder<int64_t>>(1).Append(hits.count);
      items.member<PrimitiveBuilder<int64_t>>(2).Append(hits.negated);
      items.member<PrimitiveBuilder<double>>(3).Append(static_cast<double>(hits.count) /
                                                       static_cast<double>(scratch.words_in_all));
      items.EndRow();
    }
    found.EndRow();
    reply[words_].Append(scratch.words_in_all);
    reply[known_].Append(scratch.known_in_all);
    for (size_t i = 0; i < columns_.size(); ++i)
      column(i).Append(scratch.hits[static_cast<size_t>(category_numbers_[i])].count);
  }
}

}  // namespace textmill::text
