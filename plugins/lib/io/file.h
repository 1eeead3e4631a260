// An open file, closed with its owner. Reading by position may be done on any thread.
#ifndef TEXTMILL_PLUGINS_IO_FILE_H_
#define TEXTMILL_PLUGINS_IO_FILE_H_

#include <cstddef>
#include <cstdint>
#include <string>
#include <utility>

namespace textmill::io {

// What `errno` means, in words.
std::string SystemMessage(int error);

class File {
 public:
  File() = default;
  explicit File(int fd) : fd_(fd) {}
  File(File&& other) noexcept : fd_(std::exchange(other.fd_, -1)) {}
  File& operator=(File&& other) noexcept {
    std::swap(fd_, other.fd_);
    return *this;
  }
  ~File();

  // For reading. Throws Error where that is not possible. Does not wait for who writes to a pipe:
  // StoredBytes does.
  static File Open(const std::string& path);

  bool is_open() const { return fd_ >= 0; }
  int fd() const { return fd_; }

  struct Identity {
    uint64_t device = 0, inode = 0;
    uint64_t bytes = 0;
    bool regular = false;  // can be read by position
    int64_t changed = 0;   // when its content last was, in nanoseconds
    // A file of size 0 may have content all the same: those of /proc, and of some mounted folders.
    bool size_known() const { return regular && bytes > 0; }
    bool operator==(const Identity&) const = default;
  };
  Identity Identify() const;

  // Fewer than `n` bytes only at the end of the file.
  size_t ReadAt(uint64_t offset, char* to, size_t n) const;

 private:
  int fd_ = -1;
};

}  // namespace textmill::io

#endif  // TEXTMILL_PLUGINS_IO_FILE_H_
