#include "plugins/lib/languages/holds_language.h"

#include <unicode/uchar.h>

#include <algorithm>
#include <cstdint>
#include <initializer_list>

#include "plugins/lib/unicode/white_space.h"
#include "textmill/scripts.hpp"
#include "textmill/utf8.hpp"

namespace textmill::language {
namespace {

// So many more words than signs of code settle it.
constexpr int kEnough = 24;
// Longer runs of letters are encoded bytes, or genes.
constexpr size_t kLongestWord = 64;

bool IsLetter(UChar32 c) {
  if (c < 0x80) return static_cast<uint32_t>((c | 0x20) - 'a') < 26;
  return (U_GET_GC_MASK(c) & (U_GC_L_MASK | U_GC_M_MASK)) != 0;
}

bool IsDigit(UChar32 c) {
  if (c < 0x80) return static_cast<uint32_t>(c - '0') < 10;
  return (U_GET_GC_MASK(c) & U_GC_N_MASK) != 0;
}

// Of scripts that put no spaces between words; or of Korean, where a syllable is one character.
bool IsUnspaced(UChar32 c) {
  return WrittenWithoutSpaces(static_cast<uint32_t>(c)) || (c >= 0xAC00 && c < 0xD7A4);
}

bool InSet(std::string_view set, UChar32 c) {
  return c < 0x80 && set.find(static_cast<char>(c)) != std::string_view::npos;
}

bool HoldsAny(std::string_view token, std::initializer_list<std::string_view> parts) {
  return std::any_of(parts.begin(), parts.end(), [&](std::string_view part) {
    return token.find(part) != std::string_view::npos;
  });
}

// Between two letters or digits, these are of code, or of an address, a date, a path.
constexpr std::string_view kJoinsCode = "_=([{<>$\\", kJoins = ".:;/@#&%*^|~+";

bool LooksLikeCode(std::string_view token, bool any) {
  token = token.substr(0, 256);
  // A sign by itself, but not `-` and `*`, which begin items of a list.
  if (!any) return HoldsAny(token, {"{", "}", "=", "<", ">", "&&", "||", "()", "[]", "//", "++"});
  return token[0] == '<' || token.back() == '=' ||
         HoldsAny(token, {"()", "[]", "{}", "::", "->", "=>", "==", "!=", "+=", "</", "/>", ");",
                          "):", "){", "${", "++", "\":", "{\"", "[\""});
}

struct Weight {
  int words = 0;
  int code = 0;
};

// What is between two blanks.
Weight Weigh(std::string_view token) {
  int words = 0;
  size_t letters = 0, longest = 0;  // of a run of letters
  int humps = 0;                    // capitals after small letters
  bool any = false, digits = false, joined = false, code = false, symbols = false;
  bool one_letter = true;         // the same again and again
  UChar32 first = 0, symbol = 0;  // of the run; the symbol since the last letter or digit
  bool small = false;             // the letter before
  const auto end_run = [&] {
    words += letters >= 2 && !(one_letter && letters > 2);
    longest = std::max(longest, letters);
    letters = 0;
    one_letter = true;
  };
  const char* const end = token.data() + token.size();
  for (const char* p = token.data(); p < end;) {
    const DecodedChar decoded = DecodeUtf8(p, end);
    const auto c = static_cast<UChar32>(decoded.code_point);
    p += decoded.size;
    const bool letter = IsLetter(c);
    if (letter && IsUnspaced(c)) return {1, 0};
    if (!letter && !IsDigit(c)) {
      if (c == 0xAD || (c >= 0x80 && u_charType(c) == U_FORMAT_CHAR)) continue;
      small = false;
      symbol = c;
      if (c == '\'' || c == '-' || c == 0x2019) continue;
      symbols = true;
      end_run();
      continue;
    }
    if (any && symbol != 0) {
      code = code || InSet(kJoinsCode, symbol);
      joined = joined || InSet(kJoins, symbol);
    }
    any = true;
    symbol = 0;
    if (!letter) {
      digits = digits || c < 0x80;
      small = false;
      continue;
    }
    if (letters == 0) first = c;
    one_letter = one_letter && c == first;
    ++letters;
    const bool capital = c < 0x80 ? c < 'a' : u_isupper(c) != 0;
    humps += capital && small;
    small = !capital;
  }
  end_run();
  code = code || (symbols && LooksLikeCode(token, any));
  if (code) return {0, 1};
  return {digits || joined || humps > 1 || longest > kLongestWord ? 0 : words, 0};
}

size_t SpaceAt(std::string_view text, size_t i) {
  return unicode::WhiteSpaceAt(text.data() + i, text.data() + text.size());
}

}  // namespace

bool HoldsLanguage(std::string_view text) {
  int64_t words = 0, code = 0;
  for (size_t i = 0; i < text.size() && words < code + kEnough;) {
    if (const size_t space = SpaceAt(text, i); space > 0) {
      i += space;
      continue;
    }
    const size_t begin = i;
    while (i < text.size() && SpaceAt(text, i) == 0) ++i;
    const Weight weight = Weigh(text.substr(begin, i - begin));
    words += weight.words;
    code += weight.code;
  }
  return words > code;
}

}  // namespace textmill::language
