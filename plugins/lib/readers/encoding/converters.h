// Which of ICU's converters is nearest to an encoding of the WHATWG Encoding Standard, and where
// the two differ. With that the single-byte encodings, shift_jis, euc-kr, gbk and gb18030 are the
// standard's; big5 lacks 92 characters of HKSCS, and euc-jp reads 21 rare sequences more.
//
// Constant data; any thread.
#ifndef TEXTMILL_PLUGINS_ENCODING_CONVERTERS_H_
#define TEXTMILL_PLUGINS_ENCODING_CONVERTERS_H_

#include <cstdint>
#include <span>
#include <string_view>

namespace textmill::encoding {

struct Converter {
  // What is meant by a code point that ICU gives; `second` comes after it unless it is 0.
  struct Instead {
    char16_t icu = 0, standard = 0, second = 0;
  };
  // Code points that ICU gives for bytes that are not valid.
  struct Range {
    char16_t first, last;
  };
  // Bytes that ICU takes for invalid, and what they are.
  struct Missing {
    std::string_view bytes;
    char16_t standard;
  };

  const char* icu = nullptr;
  std::span<const Instead> instead = {};  // in the order of `icu`
  std::span<const Range> invalid = {};
  std::span<const Missing> missing = {};

  // What is meant, or null.
  const Instead* InsteadOf(char16_t icu) const;
  bool Invalid(char16_t icu) const;
  // What the bytes are that ICU takes for invalid; 0 when they are.
  char16_t Find(std::string_view bytes) const;
  bool differs() const { return !instead.empty() || !invalid.empty(); }
};

// By the standard's name in lower case.
Converter ConverterOf(std::string_view encoding);

}  // namespace textmill::encoding

#endif  // TEXTMILL_PLUGINS_ENCODING_CONVERTERS_H_
