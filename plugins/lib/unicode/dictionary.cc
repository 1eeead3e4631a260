#include "plugins/lib/unicode/dictionary.h"

#include <unicode/utext.h>

#include <algorithm>

#include "plugins/lib/unicode/icu.h"
#include "textmill/scripts.hpp"
#include "textmill/utf8.hpp"

namespace textmill::unicode {
namespace {

// ICU's time and memory grow with what is between two blanks or stops; longer runs are taken in
// parts.
constexpr size_t kMostAtOnce = 32768;

}  // namespace

bool Dictionary::Knows(std::string_view run) {
  const char* const end = run.data() + run.size();
  for (const char* p = run.data(); p < end;) {
    if (static_cast<uint8_t>(*p) < 0xE0) {
      ++p;  // the scripts are beyond U+0800
      continue;
    }
    const DecodedChar c = DecodeUtf8(p, end);
    if (c.code_point != 0 && WrittenWithoutSpaces(c.code_point)) return true;
    p += c.size;
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
