// The words of a text with their hashes, and the hash of each run of n of them.
//
// Words are those of plugins/lib/unicode/words.h; of scripts that put no spaces between them, each
// character is one. One object a thread.
#ifndef TEXTMILL_PLUGINS_DEDUP_AGAINST_NGRAM_WORDS_H_
#define TEXTMILL_PLUGINS_DEDUP_AGAINST_NGRAM_WORDS_H_

#include <cstdint>
#include <string_view>
#include <vector>

#include "plugins/lib/unicode/words.h"

namespace textmill::dedup {

class NgramWords {
 public:
  explicit NgramWords(uint32_t n);

  void Take(std::string_view text);
  size_t size() const { return words_.size(); }
  // As it is compared, and where it is in the text.
  std::string_view operator[](size_t i) const { return words_[i]; }
  const unicode::Span& source(size_t i) const { return sources_[i]; }
  // One for each run, by its first word.
  const std::vector<uint64_t>& runs() const { return runs_; }

 private:
  const uint32_t n_;
  uint64_t leaving_ = 1;  // what the word that leaves a run has been multiplied by
  unicode::Words cut_;
  std::vector<std::string_view> words_;
  std::vector<unicode::Span> sources_;
  std::vector<uint64_t> hashes_, runs_;
};

}  // namespace textmill::dedup

#endif  // TEXTMILL_PLUGINS_DEDUP_AGAINST_NGRAM_WORDS_H_
