#include "plugins/dedup/store/spill_file.h"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <utility>

#include "textmill/error.hpp"

namespace textmill::dedup {
namespace {
constexpr size_t kPiece = size_t{1} << 20;
}

SpillFile::SpillFile(std::string folder, size_t in_memory)
    : folder_(std::move(folder)), in_memory_(in_memory) {}

SpillFile::SpillFile(SpillFile&& other) noexcept
    : folder_(std::move(other.folder_)),
      in_memory_(other.in_memory_),
      file_(std::exchange(other.file_, -1)),
      in_file_(std::exchange(other.in_file_, 0)),
      latest_(std::move(other.latest_)) {}

SpillFile& SpillFile::operator=(SpillFile&& other) noexcept {
  folder_.swap(other.folder_);
  std::swap(in_memory_, other.in_memory_);
  std::swap(file_, other.file_);
  std::swap(in_file_, other.in_file_);
  latest_.swap(other.latest_);
  return *this;
}

SpillFile::~SpillFile() {
  if (file_ >= 0) ::close(file_);
}

void SpillFile::Append(const void* data, size_t size) {
  if (size == 0) return;
  const char* const from = static_cast<const char*>(data);
  if (latest_.size() + size > in_memory_) {
    Write(in_file_, latest_.data(), latest_.size());
    in_file_ += latest_.size();
    latest_.clear();
    if (size > in_memory_) {
      Write(in_file_, from, size);
      in_file_ += size;
      return;
    }
  }
  // Room for all at once, which takes memory only as it is filled; doubling would take twice as
  // much.
  if (latest_.size() + size > latest_.capacity())
    latest_.reserve(latest_.size() + size < kPiece ? 2 * (latest_.size() + size) : in_memory_);
  latest_.append(from, size);
}

void SpillFile::Overwrite(uint64_t at, const void* data, size_t size) {
  const char* const from = static_cast<const char*>(data);
  const auto to_file =
      at >= in_file_ ? 0 : static_cast<size_t>(std::min<uint64_t>(size, in_file_ - at));
  Write(at, from, to_file);
  if (size > to_file)
    latest_.replace(at + to_file - in_file_, size - to_file, from + to_file, size - to_file);
}

void SpillFile::Flush() {
  Write(in_file_, latest_.data(), latest_.size());
  in_file_ += latest_.size();
  std::string().swap(latest_);
}

const char* SpillFile::Read(uint64_t at, size_t n) const {
  if (at >= in_file_) return latest_.data() + (at - in_file_);
  scratch_.resize(n);
  const auto from_file = static_cast<size_t>(std::min<uint64_t>(n, in_file_ - at));
  for (size_t done = 0; done < from_file;) {
    const ssize_t got =
        ::pread(file_, scratch_.data() + done, from_file - done, static_cast<off_t>(at + done));
    if (got < 0 && errno == EINTR) continue;
    if (got == 0) errno = EIO;
    if (got <= 0) Fail("read");
    done += static_cast<size_t>(got);
  }
  std::copy_n(latest_.data(), n - from_file, scratch_.data() + from_file);
  return scratch_.data();
}

void SpillFile::Save(StateWriter& to) const {
  to.Put(size());
  for (uint64_t at = 0; at < size();) {
    const auto n = static_cast<size_t>(std::min<uint64_t>(kPiece, size() - at));
    to.PutRaw(Read(at, n), n);
    at += n;
  }
}

void SpillFile::Restore(StateReader& from) {
  std::string piece;
  for (auto left = from.Take<uint64_t>(); left > 0; left -= piece.size()) {
    piece.resize(static_cast<size_t>(std::min<uint64_t>(kPiece, left)));
    from.TakeRaw(piece.data(), piece.size());
    Append(piece.data(), piece.size());
  }
}

void SpillFile::Write(uint64_t at, const char* data, size_t size) {
  if (file_ < 0 && size > 0) {
    std::string path = folder_ + "/dedup-XXXXXX";
    file_ = ::mkostemp(path.data(), O_CLOEXEC);
    if (file_ < 0) Fail("make");
    ::unlink(path.c_str());
  }
  for (size_t done = 0; done < size;) {
    const ssize_t put = ::pwrite(file_, data + done, size - done, static_cast<off_t>(at + done));
    if (put < 0 && errno == EINTR) continue;
    if (put == 0) errno = ENOSPC;
    if (put <= 0) Fail("write");
    done += static_cast<size_t>(put);
  }
}

void SpillFile::Fail(const char* what) const {
  const int error = errno;
  throw Error("cannot " + std::string(what) + " a file in the work folder " + folder_ + ": " +
                  std::strerror(error),
              TEXTMILL_IO_ERROR)
      .Hint(error == ENOSPC
                ? "Free some space, or give a folder on another disk by `--work-folder`. About "
                  "twice the size of the texts that are kept is needed."
                : "The work folder must stay for as long as the run goes on; give another by "
                  "`--work-folder`.");
}

}  // namespace textmill::dedup
