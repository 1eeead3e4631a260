#include "core/run/file_cut.h"

#include <sys/stat.h>
#include <unistd.h>
#include <xxhash.h>

#include <algorithm>
#include <cerrno>
#include <cstring>

#include "core/run/numbers.h"

namespace textmill::core {
namespace {

constexpr uint64_t kTail = 64 << 10;

Error CutFailed(const std::string& what, const std::string& name) {
  return Error{"cannot " + what + " " + name + ": " + std::strerror(errno), "", ErrorKind::kIo};
}

}  // namespace

Result<FileCut> CutAt(int file, uint64_t bytes, const std::string& name) {
  std::string tail(static_cast<size_t>(std::min(bytes, kTail)), '\0');
  for (size_t done = 0; done < tail.size();) {
    const ssize_t n = pread(file, tail.data() + done, tail.size() - done,
                            static_cast<off_t>(bytes - tail.size() + done));
    if (n < 0 && errno == EINTR) continue;
    if (n < 0) return CutFailed("read", name);
    if (n == 0) return Error{name + " is shorter than what was written to it", "", ErrorKind::kIo};
    done += static_cast<size_t>(n);
  }
  return FileCut{bytes, XXH3_64bits(tail.data(), tail.size())};
}

Status CheckCut(int file, const FileCut& cut, const std::string& name) {
  if (cut.bytes == 0) return {};
  struct stat found {};
  if (fstat(file, &found) != 0) return CutFailed("look at", name);
  if (static_cast<uint64_t>(found.st_size) < cut.bytes) {
    return Error{name + " has " + WithCommas(found.st_size) + " bytes, and had " +
                     WithCommas(static_cast<int64_t>(cut.bytes)) + " at the checkpoint",
                 ""};
  }
  const auto now = CutAt(file, cut.bytes, name);
  if (!now) return now.error();
  if (now->tail == cut.tail) return {};
  return Error{name + " is not the file that the checkpoint is about", ""};
}

Status CutBack(int file, const FileCut& cut, const std::string& name) {
  int done;
  do {
    done = ftruncate(file, static_cast<off_t>(cut.bytes));
  } while (done != 0 && errno == EINTR);
  if (done != 0 || lseek(file, 0, SEEK_END) < 0) return CutFailed("cut back", name);
  return {};
}

}  // namespace textmill::core
