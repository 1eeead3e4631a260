#include "plugins/dedup/shingle_store.h"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <utility>

#include "textmill/error.hpp"

namespace textmill::dedup {

ShingleStore::ShingleStore(std::string folder, size_t in_memory)
    : folder_(std::move(folder)), in_memory_(in_memory) {}

ShingleStore::~ShingleStore() {
  if (file_ >= 0) ::close(file_);
}

void ShingleStore::Add(std::span<const uint64_t> shingles) {
  latest_.insert(latest_.end(), shingles.begin(), shingles.end());
  ends_.push_back(ends_.back() + shingles.size());
  if (latest_.size() * sizeof(uint64_t) > in_memory_) Flush();
}

std::span<const uint64_t> ShingleStore::Read(uint32_t document) {
  const uint64_t begin = ends_[document];
  const size_t n = CountOf(document);
  if (begin >= in_file_) return {latest_.data() + (begin - in_file_), n};
  scratch_.resize(n);
  char* to = reinterpret_cast<char*>(scratch_.data());
  for (size_t done = 0, size = n * sizeof(uint64_t); done < size;) {
    const ssize_t got =
        ::pread(file_, to + done, size - done, static_cast<off_t>(begin * sizeof(uint64_t) + done));
    if (got < 0 && errno == EINTR) continue;
    if (got == 0) errno = EIO;
    if (got <= 0) Fail("read");
    done += static_cast<size_t>(got);
  }
  return scratch_;
}

void ShingleStore::Flush() {
  if (file_ < 0) {
    std::string path = folder_ + "/shingles-XXXXXX";
    file_ = ::mkostemp(path.data(), O_CLOEXEC);
    if (file_ < 0) Fail("make");
    ::unlink(path.c_str());
  }
  const char* from = reinterpret_cast<const char*>(latest_.data());
  for (size_t done = 0, size = latest_.size() * sizeof(uint64_t); done < size;) {
    const ssize_t put = ::pwrite(file_, from + done, size - done,
                                 static_cast<off_t>(in_file_ * sizeof(uint64_t) + done));
    if (put < 0 && errno == EINTR) continue;
    if (put == 0) errno = EIO;
    if (put <= 0) Fail("write");
    done += static_cast<size_t>(put);
  }
  in_file_ += latest_.size();
  latest_.clear();
}

void ShingleStore::Fail(const char* what) const {
  throw Error("cannot " + std::string(what) + " the file of shingles in the work folder " +
                  folder_ + ": " + std::strerror(errno),
              TEXTMILL_IO_ERROR)
      .Hint("It takes about 1.5 times the size of the texts that are kept.");
}

size_t ShingleStore::bytes() const {
  return (ends_.capacity() + latest_.capacity() + scratch_.capacity()) * sizeof(uint64_t);
}

}  // namespace textmill::dedup
