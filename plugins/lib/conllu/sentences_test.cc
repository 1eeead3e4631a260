#include "plugins/lib/conllu/sentences.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "plugins/lib/conllu/spaces.h"

namespace textmill::conllu {
namespace {

using ::testing::HasSubstr;

// A line of a word: its number and form, and nothing known of it.
std::string TokenRow(const std::string& number, const std::string& form) {
  return number + "\t" + form + "\t_\t_\t_\t_\t_\t_\t_\t_\n";
}

TEST(Sentences, CommentsWordsAndRanges) {
  const std::string content =
      "# newdoc id = d\n#  text=I don't.\n# "
      "newpar\n1\tI\tI\tPRON\tPRP\tCase=Nom\t3\tnsubj\t_\tA=b|C=d\n" +
      TokenRow("2-3", "don't") + TokenRow("2", "do") + TokenRow("3", "n't") +
      TokenRow("3.1", "go") + "4\t_\t_\tPUNCT\t.\t_\t_\t_\t_\t_\r\n\r\n\n" + TokenRow("1", "b");
  Sentences sentences(content);
  Sentence one;
  ASSERT_TRUE(sentences.Next(&one)) << sentences.fault();
  EXPECT_EQ(CommentOf(one, "newdoc id"), "d");
  EXPECT_EQ(CommentOf(one, "text"), "I don't.");
  EXPECT_EQ(CommentOf(one, "newpar"), "");
  EXPECT_FALSE(CommentOf(one, "new"));
  ASSERT_EQ(one.words.size(), 4);
  EXPECT_EQ(one.words[0].lemma, "I");
  EXPECT_EQ(one.words[0].deps, "");
  EXPECT_EQ(ValueOf(one.words[0].misc, "C"), "d");
  EXPECT_FALSE(ValueOf(one.words[0].misc, "b"));
  EXPECT_EQ(one.words[3].lemma, "_") << "the word `_` is its own lemma";
  ASSERT_EQ(one.multiwords.size(), 1);
  EXPECT_EQ(one.multiwords[0].begin, 1);
  EXPECT_EQ(one.multiwords[0].end, 3);
  ASSERT_TRUE(sentences.Next(&one));
  EXPECT_EQ(one.words[0].form, "b");
  EXPECT_EQ(one.words[0].lemma, "");
  EXPECT_FALSE(sentences.Next(&one));
  EXPECT_EQ(sentences.fault(), "");
}

TEST(Sentences, BrokenLines) {
  const std::pair<std::string, std::string> cases[] = {
      {"1\ta\tb\n", "it has 3 columns between tabs, not 10"},
      {"1 a b c d e f g h i\n", "it has 1 column between tabs"},
      {TokenRow("1", ""), "column 2 is empty"},
      {TokenRow("2", "a"), "the next one is 1"},
      {TokenRow("1", "a") + TokenRow("1", "b"), "the next one is 2"},
      {TokenRow("x", "a"), "not a number"},
      {TokenRow("-1", "a"), "no range of words"},
      {TokenRow("99999999999", "a"), "not a number"},
      {TokenRow("2-1", "a"), "no range of words"},
      {TokenRow("2-3", "a"), "do not begin with the next one"},
      {TokenRow("1-2", "ab") + TokenRow("1-2", "ab"), "do not begin with the next one"},
      {TokenRow("1-2", "ab") + TokenRow("1", "a"), "ends before the last word"},
      {TokenRow("1-2", "ab") + TokenRow("1", "a") + TokenRow("2-3", "b"),
       "do not begin with the next one"},
      {TokenRow("4.1", "a"), "no empty node here"},
  };
  for (const auto& [content, fault] : cases) {
    const std::string whole = "# a comment\n" + content;
    Sentences sentences(whole);
    Sentence sentence;
    EXPECT_FALSE(sentences.Next(&sentence)) << content;
    EXPECT_THAT(sentences.fault(), HasSubstr(fault)) << content;
    EXPECT_GE(sentences.line(), 1);
    EXPECT_FALSE(sentences.Next(&sentence)) << "nothing follows a broken line";
  }
}

TEST(Spaces, ThereAndBack) {
  for (const std::string spaces : {" ", "\n\n", "\t \r\n", "\u00a0\u3000", "|\\", ""}) {
    std::string escaped, back;
    AppendEscaped(spaces, &escaped);
    EXPECT_EQ(escaped.find_first_of(" \n\t\r|"), std::string::npos);
    AppendUnescaped(escaped, &back);
    EXPECT_EQ(back, spaces) << escaped;
  }
  std::string odd;
  AppendUnescaped("\\x\\u00\\uD800\\", &odd);
  EXPECT_EQ(odd, "xu00uD800\\");
}

}  // namespace
}  // namespace textmill::conllu
