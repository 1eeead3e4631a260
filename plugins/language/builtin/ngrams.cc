#include "plugins/language/builtin/ngrams.h"

#include <algorithm>
#include <array>
#include <bit>
#include <memory>

#include "plugins/language/builtin/model.h"

namespace textmill::language {
namespace {

constexpr size_t kMostCharacters = 0xFFFF, kMostNgrams = size_t{1} << 23,
                 kMostEntries = size_t{1} << 26;

// What is known of an n-gram before its languages are: chosen so that answers repeat.
struct Models {
  static constexpr size_t kTotals = 24, kSteps = 24;
  static size_t Total(uint64_t count) {
    return std::min<size_t>(static_cast<size_t>(std::bit_width(count / 64)), kTotals - 1);
  }
  static size_t Step(uint8_t step) { return std::min<size_t>(step, kSteps - 1); }

  NumberModel numbers, characters, gaps;
  BitModel exists[kMostLevels][kTotals][kTotals];
  BitModel speaks[kMostLevels][kSteps][kSteps][2];
  BitModel counts[kMostLevels][kSteps][kCountSteps];
};

template <class Coder>
uint8_t CodeCount(Coder& coder, BitModel (&models)[kCountSteps], uint8_t most, uint8_t step) {
  uint8_t out = 0;
  while (out < most && coder.Bit(models[out], out < step)) ++out;
  return out;
}

template <class Coder>
class NgramCoder {
 public:
  NgramCoder(Coder& coder, Ngrams& ngrams)
      : coder_(coder), ngrams_(ngrams), models_(std::make_unique<Models>()) {}

  bool Run() {
    ngrams_.slots = models_->numbers.Code(coder_, static_cast<uint32_t>(ngrams_.slots));
    const size_t levels =
        models_->numbers.Code(coder_, static_cast<uint32_t>(ngrams_.levels.size()));
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
  // Length 1: every character, in every language it occurs in.
  bool CodeCharacters() {
    Ngrams::Level& level = ngrams_.levels[0];
    const size_t size =
        models_->numbers.Code(coder_, static_cast<uint32_t>(ngrams_.characters.size()));
    if (size > kMostCharacters) return false;
    char32_t last = 0;
    if constexpr (Coder::kDecodes) level.entries.push_back(0);
    for (size_t i = 0; i < size; ++i) {
      if constexpr (Coder::kDecodes) ngrams_.characters.push_back(0);
      last = ngrams_.characters[i] =
          last + models_->characters.Code(coder_, ngrams_.characters[i] - last);
      if constexpr (Coder::kDecodes) {
        level.last.push_back(static_cast<uint16_t>(i));
        level.prefix.push_back(0);
        level.suffix.push_back(0);
      }
      size_t at = level.entries[i];
      bool before = false;
      for (size_t slot = 0; slot < ngrams_.slots; ++slot) {
        const bool speaks =
            !Coder::kDecodes && at < level.entries[i + 1] && level.slots[at] == slot;
        before = coder_.Bit(models_->speaks[0][0][0][before], speaks);
        if (before) CodeEntry(level, at++, static_cast<uint8_t>(slot), 0, 0, kCountSteps - 1);
      }
      if constexpr (Coder::kDecodes) level.entries.push_back(static_cast<uint32_t>(at));
      totals_.push_back(TotalOf(level, i));
      if (coder_.failed()) return false;
    }
    return true;
  }

  void CodeEntry(Ngrams::Level& level, size_t at, uint8_t slot, size_t length, size_t context,
                 uint8_t most) {
    if constexpr (Coder::kDecodes) {
      level.slots.push_back(slot);
      level.counts.push_back(0);
    }
    level.counts[at] = CodeCount(coder_, models_->counts[length][context], most, level.counts[at]);
  }

  static uint64_t TotalOf(const Ngrams::Level& level, size_t i) {
    uint64_t total = 0;
    for (size_t e = level.entries[i]; e < level.entries[i + 1]; ++e) {
      total += CountOf(level.counts[e]);
    }
    return total;
  }

  bool CodeLevel(size_t k) {
    Ngrams::Level& level = ngrams_.levels[k];
    Ngrams::Level& before = ngrams_.levels[k - 1];
    std::vector<uint64_t> totals;
    if constexpr (Coder::kDecodes) level.entries.push_back(0);
    if constexpr (Coder::kDecodes) before.children.push_back(0);
    size_t next = 0;  // n-gram of this level
    const auto add = [&](size_t prefix, size_t suffix) {
      if constexpr (Coder::kDecodes) {
        level.last.push_back(before.last[suffix]);
        level.prefix.push_back(static_cast<uint32_t>(prefix));
        level.suffix.push_back(static_cast<uint32_t>(suffix));
      }
      CodeEntries(k, next, prefix, suffix);
      totals.push_back(TotalOf(level, next));
      ++next;
    };
    for (size_t i = 0; i < before.size(); ++i) {
      if (!ngrams_.EndsWord(k - 1, i)) {
        if (k == 1) {
          // Any character may follow: how many do, and how far they are apart.
          const size_t children = models_->numbers.Code(
              coder_, Coder::kDecodes ? 0 : before.children[i + 1] - before.children[i]);
          size_t character = 0;
          for (size_t c = 0; c < children; ++c) {
            const size_t target = Coder::kDecodes ? 0 : level.last[next];
            character += models_->gaps.Code(coder_, static_cast<uint32_t>(target - character));
            if (character >= before.size() || coder_.failed()) return false;
            add(i, character);
          }
        } else {
          const Ngrams::Level& shorter = ngrams_.levels[k - 2];
          const size_t s = before.suffix[i];
          for (size_t j = shorter.children[s]; j < shorter.children[s + 1]; ++j) {
            const bool exists =
                !Coder::kDecodes && next < before.children[i + 1] && level.suffix[next] == j;
            BitModel& model =
                models_->exists[k][Models::Total(totals_[i])][Models::Total(totals_[j])];
            if (coder_.Bit(model, exists)) add(i, j);
          }
        }
      }
      if constexpr (Coder::kDecodes) before.children.push_back(static_cast<uint32_t>(next));
      if (coder_.failed() || next > kMostNgrams || level.slots.size() > kMostEntries) return false;
    }
    totals_ = std::move(totals);
    return true;
  }

  // Only languages that have both the prefix and the suffix may have the n-gram.
  void CodeEntries(size_t k, size_t i, size_t prefix, size_t suffix) {
    Ngrams::Level& level = ngrams_.levels[k];
    const Ngrams::Level& before = ngrams_.levels[k - 1];
    size_t at = level.entries[i];
    size_t a = before.entries[prefix], b = before.entries[suffix];
    const size_t a_end = before.entries[prefix + 1], b_end = before.entries[suffix + 1];
    bool last = false;
    while (a < a_end && b < b_end) {
      if (before.slots[a] < before.slots[b]) {
        ++a;
      } else if (before.slots[a] > before.slots[b]) {
        ++b;
      } else {
        const uint8_t slot = before.slots[a];
        const uint8_t one = before.counts[a++], other = before.counts[b++];
        const bool speaks =
            !Coder::kDecodes && at < level.entries[i + 1] && level.slots[at] == slot;
        last = coder_.Bit(models_->speaks[k][Models::Step(one)][Models::Step(other)][last], speaks);
        if (!last) continue;
        const uint8_t most = std::min(one, other);
        CodeEntry(level, at++, slot, k, Models::Step(most), most);
      }
    }
    if constexpr (Coder::kDecodes) level.entries.push_back(static_cast<uint32_t>(at));
  }

  Coder& coder_;
  Ngrams& ngrams_;
  std::unique_ptr<Models> models_;
  std::vector<uint64_t> totals_;  // of the level before
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

bool CodeNgrams(Encoder& coder, Ngrams& ngrams) { return NgramCoder(coder, ngrams).Run(); }
bool CodeNgrams(Decoder& coder, Ngrams& ngrams) { return NgramCoder(coder, ngrams).Run(); }

}  // namespace textmill::language
