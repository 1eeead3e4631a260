// Takes the content codings of HTTP off a body: gzip, deflate (with zlib's head or, as some servers
// have it, without), br and zstd.
//
// Keeps its memory from one body to the next. Used by one thread.
#ifndef TEXTMILL_PLUGINS_READ_WARC_CONTENT_CODING_H_
#define TEXTMILL_PLUGINS_READ_WARC_CONTENT_CODING_H_

#include <memory>
#include <string>
#include <string_view>

namespace textmill::warc {

class ContentDecoder {
 public:
  enum class Result {
    kOk,
    kCutOff,   // it ends too early: `to` has what there is
    kDamaged,  // so are its bytes, or they are not in that coding
    kTooLong,  // it unpacks to more than `limit` bytes
    kUnknown,  // there is no such coding
  };

  ContentDecoder();
  ~ContentDecoder();

  // `coding`: as Content-Encoding names one. `to` is emptied first.
  Result Decode(std::string_view coding, std::string_view body, size_t limit, std::string* to);

 private:
  Result Inflate(std::string_view body, bool gzip, size_t limit, std::string* to);
  Result InflateOne(std::string_view& body, int wrapper, size_t limit, std::string* to);
  Result Brotli(std::string_view body, size_t limit, std::string* to);
  Result Zstd(std::string_view body, size_t limit, std::string* to);

  struct State;
  std::unique_ptr<State> state_;
};

// Whether the bytes begin as gzip data does.
bool IsGzip(std::string_view bytes);

}  // namespace textmill::warc

#endif  // TEXTMILL_PLUGINS_READ_WARC_CONTENT_CODING_H_
