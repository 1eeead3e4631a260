// Cuts an archive into units: records one after the other, each with its head, its block and the
// line ends after it. What is not as it should be is a unit of its own, with flags that say how, so
// that whoever reads a unit without flags may trust the lengths in it.
//
// A record is as long as its head says when another record, or the end, is there. If not, it goes
// up to the next place that looks like a record. Used by one thread.
#ifndef TEXTMILL_PLUGINS_READ_WARC_ARCHIVE_CUTTER_H_
#define TEXTMILL_PLUGINS_READ_WARC_ARCHIVE_CUTTER_H_

#include <cstdint>
#include <memory>
#include <optional>

#include "plugins/lib/io/cutter.h"
#include "plugins/lib/io/record_ends.h"
#include "plugins/lib/readers/warc/archive_content.h"
#include "plugins/lib/readers/warc/record_head.h"

namespace textmill::warc {

// Unit::flags, beside io::kTooLong (longer than the limit; the unit has its first 64 KiB).
inline constexpr uint32_t kNoRecord = 2;     // bytes among the records that are none
inline constexpr uint32_t kWrongLength = 4;  // the next record is not where the head says
inline constexpr uint32_t kCutOff = 8;       // the content ends before the record does
inline constexpr uint32_t kDoubtful = 16;    // the compressed data that it is in is damaged
inline constexpr uint32_t kArc = 32;         // the records are those of ARC

class ArchiveCutter final : public io::Cutter {
 public:
  // Throws Error when the content does not begin as an archive does.
  ArchiveCutter(std::unique_ptr<ArchiveContent> content, size_t longest);

  bool Next(uint64_t want_bytes, Unit& unit) override;

 private:
  // Where the record at `at` ends and another begins; nothing when something is wrong with it.
  std::optional<uint64_t> EndOf(uint64_t at);
  // The unit of something wrong: its end and flags.
  void CutWrong(Unit& unit);
  uint64_t EndOfWrong(uint32_t* flags);
  bool HeadAt(uint64_t at, RecordHead* head);
  bool IsGoodEnd(uint64_t* at);
  uint64_t NextHead(uint64_t from);
  void Keep(uint64_t from);

  std::unique_ptr<ArchiveContent> content_;
  const size_t longest_;
  Format format_ = Format::kWarc;
  uint64_t at_ = 0;  // the next unit
  RecordHead head_;
  Buffer front_;  // of a record that is too long
};

// Whether content begins with a record of WARC or ARC.
std::optional<Format> FormatOfArchive(std::string_view front);

}  // namespace textmill::warc

#endif  // TEXTMILL_PLUGINS_READ_WARC_ARCHIVE_CUTTER_H_
