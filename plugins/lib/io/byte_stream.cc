#include "plugins/lib/io/byte_stream.h"

#include <poll.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>

#include "plugins/lib/io/endings.h"
#include "plugins/lib/io/known_format.h"
#include "textmill/error.hpp"

namespace textmill::io {
namespace {

constexpr size_t kChunk = 256 << 10;

class PlainStream final : public ByteStream {
 public:
  explicit PlainStream(std::unique_ptr<StoredBytes> bytes) : ByteStream(std::move(bytes)) {}
  size_t ReadSome(char* to, size_t n) override { return bytes().Read(to, n); }
  bool plain() const override { return true; }
};

}  // namespace

StoredBytes::StoredBytes(File file, std::function<bool()> cancelled)
    : file_(std::move(file)), cancelled_(std::move(cancelled)), waits_(!file_.Identify().regular) {}

size_t StoredBytes::ReadFile(char* to, size_t n) {
  while (true) {
    if (waits_) {
      pollfd waiting{file_.fd(), POLLIN, 0};
      // A signal (such as Ctrl-C) ends the waiting, too: to read then would wait for ever. It is
      // the only reason for poll to fail; errno is not asked, as sanitizers run handlers before we
      // see it.
      while (::poll(&waiting, 1, 100) <= 0) CheckCancelled();
    }
    const ssize_t got = ::read(file_.fd(), to, n);
    if (got >= 0) return static_cast<size_t>(got);
    // A named pipe that was opened without waiting may have nothing yet, after all.
    if (errno != EINTR && !(waits_ && errno == EAGAIN))
      throw Error("it cannot be read: " + SystemMessage(errno), TEXTMILL_IO_ERROR);
    CheckCancelled();
  }
}

void StoredBytes::CheckCancelled() const {
  if (cancelled_ && cancelled_()) throw Error("the run was cancelled", TEXTMILL_CANCELLED);
}

std::string_view StoredBytes::Peek(size_t n) {
  if (end_ - begin_ < n) {
    buffer_.resize(kChunk);
    // What was taken stays where there is room, for Back.
    if (end_ == buffer_.size() || buffer_.size() - begin_ < n) {
      std::memmove(buffer_.data(), buffer_.data() + begin_, end_ - begin_);
      end_ -= begin_;
      begin_ = 0;
    }
    while (end_ - begin_ < n) {
      const size_t got = ReadFile(buffer_.data() + end_, buffer_.size() - end_);
      if (got == 0) break;
      end_ += got;
    }
  }
  return {buffer_.data() + begin_, end_ - begin_};
}

size_t StoredBytes::Read(char* to, size_t n) {
  size_t got = std::min(n, end_ - begin_);
  if (got > 0) {
    std::memcpy(to, buffer_.data() + begin_, got);
    begin_ += got;
  } else {
    got = ReadFile(to, n);
  }
  taken_ += got;
  return got;
}

size_t ByteStream::Read(char* to, size_t n) {
  bytes_->CheckCancelled();  // little that is stored may unpack to very much
  size_t done = 0;
  if (fault_code_ == 0) {
    try {
      while (done < n) {
        const size_t got = ReadSome(to + done, n - done);
        if (got == 0) return done;
        done += got;
      }
    } catch (const Error& error) {
      fault_ = error.what();
      fault_code_ = error.code();
    }
  }
  if (fault_code_ != 0 && done == 0 && n > 0) throw Error(fault_, fault_code_);
  return done;
}

Packing PackingOf(std::string_view b) {
  if (b.size() >= 2 && b[0] == '\x1F' && b[1] == '\x8B') return Packing::kGzip;
  if (b.size() < 4) return Packing::kNone;
  const std::string_view frame = b.substr(0, 4);
  const bool skippable = (b[0] & '\xF0') == 0x50 && frame.substr(1) == "\x2A\x4D\x18";
  return frame == "\x28\xB5\x2F\xFD" || skippable ? Packing::kZstd : Packing::kNone;
}

std::unique_ptr<ByteStream> OpenStream(std::unique_ptr<StoredBytes> bytes,
                                       const std::string& name) {
  const std::string_view first = bytes->Peek(16);
  const Packing packing = PackingOf(first);
  if (first.empty() && WithoutPacking(name) != name)
    throw Error("it is empty, although its name says that it is compressed");
  // Where the bytes are neither, a name that promises compression and bytes that are no text mean
  // damage at the very front.
  if (packing == Packing::kNone && WithoutPacking(name) != name && !FormatOf(first)) {
    const std::string_view front = bytes->Peek(1024).substr(0, 1024);
    const auto is_no_text = [](char c) {
      return static_cast<unsigned char>(c) < 0x20 && (c < '\t' || c > '\r') && c != '\x1B';
    };
    if (std::any_of(front.begin(), front.end(), is_no_text))
      throw Error(
          "its name says that it is compressed, but its content is neither gzip data, nor "
          "Zstandard data, nor text");
  }
  if (packing == Packing::kGzip) return MakeGzipStream(std::move(bytes));
  if (packing == Packing::kZstd) return MakeZstdStream(std::move(bytes));
  return std::make_unique<PlainStream>(std::move(bytes));
}

}  // namespace textmill::io
