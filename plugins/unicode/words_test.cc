#include "plugins/unicode/words.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace textmill::unicode {
namespace {

std::vector<std::string> WordsOf(std::string_view text) {
  Words words;
  words.Split(text);
  std::vector<std::string> out;
  for (size_t i = 0; i < words.size(); ++i) out.emplace_back(words[i]);
  return out;
}

TEST(Words, FoldAndCut) {
  EXPECT_EQ(WordsOf("The U.S. don't: Stra\u00dfe, \ufb01x_1!"),
            (std::vector<std::string>{"the", "u", "s", "don", "t", "strasse", "fix_1"}));
}

}  // namespace
}  // namespace textmill::unicode
