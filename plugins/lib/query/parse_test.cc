#include "plugins/lib/query/parse.h"

#include <gtest/gtest.h>

#include <string>

#include "plugins/lib/query/test_tokens.h"

namespace textmill::query {
namespace {

std::string MistakeIn(const std::string& query) {
  try {
    const Matcher matcher(query, TestOptions(), Strategy::kLongest);
    return "";
  } catch (const QueryError& e) {
    return std::string(e.what()) + (e.hint().empty() ? "" : " / " + e.hint());
  }
}

TEST(Parse, MistakesHaveAPlace) {
  EXPECT_EQ(MistakeIn("[word=\"a\""),
            "the query is wrong at character 1: `[` is never closed: expected `]`; there is "
            "`[word=\"a\"`");
  EXPECT_EQ(MistakeIn("[word=\"a\" pos=\"b\"]"),
            "the query is wrong at character 11: expected `]`, `&` or `|`; there is `pos=\"b\"]`");
  EXPECT_EQ(MistakeIn("[lema=\"be\"]"),
            "the query is wrong at character 2: tokens have no attribute `lema`; there is "
            "`lema=\"be\"]` / did you mean `lemma`?");
  EXPECT_EQ(MistakeIn("[xxxxxxx=\"be\"]"),
            "the query is wrong at character 2: tokens have no attribute `xxxxxxx`; there is "
            "`xxxxxxx=\"be\"]` / there are: word, pos, lemma");
  EXPECT_EQ(MistakeIn("[word=a]"),
            "the query is wrong at character 7: expected a value between quotation marks, as in "
            "\"the\"; there is `a]`");
  EXPECT_EQ(MistakeIn("[word \"a\"]"),
            "the query is wrong at character 7: expected `=` or `!=`; there is `\"a\"]`");
  EXPECT_EQ(MistakeIn("[lema]"),
            "the query is wrong at character 6: expected `=` or `!=`; there is `]`");
  EXPECT_EQ(
      MistakeIn("\"\u00e9\u00e9\" \"a"),
      "the query is wrong at character 6: the quotation mark is never closed; there is `\"a`");
  EXPECT_EQ(MistakeIn("(\"a\""),
            "the query is wrong at character 1: `(` is never closed: expected `)`; there is "
            "`(\"a\"`");
  EXPECT_EQ(MistakeIn("\"a\")"),
            "the query is wrong at character 4: there is a `)` without its `(`; there is `)`");
  EXPECT_EQ(MistakeIn("\"a\" |"),
            "the query is wrong at character 6: expected a token: a word, `\"...\"`, `[...]` or "
            "`(`; the query ends there");
  EXPECT_EQ(MistakeIn("\"a\"{3,1}"),
            "the query is wrong at character 4: the greater number comes second, as in {0,3}; "
            "there is `{3,1}`");
  EXPECT_EQ(MistakeIn("\"(a\""),
            "the query is wrong at character 1: the regular expression cannot be used (missing ): "
            "(a); there is `\"(a\"` / To look for the characters as they are written, put %l after "
            "it.");
  EXPECT_EQ(MistakeIn("\"a\"%x"),
            "the query is wrong at character 5: there is no flag `x`; there is `x` / %c ignores "
            "case, %d accents, %l takes the value as it is written.");
  EXPECT_EQ(MistakeIn("<p> \"a\""),
            "the query is wrong at character 1: there are no regions `p`; there is `<p> \"a\"` / "
            "There are `<s>` and `</s>` of sentences, `<text>` and `</text>`.");
  EXPECT_EQ(MistakeIn("a:\"x\" :: b.word = \"x\""),
            "the query is wrong at character 10: no token of the query is called `b`; there is "
            "`b.word = \"x\"` / there are: a, match, matchend");
  EXPECT_EQ(MistakeIn("\"x\" :: match.text_dat = \"2\""),
            "the query is wrong at character 19: texts have no column `dat`; there is "
            "`dat = \"2\"` / did you mean `date`?");
  EXPECT_EQ(MistakeIn("pos=\"NOUN\""),
            "the query is wrong at character 1: a test of an attribute is written between "
            "brackets; there is `pos=\"NOUN\"` / As in [lemma=\"bridge\" & pos!=\"VERB\"].");
  EXPECT_EQ(MistakeIn("+ \"a\""),
            "the query is wrong at character 1: expected a token before `+`; there is `+ \"a\"` / "
            "What repeats a token comes after it; any token is `[]`.");
  EXPECT_EQ(MistakeIn("the%c"),
            "the query is wrong at character 4: flags are for values between quotation marks; "
            "there is `%c` / As in \"the\"%c; plain words ignore case as it is.");
  EXPECT_EQ(MistakeIn("b.*"),
            "the query is wrong at character 1: a regular expression is written between quotation "
            "marks; there is `b.*` / As in \"b.*\"; in plain words, `*` is any letters and `?` "
            "one.");
  const std::string within = "expected `s`, `text` or a number of tokens after `within`";
  const std::string word = " / To look for the word itself, put it between quotation marks.";
  EXPECT_EQ(MistakeIn("\"the\" within"),
            "the query is wrong at character 13: " + within + "; the query ends there" + word);
  EXPECT_EQ(MistakeIn("([word=\"a\"] | \"b\")+ within reach"),
            "the query is wrong at character 28: " + within + "; there is `reach`" + word);
  EXPECT_EQ(MistakeIn("MU(meet \"a\" \"b\" s) within p"),
            "the query is wrong at character 27: " + within + "; there is `p`" + word);
  EXPECT_EQ(MistakeIn("\"the\" within -3"),
            "the query is wrong at character 14: " + within + "; there is `-3`" + word);
  EXPECT_EQ(MistakeIn("\"the\" within s \"bridge\""),
            "the query is wrong at character 16: expected `::`, `within` or the end; there is "
            "`\"bridge\"`");
  EXPECT_EQ(MistakeIn(" "), "the query is empty / Give it at least a word.");
}

TEST(Parse, WhateverComes) {
  const std::string letters = "ab \"'[](){}<>|&!=*+?.:%,0129\\/cdlsMU\xC3\xA9\xFF\n";
  uint32_t random = 7;
  for (int round = 0; round < 20000; ++round) {
    std::string query;
    for (int n = 1 + static_cast<int>(round % 30); n > 0; --n) {
      random = random * 1664525 + 1013904223;
      query += letters[(random >> 16) % letters.size()];
    }
    MistakeIn(query);  // says something, or nothing
  }
  EXPECT_NE(MistakeIn(std::string(5000, '(')), "");
  EXPECT_NE(MistakeIn(std::string(9000, '!')), "");
  EXPECT_NE(MistakeIn("[" + std::string(9000, '!')), "");
  EXPECT_NE(MistakeIn(std::string(20000, 'a')), "");
}

TEST(Parse, PlainWords) {
  const std::string text = "the old bridge within reach";
  EXPECT_EQ(HitsOf("the old bridge", text), "0-2");
  EXPECT_EQ(HitsOf("the * bridge", text), "0-2");
  EXPECT_EQ(HitsOf("b*e", text), "2-2");
  EXPECT_EQ(HitsOf("o?d", text), "1-1");
  EXPECT_EQ(HitsOf("?ld | reach", text), "1-1 4-4");
  EXPECT_EQ(HitsOf("(the|old)+ bridge", text), "0-2");
  EXPECT_EQ(HitsOf("the [] bridge within reach", text), "0-4");
  EXPECT_EQ(HitsOf("the [] bridge within s", text), "0-2");
  EXPECT_EQ(HitsOf("the []* reach within 3", text), "");
  EXPECT_EQ(HitsOf("the []* bridge within 3 tokens within s", text), "0-2");
  EXPECT_EQ(HitsOf("within reach", text), "3-4");
  EXPECT_EQ(HitsOf("(old | bridge) within", text), "2-3");
  EXPECT_EQ(HitsOf("[] \"bridge\" \"within\"", text), "1-3");
  EXPECT_EQ(HitsOf("within 5 days", "reached within 5 days"), "1-3");
  EXPECT_EQ(HitsOf("[word=\"the\"] * bridge", text), "2-2");  // `*` repeats, as in CQP
}

}  // namespace
}  // namespace textmill::query
