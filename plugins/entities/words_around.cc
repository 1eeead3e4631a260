#include "plugins/entities/words_around.h"

#include <unicode/uchar.h>

#include "plugins/entities/chars.h"

namespace textmill::entities {
namespace {

constexpr size_t kLongestWord = 40;
constexpr int kMostBlanks = 3;

bool IsLetter(const Decoded& d) {
  if (d.code_point >= '0' && d.code_point <= '9') return false;
  return InWord(ClassOf(BmpClasses(), d.code_point));
}

// Of a blank: 1; of the end of a line: 2; else 0.
int Blankness(const Decoded& d) {
  const Char c = ClassOf(BmpClasses(), d.code_point);
  return c == Char::kBlank ? 1 : c == Char::kBreak ? 2 : 0;
}

}  // namespace

std::string_view WordAt(std::string_view text, size_t at) {
  const char* end = text.data() + text.size();
  const char* begin = text.data() + std::min(at, text.size());
  const char* p = begin;
  while (p < end) {
    const Decoded d = DecodeAt(p, end);
    if (!IsLetter(d)) break;
    const bool alone = ClassOf(BmpClasses(), d.code_point) == Char::kAlone;
    if (alone && p > begin) break;
    p += d.size;
    if (alone) break;
    if (p > begin + kLongestWord) return {};
  }
  return {begin, static_cast<size_t>(p - begin)};
}

std::string_view WordBefore(std::string_view text, size_t at) {
  const char* begin = text.data();
  const char* end = begin + std::min(at, text.size());
  const char* p = end;
  while (p > begin) {
    const Decoded d = DecodeBefore(begin, p);
    if (!IsLetter(d)) break;
    p -= d.size;
    if (p + kLongestWord < end) return {};
  }
  return {p, static_cast<size_t>(end - p)};
}

size_t SkipBlanks(std::string_view text, size_t at) {
  const char* end = text.data() + text.size();
  int breaks = 0;
  for (int i = 0; i < kMostBlanks && at < text.size(); ++i) {
    const Decoded d = DecodeAt(text.data() + at, end);
    const int blankness = Blankness(d);
    if (blankness == 0 || (blankness == 2 && breaks++ > 0)) break;
    at += d.size;
  }
  return at;
}

size_t SkipBlanksBefore(std::string_view text, size_t at) {
  int breaks = 0;
  for (int i = 0; i < kMostBlanks && at > 0; ++i) {
    const Decoded d = DecodeBefore(text.data(), text.data() + at);
    const int blankness = Blankness(d);
    if (blankness == 0 || (blankness == 2 && breaks++ > 0)) break;
    at -= d.size;
  }
  return at;
}

bool IsCapitalised(std::string_view word) {
  if (word.empty()) return false;
  const Decoded d = DecodeAt(word.data(), word.data() + word.size());
  return u_isupper(static_cast<UChar32>(d.code_point)) != 0;
}

std::string LowerWord(std::string_view word) {
  std::string out;
  AppendLower(word, &out);
  return out;
}

}  // namespace textmill::entities
