// Reads and writes the model file: a magic line, the size of the head, the head, and the pieces of
// one script after another, each by a coder of its own.
#include <algorithm>
#include <array>

#include "plugins/lib/language-model/model_data.h"
#include "plugins/lib/language-model/symbol_coder.h"
#include "plugins/lib/languages/languages.h"

namespace textmill::language {
namespace {

constexpr std::string_view kMagic = "TMLANG2\n";
constexpr size_t kSizeBytes = 4;  // of the size of the head

// Contexts of symbols, in the head and behind those of the n-grams.
enum HeadContext : size_t { kSizes, kRuns, kGroupsOf, kShifts, kPairs, kValues, kHeadContexts };
enum ScoreContext : size_t { kKeys, kGaps, kCounts, kFirstSlots, kSlots, kScores, kScoreContexts };
constexpr size_t kCorrections = kNgramContexts.symbols, kWords = kCorrections + kScoreContexts;
constexpr Contexts kPieceContexts = {kNgramContexts.bits, kWords + kScoreContexts};

uint32_t Fold(int32_t number) {
  return static_cast<uint32_t>(number) << 1 ^ static_cast<uint32_t>(number >> 31);
}
int32_t Unfold(uint32_t folded) { return static_cast<int32_t>(folded >> 1 ^ (0 - (folded & 1))); }

// A vector of numbers, each as `code` codes it.
template <class Coder, class T, class Code>
bool CodeVector(Coder& coder, size_t context, std::vector<T>& values, size_t most, Code code) {
  const uint32_t size = CodeNumber(coder, context, static_cast<uint32_t>(values.size()));
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
bool CodeLetters(Coder& coder, Letters& letters) {
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
    run = CodeNumber(coder, kRuns, static_cast<uint32_t>(run));
    if (run == 0 || run > Letters::kSize - c || coder.failed()) return false;
    const uint32_t group = CodeNumber(coder, kGroupsOf, letters.table[c] >> 24);
    const int32_t distance = Unfold(CodeNumber(coder, kShifts, Fold(shift(c))));
    if (group > kIgnored) return false;
    if constexpr (Coder::kDecodes) {
      for (size_t i = c; group != 0 && i < c + run; ++i) {
        const auto lower = static_cast<char32_t>(static_cast<int32_t>(i) + distance) & 0xFFFFFF;
        letters.table[i] = Letters::Make(static_cast<Group>(group), lower);
      }
    }
    c += run;
  }
  return CodeVector(coder, kSizes, letters.pairs, Letters::kSize, [&](Letters::Pair pair) {
    pair.first = CodeNumber(coder, kPairs, pair.first);
    pair.second = CodeNumber(coder, kPairs, pair.second);
    pair.whole = CodeNumber(coder, kPairs, pair.whole);
    return pair;
  });
}

// In contexts from `first` on.
template <class Coder>
bool CodeScores(Coder& coder, size_t first, SparseScores& scores, size_t most_keys, size_t slots) {
  uint32_t last = 0;
  if (!CodeVector(coder, first + kKeys, scores.keys, most_keys, [&](uint32_t key) {
        return last += CodeNumber(coder, first + kGaps, key - last);
      })) {
    return false;
  }
  if constexpr (Coder::kDecodes) scores.sizes.resize(scores.keys.size());
  size_t at = 0;
  for (uint8_t& size : scores.sizes) {
    size = coder.Symbol(first + kCounts, size);
    if constexpr (Coder::kDecodes) {
      scores.slots.resize(at + size);
      scores.scores.resize(at + size);
    }
    uint32_t slot = 0;
    for (const size_t end = at + size; at < end; ++at) {
      slot += coder.Symbol(first + (slot == 0 ? kFirstSlots : kSlots),
                           static_cast<uint8_t>(scores.slots[at] - slot));
      if (slot >= slots) return false;
      scores.slots[at] = static_cast<uint8_t>(slot);
      const auto folded = static_cast<uint8_t>(Fold(scores.scores[at]));
      scores.scores[at] = static_cast<int8_t>(Unfold(coder.Symbol(first + kScores, folded)));
    }
    if (coder.failed()) return false;
  }
  return true;
}

// What is known of a script without its pieces.
template <class Coder>
bool CodeScript(Coder& coder, Script& script) {
  const auto number = [&](auto value) {
    return CodeNumber(coder, kValues, static_cast<uint32_t>(value));
  };
  if (!CodeVector(coder, kSizes, script.languages, 255, number)) return false;
  const size_t slots = script.languages.size();
  const size_t all = BuiltinLanguages().size();
  if (std::any_of(script.languages.begin(), script.languages.end(),
                  [&](uint8_t language) { return language >= all; })) {
    return false;
  }
  if (slots < 2) return true;
  if (!CodeVector(coder, kSizes, script.priors, slots, number) ||
      !CodeVector(coder, kSizes, script.sharpness, 32, number)) {
    return false;
  }
  script.interpolation = static_cast<uint16_t>(number(script.interpolation));
  script.scale = static_cast<uint16_t>(number(script.scale));
  return script.priors.size() == slots && !script.sharpness.empty();
}

template <class Coder>
bool CodePieces(Coder& coder, Script& script) {
  const size_t slots = script.languages.size();
  constexpr size_t kLeastLevels = 2;
  if (!CodeNgrams(coder, script.ngrams) || script.ngrams.slots != slots ||
      script.ngrams.levels.size() < kLeastLevels) {
    return false;
  }
  size_t ngrams = 0;
  for (const Ngrams::Level& level : script.ngrams.levels) ngrams += level.size();
  constexpr size_t kMostWords = size_t{1} << 22;
  return CodeScores(coder, kCorrections, script.corrections, ngrams, slots) &&
         CodeScores(coder, kWords, script.words, kMostWords, slots);
}

// All but the pieces; `sizes` are those of the packed ones.
template <class Coder>
bool CodeHead(Coder& coder, ModelData& data, std::array<uint32_t, kGroups>& sizes) {
  if (!CodeLetters(coder, data.letters)) return false;
  for (size_t g = 0; g < kGroups; ++g) {
    if (!CodeScript(coder, data.scripts[g])) return false;
    sizes[g] = CodeNumber(coder, kValues, sizes[g]);
  }
  return !coder.failed();
}

}  // namespace

std::string Encode(ModelData& data) {
  std::array<uint32_t, kGroups> sizes{};
  std::string packed;
  for (size_t g = 0; g < kGroups; ++g) {
    if (data.scripts[g].languages.size() < 2) continue;
    const std::string pieces =
        EncodeWith(kPieceContexts, [&](auto& coder) { CodePieces(coder, data.scripts[g]); });
    sizes[g] = static_cast<uint32_t>(pieces.size());
    packed += pieces;
  }
  const std::string head =
      EncodeWith(Contexts{0, kHeadContexts}, [&](auto& coder) { CodeHead(coder, data, sizes); });
  std::string out(kMagic);
  for (size_t i = 0; i < kSizeBytes; ++i) out += static_cast<char>(head.size() >> (8 * i));
  return out + head + packed;
}

std::string Decode(std::string_view file, ModelData& data) {
  if (!file.starts_with(kMagic)) return "it is no language model of Textmill";
  constexpr const char* kDamaged = "it is damaged or cut off";
  file.remove_prefix(kMagic.size());
  if (file.size() < kSizeBytes) return kDamaged;
  size_t head = 0;
  for (size_t i = 0; i < kSizeBytes; ++i) head |= size_t{static_cast<uint8_t>(file[i])} << (8 * i);
  file.remove_prefix(kSizeBytes);
  Decoder coder(file.substr(0, head), Contexts{0, kHeadContexts});
  std::array<uint32_t, kGroups> sizes{};
  if (head > file.size() || !CodeHead(coder, data, sizes) || !coder.Finished()) return kDamaged;
  file.remove_prefix(head);
  for (size_t g = 0; g < kGroups; ++g) {
    if (sizes[g] > file.size()) return kDamaged;
    data.packed[g] = file.substr(0, sizes[g]);
    file.remove_prefix(sizes[g]);
  }
  return file.empty() ? "" : kDamaged;
}

bool Unpack(std::string_view packed, Script& script) {
  Decoder coder(packed, kPieceContexts);
  return CodePieces(coder, script) && coder.Finished();
}

}  // namespace textmill::language
