// Values and columns as bytes, for messages between processes of one program: no version, no byte
// order. Whoever unpacks does not trust whoever packed: all sizes and places are checked, and what
// comes out can be read without leaving the bytes.
//
// One thread at a time.
#ifndef CORE_ISOLATE_PACKED_H_
#define CORE_ISOLATE_PACKED_H_

#include <cstdint>
#include <cstring>
#include <memory>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>

#include "core/isolate/shared_memory.h"
#include "core/table/column.h"

namespace textmill::core {

class Packer {
 public:
  // Packs from the memory's begin on; throws std::bad_alloc where there is not enough.
  explicit Packer(SharedMemory* memory) : memory_(memory) {}

  template <class T>
  void Put(const T& value) {
    static_assert(std::is_trivially_copyable_v<T>);
    std::memcpy(Room(sizeof value, kValue), &value, sizeof value);
  }
  void PutBytes(std::string_view bytes);
  void PutField(const Field& field);
  // What CheckArray accepts for the field.
  void PutArray(const Field& field, const ArrowArray& array);

  // What was packed before, all of it, as it was.
  void PutAgain(std::string_view packed);
  // What comes now begins a part that Unpacker::Rest gives.
  void BeginRest() { Room(0, kBuffer); }

  size_t size() const { return size_; }
  // Takes back what was packed after the first `size` bytes.
  void CutTo(size_t size) { size_ = size; }

 private:
  static constexpr size_t kValue = 8;    // values begin at multiples of this
  static constexpr size_t kBuffer = 64;  // and so do buffers of columns, as Arrow likes it

  char* Room(size_t size, size_t alignment);
  char* Sized(size_t size);
  void PutRows(const Field& field, const ArrowArray& array, int64_t begin, int64_t rows);
  void PutBits(const void* bits, int64_t begin, int64_t rows);

  SharedMemory* memory_;
  size_t size_ = 0;
};

class Unpacker {
 public:
  // `owner` keeps `bytes` alive, which begin at a multiple of 64; arrays hold on to it. None: the
  // arrays do not outlive the bytes.
  explicit Unpacker(std::string_view bytes, std::shared_ptr<const void> owner = nullptr)
      : bytes_(bytes), owner_(std::move(owner)) {}

  // Whether all was there so far; what is got afterwards is empty.
  bool ok() const { return ok_; }
  bool done() const { return ok_ && at_ == bytes_.size(); }

  template <class T>
  T Get() {
    static_assert(std::is_trivially_copyable_v<T>);
    T value{};
    const std::string_view there = Take(sizeof value, 8);
    if (ok_) std::memcpy(&value, there.data(), sizeof value);
    return value;
  }
  // All from where BeginRest was called.
  std::string_view Rest() {
    Take(0, 64);
    return ok_ ? bytes_.substr(at_) : std::string_view();
  }
  std::string_view GetBytes();
  Field GetField() { return GetField(0); }
  // Leaves `out` released when the array is not as it should be.
  void GetArray(const Field& field, ArrowArray* out);

 private:
  Field GetField(int depth);
  std::string_view Take(uint64_t size, size_t alignment);
  bool GetRows(const Field& field, ArrowArray* out);
  const void* GetOffsets(int64_t rows, int64_t* end);
  bool Fail() { return ok_ = false; }

  std::string_view bytes_;
  std::shared_ptr<const void> owner_;
  size_t at_ = 0;
  bool ok_ = true;
};

}  // namespace textmill::core

#endif  // CORE_ISOLATE_PACKED_H_
