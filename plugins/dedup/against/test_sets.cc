#include "plugins/dedup/against/test_sets.h"

#include <algorithm>
#include <bit>

namespace textmill::dedup {

void TestSets::Add(const Example& example, std::string_view text) {
  words_.Take(text);
  if (words_.runs().empty()) {
    if (words_.size() > 0) ++too_short_;
    return;
  }
  if (examples_.empty() || examples_.back().set != example.set ||
      examples_.back().name != example.name)
    examples_.push_back(example);
  const uint64_t first = ends_.size();
  for (size_t i = 0; i < words_.size(); ++i) {
    text_ += words_[i];
    ends_.push_back(text_.size());
  }
  for (size_t i = 0; i < words_.runs().size(); ++i)
    runs_.try_emplace(words_.runs()[i],
                      Run{static_cast<uint32_t>(examples_.size() - 1), first + i});
}

void TestSets::Finish() {
  // Some 16 bits a run: one in 16 of what is not there is looked up all the same.
  const size_t cells = std::bit_ceil(std::max<size_t>(runs_.size() / 4, 2));
  bits_.assign(cells, 0);
  shift_ = 64 - std::countr_zero(cells);
  for (const auto& [hash, run] : runs_) bits_[hash >> shift_] |= uint64_t{1} << (hash & 63);
}

int64_t TestSets::Look(const NgramWords& document, size_t first) const {
  const auto found = runs_.find(document.runs()[first]);
  if (found == runs_.end()) return -1;
  for (uint64_t i = 0; i < n_; ++i) {
    const uint64_t word = found->second.words + i;
    const uint64_t begin = word == 0 ? 0 : ends_[word - 1];
    if (std::string_view(text_).substr(begin, ends_[word] - begin) != document[first + i])
      return -1;
  }
  return found->second.example;
}

}  // namespace textmill::dedup
