// The characters that a regular expression takes at one place.
#ifndef TEXTMILL_PLUGINS_ENTITIES_CHAR_SET_H_
#define TEXTMILL_PLUGINS_ENTITIES_CHAR_SET_H_

#include <bitset>
#include <cstddef>
#include <string_view>

namespace textmill::entities {

// ASCII characters by themselves, all others together.
struct CharSet {
  std::bitset<128> ascii;
  bool others = false;
  bool exact = true;  // in ASCII: no more than can come, so that it may be inverted

  void AddRange(size_t from, size_t to) {
    for (size_t c = from; c <= to && c < 128; ++c) ascii.set(c);
    others |= to >= 128;
  }
  void Add(const CharSet& more) {
    ascii |= more.ascii;
    others |= more.others;
    exact &= more.exact;
  }
  static CharSet All() {
    CharSet all;
    all.AddRange(0, 128);
    all.exact = false;
    return all;
  }
  static CharSet Of(std::string_view ranges) {  // "azAZ"
    CharSet out;
    for (size_t i = 0; i + 1 < ranges.size(); i += 2) {
      out.AddRange(static_cast<size_t>(ranges[i]), static_cast<size_t>(ranges[i + 1]));
    }
    return out;
  }
  CharSet Not() const {
    CharSet out = exact ? *this : All();
    if (exact) out.ascii.flip();
    out.others = true;
    return out;
  }
  // As (?i) has it. The Kelvin sign and the long s are k and s.
  void Fold() {
    const bool had_others = others;
    for (size_t c = 'a'; c <= 'z'; ++c) {
      const bool has_others = c == 'k' || c == 's';
      const bool either = ascii[c] || ascii[c - 32] || (had_others && has_others);
      ascii[c] = ascii[c - 32] = either;
      others |= either && has_others;
    }
  }
};

}  // namespace textmill::entities

#endif  // TEXTMILL_PLUGINS_ENTITIES_CHAR_SET_H_
