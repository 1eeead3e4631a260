#include "core/run/publication.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <set>

#include "core/pipeline/publishing_mark.h"
#include "core/run/part_file.h"

namespace textmill::core {
namespace {

namespace fs = std::filesystem;

std::string FolderOf(const std::string& path) {
  const std::string folder = fs::path(path).parent_path().string();
  return folder.empty() ? "." : folder;
}

bool Exists(const std::string& path) {
  struct stat found;
  return lstat(path.c_str(), &found) == 0;
}

int Rename(const std::string& from, const std::string& to, unsigned flags) {
  int done;
  do {
    done = renameat2(AT_FDCWD, from.c_str(), AT_FDCWD, to.c_str(), flags);
  } while (done != 0 && errno == EINTR);
  return done;
}

// File systems (and kernels) that know plain renames alone.
bool FlagsAreUnknown(int error) {
  return error == EINVAL || error == ENOSYS || error == ENOTSUP || error == EOPNOTSUPP;
}

// Whether there is anything to rename at all.
bool Acts(const NewName& name) { return !name.removes || (name.replaces && Exists(name.path)); }

// One file on its way to its name, and back.
class Move {
 public:
  explicit Move(const NewName& name) : name_(name) {}

  // 0, or an errno.
  int Do() {
    if (name_.removes) return Acts(name_) ? Take(How::kRemoved, name_.path, name_.part) : 0;
    if (!name_.replaces || !Exists(name_.path)) return DoNew();
    if (Rename(name_.part, name_.path, RENAME_EXCHANGE) == 0) return Did(How::kExchanged);
    if (!FlagsAreUnknown(errno)) return errno;
    // The older file steps aside first; for a moment there is none.
    if (Rename(name_.path, Aside(), 0) != 0) return errno;
    if (Rename(name_.part, name_.path, 0) == 0) return Did(How::kAside);
    const int error = errno;
    (void)Rename(Aside(), name_.path, 0);
    return error;
  }

  // Whether it could be taken back.
  bool Undo() {
    const How how = how_;
    how_ = How::kNot;
    if (how == How::kNot) return true;
    const bool back = how == How::kExchanged ? Rename(name_.part, name_.path, RENAME_EXCHANGE) == 0
                      : how == How::kRemoved ? Rename(name_.part, name_.path, 0) == 0
                      : Rename(name_.path, name_.part, 0) != 0 ? false
                      : how == How::kAside                     ? Rename(Aside(), name_.path, 0) == 0
                                                               : true;
    if (!back) how_ = how;
    return back;
  }

  // It stays: the older file goes.
  void Clear() const {
    if (how_ == How::kExchanged || name_.removes) unlink(name_.part.c_str());
    if (how_ == How::kAside) unlink(Aside().c_str());
  }

  bool done() const { return how_ != How::kNot; }

 private:
  enum class How { kNot, kNew, kExchanged, kAside, kRemoved };

  std::string Aside() const { return name_.path + ".before"; }
  int Did(How how) {
    how_ = how;
    return 0;
  }
  int Take(How how, const std::string& from, const std::string& to) {
    return Rename(from, to, 0) == 0 ? Did(how) : errno;
  }
  // A name that somebody else took meanwhile is left alone.
  int DoNew() {
    if (Rename(name_.part, name_.path, RENAME_NOREPLACE) == 0) return Did(How::kNew);
    if (!FlagsAreUnknown(errno)) return errno;
    if (Exists(name_.path)) return EEXIST;
    return Take(How::kNew, name_.part, name_.path);
  }

  const NewName& name_;
  How how_ = How::kNot;
};

Error CannotName(const NewName& name, int error) {
  std::string hint;
  if (error == EEXIST) hint = "another program made it while this run worked";
  return Error{
      "cannot give " + name.part + " its final name " + name.path + ": " + std::strerror(error),
      hint};
}

bool IsStillThere(const NewName& name) {
  if (name.file >= 0) return IsNameOf(name.part, name.file);
  struct stat found {};
  return lstat(name.part.c_str(), &found) == 0 && found.st_dev == name.device &&
         found.st_ino == name.inode;
}

Status CheckParts(const std::vector<NewName>& names) {
  for (const NewName& name : names) {
    if (!IsStillThere(name))
      return Error{"another program removed or replaced " + name.part + " while this run wrote it",
                   ""};
  }
  return {};
}

Status SyncFolders(const std::vector<NewName>& names) {
  std::set<std::string> folders;
  for (const NewName& name : names) folders.insert(FolderOf(name.path));
  for (const std::string& folder : folders) {
    if (Status status = SyncFolder(folder); !status) return status;
  }
  return {};
}

Status Mark(const std::vector<NewName>& names) {
  std::vector<MarkedFile> files;
  for (const NewName& name : names) {
    struct stat found {};
    std::error_code error;
    const fs::path path = fs::absolute(name.path, error);
    if (!Acts(name)) continue;
    found.st_ino = name.inode;
    if (name.file >= 0) (void)fstat(name.file, &found);
    files.push_back({error ? name.path : path.string(), name.removes ? 0 : found.st_ino});
  }
  return WriteMark(names.front().path, files);
}

Status MoveAll(const std::vector<NewName>& names, std::vector<Move>* moves) {
  if (Status status = CheckParts(names); !status) return status;
  const bool marks = std::count_if(names.begin(), names.end(), Acts) > 1;
  if (marks) {
    if (Status status = Mark(names); !status) return status;
  }
  if (Status status = SyncFolders(names); !status) return status;
  for (size_t i = 0; i < names.size(); ++i) {
    if (const int error = (*moves)[i].Do(); error != 0) return CannotName(names[i], error);
  }
  // Removed with the same sync: what comes later in a folder is not on the disk before what comes
  // first.
  if (Status status = RemoveMark(names.front().path); !status) return status;
  return SyncFolders(names);
}

}  // namespace

Status SyncFileSystem(const std::string& path) {
  const std::string folder = FolderOf(path);
  const int file = open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  const int synced = file < 0 ? -1 : syncfs(file);
  const int error = errno;
  if (file >= 0) close(file);
  if (synced == 0) return {};
  return Error{"cannot sync the file system of " + folder + ": " + std::strerror(error), "",
               ErrorKind::kIo};
}

Status SyncFolder(const std::string& folder) {
  int file;
  do {
    file = open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  } while (file < 0 && errno == EINTR);
  if (file < 0 && errno == EACCES) return {};  // a folder that may be written to, but not read
  int synced = file;
  while (synced >= 0 && (synced = fsync(file)) != 0 && errno == EINTR) synced = file;
  const int error = errno;
  if (file >= 0) close(file);
  if (synced == 0 || FlagsAreUnknown(error) || error == EROFS) return {};
  return Error{"cannot sync the folder " + folder + ": " + std::strerror(error), "",
               ErrorKind::kIo};
}

Status TakeNameBack(const std::string& part, const std::string& path) {
  const bool both = Exists(part);
  if (Rename(path, part, both ? RENAME_EXCHANGE : 0) == 0) return {};
  if (both && FlagsAreUnknown(errno) && Rename(path, part, 0) == 0) return {};
  return Error{"cannot take back " + path + " to " + part + ": " + std::strerror(errno), "",
               ErrorKind::kIo};
}

Published Publish(const std::vector<NewName>& names) {
  Published published;
  std::vector<Move> moves(names.begin(), names.end());
  if (names.empty()) return published;
  published.status = MoveAll(names, &moves);
  if (published.status.ok()) {
    for (const Move& move : moves) move.Clear();
  } else {
    bool all_back = true;
    for (auto move = moves.rbegin(); move != moves.rend(); ++move)
      all_back = move->Undo() && all_back;
    // Else the mark stays, to tell what happened.
    if (all_back) (void)RemoveMark(names.front().path).ok();
    (void)SyncFolders(names).ok();
  }
  for (const Move& move : moves) published.named.push_back(move.done());
  return published;
}

}  // namespace textmill::core
