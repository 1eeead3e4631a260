#include "plugins/lib/io/file.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <system_error>

#include "textmill/error.hpp"

namespace textmill::io {

std::string SystemMessage(int error) { return std::system_category().message(error); }

File::~File() {
  if (fd_ >= 0) ::close(fd_);
}

File File::Open(const std::string& path) {
  int fd;
  do {
    fd = ::open(path.c_str(), O_RDONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC);
  } while (fd < 0 && errno == EINTR);
  if (fd < 0) throw Error("it cannot be opened: " + SystemMessage(errno), TEXTMILL_IO_ERROR);
  return File(fd);
}

File::Identity File::Identify() const {
  struct stat info;
  if (::fstat(fd_, &info) != 0)
    throw Error("it cannot be looked at: " + SystemMessage(errno), TEXTMILL_IO_ERROR);
  if (S_ISDIR(info.st_mode)) throw Error("it is a folder, not a file", TEXTMILL_IO_ERROR);
  return {info.st_dev, info.st_ino, static_cast<uint64_t>(info.st_size), S_ISREG(info.st_mode),
          info.st_mtim.tv_sec * int64_t{1000000000} + info.st_mtim.tv_nsec};
}

size_t File::ReadAt(uint64_t offset, char* to, size_t n) const {
  size_t done = 0;
  while (done < n) {
    const ssize_t got = ::pread(fd_, to + done, n - done, static_cast<off_t>(offset + done));
    if (got == 0) break;
    if (got < 0) {
      if (errno == EINTR) continue;
      throw Error("it cannot be read at byte " + std::to_string(offset + done) + ": " +
                      SystemMessage(errno),
                  TEXTMILL_IO_ERROR);
    }
    done += static_cast<size_t>(got);
  }
  return done;
}

}  // namespace textmill::io
