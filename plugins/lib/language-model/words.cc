#include "plugins/lib/language-model/words.h"

#include <algorithm>

#include "textmill/utf8.hpp"

namespace textmill::language {
namespace {

// Kinds of ASCII characters that tell text from addresses and code.
enum Kind : uint8_t { kPlain, kSpace, kDigit, kUpper, kLower, kDot, kAt, kSlash, kSign };

constexpr std::array<Kind, 128> kKinds = [] {
  std::array<Kind, 128> kinds{};
  for (int c = 0; c <= ' '; ++c) kinds[static_cast<size_t>(c)] = kSpace;
  for (char c = '0'; c <= '9'; ++c) kinds[static_cast<size_t>(c)] = kDigit;
  for (char c = 'A'; c <= 'Z'; ++c) kinds[static_cast<size_t>(c)] = kUpper;
  for (char c = 'a'; c <= 'z'; ++c) kinds[static_cast<size_t>(c)] = kLower;
  for (const char c : std::string_view("{}<>;=|&*$#\\^+~%")) {
    kinds[static_cast<size_t>(c)] = kSign;
  }
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

void Words::Read(std::string_view utf8, const Letters& letters) {
  if (characters_.size() < utf8.size() + 1) characters_.resize(utf8.size() + 1);
  words_.clear();
  letters_.fill(0);
  signs_ = all_letters_ = capitals_ = figures_ = small_words_ = small_letters_ = 0;
  begin_ = end_ = humps_ = humps_before_ = 0;
  small_after_ = false;
  group_ = kNoLetter;
  quoted_ = false;

  // A chunk is a run of ASCII characters without a space. One that looks like an address, a file
  // name or an identifier loses its words.
  size_t chunk_words = 0;
  uint32_t chunk_size = 0, digits_beside = 0, dots_inside = 0, addresses = 0;
  Kind last = kSpace;
  const auto end_chunk = [&] {
    if (chunk_size > 0 && (digits_beside + addresses + dots_inside > 0 || humps_ > 1)) {
      const bool longer = humps_ > 1 && chunk_size < 10;
      if (!longer) {
        while (words_.size() > chunk_words) TakeBack();
      }
    }
    chunk_size = digits_beside = humps_ = dots_inside = addresses = 0;
  };

  const auto* p = reinterpret_cast<const unsigned char*>(utf8.data());
  const auto* const end = p + utf8.size();
  while (p < end) {
    char32_t c = *p;
    uint32_t letter;
    if (c < 0x80) {
      ++p;
      const Kind kind = kKinds[c];
      if ((kind == kLower || kind == kUpper) && group_ == kLatin && end_ > begin_ &&
          chunk_size > 0 && last >= kUpper && last <= kLower) {
        // In the middle of a word: the most frequent case by far.
        const uint32_t most = begin_ + kLongest;
        Kind now = kind;
        uint32_t n = end_;
        for (;;) {
          humps_ += now == kUpper && last == kLower;
          small_after_ = small_after_ || now == kLower;
          last = now;
          if (n < most) {
            characters_[n++] = c | 0x20;
          } else {
            end_ = n;
            EndWord();  // may take letters back
            capital_ = false;
            humps_before_ = humps_;
            group_ = kLatin;
            n = end_;
            characters_[n++] = c | 0x20;
            break;
          }
          if (p == end) break;
          c = *p;
          if (c >= 0x80) break;
          now = kKinds[c];
          if (now != kLower && now != kUpper) break;
          ++p;
          ++chunk_size;
          ++all_letters_;
        }
        ++chunk_size;
        ++all_letters_;
        end_ = n;
        continue;
      }
      if (kind == kSign && (c == '<' || c == '&')) {
        const auto* const at = reinterpret_cast<const char*>(p - 1);
        const size_t size = MarkupAt({at, static_cast<size_t>(end - p) + 1});
        if (size > 0) {
          EndWord();
          if (chunk_size > 0) end_chunk();
          chunk_words = words_.size();
          last = kSpace;
          group_ = kNoLetter;
          p += size - 1;
          continue;
        }
      }
      letter = letters.table[c];
      if (kind == kSpace) {
        EndWord();
        if (chunk_size > 0) end_chunk();
        chunk_words = words_.size();
        last = kSpace;
        group_ = kNoLetter;
        continue;
      }
      if (chunk_size == 0) chunk_words = words_.size();
      ++chunk_size;
      const bool is_letter = kind == kLower || kind == kUpper;
      const bool was_letter = last == kLower || last == kUpper;
      digits_beside += (kind == kDigit && was_letter) || (is_letter && last == kDigit);
      humps_ += kind == kUpper && last == kLower;
      addresses += kind == kAt || (kind == kSlash && last == kSlash) || c == '_';
      // "example.com", not "end.Begin": a dot with lower-case letters on both sides.
      if (kind == kLower && last == kDot) ++dots_inside;
      signs_ += kind == kSign;
      figures_ += kind == kDigit && last == kSpace;
      all_letters_ += is_letter;
      last = kind;
    } else {
      const auto* const at = reinterpret_cast<const char*>(p);
      const DecodedChar decoded = DecodeUtf8(at, at + (end - p));
      c = decoded.code_point;
      p += decoded.size;
      letter = letters.Of(c);
      if (chunk_size > 0) {
        if (letter == 0) EndWord();  // before the chunk's words are looked at
        end_chunk();
      }
      last = kPlain;
    }
    const auto group = static_cast<Group>(letter >> 24);
    const char32_t lower = letter & 0xFFFFFF;
    if (group == group_ && group != kNoLetter && end_ - begin_ < kLongest) {
      characters_[end_++] = lower;
      small_after_ = small_after_ || c == lower;
      continue;
    }
    if (group >= kMark) {
      if (group == kIgnored) continue;
      if (end_ == begin_) {
        if (group == kApostrophe) quoted_ = true;
        continue;
      }
      if (group == kMark) {
        const char32_t whole = letters.Compose(characters_[end_ - 1], lower);
        if (whole != 0) {
          characters_[end_ - 1] = whole;
        } else if (end_ - begin_ < kLongest) {
          characters_[end_++] = lower;
        }
      } else if (characters_[end_ - 1] != U'\'' && end_ - begin_ < kLongest) {
        characters_[end_++] = U'\'';
      }
      continue;
    }
    const bool quoted = quoted_ && end_ == begin_;
    EndWord();
    quoted_ = quoted;
    group_ = group;
    if (group == kNoLetter) continue;
    capital_ = c != lower;
    humps_before_ = humps_;
    characters_[end_++] = lower;
  }
  EndWord();
  end_chunk();
}

}  // namespace textmill::language
