// The little of ICU that is shared here, with its errors as exceptions.
#ifndef TEXTMILL_PLUGINS_UNICODE_ICU_H_
#define TEXTMILL_PLUGINS_UNICODE_ICU_H_

#include <unicode/normalizer2.h>
#include <unicode/utypes.h>

#include <string>

namespace textmill::unicode {

// Throws when ICU failed; it does so only where its data is missing or memory runs out.
void CheckIcu(UErrorCode status);

const icu::Normalizer2& Nfc();
const icu::Normalizer2& Nfkc();

// ICU puts combining marks into their order by insertion, in time quadratic in the length of a run.
// A run of more marks than this is worth ordering beforehand.
inline constexpr size_t kManyMarks = 128;

// Decomposes a text as `form` does and puts its marks in canonical order. To `form` it is the same
// text.
void OrderMarks(const icu::Normalizer2& form, std::u32string* text);

}  // namespace textmill::unicode

#endif  // TEXTMILL_PLUGINS_UNICODE_ICU_H_
