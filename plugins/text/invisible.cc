#include "plugins/text/invisible.h"

#include "textmill/utf8.hpp"

namespace textmill::text {
namespace {

constexpr uint32_t kNone = 0;
constexpr uint32_t kBlackFlag = 0x1F3F4, kFirstTag = 0xE0020, kCancelTag = 0xE007F;
constexpr uint32_t kBrailleBlank = 0x2800;

bool InRange(uint32_t c, uint32_t first, uint32_t last) { return c >= first && c <= last; }
bool IsSelector(uint32_t c) {
  return InRange(c, 0xFE00, 0xFE0F) || InRange(c, 0xE0100, 0xE01EF) || InRange(c, 0x180B, 0x180D) ||
         c == 0x180F;
}
bool IsTag(uint32_t c) { return InRange(c, kFirstTag, kCancelTag); }
bool IsBlank(uint32_t c) {
  return InRange(c, 0, ' ') || c == 0xA0 || InRange(c, 0x2000, 0x200F) ||
         InRange(c, 0x2028, 0x202F) || c == 0x3000;
}

uint32_t Last(std::string_view text) {
  if (text.empty()) return kNone;
  return DecodeUtf8Before(text.data(), text.data() + text.size()).code_point;
}
uint32_t First(std::string_view text, size_t* size) {
  if (text.empty()) return *size = 0, kNone;
  const DecodedChar c = DecodeUtf8(text.data(), text.data() + text.size());
  *size = c.size;
  return c.code_point;
}

// The region of a flag: two to six letters and digits, then the end.
bool IsRegion(uint32_t c, std::string_view after) {
  constexpr size_t kLeast = 2, kMost = 6;
  for (size_t n = 0; n <= kMost; ++n) {
    if (c == kCancelTag) return n >= kLeast;
    if (!InRange(c, 0xE0030, 0xE0039) && !InRange(c, 0xE0061, 0xE007A)) return false;
    size_t size;
    c = First(after, &size);
    after.remove_prefix(size);
  }
  return false;
}

}  // namespace

bool IsInvisible(uint32_t c, std::string_view before, std::string_view after) {
  if (IsSelector(c)) {
    const uint32_t last = Last(before);
    return IsBlank(last) || IsSelector(last) || IsTag(last);
  }
  if (IsTag(c)) {
    const uint32_t last = Last(before);
    if (last == kBlackFlag) return !IsRegion(c, after);
    return !IsTag(last) || last == kCancelTag;
  }
  if (c == kBrailleBlank) {
    size_t size;
    return !InRange(Last(before), kBrailleBlank, 0x28FF) &&
           !InRange(First(after, &size), 0x2801, 0x28FF);
  }
  // Of shorthand, of music, and what Unicode keeps free for others.
  return InRange(c, 0x1BCA0, 0x1BCA3) || InRange(c, 0x1D173, 0x1D17A) ||
         InRange(c, 0xE0000, 0xE0FFF);
}

}  // namespace textmill::text
