// What cannot be read, and what is said of it: each message with its place.
#include "core/expr/parser.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/expr/test_columns.h"

namespace textmill::core::expr {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::StartsWith;

TEST(Parser, ReadsWhatIsRight) {
  for (const char* expression : {
           "lang == \"en\" and lang_confidence >= 0.6",
           "text.length > 200 and not (source matches \"^tmp/\" or title is null)",
           "lang in [\"en\", \"de\"]",
           "lang not in ['en']",
           "not lang in [\"en\", ]",
           "title not matches \"\\d+\\.\\w\"",
           "reviewed",
           "not not reviewed",
           "reviewed and not public or words is not null",
           "`word-count` > -5",
           "`meta.kind` == 'x' and `größe` != 1e3",
           "`lang` == \"en\"",
           "(((lang)) == (\"en\"))",
           "\"en\" == lang",
           "\n\tlang\r\n== \"en\"\u00A0",
           "entities.length >= 1 or text . length >= 1",
           "title == \"a\\\\b\\\"c\\'d\\n\\t\\r\"",
           "true",
           "words>=-1 and(reviewed)",
       }) {
    EXPECT_THAT(ErrorsOf(expression), IsEmpty()) << expression;
  }
}

struct ParserCase {
  const char* expression;
  const char* error;
};

void ExpectParserErrors(const std::vector<ParserCase>& cases) {
  for (const ParserCase& c : cases)
    EXPECT_THAT(ErrorsOf(c.expression), ElementsAre(c.error)) << c.expression;
}

TEST(Parser, TellsWhatToWriteForOperatorsOfOtherLanguages) {
  ExpectParserErrors({
      {"lang = \"en\"", "5: there is no operator `=`; write `==`"},
      {"lang === \"en\"", "5: there is no operator `===`; write `==`"},
      {"lang <> \"en\"", "5: there is no operator `<>`; write `!=`"},
      {"words => 3", "6: there is no operator `=>`; write `>=`"},
      {"words ≤ 3", "6: there is no operator `≤`; write `<=`"},
      {"reviewed && public", "9: there is no operator `&&`; write `and`"},
      {"reviewed || public", "9: there is no operator `||`; write `or`"},
      {"!reviewed", "0: there is no operator `!`; write `not`"},
      {"title =~ \"x\"", "6: there is no operator `=~`; write `matches`"},
      {"title contains \"x\"", "6: there is no operator `contains`; write `matches`"},
      {"title equals \"x\"", "6: there is no operator `equals`; write `==`"},
      {"reviewed AND public",
       "9: `AND` has no meaning here; write `and`; a column of that name is written in backquotes"},
      {"lang is \"en\"", "5: `is` asks for null alone; write `==`"},
      {"lang is not \"en\"", "5: `is` asks for null alone; write `!=`"},
      {"lang is not in [\"en\"]", "5: `is` asks for null alone; leave `is` out"},
  });
}

TEST(Parser, TellsWhatToWriteForNull) {
  ExpectParserErrors({
      {"lang == null", "5: a comparison with null is never true; write lang is null"},
      {"null != text.length",
       "5: a comparison with null is never true; write text.length is not null"},
      {"lang < null", "5: a comparison with null is never true; ask by `is null` or `is not null`"},
      {"lang not null", "5: `not null` has no meaning here; write lang is not null"},
      {"lang is None",
       "8: `None` has no meaning here; write `null`; a column of that name is written in "
       "backquotes"},
      {"lang in [\"en\", null]", "15: null is in no list; ask for it by `is null`"},
      {"lang is", "7: the expression ends where `null` or `not null` is expected"},
  });
}

TEST(Parser, TellsWhatToWriteForLengths) {
  ExpectParserErrors({
      {"len(text) > 3", "0: lengths are asked for by `.length`; write text.length"},
      {"3 < len ( text )", "4: lengths are asked for by `.length`; write text.length"},
      {"text.length() > 3", "5: lengths are asked for by `.length`; write text.length"},
      {"text.size > 3", "5: lengths are asked for by `.length`; write text.length"},
      {"\"x\".length > 3", "3: `.length` follows the name of a column"},
      {"(text).length > 3", "6: `.length` follows the name of a column"},
      {"text. > 3",
       "6: `>` was found where `length` is expected; a name with a point in it is written in "
       "backquotes"},
      {"title.startswith(\"(\") and reviewed",
       "0: there is no function `startswith`; write starts_with(title, ...)"},
      {"title.lower() == \"x\"", "0: there is no function `lower`; write lower(title)"},
      {"lowercase(title) == \"x\"", "0: there is no function `lowercase`; did you mean `lower`?"},
  });
}

TEST(Parser, TellsWhatIsWrongWithLists) {
  ExpectParserErrors({
      {"lang in (\"en\", \"de\")", "8: a list is written in square brackets; write [ ... ]"},
      {"lang in \"en\"", "8: `in` looks into a list; write [\"en\"], or == instead of in"},
      {"lang in en",
       "8: `en` was found where a list such as [\"en\", \"de\"] is expected; write [\"en\"]"},
      {"lang in [en]",
       "9: a list holds values, and `en` is a name; a text is written in quotation marks: \"en\""},
      {"lang in []", "8: this list is empty: no value is in it; name at least one value"},
      {"lang in [\"en\" \"de\"]",
       "14: `\"de\"` was found where a comma or the end of the list is expected"},
      {"lang in [\"en\"", "8: this list does not end; end it with ]"},
      {"lang in [\"en\",", "14: the expression ends where a value is expected"},
      {"lang in [\"en\", ==]", "15: `==` was found where a value is expected"},
      {"lang == [\"en\"]",
       "8: only `in` can be followed by a list; write `in` instead of a comparison"},
      {"\"en\" in lang",
       "8: `in` looks for the value of a column in a list; write lang in [\"en\"]"},
  });
}

TEST(Parser, TellsWhatIsMissing) {
  ExpectParserErrors({
      {"", "0: the expression is empty; write a condition such as lang == \"en\""},
      {"  \n", "3: the expression is empty; write a condition such as lang == \"en\""},
      {"lang ==", "7: the expression ends where a column or a value is expected"},
      {"and reviewed", "0: `and` was found where a column or a value is expected"},
      {"reviewed or", "11: the expression ends where a column or a value is expected"},
      {"not", "3: the expression ends where a column or a value is expected"},
      {"(reviewed", "0: this ( is never closed; end it with )"},
      {"reviewed)", "8: there is no ( for this )"},
      {"()", "1: `)` was found where a column or a value is expected"},
      {"reviewed, public",
       "8: `,` was found where `and`, `or` or the end of the expression is expected"},
      {"title matches title",
       "14: `title` was found where a pattern in quotation marks is expected"},
      {"title not == \"x\"", "10: `==` was found where `in` or `matches` after `not` is expected"},
      {"title \"x\"",
       "6: `\"x\"` was found where an operator such as `==` or `in` after `title` is expected"},
      {"title matchs \"x\"",
       "6: `matchs` was found where an operator such as `==` or `in` after `title` is expected; "
       "did you mean `matches`?"},
      {"words > 3 adn reviewed",
       "10: `adn` was found where `and`, `or` or the end of the expression is expected; did you "
       "mean `and`?"},
  });
}

TEST(Parser, TellsWhatIsNoToken) {
  ExpectParserErrors({
      {"lang == \"en", "8: this text does not end; end it with \""},
      {"lang == 'en\\'", "8: this text does not end; end it with '"},
      {"lang == “en”",
       "8: quotation marks of this kind have no meaning here; write straight ones: \"en\""},
      {"lang==«en»",
       "6: quotation marks of this kind have no meaning here; write straight ones: \"en\""},
      {"lang == “en", "8: this text does not end; write it in straight quotation marks: \"...\""},
      {"`lang == 1", "0: this name does not end; end it with `"},
      {"`` == 1", "0: there is no name between these backquotes"},
      {"words == 5x", "9: `5x` is not a number; a text is written in quotation marks"},
      {"words == 1.2.3", "9: `1.2.3` is not a number; a text is written in quotation marks"},
      {"words == .5", "9: a number begins with a digit; write 0.5"},
      {"words > -.5", "8: a number begins with a digit; write -0.5"},
      {"date > 2024-06-05T10:00:00Z",
       "7: a date is written in quotation marks; write \"2024-06-05T10:00:00Z\""},
      {"words + > 3", "8: `>` was found where a column or a value is expected"},
      {"words ^ 2 > 3", "6: `^` has no meaning here"},
      {"title matches /x/", "14: a pattern is written in quotation marks; write matches \"...\""},
      {"{}", "0: `{` has no meaning here"},
      {"words > \x01", "8: the byte 0x01 has no meaning here"},
      {"words > 3\xff", "9: the expression is not valid UTF-8 here"},
      {"title == \"\\d\"", "10: `\\d` has no meaning in a text; a backslash is written \\\\"},
  });
  EXPECT_THAT(ErrorsOf(std::string("words\0> 3", 9)),
              ElementsAre("5: the byte 0x00 has no meaning here"));
}

TEST(Parser, ComparisonsDoNotChain) {
  ExpectParserErrors({
      {"1 < words < 5", "10: comparisons do not chain; write 1 < words and words < 5"},
      {"words == pages == size",
       "15: comparisons do not chain; write words == pages and pages == size"},
  });
}

TEST(Parser, GivesAllErrorsInTheirOrder) {
  EXPECT_THAT(
      ErrorsOf("lnag = \"en\" && titel contains \"(\" or text > 5 or (len(txt) > 3 or words ="),
      ElementsAre(StartsWith("0: no column is called `lnag`; did you mean `lang`?"),
                  "5: there is no operator `=`; write `==`",
                  "12: there is no operator `&&`; write `and`",
                  StartsWith("15: no column is called `titel`; did you mean `title`?"),
                  "21: there is no operator `contains`; write `matches`",
                  "30: this pattern cannot be read: missing ): (",
                  StartsWith("44: `text` is text and 5 is a number"),
                  "50: lengths are asked for by `.length`; write txt.length",
                  StartsWith("50: no column is called `txt`; did you mean `text`?"),
                  "72: there is no operator `=`; write `==`",
                  "73: the expression ends where a column or a value is expected"));
}

std::string Nested(int depth, const std::string& open, const std::string& close) {
  std::string out;
  for (int i = 0; i < depth; ++i) out += open;
  out += "reviewed";
  for (int i = 0; i < depth; ++i) out += close;
  return out;
}

TEST(Parser, NestingHasALimit) {
  EXPECT_THAT(ErrorsOf(Nested(kMaxDepth, "(", ")")), IsEmpty());
  EXPECT_THAT(ErrorsOf(Nested(kMaxDepth, "not ", "")), IsEmpty());
  EXPECT_THAT(ErrorsOf(Nested(kMaxDepth + 1, "(", ")")),
              ElementsAre("100: this is nested more than 100 deep"));
  EXPECT_THAT(ErrorsOf(Nested(100000, "(", ")")),
              ElementsAre("100: this is nested more than 100 deep"));
  EXPECT_THAT(ErrorsOf(Nested(100000, "not ", "")),
              ElementsAre("404: this is nested more than 100 deep"));
}

TEST(Parser, LongChainsAreNotDeep) {
  std::string expression = "reviewed";
  for (int i = 0; i < 20000; ++i) expression += i % 3 == 0 ? " or public" : " and words > 3";
  EXPECT_THAT(ErrorsOf(expression), IsEmpty());
}

TEST(Parser, ManyErrorsAndLongTextsAreCutShort) {
  std::string slips;
  for (int i = 0; i < 100000; ++i) slips += "1<";
  EXPECT_LE(ErrorsOf(slips + "1").size(), 100u);
  std::string bangs(200000, '!');
  EXPECT_LE(ErrorsOf(bangs).size(), 100u);
  EXPECT_THAT(ErrorsOf(std::string(2000000, ' ')),
              ElementsAre("0: the expression is longer than 1 MiB"));
}

}  // namespace
}  // namespace textmill::core::expr
