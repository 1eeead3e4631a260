// From the bytes of a file to UTF-8.
#ifndef TEXTMILL_PLUGINS_READ_TEXT_DECODE_H_
#define TEXTMILL_PLUGINS_READ_TEXT_DECODE_H_

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "plugins/lib/readers/text/converters.h"
#include "textmill/builder.hpp"

struct UConverter;

namespace textmill::readtext {

// The encodings that `encoding:` names, by the standard's names; "auto" is UTF-8. Throws Error
// about a name that there is not, or one that comes after an encoding in which every file is valid.
struct Encodings {
  std::vector<std::string> names;
  // Whether UTF-16 without a byte order mark is recognised and read; otherwise such a file fails.
  bool recognise_utf16 = false;
};
Encodings EncodingsFrom(const std::vector<std::string>& labels);

struct Decoded {
  std::string problem;    // why it cannot be done, or ""
  std::string encoding;   // that was used
  bool was_utf8 = false;  // valid UTF-8 with more than ASCII, and was read as something else
};

// Keeps ICU's converters from one file to the next. Used by one thread.
class Decoder {
 public:
  Decoder();
  ~Decoder();

  // Appends the text to `to`, without a byte order mark, and leaves it to the caller to end the
  // value, or to drop it where there is a problem. A byte order mark has the last word on the
  // encoding; without one it is the first encoding in which all bytes are valid.
  Decoded Decode(std::string_view bytes, const Encodings& encodings, BytesBuilder& to);

 private:
  struct Close {
    void operator()(UConverter* converter) const;
  };
  // "" or why not; parts may have been appended then.
  std::string Try(std::string_view bytes, const std::string& encoding, size_t skipped,
                  BytesBuilder& to);
  std::string Convert(std::string_view bytes, const std::string& encoding, size_t skipped,
                      BytesBuilder& to);

  std::string name_;  // of the encoding that `converter_` is for
  Converter differences_;
  std::unique_ptr<UConverter, Close> converter_;
};

}  // namespace textmill::readtext

#endif  // TEXTMILL_PLUGINS_READ_TEXT_DECODE_H_
