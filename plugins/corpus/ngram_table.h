// Counts n-grams of terms, which are numbers, by group: how often each occurs, and in how many
// documents.
//
// A flat hash table: the numbers of an n-gram and its counts are beside each other, 4n + 20 bytes,
// and 8 more for the slot. What is counted at once is looked up with the memory on its way, which
// is what makes it fast. Not thread-safe.
#ifndef TEXTMILL_PLUGINS_CORPUS_NGRAM_TABLE_H_
#define TEXTMILL_PLUGINS_CORPUS_NGRAM_TABLE_H_

#include <cstdint>
#include <cstring>
#include <span>
#include <vector>

#include "plugins/corpus/process_seed.h"
#include "plugins/lib/memory/pages.h"

namespace textmill::corpus {

class NgramTable {
 public:
  explicit NgramTable(size_t n) : n_(n) {}

  // One occurrence of each of these runs of n terms, all of one document. Documents of one group
  // come one after the other, but may come between those of others.
  void Count(uint32_t group, const std::vector<const uint32_t*>& ngrams, uint32_t document);
  // The same for single terms of a document with marks between them (term_stream.h), of a group
  // that IsDense; returns how many terms there are.
  uint64_t CountTerms(uint32_t group, std::span<const uint32_t> terms, uint32_t document);
  // Whether the terms of a group are found by their numbers, without a hash: single terms of the
  // first groups.
  bool IsDense(uint32_t group) const { return n_ == 1 && group < kDenseGroups; }
  // What was counted elsewhere, of other documents.
  void Add(uint32_t group, const uint32_t* terms, uint64_t count, uint32_t documents);
  // The number of an n-gram, or -1.
  int64_t Find(uint32_t group, const uint32_t* terms) const;

  size_t n() const { return n_; }
  // In the order of their first occurrence.
  size_t size() const { return size_; }
  const uint32_t* terms(size_t entry) const { return At(entry); }
  uint32_t group(size_t entry) const { return At(entry)[n_]; }
  uint64_t count(size_t entry) const {
    uint64_t count;
    std::memcpy(&count, At(entry) + n_ + 1, sizeof count);
    return count;
  }
  uint32_t documents(size_t entry) const { return At(entry)[n_ + 3]; }
  int64_t memory() const {
    return static_cast<int64_t>(room_ * (n_ + kCounts) * sizeof(uint32_t) + slots_.bytes() +
                                (dense_[0].capacity() + dense_[1].capacity()) * sizeof(uint32_t));
  }

 private:
  struct Slot {
    uint32_t tag;    // of the hash
    uint32_t entry;  // its number and 1; 0: free
  };
  // Functions of kN are compiled for n-grams of that size; 0 is any.
  template <size_t kN>
  size_t Size() const {
    return kN > 0 ? kN : n_;
  }
  template <size_t kN = 0>
  const uint32_t* At(size_t entry) const {
    return blocks_[entry / kBlock].data() + entry % kBlock * (Size<kN>() + kCounts);
  }
  template <size_t kN = 0>
  uint32_t* At(size_t entry) {
    return blocks_[entry / kBlock].data() + entry % kBlock * (Size<kN>() + kCounts);
  }
  template <size_t kN>
  bool Is(const uint32_t* entry, uint32_t group, const uint32_t* terms) const {
    const size_t n = Size<kN>();
    return entry[n] == group && std::memcmp(entry, terms, n * sizeof(uint32_t)) == 0;
  }
  template <size_t kN>
  uint64_t Hash(uint32_t group, const uint32_t* terms) const;
  static uint32_t TagOf(uint64_t hash) { return static_cast<uint32_t>(hash >> 32); }
  // Where a search for a tag begins: the upper bits of it.
  size_t FirstSlot(uint32_t tag) const { return uint64_t{tag} << 32 >> slot_shift_; }
  template <size_t kN>
  void CountHashed(uint32_t group, const std::vector<const uint32_t*>& ngrams, uint32_t document);
  // The entry, made when there is none. There is room for it.
  template <size_t kN>
  uint32_t* Entry(uint32_t tag, uint32_t group, const uint32_t* terms);
  template <size_t kN>
  uint32_t* NewEntry(uint32_t group, const uint32_t* terms);
  void MakeRoom(size_t more);
  void MakeSlots(size_t more);
  uint32_t* DenseEntry(uint32_t group, uint32_t term);

  static constexpr uint32_t kDenseGroups = 2;
  static constexpr size_t kBlock = size_t{1} << 20;  // entries
  static constexpr size_t kCounts = 5;               // numbers of an entry beside its terms
  size_t n_;
  uint64_t seed_ = ProcessSeed();
  size_t size_ = 0, room_ = 0;                 // entries that there are, and that there is room for
  std::vector<uint32_t> dense_[kDenseGroups];  // by term, the number of its entry and 1; 0: none
  // Entries: terms, group, count (two), documents, the last document. In blocks that are never
  // moved once they are full, but the first, which begins small.
  std::vector<memory::Pages<uint32_t>> blocks_;
  memory::Pages<Slot> slots_;  // a power of two of them, at most three quarters in use
  int slot_shift_ = 63;        // what FirstSlot leaves of 64 bits
};

}  // namespace textmill::corpus

#endif  // TEXTMILL_PLUGINS_CORPUS_NGRAM_TABLE_H_
