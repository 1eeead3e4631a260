// Names, types and values that cannot be right.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/expr/checker.h"
#include "core/expr/test_columns.h"

namespace textmill::core::expr {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::StartsWith;

struct CheckCase {
  const char* expression;
  const char* error;
};

void ExpectCheckErrors(const std::vector<CheckCase>& cases) {
  for (const CheckCase& c : cases)
    EXPECT_THAT(ErrorsOf(c.expression), ElementsAre(c.error)) << c.expression;
}

TEST(Check, UnknownColumns) {
  const Schema columns = {Field{"id", "u", {}, {}}, Field{"text", "u", {}, {}},
                          Field{"lang", "u", {}, {}}, Field{"lang_confidence", "f", {}, {}}};
  const auto errors = [&](const char* expression) { return ErrorsOf(expression, columns); };
  const std::string all = "the columns are `id`, `text`, `lang` and `lang_confidence`";
  EXPECT_THAT(errors("lnag is null"),
              ElementsAre("0: no column is called `lnag`; did you mean `lang`? " + all));
  EXPECT_THAT(errors("Text is null"),
              ElementsAre("0: no column is called `Text`; did you mean `text`? " + all));
  EXPECT_THAT(
      errors("confidence > 0.5"),
      ElementsAre("0: no column is called `confidence`; did you mean `lang_confidence`? " + all));
  EXPECT_THAT(errors("fluff"), ElementsAre("0: no column is called `fluff`; " + all));
  EXPECT_THAT(
      errors("lang == en"),
      ElementsAre("8: no column is called `en`; if you mean the text, write \"en\"; " + all));
  EXPECT_THAT(
      errors("outlet == bbc"),
      ElementsAre("0: no column is called `outlet`; " + all,
                  "10: no column is called `bbc`; if you mean the text, write \"bbc\"; " + all));
  EXPECT_THAT(errors("en == lang and lang_confidence > hihg"),
              ElementsAre("0: no column is called `en`; if you mean the text, write \"en\"; " + all,
                          "33: no column is called `hihg`; " + all));
  EXPECT_THAT(ErrorsOf("x > 3", {}),
              ElementsAre("0: no column is called `x`; there are no columns here"));
  EXPECT_THAT(ErrorsOf("lagn is null")[0], ::testing::EndsWith("`public` and 8 more"));
}

TEST(Check, UnknownColumnsAreFoundInHalfReadTests) {
  EXPECT_THAT(ErrorsOf("fluff matchs \"x\""),
              ElementsAre(StartsWith("0: no column"), StartsWith("6: `matchs` was found")));
  EXPECT_THAT(ErrorsOf("fluff == null"),
              ElementsAre(StartsWith("0: no column"), StartsWith("6: a comparison with null")));
  EXPECT_THAT(ErrorsOf("fluff in ["),
              ElementsAre(StartsWith("0: no column"), StartsWith("10: the expression ends")));
}

TEST(Check, NamesThatNeedBackquotes) {
  ExpectCheckErrors({
      {"word-count > 5", "0: the name `word-count` needs backquotes; write `word-count`"},
      {"größe > 5", "0: the name `größe` needs backquotes; write `größe`"},
      {"meta.kind == \"x\"", "0: the name `meta.kind` needs backquotes; write `meta.kind`"},
      {"meta.kind.length > 3", "0: the name `meta.kind` needs backquotes; write `meta.kind`"},
      {"text.foo == 3", "4: `text` has no `foo`; `.length` is all that may follow a column's name"},
  });
}

TEST(Check, TypesThatDoNotGoTogether) {
  ExpectCheckErrors({
      {"text > 200",
       "7: `text` is text and 200 is a number: they cannot be compared; a text is written in "
       "quotation marks: \"200\"; did you mean text.length?"},
      {"title == true",
       "9: `title` is text and true is true or false: they cannot be compared; a text is written "
       "in quotation marks: \"true\""},
      {"words == \"5\"",
       "9: `words` is a number and \"5\" is text: they cannot be compared; write 5 without "
       "quotation marks"},
      {"\"x\" == words", "0: `words` is a number and \"x\" is text: they cannot be compared"},
      {"text.length == \"x\"",
       "15: `text.length` is a number and \"x\" is text: they cannot be compared"},
      {"reviewed == 1",
       "12: `reviewed` is true or false and 1 is a number: they cannot be compared; write reviewed "
       "alone, or not reviewed"},
      {"reviewed < true", "11: true and false have no order; compare by == or !="},
      {"reviewed >= public", "0: true and false have no order; compare by == or !="},
      {"text == words", "0: `text` is text and `words` is a number: they cannot be compared"},
      {"date == title",
       "0: `date` is a point in time and `title` is text: they cannot be compared"},
      {"entities == 3",
       "12: `entities` is a list, which cannot be compared; its length can: entities.length"},
      {"entities == entities",
       "0: `entities` is a list, which cannot be compared; its length can: entities.length"},
      {"entities in [\"x\", \"y\"]",
       "13: `entities` is a list, which cannot be compared; its length can: entities.length"},
      {"raw == \"x\"",
       "7: `raw` is of the type binary, which cannot be compared; `is null` can be asked of it"},
      {"words.length > 3", "0: `words` is a number: it has no length; text and lists have one"},
      {"words matches \"x\"", "0: `words` is a number: `matches` looks into text"},
      {"text.length matches \"x\"", "0: `text.length` is a number: `matches` looks into text"},
      {"words in [1, \"x\", 3]",
       "13: `words` is a number and \"x\" is text: they cannot be compared"},
      {"words == 99999999999999999999",
       "9: 99999999999999999999 is too big: whole numbers have 64 bits"},
      {"ratio == 1e999", "9: 1e999 is too big or too small"},
  });
}

TEST(Check, WhatIsNoCondition) {
  ExpectCheckErrors({
      {"text", "0: `text` is text, not a condition; write text.length > 0 or text is not null"},
      {"words", "0: `words` is a number, not a condition; compare it with a value"},
      {"text.length", "0: `text.length` is a number, not a condition; compare it: text.length > 0"},
      {"not entities", "4: `entities` is a list, not a condition; write entities.length > 0"},
      {"place",
       "0: `place` is of the type struct<begin: int64>, not a condition; `is null` can be asked of "
       "it"},
      {"5", "0: 5 alone is not a condition; a condition compares a column with a value"},
      {"null", "0: null alone is not a condition; a condition compares a column with a value"},
      {"lang == \"en\" or \"de\"",
       "16: \"de\" alone is not a condition; repeat the column: lang == \"de\"; or write lang in "
       "[\"en\", \"de\"]"},
      {"words > 3 or 5", "13: 5 alone is not a condition; repeat the column: words > 5"},
      {"5 == 5", "0: this compares two fixed values; one side must be a column"},
      {"5 in [5]", "0: this looks for a fixed value; write a column before `in`"},
      {"\"x\" matches \"x\"", "0: `matches` looks into a column; write a column's name before it"},
      {"\"x\" is null", "0: `is null` asks for a column; write it after a column's name"},
      {"(words > 3) is null", "0: `is null` asks for a column; write it after a column's name"},
      {"(words > 3) == true",
       "0: a condition cannot be compared; join conditions by `and`, `or` and `not`"},
      {"(words > 3) in [true]",
       "0: a condition cannot be compared; join conditions by `and`, `or` and `not`"},
  });
}

TEST(Check, Dates) {
  for (const char* right : {"2024-06-05", "2024-06-05T10:00", "2024-06-05 10:00:00",
                            "2024-06-05T10:00:00.25Z", "2024-06-05T10:00:00+02:00",
                            "2024-02-29T00:00:00-0330", "0001-01-01", "9999-12-31T23:59:59z"}) {
    EXPECT_THAT(ErrorsOf("date > \"" + std::string(right) + "\""), IsEmpty());
    EXPECT_THAT(ErrorsOf("fetched in ['" + std::string(right) + "']"), IsEmpty());
  }
  for (const char* wrong :
       {"", "June", "2024", "2024-6-5", "2024-13-01", "2023-02-29", "2024-06-05T", "2024-06-05x",
        "2024-06-05T10", "2024-06-05T24:00:00", "2024-06-05T10:60", "2024-06-05T10:00:00.",
        "2024-06-05T10:00:00+", "2024-06-05T10:00:00+25:00", "2024-06-05T10:00:00Zulu"}) {
    const std::string literal = "\"" + std::string(wrong) + "\"";
    EXPECT_THAT(ErrorsOf("date > " + literal),
                ElementsAre("7: `date` is a point in time, and " + literal +
                            " is not; write it as \"2024-06-05\" or \"2024-06-05T10:00:00Z\""));
  }
  EXPECT_THAT(ErrorsOf("date > 2024"), ElementsAre(StartsWith("7: `date` is a point in time")));
}

TEST(Check, ValuesThatAColumnNeverHas) {
  ExpectCheckErrors({
      {"lang == \"eng\"", "8: `lang` is never \"eng\"; did you mean \"en\"?"},
      {"not lang != \"EN\"", "12: `lang` is never \"EN\"; did you mean \"en\"?"},
      {"\"spa\" == lang", "0: `lang` is never \"spa\"; did you mean \"es\"?"},
      {"lang == \"xx\"",
       "8: `lang` is never \"xx\"; its values are \"de\", \"en\", \"es\", \"fr\", \"sw\" and "
       "\"und\""},
      {"lang matches \"^eng\"",
       "13: `lang` never matches \"^eng\"; its values are \"de\", \"en\", \"es\", \"fr\", \"sw\" "
       "and \"und\""},
  });
  EXPECT_THAT(ErrorsOf("lang in [\"en\", \"ger\", \"klingon\"] or lang not in [\"fre\"]"),
              ElementsAre("15: `lang` is never \"ger\"; did you mean \"de\"?",
                          StartsWith("22: `lang` is never \"klingon\"; its values are"),
                          "49: `lang` is never \"fre\"; did you mean \"fr\"?"));
  // An order is not a value.
  EXPECT_THAT(ErrorsOf("lang < \"eng\" and lang matches \"^e[ns]$\" and lang == \"und\""),
              IsEmpty());
}

TEST(Check, Patterns) {
  ExpectCheckErrors({
      {"title matches \"(\"", "14: this pattern cannot be read: missing ): ("},
      {"title matches 'a{2000}'",
       "14: this pattern cannot be read: invalid repetition size: {2000}"},
      {"title matches \"(?=a)\"",
       "14: this pattern cannot be read: invalid perl operator: (?=; patterns are those of RE2: "
       "they look neither ahead nor back"},
      {"title matches \"(a)\\1\"",
       "14: this pattern cannot be read: invalid escape sequence: \\1; patterns are those of RE2: "
       "they look neither ahead nor back"},
  });
}

TEST(Check, SaysWhichColumnsAreUsed) {
  std::vector<ExprError> errors;
  const auto expression = Expression::Compile(
      "words > 3 and (title is null or words < pages) and text.length > 2", TestColumns(), &errors);
  ASSERT_NE(expression, nullptr);
  EXPECT_THAT(expression->uses(), ElementsAre(1, 2, 7, 8));
  EXPECT_EQ(expression->text(),
            "words > 3 and (title is null or words < pages) and text.length > 2");
  EXPECT_THAT(Expression::Compile("true", TestColumns(), &errors)->uses(), IsEmpty());
}

}  // namespace
}  // namespace textmill::core::expr
