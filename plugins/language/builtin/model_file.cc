// Reads and writes the model file: a magic line, then all of ModelData by the range coder.
#include <algorithm>
#include <memory>

#include "plugins/language/builtin/detector.h"
#include "plugins/language/builtin/model.h"
#include "plugins/language/builtin/range_coder.h"

namespace textmill::language {
namespace {

constexpr std::string_view kMagic = "TMLANG1\n";
constexpr uint32_t kEnd = 0x7E57;  // the last number of the file

struct Numbers {
  NumberModel sizes, runs, groups, shifts, pairs, values, gaps, slots, scores;
  BitModel signs;
};

// A vector of numbers, each as `code` codes it.
template <class Coder, class T, class Code>
bool CodeVector(Coder& coder, NumberModel& sizes, std::vector<T>& values, size_t most, Code code) {
  const uint32_t size = sizes.Code(coder, static_cast<uint32_t>(values.size()));
  if (size > most) return false;
  if constexpr (Coder::kDecodes) values.resize(size);
  for (T& value : values) {
    value = static_cast<T>(code(value));
    if (coder.failed()) return false;
  }
  return true;
}

// The table of characters, as runs with one group and one distance to the lower-case form.
template <class Coder>
bool CodeLetters(Coder& coder, Numbers& numbers, Letters& letters) {
  if constexpr (Coder::kDecodes) letters.table.resize(Letters::kSize);
  const auto shift = [&](size_t c) {
    const uint32_t letter = letters.table[c];
    return letter == 0 ? 0 : static_cast<int32_t>(letter & 0xFFFFFF) - static_cast<int32_t>(c);
  };
  for (size_t c = 0; c < Letters::kSize;) {
    size_t run = 1;
    if constexpr (!Coder::kDecodes) {
      while (c + run < Letters::kSize && letters.table[c + run] >> 24 == letters.table[c] >> 24 &&
             shift(c + run) == shift(c)) {
        ++run;
      }
    }
    run = numbers.runs.Code(coder, static_cast<uint32_t>(run));
    if (run == 0 || run > Letters::kSize - c || coder.failed()) return false;
    const uint32_t group = numbers.groups.Code(coder, letters.table[c] >> 24);
    const int32_t s = shift(c);
    const uint32_t folded =
        numbers.shifts.Code(coder, static_cast<uint32_t>(s) << 1 ^ static_cast<uint32_t>(s >> 31));
    const auto distance = static_cast<int32_t>(folded >> 1 ^ (0 - (folded & 1)));
    if (group > kIgnored) return false;
    if constexpr (Coder::kDecodes) {
      for (size_t i = c; group != 0 && i < c + run; ++i) {
        const auto lower = static_cast<char32_t>(static_cast<int32_t>(i) + distance) & 0xFFFFFF;
        letters.table[i] = Letters::Make(static_cast<Group>(group), lower);
      }
    }
    c += run;
  }
  return CodeVector(coder, numbers.sizes, letters.pairs, Letters::kSize, [&](Letters::Pair pair) {
    pair.first = numbers.pairs.Code(coder, pair.first);
    pair.second = numbers.pairs.Code(coder, pair.second);
    pair.whole = numbers.pairs.Code(coder, pair.whole);
    return pair;
  });
}

template <class Coder>
bool CodeScores(Coder& coder, SparseScores& scores, size_t most_keys, size_t slots) {
  const auto numbers = std::make_unique<Numbers>();
  uint32_t last = 0;
  if (!CodeVector(coder, numbers->sizes, scores.keys, most_keys, [&](uint32_t key) {
        last += numbers->gaps.Code(coder, key - last);
        return last;
      })) {
    return false;
  }
  if constexpr (Coder::kDecodes) scores.sizes.resize(scores.keys.size());
  size_t at = 0;
  for (uint8_t& size : scores.sizes) {
    const uint32_t n = numbers->values.Code(coder, size);
    if (n > slots) return false;
    size = static_cast<uint8_t>(n);
    uint32_t slot = 0;
    for (size_t i = 0; i < n; ++i, ++at) {
      if constexpr (Coder::kDecodes) {
        scores.slots.push_back(0);
        scores.scores.push_back(0);
      }
      slot += numbers->slots.Code(coder, scores.slots[at] - slot);
      if (slot >= slots) return false;
      scores.slots[at] = static_cast<uint8_t>(slot);
      const int score = scores.scores[at];
      const bool negative = coder.Bit(numbers->signs, score < 0);
      const uint32_t size_of =
          numbers->scores.Code(coder, static_cast<uint32_t>(score < 0 ? -score : score));
      if (size_of > 127) return false;
      scores.scores[at] =
          static_cast<int8_t>(negative ? -static_cast<int>(size_of) : static_cast<int>(size_of));
    }
    if (coder.failed()) return false;
  }
  return true;
}

template <class Coder>
bool CodeScript(Coder& coder, Numbers& numbers, Script& script) {
  const auto number = [&](auto value) {
    return numbers.values.Code(coder, static_cast<uint32_t>(value));
  };
  if (!CodeVector(coder, numbers.sizes, script.languages, 255, number)) return false;
  const size_t slots = script.languages.size();
  const size_t all = BuiltinLanguages().size();
  if (std::any_of(script.languages.begin(), script.languages.end(),
                  [&](uint8_t language) { return language >= all; })) {
    return false;
  }
  if (slots < 2) return true;
  if (!CodeVector(coder, numbers.sizes, script.priors, slots, number) ||
      !CodeVector(coder, numbers.sizes, script.sharpness, 32, number)) {
    return false;
  }
  script.interpolation = static_cast<uint16_t>(number(script.interpolation));
  script.scale = static_cast<uint16_t>(number(script.scale));
  if (script.priors.size() != slots || script.sharpness.empty()) return false;
  constexpr size_t kLeastLevels = 2;
  if (!CodeNgrams(coder, script.ngrams) || script.ngrams.slots != slots ||
      script.ngrams.levels.size() < kLeastLevels) {
    return false;
  }
  size_t ngrams = 0;
  for (const Ngrams::Level& level : script.ngrams.levels) ngrams += level.size();
  constexpr size_t kMostWords = size_t{1} << 22;
  return CodeScores(coder, script.corrections, ngrams, slots) &&
         CodeScores(coder, script.words, kMostWords, slots);
}

template <class Coder>
bool CodeModel(Coder& coder, ModelData& data) {
  const auto numbers = std::make_unique<Numbers>();
  if (!CodeLetters(coder, *numbers, data.letters)) return false;
  for (Script& script : data.scripts) {
    if (!CodeScript(coder, *numbers, script)) return false;
  }
  return numbers->values.Code(coder, kEnd) == kEnd && !coder.failed();
}

}  // namespace

std::string Encode(ModelData& data) {
  Encoder coder;
  CodeModel(coder, data);
  return std::string(kMagic) + coder.Finish();
}

std::string Decode(std::string_view file, ModelData& data) {
  if (!file.starts_with(kMagic)) return "it is no language model of Textmill";
  Decoder coder(file.substr(kMagic.size()));
  return CodeModel(coder, data) ? "" : "it is damaged or cut off";
}

}  // namespace textmill::language
