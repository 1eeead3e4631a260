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

  // Marks passages of at least `min_length` that repeat an earlier one, and shorter ones that go
  // with them: that stand beside a repeated passage as they did the first time.
  void MarkRepeated(uint32_t min_length);

  // The text without the marked passages. Between two passages that become neighbours stands the
  // strongest of the breaks that were between them. Empty when no passage with words is left.
  void Rest(std::string* out) const;

 private:
  std::string_view text_;
  std::vector<unicode::Span> spans_;
  std::vector<Passage> passages_;
  unicode::Words words_;
  absl::flat_hash_map<uint64_t, uint32_t> first_;
  std::vector<uint32_t> origin_;  // of each passage: where it stood first
};

}  // namespace textmill::dedup

#endif  // TEXTMILL_PLUGINS_DEDUP_REPEATS_H_
