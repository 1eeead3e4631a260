// Sorts more than memory holds: pairs of a key and a value, by the bytes of the keys. Pairs of
// equal keys come out in the order in which they were put in.
//
// What does not fit is sorted in pieces, which wait in one file of the work folder (without a name,
// so that it is gone with the process) and are merged. One thread at a time.
#ifndef TEXTMILL_PLUGINS_LIB_VALUES_EXTERNAL_SORT_H_
#define TEXTMILL_PLUGINS_LIB_VALUES_EXTERNAL_SORT_H_

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "textmill/state.hpp"

namespace textmill::values {

class ExternalSort {
 public:
  // `folder` exists; about `memory` bytes are used.
  ExternalSort(std::string folder, size_t memory);
  ~ExternalSort();
  ExternalSort(const ExternalSort&) = delete;
  ExternalSort& operator=(const ExternalSort&) = delete;

  void Add(std::string_view key, std::string_view value);
  // All are there; they come from the beginning.
  void Sort();
  // The next pair, valid until the next call; false at the end.
  bool Next(std::string_view* key, std::string_view* value);

  bool spilled() const { return !pieces_.empty(); }
  size_t bytes() const { return bytes_.capacity() + items_.capacity() * sizeof(Item); }
  // What was added, before Sort.
  void Save(StateWriter& to) const;
  // Adds what another one saved, as if it came after what is there.
  void Restore(StateReader& from);

 private:
  struct Item {
    uint64_t prefix;  // the key's first bytes, so that most comparisons look no further
    uint64_t at;      // of the key in bytes_, the value comes after it
    uint32_t key_size, value_size;
  };
  struct Piece {
    uint64_t begin, end;  // in the file
  };
  class PieceReader;
  void SortItems();
  void Spill();
  void Write(std::string_view bytes);
  [[noreturn]] void Fail(const char* what) const;

  const std::string folder_;
  const size_t memory_;
  std::string bytes_;
  std::vector<Item> items_;
  int file_ = -1;
  uint64_t written_ = 0;
  std::vector<Piece> pieces_;
  uint64_t pairs_ = 0;

  // Once sorted:
  size_t next_item_ = 0;
  std::vector<std::unique_ptr<PieceReader>> heads_;  // a heap, the least first
  PieceReader* given_ = nullptr;
};

}  // namespace textmill::values

#endif  // TEXTMILL_PLUGINS_LIB_VALUES_EXTERNAL_SORT_H_
