#include "plugins/lib/tagger/features.h"

#include <algorithm>

#include "plugins/lib/hash/hash.h"

namespace textmill::entities {
namespace {

uint64_t Feature(uint64_t pattern, uint64_t a, uint64_t b = 0, uint64_t c = 0) {
  uint64_t h = hash::Step(hash::kSeed, pattern * 0xA24BAED4963EE407ULL + a);
  h = hash::Step(h, b * 0x9FB21C651E98DF25ULL + 1);
  h = hash::Step(h, c * 0xC2B2AE3D27D4EB4FULL + 2);
  return h | 1;
}

// The templates. Their order is part of a model.
enum Template : uint64_t {
  kBias = 1,
  kForm,
  kLower,
  kShape,
  kLetters,
  kPrefix,
  kSuffix = kPrefix + 4,
  kClass = kSuffix + 4,
  kSuffixLetters = kClass + 3,
  kBoundary,
  kOffsets = 32,  // templates of words times offsets come below
  kLowerBefore = 200,
  kLowerAfter,
  kLettersAround,
  kShapesAround,
  kClassBefore,
  kClassAfter,
  kAround,
  kTwoBefore,
  kTwoAfter,
  kLettersLowerBefore,
  kLettersLowerAfter,
  kStart,
  kKind,
  kClassesAround,
  kClassLower,
  kLowerClass,
  kFineBefore,
  kFineAfter,
  kThree,
  kRunLength,
  kRunLast,
  kRunLastClass,
  kRunFirst,
  kRunBefore,
  kRunAfter,
  kRunOutside,
  kRunLastSuffix,
  kRunBeforeClass,
  kRunAfterClass,
  kRunStart,
  kRunLengthKind,
  kUsage,
  kUsageFirst,
  kListed,
  kListedLetters,
  kListedAround,
  kListedAlone,
  kLabel = 300,
  kLabelBefore,
  kLabelAfter,
  kLabelTwoBefore,
  kLabelTwoAfter,
  kLabelsAround,
  kMajority,
  kMajorityLabel,
  kMajorityParts,
  kRunMajority,
};

}  // namespace

void OfWord(const Word* word, int offset, FeatureList* out) {
  const auto pattern = [offset](uint64_t of) {
    return of + kOffsets * static_cast<uint64_t>(offset + kReach);
  };
  if (word == nullptr) {
    out->push_back(Feature(pattern(kBoundary), 1));
    return;
  }
  const auto letters = static_cast<uint64_t>(word->letters);
  out->push_back(Feature(pattern(kLower), word->lower));
  out->push_back(Feature(pattern(kLetters), letters));
  if (word->word_class != WordClasses::kUnknown) {
    for (int level = 0; level < WordClasses::kLevels; ++level) {
      const int shifted = word->word_class >> WordClasses::kShifts[level];
      out->push_back(
          Feature(pattern(kClass + static_cast<uint64_t>(level)), static_cast<uint64_t>(shifted)));
    }
  }
  if (offset < -1 || offset > 1) return;
  out->push_back(Feature(pattern(kShape), word->shape));
  out->push_back(Feature(pattern(kSuffix + 2), word->suffix[2]));
  if (offset != 0) {
    if (IsCased(word->letters)) out->push_back(Feature(pattern(kForm), word->form));
    return;
  }
  out->push_back(Feature(pattern(kBias), 1));
  out->push_back(Feature(pattern(kForm), word->form));
  for (size_t n = 0; n < 4; ++n) {
    if (word->prefix[n] != 0 && n > 0)
      out->push_back(Feature(pattern(kPrefix + n), word->prefix[n]));
    if (word->suffix[n] != 0 && n != 2) {
      out->push_back(Feature(pattern(kSuffix + n), word->suffix[n]));
    }
  }
  out->push_back(Feature(pattern(kSuffixLetters), word->suffix[2], letters));
}

uint64_t Features::Class(ptrdiff_t token, int level) const {
  if (!In(token)) return 1;
  const uint16_t c = At(Index(token)).word_class;
  return c == WordClasses::kUnknown ? 2 + static_cast<uint64_t>(At(Index(token)).letters)
                                    : 16 + static_cast<uint64_t>(c >> WordClasses::kShifts[level]);
}

void Features::Begin(const Document& document) {
  document_ = &document;
  if (usage_.size() < lexicon_.size()) usage_.resize(lexicon_.size());
  for (const Token& token : document.tokens) usage_[lexicon_[token.word].lower_word] = {};
  size_t begin = 0;
  for (const uint32_t end : document.sentence_ends) {
    // Where most words have capitals, they say nothing.
    size_t cased = 0, lower = 0;
    for (size_t i = begin; i < end; ++i) {
      cased += IsCased(At(i).letters);
      lower += At(i).letters == Case::kLower;
    }
    const bool tells = lower > cased;
    for (size_t i = begin; i < end; ++i) {
      const Word& word = At(i);
      uint8_t& count = word.letters == Case::kLower ? usage_[word.lower_word].lower
                                                    : usage_[word.lower_word].capital;
      if (word.letters != Case::kLower && (!tells || i == begin || !IsCased(word.letters)))
        continue;
      if (count < 255) ++count;
    }
    begin = end;
  }
}

void Features::BeginSentence(size_t begin, size_t end) {
  begin_ = begin;
  end_ = end;
  size_t upper = 0, lower = 0, cased = 0, digits = 0;
  for (size_t i = begin; i < end; ++i) {
    const Word& word = At(i);
    upper += word.letters == Case::kUpper;
    cased += IsCased(word.letters);
    lower += word.letters == Case::kLower && !word.connector;
    digits += word.digits;
  }
  shouts_ = upper > lower && upper * 2 > cased && upper > 1;
  title_ = !shouts_ && cased > 2 * lower && cased > 2;
  const bool table = digits * 4 > end - begin;
  const bool full = end - begin > 1 && Lower(static_cast<ptrdiff_t>(end) - 1) == HashOf(".");
  kind_ = 1 + (shouts_ ? 1 : 0) + (title_ ? 2 : 0) + (table ? 4 : 0) + (full ? 8 : 0) +
          (end - begin < 5 ? 16 : 0);
  FindRuns();
  FindListed();
}

void Features::FindRuns() {
  runs_.clear();
  run_of_.assign(end_ - begin_, kNoRun);
  if (shouts_) return;
  for (size_t i = begin_; i < end_;) {
    if (!IsCased(At(i).letters)) {
      ++i;
      continue;
    }
    size_t last = i, j = i + 1;
    for (int connectors = 0; j < end_; ++j) {
      const Word& word = At(j);
      if (IsCased(word.letters)) {
        last = j;
        connectors = 0;
      } else if (!word.connector || ++connectors > 2) {
        break;
      }
    }
    for (size_t k = i; k <= last; ++k) run_of_[k - begin_] = static_cast<uint32_t>(runs_.size());
    runs_.push_back({static_cast<uint32_t>(i), static_cast<uint32_t>(last + 1)});
    i = last + 1;
  }
}

void Features::FindListed() {
  listed_.assign(end_ - begin_, {});
  const NameLists& lists = knowledge_.lists;
  if (lists.empty()) return;
  for (size_t i = begin_; i < end_; ++i) {
    if (IsCased(At(i).letters)) lists.Prefetch(NameLists::First(At(i).lower));
  }
  for (size_t i = begin_; i < end_; ++i) {
    if (!IsCased(At(i).letters)) continue;
    size_t longest[NameLists::kLists] = {};
    uint64_t key = NameLists::First(At(i).lower);
    for (size_t n = 1;; ++n) {
      const NameLists::Found found = lists.Find(key);
      for (size_t l = 0; l < NameLists::kLists; ++l) {
        if (found.lists >> l & 1) longest[l] = n;
      }
      if (!found.goes_on || n == NameLists::kLongest || i + n == end_) break;
      key = NameLists::Next(key, At(i + n).lower);
    }
    for (size_t l = 0; l < NameLists::kLists; ++l) {
      const size_t n = longest[l];
      if (n == 0 || listed_[i - begin_][l] != 0) continue;
      for (size_t k = 0; k < n; ++k) {
        const Part part = n == 1       ? Part::kSingle
                          : k == 0     ? Part::kFirst
                          : k + 1 == n ? Part::kLast
                                       : Part::kInner;
        listed_[i + k - begin_][l] = static_cast<uint8_t>(1 + static_cast<int>(part));
      }
    }
  }
}

void Features::OfPlace(size_t token, FeatureList* out) const {
  const auto i = static_cast<ptrdiff_t>(token);
  const Word& word = At(token);
  const auto letters = static_cast<uint64_t>(word.letters);
  const auto near_run = [&](ptrdiff_t at) {
    return In(at) && run_of_[Index(at) - begin_] != kNoRun;
  };
  const auto add = [out](uint64_t pattern, uint64_t a, uint64_t b = 0, uint64_t c = 0) {
    out->push_back(Feature(pattern, a, b, c));
  };
  add(kKind, kind_, letters);
  const bool in_run = near_run(i);
  if (!in_run && !shouts_ && !near_run(i - 1) && !near_run(i + 1)) return;

  add(kLowerBefore, Lower(i - 1), word.lower);
  add(kLowerAfter, word.lower, Lower(i + 1));
  add(kLettersAround, Letters(i - 1), letters, Letters(i + 1));
  add(kShapesAround, Shape(i - 1), word.shape, Shape(i + 1));
  add(kClassBefore, Class(i - 1, 1), Class(i, 1));
  add(kClassAfter, Class(i, 1), Class(i + 1, 1));
  OfLists(token, out);
  if (!in_run && !shouts_) return;

  add(kLettersLowerBefore, Lower(i - 1), letters);
  add(kLettersLowerAfter, Lower(i + 1), letters);
  add(kAround, Lower(i - 1), Lower(i + 1));
  add(kTwoBefore, Lower(i - 2), Lower(i - 1));
  add(kTwoAfter, Lower(i + 1), Lower(i + 2));
  add(kClassesAround, Class(i - 1, 1), Class(i + 1, 1), letters);
  add(kFineBefore, Class(i - 1, 2), Class(i, 0));
  add(kFineAfter, Class(i, 0), Class(i + 1, 2));
  add(kStart, token == begin_ ? 1 : token == begin_ + 1 ? 2 : 3, letters, kind_);
  OfRun(token, out);

  const Usage& usage = usage_[word.lower_word];
  const uint64_t used = (usage.lower == 0  ? 0U
                         : usage.lower < 3 ? 1U
                                           : 2U) +
                        3 * (usage.capital == 0  ? 0U
                             : usage.capital < 3 ? 1U
                                                 : 2U);
  add(kUsage, used, letters, token == begin_ ? 1 : 0);
  add(kUsageFirst, used, kind_, token == begin_ ? 1 : 0);
}

void Features::OfRun(size_t token, FeatureList* out) const {
  const uint32_t number = run_of_[token - begin_];
  if (number == kNoRun) return;
  const Run run = runs_[number];
  const uint64_t length = std::min<uint64_t>(run.end - run.begin, 6);
  const uint64_t place = token == run.begin ? 1 : token + 1 == run.end ? 2 : 3;
  const auto before = static_cast<ptrdiff_t>(run.begin) - 1;
  const auto after = static_cast<ptrdiff_t>(run.end);
  const auto add = [out](uint64_t pattern, uint64_t a, uint64_t b = 0, uint64_t c = 0) {
    out->push_back(Feature(pattern, a, b, c));
  };
  const uint64_t form = length * 4 + place;
  add(kRunLength, form);
  add(kRunLengthKind, form, kind_);
  add(kRunBefore, Lower(before), place, length > 1 ? 1 : 0);
  add(kRunAfter, Lower(after), place, length > 1 ? 1 : 0);
  add(kRunOutside, Class(before, 1), Class(after, 1), form);
  add(kRunBeforeClass, Class(before, 2), form);
  add(kRunAfterClass, Class(after, 2), form);
  if (length == 1) return;
  const auto last = static_cast<ptrdiff_t>(run.end) - 1;
  const auto first = static_cast<ptrdiff_t>(run.begin);
  add(kRunLast, Lower(last), place);
  add(kRunLastClass, Class(last, 1), form);
  add(kRunLastSuffix, At(Index(last)).suffix[2], place);
  add(kRunFirst, Lower(first), place);
  add(kRunStart, Class(first, 1), form);
}

void Features::OfLists(size_t token, FeatureList* out) const {
  if (knowledge_.lists.empty()) return;
  const auto& here = listed_[token - begin_];
  uint64_t all = 0;
  for (size_t l = 0; l < NameLists::kLists; ++l) {
    all = all * 5 + here[l];
    if (here[l] == 0) continue;
    out->push_back(Feature(kListed, l, here[l]));
    out->push_back(Feature(kListedLetters, l, here[l], Letters(static_cast<ptrdiff_t>(token))));
  }
  out->push_back(Feature(kListedAlone, all));
  const auto beside = [&](ptrdiff_t at) {
    uint64_t bits = 0;
    if (!In(at)) return bits;
    for (size_t l = 0; l < NameLists::kLists; ++l) {
      bits |= static_cast<uint64_t>(listed_[Index(at) - begin_][l] != 0) << l;
    }
    return bits;
  };
  const auto i = static_cast<ptrdiff_t>(token);
  out->push_back(Feature(kListedAround, beside(i - 1), beside(i), beside(i + 1)));
}

void Features::BeginLabels(const std::vector<Label>& labels) {
  labels_ = labels;
  for (size_t i = 0; i < labels_.size(); ++i) {
    const Word& word = At(i);
    if (!IsCased(word.letters)) continue;
    Usage& usage = usage_[word.lower_word];
    uint8_t& count = labels_[i] == kOutside ? usage.outside : usage.types[TypeOf(labels_[i])];
    if (count < 255) ++count;
    if (labels_[i] == kOutside) continue;
    uint8_t& part = usage.parts[static_cast<size_t>(PartOf(labels_[i]))];
    if (part < 255) ++part;
  }
}

uint64_t Features::LabelsAround(size_t token) const {
  uint64_t all = 0;
  for (ptrdiff_t offset = -2; offset <= 2; ++offset) {
    all = all * 32 + LabelAt(static_cast<ptrdiff_t>(token) + offset);
  }
  return all;
}

void Features::OfLabelsAround(size_t token, FeatureList* out) const {
  const auto i = static_cast<ptrdiff_t>(token);
  const uint64_t here = LabelAt(i), before = LabelAt(i - 1), after = LabelAt(i + 1);
  out->push_back(Feature(kLabel, here));
  out->push_back(Feature(kLabelBefore, before, here));
  out->push_back(Feature(kLabelAfter, here, after));
  out->push_back(Feature(kLabelTwoBefore, LabelAt(i - 2)));
  out->push_back(Feature(kLabelTwoAfter, LabelAt(i + 2)));
  out->push_back(Feature(kLabelsAround, before, here, after));
}

void Features::OfUsage(size_t token, FeatureList* out) const {
  const Word& word = At(token);
  if (!IsCased(word.letters)) return;
  const auto add = [out](uint64_t pattern, uint64_t a, uint64_t b = 0, uint64_t c = 0) {
    out->push_back(Feature(pattern, a, b, c));
  };
  const uint64_t here = LabelAt(static_cast<ptrdiff_t>(token));
  const Usage& usage = usage_[word.lower_word];
  // What the other places of the document say.
  Usage others = usage;
  if (labels_[token] == kOutside) {
    if (others.outside > 0) --others.outside;
  } else {
    if (others.types[TypeOf(labels_[token])] > 0) --others.types[TypeOf(labels_[token])];
    const auto part = static_cast<size_t>(PartOf(labels_[token]));
    if (others.parts[part] > 0) --others.parts[part];
  }
  uint64_t best = 0, most = others.outside, total = others.outside;
  for (size_t t = 0; t < kMaxTypes; ++t) {
    total += others.types[t];
    if (others.types[t] > most) {
      most = others.types[t];
      best = t + 1;
    }
  }
  const uint64_t sure = total == 0 ? 0 : most == total ? (total > 1 ? 3 : 2) : 1;
  add(kMajority, total == 0 ? 9 : best, sure);
  add(kMajorityLabel, total == 0 ? 9 : best, sure, here);
  uint64_t parts = 0;
  for (size_t p = 0; p < 4; ++p) parts |= static_cast<uint64_t>(others.parts[p] > 0) << p;
  add(kMajorityParts, parts, best, here);
}

}  // namespace textmill::entities
