// For tests and benchmarks: the words of a text the plain way. The whole text through ICU's NFKC,
// then through its full case folding, without what is ignored, then one look at the category of
// each code point.
#ifndef TEXTMILL_PLUGINS_UNICODE_NAIVE_WORDS_H_
#define TEXTMILL_PLUGINS_UNICODE_NAIVE_WORDS_H_

#include <unicode/bytestream.h>
#include <unicode/casemap.h>
#include <unicode/uchar.h>
#include <unicode/utf8.h>

#include <string>
#include <string_view>
#include <vector>

#include "plugins/lib/unicode/icu.h"
#include "textmill/utf8.hpp"

namespace textmill::unicode {

inline std::string NaiveFold(std::string_view text) {
  UErrorCode status = U_ZERO_ERROR;
  std::string valid, normal, folded;
  const int32_t n = static_cast<int32_t>(text.size());
  for (int32_t i = 0; i < n;) {
    UChar32 c;
    U8_NEXT_OR_FFFD(text.data(), i, n, c);
    AppendUtf8(static_cast<char32_t>(c), &valid);
  }
  icu::StringByteSink<std::string> to_normal(&normal), to_folded(&folded);
  Nfkc().normalizeUTF8(0, valid, to_normal, nullptr, status);
  icu::CaseMap::utf8Fold(0, normal, to_folded, nullptr, status);
  std::string out;
  for (int32_t i = 0, size = static_cast<int32_t>(folded.size()); i < size;) {
    UChar32 c;
    U8_NEXT(folded.data(), i, size, c);
    const bool ignored = u_hasBinaryProperty(c, UCHAR_DEFAULT_IGNORABLE_CODE_POINT) != 0;
    if (!ignored || (c >= 0x200B && c <= 0x200D)) AppendUtf8(static_cast<char32_t>(c), &out);
  }
  return out;
}

inline std::vector<std::string> NaiveWords(std::string_view text) {
  std::vector<std::string> words;
  const std::string folded = NaiveFold(text);
  const int32_t n = static_cast<int32_t>(folded.size());
  bool inside = false;
  for (int32_t i = 0; i < n;) {
    const int32_t begin = i;
    UChar32 c;
    U8_NEXT(folded.data(), i, n, c);
    const bool joiner = c == 0x200C || c == 0x200D;
    const bool word = c == '_' || (U_GET_GC_MASK(c) & (U_GC_L_MASK | U_GC_N_MASK)) ||
                      (inside && (joiner || (U_GET_GC_MASK(c) & U_GC_M_MASK)));
    if (word && !inside) words.emplace_back();
    if (word)
      words.back().append(folded, static_cast<size_t>(begin), static_cast<size_t>(i - begin));
    inside = word;
  }
  for (std::string& word : words) {
    while (word.ends_with("\u200C") || word.ends_with("\u200D")) word.resize(word.size() - 3);
  }
  return words;
}

}  // namespace textmill::unicode

#endif  // TEXTMILL_PLUGINS_UNICODE_NAIVE_WORDS_H_
