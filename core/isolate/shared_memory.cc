#include "core/isolate/shared_memory.h"

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>

namespace textmill::core {
namespace {

constexpr size_t kLeastSize = 256 << 10;
// More than this is not kept from one message to the next.
constexpr size_t kKept = 16 << 20;

}  // namespace

SharedMemory::~SharedMemory() {
  if (data_ != nullptr) munmap(data_, size_);
  if (file_ >= 0) close(file_);
}

bool SharedMemory::Make() {
  not_forked_ = true;
  file_ = memfd_create("textmill", MFD_CLOEXEC | MFD_ALLOW_SEALING);
  return file_ >= 0 && fcntl(file_, F_ADD_SEALS, F_SEAL_SHRINK) == 0;
}

bool SharedMemory::Map(size_t size) {
  if (size <= size_) return true;
  if (data_ != nullptr) munmap(data_, size_);
  void* at = mmap(nullptr, size, PROT_READ | PROT_WRITE, MAP_SHARED, file_, 0);
  data_ = at == MAP_FAILED ? nullptr : static_cast<char*>(at);
  size_ = data_ == nullptr ? 0 : size;
  if (data_ != nullptr && not_forked_) madvise(data_, size_, MADV_DONTFORK);
  return data_ != nullptr;
}

char* SharedMemory::Room(size_t size) {
  if (size <= size_) return data_;
  const size_t grown = std::max({size, size_ + size_ / 2, kLeastSize});
  // The other process may have made it larger.
  struct stat now;
  if (fstat(file_, &now) != 0) return nullptr;
  const bool enough = static_cast<size_t>(now.st_size) >= grown;
  if (!enough && ftruncate(file_, static_cast<off_t>(grown)) != 0) return nullptr;
  return Map(grown) ? data_ : nullptr;
}

std::string_view SharedMemory::Read(size_t size) {
  if (size > size_) {
    struct stat now;
    if (fstat(file_, &now) != 0 || static_cast<size_t>(now.st_size) < size) return {};
    if (!Map(static_cast<size_t>(now.st_size))) return {};
  }
  return data_ == nullptr ? std::string_view("") : std::string_view(data_, size);
}

void SharedMemory::Forget() {
  if (size_ <= kKept) return;
  (void)fallocate(file_, FALLOC_FL_PUNCH_HOLE | FALLOC_FL_KEEP_SIZE, kKept,
                  static_cast<off_t>(size_ - kKept));
}

}  // namespace textmill::core
