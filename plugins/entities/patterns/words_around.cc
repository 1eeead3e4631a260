#include "plugins/entities/patterns/words_around.h"

#include <unicode/uchar.h>

#include "plugins/lib/tagger/chars.h"

namespace textmill::entities {
namespace {

constexpr size_t kLongestWord = 40;
constexpr int kMostBlanks = 3;

bool IsDigitAt(const char* p) { return *p >= '0' && *p <= '9'; }

}  // namespace

std::string_view WordAt(std::string_view text, size_t at) {
  const char* end = text.data() + text.size();
  const char* begin = text.data() + std::min(at, text.size());
  const char* p = begin;
  while (p < end && IsAsciiLetter(*p)) ++p;  // nearly always all there is
  if (p > begin + kLongestWord) return {};
  while (p < end) {
    const Classified c = ClassAt(p, end);
    if (!InWord(c.type) || IsDigitAt(p)) break;
    const bool alone = c.type == Char::kAlone;
    if (alone && p > begin) break;
    p += c.size;
    if (alone) break;
    if (p > begin + kLongestWord) return {};
  }
  return {begin, static_cast<size_t>(p - begin)};
}

std::string_view WordBefore(std::string_view text, size_t at) {
  const char* begin = text.data();
  const char* end = begin + std::min(at, text.size());
  const char* p = end;
  while (p > begin && IsAsciiLetter(p[-1])) --p;  // nearly always all there is
  if (p + kLongestWord < end) return {};
  while (p > begin) {
    const Classified c = ClassBefore(begin, p);
    if (!InWord(c.type) || IsDigitAt(p - 1)) break;
    p -= c.size;
    if (p + kLongestWord < end) return {};
  }
  return {p, static_cast<size_t>(end - p)};
}

size_t SkipRareBlanks(std::string_view text, size_t at) {
  const char* end = text.data() + text.size();
  int breaks = 0;
  for (int i = 0; i < kMostBlanks && at < text.size(); ++i) {
    const Classified c = ClassAt(text.data() + at, end);
    if (c.type != Char::kBlank && (c.type != Char::kBreak || breaks++ > 0)) break;
    at += c.size;
  }
  return at;
}

size_t SkipRareBlanksBefore(std::string_view text, size_t at) {
  int breaks = 0;
  for (int i = 0; i < kMostBlanks && at > 0; ++i) {
    const Classified c = ClassBefore(text.data(), text.data() + at);
    if (c.type != Char::kBlank && (c.type != Char::kBreak || breaks++ > 0)) break;
    at -= c.size;
  }
  return at;
}

bool IsCapitalised(std::string_view word) {
  if (word.empty()) return false;
  const DecodedChar d = DecodeUtf8(word.data(), word.data() + word.size());
  return u_isupper(static_cast<UChar32>(d.code_point)) != 0;
}

std::string LowerWord(std::string_view word) {
  std::string out;
  AppendLower(word, &out);
  return out;
}

void FirstLetters::Add(std::string_view words) {
  if (words.empty()) return;
  if (!IsAscii(words[0])) {
    others_.set(DecodeUtf8(words.data(), words.data() + words.size()).code_point % others_.size());
  } else if (words.size() > 1 && IsAscii(words[1])) {
    bits_.set(Index(words.size() > 2 && IsAsciiLetter(words[2]) ? words : words.substr(0, 2)));
  }
}

bool FirstLetters::MayHoldOther(std::string_view word) const {
  const DecodedChar first = DecodeUtf8(word.data(), word.data() + word.size());
  const auto lower = static_cast<size_t>(u_tolower(static_cast<UChar32>(first.code_point)));
  return lower < 0x80 || others_[lower % others_.size()];  // the Kelvin sign is a k
}

}  // namespace textmill::entities
