#include "plugins/concordance/context.h"

#include "plugins/lib/unicode/fold_table.h"
#include "plugins/lib/unicode/white_space.h"
#include "textmill/utf8.hpp"

namespace textmill::concordance {
namespace {

enum class Kind { kBlank, kMark, kOther };

Kind KindOf(const DecodedChar& c) {
  if (!c.valid) return Kind::kOther;
  const unicode::CodePoint is = unicode::FoldTable::Get()[c.code_point];
  return is.blank() ? Kind::kBlank : is.continues() ? Kind::kMark : Kind::kOther;
}

}  // namespace

void AppendOnOneLine(std::string_view text, std::string* out) {
  const char* p = text.data();
  const char* const end = p + text.size();
  bool blank = false, some = false;
  while (p < end) {
    if (const size_t size = unicode::WhiteSpaceAt(p, end); size > 0) {
      blank = true;
      p += size;
      continue;
    }
    if (blank && some) *out += ' ';
    blank = false;
    some = true;
    *out += *p++;
  }
}

size_t CharactersBefore(std::string_view text, size_t at, size_t characters) {
  bool after_blank = false;  // nearer to `at`
  size_t begin = at;         // of the last that counted: marks come before their letter here
  while (at > 0) {
    const DecodedChar c = DecodeUtf8Before(text.data(), text.data() + at);
    const Kind kind = KindOf(c);
    const bool counts = kind == Kind::kOther || (kind == Kind::kBlank && !after_blank);
    if (counts && characters-- == 0) return begin;
    after_blank = kind == Kind::kBlank;
    at -= c.size;
    if (kind != Kind::kMark) begin = at;
  }
  return at;
}

size_t CharactersAfter(std::string_view text, size_t at, size_t characters) {
  bool after_blank = false;
  while (at < text.size()) {
    const DecodedChar c = DecodeUtf8(text.data() + at, text.data() + text.size());
    const Kind kind = KindOf(c);
    const bool counts = kind == Kind::kOther || (kind == Kind::kBlank && !after_blank);
    if (counts && characters-- == 0) return at;
    after_blank = kind == Kind::kBlank;
    at += c.size;
  }
  return at;
}

}  // namespace textmill::concordance
