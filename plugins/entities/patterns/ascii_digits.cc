#include "plugins/entities/patterns/ascii_digits.h"

#include <unicode/uchar.h>

#include <algorithm>

#include "plugins/lib/tagger/chars.h"

namespace textmill::entities {
namespace {

// Only the scripts from Arabic on have digits of their own.
constexpr unsigned char kFirstLead = 0xD9;

bool MayHoldDigits(std::string_view text) {
  unsigned char most = 0;
  for (const char c : text) most = std::max(most, static_cast<unsigned char>(c));
  return most >= kFirstLead;
}

// What is written for a character of more than a byte; 0: itself.
char AsciiFor(char32_t c) {
  if (c == U'٫') return '.';
  if (c == U'٬') return ',';
  const int digit = u_charDigitValue(static_cast<UChar32>(c));
  return digit < 0 ? '\0' : static_cast<char>('0' + digit);
}

}  // namespace

bool AsciiDigits::Read(std::string_view text) {
  text_.clear();
  steps_.clear();
  if (!MayHoldDigits(text)) return false;
  const char* end = text.data() + text.size();
  const char* copied = text.data();
  for (const char* p = text.data(); p < end;) {
    if (static_cast<unsigned char>(*p) < kFirstLead) {
      ++p;
      continue;
    }
    const DecodedChar d = DecodeUtf8(p, end);
    const char ascii = AsciiFor(d.code_point);
    p += d.size;
    if (ascii == '\0') continue;
    text_.append(copied, p - d.size);
    text_ += ascii;
    copied = p;
    steps_.push_back({static_cast<uint32_t>(text_.size()), static_cast<uint32_t>(p - text.data())});
  }
  if (steps_.empty()) return false;
  text_.append(copied, end);
  return true;
}

uint32_t AsciiDigits::Place(uint32_t at) const {
  const auto after = std::upper_bound(steps_.begin(), steps_.end(), at,
                                      [](uint32_t a, const Step& step) { return a < step.at; });
  return after == steps_.begin() ? at : (after - 1)->place + (at - (after - 1)->at);
}

}  // namespace textmill::entities
