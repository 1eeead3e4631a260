// Where records end, for the cutters: a record's bytes include the line end after it.
//
// A scan starts at the first byte of a record and goes on through one piece of bytes after the
// other. Used by one thread at a time.
#ifndef TEXTMILL_PLUGINS_IO_RECORD_ENDS_H_
#define TEXTMILL_PLUGINS_IO_RECORD_ENDS_H_

#include <cstddef>
#include <cstring>
#include <string_view>

namespace textmill::io {

class RecordEnds {
 public:
  virtual ~RecordEnds() = default;
  // What comes next begins with a record.
  virtual void Restart() = 0;
  // What is after the last record end in `more`, all of which is scanned; 0 when it has none.
  virtual size_t Last(std::string_view more) = 0;
  // What is after the first record end in `more`, which is scanned no further; 0 when it has none.
  virtual size_t First(std::string_view more) = 0;
  // Where a record ends that is too long to be one: after its first line, say. `more` begins with
  // it; 0: it has no better end.
  virtual size_t Fallback(std::string_view /*more*/) const { return 0; }
};

// A record is a line.
class LineEnds final : public RecordEnds {
 public:
  void Restart() override {}
  size_t Last(std::string_view more) override { return more.rfind('\n') + 1; }
  size_t First(std::string_view more) override { return more.find('\n') + 1; }
};

// Records beyond this are skipped and reported, whatever the memory at hand.
inline constexpr size_t kMaxRecord = size_t{64} << 20;
// So much of such a record is kept, to tell which one it is.
inline constexpr size_t kKeptOfLongRecord = size_t{64} << 10;
// Unit::flags: the unit is one record that is longer than kMaxRecord.
inline constexpr uint32_t kTooLong = 1;

}  // namespace textmill::io

#endif  // TEXTMILL_PLUGINS_IO_RECORD_ENDS_H_
