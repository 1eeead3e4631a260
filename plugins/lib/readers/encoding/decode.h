// From the bytes of a whole file to UTF-8.
#ifndef TEXTMILL_PLUGINS_ENCODING_DECODE_H_
#define TEXTMILL_PLUGINS_ENCODING_DECODE_H_

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "plugins/lib/readers/encoding/transcoder.h"
#include "textmill/builder.hpp"

namespace textmill::encoding {

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

// What the front of a file says: the encoding of its byte order mark, of `mark` bytes, or UTF-16
// without one. The name is null where it says nothing, and may be "utf-32", which is not read.
struct FrontEncoding {
  const char* name = nullptr;
  size_t mark = 0;
};
FrontEncoding EncodingOfFront(std::string_view bytes);

// Whether text without a mark cannot be UTF-16, though it is valid: most bytes are when they are
// read as Chinese.
bool IsHardlyUtf16(std::string_view bytes);
inline constexpr char kHardlyUtf16[] =
    "nearly all of its bytes are letters and blanks of ASCII, as in no text in UTF-16: its "
    "encoding "
    "is another";

// Keeps its converter from one file to the next. Used by one thread.
class Decoder {
 public:
  // Appends the text to `to`, without a byte order mark, and leaves it to the caller to end the
  // value, or to drop it where there is a problem. A byte order mark has the last word on the
  // encoding; without one it is the first encoding in which all bytes are valid.
  Decoded Decode(std::string_view bytes, const Encodings& encodings, BytesBuilder& to);

 private:
  // "" or why not; parts may have been appended then.
  std::string Try(std::string_view bytes, const std::string& encoding, size_t skipped,
                  BytesBuilder& to);

  std::string name_;  // of the encoding that `transcoder_` is for
  std::unique_ptr<Transcoder> transcoder_;
};

}  // namespace textmill::encoding

#endif  // TEXTMILL_PLUGINS_ENCODING_DECODE_H_
