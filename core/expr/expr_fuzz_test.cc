// Whatever is written, compiling ends with an expression that can be evaluated, or with errors
// whose places are in the text.
#include <gtest/gtest.h>

#include <random>

#include "core/expr/test_columns.h"

namespace textmill::core::expr {
namespace {

using Random = std::mt19937_64;

constexpr const char* kExpressions[] = {
    "lang == \"en\" and lang_confidence >= 0.6 or not (title matches \"^a+\\d\" and pages < 3)",
    "text.length > 200 and not (source matches \"^tmp/\" or title is null)",
    "lang in [\"en\", \"de\"] and words not in [1, -2.5e3, 3] and reviewed != public",
    "date >= '2024-06-05T10:00:00Z' and `meta.kind`.length < 7 or entities.length == 0",
};

constexpr const char* kTokens[] = {
    "lang",    "text",    "words", "reviewed", "date",       "entities",
    "title",   "`größe`", "größe", "nope",     ".",          "length",
    ".length", "==",      "!=",    "<",        "<=",         ">",
    ">=",      "=",       "&&",    "||",       "!",          "<>",
    "=~",      "and",     "or",    "not",      "in",         "is",
    "matches", "null",    "true",  "False",    "contains",   "len",
    "(",       ")",       "(",     ")",        "[",          "]",
    ",",       "\"en\"",  "'x",    "\"(\"",    "“",          "”",
    "3",       "-1",      "0.5",   "1e9",      "2024-06-05", "\"2024-06-05\"",
    "+",       "-",       "/",     "\\",       "`",          "\"",
    "\u00A0",  "\xC3",    "≥",     ";",        "is not null"};

class Fuzz : public ::testing::Test {
 protected:
  void Try(const std::string& text) {
    std::vector<ExprError> errors;
    const auto expression = Expression::Compile(text, schema_, &errors);
    ASSERT_EQ(expression == nullptr, !errors.empty()) << text;
    ASSERT_LE(errors.size(), 100u);
    for (size_t i = 0; i < errors.size(); ++i) {
      ASSERT_LE(errors[i].position, text.size()) << text;
      ASSERT_NE(errors[i].message, "") << text;
      ASSERT_LE(errors[i > 0 ? i - 1 : 0].position, errors[i].position) << text;
    }
    if (expression == nullptr) return;
    ++compiled_;
    ASSERT_EQ(expression->Evaluate(batch_, 3).size(), 3u) << text;
  }

  Random random_{42};
  const Schema schema_ = TestColumns();
  const std::vector<Array> batch_ = Nulls(schema_, 3);
  int compiled_ = 0;
};

TEST_F(Fuzz, RandomBytes) {
  for (int round = 0; round < 20000; ++round) {
    std::string text;
    const unsigned span = round % 2 == 0 ? 256 : 128;
    for (size_t n = random_() % 60; n > 0; --n) text += static_cast<char>(random_() % span);
    ASSERT_NO_FATAL_FAILURE(Try(text));
  }
}

TEST_F(Fuzz, RandomTokens) {
  for (int round = 0; round < 40000; ++round) {
    std::string text;
    for (size_t n = random_() % 12; n > 0; --n) {
      text += kTokens[random_() % std::size(kTokens)];
      if (random_() % 4 != 0) text += ' ';
    }
    ASSERT_NO_FATAL_FAILURE(Try(text));
  }
  EXPECT_GT(compiled_, 100);
}

TEST_F(Fuzz, MutatedExpressions) {
  for (int round = 0; round < 20000; ++round) {
    std::string text = kExpressions[random_() % std::size(kExpressions)];
    for (size_t n = random_() % 4; n > 0 && !text.empty(); --n) {
      const size_t at = random_() % text.size();
      switch (random_() % 5) {
        case 0:
          text.erase(at, 1 + random_() % 8);
          break;
        case 1:
          text[at] = static_cast<char>(random_() % 128);
          break;
        case 2:
          text.insert(at, kTokens[random_() % std::size(kTokens)]);
          break;
        case 3:
          text.insert(at, text.substr(random_() % text.size(), random_() % 20));
          break;
        default:
          text.resize(at);
      }
    }
    ASSERT_NO_FATAL_FAILURE(Try(text));
  }
  EXPECT_GT(compiled_, 1000);
}

TEST_F(Fuzz, OneThingOverAndOver) {
  for (const char* part : kTokens) {
    for (const char* between : {"", " ", "lang ", "3 "}) {
      std::string text;
      while (text.size() < 3000) text.append(part).append(between);
      ASSERT_NO_FATAL_FAILURE(Try(text));
    }
  }
}

}  // namespace
}  // namespace textmill::core::expr
