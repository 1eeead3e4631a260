// From the bytes of one encoding to UTF-8, piece by piece. Used by one thread.
#ifndef TEXTMILL_PLUGINS_ENCODING_TRANSCODER_H_
#define TEXTMILL_PLUGINS_ENCODING_TRANSCODER_H_

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include "plugins/lib/readers/encoding/converters.h"

struct UConverter;

namespace textmill::encoding {

class Transcoder {
 public:
  static constexpr size_t kAllValid = SIZE_MAX;
  // Takes text in UTF-8.
  using Take = std::function<void(std::string_view)>;

  // `encoding`: the standard's name of another one than UTF-8. Throws Error when ICU has none.
  explicit Transcoder(const std::string& encoding);
  ~Transcoder();

  // Converts the next bytes; `last` when no others follow. Where some are not valid, `instead` is
  // given in their place; when that is empty, the conversion ends, and the place of the first of
  // them in `bytes` is returned, 0 where it came before. A character that is cut off at the end
  // waits for its other bytes.
  size_t Convert(std::string_view bytes, bool last, std::string_view instead, const Take& take);
  // Begins a new text.
  void Reset();

 private:
  struct Close {
    void operator()(UConverter* converter) const;
  };
  const Converter differences_;
  std::unique_ptr<UConverter, Close> converter_;
  char16_t lead_ = 0;  // of a pair of surrogates whose other half has not come yet
};

}  // namespace textmill::encoding

#endif  // TEXTMILL_PLUGINS_ENCODING_TRANSCODER_H_
