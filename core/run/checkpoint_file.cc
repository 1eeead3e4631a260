// The file that a checkpoint is in.
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <filesystem>
#include <utility>

#include "core/run/checkpoint.h"
#include "core/run/publication.h"

namespace textmill::core {
namespace {

// It is written and read in pieces of this size.
constexpr size_t kFilePiece = 1 << 20;

Error Io(const std::string& what, const std::string& path) {
  return {"cannot " + what + " the checkpoint " + path + ": " + std::strerror(errno),
          errno == ENOSPC || errno == EDQUOT ? "make room there" : "", ErrorKind::kIo};
}

// A file that is closed whatever happens.
struct Descriptor {
  explicit Descriptor(int file) : number(file) {}
  ~Descriptor() {
    if (number >= 0) close(number);
  }
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  int number;
};

Status WriteAll(int file, std::string_view bytes, const std::string& path) {
  while (!bytes.empty()) {
    const ssize_t n = write(file, bytes.data(), bytes.size());
    if (n < 0 && errno == EINTR) continue;
    if (n < 0) return Io("write", path);
    bytes.remove_prefix(static_cast<size_t>(n));
  }
  return {};
}

}  // namespace

Status WriteCheckpoint(const std::string& path, const Checkpoint& checkpoint,
                       const std::vector<StateToSave>& states) {
  const std::string part = path + ".part";
  if (IsUnfinishedCheckpoint(part)) unlink(part.c_str());
  int made;
  do {
    made = open(part.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);
  } while (made < 0 && errno == EINTR);
  if (made < 0) return Io("make", part);
  Descriptor file(made);
  std::string waiting;
  const auto put = [&](std::string_view bytes) -> Status {
    Status done;
    if (waiting.size() + bytes.size() >= kFilePiece) {
      done = WriteAll(file.number, waiting, part);
      waiting.clear();
    }
    if (bytes.size() < kFilePiece)
      waiting.append(bytes);
    else if (done)
      done = WriteAll(file.number, bytes, part);
    return done;
  };
  Status status = WriteCheckpointTo(put, checkpoint, states);
  if (status) status = WriteAll(file.number, waiting, part);
  int synced = 0;
  do {
    synced = status ? fsync(file.number) : 0;
  } while (synced != 0 && errno == EINTR);
  if (synced != 0 && errno != EINVAL && errno != ENOTSUP) status = Io("sync", part);
  if (close(std::exchange(file.number, -1)) != 0 && errno != EINTR && status)
    status = Io("close", part);
  // The one before is gone only when this one has its name.
  if (status && rename(part.c_str(), path.c_str()) != 0) status = Io("rename", part);
  if (!status) {
    unlink(part.c_str());
    return status;
  }
  const std::string folder = std::filesystem::path(path).parent_path().string();
  return SyncFolder(folder.empty() ? "." : folder);
}

bool IsCheckpoint(const std::string& path) {
  struct stat found {};
  if (stat(path.c_str(), &found) != 0 || !S_ISREG(found.st_mode)) return false;
  const Descriptor file(open(path.c_str(), O_RDONLY | O_NONBLOCK | O_CLOEXEC));
  char front[16 + kCheckpointOwner.stage.size()];
  return file.number >= 0 && read(file.number, front, sizeof front) == sizeof front &&
         std::memcmp(front, internal::kStateMagic, 8) == 0 &&
         std::string_view(front + 16, kCheckpointOwner.stage.size()) == kCheckpointOwner.stage;
}

bool IsUnfinishedCheckpoint(const std::string& part) {
  struct stat found {};
  return lstat(part.c_str(), &found) == 0 && S_ISREG(found.st_mode) &&
         (found.st_size == 0 || IsCheckpoint(part));
}

Result<Checkpoint> ReadCheckpoint(const std::string& path, const TakeState& take) {
  const Descriptor file(open(path.c_str(), O_RDONLY | O_CLOEXEC));
  if (file.number < 0) return Io("open", path);
  std::string buffer(kFilePiece, '\0');
  size_t at = 0, end = 0;
  auto checkpoint = ReadCheckpointFrom(
      [&](char* to, size_t size) -> Result<size_t> {
        size_t done = 0;
        while (done < size) {
          if (at == end) {
            const ssize_t n = read(file.number, buffer.data(), buffer.size());
            if (n < 0 && errno == EINTR) continue;
            if (n < 0) return Io("read", path);
            if (n == 0) break;
            at = 0;
            end = static_cast<size_t>(n);
          }
          const size_t n = std::string_view(buffer.data(), end).copy(to + done, size - done, at);
          at += n;
          done += n;
        }
        return done;
      },
      take);
  if (checkpoint || checkpoint.error().kind == ErrorKind::kIo) return checkpoint;
  Error error = checkpoint.error();
  error.message = "the checkpoint " + path + " cannot be used: " + error.Message();
  error.step.clear();
  return error;
}

}  // namespace textmill::core
