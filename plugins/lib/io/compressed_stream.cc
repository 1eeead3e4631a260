// Gzip and Zstandard: any number of members or frames, one after the other, to the very end.
#include <zlib.h>
#include <zstd.h>
#include <zstd_errors.h>

#include <algorithm>
#include <climits>

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
  explicit GzipStream(std::unique_ptr<StoredBytes> bytes) : ByteStream(std::move(bytes)) {
    if (::inflateInit2(&z_, 15 + 16) != Z_OK)
      throw Error("there is not enough memory to decompress gzip data", TEXTMILL_INTERNAL);
  }
  ~GzipStream() override { ::inflateEnd(&z_); }
  bool whole() const override { return between_; }

  size_t ReadSome(char* to, size_t n) override {
    z_.next_out = reinterpret_cast<Bytef*>(to);
    z_.avail_out = static_cast<uInt>(std::min<size_t>(n, UINT_MAX));
    while (reinterpret_cast<char*>(z_.next_out) == to) {
      if (between_ && !NextMember()) break;
      const std::string_view in = bytes().Peek();
      z_.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(in.data()));
      z_.avail_in = static_cast<uInt>(in.size());
      const int result = ::inflate(&z_, Z_NO_FLUSH);
      bytes().Take(in.size() - z_.avail_in);
      if (result == Z_STREAM_END) {
        between_ = true;
        continue;
      }
      // What was made in this call is good; a fault is met again in the next.
      if (reinterpret_cast<char*>(z_.next_out) != to) break;
      const std::string_view why = z_.msg != nullptr ? z_.msg : "";
      if (why == "incorrect data check" || why == "incorrect length check")
        throw Error(ChecksumWrong("gzip") + At(bytes().taken()));
      if (in.empty() && (result == Z_OK || result == Z_BUF_ERROR)) throw CutOff("its gzip data");
      if (result != Z_OK)
        throw Error("its gzip data is damaged: " +
                    std::string(z_.msg != nullptr ? z_.msg : "unknown fault") +
                    At(bytes().taken()));
    }
    return static_cast<size_t>(reinterpret_cast<char*>(z_.next_out) - to);
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
      ::inflateReset(&z_);
      first_ = between_ = false;
      return true;
    }
  }

  z_stream z_{};
  bool between_ = true;  // members
  bool first_ = true, padded_ = false;
};

class ZstdStream final : public ByteStream {
 public:
  explicit ZstdStream(std::unique_ptr<StoredBytes> bytes)
      : ByteStream(std::move(bytes)), z_(::ZSTD_createDCtx()) {
    if (z_ == nullptr)
      throw Error("there is not enough memory to decompress Zstandard data", TEXTMILL_INTERNAL);
    // The largest that there is (`--long=31`). A frame's window is reserved as a whole, but only as
    // much of it is used as there is content.
    ::ZSTD_DCtx_setParameter(z_, ZSTD_d_windowLogMax, 31);
    TakeDictionary();
  }
  ~ZstdStream() override { ::ZSTD_freeDCtx(z_); }
  bool whole() const override { return between_; }

  size_t ReadSome(char* to, size_t n) override {
    ZSTD_outBuffer out{to, n, 0};
    while (out.pos == 0) {
      const std::string_view stored = bytes().Peek();
      if (stored.empty() && between_) break;
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
    if (::ZSTD_isError(::ZSTD_DCtx_loadDictionary(z_, dictionary.data(), dictionary.size())))
      throw Error("its Zstandard dictionary is damaged");
  }

  void Decompress(ZSTD_outBuffer& out, ZSTD_inBuffer& in) {
    const size_t result = ::ZSTD_decompressStream(z_, &out, &in);
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

  ZSTD_DCtx* z_;
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
