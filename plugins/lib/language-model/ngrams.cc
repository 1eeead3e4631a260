#include "plugins/lib/language-model/ngrams.h"

#include <algorithm>
#include <array>
#include <bit>

#include "plugins/lib/language-model/model_data.h"

namespace textmill::language {
namespace {

constexpr size_t kMostCharacters = 0xFFFF, kMostNgrams = size_t{1} << 22,
                 kMostEntries = size_t{1} << 25;

// What is known of an n-gram before its languages are: chosen so that answers repeat.
constexpr size_t kTotals = 24, kSteps = 24;
// Contexts of bits: whether an n-gram exists, and whether it speaks for a language.
constexpr size_t kExists = 0, kSpeaks = kMostLevels * kTotals * kTotals;
static_assert(kNgramContexts.bits == kSpeaks + kMostLevels * kSteps * kSteps * 2);
// Contexts of symbols: numbers, and counts.
enum : size_t { kSizes, kCharacters, kGaps, kCountsOf };
static_assert(kNgramContexts.symbols == kCountsOf + kMostLevels * kSteps);

template <class Coder>
class NgramCoder {
 public:
  NgramCoder(Coder& coder, Ngrams& ngrams) : coder_(coder), ngrams_(ngrams) {}

  bool Run() {
    ngrams_.slots = CodeNumber(coder_, kSizes, static_cast<uint32_t>(ngrams_.slots));
    const size_t levels = CodeNumber(coder_, kSizes, static_cast<uint32_t>(ngrams_.levels.size()));
    if (ngrams_.slots > 255 || levels > kMostLevels) return false;
    if constexpr (Coder::kDecodes) ngrams_.levels.resize(levels);
    if (levels == 0) return true;
    if (!CodeCharacters()) return false;
    for (size_t level = 1; level < levels; ++level) {
      if (!CodeLevel(level)) return false;
    }
    ngrams_.levels.back().children.assign(ngrams_.levels.back().size() + 1, 0);
    return !coder_.failed();
  }

 private:
  // The languages of an n-gram, in the order of their slots. None of them are bytes, which to the
  // compiler might be those of the coder.
  struct Found {
    size_t size = 0;
    std::array<uint16_t, 256> slots, most;  // the latter: of the count's step
  };

  // Length 1: every character, in every language it occurs in.
  bool CodeCharacters() {
    Ngrams::Level& level = ngrams_.levels[0];
    const size_t size =
        CodeNumber(coder_, kSizes, static_cast<uint32_t>(ngrams_.characters.size()));
    if (size > kMostCharacters) return false;
    char32_t last = 0;
    if constexpr (Coder::kDecodes) level.entries.push_back(0);
    for (size_t i = 0; i < size; ++i) {
      if constexpr (Coder::kDecodes) ngrams_.characters.push_back(0);
      last = ngrams_.characters[i] =
          last + CodeNumber(coder_, kCharacters, ngrams_.characters[i] - last);
      if constexpr (Coder::kDecodes) {
        level.last.push_back(static_cast<uint16_t>(i));
        level.prefix.push_back(0);
        level.suffix.push_back(0);
      }
      size_t at = level.entries[i];
      bool before = false;
      Found found;
      for (size_t slot = 0; slot < ngrams_.slots; ++slot) {
        before = coder_.Bit(kSpeaks + (before ? 1 : 0), Speaks(level, i, at, slot));
        if (!before) continue;
        ++at;
        found.slots[found.size] = static_cast<uint16_t>(slot);
        found.most[found.size++] = 0;
      }
      CodeCounts(0, i, found, kCountSteps - 1);
      if (coder_.failed()) return false;
    }
    classes_.swap(next_classes_);
    return true;
  }

  // Tells how large the level is.
  void Reserve(Ngrams::Level& level) {
    const size_t size = CodeNumber(coder_, kSizes, static_cast<uint32_t>(level.size()));
    const size_t entries = CodeNumber(coder_, kSizes, static_cast<uint32_t>(level.slots.size()));
    if (!Coder::kDecodes || size > kMostNgrams || entries > kMostEntries) return;
    level.last.reserve(size);
    level.prefix.reserve(size);
    level.suffix.reserve(size);
    level.children.reserve(size + 1);
    level.entries.reserve(size + 1);
    level.slots.reserve(entries);
    level.counts.reserve(entries);
    next_classes_.reserve(size);
  }

  // What is to be coded: whether an entry of n-gram `i` from `at` on is of `slot`.
  static bool Speaks(const Ngrams::Level& level, size_t i, size_t at, size_t slot) {
    return !Coder::kDecodes && at < level.entries[i + 1] && level.slots[at] == slot;
  }

  // The counts beside the languages of an n-gram, none above `most`.
  void CodeCounts(size_t k, size_t i, const Found& found, size_t most) {
    Ngrams::Level& level = ngrams_.levels[k];
    const size_t first = level.entries[i];
    if constexpr (Coder::kDecodes) {
      level.slots.insert(level.slots.end(), found.slots.begin(),
                         found.slots.begin() + static_cast<long>(found.size));
      level.counts.resize(first + found.size);
      level.entries.push_back(static_cast<uint32_t>(first + found.size));
    }
    uint64_t total = 0;
    for (size_t e = 0; e < found.size; ++e) {
      const size_t context = kCountsOf + k * kSteps + StepClass(found.most[e]);
      uint8_t& count = level.counts[first + e];
      count = static_cast<uint8_t>(std::min<size_t>(coder_.Symbol(context, count), most));
      total += CountOf(count);
    }
    next_classes_.push_back(
        static_cast<uint8_t>(std::min<int>(std::bit_width(total / 64), kTotals - 1)));
  }
  static size_t StepClass(size_t step) { return std::min<size_t>(step, kSteps - 1); }

  bool CodeLevel(size_t k) {
    Ngrams::Level& level = ngrams_.levels[k];
    Ngrams::Level& before = ngrams_.levels[k - 1];
    next_classes_.clear();
    if constexpr (Coder::kDecodes) level.entries.push_back(0);
    if constexpr (Coder::kDecodes) before.children.push_back(0);
    Reserve(level);
    size_t next = 0;  // n-gram of this level
    const auto add = [&](size_t prefix, size_t suffix) {
      if constexpr (Coder::kDecodes) {
        level.last.push_back(before.last[suffix]);
        level.prefix.push_back(static_cast<uint32_t>(prefix));
        level.suffix.push_back(static_cast<uint32_t>(suffix));
      }
      CodeEntries(k, next++, suffix);
    };
    for (size_t i = 0; i < before.size(); ++i) {
      if (!ngrams_.EndsWord(k - 1, i)) {
        const auto steps = StepsOf(before, i);
        if (k == 1) {
          // Any character may follow: how many do, and how far they are apart.
          const size_t children = CodeNumber(
              coder_, kSizes, Coder::kDecodes ? 0 : before.children[i + 1] - before.children[i]);
          size_t character = 0;
          for (size_t c = 0; c < children; ++c) {
            const size_t target = Coder::kDecodes ? 0 : level.last[next];
            character += CodeNumber(coder_, kGaps, static_cast<uint32_t>(target - character));
            if (character >= before.size() || coder_.failed()) return false;
            add(i, character);
          }
        } else {
          const Ngrams::Level& shorter = ngrams_.levels[k - 2];
          const size_t s = before.suffix[i];
          const size_t contexts = kExists + (k * kTotals + classes_[i]) * kTotals;
          for (size_t j = shorter.children[s]; j < shorter.children[s + 1]; ++j) {
            const bool exists =
                !Coder::kDecodes && next < before.children[i + 1] && level.suffix[next] == j;
            if (coder_.Bit(contexts + classes_[j], exists)) add(i, j);
          }
        }
        for (size_t e = steps.begin; e < steps.end; ++e) prefix_steps_[before.slots[e]] = 0;
      }
      if constexpr (Coder::kDecodes) before.children.push_back(static_cast<uint32_t>(next));
      if (coder_.failed() || next > kMostNgrams || level.slots.size() > kMostEntries) return false;
    }
    classes_.swap(next_classes_);
    return true;
  }

  struct Range {
    size_t begin, end;
  };
  // Sets prefix_steps_ to those of n-gram `i`.
  Range StepsOf(const Ngrams::Level& level, size_t i) {
    const Range range = {level.entries[i], level.entries[i + 1]};
    for (size_t e = range.begin; e < range.end; ++e) {
      prefix_steps_[level.slots[e]] = static_cast<uint16_t>(level.counts[e] + 1);
    }
    return range;
  }

  // Only languages that have both the prefix and the suffix may have the n-gram.
  void CodeEntries(size_t k, size_t i, size_t suffix) {
    const Ngrams::Level& level = ngrams_.levels[k];
    const Ngrams::Level& before = ngrams_.levels[k - 1];
    const uint8_t *const slots = before.slots.data(), *const counts = before.counts.data();
    std::array<uint32_t, 256> candidates;
    size_t n = 0;
    for (size_t b = before.entries[suffix]; b < before.entries[suffix + 1]; ++b) {
      candidates[n] = static_cast<uint32_t>(b);
      n += prefix_steps_[slots[b]] > 0 ? 1 : 0;
    }
    size_t at = level.entries[i], size = 0;
    const size_t contexts = kSpeaks + k * kSteps * kSteps * 2;
    bool last = false;
    Found found;
    for (size_t c = 0; c < n; ++c) {
      const uint16_t slot = slots[candidates[c]];
      const size_t one = prefix_steps_[slot] - size_t{1}, other = counts[candidates[c]];
      const size_t context = (StepClass(one) * kSteps + StepClass(other)) * 2 + (last ? 1 : 0);
      last = coder_.Bit(contexts + context, Speaks(level, i, at, slot));
      found.slots[size] = slot;
      found.most[size] = static_cast<uint16_t>(std::min(one, other));
      size += last ? 1 : 0;
      at += last ? 1 : 0;
    }
    found.size = size;
    CodeCounts(k, i, found, kCountSteps - 1);
  }

  Coder& coder_;
  Ngrams& ngrams_;
  std::vector<uint8_t> classes_, next_classes_;  // by n-gram of a level: how frequent it is
  // By slot, of the n-gram whose children are coded: its count's step + 1, or 0.
  std::array<uint16_t, 256> prefix_steps_{};
};

}  // namespace

uint8_t NearestCountStep(double count) {
  const double target = count * 64;
  size_t step = 0;
  while (step + 1 < kCountSteps &&
         (static_cast<double>(kCounts[step]) + static_cast<double>(kCounts[step + 1])) / 2 <
             target) {
    ++step;
  }
  return static_cast<uint8_t>(step);
}

bool Ngrams::EndsWord(size_t level, size_t i) const {
  return level > 0 && characters[levels[level].last[i]] == kBorder;
}

bool CodeNgrams(Counter& coder, Ngrams& ngrams) { return NgramCoder(coder, ngrams).Run(); }
bool CodeNgrams(Encoder& coder, Ngrams& ngrams) { return NgramCoder(coder, ngrams).Run(); }
bool CodeNgrams(Decoder& coder, Ngrams& ngrams) { return NgramCoder(coder, ngrams).Run(); }

}  // namespace textmill::language
