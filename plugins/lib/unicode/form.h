// The normal forms of Unicode, for texts of any kind and length.
#ifndef TEXTMILL_PLUGINS_UNICODE_FORM_H_
#define TEXTMILL_PLUGINS_UNICODE_FORM_H_

#include <unicode/normalizer2.h>

#include <string>
#include <string_view>

namespace textmill::unicode {

// NFC or NFKC. Any thread may use one.
class Form {
 public:
  enum Name { kNfc, kNfkc };
  explicit Form(Name name);

  // Puts the text into this form. False, and `out` holds nothing of use, when it was so before.
  bool Normalize(std::string_view text, std::string* out) const;

 private:
  size_t EndOfPiece(std::string_view text, size_t begin) const;
  void AppendPiece(std::string_view piece, std::string* out) const;
  const icu::Normalizer2& icu_;
};

}  // namespace textmill::unicode

#endif  // TEXTMILL_PLUGINS_UNICODE_FORM_H_
