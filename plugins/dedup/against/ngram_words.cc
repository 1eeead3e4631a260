#include "plugins/dedup/against/ngram_words.h"

#include "plugins/dedup/keys/word_hash.h"
#include "plugins/lib/hash/hash.h"
#include "plugins/lib/unicode/dictionary.h"
#include "textmill/utf8.hpp"

namespace textmill::dedup {

NgramWords::NgramWords(uint32_t n) : n_(n) {
  for (uint32_t i = 0; i < n; ++i) leaving_ *= hash::kBase;
}

void NgramWords::Take(std::string_view text) {
  cut_.SplitWithSource(text);
  words_.clear();
  sources_.clear();
  hashes_.clear();
  runs_.clear();
  // Memory after the last word may be read, as HashWord wants it.
  const auto add = [this](std::string_view word, const unicode::Span& source) {
    words_.push_back(word);
    sources_.push_back(source);
    hashes_.push_back(HashWord(word.data(), word.size()));
  };
  for (size_t i = 0; i < cut_.size(); ++i) {
    const std::string_view word = cut_[i];
    const bool ascii = static_cast<signed char>(word[0]) >= 0;
    if (ascii || !unicode::Dictionary::Knows(word)) {
      add(word, cut_.source(i));
      continue;
    }
    for (size_t at = 0; at < word.size();) {
      const size_t size = DecodeUtf8(word.data() + at, word.data() + word.size()).size;
      add(word.substr(at, size), cut_.source(i));
      at += size;
    }
  }
  uint64_t rolling = 0;
  for (size_t i = 0; i < hashes_.size(); ++i) {
    rolling = rolling * hash::kBase + hashes_[i];
    if (i >= n_) rolling -= hashes_[i - n_] * leaving_;
    if (i + 1 >= n_) runs_.push_back(hash::Mix(rolling));
  }
}

}  // namespace textmill::dedup
