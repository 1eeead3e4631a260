#include "plugins/lib/unicode/icu.h"

#include <unicode/uchar.h>

#include <algorithm>
#include <stdexcept>

namespace textmill::unicode {

void CheckIcu(UErrorCode status) {
  if (U_FAILURE(status))
    throw std::runtime_error(std::string("ICU failed: ") + u_errorName(status));
}

const icu::Normalizer2& Nfc() {
  UErrorCode status = U_ZERO_ERROR;
  const icu::Normalizer2* nfc = icu::Normalizer2::getNFCInstance(status);
  CheckIcu(status);
  return *nfc;
}

const icu::Normalizer2& Nfkc() {
  UErrorCode status = U_ZERO_ERROR;
  const icu::Normalizer2* nfkc = icu::Normalizer2::getNFKCInstance(status);
  CheckIcu(status);
  return *nfkc;
}

void OrderMarks(const icu::Normalizer2& form, std::u32string* text) {
  const auto order = [](char32_t c) { return u_getCombiningClass(static_cast<UChar32>(c)); };
  std::u32string out;
  icu::UnicodeString parts;
  for (const char32_t c : *text) {
    if (!form.getDecomposition(static_cast<UChar32>(c), parts)) {
      out += c;
      continue;
    }
    for (int32_t i = 0; i < parts.length(); i = parts.moveIndex32(i, 1))
      out += static_cast<char32_t>(parts.char32At(i));
  }
  for (auto begin = out.begin(); begin != out.end();) {
    const auto marks = std::find_if(begin, out.end(), [&](char32_t c) { return order(c) != 0; });
    const auto end = std::find_if(marks, out.end(), [&](char32_t c) { return order(c) == 0; });
    std::stable_sort(marks, end, [&](char32_t a, char32_t b) { return order(a) < order(b); });
    begin = end;
  }
  *text = std::move(out);
}

}  // namespace textmill::unicode
