// The runs of n words of test sets, to be looked for in documents.
//
// A hash leads to a run, and its words are compared: a match is one. A small table of bits answers
// first, since nearly no run of a document is there. Built by one thread, read by any.
#ifndef TEXTMILL_PLUGINS_DEDUP_AGAINST_TEST_SETS_H_
#define TEXTMILL_PLUGINS_DEDUP_AGAINST_TEST_SETS_H_

#include <absl/container/flat_hash_map.h>

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "plugins/dedup/against/ngram_words.h"

namespace textmill::dedup {

class TestSets {
 public:
  explicit TestSets(uint32_t n) : n_(n), words_(n) {}

  struct Example {
    std::string set;   // the file
    std::string name;  // its id, or the line
  };
  // A text of an example. The same run in a later one is that of the first.
  void Add(const Example& example, std::string_view text);
  // After the last Add.
  void Finish();

  size_t runs() const { return runs_.size(); }
  size_t too_short() const { return too_short_; }  // texts of fewer than n words
  size_t examples() const { return examples_.size(); }
  const Example& example(uint32_t i) const { return examples_[i]; }

  // The example of a run of a document, by the run's first word; -1 when no test set has it.
  int64_t Find(const NgramWords& document, size_t first) const {
    const uint64_t hash = document.runs()[first];
    if ((bits_[hash >> shift_] >> (hash & 63) & 1) == 0) return -1;
    return Look(document, first);
  }

 private:
  struct Run {
    uint32_t example;
    uint64_t words;  // the first of its words, in ends_
  };
  int64_t Look(const NgramWords& document, size_t first) const;

  const uint32_t n_;
  NgramWords words_;
  std::vector<Example> examples_;
  std::string text_;            // all words of the examples, one after the other
  std::vector<uint64_t> ends_;  // where each ends in it
  absl::flat_hash_map<uint64_t, Run> runs_;
  std::vector<uint64_t> bits_{0};
  int shift_ = 63;
  size_t too_short_ = 0;
};

}  // namespace textmill::dedup

#endif  // TEXTMILL_PLUGINS_DEDUP_AGAINST_TEST_SETS_H_
