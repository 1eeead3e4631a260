#include "core/run/output_file.h"

#include <fcntl.h>
#include <poll.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <system_error>
#include <utility>

#include "core/pipeline/link_target.h"
#include "core/plugin/plugin_call.h"
#include "core/plugin/standard_output.h"
#include "core/run/numbers.h"
#include "core/run/part_file.h"

namespace textmill::core {
namespace {

constexpr size_t kOutputPiece = Encoder::kPiece;
// Of one of many, so much waits to be written.
constexpr size_t kSmallPiece = 32 << 10;

std::unique_ptr<Encoder> EncoderOf(const std::string& path, const OutputOptions& options) {
  const MakeEncoder make = options.raw ? nullptr : EncoderFor(path);
  return make != nullptr ? make(options.threads) : nullptr;
}

// Wakes up this often to look whether the run is to end.
constexpr int kLookEveryMs = 100;
// What a pipe takes at once when it takes anything.
constexpr size_t kSmall = 4096;
// The disk begins to write this much later than we, so that there is little to wait for in the end.
constexpr uint64_t kEarly = 8 << 20;

}  // namespace

OutputFile::OutputFile(std::string path, const OutputOptions& options)
    : path_(std::move(path)), options_(options), target_(path_), part_(path_), name_(path_) {}

Error OutputFile::Failed(const std::string& what, int error) const {
  std::string message = "cannot " + what + " " + name_ + ": " + std::strerror(error);
  if (stored_ > 0) message += "; " + ByteText(static_cast<int64_t>(stored_)) + " were written";
  std::string hint;
  if (error == ENOSPC || error == EDQUOT) hint = "make room there, or write somewhere else";
  if (error == EFBIG) hint = "a file may not be that large there; see `ulimit -f`";
  if (error == EPIPE) hint = "whoever read it went away";
  return Error{std::move(message), std::move(hint), ErrorKind::kIo};
}

Result<std::unique_ptr<OutputFile>> OutputFile::Open(const std::string& path,
                                                     const OutputOptions& options, bool* refused) {
  bool ignored = false;
  std::unique_ptr<OutputFile> made(new OutputFile(path, options));
  struct stat found {};
  const bool there = path != "-" && stat(path.c_str(), &found) == 0;
  if (there && S_ISDIR(found.st_mode))
    return Error{"cannot write " + path + ": it is a folder", "", ErrorKind::kIo};
  const Status status = path == "-" ? made->OpenStandardOutput()
                        : there && !S_ISREG(found.st_mode)
                            ? made->OpenStream()
                            : made->OpenPart(refused ? refused : &ignored);
  if (!status) return status.error();
  if (!options.one_of_many) made->encoder_ = EncoderOf(path, options);
  const OutputMark* const mark = options.resume;
  if (mark == nullptr || made->encoder_ == nullptr || made->encoder_->Restore(mark->encoder))
    return made;
  return Error{"the checkpoint says nothing that can be used about " + path, ""};
}

// To wait for a reader without being stuck, the pipe must not block; but how it was opened is
// shared with others, so that we open it once more.
Status OutputFile::OpenStandardOutput() {
  name_ = "standard output";
  struct stat found {};
  const bool known = fstat(StandardOutput(), &found) == 0 &&
                     (fcntl(StandardOutput(), F_GETFL) & O_ACCMODE) != O_RDONLY;
  waits_ = known && !S_ISREG(found.st_mode);
  if (known && (S_ISFIFO(found.st_mode) || S_ISCHR(found.st_mode)))
    file_ = open(("/proc/self/fd/" + std::to_string(StandardOutput())).c_str(),
                 O_WRONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC);
  small_ = waits_ && file_ < 0;
  if (file_ < 0) file_ = fcntl(StandardOutput(), F_DUPFD_CLOEXEC, 3);
  return file_ >= 0 ? Status() : Failed("write", errno);
}

// A named pipe without a reader cannot be opened yet.
Status OutputFile::OpenStream() {
  waits_ = true;
  while ((file_ = open(path_.c_str(), O_WRONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC)) < 0) {
    if (errno != ENXIO && errno != EINTR) return Failed("open", errno);
    if (Stopped()) return Error{"the run was cancelled", "", ErrorKind::kCancelled};
    (void)poll(nullptr, 0, kLookEveryMs / 5);
  }
  return {};
}

Status OutputFile::OpenPart(bool* refused) {
  target_ = LinkTarget(path_);
  name_ = part_ = target_ + ".part";
  std::error_code error;
  const std::filesystem::path folder = std::filesystem::path(target_).parent_path();
  if (!folder.empty()) std::filesystem::create_directories(folder, error);
  if (error)
    return Error{"cannot make the folder " + folder.string() + ": " + error.message(), "",
                 ErrorKind::kIo};
  if (options_.resume != nullptr) {
    const auto taken = TakeOver(*options_.resume, refused);
    if (!taken) return taken.error();
    if (*taken) return {};
  }
  struct stat old {};
  const bool replaces = stat(target_.c_str(), &old) == 0;
  if (replaces && !options_.replaces) {
    *refused = true;
    return Error{path_ + " exists already", "remove it, or add --overwrite"};
  }
  const mode_t mode = replaces ? old.st_mode & 0777 : 0666;
  auto made = MakePartFile(part_, mode, refused);
  if (!made) return made.error();
  file_ = *made;
  if (!replaces) (void)fchmod(file_, mode & ~NotedUmask());  // a plugin may have changed the mask
  Status status = replaces ? KeepModeAndOwner(old) : Status();
  if (status) status = NoteFile();
  if (!status) Discard();
  return status;
}

// Which file it is that was opened, and a second descriptor of it.
Status OutputFile::NoteFile() {
  struct stat now {};
  if (fstat(file_, &now) != 0) return Failed("look at", errno);
  device_ = now.st_dev;
  inode_ = now.st_ino;
  if ((lock_ = fcntl(file_, F_DUPFD_CLOEXEC, 3)) < 0) return Failed("open", errno);
  return {};
}

// The file has its final name already when the run was killed while it gave them. False: it was
// empty, as the file of failures may be, and is gone.
Result<bool> OutputFile::TakeOver(const OutputMark& mark, bool* refused) {
  struct stat named {};
  const bool published = lstat(target_.c_str(), &named) == 0 && S_ISREG(named.st_mode) &&
                         named.st_dev == mark.device && named.st_ino == mark.inode;
  const std::string& now = published ? target_ : part_;
  auto taken = TakePartFile(now, refused);
  if (!taken) return taken.error();
  waiting_ = mark.waiting;
  if (*taken < 0 && mark.cut.bytes == 0) return false;
  if (*taken < 0) return Error{now + ", which the checkpoint is about, is not there any more", ""};
  file_ = *taken;
  Status status = CheckCut(file_, mark.cut, now);
  if (status && published) status = TakeNameBack(part_, target_);
  if (status && !options_.replaces && lstat(target_.c_str(), &named) == 0)
    status = Error{path_ + " exists already", "remove it, or add --overwrite"};
  if (status) status = CutBack(file_, mark.cut, part_);
  if (status) status = NoteFile();
  if (!status) {
    LetGo();
    return status.error();
  }
  stored_ = early_ = mark.cut.bytes;
  marked_ = mark.cut;
  return true;
}

Result<OutputMark> OutputFile::Mark(bool on_disk) {
  OutputMark mark;
  mark.path = path_;
  mark.device = device_;
  mark.inode = inode_;
  if (encoder_ != nullptr) {
    std::string encoded;
    Status status = encoder_->Save(&encoded, &mark.encoder);
    if (status) status = Store(encoded);
    if (!status) return status.error();
    mark.waiting = waiting_;
  } else if (!waiting_.empty()) {
    Status status = OpenAgain();
    if (status) status = Flush(false);
    if (!status) return status.error();
  }
  mark.cut = marked_;
  if (stored_ == marked_.bytes) return mark;
  if (Status status = OpenAgain(); !status) return status.error();
  auto cut = CutAt(file_, stored_, name_);
  if (!cut) return cut.error();
  int synced;
  do {
    synced = on_disk ? fdatasync(file_) : 0;
  } while (synced != 0 && errno == EINTR);
  if (synced != 0 && errno != EINVAL && errno != ENOTSUP) return Failed("sync", errno);
  mark.cut = marked_ = *cut;
  return mark;
}

Status OutputFile::KeepModeAndOwner(const struct stat& old) {
  struct stat made {};
  if (fstat(file_, &made) != 0) return Failed("look at", errno);
  if ((made.st_uid != old.st_uid || made.st_gid != old.st_gid) &&
      fchown(file_, old.st_uid, old.st_gid) != 0) {
    return Error{"cannot replace " + path_ +
                     ": it belongs to another user or group, and the new file could not",
                 "remove it first, or write somewhere else"};
  }
  const mode_t mode = old.st_mode & 07777;
  if ((made.st_mode & 07777) == mode || fchmod(file_, mode) == 0) return {};
  return Failed("set the mode of", errno);
}

OutputFile::~OutputFile() { Abandon(); }

// What was parked. Another run may have taken the file for an old one meanwhile.
Status OutputFile::OpenAgain() {
  if (file_ >= 0 || !options_.one_of_many || finished_) return {};
  do {
    file_ = open(part_.c_str(), O_RDWR | O_APPEND | O_NOFOLLOW | O_CLOEXEC);
  } while (file_ < 0 && errno == EINTR);
  if (file_ < 0) return Failed("open", errno);
  struct stat now {};
  if (fstat(file_, &now) != 0) return Failed("look at", errno);
  if (now.st_dev != device_ || now.st_ino != inode_ || flock(file_, LOCK_EX | LOCK_NB) != 0) {
    LetGo();
    return Error{"another program removed or replaced " + part_ + " while this run wrote it", "",
                 ErrorKind::kIo};
  }
  if ((lock_ = fcntl(file_, F_DUPFD_CLOEXEC, 3)) < 0) return Failed("open", errno);
  return {};
}

Status OutputFile::Park() {
  if (file_ < 0 || finished_) return {};
  Status status = Flush(false);
  LetGo();
  return status;
}

// PATH.part as it was written, compressed into a new PATH.part.
Status OutputFile::Compress() {
  encoder_ = EncoderOf(path_, options_);
  if (encoder_ == nullptr) return {};
  const int plain = open(part_.c_str(), O_RDONLY | O_NOFOLLOW | O_CLOEXEC);
  struct stat found {};
  if (plain < 0 || fstat(plain, &found) != 0) return Failed("open", errno);
  unlink(part_.c_str());
  LetGo();
  bool in_use = false;
  Status status;
  if (auto made = MakePartFile(part_, found.st_mode & 07777, &in_use); !made) {
    status = made.error();
  } else {
    file_ = *made;
    (void)fchmod(file_, found.st_mode & 07777);
    (void)fchown(file_, found.st_uid, found.st_gid);
    lock_ = fcntl(file_, F_DUPFD_CLOEXEC, 3);
    struct stat now {};
    if (lock_ < 0 || fstat(file_, &now) != 0) status = Failed("open", errno);
    device_ = now.st_dev;
    inode_ = now.st_ino;
  }
  stored_ = early_ = 0;
  std::string piece(kOutputPiece, '\0');
  while (status.ok()) {
    const ssize_t n = read(plain, piece.data(), piece.size());
    if (n < 0 && errno == EINTR) continue;
    if (n < 0) status = Failed("read", errno);
    if (n <= 0) break;
    status = Append(std::string_view(piece).substr(0, static_cast<size_t>(n)));
  }
  close(plain);
  return status;
}

Status OutputFile::Append(std::string_view bytes) {
  if (Status status = OpenAgain(); !status) return status;
  if (encoder_ == nullptr) {  // small writes wait, large ones go straight through
    if (waiting_.size() + bytes.size() < (options_.one_of_many ? kSmallPiece : kOutputPiece)) {
      waiting_.append(bytes);
      return {};
    }
    if (Status status = Flush(false); !status) return status;
    return Store(bytes);
  }
  while (!bytes.empty()) {
    const size_t n = std::min(bytes.size(), kOutputPiece - waiting_.size());
    waiting_.append(bytes.substr(0, n));
    bytes.remove_prefix(n);
    if (waiting_.size() < kOutputPiece) return {};
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
    if (small_) {
      if (Status status = WaitForReader(); !status) return status;
    }
    const ssize_t n =
        write(file_, bytes.data(), small_ ? std::min(bytes.size(), kSmall) : bytes.size());
    if (n < 0 && errno == EINTR) continue;
    if (n < 0 && waits_ && errno == EAGAIN) {
      if (Status status = WaitForReader(); !status) return status;
      continue;
    }
    if (n < 0) return Failed("write", errno);
    stored_ += static_cast<uint64_t>(n);
    bytes.remove_prefix(static_cast<size_t>(n));
  }
  if (lock_ >= 0 && stored_ - early_ >= kEarly) WriteEarly();
  return {};
}

Status OutputFile::WaitForReader() {
  pollfd wait{file_, POLLOUT, 0};
  while (poll(&wait, 1, kLookEveryMs) <= 0) {
    if (Stopped()) return Error{"the run was cancelled", "", ErrorKind::kCancelled};
  }
  return {};
}

// Asks the disk to begin; what goes wrong is reported when the file is synced.
void OutputFile::WriteEarly() {
  (void)sync_file_range(file_, static_cast<off64_t>(early_), static_cast<off64_t>(stored_ - early_),
                        SYNC_FILE_RANGE_WRITE);
  early_ = stored_;
}

Status OutputFile::Finish() {
  if (Status status = OpenAgain(); !status) return status;
  if (file_ < 0 || finished_) return {};
  if (options_.one_of_many) {
    Status status = Flush(false);
    if (status) status = Compress();
    if (!status) return status;
  }
  finished_ = true;
  if (Status status = Flush(true); !status) return status;
  if (renamed()) WriteEarly();
  return {};
}

// A plugin may have closed the descriptor, so that the number is another file's now, or another
// process may have written there.
Status OutputFile::CheckAsWritten() {
  struct stat now {};
  if (!renamed()) return {};
  if (fstat(file_, &now) != 0) return Failed("look at", errno);
  if (S_ISREG(now.st_mode) && static_cast<uint64_t>(now.st_size) == stored_ &&
      IsNameOf(part_, file_)) {
    return {};
  }
  return Error{
      name_ + " is not the file that was written: " + WithCommas(static_cast<int64_t>(stored_)) +
          " bytes were written, and " + WithCommas(now.st_size) + " are there",
      "another program writes to it, or a plugin closed descriptors that are not its own"};
}

Status OutputFile::Sync(bool on_disk) {
  if (file_ < 0) return {};
  if (Status status = CheckAsWritten(); !status) return status;
  int synced = 0;
  do {
    synced = on_disk && renamed() && stored_ > 0 ? fsync(file_) : 0;
  } while (synced != 0 && errno == EINTR);
  if (synced != 0 && errno != EINVAL && errno != ENOTSUP) return Failed("sync", errno);
  const int file = std::exchange(file_, -1);
  if (close(file) != 0 && errno != EINTR) return Failed("close", errno);
  // Of many, not all can be held: by its number the file is known again when it gets its name.
  if (options_.one_of_many) {
    LetGo();
    encoder_.reset();  // its memory and its threads
  }
  return {};
}

void OutputFile::Abandon() {
  // What cannot be written is lost, and for a reader that pauses nobody waits; the run has said why
  // it ended.
  if (file_ >= 0 && !finished_ && !(waits_ && Stopped())) (void)Flush(true).ok();
  LetGo();
}

void OutputFile::Discard() {
  if (renamed() && lock_ >= 0 && IsNameOf(part_, lock_)) unlink(part_.c_str());
  if (renamed() && lock_ < 0 && file_ >= 0 && IsNameOf(part_, file_)) unlink(part_.c_str());
  waiting_.clear();
  LetGo();
}

void OutputFile::LetGo() {
  for (int* file : {&file_, &lock_}) {
    if (*file >= 0) close(std::exchange(*file, -1));
  }
}

}  // namespace textmill::core
