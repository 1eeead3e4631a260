// The words beside a place in the text: what patterns ask about the neighbours of a number.
// Any thread may call.
#ifndef TEXTMILL_PLUGINS_ENTITIES_WORDS_AROUND_H_
#define TEXTMILL_PLUGINS_ENTITIES_WORDS_AROUND_H_

#include <bitset>
#include <cstddef>
#include <string>
#include <string_view>

namespace textmill::entities {

inline bool IsDigit(std::string_view text, size_t at) {
  return at < text.size() && text[at] >= '0' && text[at] <= '9';
}

inline bool IsAsciiCapital(char c) { return c >= 'A' && c <= 'Z'; }
inline bool IsAsciiLetter(char c) { return static_cast<unsigned char>((c | 0x20) - 'a') < 26; }

inline size_t DigitsEnd(std::string_view text, size_t at) {
  while (IsDigit(text, at)) ++at;
  return at;
}

// Whether `what` is at `at`.
inline bool Is(std::string_view text, size_t at, std::string_view what) {
  return at < text.size() && text[at] == what[0] && text.substr(at, what.size()) == what;
}

// The word, without digits, that begins or ends at `at`; empty when none does, or when it is longer
// than any that a pattern could know.
std::string_view WordAt(std::string_view text, size_t at);
std::string_view WordBefore(std::string_view text, size_t at);

size_t SkipRareBlanks(std::string_view text, size_t at);
size_t SkipRareBlanksBefore(std::string_view text, size_t at);

// Neither a blank nor the beginning of one that is not ASCII.
inline bool IsNoBlank(char c) { return c > ' '; }

// After up to three blanks at `at`, one line break among them; `at` where there is none.
inline size_t SkipBlanks(std::string_view text, size_t at) {
  if (at < text.size() && IsNoBlank(text[at])) return at;
  if (at + 1 < text.size() && text[at] == ' ' && IsNoBlank(text[at + 1])) return at + 1;
  return SkipRareBlanks(text, at);
}
// The same backwards.
inline size_t SkipBlanksBefore(std::string_view text, size_t at) {
  if (at > 0 && IsNoBlank(text[at - 1])) return at;
  if (at > 1 && text[at - 1] == ' ' && IsNoBlank(text[at - 2])) return at - 1;
  return SkipRareBlanksBefore(text, at);
}

// Whether a word begins with a capital letter, or is written in capitals alone.
bool IsCapitalised(std::string_view word);

// In lower case; compatible with the word lists of the patterns.
std::string LowerWord(std::string_view word);

// Turns most words away that are not in a list, by their first three letters.
class FirstLetters {
 public:
  void Add(std::string_view words);  // in lower case
  // In any case. Beyond ASCII, the first letter alone counts.
  bool MayHold(std::string_view word) const {
    if (word.size() < 2) return true;
    if (!IsAscii(word[0])) return MayHoldOther(word);
    return !IsAscii(word[1]) || (word.size() > 2 && !IsAscii(word[2])) || bits_[Index(word)];
  }

 private:
  static bool IsAscii(char c) { return static_cast<unsigned char>(c) < 0x80; }
  static size_t Index(std::string_view word) {
    const auto letter = [&](size_t i) { return static_cast<size_t>(word[i]) & 31; };
    return letter(0) << 10 | letter(1) << 5 | (word.size() > 2 ? letter(2) : 0);
  }
  bool MayHoldOther(std::string_view word) const;

  std::bitset<32768> bits_;
  std::bitset<1024> others_;  // by the lower bits of the first letter
};

}  // namespace textmill::entities

#endif  // TEXTMILL_PLUGINS_ENTITIES_WORDS_AROUND_H_
