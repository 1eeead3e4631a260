// What two texts share, word by word: a shortest list of passages that are in both in the same
// order, and of those that do not. For people to look at; words are compared without upper and
// lower case (ASCII) and without the punctuation around them, as near duplicates are.
#ifndef CORE_PRESENT_WORD_DIFF_H_
#define CORE_PRESENT_WORD_DIFF_H_

#include <string_view>
#include <vector>

namespace textmill::core {

// A passage of the left text and one of the right, which are the same (but for case and
// punctuation), or are not; then one of them may be empty. Together the passages are the texts,
// with the blanks between them.
struct DiffPart {
  bool same;
  std::string_view left, right;
  size_t left_words, right_words;
};

// Beyond 20000 words of a text, or 4000 differences, the rest counts as one that differs.
std::vector<DiffPart> DiffWords(std::string_view left, std::string_view right);

}  // namespace textmill::core

#endif  // CORE_PRESENT_WORD_DIFF_H_
