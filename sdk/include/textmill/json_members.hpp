// Walks the members of a JSON object without parsing their values, as text that is copied or left
// out member by member.
//
// Made for `extra` columns, whose text a reader has already checked: what is looked at here is only
// where a member ends. Text that is not an object is noticed; a wrong value inside a member is not.
#ifndef TEXTMILL_JSON_MEMBERS_HPP_
#define TEXTMILL_JSON_MEMBERS_HPP_

#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>

#if defined(__SSE2__)
#include <emmintrin.h>
#endif

#include "utf8.hpp"

namespace textmill {

//     JsonMembers members(object);
//     while (members.Next()) Use(members.key(), members.value());
//     if (!members.valid()) ...
// Borrows the text. Views are good until the text goes.
class JsonMembers {
 public:
  explicit JsonMembers(std::string_view object)
      : p_(object.data()), end_(object.data() + object.size()) {
    SkipBlanks();
    valid_ = Take('{');
    SkipBlanks();
  }

  // Goes to the next member; false when there are no more, or the text is not valid.
  bool Next() {
    if (!valid_ || done_) return false;
    if (Take('}')) return Close();
    if (any_ && !Take(',')) return Fail();
    SkipBlanks();
    const char* const begin = p_;
    if (!SkipString()) return Fail();
    key_ = {begin + 1, static_cast<size_t>(p_ - begin) - 2};
    SkipBlanks();
    if (!Take(':')) return Fail();
    SkipBlanks();
    const char* const value = p_;
    if (!SkipValue()) return Fail();
    value_ = {value, static_cast<size_t>(p_ - value)};
    member_ = {begin, static_cast<size_t>(p_ - begin)};
    SkipBlanks();
    any_ = true;
    return true;
  }
  // False once something was met that an object cannot hold.
  bool valid() const { return valid_; }

  std::string_view key() const { return key_; }      // between its quotation marks, escapes and all
  std::string_view value() const { return value_; }  // as it is
  std::string_view member() const { return member_; }  // key, colon and value

  // Whether `key` means `name`, however it is escaped.
  static bool KeyIs(std::string_view key, std::string_view name) {
    if (key == name) return true;
    // Escapes only make a key longer.
    if (key.size() <= name.size() || key.find('\\') == std::string_view::npos) return false;
    return Unescape(key) == name;
  }

 private:
  bool Fail() {
    valid_ = false;
    return false;
  }
  bool Close() {
    done_ = true;
    SkipBlanks();
    if (p_ != end_) valid_ = false;
    return false;
  }
  bool Take(char c) {
    if (p_ == end_ || *p_ != c) return false;
    ++p_;
    return true;
  }
  void SkipBlanks() {
    while (p_ != end_ && (*p_ == ' ' || *p_ == '\n' || *p_ == '\r' || *p_ == '\t')) ++p_;
  }
  // From an opening quotation mark to the place after the closing one.
  bool SkipString() {
    if (!Take('"')) return false;
    while (true) {
      SkipPlain<'"', '\\'>();
      if (p_ == end_) return false;
      if (*p_++ == '"') return true;
      if (p_ == end_) return false;
      ++p_;
    }
  }
  bool SkipValue() {
    if (p_ == end_) return false;
    if (*p_ == '"') return SkipString();
    if (*p_ == '{' || *p_ == '[') return SkipNested();
    const char* const begin = p_;
    while (p_ != end_ && std::strchr(",}] \t\r\n\"{[:", *p_) == nullptr) ++p_;
    return p_ != begin;
  }
  // From an opening bracket to the place after the one that closes it.
  bool SkipNested() {
    int64_t depth = 0;
    while (p_ != end_) {
      const char c = *p_;
      if (c == '"') {
        if (!SkipString()) return false;
        continue;
      }
      ++p_;
      if (c == '{' || c == '[') ++depth;
      if ((c == '}' || c == ']') && --depth == 0) return true;
    }
    return false;
  }
  // To the next byte that is A or B, or to the end.
  template <char A, char B>
  void SkipPlain() {
#if defined(__SSE2__)
    for (; end_ - p_ >= 16; p_ += 16) {
      const __m128i block = _mm_loadu_si128(reinterpret_cast<const __m128i*>(p_));
      const int mask = _mm_movemask_epi8(_mm_or_si128(_mm_cmpeq_epi8(block, _mm_set1_epi8(A)),
                                                      _mm_cmpeq_epi8(block, _mm_set1_epi8(B))));
      if (mask == 0) continue;
      p_ += __builtin_ctz(static_cast<unsigned>(mask));
      return;
    }
#endif
    while (p_ != end_ && *p_ != A && *p_ != B) ++p_;
  }

  static std::string Unescape(std::string_view key) {
    std::string out;
    for (size_t i = 0; i < key.size(); ++i) {
      if (key[i] != '\\' || i + 1 == key.size()) {
        out += key[i];
        continue;
      }
      const char c = key[++i];
      static constexpr std::string_view kFrom = "bfnrt", kTo = "\b\f\n\r\t";
      if (const size_t at = kFrom.find(c); at != std::string_view::npos) {
        out += kTo[at];
      } else if (c != 'u') {
        out += c;
      } else {
        uint32_t code = Hex(key.substr(i + 1, 4));
        i += 4;
        if (code >= 0xD800 && code < 0xDC00 && key.substr(i + 1, 2) == "\\u") {
          code = 0x10000 + ((code - 0xD800) << 10) + (Hex(key.substr(i + 3, 4)) - 0xDC00);
          i += 6;
        }
        AppendUtf8(code, &out);
      }
    }
    return out;
  }
  static uint32_t Hex(std::string_view digits) {
    uint32_t code = 0;
    for (const char c : digits) {
      const int low = c | 0x20;
      code = code * 16 + static_cast<uint32_t>(low >= 'a' ? low - 'a' + 10 : c - '0');
    }
    return code;
  }

  const char* p_;
  const char* end_;
  bool valid_ = false, done_ = false, any_ = false;
  std::string_view key_, value_, member_;
};

}  // namespace textmill

#endif  // TEXTMILL_JSON_MEMBERS_HPP_
