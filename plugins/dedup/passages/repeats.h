// The passages of one text, which of them repeat an earlier one, and the text without those that
// are cut. Keeps its memory from text to text: one object for each thread.
#ifndef TEXTMILL_PLUGINS_DEDUP_REPEATS_H_
#define TEXTMILL_PLUGINS_DEDUP_REPEATS_H_

#include <absl/container/flat_hash_map.h>

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "plugins/lib/unicode/span.h"
#include "plugins/lib/unicode/words.h"

namespace textmill::dedup {

struct Passage {
  uint64_t hash;    // of its words; without words, of its bytes
  uint32_t length;  // letters and digits
  bool cut;
};

class Repeats {
 public:
  // Cuts a text into passages: sentences or paragraphs.
  void Split(std::string_view text, bool sentences);

  std::vector<Passage>& passages() { return passages_; }
  std::string_view text_of(size_t i) const { return spans_[i].of(text_); }

  // Marks what was pasted again: passages of at least `min_length` that repeat an earlier one, with
  // shorter ones that are beside them as they did the first time, where such a run is long
  // enough. That is one passage of `min_pasted`, or several of half as much again together whose
  // mean is half of it at least; twice as much where a passage of the run is there more than twice;
  // or two fifths of the text.
  void MarkRepeated(uint32_t min_length, uint32_t min_pasted);

  // The text without the marked passages. Between two passages that become neighbours is the
  // strongest of the breaks that were between them. Empty when no passage with words is left.
  void Rest(std::string* out) const;

 private:
  void FindOrigins(uint32_t min_length);
  bool IsPasted(size_t begin, size_t end, uint32_t min_pasted, uint64_t all) const;

  std::string_view text_;
  std::vector<unicode::Span> spans_;
  std::vector<Passage> passages_;
  unicode::Words words_;
  struct First {
    uint32_t place = 0, times = 0;
  };
  absl::flat_hash_map<uint64_t, First> first_;
  std::vector<uint32_t> origin_;  // of each passage: where it was first
};

}  // namespace textmill::dedup

#endif  // TEXTMILL_PLUGINS_DEDUP_REPEATS_H_
