// Zstandard by the library's own threads. One frame: some readers stop after the first.
#include <zstd.h>

#include <algorithm>
#include <memory>
#include <string>

#include "core/run/encoder.h"

namespace textmill::core {
namespace {

constexpr int kLevel = 3;
// What a thread compresses at a time. It shapes the file, so it never changes with the machine.
constexpr int kJobBytes = 4 << 20;

class ZstdEncoder final : public Encoder {
 public:
  explicit ZstdEncoder(unsigned threads) : context_(ZSTD_createCCtx(), ZSTD_freeCCtx) {
    if (context_ == nullptr) return;
    // Without a thread of its own the library would make other bytes than with any number of them.
    const int workers = static_cast<int>(std::clamp(threads, 1u, 16u));
    ZSTD_CCtx_setParameter(context_.get(), ZSTD_c_compressionLevel, kLevel);
    ZSTD_CCtx_setParameter(context_.get(), ZSTD_c_checksumFlag, 1);
    ZSTD_CCtx_setParameter(context_.get(), ZSTD_c_nbWorkers, workers);
    ZSTD_CCtx_setParameter(context_.get(), ZSTD_c_jobSize, kJobBytes);
  }
  Status Encode(std::string_view piece, bool last, std::string* out) override {
    if (context_ == nullptr)
      return Error{"there is not enough memory to compress", "", ErrorKind::kOutOfMemory};
    ZSTD_inBuffer in{piece.data(), piece.size(), 0};
    size_t left = 0;
    do {
      char room[1 << 16];
      ZSTD_outBuffer to{room, sizeof room, 0};
      left = ZSTD_compressStream2(context_.get(), &to, &in, last ? ZSTD_e_end : ZSTD_e_continue);
      if (ZSTD_isError(left))
        return Error{std::string("cannot compress: ") + ZSTD_getErrorName(left), "",
                     ErrorKind::kInternal};
      out->append(room, to.pos);
    } while (last ? left != 0 : in.pos < in.size);
    return {};
  }

 private:
  std::unique_ptr<ZSTD_CCtx, decltype(&ZSTD_freeCCtx)> context_;
};

}  // namespace

std::unique_ptr<Encoder> MakeZstdEncoder(unsigned threads) {
  return std::make_unique<ZstdEncoder>(threads);
}

}  // namespace textmill::core
