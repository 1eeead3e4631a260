// The head of a record in an archive: that of WARC (0.17 to 1.1), a first line with the version and
// fields up to a blank line; or that of ARC, one line:
//
//     URL IP date type length                                          ARC 1
//     URL IP date type status checksum location offset file length     ARC 2
//
// An ARC file's first record, `filedesc://`, is about the file.
//
// Views into the bytes that were parsed, which have to stay. Used by one thread.
#ifndef TEXTMILL_PLUGINS_READ_WARC_RECORD_HEAD_H_
#define TEXTMILL_PLUGINS_READ_WARC_RECORD_HEAD_H_

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

#include "plugins/lib/readers/warc/header_fields.h"

namespace textmill::warc {

enum class Format { kWarc, kArc };

// Longer heads are none.
inline constexpr size_t kLongestHead = 64 << 10;

struct RecordHead {
  size_t size = 0;                       // in bytes, the blank line included
  std::optional<uint64_t> length;        // that it says its block has
  HeaderFields fields;                   // of WARC
  std::string_view url, ip, date, mime;  // of ARC
};

// Whether `bytes` begin with a whole head.
bool ParseHead(std::string_view bytes, Format format, RecordHead* head);

// Whether they may begin with a head: a quick look at the place where one ought to be.
bool MayBeHead(std::string_view bytes, Format format);

}  // namespace textmill::warc

#endif  // TEXTMILL_PLUGINS_READ_WARC_RECORD_HEAD_H_
