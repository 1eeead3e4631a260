#include "plugins/lib/readers/warc/content_coding.h"

#include <brotli/decode.h>
#include <isa-l/igzip_lib.h>
#include <zstd.h>

#include <algorithm>

#include "plugins/lib/readers/warc/header_fields.h"

namespace textmill::warc {
namespace {

constexpr size_t kStep = 64 << 10;

// Room for more at the end of `to`: as much again as there is, up to the limit and a byte, which
// shows that there is too much.
size_t MakeRoom(std::string* to, size_t used, size_t expected, size_t limit) {
  const size_t want = std::max({used * 2, expected * 4, kStep});
  to->resize(std::max(to->size(), std::min(want, limit + 1)));
  return to->size() - used;
}

}  // namespace

struct ContentDecoder::State {
  inflate_state inflate;
  ZSTD_DCtx* zstd = nullptr;
  ~State() { ::ZSTD_freeDCtx(zstd); }
};

ContentDecoder::ContentDecoder() : state_(std::make_unique<State>()) {}
ContentDecoder::~ContentDecoder() = default;

bool IsGzip(std::string_view bytes) { return bytes.starts_with("\x1F\x8B\x08"); }

ContentDecoder::Result ContentDecoder::Decode(std::string_view coding, std::string_view body,
                                              size_t limit, std::string* to) {
  to->clear();
  if (IsName(coding, "gzip") || IsName(coding, "x-gzip")) return Inflate(body, true, limit, to);
  if (IsName(coding, "deflate")) return Inflate(body, false, limit, to);
  if (IsName(coding, "br")) return Brotli(body, limit, to);
  if (IsName(coding, "zstd")) return Zstd(body, limit, to);
  return Result::kUnknown;
}

ContentDecoder::Result ContentDecoder::Inflate(std::string_view body, bool gzip, size_t limit,
                                               std::string* to) {
  if (!gzip && IsGzip(body)) gzip = true;  // some servers confuse the names
  if (gzip && !IsGzip(body)) return body.size() < 3 ? Result::kCutOff : Result::kDamaged;
  if (!gzip) {
    const auto byte = [&](size_t i) { return static_cast<unsigned char>(body[i]); };
    const bool zlib =
        body.size() >= 2 && (byte(0) & 0x0F) == 8 && (byte(0) * 256 + byte(1)) % 31 == 0;
    return InflateOne(body, zlib ? ISAL_ZLIB : ISAL_DEFLATE, limit, to);
  }
  Result result = Result::kOk;
  for (bool first = true; result == Result::kOk && (first || IsGzip(body)); first = false)
    result = InflateOne(body, ISAL_GZIP, limit, to);
  return result;
}

// Takes one stream off the front of `body`.
ContentDecoder::Result ContentDecoder::InflateOne(std::string_view& body, int wrapper, size_t limit,
                                                  std::string* to) {
  inflate_state& z = state_->inflate;
  ::isal_inflate_init(&z);
  z.crc_flag = static_cast<uint32_t>(wrapper);
  size_t used = to->size();
  z.next_in = reinterpret_cast<uint8_t*>(const_cast<char*>(body.data()));
  z.avail_in = static_cast<uint32_t>(std::min<size_t>(body.size(), UINT32_MAX));
  while (true) {
    const size_t room = std::min<size_t>(MakeRoom(to, used, body.size(), limit), UINT32_MAX);
    z.next_out = reinterpret_cast<uint8_t*>(to->data() + used);
    z.avail_out = static_cast<uint32_t>(room);
    const int result = ::isal_inflate(&z);
    used += room - z.avail_out;
    const bool finished = z.block_state == ISAL_BLOCK_FINISH;
    const bool starved = !finished && z.avail_in == 0 && z.avail_out > 0;
    if (result < 0 || finished || starved || used > limit) {
      to->resize(std::min(used, limit));
      body.remove_prefix(body.size() - z.avail_in);
      if (result < 0) return Result::kDamaged;
      if (used > limit) return Result::kTooLong;
      return finished ? Result::kOk : Result::kCutOff;
    }
  }
}

ContentDecoder::Result ContentDecoder::Brotli(std::string_view body, size_t limit,
                                              std::string* to) {
  const std::unique_ptr<BrotliDecoderState, void (*)(BrotliDecoderState*)> decoder(
      ::BrotliDecoderCreateInstance(nullptr, nullptr, nullptr), ::BrotliDecoderDestroyInstance);
  if (decoder == nullptr) return Result::kDamaged;
  const auto* in = reinterpret_cast<const uint8_t*>(body.data());
  size_t left = body.size(), used = 0;
  while (true) {
    size_t room = MakeRoom(to, used, body.size(), limit);
    auto* out = reinterpret_cast<uint8_t*>(to->data() + used);
    const auto result =
        ::BrotliDecoderDecompressStream(decoder.get(), &left, &in, &room, &out, nullptr);
    used = static_cast<size_t>(reinterpret_cast<char*>(out) - to->data());
    if (result == BROTLI_DECODER_RESULT_NEEDS_MORE_OUTPUT && used <= limit) continue;
    to->resize(std::min(used, limit));
    if (used > limit) return Result::kTooLong;
    if (result == BROTLI_DECODER_RESULT_SUCCESS) return Result::kOk;
    return result == BROTLI_DECODER_RESULT_NEEDS_MORE_INPUT ? Result::kCutOff : Result::kDamaged;
  }
}

ContentDecoder::Result ContentDecoder::Zstd(std::string_view body, size_t limit, std::string* to) {
  if (state_->zstd == nullptr) state_->zstd = ::ZSTD_createDCtx();
  if (state_->zstd == nullptr) return Result::kDamaged;
  ::ZSTD_DCtx_reset(state_->zstd, ZSTD_reset_session_only);
  ZSTD_inBuffer in{body.data(), body.size(), 0};
  size_t used = 0;
  while (true) {
    const size_t room = MakeRoom(to, used, body.size(), limit);
    ZSTD_outBuffer out{to->data() + used, room, 0};
    const size_t result = ::ZSTD_decompressStream(state_->zstd, &out, &in);
    used += out.pos;
    const bool error = ::ZSTD_isError(result) != 0;
    const bool ended = in.pos == in.size && (result == 0 || out.pos < out.size);
    if (!error && !ended && used <= limit) continue;
    to->resize(std::min(used, limit));
    if (error) return Result::kDamaged;
    if (used > limit) return Result::kTooLong;
    return result == 0 ? Result::kOk : Result::kCutOff;
  }
}

}  // namespace textmill::warc
