#include "plugins/lib/readers/jsonl/json_text.h"

#include <emmintrin.h>

#include <bitset>
#include <cstdint>
#include <cstring>

#include "textmill/utf8.hpp"

namespace textmill::jsonl {
namespace {

bool IsDigit(char c) { return c >= '0' && c <= '9'; }

// Lanes that hold a quotation mark, a backslash or a control character.
__m128i Special(__m128i bytes) {
  const __m128i control = _mm_set1_epi8(0x1F);
  return _mm_or_si128(_mm_or_si128(_mm_cmpeq_epi8(bytes, _mm_set1_epi8('"')),
                                   _mm_cmpeq_epi8(bytes, _mm_set1_epi8('\\'))),
                      _mm_cmpeq_epi8(_mm_max_epu8(bytes, control), control));
}

uint64_t Mask(__m128i lanes) { return static_cast<uint32_t>(_mm_movemask_epi8(lanes)); }

// Moves `p` (and, copying, `to`) on to the next special character; false when there is none before
// `end`.
template <bool kCopies>
bool ToSpecial(const char*& p, const char* end, char*& to) {
  const auto load = [&](int i) {
    const __m128i v = _mm_loadu_si128(reinterpret_cast<const __m128i*>(p) + i);
    if constexpr (kCopies) _mm_storeu_si128(reinterpret_cast<__m128i*>(to) + i, v);
    return Special(v);
  };
  while (p < end) {
    const __m128i a = load(0);
    if (const uint64_t first = Mask(a)) {
      const int n = __builtin_ctzll(first);
      p += n;
      if constexpr (kCopies) to += n;
      return p < end;
    }
    const __m128i b = load(1), c = load(2), d = load(3);
    const uint64_t mask = Mask(b) << 16 | Mask(c) << 32 | Mask(d) << 48;
    const int n = mask != 0 ? __builtin_ctzll(mask) : 64;
    p += n;
    if constexpr (kCopies) to += n;
    if (mask != 0) return p < end;
  }
  return false;
}

}  // namespace

bool JsonText::Hex4(const char* p, unsigned& value) const {
  if (end_ - p < 4) return false;
  value = 0;
  for (int i = 0; i < 4; ++i) {
    const char c = p[i];
    const char lower = static_cast<char>(c | 0x20);
    if (!IsDigit(c) && (lower < 'a' || lower > 'f')) return false;
    value = value << 4 | static_cast<unsigned>(IsDigit(c) ? c - '0' : lower - 'a' + 10);
  }
  return true;
}

// `p` is at a backslash.
template <bool kCopies>
const char* JsonText::Escape(const char* p, char*& to) {
  char plain;
  switch (At(p + 1)) {
    case '"':
    case '\\':
    case '/':
      plain = p[1];
      break;
    case 'b':
      plain = '\b';
      break;
    case 'f':
      plain = '\f';
      break;
    case 'n':
      plain = '\n';
      break;
    case 'r':
      plain = '\r';
      break;
    case 't':
      plain = '\t';
      break;
    case 'u':
      return UnicodeEscape<kCopies>(p, to);
    default:
      if (p + 1 >= end_) return p + 1;  // the string is not closed
      return Fault(p, "an escape is unknown");
  }
  if constexpr (kCopies) *to++ = plain;
  return p + 2;
}

template <bool kCopies>
const char* JsonText::UnicodeEscape(const char* p, char*& to) {
  unsigned unit, low;
  if (!Hex4(p + 2, unit)) return Fault(p, "\\u is not followed by four hexadecimal digits");
  const char* after = p + 6;
  if (unit >= 0xD800 && unit < 0xE000) {
    const bool pair = unit < 0xDC00 && At(after) == '\\' && At(after + 1) == 'u' &&
                      Hex4(after + 2, low) && low >= 0xDC00 && low < 0xE000;
    if (!pair) return Fault(p, "half of a surrogate pair is without its other half");
    unit = 0x10000 + ((unit - 0xD800) << 10) + (low - 0xDC00);
    after += 6;
  }
  if constexpr (kCopies) to = EncodeUtf8(unit, to);
  return after;
}

template <bool kCopies>
const char* JsonText::String(const char* p, char*& to) {
  const char* const opening = p++;
  while (ToSpecial<kCopies>(p, end_, to)) {
    if (*p == '"') return p + 1;
    if (*p != '\\') {
      if (*p == '\n') break;
      return Fault(p, *p == '\0' ? "there is a NUL byte in a string, where only \\u0000 may be"
                                 : "a control character in a string is not escaped");
    }
    if ((p = Escape<kCopies>(p, to)) == nullptr) return nullptr;
  }
  return Fault(opening, "a string is not closed");
}

const char* JsonText::SkipString(const char* p) {
  char* nowhere = nullptr;
  return String<false>(p, nowhere);
}

const char* JsonText::CopyString(const char* p, char*& to) { return String<true>(p, to); }

const char* JsonText::SkipColon(const char* p) {
  p = SkipSpace(p);
  if (At(p) != ':') return Fault(p, "a key is not followed by a colon");
  return SkipSpace(p + 1);
}

const char* JsonText::SkipNested(const char* p) {
  std::bitset<kMaxDepth> object;  // what kind is open at each depth
  int depth = 0;
  const char* const outermost = p;
  while (true) {
    // At the beginning of a value.
    const char c = At(p);
    if (c == '{' || c == '[') {
      if (depth == kMaxDepth) return Fault(p, "it is nested more than 1024 levels deep");
      object[static_cast<size_t>(depth++)] = c == '{';
      const char* inside = SkipSpace(p + 1);
      if (At(inside) == (c == '{' ? '}' : ']')) {
        --depth;
        p = inside + 1;
      } else if (c == '[') {
        p = inside;
        continue;
      } else {
        p = inside;
        if (At(p) != '"') return Fault(p, "a key is no string");
        if ((p = SkipString(p)) == nullptr || (p = SkipColon(p)) == nullptr) return nullptr;
        continue;
      }
    } else if ((p = c == '"' ? SkipString(p) : SkipScalar(p)) == nullptr) {
      return nullptr;
    }
    // After a value.
    while (true) {
      if (depth == 0) return p;
      const bool in_object = object[static_cast<size_t>(depth - 1)];
      p = SkipSpace(p);
      const char next = At(p);
      if (next == ',') {
        p = SkipSpace(p + 1);
        if (in_object) {
          if (At(p) != '"') return Fault(p, "a comma is not followed by a key");
          if ((p = SkipString(p)) == nullptr || (p = SkipColon(p)) == nullptr) return nullptr;
        }
        break;
      }
      if (next != (in_object ? '}' : ']')) {
        if (p >= end_)
          return Fault(outermost,
                       *outermost == '{' ? "an object is not closed" : "an array is not closed");
        return Fault(p, in_object ? "a comma or `}` is missing" : "a comma or `]` is missing");
      }
      --depth;
      ++p;
    }
  }
}

const char* JsonText::SkipScalar(const char* p) {
  for (const std::string_view word : {"true", "false", "null"}) {
    if (static_cast<size_t>(end_ - p) >= word.size() &&
        std::memcmp(p, word.data(), word.size()) == 0)
      return p + word.size();
  }
  if (At(p) == '-' || IsDigit(At(p))) return SkipNumber(p);
  return Fault(p, p < end_ ? "a value is expected" : "a value is missing at the end");
}

const char* JsonText::SkipNumber(const char* p) {
  const char* const begin = p;
  const auto digits = [&] {
    const char* const from = p;
    while (IsDigit(At(p))) ++p;
    return p > from;
  };
  if (*p == '-') ++p;
  if (At(p) == '0') {
    ++p;
  } else if (!digits()) {
    return Fault(begin, "a number is malformed");
  }
  if (At(p) == '.') {
    ++p;
    if (!digits()) return Fault(begin, "a number is malformed");
  }
  if (At(p) == 'e' || At(p) == 'E') {
    ++p;
    if (At(p) == '+' || At(p) == '-') ++p;
    if (!digits()) return Fault(begin, "a number is malformed");
  }
  // 01, 1x: what follows would be reported less well.
  const char next = At(p);
  if (IsDigit(next) || next == '.' || (next | 0x20) == 'x')
    return Fault(begin, "a number is malformed");
  return p;
}

const char* KindOf(char first) {
  switch (first) {
    case '{':
      return "an object";
    case '[':
      return "an array";
    case '"':
      return "a string";
    case 't':
    case 'f':
      return "a boolean";
    case 'n':
      return "null";
    default:
      return "a number";
  }
}

}  // namespace textmill::jsonl
