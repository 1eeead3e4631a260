#include "core/expr/nearest.h"

#include <unicode/uloc.h>
#include <unicode/unistr.h>

#include <algorithm>
#include <numeric>

#include "core/expr/ascii.h"

namespace textmill::core::expr {
namespace {

constexpr size_t kLongestWord = 64;  // nobody mistypes a word longer than that
constexpr size_t kListed = 12;

bool SameButCase(std::string_view a, std::string_view b) {
  return a.size() == b.size() && std::equal(a.begin(), a.end(), b.begin(), [](char x, char y) {
           return LowerAscii(x) == LowerAscii(y);
         });
}

bool BeginsWith(std::string_view word, std::string_view beginning) {
  return SameButCase(word.substr(0, beginning.size()), beginning);
}

// "en" of "eng" and "en-US"; "" where there is none.
std::string LanguageCode(const std::string& word) {
  char code[ULOC_LANG_CAPACITY];
  UErrorCode status = U_ZERO_ERROR;
  const int32_t size = uloc_getLanguage(word.c_str(), code, sizeof code, &status);
  return U_SUCCESS(status) && size < ULOC_LANG_CAPACITY ? std::string(code) : "";
}

icu::UnicodeString LanguageName(const std::string& code, const char* in) {
  UChar name[100];
  UErrorCode status = U_ZERO_ERROR;
  const int32_t size = uloc_getDisplayLanguage(code.c_str(), in, name, 100, &status);
  if (U_FAILURE(status) || size >= 100) return {};
  return icu::UnicodeString(name, size).foldCase();
}

std::string ByLanguageName(const std::string& word, const std::vector<std::string>& values) {
  const icu::UnicodeString wanted = icu::UnicodeString::fromUTF8(word).foldCase();
  if (wanted.length() < 3) return "";
  std::string beginning;  // a value whose name begins like the word
  for (const std::string& value : values) {
    for (const char* in : {"en", value.c_str()}) {
      const icu::UnicodeString name = LanguageName(value, in);
      if (name == wanted) return value;
      if (beginning.empty() && name.startsWith(wanted)) beginning = value;
    }
  }
  return beginning;
}

}  // namespace

size_t EditDistance(std::string_view a, std::string_view b, size_t limit) {
  if (std::max(a.size(), b.size()) > kLongestWord) return SameButCase(a, b) ? 0 : limit + 1;
  // One row for each beginning of `a`; the last two are needed.
  std::vector<size_t> before, last(b.size() + 1), row(b.size() + 1);
  std::iota(last.begin(), last.end(), size_t{0});
  for (size_t i = 1; i <= a.size(); ++i) {
    row[0] = i;
    for (size_t j = 1; j <= b.size(); ++j) {
      const bool same = LowerAscii(a[i - 1]) == LowerAscii(b[j - 1]);
      row[j] = std::min({last[j] + 1, row[j - 1] + 1, last[j - 1] + (same ? 0 : 1)});
      if (i > 1 && j > 1 && LowerAscii(a[i - 1]) == LowerAscii(b[j - 2]) &&
          LowerAscii(a[i - 2]) == LowerAscii(b[j - 1]))
        row[j] = std::min(row[j], before[j - 2] + 1);
    }
    before = last;
    last = row;
  }
  return std::min(last[b.size()], limit + 1);
}

size_t Tolerance(size_t length) { return length <= 2 ? 0 : length <= 4 ? 1 : length <= 7 ? 2 : 3; }

std::string NearestName(std::string_view word, const std::vector<std::string>& names) {
  size_t least = Tolerance(word.size()) + 1;
  std::string best;
  for (const std::string& name : names) {
    if (SameButCase(word, name)) return name;
    const size_t distance = EditDistance(word, name, least);
    // A word of which nothing is left is not a misspelling.
    if (distance >= std::min(least, std::max(word.size(), name.size()))) continue;
    least = distance;
    best = name;
  }
  if (!best.empty() || word.size() < 3) return best;
  for (const std::string& name : names) {
    if (name.find(word) != name.npos || BeginsWith(name, word) ||
        (name.size() >= 3 && BeginsWith(word, name)))
      return name;
  }
  return "";
}

std::string NearestValue(const std::string& word, const std::vector<std::string>& values) {
  for (const std::string& value : values) {
    if (SameButCase(word, value)) return value;
  }
  std::string code = LanguageCode(word);
  if (!code.empty() && std::find(values.begin(), values.end(), code) != values.end()) return code;
  std::string named = ByLanguageName(word, values);
  return named.empty() ? NearestName(word, values) : named;
}

std::string ListOf(const std::vector<std::string>& names, const char* quote) {
  std::string out;
  for (size_t i = 0; i < names.size(); ++i) {
    if (i == kListed) return out + " and " + std::to_string(names.size() - i) + " more";
    if (i > 0) out += i + 1 == names.size() ? " and " : ", ";
    out += quote + names[i] + quote;
  }
  return out;
}

}  // namespace textmill::core::expr
