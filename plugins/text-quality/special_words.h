// Words that spaCy's English tokeniser cuts in a way of its own, or does not cut where it would:
// contractions ("don't", also without their apostrophe), hours ("10am"), abbreviations ("Mr."),
// emoticons.
//
// Made when it is first asked for; any thread may read.
#ifndef TEXTMILL_PLUGINS_TEXT_QUALITY_SPECIAL_WORDS_H_
#define TEXTMILL_PLUGINS_TEXT_QUALITY_SPECIAL_WORDS_H_

#include <array>
#include <bitset>
#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "plugins/lib/hash/hash.h"

namespace textmill::quality {

class SpecialWords {
 public:
  static const SpecialWords& Get();

  using Sizes = std::vector<uint8_t>;  // in bytes, of the parts of a word
  // Null when the word is not special.
  const Sizes* Find(std::string_view word) const {
    const Special* special = Look(word);
    return special != nullptr ? &special->parts : nullptr;
  }
  // What the word would be cut into if it were not special; null when it is not, or not cut then.
  const Sizes* Unknown(std::string_view word) const {
    const Special* special = Look(word);
    return special != nullptr && special->unknown.size() > 1 ? &special->unknown : nullptr;
  }

 private:
  struct Special {
    Sizes parts, unknown;
  };
  enum Empty { kEmpty };
  explicit SpecialWords(Empty) {}
  SpecialWords();
  // What a word looks like from afar: few others look the same.
  static uint64_t Sketch(std::string_view word) {
    const auto at = [&](size_t i) { return uint64_t{static_cast<unsigned char>(word[i])}; };
    const size_t last = word.size() - 1;
    return hash::Spread(at(0) | at(last) << 8 | at(last / 2) << 16 |
                        at(last - (last > 0 ? 1 : 0)) << 24 | uint64_t{word.size()} << 32);
  }
  const Special* Look(std::string_view word) const {
    if (word.empty() || word.size() > longest_) return nullptr;
    const uint64_t sketch = Sketch(word);
    if (!may_be_[sketch >> kSketchShift]) return nullptr;
    for (size_t at = Cell(sketch); cells_[at] != nullptr; at = (at + 1) % kCells) {
      if (cells_[at]->first == word) return &cells_[at]->second;
    }
    return nullptr;
  }
  void Add(const std::vector<std::string>& parts);
  void AddContractions();

  static constexpr int kSketchShift = 64 - 15;
  static constexpr size_t kCells = 4096;  // a few times as many as words
  static size_t Cell(uint64_t sketch) { return (sketch >> kSketchShift) % kCells; }
  std::map<std::string, Special> words_;
  std::bitset<size_t{1} << 15> may_be_;  // by the first bits of the sketch
  // The words by their sketches, each at its cell or at the next that was free.
  std::array<const std::pair<const std::string, Special>*, kCells> cells_{};
  size_t longest_ = 0;
};

}  // namespace textmill::quality

#endif  // TEXTMILL_PLUGINS_TEXT_QUALITY_SPECIAL_WORDS_H_
