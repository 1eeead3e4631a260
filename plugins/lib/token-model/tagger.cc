#include "plugins/lib/token-model/tagger.h"

#include <algorithm>
#include <array>

#include "plugins/lib/tagger/chars.h"
#include "plugins/lib/token-model/kernels.h"

namespace textmill::token_model {
namespace {

// So many words are remembered, at some 1.3 KB each; a power of two.
constexpr size_t kMostWords = size_t{1} << 15;
constexpr uint32_t kEmpty = 0xFFFFFFFF;
// A label that is so far behind the best one by itself, 10 in the exponent, is not looked at:
// transitions between labels hardly make up for it.
constexpr int32_t kHopeless = 10 * 512;

}  // namespace

Tagger::Tagger(const Model* model) : model_(*model), slots_(2 * kMostWords, Slot{0, kEmpty}) {
  hidden_.resize(model_.hidden);
  vector_.resize(model_.width);
  sum_.resize(model_.width);
  const size_t size = model_.distances() * model_.hidden;
  beyond_.resize(size_t{2} * model_.reach * size);
  for (size_t r = 0; r < size_t{2} * model_.reach; ++r)
    MakeAdded(model_.boundaries.data() + r * model_.width, beyond_.data() + r * size);
}

void Tagger::Trim() {
  if (words_.size() < kMostWords - kMostAtOnce && lemmas_.size() < 2 * kMostWords) return;
  // Half of them at most are kept: those seen more than once, the first ones first, which are the
  // more frequent ones.
  const size_t size = model_.distances() * model_.hidden;
  std::vector<Word> kept;
  std::deque<std::string> lemmas;
  std::fill(slots_.begin(), slots_.end(), Slot{0, kEmpty});
  for (size_t i = 0; i < words_.size() && kept.size() < kMostWords / 2; ++i) {
    Word& word = words_[i];
    if (word.seen < 2 || lemmas.size() > kMostWords) continue;
    word.seen = 0;
    for (int32_t& lemma : word.lemmas) {
      if (lemma == kUnknown) continue;
      lemmas.push_back(std::move(lemmas_[static_cast<size_t>(lemma)]));
      lemma = static_cast<int32_t>(lemmas.size() - 1);
    }
    if (kept.size() < i) std::copy_n(&added_[i * size], size, &added_[kept.size() * size]);
    PutIn(static_cast<uint32_t>(kept.size()), WordHash(word.text));
    kept.push_back(std::move(word));
  }
  added_.resize(kept.size() * size);
  words_ = std::move(kept);
  lemmas_ = std::move(lemmas);
}

void Tagger::PutIn(uint32_t word, uint64_t hash) {
  size_t at = hash >> 20;
  while (slots_[at & (slots_.size() - 1)].word != kEmpty) ++at;
  slots_[at & (slots_.size() - 1)] = {hash, word};
}

void Tagger::MakeAdded(const int16_t* vector, int16_t* added) {
  Multiply(vector, model_.matrices.data(), model_.distances() * model_.hidden, model_.width,
           model_.added_shift, added);
}

// The numbers of a sentence's words. Of 30,000 words, most are far from the processor: some are
// looked up at once, so that memory is not waited for.
void Tagger::FindAll(std::span<const std::string_view> words) {
  constexpr size_t kAtOnce = 32;
  const size_t n = words.size(), mask = slots_.size() - 1;
  numbers_.resize(n);
  hashes_.resize(n);
  for (size_t from = 0; from < n; from += kAtOnce) {
    const size_t to = std::min(n, from + kAtOnce);
    for (size_t i = from; i < to; ++i) {
      hashes_[i] = WordHash(words[i]);
      __builtin_prefetch(&slots_[(hashes_[i] >> 20) & mask]);
    }
    for (size_t i = from; i < to; ++i) {
      const Slot& slot = slots_[(hashes_[i] >> 20) & mask];
      if (slot.word != kEmpty) __builtin_prefetch(&words_[slot.word]);
    }
    for (size_t i = from; i < to; ++i) {
      numbers_[i] = Find(words[i], hashes_[i]);
      Word& word = words_[numbers_[i]];
      ++word.seen;
      __builtin_prefetch(word.lemmas.data());
      const int16_t* const added = Added(numbers_[i]);
      for (size_t k = 0; k < model_.distances() * model_.hidden; k += 32)
        __builtin_prefetch(added + k);
    }
  }
}

uint32_t Tagger::Find(std::string_view text, uint64_t hash) {
  for (size_t at = hash >> 20;; ++at) {
    const Slot& slot = slots_[at & (slots_.size() - 1)];
    if (slot.word == kEmpty) {
      const uint32_t word = Make(text, hash);
      PutIn(word, hash);
      return word;
    }
    if (slot.hash == hash && words_[slot.word].text == text) return slot.word;
  }
}

uint32_t Tagger::Make(std::string_view text, uint64_t hash) {
  lower_.clear();
  entities::AppendLower(text, &lower_);
  features_.clear();
  AppendFeatures(text, lower_, &features_);
  const uint32_t listed = model_.lexicon.Find(HashTable::Key(WordHash(lower_)));
  if (listed != HashTable::kNone) features_.push_back(ClassFeature(model_.lexicon_classes[listed]));
  std::fill(sum_.begin(), sum_.end(), 0);
  rows_.clear();
  for (const WordFeature& feature : features_) {
    rows_.push_back(HashTable::Key(feature.hash));
    model_.features.Prefetch(rows_.back());
  }
  for (uint32_t& row : rows_) {
    row = model_.features.Find(row);
    if (row == HashTable::kNone) continue;
    const int8_t* const from = model_.vectors.data() + size_t{row} * model_.width;
    for (size_t k = 0; k < model_.width; k += 64) __builtin_prefetch(from + k);
  }
  for (const uint32_t row : rows_) {
    if (row == HashTable::kNone) continue;
    const int8_t* const from = model_.vectors.data() + size_t{row} * model_.width;
    for (size_t k = 0; k < sum_.size(); ++k) sum_[k] += from[k];
  }
  for (size_t k = 0; k < sum_.size(); ++k) vector_[k] = static_cast<int16_t>(sum_[k]);

  const auto number = static_cast<uint32_t>(words_.size());
  const uint32_t known = model_.words.Find(HashTable::Key(hash));
  const uint32_t set = known == HashTable::kNone ? 0 : model_.word_sets[known];
  CaseCounts cases;
  cases.Add(CaseOf(text, lower_), lower_);
  words_.push_back(
      {std::string(text), set, cases, std::vector<int32_t>(model_.Set(set).size(), kUnknown)});
  const size_t size = model_.distances() * model_.hidden;
  added_.resize(added_.size() + size);
  MakeAdded(vector_.data(), added_.data() + number * size);
  return number;
}

// The hidden numbers of a place in a sentence of so many words.
void Tagger::AddUp(size_t place, size_t words, SentenceKind kind) {
  std::array<const int16_t*, 2 * kMostReach + 1> parts;
  const size_t reach = model_.reach, hidden = model_.hidden;
  const size_t size = model_.distances() * hidden;
  for (size_t d = 0; d < model_.distances(); ++d) {
    const size_t at = place + d;  // of the word, `reach` further on
    const int16_t* const added = at < reach           ? beyond_.data() + at * size
                                 : at - reach < words ? Added(numbers_[at - reach])
                                                      : beyond_.data() + (at - words) * size;
    parts[d] = added + d * hidden;
  }
  token_model::AddUp(model_.hidden_bias.data() + static_cast<size_t>(kind) * hidden, parts.data(),
                     model_.distances(), hidden, kMostHidden, hidden_.data());
}

// The labels that a place in a sentence of so many words may have, and the best way to each of
// them: its score, and the label before. Scores are those of the best label at most.
void Tagger::Score(size_t place, size_t words, SentenceKind kind) {
  const auto labels = model_.Set(words_[numbers_[place]].set);
  std::array<int32_t, kMostLabels> scores;
  if (labels.size() == 1) {
    scores[0] = 0;  // any score is the best: nearly half of the words of a text have one label
  } else {
    AddUp(place, words, kind);
    Scores(hidden_.data(), model_.outputs.data(), model_.output_bias.data(), labels.data(),
           labels.size(), model_.hidden, model_.score_shift, scores.data());
  }
  const int32_t least = *std::max_element(scores.data(), scores.data() + labels.size()) - kHopeless;
  const auto begin = static_cast<uint32_t>(ways_.size());
  for (size_t k = 0; k < labels.size(); ++k) {
    if (scores[k] >= least) ways_.push_back({scores[k], static_cast<uint8_t>(k), labels[k], 0});
  }
  Way* const here = ways_.data() + begin;
  Way* const end = ways_.data() + ways_.size();
  places_[place] = {begin, static_cast<uint32_t>(ways_.size())};
  if (place > 0) {
    const Place& last = places_[place - 1];
    for (Way* way = here; way < end; ++way) {
      int32_t best = INT32_MIN;
      for (uint32_t p = last.begin; p < last.end; ++p) {
        const int32_t score =
            ways_[p].score + model_.transitions[ways_[p].label * model_.labels.size() + way->label];
        if (score <= best) continue;
        best = score;
        way->before = static_cast<uint8_t>(p - last.begin);
      }
      way->score += best;
    }
  }
  int32_t top = here->score;
  for (const Way* way = here; way < end; ++way) top = std::max(top, way->score);
  for (Way* way = here; way < end; ++way) way->score -= top;
}

void Tagger::Tag(std::span<const std::string_view> words, std::vector<TaggedWord>* out) {
  const size_t n = words.size();
  out->resize(n);
  if (n == 0) return;
  Trim();
  FindAll(words);
  places_.resize(n);
  ways_.clear();
  CaseCounts cases;
  for (const uint32_t word : numbers_) {
    const CaseCounts& of_word = words_[word].cases;
    cases.small += of_word.small;
    cases.title += of_word.title;
    cases.capitals += of_word.capitals;
  }
  const SentenceKind kind = cases.Kind();
  for (size_t i = 0; i < n; ++i) Score(i, n, kind);
  // From the best label of the last place back to the first.
  size_t at = 0;
  for (uint32_t k = places_[n - 1].begin; k < places_[n - 1].end; ++k) {
    if (ways_[k].score == 0) {  // the best
      at = k - places_[n - 1].begin;
      break;
    }
  }
  for (size_t i = n; i-- > 0;) {
    const Way& way = ways_[places_[i].begin + at];
    (*out)[i] = {way.label, LemmaOf(numbers_[i], way.in_set, way.label)};
    at = way.before;
  }
}

std::string_view Tagger::LemmaOf(uint32_t word, size_t at, uint32_t label) {
  if (!model_.has_lemmas) return {};
  int32_t& known = words_[word].lemmas[at];
  if (known == kUnknown) {
    std::string lemma;
    if (!FindLemma(words_[word].text, label, &lemma)) lemma = words_[word].text;
    known = static_cast<int32_t>(lemmas_.size());
    lemmas_.push_back(std::move(lemma));
  }
  return lemmas_[static_cast<size_t>(known)];
}

bool Tagger::FindLemma(std::string_view text, uint32_t label, std::string* lemma) {
  lower_.clear();
  entities::AppendLower(text, &lower_);
  const auto try_rule = [&](uint64_t hash, std::string_view word) {
    const uint32_t rule = model_.rules.Find(HashTable::Key(hash));
    return rule != HashTable::kNone &&
           Apply(model_.scripts[model_.rule_scripts[rule]], word, lower_, lemma);
  };
  if (try_rule(WordRule(text, label), text)) return true;
  const bool name = model_.labels[label].pos == kNamePos;
  if (!name && text != lower_ && try_rule(WordRule(lower_, label), lower_)) return true;
  const WordKind kind{CaseOf(text, lower_),
                      model_.lexicon.Find(HashTable::Key(WordHash(lower_))) != HashTable::kNone};
  for (size_t bytes = std::min(kMostEnding, lower_.size());; --bytes) {
    if (try_rule(EndingRule(lower_, bytes, kind, label), text)) return true;
    if (bytes == 0) return false;
  }
}

}  // namespace textmill::token_model
