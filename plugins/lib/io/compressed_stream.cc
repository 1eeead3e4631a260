// Gzip and Zstandard: any number of members or frames, one after the other, to the very end.
#include <isa-l/igzip_lib.h>
#include <zstd.h>
#include <zstd_errors.h>

#include <algorithm>
#include <cstring>
#include <memory>

#include "plugins/lib/io/byte_stream.h"
#include "textmill/error.hpp"

namespace textmill::io {
namespace {

std::string At(uint64_t stored) { return " (at byte " + std::to_string(stored) + " of the file)"; }

std::string ChecksumWrong(const std::string& kind) {
  return "its " + kind +
         " checksum is wrong: something in it changed since it was written, and nobody knows "
         "where, "
         "so that every document of this input may be wrong";
}

class GzipStream final : public ByteStream {
 public:
  explicit GzipStream(std::unique_ptr<StoredBytes> bytes)
      : ByteStream(std::move(bytes)), z_(std::make_unique<inflate_state>()) {
    ::isal_inflate_init(z_.get());
    z_->crc_flag = ISAL_GZIP;
  }
  bool whole() const override { return between_; }

  // Through memory of its own, always filled in the same steps: when it meets damage, ISA-L forgets
  // what it made last, and how much that is depends on the room that it had.
  size_t ReadSome(char* to, size_t n) override {
    while (begin_ == end_) {
      if (fault_ != 0) Fail();
      if (between_ && !NextMember()) return 0;
      const std::string_view in = bytes().Peek();
      z_->next_in = reinterpret_cast<uint8_t*>(const_cast<char*>(in.data()));
      z_->avail_in = static_cast<uint32_t>(in.size());
      z_->next_out = reinterpret_cast<uint8_t*>(made_.get());
      z_->avail_out = kMade;
      const int result = ::isal_inflate(z_.get());
      bytes().Take(in.size() - z_->avail_in);
      begin_ = 0;
      end_ = kMade - z_->avail_out;
      // What was made in this call is good; a fault waits for the next.
      if (result < 0) fault_ = result;
      between_ = fault_ == 0 && z_->block_state == ISAL_BLOCK_FINISH;
      if (in.empty() && fault_ == 0 && !between_ && end_ == 0) throw CutOff("its gzip data");
    }
    n = std::min(n, end_ - begin_);
    std::memcpy(to, made_.get() + begin_, n);
    begin_ += n;
    return n;
  }

 private:
  // After a member: another one, nothing, or zeros that fill up a block.
  bool NextMember() {
    while (true) {
      const std::string_view in = bytes().Peek(2);
      if (in.empty()) return false;
      if (!first_ && in[0] == '\0') {
        bytes().Take(std::min(in.find_first_not_of('\0'), in.size()));
        padded_ = true;
        continue;
      }
      if (padded_ || PackingOf(in) != Packing::kGzip)
        throw Error("something that is not gzip data comes after its gzip data" +
                    At(bytes().taken()));
      part_ = bytes().taken();
      ::isal_inflate_reset(z_.get());
      z_->crc_flag = ISAL_GZIP;
      first_ = between_ = false;
      return true;
    }
  }

  [[noreturn]] void Fail() const {
    if (fault_ == ISAL_INCORRECT_CHECKSUM) throw Error(ChecksumWrong("gzip") + At(bytes().taken()));
    const char* const why = fault_ == ISAL_INVALID_LOOKBACK     ? "a distance too far back"
                            : fault_ == ISAL_INVALID_SYMBOL     ? "a code that there is not"
                            : fault_ == ISAL_INVALID_BLOCK      ? "an invalid block"
                            : fault_ == ISAL_UNSUPPORTED_METHOD ? "a method that there is not"
                                                                : "its header";
    throw Error("its gzip data is damaged: " + std::string(why) + At(bytes().taken()));
  }

  static constexpr uint32_t kMade = 128 << 10;

  std::unique_ptr<inflate_state> z_;
  const std::unique_ptr<char[]> made_ = std::make_unique<char[]>(kMade);
  size_t begin_ = 0, end_ = 0;  // of what was made and not yet given
  int fault_ = 0;               // that ISA-L reported
  bool between_ = true;         // members
  bool first_ = true, padded_ = false;
};

class ZstdStream final : public ByteStream {
 public:
  explicit ZstdStream(std::unique_ptr<StoredBytes> bytes)
      : ByteStream(std::move(bytes)), z_(::ZSTD_createDCtx(), ::ZSTD_freeDCtx) {
    if (z_ == nullptr)
      throw Error("there is not enough memory to decompress Zstandard data", TEXTMILL_INTERNAL);
    // The largest that there is (`--long=31`). A frame's window is reserved as a whole, but only as
    // much of it is used as there is content.
    ::ZSTD_DCtx_setParameter(z_.get(), ZSTD_d_windowLogMax, 31);
    TakeDictionary();
  }
  bool whole() const override { return between_; }

  size_t ReadSome(char* to, size_t n) override {
    ZSTD_outBuffer out{to, n, 0};
    while (out.pos == 0) {
      const std::string_view stored = bytes().Peek();
      if (stored.empty() && between_) break;
      if (between_) part_ = bytes().taken();
      // A block at a time, and none before all of the last is given: a call that meets damage
      // forgets what it made before.
      const size_t give = more_to_give_ ? 0 : std::min(stored.size(), wanted_);
      ZSTD_inBuffer in{stored.data(), give, 0};
      Decompress(out, in);
      bytes().Take(in.pos);
      const bool gave_nothing = out.pos == 0 && !more_to_give_;
      more_to_give_ = out.pos == n;
      if (stored.empty() && gave_nothing && !between_) throw CutOff("its Zstandard data");
    }
    return out.pos;
  }

 private:
  // Web archives (`.warc.zst`) have the dictionary of their frames in a frame before them, which
  // other programs skip; it may be packed itself.
  void TakeDictionary() {
    const std::string_view front = bytes().Peek(12).substr(0, 12);
    constexpr std::string_view kDictionary = "\x37\xA4\x30\xEC", kFrame = "\x28\xB5\x2F\xFD";
    if (front.size() < 12 || !front.starts_with("\x5D\x2A\x4D\x18")) return;
    const std::string_view begin = front.substr(8);
    if (begin != kDictionary && begin != kFrame) return;
    uint32_t size = 0;
    for (size_t i = 8; i-- > 4;) size = size << 8 | static_cast<unsigned char>(front[i]);
    if (size > kMostDictionary) return;
    bytes().Take(8);
    std::string dictionary(size, '\0');
    for (size_t n = 0; n < size;) {
      const size_t got = bytes().Read(dictionary.data() + n, size - n);
      if (got == 0) throw CutOff("its Zstandard dictionary");
      n += got;
    }
    if (dictionary.starts_with(kFrame)) {
      std::string unpacked(kMostDictionary, '\0');
      const size_t n = ::ZSTD_decompress(unpacked.data(), unpacked.size(), dictionary.data(), size);
      if (::ZSTD_isError(n)) throw Error("its Zstandard dictionary is damaged");
      dictionary.assign(unpacked, 0, n);
    }
    if (::ZSTD_isError(::ZSTD_DCtx_loadDictionary(z_.get(), dictionary.data(), dictionary.size())))
      throw Error("its Zstandard dictionary is damaged");
  }

  void Decompress(ZSTD_outBuffer& out, ZSTD_inBuffer& in) {
    const size_t result = ::ZSTD_decompressStream(z_.get(), &out, &in);
    if (::ZSTD_isError(result)) {
      const std::string where = At(bytes().taken() + in.pos);
      if (::ZSTD_getErrorCode(result) == ZSTD_error_frameParameter_windowTooLarge)
        throw Error("its Zstandard data needs a window of more than 2 GiB, which no program takes" +
                    where);
      if (::ZSTD_getErrorCode(result) == ZSTD_error_memory_allocation)
        throw Error(
            "there is not enough memory for the window of its Zstandard data (it was made with "
            "`--long`)" +
            where);
      if (::ZSTD_getErrorCode(result) == ZSTD_error_checksum_wrong)
        throw Error(ChecksumWrong("Zstandard") + where);
      throw Error("its Zstandard data is damaged: " + std::string(::ZSTD_getErrorName(result)) +
                  where);
    }
    between_ = result == 0;
    wanted_ = between_ ? kFrameStart : result;
  }

  static constexpr size_t kMostDictionary = 16 << 20;
  static constexpr size_t kFrameStart = 5;  // bytes after which a frame's header is understood

  const std::unique_ptr<ZSTD_DCtx, size_t (*)(ZSTD_DCtx*)> z_;
  bool between_ = true;  // frames
  size_t wanted_ = kFrameStart;
  bool more_to_give_ = false;
};

}  // namespace

std::unique_ptr<ByteStream> MakeGzipStream(std::unique_ptr<StoredBytes> bytes) {
  return std::make_unique<GzipStream>(std::move(bytes));
}

std::unique_ptr<ByteStream> MakeZstdStream(std::unique_ptr<StoredBytes> bytes) {
  return std::make_unique<ZstdStream>(std::move(bytes));
}

}  // namespace textmill::io
