#include "plugins/lib/language-model/words.h"

#include <algorithm>

#include "textmill/utf8.hpp"

namespace textmill::language {
namespace {

// Kinds of ASCII characters that tell text from addresses and code.
enum Kind : uint8_t { kPlain, kSpace, kDigit, kUpper, kLower, kDot, kAt, kSlash, kSign };

constexpr std::array<Kind, 128> kKinds = [] {
  std::array<Kind, 128> kinds{};
  for (size_t c = 0; c <= ' '; ++c) kinds[c] = kSpace;
  for (size_t c = '0'; c <= '9'; ++c) kinds[c] = kDigit;
  for (size_t c = 'A'; c <= 'Z'; ++c) kinds[c] = kUpper;
  for (size_t c = 'a'; c <= 'z'; ++c) kinds[c] = kLower;
  for (const unsigned char c : std::string_view("{}<>;=|&*$#\\^+~%")) kinds[c] = kSign;
  kinds['.'] = kDot;
  kinds['@'] = kAt;
  kinds['/'] = kSlash;
  return kinds;
}();

// The size of the tag or character reference that begins here, 0 when there is none: `<br/>`,
// `&amp;`.
size_t MarkupAt(std::string_view text) {
  constexpr size_t kLongestTag = 100, kLongestReference = 10;
  const auto is_letter = [](char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); };
  if (text.size() < 3) return 0;
  if (text[0] == '<' && (is_letter(text[1]) || text[1] == '/' || text[1] == '!')) {
    const size_t end = text.substr(0, kLongestTag).find_first_of("><", 1);
    return end != std::string_view::npos && text[end] == '>' ? end + 1 : 0;
  }
  if (text[0] == '&' && (is_letter(text[1]) || text[1] == '#')) {
    const size_t end = text.substr(0, kLongestReference).find_first_of("; ");
    return end != std::string_view::npos && text[end] == ';' ? end + 1 : 0;
  }
  return 0;
}

// Without a vowel.
bool IsAbbreviation(const char32_t* word, size_t size) {
  constexpr uint32_t kVowels = 1U << ('a' - 'a') | 1U << ('e' - 'a') | 1U << ('i' - 'a') |
                               1U << ('o' - 'a') | 1U << ('u' - 'a') | 1U << ('w' - 'a') |
                               1U << ('y' - 'a');
  return std::all_of(word, word + size, [](char32_t c) {
    return c >= 'a' && c <= 'z' && (kVowels >> (c - 'a') & 1) == 0;
  });
}

}  // namespace

char32_t Letters::Compose(char32_t first, char32_t second) const {
  const auto at = std::lower_bound(
      pairs.begin(), pairs.end(), Pair{first, second, 0}, [](const Pair& a, const Pair& b) {
        return a.first != b.first ? a.first < b.first : a.second < b.second;
      });
  return at != pairs.end() && at->first == first && at->second == second ? at->whole : 0;
}

bool Words::LooksLikeCode() const {
  constexpr uint32_t kFewSigns = 4, kLettersASign = 9;
  return signs_ > kFewSigns && signs_ * kLettersASign > all_letters_;
}

// A single letter is no word, except of Han; nor is one letter over and over.
void Words::EndWord() {
  // An apostrophe at the end is a letter of many languages, unless it closes a quotation.
  while (quoted_ && end_ > begin_ && characters_[end_ - 1] == U'\'') --end_;
  quoted_ = false;
  const uint32_t size = end_ - begin_;
  if (size == 0) return;
  const char32_t* const c = &characters_[begin_];
  const bool one = group_ != kHan &&
                   (size == 1 || (size > 3 && c[0] == c[1] && std::count(c, c + size, *c) == size));
  if (one) {
    end_ = begin_;
    return;
  }
  // Two characters at a time.
  uint64_t hash = group_;
  uint32_t i = 0;
  for (; i + 1 < size; i += 2) hash = MixHash(hash, c[i] | uint64_t{c[i + 1]} << 32);
  if (i < size) hash = MixHash(hash, c[i]);
  const bool capital = capital_ && !words_.empty();
  const bool small = !capital_ && humps_ == humps_before_;
  words_.push_back({hash, begin_, static_cast<uint8_t>(size), group_, capital, small,
                    group_ == kLatin && IsAbbreviation(c, size)});
  capitals_ += capital;
  small_words_ += small;
  letters_[group_] += size;
  if (small && group_ == kLatin) small_letters_ += size;
  begin_ = end_;
}

void Words::TakeBack() {
  const Word& word = words_.back();
  letters_[word.group] -= word.size;
  capitals_ -= word.capital;
  small_words_ -= word.small;
  if (word.small && word.group == kLatin) small_letters_ -= word.size;
  words_.pop_back();
}

// Takes a character, of which `letter` is what `letters` has for it.
inline void Words::Put(char32_t c, uint32_t letter, const Letters& letters) {
  const auto group = static_cast<Group>(letter >> 24);
  const char32_t lower = letter & 0xFFFFFF;
  if (group == group_ && group != kNoLetter && end_ - begin_ < kLongest) {
    characters_[end_++] = lower;
    small_after_ = small_after_ || c == lower;
  } else if (group >= kMark) {
    Join(group, lower, letters);
  } else {
    const bool quoted = quoted_ && end_ == begin_;
    EndWord();
    quoted_ = quoted;
    group_ = group;
    if (group == kNoLetter) return;
    capital_ = c != lower;
    humps_before_ = humps_;
    characters_[end_++] = lower;
  }
}

// A mark or an apostrophe goes on with the word before it, if there is one.
void Words::Join(Group group, char32_t mark, const Letters& letters) {
  if (group == kIgnored) return;
  if (end_ == begin_) {
    if (group == kApostrophe) quoted_ = true;
    return;
  }
  const bool room = end_ - begin_ < kLongest;
  char32_t& last = characters_[end_ - 1];
  if (group == kMark) {
    const char32_t whole = letters.Compose(last, mark);
    if (whole != 0) {
      last = whole;
    } else if (room) {
      characters_[end_++] = mark;
    }
  } else if (last != U'\'' && room) {
    characters_[end_++] = U'\'';
  }
}

// Goes over a text, and hands its characters to Words.
//
// A chunk is a run of ASCII characters without a space. One that looks like an address, a file
// name or an identifier loses its words.
class Words::Reader {
 public:
  Reader(std::string_view utf8, const Letters& letters, Words* words)
      : p_(utf8.data()), end_(p_ + utf8.size()), letters_(letters), words_(*words) {}

  void Read() {
    while (p_ < end_) {
      const auto c = static_cast<unsigned char>(*p_);
      if (c >= 0x80) {
        BeyondAscii();
        continue;
      }
      const Kind kind = kKinds[c];
      if (IsLetter(kind) && IsLetter(last_) && InLatinWord()) {
        LatinLetters();
        continue;
      }
      const size_t gap = GapAt(kind);
      if (gap > 0) {
        p_ += gap;
        EndWord();
        continue;
      }
      ++p_;
      LookForCode(c, kind);
      words_.Put(c, letters_.table[c], letters_);
    }
    EndWord();
  }

 private:
  static bool IsLetter(Kind kind) { return kind == kUpper || kind == kLower; }

  bool InLatinWord() const {
    return words_.group_ == kLatin && words_.end_ > words_.begin_ && chunk_size_ > 0;
  }

  // The size of the space, tag or character reference that is next; 0 when there is none.
  size_t GapAt(Kind kind) const {
    if (kind == kSpace) return 1;
    return kind == kSign ? MarkupAt({p_, static_cast<size_t>(end_ - p_)}) : 0;
  }

  // In the middle of a word: the most frequent case by far.
  void LatinLetters() {
    const char* const from = p_;
    uint32_t n = words_.end_, most = words_.begin_ + kLongest;
    for (; p_ < end_; ++p_) {
      const auto c = static_cast<unsigned char>(*p_);
      if (c >= 0x80) break;
      const Kind kind = kKinds[c];
      if (!IsLetter(kind)) break;
      words_.humps_ += kind == kUpper && last_ == kLower;
      words_.small_after_ = words_.small_after_ || kind == kLower;
      last_ = kind;
      if (n == most) {
        words_.end_ = n;
        words_.EndWord();  // may take letters back
        words_.capital_ = false;
        words_.humps_before_ = words_.humps_;
        n = words_.end_;
        most = words_.begin_ + kLongest;
      }
      words_.characters_[n++] = c | 0x20;
    }
    words_.end_ = n;
    const auto letters = static_cast<uint32_t>(p_ - from);
    chunk_size_ += letters;
    words_.all_letters_ += letters;
  }

  void BeyondAscii() {
    const DecodedChar decoded = DecodeUtf8(p_, end_);
    p_ += decoded.size;
    const uint32_t letter = letters_.Of(decoded.code_point);
    if (chunk_size_ > 0) {
      if (letter == 0) words_.EndWord();  // before the chunk's words are looked at
      EndChunk();
    }
    last_ = kPlain;
    words_.Put(decoded.code_point, letter, letters_);
  }

  // Counts what there is in addresses and code, and not in other text.
  void LookForCode(char32_t c, Kind kind) {
    if (chunk_size_ == 0) chunk_words_ = words_.words_.size();
    ++chunk_size_;
    digits_beside_ += (kind == kDigit && IsLetter(last_)) || (IsLetter(kind) && last_ == kDigit);
    words_.humps_ += kind == kUpper && last_ == kLower;
    addresses_ += kind == kAt || (kind == kSlash && last_ == kSlash) || c == '_';
    // "example.com", not "end.Begin": a dot with lower-case letters on both sides.
    dots_inside_ += kind == kLower && last_ == kDot;
    words_.signs_ += kind == kSign;
    words_.figures_ += kind == kDigit && last_ == kSpace;
    words_.all_letters_ += IsLetter(kind);
    last_ = kind;
  }

  void EndWord() {
    words_.EndWord();
    if (chunk_size_ > 0) EndChunk();
    last_ = kSpace;
    words_.group_ = kNoLetter;
  }

  void EndChunk() {
    const bool code = digits_beside_ + addresses_ + dots_inside_ > 0 || words_.humps_ > 1;
    const bool name = words_.humps_ > 1 && chunk_size_ < 10;
    if (code && !name) {
      while (words_.words_.size() > chunk_words_) words_.TakeBack();
    }
    chunk_size_ = digits_beside_ = words_.humps_ = dots_inside_ = addresses_ = 0;
  }

  const char* p_;
  const char* const end_;
  const Letters& letters_;
  Words& words_;
  Kind last_ = kSpace;  // kPlain beyond ASCII
  // Of the chunk:
  size_t chunk_words_ = 0;  // words before it
  uint32_t chunk_size_ = 0, digits_beside_ = 0, dots_inside_ = 0, addresses_ = 0;
};

void Words::Read(std::string_view utf8, const Letters& letters) {
  if (characters_.size() < utf8.size() + 1) characters_.resize(utf8.size() + 1);
  words_.clear();
  letters_.fill(0);
  signs_ = all_letters_ = capitals_ = figures_ = small_words_ = small_letters_ = 0;
  begin_ = end_ = humps_ = humps_before_ = 0;
  small_after_ = false;
  group_ = kNoLetter;
  quoted_ = false;
  Reader(utf8, letters, this).Read();
}

}  // namespace textmill::language
