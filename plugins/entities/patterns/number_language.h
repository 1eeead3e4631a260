// In which language a document writes its numbers: whether 1.500 is a thousand and a half or one
// and a half, and whether a "mil" is a thousand or a million.
//
// The column `lang` says so where there is one; else common words of the text do, which are only
// looked at once a number is in doubt. One document, one thread.
#ifndef TEXTMILL_PLUGINS_ENTITIES_NUMBER_LANGUAGE_H_
#define TEXTMILL_PLUGINS_ENTITIES_NUMBER_LANGUAGE_H_

#include <cstdint>
#include <string_view>

namespace textmill::entities {

enum class DecimalMark : uint8_t { kUnknown, kPoint, kComma };

class NumberLanguage {
 public:
  // `code` as in the column `lang`; empty or `und` where it is not known.
  NumberLanguage(std::string_view text, std::string_view code)
      : text_(text), code_(code == "und" ? std::string_view() : code) {}

  DecimalMark mark();
  std::string_view code() const { return code_; }
  // Texts in Spanish come with either mark: Madrid writes 1.500, Mexico 1,500.
  bool mixed() const { return code_ == "es"; }

 private:
  std::string_view text_, code_;
  DecimalMark mark_ = DecimalMark::kUnknown;
  bool known_ = false;
};

}  // namespace textmill::entities

#endif  // TEXTMILL_PLUGINS_ENTITIES_NUMBER_LANGUAGE_H_
