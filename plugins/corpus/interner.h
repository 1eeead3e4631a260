// Numbers strings: the first is 0, each new one is the next.
//
// A flat hash table over strings that it keeps itself, packed one after the other: some 30 bytes
// and its own length a string. Not thread-safe; each lane has its own, and the stage one for all.
#ifndef TEXTMILL_PLUGINS_CORPUS_INTERNER_H_
#define TEXTMILL_PLUGINS_CORPUS_INTERNER_H_

#include <cstdint>
#include <memory>
#include <span>
#include <string_view>
#include <vector>

namespace textmill::corpus {

class Interner {
 public:
  static constexpr size_t kSpare = 16;

  // The string's number.
  uint32_t Number(std::string_view value);
  // Those of many, with their memory on its way while others are looked up.
  void Numbers(std::span<const std::string_view> values, uint32_t* numbers);
  // The same, or -1 where there is no such string.
  int64_t Find(std::string_view value) const;

  // kSpare bytes from its beginning may be read, however short it is.
  std::string_view operator[](size_t number) const { return values_[number]; }
  // Where a string is looked up, to be fetched beforehand.
  const void* Place(size_t number) const { return &values_[number]; }
  size_t size() const { return values_.size(); }
  // Bytes of memory taken.
  int64_t memory() const;
  void Clear();

 private:
  struct Slot {
    uint32_t tag = 0;     // of the hash
    uint32_t number = 0;  // and 1; 0: free
  };
  uint32_t Number(std::string_view value, uint64_t hash);
  void Grow();
  std::string_view Keep(std::string_view value);

  std::vector<std::string_view> values_;
  std::vector<Slot> slots_;  // a power of two of them, at most three quarters in use
  std::vector<std::unique_ptr<char[]>> blocks_;  // the bytes of the values
  size_t block_used_ = 0, block_size_ = 0;
  int64_t block_bytes_ = 0;
};

}  // namespace textmill::corpus

#endif  // TEXTMILL_PLUGINS_CORPUS_INTERNER_H_
