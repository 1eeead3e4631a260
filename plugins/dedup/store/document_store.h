// The documents that others may be compared with, numbered from 0 in the order in which they are
// added: the set of shingles of each, to verify candidates by, and its id. Within two spill files,
// one for the contents and one for where each document's begin; of those in files the ones that
// were asked for last stay in memory, since among filled-in forms it is the same ones again and
// again. One thread at a time.
#ifndef TEXTMILL_PLUGINS_DEDUP_DOCUMENT_STORE_H_
#define TEXTMILL_PLUGINS_DEDUP_DOCUMENT_STORE_H_

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "plugins/dedup/store/spill_file.h"

namespace textmill::dedup {

class DocumentStore {
 public:
  // Takes about so many bytes of memory for where documents begin and for their contents.
  DocumentStore(const std::string& folder, size_t for_places, size_t for_contents);

  void Add(std::span<const uint64_t> shingles, std::string_view id);

  // Each is valid until the next call.
  size_t CountOf(uint32_t document) const;
  std::span<const uint64_t> ShinglesOf(uint32_t document) const;
  std::string_view IdOf(uint32_t document) const;

  void Save(StateWriter& to) const;
  void Restore(StateReader& from);

  uint32_t size() const { return size_; }
  size_t bytes() const;  // of memory
  uint64_t bytes_in_files() const { return entries_.bytes_in_file() + contents_.bytes_in_file(); }

 private:
  struct Entry {
    uint64_t begin;    // of the shingles in contents_; the id comes after them
    uint32_t count;    // of shingles
    uint32_t id_size;  // bytes, without the padding to a multiple of eight
  };
  Entry At(uint32_t document) const;
  struct Recent {
    uint32_t document = UINT32_MAX;
    std::vector<uint64_t> shingles;
  };

  uint32_t size_ = 0;
  SpillFile entries_, contents_;
  mutable std::vector<Recent> recent_;  // each document has one place
  std::string padded_;
};

}  // namespace textmill::dedup

#endif  // TEXTMILL_PLUGINS_DEDUP_DOCUMENT_STORE_H_
