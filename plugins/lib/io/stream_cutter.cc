#include "plugins/lib/io/stream_cutter.h"

#include <algorithm>
#include <cstring>

namespace textmill::io {
namespace {

constexpr size_t kStep = 256 << 10;
constexpr size_t kMuch = 16 << 20;
constexpr size_t kMostDecoded = 1 << 20;

}  // namespace

StreamCutter::StreamCutter(std::unique_ptr<ByteStream> stream, RecordEnds& ends, bool carry_bytes)
    : stream_(std::move(stream)), ends_(ends), carry_bytes_(carry_bytes) {}

// Reads up to `n` bytes of the stream; false at its end.
bool StreamCutter::ReadSome(size_t n) {
  if (!decode_) {
    const size_t got = stream_->Read(buffer_.Room(n), n);
    buffer_.Advance(got);
    return got > 0;
  }
  n = std::min(n, kMostDecoded);
  encoded_.resize(std::max(encoded_.size(), n));
  const size_t got = stream_->Read(encoded_.data(), n);
  decode_({encoded_.data(), got}, got == 0, buffer_);
  return got > 0;
}

// Reads until `n` bytes are in the buffer; false when there are fewer.
bool StreamCutter::Fill(size_t n) {
  while (buffer_.size() < n && !ended_) {
    const size_t step = std::max(n - buffer_.size(), kStep);
    try {
      ended_ = !ReadSome(step);
    } catch (const Error& error) {
      if (error.code() == TEXTMILL_CANCELLED || error.code() == TEXTMILL_NO_MEMORY) throw;
      fault_ = error;
      ended_ = true;
    }
  }
  return buffer_.size() >= n;
}

bool StreamCutter::Next(uint64_t want_bytes, Unit& unit) {
  const size_t want = static_cast<size_t>(std::clamp<uint64_t>(want_bytes, 1, kMaxRecord));
  ends_.Restart();
  if (!Fill(want) && buffer_.size() == 0) {
    if (fault_) throw CutFailed(*fault_, offset_);
    return false;
  }
  // The last record may have no line end, but one that a fault cut off is no record.
  const bool complete = ended_ && !fault_;
  size_t cut = ends_.Last(bytes().substr(0, want));
  if (complete && buffer_.size() <= want) cut = buffer_.size();
  if (cut == 0) cut = FindEnd(want);
  if (cut == 0 && fault_ && buffer_.size() <= kMaxRecord) throw CutFailed(*fault_, offset_);
  if (cut == 0 || cut > kMaxRecord) cut = ends_.Fallback(bytes().substr(0, kMaxRecord));
  if (cut == 0) return NextLong(unit);
  Give(cut, unit);
  return true;
}

// The end of the record at the front, scanned up to `from`; 0 when it is not within kMaxRecord, or
// a fault comes first.
size_t StreamCutter::FindEnd(size_t from) {
  size_t at = std::min(from, buffer_.size());
  while (true) {
    const size_t end = ends_.First(bytes().substr(at));
    if (end > 0 && at == 0) return end;
    if (end > 0) {  // once more in one piece: what was seen of the front may end it earlier
      ends_.Restart();
      return ends_.First(bytes());
    }
    at = buffer_.size();
    if (at > kMaxRecord) return 0;
    if (!Fill(at + 1)) return fault_ ? 0 : at;
  }
}

// A record that is too long: its head is given, the rest passed over.
bool StreamCutter::NextLong(Unit& unit) {
  ends_.Restart();
  Buffer head;
  head.Append(buffer_.data(), std::min(buffer_.size(), kKeptOfLongRecord));
  const uint64_t begin = offset_;
  while (true) {
    const size_t end = ends_.First(bytes());
    Drop(end > 0 ? end : buffer_.size());
    if (end > 0) break;
    if (!Fill(1)) {
      if (fault_) throw CutFailed(*fault_, begin);
      break;
    }
  }
  unit.flags = kTooLong;
  unit.begin = begin;
  unit.end = offset_;
  unit.consumed = position_is_content() ? offset_ : stream_->stored();
  unit.has_payload = carry_bytes_;
  if (carry_bytes_) unit.payload = std::move(head);
  return true;
}

void StreamCutter::Give(size_t n, Unit& unit) {
  unit.begin = offset_;
  unit.end = offset_ + n;
  unit.consumed = position_is_content() ? unit.end : stream_->stored();
  unit.has_payload = carry_bytes_;
  if (!carry_bytes_) return Drop(n);
  Buffer rest;
  rest.Reserve(n + kStep + 64);  // the next unit is likely to be as long
  rest.Append(buffer_.data() + n, buffer_.size() - n);
  buffer_.Advance(n - buffer_.size());  // back
  unit.payload = std::move(buffer_);
  buffer_ = std::move(rest);
  offset_ += n;
}

void StreamCutter::Drop(size_t n) {
  const size_t left = buffer_.size() - n;
  offset_ += n;
  if (n > kMuch) {  // gives back what one large record took
    Buffer rest;
    rest.Append(buffer_.data() + n, left);
    buffer_ = std::move(rest);
    return;
  }
  if (left > 0) std::memmove(buffer_.data(), buffer_.data() + n, left);
  buffer_.Advance(0 - n);  // back
}

std::string_view StreamCutter::Peek(size_t n) {
  Fill(n);
  return bytes();
}

void StreamCutter::Skip(size_t n) { Drop(n); }

void StreamCutter::DecodeBy(Decode decode) {
  decode_ = std::move(decode);
  carry_bytes_ = true;
  const Buffer encoded = std::exchange(buffer_, Buffer());
  decode_({encoded.data(), encoded.size()}, false, buffer_);
  if (ended_ && !fault_) decode_({}, true, buffer_);
}

bool StreamCutter::TakeFirst(std::string* record) {
  ends_.Restart();
  if (!Fill(1)) {
    if (fault_) throw CutFailed(*fault_, offset_);
    return false;
  }
  const size_t end = FindEnd(0);
  if (end == 0 && fault_) throw CutFailed(*fault_, offset_);
  if (end == 0) throw CutFailed(Error("its first record is longer than 64 MiB"), offset_);
  record->assign(buffer_.data(), end);
  Drop(end);
  return true;
}

}  // namespace textmill::io
