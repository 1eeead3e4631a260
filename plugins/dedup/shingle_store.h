// The shingle sets of kept documents, numbered from 0 in the order in which they are added, to
// verify candidates by. The latest sets are in memory, earlier ones in a file of the work folder,
// which has no name there and so vanishes with the process. One thread at a time.
#ifndef TEXTMILL_PLUGINS_DEDUP_SHINGLE_STORE_H_
#define TEXTMILL_PLUGINS_DEDUP_SHINGLE_STORE_H_

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

namespace textmill::dedup {

class ShingleStore {
 public:
  // Keeps up to about `in_memory` bytes out of the file, which is made when it is needed.
  explicit ShingleStore(std::string folder, size_t in_memory = size_t{32} << 20);
  ~ShingleStore();
  ShingleStore(const ShingleStore&) = delete;
  ShingleStore& operator=(const ShingleStore&) = delete;

  void Add(std::span<const uint64_t> shingles);
  // How many shingles a document has.
  size_t CountOf(uint32_t document) const {
    return static_cast<size_t>(ends_[document + 1] - ends_[document]);
  }
  // Its shingles. Valid until the next call.
  std::span<const uint64_t> Read(uint32_t document);

  size_t bytes() const;  // of memory

 private:
  void Flush();
  [[noreturn]] void Fail(const char* what) const;

  std::string folder_;
  size_t in_memory_;
  int file_ = -1;
  uint64_t in_file_ = 0;              // shingles in the file
  std::vector<uint64_t> ends_ = {0};  // counted in shingles
  std::vector<uint64_t> latest_;      // those behind in_file_
  std::vector<uint64_t> scratch_;
};

}  // namespace textmill::dedup

#endif  // TEXTMILL_PLUGINS_DEDUP_SHINGLE_STORE_H_
