// Cuts a stream into units, by reading all of it.
#ifndef TEXTMILL_PLUGINS_IO_STREAM_CUTTER_H_
#define TEXTMILL_PLUGINS_IO_STREAM_CUTTER_H_

#include <functional>
#include <memory>
#include <optional>
#include <string_view>
#include <vector>

#include "plugins/lib/io/byte_stream.h"
#include "plugins/lib/io/cutter.h"
#include "plugins/lib/io/record_ends.h"

namespace textmill::io {

// Appends to `to` in UTF-8 what the next bytes of some content say; `last` when none follow.
using Decode = std::function<void(std::string_view bytes, bool last, Buffer& to)>;

// A unit carries its bytes, unless the stream is a plain file that can be read again by position.
class StreamCutter final : public Cutter {
 public:
  StreamCutter(std::unique_ptr<ByteStream> stream, RecordEnds& ends, bool carry_bytes);

  bool Next(uint64_t want_bytes, Unit& unit) override;

  // The first record, which then is no part of any unit: a header. Before the first Next. False
  // when there is none; throws when it is longer than kMaxRecord.
  bool TakeFirst(std::string* record);
  // The next bytes of content, at least `n` unless the end is nearer.
  std::string_view Peek(size_t n);
  // Leaves them out.
  void Skip(size_t n);
  // What is in the stream is not the content, but what `decode` makes of it. Before all but Peek.
  void DecodeBy(Decode decode);

 private:
  bool Fill(size_t n);
  bool ReadSome(size_t n);
  // Whether offsets are places in the file.
  bool position_is_content() const { return stream_->plain() && !decode_; }
  size_t FindEnd(size_t from);
  bool NextLong(Unit& unit);
  void Give(size_t n, Unit& unit);
  void Drop(size_t n);
  std::string_view bytes() const { return {buffer_.data(), buffer_.size()}; }

  std::unique_ptr<ByteStream> stream_;
  RecordEnds& ends_;
  Decode decode_;  // empty: the content is UTF-8
  bool carry_bytes_;
  std::vector<char> encoded_;
  Buffer buffer_;        // read, but not yet in a unit; begins with a record
  uint64_t offset_ = 0;  // of the buffer in the content
  bool ended_ = false;
  std::optional<Error> fault_;  // why it ended
};

}  // namespace textmill::io

#endif  // TEXTMILL_PLUGINS_IO_STREAM_CUTTER_H_
