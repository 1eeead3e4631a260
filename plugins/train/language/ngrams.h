// How often each n-gram of a script occurs in the words of each language.
//
// The n-grams form a trie. Every part of an n-gram that is kept is kept too, and occurs in every
// language that the whole occurs in.
#ifndef TEXTMILL_PLUGINS_LANGUAGE_TRAIN_NGRAMS_H_
#define TEXTMILL_PLUGINS_LANGUAGE_TRAIN_NGRAMS_H_

#include <array>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace textmill::language {

// Counts are kept in steps of about a third, as CountOf(0), CountOf(1) ..., in units of 1/64.
inline constexpr size_t kCountSteps = 64;
inline constexpr float kCountUnit = 1.0F / 64;
inline constexpr std::array<uint32_t, kCountSteps> kCounts = [] {
  std::array<uint32_t, kCountSteps> out{};
  uint32_t count = 64;
  for (uint32_t& c : out) {
    c = count;
    count += count / 3;
  }
  return out;
}();
inline uint32_t CountOf(uint8_t step) { return kCounts[step]; }
uint8_t NearestCountStep(double count);

inline constexpr size_t kMostLevels = 6;

struct Ngrams {
  // The n-grams of one length, in the order of their prefixes, then of their last characters.
  struct Level {
    std::vector<uint16_t> last;      // character, as an index into `characters`
    std::vector<uint32_t> prefix;    // in the level before
    std::vector<uint32_t> suffix;    // in the level before
    std::vector<uint32_t> children;  // where they begin in the next level; one more at the end
    std::vector<uint32_t> entries;   // where its languages begin; one more at the end
    std::vector<uint8_t> slots;      // its languages
    std::vector<uint8_t> counts;     // beside them: steps
    size_t size() const { return last.size(); }
  };
  size_t slots = 0;
  std::vector<char32_t> characters;  // ascending
  std::vector<Level> levels;         // by length, from 1
};

}  // namespace textmill::language

#endif  // TEXTMILL_PLUGINS_LANGUAGE_TRAIN_NGRAMS_H_
