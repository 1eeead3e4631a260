// UTF-8, character by character: decoding, encoding, and where it is not valid.
//
// The functions take any bytes. What is not valid is cut as Unicode recommends and ICU does: the
// longest beginning of a character, or else a single byte, is one U+FFFD. Text in columns is valid
// (the host checks it), so that only bytes from elsewhere need a look at `valid`.
//
// The standard library alone; no state, any thread. To validate much text, a library such as
// simdjson is faster.
#ifndef TEXTMILL_UTF8_HPP_
#define TEXTMILL_UTF8_HPP_

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>

namespace textmill {

struct DecodedChar {
  uint32_t code_point;  // U+FFFD where the bytes are not valid
  uint8_t size;         // in bytes; never 0
  bool valid;
};

// The character at `p`, which is before `end`.
inline DecodedChar DecodeUtf8(const char* p, const char* end) {
  const auto byte = [p](int i) { return static_cast<uint32_t>(static_cast<uint8_t>(p[i])); };
  const auto follows = [&](int i) { return end - p > i && (byte(i) & 0xC0) == 0x80; };
  const auto invalid = [](uint8_t size) { return DecodedChar{0xFFFD, size, false}; };
  const uint32_t first = byte(0);
  if (first < 0x80) return {first, 1, true};
  if (first < 0xE0) {
    if (first < 0xC2 || !follows(1)) return invalid(1);
    return {(first & 0x1F) << 6 | (byte(1) & 0x3F), 2, true};
  }
  if (first < 0xF0) {
    if (!follows(1)) return invalid(1);
    const uint32_t two = (first & 0xF) << 6 | (byte(1) & 0x3F);
    // Too small for three bytes, or half of a surrogate pair.
    if (two < 0x20 || (two >= 0x360 && two < 0x380)) return invalid(1);
    if (!follows(2)) return invalid(2);
    return {two << 6 | (byte(2) & 0x3F), 3, true};
  }
  if (first > 0xF4 || !follows(1)) return invalid(1);
  const uint32_t two = (first & 7) << 6 | (byte(1) & 0x3F);
  if (two < 0x10 || two >= 0x110) return invalid(1);  // too small for four bytes, or too large
  if (!follows(2)) return invalid(2);
  if (!follows(3)) return invalid(3);
  return {two << 12 | (byte(2) & 0x3F) << 6 | (byte(3) & 0x3F), 4, true};
}

// The character that ends at `p`, which is after `begin`.
inline DecodedChar DecodeUtf8Before(const char* begin, const char* p) {
  for (int size = 1; size <= 4 && p - begin >= size; ++size) {
    if ((static_cast<uint8_t>(p[-size]) & 0xC0) == 0x80) continue;
    const DecodedChar c = DecodeUtf8(p - size, p);
    if (c.size == size) return c;
    break;
  }
  return {0xFFFD, 1, false};
}

// Writes the character at `to`, where there is room for 4 bytes; returns the place after it. A
// number that is not a character (a surrogate, or above U+10FFFF) becomes U+FFFD.
inline char* EncodeUtf8(uint32_t code_point, char* to) {
  const uint32_t c =
      code_point > 0x10FFFF || (code_point >= 0xD800 && code_point < 0xE000) ? 0xFFFD : code_point;
  const auto tail = [&](int shift) { *to++ = static_cast<char>(0x80 | (c >> shift & 0x3F)); };
  if (c < 0x80) {
    *to++ = static_cast<char>(c);
  } else if (c < 0x800) {
    *to++ = static_cast<char>(0xC0 | c >> 6);
    tail(0);
  } else if (c < 0x10000) {
    *to++ = static_cast<char>(0xE0 | c >> 12);
    tail(6);
    tail(0);
  } else {
    *to++ = static_cast<char>(0xF0 | c >> 18);
    tail(12);
    tail(6);
    tail(0);
  }
  return to;
}

inline void AppendUtf8(uint32_t code_point, std::string* out) {
  char bytes[4];
  out->append(bytes, static_cast<size_t>(EncodeUtf8(code_point, bytes) - bytes));
}

// Where the first sequence that is not UTF-8 begins; the size when there is none.
inline size_t FirstInvalidUtf8(std::string_view text) {
  const char* const end = text.data() + text.size();
  for (const char* p = text.data(); p != end;) {
    uint64_t eight;
    if (end - p >= 8 && (std::memcpy(&eight, p, 8), (eight & 0x8080808080808080) == 0)) {
      p += 8;
      continue;
    }
    const DecodedChar c = DecodeUtf8(p, end);
    if (!c.valid) return static_cast<size_t>(p - text.data());
    p += c.size;
  }
  return text.size();
}

// How many characters (code points) there are; of bytes that are not valid some count, some do not.
inline size_t CountCharacters(std::string_view text) {
  size_t n = 0;
  for (const char c : text) n += static_cast<signed char>(c) >= -0x40;
  return n;
}

}  // namespace textmill

#endif  // TEXTMILL_UTF8_HPP_
