#include "core/run/part_file.h"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

namespace textmill::core {
namespace {

Error PartFailed(const std::string& what, const std::string& part) {
  return Error{
      "cannot " + what + " " + part + ": " + std::strerror(errno),
      errno == ENOSPC || errno == EDQUOT ? "make room there, or write somewhere else" : ""};
}

int OpenFile(const std::string& path, int flags, mode_t mode = 0) {
  int file;
  do {
    file = open(path.c_str(), flags | O_NOFOLLOW | O_CLOEXEC, mode);
  } while (file < 0 && errno == EINTR);
  return file;
}

// False when another run has it locked. A file system that knows no locks gives none; there, who
// loses its file to another run finds out when it wants to publish.
bool LockFile(int file) {
  int locked;
  do {
    locked = flock(file, LOCK_EX | LOCK_NB);
  } while (locked != 0 && errno == EINTR);
  return locked == 0 || errno != EWOULDBLOCK;
}

Error InUse(const std::string& part) {
  return {"another run writes " + part + " just now",
          "wait until it has ended, or write somewhere else"};
}

// Of a run that is gone, or a link that somebody laid.
Status RemoveOld(const std::string& part, bool* in_use) {
  struct stat found;
  if (lstat(part.c_str(), &found) != 0)
    return errno == ENOENT ? Status() : PartFailed("look at", part);
  if (S_ISLNK(found.st_mode))
    return unlink(part.c_str()) == 0 || errno == ENOENT ? Status()
                                                        : PartFailed("remove the link", part);
  if (!S_ISREG(found.st_mode))
    return Error{"cannot write " + part + ": something that is not a file has that name",
                 "remove it, or write somewhere else"};
  int file = OpenFile(part, O_RDWR | O_NONBLOCK);
  if (file < 0 && errno == EACCES) file = OpenFile(part, O_RDONLY | O_NONBLOCK);
  if (file < 0) return errno == ENOENT || errno == ELOOP ? Status() : PartFailed("open", part);
  Status status;
  if (!LockFile(file)) {
    *in_use = true;
    status = InUse(part);
  } else if (IsNameOf(part, file) && unlink(part.c_str()) != 0 && errno != ENOENT) {
    status = PartFailed("remove", part);
  }
  close(file);
  return status;
}

}  // namespace

bool IsNameOf(const std::string& path, int file) {
  struct stat named, open;
  return lstat(path.c_str(), &named) == 0 && fstat(file, &open) == 0 &&
         named.st_dev == open.st_dev && named.st_ino == open.st_ino;
}

Result<int> MakePartFile(const std::string& part, mode_t mode, bool* in_use) {
  constexpr int kTries = 100;  // two runs that start at once may take turns for a moment
  for (int i = 0; i < kTries; ++i) {
    const int file = OpenFile(part, O_RDWR | O_CREAT | O_EXCL, mode);
    if (file < 0 && errno != EEXIST) return PartFailed("open", part);
    if (file >= 0) {
      // Another run may have taken it for an old one before it was locked.
      if (LockFile(file) && IsNameOf(part, file)) return file;
      close(file);
    } else if (Status status = RemoveOld(part, in_use); !status) {
      return status.error();
    }
  }
  *in_use = true;
  return Error{"another program makes " + part + " again and again", "write somewhere else"};
}

Result<int> TakePartFile(const std::string& path, bool* in_use) {
  const int file = OpenFile(path, O_RDWR | O_NONBLOCK);
  if (file < 0) return errno == ENOENT ? Result<int>(-1) : PartFailed("open", path);
  struct stat found {};
  if (fstat(file, &found) != 0 || !S_ISREG(found.st_mode)) {
    close(file);
    return Error{path + " is not a file any more", ""};
  }
  if (LockFile(file)) return file;
  close(file);
  *in_use = true;
  return InUse(path);
}

}  // namespace textmill::core
