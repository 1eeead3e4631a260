#include "plugins/unicode/words.h"

#include <unicode/bytestream.h>
#include <unicode/casemap.h>
#include <unicode/normalizer2.h>
#include <unicode/uchar.h>
#include <unicode/utf8.h>

#include <string>

namespace textmill::unicode {

void Words::Split(std::string_view text) {
  UErrorCode status = U_ZERO_ERROR;
  std::string normal, folded;
  icu::StringByteSink<std::string> to_normal(&normal), to_folded(&folded);
  icu::Normalizer2::getNFKCInstance(status)->normalizeUTF8(
      0, {text.data(), static_cast<int32_t>(text.size())}, to_normal, nullptr, status);
  icu::CaseMap::utf8Fold(0, {normal.data(), static_cast<int32_t>(normal.size())}, to_folded,
                         nullptr, status);
  folded_.Advance(-folded_.size());
  spans_.Advance(-spans_.size());
  folded_.Append(folded.data(), folded.size());
  folded_.Room(64);
  const int32_t n = static_cast<int32_t>(folded.size());
  Span span{};
  bool inside = false;
  for (int32_t i = 0; i < n;) {
    const int32_t at = i;
    UChar32 c;
    U8_NEXT(folded.data(), i, n, c);
    const bool word =
        c == '_' || (c >= 0 && (U_GET_GC_MASK(c) & (U_GC_L_MASK | U_GC_M_MASK | U_GC_N_MASK)));
    if (word && !inside) span.begin = static_cast<uint32_t>(at);
    if (!word && inside) {
      span.end = static_cast<uint32_t>(at);
      spans_.Append(&span, sizeof span);
    }
    inside = word;
  }
  if (inside) {
    span.end = static_cast<uint32_t>(n);
    spans_.Append(&span, sizeof span);
  }
}

void Words::SplitWithSource(std::string_view text) { Split(text); }

}  // namespace textmill::unicode
