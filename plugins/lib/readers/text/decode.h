// From the bytes of a file to UTF-8.
#ifndef TEXTMILL_PLUGINS_READ_TEXT_DECODE_H_
#define TEXTMILL_PLUGINS_READ_TEXT_DECODE_H_

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "textmill/builder.hpp"

struct UConverter;

namespace textmill::readtext {

// As one writes them after `encoding:`; the first, "auto", is UTF-8.
const std::vector<std::string>& Encodings();

// Keeps ICU's converters from one file to the next. Used by one thread.
class Decoder {
 public:
  Decoder();
  ~Decoder();

  // Appends the text to `to`, without a byte order mark, and leaves it to the caller to end the
  // value. A byte order mark has the last word on the encoding. Returns "" or why it cannot be
  // done; parts may have been appended then.
  std::string Decode(std::string_view bytes, const std::string& encoding, BytesBuilder& to);

 private:
  struct Close {
    void operator()(UConverter* converter) const;
  };
  std::string Convert(std::string_view bytes, const std::string& encoding, size_t skipped,
                      BytesBuilder& to);

  std::string name_;  // of the converter
  std::unique_ptr<UConverter, Close> converter_;
};

}  // namespace textmill::readtext

#endif  // TEXTMILL_PLUGINS_READ_TEXT_DECODE_H_
