// Zstandard by the library's own threads. One frame: some readers stop after the first.
//
// The library compresses a frame in jobs of a fixed size. What it makes of a job depends on the
// job's bytes, on the last of those before it, and on whether it is the frame's first: so an
// encoder that is restored goes on at the beginning of a job. It gives the library the last bytes
// before, as a job of their own, whose outcome it throws away. The checksum of the whole frame is
// then not known to the library, so we keep it ourselves.
#define XXH_STATIC_LINKING_ONLY  // XXH64_state_t, to be saved
#include <xxhash.h>
#include <zstd.h>

#include <algorithm>
#include <cstring>
#include <memory>
#include <string>

#include "core/run/encoder.h"

namespace textmill::core {
namespace {

constexpr int kZstdLevel = 3;
// What a thread compresses at a time. It shapes the file, so it never changes with the machine.
constexpr size_t kJobBytes = 4 << 20;
// A job sees this much of what is before it, at the least.
constexpr size_t kBefore = 1 << 20;
constexpr size_t kChecksum = 4;

class ZstdEncoder final : public Encoder {
 public:
  explicit ZstdEncoder(unsigned threads) : context_(ZSTD_createCCtx(), ZSTD_freeCCtx) {
    XXH64_reset(&hash_, 0);
    if (context_ == nullptr) return;
    // Without a thread of its own the library would make other bytes than with any number of them.
    const int workers = static_cast<int>(std::clamp(threads, 1u, 16u));
    ZSTD_CCtx_setParameter(context_.get(), ZSTD_c_compressionLevel, kZstdLevel);
    ZSTD_CCtx_setParameter(context_.get(), ZSTD_c_checksumFlag, 1);
    ZSTD_CCtx_setParameter(context_.get(), ZSTD_c_nbWorkers, workers);
    ZSTD_CCtx_setParameter(context_.get(), ZSTD_c_jobSize, kJobBytes);
  }

  Status Encode(std::string_view piece, bool last, std::string* out) override {
    XXH64_update(&hash_, piece.data(), piece.size());
    job_.append(piece);
    if (!last) {
      // From the first call on, the library must not take the end of a job for that of the frame.
      if (!begun_) {
        begun_ = true;
        if (Status status = Call({}, ZSTD_e_continue, out); !status) return status;
      }
      return job_.size() < kJobBytes ? Status() : PassJob(out);
    }
    if (Status status = Call(job_, ZSTD_e_end, out); !status) return status;
    const auto checksum = static_cast<uint32_t>(XXH64_digest(&hash_));
    std::memcpy(out->data() + out->size() - kChecksum, &checksum, kChecksum);
    return {};
  }

  Status Save(std::string* out, std::string* state) override {
    if (begun_) {
      if (Status status = Call({}, ZSTD_e_flush, out); !status) return status;
    }
    const Head head{begun_, before_.size(), hash_};
    state->assign(reinterpret_cast<const char*>(&head), sizeof head);
    *state += before_;
    *state += job_;
    return {};
  }

  bool Restore(std::string_view state) override {
    Head head;
    if (state.size() < sizeof head || context_ == nullptr) return false;
    std::memcpy(&head, state.data(), sizeof head);
    state.remove_prefix(sizeof head);
    if (head.before > kBefore || head.before > state.size()) return false;
    hash_ = head.hash;
    before_ = state.substr(0, head.before);
    job_ = state.substr(head.before);
    begun_ = head.begun != 0;
    std::string ignored;
    return job_.size() < kJobBytes && (!begun_ || Call({}, ZSTD_e_continue, &ignored).ok()) &&
           (before_.empty() || Call(before_, ZSTD_e_flush, &ignored).ok());
  }

 private:
  struct Head {
    uint64_t begun, before;
    XXH64_state_t hash;
  };

  Status PassJob(std::string* out) {
    Status status = Call(job_, ZSTD_e_continue, out);
    before_.assign(job_, job_.size() - kBefore, kBefore);
    job_.clear();
    return status;
  }

  Status Call(std::string_view bytes, ZSTD_EndDirective end, std::string* out) {
    if (context_ == nullptr)
      return Error{"there is not enough memory to compress", "", ErrorKind::kOutOfMemory};
    ZSTD_inBuffer in{bytes.data(), bytes.size(), 0};
    size_t left = 0;
    do {
      char room[1 << 16];
      ZSTD_outBuffer to{room, sizeof room, 0};
      left = ZSTD_compressStream2(context_.get(), &to, &in, end);
      if (ZSTD_isError(left))
        return Error{std::string("cannot compress: ") + ZSTD_getErrorName(left), "",
                     ErrorKind::kInternal};
      out->append(room, to.pos);
    } while (end != ZSTD_e_continue ? left != 0 : in.pos < in.size);
    return {};
  }

  std::unique_ptr<ZSTD_CCtx, decltype(&ZSTD_freeCCtx)> context_;
  XXH64_state_t hash_;
  bool begun_ = false;
  std::string before_;  // the last bytes of the last whole job
  std::string job_;     // what waits for a whole one
};

}  // namespace

std::unique_ptr<Encoder> MakeZstdEncoder(unsigned threads) {
  return std::make_unique<ZstdEncoder>(threads);
}

}  // namespace textmill::core
