// Hits in the order of their keys, and of equal keys in the order in which they came. Beyond its
// memory it sorts in runs, in a file of the work folder, and merges them; what comes out is the
// same.
//
// The file has no name, so it vanishes with the process however that ends. One thread at a time.
#ifndef TEXTMILL_PLUGINS_CONCORDANCE_HIT_SORTER_H_
#define TEXTMILL_PLUGINS_CONCORDANCE_HIT_SORTER_H_

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "textmill/textmill.hpp"

namespace textmill::concordance {

class HitSorter {
 public:
  struct Hit {
    std::string_view key;
    uint64_t number;  // in the order in which hits came
    std::string_view row;
  };

  HitSorter(std::string folder, size_t memory);
  ~HitSorter();
  HitSorter(const HitSorter&) = delete;
  HitSorter& operator=(const HitSorter&) = delete;

  void Add(const Hit& hit);
  // Once all are there.
  void Sort();
  // The next one in order, valid until the next call; false at the end.
  bool Next(Hit* hit);

  uint64_t size() const { return size_; }
  size_t bytes() const { return bytes_.capacity() + places_.capacity() * sizeof(Place); }
  // What was added, before Sort.
  void Save(StateWriter& to) const;
  void Restore(StateReader& from);

 private:
  struct Place {
    size_t begin;
    uint32_t key_size, row_size;
    uint64_t number;
  };
  class Run;
  Hit At(const Place& place) const;
  void SortPlaces();
  void WriteRun();
  static bool Before(const Hit& a, const Hit& b) {
    const int order = a.key.compare(b.key);
    return order != 0 ? order < 0 : a.number < b.number;
  }

  std::string folder_;
  size_t memory_;
  std::string bytes_;          // keys and rows
  std::vector<Place> places_;  // of those in memory
  int file_ = -1;
  uint64_t file_size_ = 0, size_ = 0;
  std::vector<std::unique_ptr<Run>> runs_;  // in the file; when they are merged, a heap
  std::unique_ptr<Run> last_;               // gave the hit that is out
  size_t given_ = 0;
};

}  // namespace textmill::concordance

#endif  // TEXTMILL_PLUGINS_CONCORDANCE_HIT_SORTER_H_
