// Goes by pieces between normalisation boundaries, for two reasons: only what is not normal needs
// to be rewritten; and ICU's time is quadratic in the length of a run of combining marks, which a
// piece bounds. A run that is longer than a piece is put in order before ICU sees it.
#include "plugins/lib/unicode/form.h"

#include <unicode/bytestream.h>
#include <unicode/utf8.h>

#include "plugins/lib/unicode/icu.h"
#include "textmill/utf8.hpp"

namespace textmill::unicode {
namespace {

constexpr size_t kFormPiece = 4096;  // about so many bytes
constexpr size_t kSearch = 1024;     // bytes in which a boundary is looked for

}  // namespace

Form::Form(Name name) : icu_(name == kNfc ? Nfc() : Nfkc()) {}

size_t Form::EndOfPiece(std::string_view text, size_t begin) const {
  if (text.size() - begin <= kFormPiece + kSearch) return text.size();
  size_t i = begin + kFormPiece;
  while (U8_IS_TRAIL(text[i]) && i > begin + 1) --i;
  while (i < text.size()) {
    const DecodedChar c = DecodeUtf8(text.data() + i, text.data() + text.size());
    if (icu_.hasBoundaryBefore(static_cast<UChar32>(c.code_point))) return i;
    i += c.size;
  }
  return text.size();
}

void Form::AppendPiece(std::string_view piece, std::string* out) const {
  std::string ordered;
  if (piece.size() > kFormPiece + kSearch) {
    std::u32string characters;
    const char* const end = piece.data() + piece.size();
    for (const char* p = piece.data(); p < end;) {
      const DecodedChar c = DecodeUtf8(p, end);
      characters += static_cast<char32_t>(c.code_point);
      p += c.size;
    }
    OrderMarks(icu_, &characters);
    for (const char32_t c : characters) AppendUtf8(c, &ordered);
    piece = ordered;
  }
  UErrorCode status = U_ZERO_ERROR;
  icu::StringByteSink<std::string> sink(out);
  const icu::StringPiece in(piece.data(), static_cast<int32_t>(piece.size()));
  icu_.normalizeUTF8(0, in, sink, nullptr, status);
  CheckIcu(status);
}

bool Form::Normalize(std::string_view text, std::string* out) const {
  bool changed = false;
  for (size_t begin = 0; begin < text.size();) {
    const size_t end = EndOfPiece(text, begin);
    const std::string_view piece = text.substr(begin, end - begin);
    const bool too_long = piece.size() > kFormPiece + kSearch;
    UErrorCode status = U_ZERO_ERROR;
    const icu::StringPiece in(piece.data(), static_cast<int32_t>(piece.size()));
    const bool normal = !too_long && icu_.isNormalizedUTF8(in, status);
    CheckIcu(status);
    if (!normal && !changed) {
      changed = true;
      out->assign(text.substr(0, begin));
    }
    if (!normal) {
      AppendPiece(piece, out);
    } else if (changed) {
      out->append(piece);
    }
    begin = end;
  }
  return changed && *out != text;
}

}  // namespace textmill::unicode
