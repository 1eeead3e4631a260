#include "plugins/lib/readers/warc/archive_content.h"

#include <isa-l/igzip_lib.h>
#include <zstd.h>

#include <algorithm>
#include <cstring>
#include <optional>
#include <utility>
#include <vector>

namespace textmill::warc {
namespace {

constexpr size_t kWindow = 256 << 10;

class PlainFile final : public ArchiveContent {
 public:
  PlainFile(io::File file, std::function<bool()> cancelled)
      : file_(std::move(file)), cancelled_(std::move(cancelled)), size_(file_.Identify().bytes) {}

  std::string_view At(uint64_t offset, size_t n) override {
    offset = std::min(offset, size_);
    n = static_cast<size_t>(std::min<uint64_t>(n, size_ - offset));
    if (offset < begin_ || offset + n > begin_ + held_) {
      if (cancelled_ && cancelled_()) throw Error("the run was cancelled", TEXTMILL_CANCELLED);
      const size_t want =
          static_cast<size_t>(std::min<uint64_t>(std::max(n, kWindow), size_ - offset));
      window_.resize(std::max(window_.size(), want));
      held_ = 0;
      if (file_.ReadAt(offset, window_.data(), want) < want)
        throw Error("it was cut off while it was being read", TEXTMILL_IO_ERROR);
      begin_ = offset;
      held_ = want;
    }
    const auto at = static_cast<size_t>(offset - begin_);
    return {window_.data() + at, held_ - at};
  }
  uint64_t Reach(uint64_t offset) override { return std::min(offset, size_); }
  void Give(uint64_t, uint64_t, Unit&) override {}
  uint64_t Stored(uint64_t offset) const override { return offset; }

 private:
  io::File file_;
  std::function<bool()> cancelled_;
  const uint64_t size_;
  std::vector<char> window_;
  uint64_t begin_ = 0;  // of the window
  size_t held_ = 0;
};

// Whether the member or frame at the front of `stored` begins with a record.
bool BeginsPackedArchive(std::string_view stored, const BeginsArchive& begins_archive) {
  std::string front(512, '\0');
  size_t got = 0;
  if (io::PackingOf(stored) == io::Packing::kGzip) {
    if (stored.size() < 10 || stored[2] != 8 || (stored[3] & 0xE0) != 0) return false;
    const auto z = std::make_unique<inflate_state>();
    ::isal_inflate_init(z.get());
    z->crc_flag = ISAL_GZIP;
    z->next_in = reinterpret_cast<uint8_t*>(const_cast<char*>(stored.data()));
    z->avail_in = static_cast<uint32_t>(std::min<size_t>(stored.size(), 64 << 10));
    z->next_out = reinterpret_cast<uint8_t*>(front.data());
    z->avail_out = static_cast<uint32_t>(front.size());
    ::isal_inflate(z.get());
    got = front.size() - z->avail_out;
  } else {
    const std::unique_ptr<ZSTD_DCtx, size_t (*)(ZSTD_DCtx*)> z(::ZSTD_createDCtx(),
                                                               ::ZSTD_freeDCtx);
    ZSTD_inBuffer in{stored.data(), stored.size(), 0};
    ZSTD_outBuffer out{front.data(), front.size(), 0};
    if (z == nullptr || ::ZSTD_isError(::ZSTD_decompressStream(z.get(), &out, &in))) return false;
    got = out.pos;
  }
  return begins_archive(std::string_view(front).substr(0, got));
}

class Stream final : public ArchiveContent {
 public:
  Stream(std::unique_ptr<io::ByteStream> stream, BeginsArchive begins_archive)
      : stream_(std::move(stream)), begins_archive_(std::move(begins_archive)) {}

  std::string_view At(uint64_t offset, size_t n) override {
    Reach(offset + n);
    if (offset < begin_ || offset >= end()) return {};
    const auto at = static_cast<size_t>(offset - begin_);
    return {buffer_.data() + at, buffer_.size() - at};
  }

  uint64_t Reach(uint64_t offset) override {
    while (end() < offset && !ended_) {
      Drop();
      const size_t step = std::max<size_t>(
          kWindow, static_cast<size_t>(std::min<uint64_t>(offset - end(), 4 << 20)));
      try {
        const size_t got = stream_->Read(buffer_.Room(step), step);
        buffer_.Advance(got);
        ended_ = got == 0;
        stored_ = std::max(stored_, stream_->stored());
      } catch (const Error& error) {
        if (error.code() == TEXTMILL_CANCELLED || error.code() == TEXTMILL_NO_MEMORY) throw;
        fault_ = error;
        ended_ = true;
        doubtful_ = !stream_->whole() && !stream_->cut_off();
        const bool within = !stream_->whole();
        const uint64_t part = stream_->part();
        bytes_ = stream_->TakeBytes();
        stored_ = std::max(stored_, bytes_->taken());
        // A member that was cut off, as by a crawler that was killed, is seen to be damaged only
        // well within the next one.
        if (within && bytes_->taken() > part) bytes_->Back(bytes_->taken() - part - 1);
      }
    }
    return std::min(offset, end());
  }

  void Forget(uint64_t offset) override { forget_ = std::max(forget_, offset); }
  bool can_go_back() const override { return false; }

  void Give(uint64_t begin, uint64_t end, Unit& unit) override {
    Forget(begin);
    Drop();
    const auto n = static_cast<size_t>(end - begin_);
    Buffer rest;
    rest.Reserve(n + 2 * kWindow);  // the next unit is likely to be as long
    rest.Append(buffer_.data() + n, buffer_.size() - n);
    buffer_.Advance(n - buffer_.size());  // back
    buffer_.Reserve(n + 64);
    unit.payload = std::move(buffer_);
    unit.has_payload = true;
    buffer_ = std::move(rest);
    begin_ = end;
  }
  uint64_t Stored(uint64_t) const override { return stored_; }

  const Error* fault() const override { return fault_ ? &*fault_ : nullptr; }
  bool doubtful() const override { return fault_ && doubtful_; }

  bool Resume(uint64_t* stored) override {
    if (!fault_ || bytes_ == nullptr) return false;
    std::unique_ptr<io::StoredBytes> bytes = std::move(bytes_);
    try {
      if (!FindNext(*bytes)) return false;
    } catch (const Error& error) {
      if (error.code() == TEXTMILL_CANCELLED || error.code() == TEXTMILL_NO_MEMORY) throw;
      return false;
    }
    *stored = resumed_ = bytes->taken();
    stream_ = io::OpenStream(std::move(bytes), "");
    fault_.reset();
    ended_ = false;
    begin_ += buffer_.size() + 1;
    buffer_.Clear();
    return true;
  }

 private:
  uint64_t end() const { return begin_ + buffer_.size(); }

  // Takes bytes up to the next place at which an archive may go on.
  bool FindNext(io::StoredBytes& bytes) {
    constexpr size_t kLooked = 64 << 10;
    // Never twice at one place.
    if (bytes.taken() == resumed_) bytes.Take(std::min<size_t>(1, bytes.Peek(1).size()));
    while (true) {
      const std::string_view all = bytes.Peek(kLooked);
      if (all.empty()) return false;
      // So far there are enough bytes after each place, or the file ends.
      const size_t sure =
          all.size() < kLooked ? all.size() : std::max<size_t>(1, all.size() - kLooked / 2);
      for (size_t i = 0; i < sure; ++i) {
        const char c = all[i];
        if (c != '\x1F' && c != '\x28' && c != 'W') continue;
        const std::string_view here = all.substr(i);
        const bool found = c == 'W' ? here.starts_with("WARC/") && begins_archive_(here)
                                    : io::PackingOf(here) != io::Packing::kNone &&
                                          BeginsPackedArchive(here, begins_archive_);
        if (!found) continue;
        bytes.Take(i);
        return true;
      }
      bytes.Take(sure);
    }
  }

  void Drop() {
    if (forget_ <= begin_) return;
    const auto n = static_cast<size_t>(std::min(forget_, end()) - begin_);
    const size_t left = buffer_.size() - n;
    if (left > 0) std::memmove(buffer_.data(), buffer_.data() + n, left);
    buffer_.Advance(0 - n);  // back
    begin_ += n;
  }

  std::unique_ptr<io::ByteStream> stream_;
  BeginsArchive begins_archive_;
  Buffer buffer_;
  uint64_t begin_ = 0;   // of the buffer in the content
  uint64_t forget_ = 0;  // what is before is dropped when more is read
  bool ended_ = false;
  std::optional<Error> fault_;  // why it ended
  bool doubtful_ = false;
  std::unique_ptr<io::StoredBytes> bytes_;  // of the stream that had the fault
  uint64_t stored_ = 0;                     // bytes of the file that were used up
  uint64_t resumed_ = 0;                    // where reading went on
};

}  // namespace

std::unique_ptr<ArchiveContent> OpenArchive(io::File file, const std::string& name,
                                            bool by_position, BeginsArchive begins_archive,
                                            std::function<bool()> cancelled) {
  if (by_position) {
    char first[16];
    const std::string_view front(first, file.ReadAt(0, first, sizeof first));
    if (io::PackingOf(front) == io::Packing::kNone)
      return std::make_unique<PlainFile>(std::move(file), std::move(cancelled));
  }
  auto bytes = std::make_unique<io::StoredBytes>(std::move(file), std::move(cancelled));
  return std::make_unique<Stream>(io::OpenStream(std::move(bytes), name),
                                  std::move(begins_archive));
}

}  // namespace textmill::warc
