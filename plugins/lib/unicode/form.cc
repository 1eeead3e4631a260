// Goes by pieces between normalisation boundaries, for two reasons: only what is not normal needs
// to be rewritten; and ICU's time is quadratic in the length of a run of combining marks, which a
// piece bounds. A run that is longer than a piece is put in order before ICU sees it.
#include "plugins/lib/unicode/form.h"

#include <unicode/bytestream.h>
#include <unicode/utf8.h>

#include "plugins/lib/unicode/icu.h"

namespace textmill::unicode {
namespace {

constexpr size_t kPiece = 4096;   // about so many bytes
constexpr size_t kSearch = 1024;  // bytes in which a boundary is looked for

}  // namespace

Form::Form(Name name) : icu_(name == kNfc ? Nfc() : Nfkc()) {}

size_t Form::EndOfPiece(std::string_view text, size_t begin) const {
  if (text.size() - begin <= kPiece + kSearch) return text.size();
  const int32_t n = static_cast<int32_t>(text.size());
  int32_t i = static_cast<int32_t>(begin + kPiece);
  while (U8_IS_TRAIL(text[static_cast<size_t>(i)]) && static_cast<size_t>(i) > begin + 1) --i;
  while (static_cast<size_t>(i) < text.size()) {
    const int32_t at = i;
    UChar32 c;
    U8_NEXT_OR_FFFD(text.data(), i, n, c);
    if (icu_.hasBoundaryBefore(c)) return static_cast<size_t>(at);
  }
  return text.size();
}

void Form::AppendPiece(std::string_view piece, std::string* out) const {
  std::string ordered;
  if (piece.size() > kPiece + kSearch) {
    std::u32string characters;
    const int32_t n = static_cast<int32_t>(piece.size());
    for (int32_t i = 0; i < n;) {
      UChar32 c;
      U8_NEXT_OR_FFFD(piece.data(), i, n, c);
      characters += static_cast<char32_t>(c);
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
    const bool too_long = piece.size() > kPiece + kSearch;
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
