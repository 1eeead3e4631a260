// Arrow's memory for one reader: the system's, up to a limit, so that a small file which unpacks to
// very much cannot take the whole machine. Any thread.
#ifndef TEXTMILL_PLUGINS_ARROW_CAPPED_POOL_H_
#define TEXTMILL_PLUGINS_ARROW_CAPPED_POOL_H_

#include <arrow/memory_pool.h>

#include <atomic>
#include <cstdint>
#include <string>

namespace textmill::arrowfiles {

class CappedPool final : public arrow::MemoryPool {
 public:
  explicit CappedPool(int64_t limit) : limit_(limit) {}

  using MemoryPool::Allocate;
  using MemoryPool::Free;
  using MemoryPool::Reallocate;
  arrow::Status Allocate(int64_t size, int64_t alignment, uint8_t** out) override {
    if (arrow::Status status = Add(size); !status.ok()) return status;
    arrow::Status status = pool_->Allocate(size, alignment, out);
    if (!status.ok()) used_ -= size;
    return status;
  }
  arrow::Status Reallocate(int64_t old_size, int64_t new_size, int64_t alignment,
                           uint8_t** p) override {
    if (arrow::Status status = Add(new_size - old_size); !status.ok()) return status;
    arrow::Status status = pool_->Reallocate(old_size, new_size, alignment, p);
    if (!status.ok()) used_ -= new_size - old_size;
    return status;
  }
  void Free(uint8_t* buffer, int64_t size, int64_t alignment) override {
    used_ -= size;
    pool_->Free(buffer, size, alignment);
  }
  int64_t bytes_allocated() const override { return used_; }
  int64_t total_bytes_allocated() const override { return used_; }
  int64_t num_allocations() const override { return 0; }
  std::string backend_name() const override { return "system"; }

 private:
  arrow::Status Add(int64_t size) {
    if (used_.fetch_add(size) + size <= limit_ || size <= 0) return arrow::Status::OK();
    used_ -= size;
    return arrow::Status::CapacityError("unpacking it takes more than `unpack_limit`, ", limit_,
                                        " bytes");
  }

  const int64_t limit_;
  arrow::MemoryPool* const pool_ = arrow::system_memory_pool();
  std::atomic<int64_t> used_{0};
};

}  // namespace textmill::arrowfiles

#endif  // TEXTMILL_PLUGINS_ARROW_CAPPED_POOL_H_
