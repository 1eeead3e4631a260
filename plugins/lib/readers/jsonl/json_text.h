// Walks over JSON text (RFC 8259), checking all that it passes.
//
// Why not simdjson's On-Demand interface: it leaves values unchecked that nobody asks for, and it
// does not say where a fault is. Documents are mostly long strings, and those this passes as fast
// (see read_jsonl_bench.cc). simdjson checks the UTF-8, and is what the tests compare with.
//
// A walk reads up to 64 bytes beyond the end of the text. Positions are pointers; a null pointer
// means that the text is not JSON, and `fault` says why.
#ifndef TEXTMILL_PLUGINS_READ_JSONL_JSON_TEXT_H_
#define TEXTMILL_PLUGINS_READ_JSONL_JSON_TEXT_H_

#include <string_view>

namespace textmill::jsonl {

struct JsonFault {
  const char* what = nullptr;  // "a string is not closed"
  const char* at = nullptr;
};

// As much nesting as simdjson takes.
inline constexpr int kMaxDepth = 1024;

class JsonText {
 public:
  explicit JsonText(std::string_view text) : begin_(text.data()), end_(text.data() + text.size()) {}

  const char* begin() const { return begin_; }
  const char* end() const { return end_; }
  JsonFault fault;

  const char* SkipSpace(const char* p) const {
    while (p < end_ && (*p == ' ' || *p == '\t' || *p == '\r' || *p == '\n')) ++p;
    return p;
  }
  // The character at `p`; NUL, which is nowhere in JSON, at the end.
  char At(const char* p) const { return p < end_ ? *p : '\0'; }

  // Passes a value of any kind that begins at `p`.
  const char* SkipValue(const char* p) {
    const char c = At(p);
    if (c == '"') return SkipString(p);
    if (c == '{' || c == '[') return SkipNested(p);
    return SkipScalar(p);
  }
  // Passes a string; `p` is at its quotation mark.
  const char* SkipString(const char* p);
  // The same, writing what it means at `to`, which is moved past it: as many bytes as the
  // string takes at most, and up to 64 more are overwritten.
  const char* CopyString(const char* p, char*& to);
  // Passes `:` and the white space on both sides of it.
  const char* SkipColon(const char* p);

  // Whether nothing but a comma and white space is between.
  static bool OnlyComma(const char* from, const char* to) {
    while (from < to && (*from == ',' || *from == ' ' || *from == '\t' || *from == '\r')) ++from;
    return from == to;
  }

  const char* Fault(const char* at, const char* what) {
    fault = {what, at};
    return nullptr;
  }

 private:
  template <bool kCopies>
  const char* String(const char* p, char*& to);
  template <bool kCopies>
  const char* Escape(const char* p, char*& to);
  template <bool kCopies>
  const char* UnicodeEscape(const char* p, char*& to);
  bool Hex4(const char* p, unsigned& value) const;
  const char* SkipNested(const char* p);
  const char* SkipScalar(const char* p);
  const char* SkipNumber(const char* p);

  const char* begin_;
  const char* end_;
};

// "an array", ... for a valid value that begins with this character.
const char* KindOf(char first);

}  // namespace textmill::jsonl

#endif  // TEXTMILL_PLUGINS_READ_JSONL_JSON_TEXT_H_
