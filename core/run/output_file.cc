#include "core/run/output_file.h"

#include <fcntl.h>
#include <unistd.h>
#include <zlib.h>
#include <zstd.h>

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <system_error>
#include <utility>

#include "core/run/numbers.h"

namespace textmill::core {
namespace {

// Encoders are fed pieces of one size, so that their bytes do not depend on how these were
// appended.
constexpr size_t kPiece = 1 << 20;

class GzipEncoder final : public Encoder {
 public:
  GzipEncoder() {
    ok_ = deflateInit2(&stream_, 6, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY) == Z_OK;
  }
  ~GzipEncoder() override { deflateEnd(&stream_); }
  GzipEncoder(const GzipEncoder&) = delete;
  GzipEncoder& operator=(const GzipEncoder&) = delete;

  Status Encode(std::string_view bytes, bool last, std::string* out) override {
    stream_.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(bytes.data()));
    stream_.avail_in = static_cast<uInt>(bytes.size());
    int code = ok_ ? Z_OK : Z_MEM_ERROR;
    do {
      char room[1 << 16];
      stream_.next_out = reinterpret_cast<Bytef*>(room);
      stream_.avail_out = sizeof room;
      if (ok_) code = deflate(&stream_, last ? Z_FINISH : Z_NO_FLUSH);
      if (code != Z_OK && code != Z_STREAM_END && code != Z_BUF_ERROR)
        return Error{"gzip failed", "", ""};
      out->append(room, sizeof room - stream_.avail_out);
    } while (stream_.avail_out == 0);
    return {};
  }

 private:
  z_stream stream_{};
  bool ok_;
};

class ZstdEncoder final : public Encoder {
 public:
  ZstdEncoder() : context_(ZSTD_createCCtx(), ZSTD_freeCCtx) {
    ZSTD_CCtx_setParameter(context_.get(), ZSTD_c_compressionLevel, 3);
    ZSTD_CCtx_setParameter(context_.get(), ZSTD_c_checksumFlag, 1);
  }
  Status Encode(std::string_view bytes, bool last, std::string* out) override {
    ZSTD_inBuffer in{bytes.data(), bytes.size(), 0};
    size_t left = 0;
    do {
      char room[1 << 16];
      ZSTD_outBuffer to{room, sizeof room, 0};
      left = ZSTD_compressStream2(context_.get(), &to, &in, last ? ZSTD_e_end : ZSTD_e_continue);
      if (ZSTD_isError(left))
        return Error{std::string("zstd failed: ") + ZSTD_getErrorName(left), "", ""};
      out->append(room, to.pos);
    } while (last ? left != 0 : in.pos < in.size);
    return {};
  }

 private:
  std::unique_ptr<ZSTD_CCtx, decltype(&ZSTD_freeCCtx)> context_;
};

std::unique_ptr<Encoder> EncoderFor(const std::string& path, bool raw) {
  if (!raw && path.ends_with(".gz")) return std::make_unique<GzipEncoder>();
  if (!raw && path.ends_with(".zst")) return std::make_unique<ZstdEncoder>();
  return nullptr;
}

}  // namespace

Error OutputFile::Failed(const std::string& what, int error) const {
  const bool out = path_ == "-";
  const std::string name = out ? "standard output" : path_ + ".part";
  std::string message = "cannot " + what + " " + name + ": " + std::strerror(error);
  if (stored_ > 0) message += "; " + ByteText(static_cast<int64_t>(stored_)) + " were written";
  std::string hint;
  if (error == ENOSPC || error == EDQUOT) hint = "make room there, or write somewhere else";
  if (error == EPIPE) hint = "whoever read it went away";
  return {std::move(message), std::move(hint), ""};
}

Result<std::unique_ptr<OutputFile>> OutputFile::Open(const std::string& path, bool raw) {
  if (path == "-") return std::unique_ptr<OutputFile>(new OutputFile(path, STDOUT_FILENO));
  std::unique_ptr<OutputFile> made(new OutputFile(path, -1));
  std::error_code error;
  const std::filesystem::path folder = std::filesystem::path(path).parent_path();
  if (!folder.empty()) std::filesystem::create_directories(folder, error);
  if (error)
    return Error{"cannot make the folder " + folder.string() + ": " + error.message(), "", ""};
  made->file_ = open((path + ".part").c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
  if (made->file_ < 0) return made->Failed("open", errno);
  made->encoder_ = EncoderFor(path, raw);
  return made;
}

OutputFile::~OutputFile() { Abandon(); }

Status OutputFile::Append(std::string_view bytes) {
  if (encoder_ == nullptr) {  // small writes wait, large ones go straight through
    if (waiting_.size() + bytes.size() < kPiece) {
      waiting_.append(bytes);
      return {};
    }
    if (Status status = Flush(false); !status) return status;
    return Store(bytes);
  }
  while (!bytes.empty()) {
    const size_t n = std::min(bytes.size(), kPiece - waiting_.size());
    waiting_.append(bytes.substr(0, n));
    bytes.remove_prefix(n);
    if (waiting_.size() < kPiece) return {};
    if (Status status = Flush(false); !status) return status;
  }
  return {};
}

Status OutputFile::Flush(bool last) {
  const std::string piece = std::exchange(waiting_, {});
  if (encoder_ == nullptr) return Store(piece);
  std::string encoded;
  if (Status status = encoder_->Encode(piece, last, &encoded); !status) return status;
  return Store(encoded);
}

Status OutputFile::Store(std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t n = write(file_, bytes.data(), bytes.size());
    if (n < 0 && errno == EINTR) continue;
    if (n < 0) return Failed("write", errno);
    stored_ += static_cast<uint64_t>(n);
    bytes.remove_prefix(static_cast<size_t>(n));
  }
  return {};
}

Status OutputFile::Finish() {
  if (file_ < 0) return {};
  if (Status status = Flush(true); !status) return status;
  const int file = std::exchange(file_, -1);
  if (path_ != "-" && close(file) != 0) return Failed("close", errno);
  return {};
}

Status OutputFile::Publish() {
  if (path_ == "-" || std::rename((path_ + ".part").c_str(), path_.c_str()) == 0) return {};
  return Failed("give its final name to", errno);
}

void OutputFile::Abandon() {
  if (file_ < 0) return;
  (void)Flush(true).ok();  // what cannot be written is lost; the run has said why it ended
  const int file = std::exchange(file_, -1);
  if (path_ != "-") close(file);
}

}  // namespace textmill::core
