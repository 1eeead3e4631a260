// The keys that records had so far, in the order in which they come.
//
// Records of one file look alike. A record whose keys come in the order known needs no look-up, and
// no search for a key that is there twice: those of the list differ, and the search only goes on.
// What is known changes the speed, never the result. Used by one thread, for one unit.
#ifndef TEXTMILL_PLUGINS_READ_JSONL_KEY_ORDER_H_
#define TEXTMILL_PLUGINS_READ_JSONL_KEY_ORDER_H_

#include <algorithm>
#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>
#include <vector>

namespace textmill::jsonl {

class KeyOrder {
 public:
  struct Known {
    std::string quoted;   // with both quotation marks, without escapes
    size_t key;           // its number in the plan
    uint64_t head, mask;  // the first eight bytes, for a quick look
  };

  void Restart() { next_ = 0; }

  // The key at `p`, if it is one of the next few known. At least 8 bytes after `end` may be read.
  const Known* Match(const char* p, const char* end) {
    uint64_t head;
    std::memcpy(&head, p, sizeof head);
    const size_t stop = std::min(next_ + kAhead, known_.size());
    for (size_t i = next_; i < stop; ++i) {
      const Known& known = known_[i];
      const size_t n = known.quoted.size();
      if ((head & known.mask) != known.head || static_cast<size_t>(end - p) < n) continue;
      if (n > sizeof head && std::memcmp(p, known.quoted.data(), n) != 0) continue;
      next_ = i + 1;
      return &known;
    }
    return nullptr;
  }

  // Takes in a key that Match did not find, as the next one, unless it is known to be elsewhere.
  void Learn(std::string_view quoted, size_t key) {
    const auto same = [&](const Known& known) { return known.quoted == quoted; };
    if (known_.size() == kMost || std::any_of(known_.begin(), known_.end(), same)) return;
    const size_t n = std::min(quoted.size(), sizeof(uint64_t));
    Known learnt{std::string(quoted), key, 0, 0};
    std::memcpy(&learnt.head, quoted.data(), n);
    std::memset(&learnt.mask, 0xFF, n);
    known_.insert(known_.begin() + static_cast<std::ptrdiff_t>(next_++), std::move(learnt));
  }

 private:
  static constexpr size_t kAhead = 8;
  static constexpr size_t kMost = 64;

  std::vector<Known> known_;
  size_t next_ = 0;
};

}  // namespace textmill::jsonl

#endif  // TEXTMILL_PLUGINS_READ_JSONL_KEY_ORDER_H_
