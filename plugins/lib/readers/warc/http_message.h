// An HTTP response as archives have it: the head, however odd, and the body with its transfer
// coding taken off.
//
// Pure functions over bytes that have to stay; any thread.
#ifndef TEXTMILL_PLUGINS_READ_WARC_HTTP_MESSAGE_H_
#define TEXTMILL_PLUGINS_READ_WARC_HTTP_MESSAGE_H_

#include <string>
#include <string_view>

#include "plugins/lib/readers/warc/header_fields.h"

namespace textmill::warc {

struct HttpHead {
  bool found = false;  // whether there is a status line
  int status = 0;      // 0: it has none
  HeaderFields fields;
  std::string_view body;  // what comes after
};

// `HTTP/1.1 200 OK`, `HTTP/2 200`, `ICY 200 OK`. Interim answers (100 Continue) are passed over.
// Without a status line, all of it is the body.
void ParseHttp(std::string_view block, HttpHead* head);

struct Unchunked {
  enum class Result {
    kNot,     // the body is not in chunks, whatever its head says: it is left as it is
    kWhole,   // up to the last chunk
    kBroken,  // up to a chunk that is cut off, or has no size
  };
  Result result;
  size_t taken = 0;  // bytes of the body, with the last chunk
};

// Appends what is in the chunks of `body` to `to`, which is emptied first.
Unchunked Unchunk(std::string_view body, std::string* to);

}  // namespace textmill::warc

#endif  // TEXTMILL_PLUGINS_READ_WARC_HTTP_MESSAGE_H_
