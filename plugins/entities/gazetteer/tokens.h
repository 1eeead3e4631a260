// How names and texts are cut into tokens, so that a name is found however it is spaced.
//
// A token is a run of word characters, or a single letter of a script written without spaces. What
// is between two tokens is brought to one form: any blanks, with at most one line break among
// them, to a space; apostrophes and hyphens of all kinds to ' and -. Any thread may call.
#ifndef TEXTMILL_PLUGINS_ENTITIES_TOKENS_H_
#define TEXTMILL_PLUGINS_ENTITIES_TOKENS_H_

#include <cstddef>
#include <cstring>

#include "plugins/lib/tagger/chars.h"

namespace textmill::entities {

// The form that is compared: tokens and separators, at most so many bytes.
inline constexpr size_t kMaxKey = 512;

struct Key {
  char bytes[kMaxKey];
  size_t size = 0;

  bool Append(const char* from, size_t n) {
    if (size + n > kMaxKey) return false;
    std::memcpy(bytes + size, from, n);
    size += n;
    return true;
  }
};

// The end of the token that begins at `p`.
inline const char* TokenEnd(const Char* bmp, const char* p, const char* end) {
  const DecodedChar first = DecodeUtf8(p, end);
  const bool alone = ClassOf(bmp, first.code_point) == Char::kAlone;
  p += first.size;
  while (p < end) {
    if (static_cast<unsigned char>(*p) < 0x80) {
      if (alone || AsciiClass(static_cast<unsigned char>(*p)) != Char::kWord) break;
      ++p;
      continue;
    }
    const DecodedChar d = DecodeUtf8(p, end);
    const Char c = ClassOf(bmp, d.code_point);
    if (c != Char::kMark && (alone || c != Char::kWord)) break;
    p += d.size;
  }
  return p;
}

// Appends the separator that begins at `p`, in its one form. Returns where the next token begins,
// or NULL when none does, it is a paragraph away, or too much is between.
inline const char* ReadSeparator(const Char* bmp, const char* p, const char* end, Key* key) {
  const size_t limit = key->size + 16;
  if (end - p > 1 && *p == ' ' && InWord(ClassAt(p + 1, end).type)) {  // nearly always
    return key->Append(" ", 1) ? p + 1 : nullptr;
  }
  while (p < end) {
    const DecodedChar d = DecodeUtf8(p, end);
    Char c = ClassOf(bmp, d.code_point);
    if (InWord(c)) return p;
    bool fits;
    if (c == Char::kBlank || c == Char::kBreak) {
      int breaks = 0;
      while (p < end) {
        const DecodedChar blank = DecodeUtf8(p, end);
        c = ClassOf(bmp, blank.code_point);
        if (c != Char::kBlank && c != Char::kBreak) break;
        if (c == Char::kBreak) {
          ++breaks;
          if (*p == '\r' && p + 1 < end && p[1] == '\n') ++p;
        }
        p += blank.size;
      }
      if (breaks > 1) return nullptr;
      fits = key->Append(" ", 1);
    } else {
      fits = c == Char::kApostrophe ? key->Append("'", 1)
             : c == Char::kHyphen   ? key->Append("-", 1)
                                    : key->Append(p, d.size);
      p += d.size;
    }
    if (!fits || key->size > limit) return nullptr;
  }
  return nullptr;
}

// Appends a token, in lower case when `lower`.
inline bool AppendToken(const char* p, const char* end, bool lower, Key* key) {
  if (!lower) return key->Append(p, static_cast<size_t>(end - p));
  std::string low;
  AppendLower({p, static_cast<size_t>(end - p)}, &low);
  return key->Append(low.data(), low.size());
}

}  // namespace textmill::entities

#endif  // TEXTMILL_PLUGINS_ENTITIES_TOKENS_H_
