#include "plugins/lib/io/line_cutter.h"

#include <algorithm>
#include <string_view>

#include "plugins/lib/io/record_ends.h"

namespace textmill::io {
namespace {

constexpr uint64_t kWindow = 64 << 10;

}  // namespace

bool LineCutter::Next(uint64_t want_bytes, Unit& unit) {
  if (offset_ == bytes_) return false;
  const uint64_t want = std::clamp<uint64_t>(want_bytes, 1, kMaxRecord);
  uint64_t end = bytes_;
  try {
    if (bytes_ - offset_ > want) {
      end = EndBefore(offset_, offset_ + want);
      if (end == offset_) end = EndAfter(offset_ + want);
    }
  } catch (const Error& error) {
    throw CutFailed(error, offset_);
  }
  unit.flags = end - offset_ > kMaxRecord ? kTooLong : 0;
  unit.begin = offset_;
  unit.end = unit.consumed = offset_ = end;
  return true;
}

// Reads a range, at most a window, to the front of window_.
std::string_view LineCutter::Read(uint64_t from, uint64_t to) {
  if (cancelled_ && cancelled_()) throw Error("the run was cancelled", TEXTMILL_CANCELLED);
  window_.resize(kWindow);
  const size_t n = static_cast<size_t>(to - from);
  if (file_.ReadAt(from, window_.data(), n) < n)
    throw Error("it was cut off while it was being read", TEXTMILL_IO_ERROR);
  return {window_.data(), n};
}

// The last line end within the range, searched from its end; `from` when there is none.
uint64_t LineCutter::EndBefore(uint64_t from, uint64_t to) {
  uint64_t window = 4 << 10;  // most lines end near
  while (to > from) {
    const uint64_t begin = to - std::min(to - from, window);
    const std::string_view bytes = Read(begin, to);
    const size_t at = bytes.rfind('\n');
    if (at != std::string_view::npos) return begin + at + 1;
    to = begin;
    window = kWindow;
  }
  return from;
}

// The first line end from there on, or the end of the file.
uint64_t LineCutter::EndAfter(uint64_t from) {
  while (from < bytes_) {
    const uint64_t to = std::min(from + kWindow, bytes_);
    const std::string_view bytes = Read(from, to);
    const size_t at = bytes.find('\n');
    if (at != std::string_view::npos) return from + at + 1;
    from = to;
  }
  return bytes_;
}

}  // namespace textmill::io
