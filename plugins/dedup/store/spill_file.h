// Bytes that are only ever appended, of which the latest are in memory and the earlier in a file of
// the work folder. The file is made when it is needed and has no name there, so it vanishes with
// the process however that ends. One thread at a time.
#ifndef TEXTMILL_PLUGINS_DEDUP_SPILL_FILE_H_
#define TEXTMILL_PLUGINS_DEDUP_SPILL_FILE_H_

#include <cstddef>
#include <cstdint>
#include <string>

#include "textmill/state.hpp"

namespace textmill::dedup {

class SpillFile {
 public:
  // Keeps up to `in_memory` bytes out of the file.
  explicit SpillFile(std::string folder, size_t in_memory = size_t{1} << 20);
  ~SpillFile();
  SpillFile(SpillFile&& other) noexcept;
  SpillFile& operator=(SpillFile&& other) noexcept;

  void Append(const void* data, size_t size);
  // Replaces bytes that were appended.
  void Overwrite(uint64_t at, const void* data, size_t size);
  // Moves everything to the file, and gives back the memory.
  void Flush();

  // Everything, as bytes; Restore appends them.
  void Save(StateWriter& to) const;
  void Restore(StateReader& from);
  // `n` bytes from `at`, which were appended: a pointer to them, valid until the next call.
  const char* Read(uint64_t at, size_t n) const;

  uint64_t size() const { return in_file_ + latest_.size(); }
  uint64_t bytes_in_file() const { return in_file_; }
  size_t bytes() const { return latest_.size() + scratch_.capacity(); }  // of memory

 private:
  void Write(uint64_t at, const char* data, size_t size);
  [[noreturn]] void Fail(const char* what) const;

  std::string folder_;
  size_t in_memory_;
  int file_ = -1;
  uint64_t in_file_ = 0;
  std::string latest_;
  mutable std::string scratch_;
};

}  // namespace textmill::dedup

#endif  // TEXTMILL_PLUGINS_DEDUP_SPILL_FILE_H_
