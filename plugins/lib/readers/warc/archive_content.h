// The content of an archive, whatever it is packed in, for somebody who looks for its records.
//
// A plain file is read where it is asked for. Anything else is a stream: what was given up
// (`Forget`) does not come back. A stretch of content is what can be read without a gap: where
// compressed data is damaged, the stretch ends, and `Resume` looks for the next member or frame
// that begins with a record.
//
// Used by one thread at a time.
#ifndef TEXTMILL_PLUGINS_READ_WARC_ARCHIVE_CONTENT_H_
#define TEXTMILL_PLUGINS_READ_WARC_ARCHIVE_CONTENT_H_

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include "plugins/lib/io/byte_stream.h"
#include "plugins/lib/io/file.h"
#include "textmill/source.hpp"

namespace textmill::warc {

class ArchiveContent {
 public:
  virtual ~ArchiveContent() = default;
  // The bytes from `offset` on, which was not given up: at least `n`, unless the stretch ends
  // before. Valid until the next call of any kind.
  virtual std::string_view At(uint64_t offset, size_t n) = 0;
  // Reads on to `offset`; gives it, or where the stretch ends before.
  virtual uint64_t Reach(uint64_t offset) = 0;
  // What is before `offset` will not be asked for again.
  virtual void Forget(uint64_t) {}
  // Whether all that was read can be asked for.
  virtual bool can_go_back() const { return true; }
  // Puts the bytes from `begin` to `end`, which were not given up, into the unit where they cannot
  // be read by position.
  virtual void Give(uint64_t begin, uint64_t end, Unit& unit) = 0;
  // Bytes of the file that are used up for what is before `offset`.
  virtual uint64_t Stored(uint64_t offset) const = 0;

  // At the end of a stretch: why it ends; null at the end of the input.
  virtual const Error* fault() const { return nullptr; }
  // Whether the fault makes what was read last doubtful: a checksum is wrong, or it was cut off by
  // damage, and not by the end of the file.
  virtual bool doubtful() const { return false; }
  // After a fault, when all before it was given up: goes on at a place further on. False where
  // there is none, else the place in the file. What was lost counts for one byte of content, as the
  // host has failures take up a place.
  virtual bool Resume(uint64_t* /*stored*/) { return false; }
};

// `begins_archive` says whether content begins with a record.
using BeginsArchive = std::function<bool(std::string_view front)>;
std::unique_ptr<ArchiveContent> OpenArchive(io::File file, const std::string& name,
                                            bool by_position, BeginsArchive begins_archive,
                                            std::function<bool()> cancelled);

}  // namespace textmill::warc

#endif  // TEXTMILL_PLUGINS_READ_WARC_ARCHIVE_CONTENT_H_
