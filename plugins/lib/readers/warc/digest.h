// Digests of records, as `WARC-Block-Digest: sha1:3I42H3S6NNFQ2MSVX7XZKYAYSCX5QBYJ`: SHA-1, SHA-256
// and MD5, written in base32 or hexadecimal.
//
// Pure functions; any thread.
#ifndef TEXTMILL_PLUGINS_READ_WARC_DIGEST_H_
#define TEXTMILL_PLUGINS_READ_WARC_DIGEST_H_

#include <initializer_list>
#include <string_view>

namespace textmill::warc {

enum class Verdict { kRight, kWrong, kUnknown };

// Whether one of `texts` has that digest: writers do not agree on what a payload is. kUnknown: the
// algorithm is another one, or it is not written as it should be.
Verdict Verify(std::string_view digest, std::initializer_list<std::string_view> texts);

}  // namespace textmill::warc

#endif  // TEXTMILL_PLUGINS_READ_WARC_DIGEST_H_
