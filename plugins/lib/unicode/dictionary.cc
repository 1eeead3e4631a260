#include "plugins/lib/unicode/dictionary.h"

#include <unicode/utext.h>
#include <unicode/utf8.h>

#include <algorithm>

#include "plugins/lib/unicode/icu.h"
#include "textmill/scripts.hpp"

namespace textmill::unicode {
namespace {

// ICU's time and memory grow with what stands between two blanks or stops; longer runs are taken in
// parts.
constexpr size_t kMostAtOnce = 32768;

}  // namespace

bool Dictionary::Knows(std::string_view run) {
  const auto n = static_cast<int64_t>(run.size());
  for (int64_t i = 0; i < n;) {
    if (static_cast<uint8_t>(run[static_cast<size_t>(i)]) < 0xE0) {
      ++i;  // the scripts are beyond U+0800
      continue;
    }
    UChar32 c;
    U8_NEXT(run.data(), i, n, c);
    if (c > 0 && WrittenWithoutSpaces(static_cast<uint32_t>(c))) return true;
  }
  return false;
}

void Dictionary::Cut(std::string_view run, std::vector<uint32_t>* ends) {
  UErrorCode status = U_ZERO_ERROR;
  if (words_ == nullptr) {
    words_.reset(icu::BreakIterator::createWordInstance(icu::Locale::getRoot(), status));
    CheckIcu(status);
  }
  UText text = UTEXT_INITIALIZER;
  for (size_t begin = 0; begin < run.size();) {
    size_t end = std::min(run.size(), begin + kMostAtOnce);
    while (end < run.size() && (run[end] & 0xC0) == 0x80) --end;
    utext_openUTF8(&text, run.data() + begin, static_cast<int64_t>(end - begin), &status);
    CheckIcu(status);
    words_->setText(&text, status);
    CheckIcu(status);
    words_->first();
    // The last word of a part may go on in the next one.
    const size_t first = ends->size();
    for (int32_t at; (at = words_->next()) != icu::BreakIterator::DONE;) {
      ends->push_back(static_cast<uint32_t>(begin) + static_cast<uint32_t>(at));
    }
    if (end < run.size() && ends->size() > first + 1) ends->pop_back();
    begin = ends->back();
  }
  utext_close(&text);
}

}  // namespace textmill::unicode
