// The content of a file or of standard input, front to back: plain, gzip or Zstandard, told apart
// by its first bytes.
//
// Used by one thread at a time.
#ifndef TEXTMILL_PLUGINS_IO_BYTE_STREAM_H_
#define TEXTMILL_PLUGINS_IO_BYTE_STREAM_H_

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "plugins/lib/io/file.h"
#include "textmill/error.hpp"

namespace textmill::io {

// The bytes as stored, with a look ahead. Waiting for a pipe, it asks now and then whether the run
// was cancelled, and throws Error (TEXTMILL_CANCELLED) if so.
class StoredBytes {
 public:
  explicit StoredBytes(File file, std::function<bool()> cancelled = nullptr);

  // The next bytes, at least `n` of them unless the end is nearer.
  std::string_view Peek(size_t n = 1);
  void Take(size_t n) { begin_ += n, taken_ += n; }
  // Copies up to `n` bytes to `to`; 0 at the end.
  size_t Read(char* to, size_t n);
  uint64_t taken() const { return taken_; }
  // Goes back by up to `n` bytes, as far as they are at hand.
  void Back(uint64_t n) {
    n = n < begin_ ? n : begin_;
    begin_ -= n;
    taken_ -= n;
  }
  // Throws Error (TEXTMILL_CANCELLED) when the run is to end.
  void CheckCancelled() const;

 private:
  size_t ReadFile(char* to, size_t n);

  File file_;
  std::function<bool()> cancelled_;
  bool waits_;  // a pipe or terminal
  std::vector<char> buffer_;
  size_t begin_ = 0, end_ = 0;
  uint64_t taken_ = 0;
};

class ByteStream {
 public:
  virtual ~ByteStream() = default;
  // Appends up to `n` bytes of content at `to`, `n` unless the end comes first. Throws Error, which
  // says what is wrong with the data, only when there is nothing good left before the fault.
  size_t Read(char* to, size_t n);
  // Bytes as stored that were used up so far.
  uint64_t stored() const { return bytes_->taken(); }
  // Whether the content is the file as it is.
  virtual bool plain() const { return false; }
  // Whether what was read ends with a member or frame, whose checksum was right.
  virtual bool whole() const { return true; }
  // Where the member or frame begins that is being read, or was last: a place in the file.
  uint64_t part() const { return part_; }
  // After a fault: whether it is only that the file ends too early.
  bool cut_off() const { return cut_off_; }
  // What is left of the file, for somebody who knows how to go on after a fault. Ends the stream.
  std::unique_ptr<StoredBytes> TakeBytes() { return std::move(bytes_); }

 protected:
  explicit ByteStream(std::unique_ptr<StoredBytes> bytes) : bytes_(std::move(bytes)) {}
  // Up to `n` bytes; 0 at the end. May throw whenever it likes, but then not lose bytes.
  virtual size_t ReadSome(char* to, size_t n) = 0;
  StoredBytes& bytes() { return *bytes_; }
  const StoredBytes& bytes() const { return *bytes_; }
  // The fault of a file that ends in the middle of its data.
  Error CutOff(const std::string& what) {
    cut_off_ = true;
    return Error(what + " ends too early: the file is cut off");
  }

 private:
  std::unique_ptr<StoredBytes> bytes_;
  std::string fault_;
  int32_t fault_code_ = 0;
  bool cut_off_ = false;

 protected:
  uint64_t part_ = 0;
};

// What the first bytes say counts, whatever the file is called: a download that was unpacked on the
// way often keeps its name `.gz`. Only an empty file called so is an error: it lost its content.
std::unique_ptr<ByteStream> OpenStream(std::unique_ptr<StoredBytes> bytes, const std::string& name);

// In compressed_stream.cc.
std::unique_ptr<ByteStream> MakeGzipStream(std::unique_ptr<StoredBytes> bytes);
std::unique_ptr<ByteStream> MakeZstdStream(std::unique_ptr<StoredBytes> bytes);

enum class Packing { kNone, kGzip, kZstd };
Packing PackingOf(std::string_view first_bytes);

}  // namespace textmill::io

#endif  // TEXTMILL_PLUGINS_IO_BYTE_STREAM_H_
