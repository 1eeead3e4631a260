#include "core/expr/requirements.h"

#include <gtest/gtest.h>

#include "core/expr/expr.h"

namespace textmill::core {
namespace {

// As text: "1 == en|de, 2 >= 5 ..." where something else is asked, too.
std::string Asked(const std::string& condition) {
  const Schema schema{{"text", "u", {}, {}},
                      {"lang", "u", {}, {}},
                      {"n", "l", {}, {}},
                      {"score", "g", {}, {}},
                      {"good", "b", {}, {}},
                      {"seen", "tsu:UTC", {}, {}},
                      ListOf("tags", {"item", "u", {}, {}})};
  std::vector<ExprError> errors;
  const auto compiled = Expression::Compile(condition, schema, &errors);
  if (compiled == nullptr) return "wrong: " + errors.at(0).message;
  static constexpr const char* kMust[] = {"==", "!=", "<", "<=", ">", ">=", "there"};
  std::string out;
  const Requirements requirements = compiled->requirements();
  for (const Requirement& one : requirements.all) {
    out += (out.empty() ? "" : ", ") + std::to_string(one.column) + " " +
           kMust[static_cast<size_t>(one.must)];
    for (size_t i = 0; i < one.values.size(); ++i) {
      out += i == 0 ? " " : "|";
      const auto& value = one.values[i];
      if (const auto* text = std::get_if<std::string>(&value)) out += *text;
      if (const auto* flag = std::get_if<bool>(&value)) out += *flag ? "true" : "false";
      if (const auto* whole = std::get_if<int64_t>(&value)) out += std::to_string(*whole);
      if (const auto* real = std::get_if<double>(&value)) out += std::to_string(*real).substr(0, 4);
    }
  }
  return out + (requirements.complete ? "" : " ...");
}

TEST(RequirementsTest, ComparisonsOfAColumnWithAValue) {
  EXPECT_EQ(Asked("lang == \"en\""), "1 == en");
  EXPECT_EQ(Asked("\"en\" < lang"), "1 > en");
  EXPECT_EQ(Asked("n != 3"), "2 != 3");
  EXPECT_EQ(Asked("score >= 0.25"), "3 >= 0.25");
  EXPECT_EQ(Asked("good"), "4 == true");
  EXPECT_EQ(Asked("not good"), "4 == false");
  EXPECT_EQ(Asked("good == false"), "4 == false");
  EXPECT_EQ(Asked("seen < \"1970-01-01T00:00:01Z\""), "5 < 1000000");
  EXPECT_EQ(Asked("lang is not null"), "1 there");
}

TEST(RequirementsTest, SeveralAndOneOfSeveral) {
  EXPECT_EQ(Asked("lang == \"en\" and n > 5 and n <= 9"), "1 == en, 2 > 5, 2 <= 9");
  EXPECT_EQ(Asked("lang in [\"en\", \"de\"]"), "1 == de|en");
  EXPECT_EQ(Asked("n in [3, 4]"), "2 == 3|4");
  EXPECT_EQ(Asked("lang == \"en\" or lang == \"de\""), "1 == en|de");
  EXPECT_EQ(Asked("lang == \"en\" and length(text) > 9"), "1 == en ...");
  EXPECT_EQ(Asked("lang == \"en\" and (n > 5 or good)"), "1 == en ...");
}

TEST(RequirementsTest, WhatAsksNothingOfOneColumn) {
  for (const char* condition :
       {"lang == \"en\" or n > 5", "not (lang == \"en\")", "text.length > 5", "lang is null",
        "lang matches \"e\"", "score > n", "length(lang) == 2", "n + 1 > 5", "n < 3 or n > 9",
        "any(tags, item == \"x\")", "year(seen) == 2024"}) {
    EXPECT_EQ(Asked(condition), " ...") << condition;
  }
}

}  // namespace
}  // namespace textmill::core
