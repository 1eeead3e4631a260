// The content of a document by which dedup.exact compares, as 128 bits. Keeps scratch memory: one
// object for each thread.
#ifndef TEXTMILL_PLUGINS_DEDUP_KEY_H_
#define TEXTMILL_PLUGINS_DEDUP_KEY_H_

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "plugins/lib/unicode/words.h"

namespace textmill::dedup {

// How a text is seen when it is compared.
enum class Normalize {
  kNone,        // byte by byte
  kWhitespace,  // runs of white space (Unicode) are one blank, at both ends none
  kWords        // only words count, in NFKC and case-folded
};

struct Key {
  uint64_t low, high;
  bool operator==(const Key&) const = default;
  template <class H>
  friend H AbslHashValue(H h, const Key& key) {
    return H::combine(std::move(h), key.low);  // a hash already
  }
};

class KeyMaker {
 public:
  explicit KeyMaker(Normalize normalize) : normalize_(normalize) {}

  // Begins a document. Then for each compared column, in the same order: its value, or Null.
  void Start() {
    columns_.clear();
    anything_ = false;
  }
  void Text(std::string_view text);
  void Number(const void* bytes, size_t size);
  void Null() { columns_.push_back({0, 0}); }
  // False when there is nothing to compare: all values were null or, normalised, empty.
  bool Finish(Key* key);

 private:
  void Add(std::string_view bytes);
  std::string_view Normalized(std::string_view text);

  Normalize normalize_;
  unicode::Words words_;
  std::string scratch_;
  std::vector<Key> columns_;
  bool anything_ = false;
};

// Writes `text` to `out` with each run of white space as one blank, and none at the ends.
void CollapseWhitespace(std::string_view text, std::string* out);

}  // namespace textmill::dedup

#endif  // TEXTMILL_PLUGINS_DEDUP_KEY_H_
