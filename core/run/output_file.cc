#include "core/run/output_file.h"

#include <fcntl.h>
#include <poll.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <system_error>
#include <utility>

#include "core/run/numbers.h"

namespace textmill::core {
namespace {

constexpr size_t kPiece = Encoder::kPiece;

std::unique_ptr<Encoder> EncoderFor(const std::string& path, bool raw, unsigned threads) {
  if (!raw && path.ends_with(".gz")) return MakeGzipEncoder(threads);
  if (!raw && path.ends_with(".zst")) return MakeZstdEncoder(threads);
  return nullptr;
}

// What stands under the path already: S_IFREG, S_IFDIR, ..., or 0 for nothing.
mode_t KindOfFile(const std::string& path) {
  struct stat found;
  return stat(path.c_str(), &found) == 0 ? found.st_mode & S_IFMT : 0;
}

}  // namespace

Error OutputFile::Failed(const std::string& what, int error) const {
  std::string message = "cannot " + what + " " + name_ + ": " + std::strerror(error);
  if (stored_ > 0) message += "; " + ByteText(static_cast<int64_t>(stored_)) + " were written";
  std::string hint;
  if (error == ENOSPC || error == EDQUOT) hint = "make room there, or write somewhere else";
  if (error == EPIPE) hint = "whoever read it went away";
  return {std::move(message), std::move(hint), ""};
}

Result<std::unique_ptr<OutputFile>> OutputFile::Open(const std::string& path, bool raw,
                                                     unsigned threads) {
  std::unique_ptr<OutputFile> made;
  if (path == "-") {
    made.reset(new OutputFile(path, "standard output", STDOUT_FILENO));
    return made;
  }
  const mode_t kind = KindOfFile(path);
  if (kind == S_IFDIR) return Error{"cannot write " + path + ": it is a folder", "", ""};
  const bool special = kind != 0 && kind != S_IFREG;
  made.reset(new OutputFile(path, special ? path : path + ".part", -1));
  std::error_code error;
  const std::filesystem::path folder = std::filesystem::path(path).parent_path();
  if (!folder.empty()) std::filesystem::create_directories(folder, error);
  if (error)
    return Error{"cannot make the folder " + folder.string() + ": " + error.message(), "", ""};
  const int flags = O_WRONLY | O_CLOEXEC | (special ? 0 : O_CREAT | O_TRUNC);
  made->file_ = open(made->name_.c_str(), flags, 0666);
  if (made->file_ < 0) return made->Failed("open", errno);
  made->encoder_ = EncoderFor(path, raw, threads);
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
    if (n < 0 && errno == EAGAIN) {  // a pipe that whoever made it does not let block
      pollfd wait{file_, POLLOUT, 0};
      (void)poll(&wait, 1, -1);
      continue;
    }
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
  const bool renamed = path_ != "-" && name_ != path_;
  if (!renamed || std::rename(name_.c_str(), path_.c_str()) == 0) return {};
  return Failed("give its final name to", errno);
}

void OutputFile::Abandon() {
  if (file_ < 0) return;
  (void)Flush(true).ok();  // what cannot be written is lost; the run has said why it ended
  const int file = std::exchange(file_, -1);
  if (path_ != "-") close(file);
}

}  // namespace textmill::core
