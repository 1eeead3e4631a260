// What functions, calculations and looks into lists give.
#include "core/expr/compute.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <limits>

#include "core/expr/function.h"
#include "core/expr/test_columns.h"
#include "textmill/json.hpp"
#include "textmill/print.hpp"

namespace textmill::core::expr {
namespace {

using ::testing::HasSubstr;
using ::testing::IsEmpty;

// Two documents. The first is whole; of the second everything is null but `text` and the list.
struct Documents {
  Documents() {
    const Field item = StructOf("item", {Field{"type", "u", {}, {}}, Field{"text", "u", {}, {}},
                                         Field{"begin", "l", {}, {}}});
    schema = {Field{"text", "u", {}, {}},       Field{"url", "u", {}, {}},
              Field{"words", "l", {}, {}},      Field{"ratio", "g", {}, {}},
              Field{"small", "C", {}, {}},      Field{"yes", "b", {}, {}},
              Field{"date", "tsu:UTC", {}, {}}, ListOf("entities", item)};
    std::vector<std::unique_ptr<Builder>> builders;
    for (const Field& field : schema) builders.push_back(MakeBuilder(field));
    const auto bytes = [&](int k) { return static_cast<BytesBuilder*>(builders[k].get()); };
    bytes(0)->Append("Ölpreis: 5 Euro");
    bytes(1)->Append("https://user@WWW.Example.org:8080/a/2024/b.html?q=1");
    static_cast<PrimitiveBuilder<int64_t>&>(*builders[2]).Append(7);
    static_cast<PrimitiveBuilder<double>&>(*builders[3]).Append(2.5);
    static_cast<PrimitiveBuilder<uint8_t>&>(*builders[4]).Append(200);
    static_cast<BoolBuilder&>(*builders[5]).Append(true);
    static_cast<PrimitiveBuilder<int64_t>&>(*builders[6]).Append(1717580000LL * 1000000);
    auto& list = static_cast<ListBuilder&>(*builders[7]);
    const auto entity = [&](const char* type, const char* text, int64_t begin) {
      auto& items = list.items<StructBuilder>();
      items.member<BytesBuilder>(0).Append(type);
      if (text == nullptr) {
        items.any_member(1).AppendNull();
      } else {
        items.member<BytesBuilder>(1).Append(text);
      }
      items.member<PrimitiveBuilder<int64_t>>(2).Append(begin);
      items.EndRow();
    };
    entity("ORG", "NATO", 3);
    entity("PER", "Ada Byron", 9);
    entity("ORG", nullptr, 20);
    entity("ORG", "NATO", 30);
    list.EndRow();
    bytes(0)->Append("b");
    for (int k = 1; k < 7; ++k) builders[k]->AppendNull();
    entity("LOC", "Rome", 1);
    list.EndRow();
    for (const auto& builder : builders) {
      ArrowArray array;
      builder->Finish(&array);
      columns.push_back(Own(&array));
    }
  }
  Schema schema;
  std::vector<Array> columns;
};

// "first | second" as JSON; "!" after a value that could not be worked out.
std::string ComputedValue(const std::string& expression) {
  const Documents documents;
  std::vector<ExprError> errors;
  const auto value = Expression::CompileValue(expression, documents.schema, &errors);
  if (value == nullptr) return std::to_string(errors[0].position) + ": " + errors[0].message;
  std::vector<uint8_t> odd(2);
  const Array made = value->Compute(documents.columns, 2, &odd);
  std::string out;
  for (int64_t row = 0; row < 2; ++row) {
    Buffer json;
    JsonValue(value->type()).Append(*made, row, json);
    out += (row == 0 ? "" : " | ") + std::string(json.data(), json.size());
    if (odd[static_cast<size_t>(row)] != 0) out += "!";
  }
  return out;
}

struct ComputeCase {
  const char* expression;
  const char* value;
};

void Expect(const std::vector<ComputeCase>& cases) {
  for (const ComputeCase& c : cases)
    EXPECT_EQ(ComputedValue(c.expression), c.value) << c.expression;
}

TEST(Compute, Texts) {
  Expect({
      {"lower(text)", R"("ölpreis: 5 euro" | "b")"},
      {"upper(text)", R"("ÖLPREIS: 5 EURO" | "B")"},
      {"trim(concat('  ', text, '\n'))", R"("Ölpreis: 5 Euro" | "b")"},
      {"substring(text, 0, 2)", R"("Öl" | "b")"},
      {"substring(text, -4)", R"("Euro" | "b")"},
      {"substring(text, 100)", R"("" | "")"},
      {"substring(text, 0, -1)", R"("" | "")"},
      {"word_count(text)", "3 | 1"},
      {"length(text)", "15 | 1"},
      {"contains(text, 'preis')", "true | false"},
      {"starts_with(text, 'Öl')", "true | false"},
      {"ends_with(text, 'b')", "false | true"},
      {"replace(text, '(\\d) (\\w+)', '\\2 \\1')", R"("Ölpreis: Euro 5" | "b")"},
      {"extract(text, '\\d')", R"("5" | null)"},
      {"extract(text, '(\\w+) *$')", R"("Euro" | "b")"},
      {"extract(text, '(x)?b', 1)", "null | null"},
      {"extract_all(text, '[a-z]{4}')", R"(["lpre"] | [])"},
      {"extract_all(text, 'x*')", R"([] | [])"},
      {"split(text, ' ')", R"(["Ölpreis:","5","Euro"] | ["b"])"},
      {"host(url)", R"("www.example.org" | null)"},
      {"host('no address')", "null | null"},
      {"host('//[::1]:80/x')", R"("[::1]" | "[::1]")"},
      {"hash('')", R"("2d06800538d394c2" | "2d06800538d394c2")"},
      {"bucket(text, 1)", "0 | 0"},
      {"concat(url, text)",
       R"("https://user@WWW.Example.org:8080/a/2024/b.html?q=1Ölpreis: 5 Euro" | null)"},
  });
}

TEST(Compute, Numbers) {
  Expect({
      {"words + small * 2 - 1", "406 | null"},
      {"words / 2", "3.5 | null"},
      {"words % 4", "3 | null"},
      {"-words % 4", "1 | null"},
      {"words % 0", "null! | null"},
      {"words / 0", "null! | null"},
      {"words - 10", "-3 | null"},
      {"words -10", "-3 | null"},
      {"10-words", "3 | null"},
      {"9223372036854775807 + words", "null! | null"},
      {"-words - 9223372036854775807", "null! | null"},
      {"words * 9223372036854775807", "null! | null"},
      {"words + ratio", "9.5 | null"},
      {"(words + 1) * 2", "16 | null"},
      {"words + 1 * 2", "9 | null"},
      {"abs(-ratio)", "2.5 | null"},
      {"floor(-ratio)", "-3 | null"},
      {"ceil(ratio)", "3 | null"},
      {"floor(1e300)", "null! | null!"},
      {"round(ratio)", "3 | null"},
      {"round(-ratio)", "-3 | null"},
      {"round(2.345, 1)", "2.3 | 2.3"},
      {"number('-1.5e2')", "-150 | -150"},
      {"number(text)", "null! | null!"},
      {"min(words, 3)", "3 | null"},
      {"max(words, ratio)", "7 | null"},
      {"words > 5", "true | null"},
      {"words > 5 and text.length < 100", "true | null"},
  });
}

TEST(Compute, Times) {
  Expect({
      {"year(date)", "2024 | null"},
      {"month(date)", "6 | null"},
      {"quarter(date)", "2 | null"},
      {"day(date)", "5 | null"},
      {"hour(date)", "9 | null"},
      {"weekday(date)", "3 | null"},
      {"year('1969-12-31T23:00:00-02:00')", "1970 | 1970"},
      {"year(text)", "null! | null!"},
      {"truncate(date, 'month')", R"("2024-06-01T00:00:00Z" | null)"},
      {"truncate(date, 'quarter')", R"("2024-04-01T00:00:00Z" | null)"},
      {"truncate(date, 'week')", R"("2024-06-03T00:00:00Z" | null)"},
      {"truncate(date, 'hour')", R"("2024-06-05T09:00:00Z" | null)"},
      {"truncate('1969-12-31T10:20:30Z', 'day')",
       R"("1969-12-31T00:00:00Z" | "1969-12-31T00:00:00Z")"},
      {"days_between(date, '2024-06-06T09:33:20Z')", "1 | null"},
      {"date('5 June 2024', '%d %B %Y')", R"("2024-06-05T00:00:00Z" | "2024-06-05T00:00:00Z")"},
      {"date('Wed, 05 Jun 2024 10:00:00 +0200', '%a, %d %b %Y %H:%M:%S %z')",
       R"("2024-06-05T08:00:00Z" | "2024-06-05T08:00:00Z")"},
      {"date('Thu, 05 Jun 2024', '%a, %d %b %Y')", "null! | null!"},
      {"date('30 Feb 2024', '%d %b %Y')", "null! | null!"},
      {"date('5 June 2024 x', '%d %B %Y')", "null! | null!"},
      {"date('6/5/24 1:05 PM', '%m/%d/%y %I:%M %p')",
       R"("2024-06-05T13:05:00Z" | "2024-06-05T13:05:00Z")"},
      {"date('5. Juni 2024 10:30', 'auto')", R"("2024-06-05T10:30:00Z" | "2024-06-05T10:30:00Z")"},
      {"date('3/4/2010', 'auto', 'de')", R"("2010-04-03T00:00:00Z" | "2010-04-03T00:00:00Z")"},
      {"date('3/4/2010', 'auto')", "null! | null!"},
      {"date('3/4/2010', 'auto', if(yes, 'en-US', null))", R"("2010-03-04T00:00:00Z" | null)"},
      {"format_date(date, '%Y-%m %B %a %j %V %%')", R"("2024-06 June Wed 157 23 %" | null)"},
      {"format_date('2021-01-03', '%G-W%V')", R"("2020-W53" | "2020-W53")"},
  });
}

TEST(Compute, Lists) {
  Expect({
      {"any(entities, type == 'ORG')", "true | false"},
      {"any(entities, text == 'NATO' and begin > 5)", "true | false"},
      {"any(entities, text == 'EU')", "null | false"},  // an item's text is null
      {"all(entities, begin > 2)", "true | false"},
      {"count(entities)", "4 | 1"},
      {"count(entities, type == 'ORG')", "3 | 0"},
      {"count(entities, begin < words)", "1 | 0"},
      {"entities.length + 1", "5 | 2"},
      {"map(entities, lower(text))", R"(["nato","ada byron",null,"nato"] | ["rome"])"},
      {"map(entities, begin * 2)", "[6,18,40,60] | [2]"},
      {"unique(map(entities, text))", R"(["NATO","Ada Byron",null] | ["Rome"])"},
      {"join(map(entities, text), ', ')", R"("NATO, Ada Byron, NATO" | "Rome")"},
      {"first(map(entities, text))", R"("NATO" | "Rome")"},
      {"last(map(filter(entities, type == 'PER'), text))", R"("Ada Byron" | null)"},
      {"filter(entities, type == 'PER')", R"([{"type":"PER","text":"Ada Byron","begin":9}] | [])"},
      {"'NATO' in map(entities, text)", "true | false"},
      {"9007199254740992 in map(entities, begin - begin + 9007199254740993)", "false | false"},
      {"has(map(entities, begin), 20)", "true | false"},
      {"any(split(text, ' '), item matches '^\\d+$')", "true | false"},
      {"count(entities, any(split(text, ' '), item == 'Byron'))", "1 | 0"},
  });
}

TEST(Compute, Choices) {
  Expect({
      {"if(words > 5, 'long', 'short')", R"("long" | "short")"},
      {"if(yes, words, ratio)", "7 | null"},
      {"if(text == 'b', null, 1)", "1 | null"},
      {"coalesce(url, text, '')", R"("https://user@WWW.Example.org:8080/a/2024/b.html?q=1" | "b")"},
      {"coalesce(words, 0.5)", "7 | 0.5"},
      {"coalesce(date, date('2000-01-01'))", R"("2024-06-05T09:33:20Z" | "2000-01-01T00:00:00Z")"},
      {"words", "7 | null"},
      {"'a'", R"("a" | "a")"},
      {"yes is null", "false | true"},
  });
}

TEST(Compute, WhatIsWrongIsSaidWithItsPlace) {
  Expect({
      {"year(words)", "5: `year` takes a point in time here, and words is a number"},
      {"lower()", "0: these are too few values for `lower`"},
      {"lower(text, text)", "0: these are too many values for `lower`"},
      {"text + text", "0: text is text: `+` takes numbers"},
      {"ratio % 2", "0: ratio is a number: `%` takes whole numbers"},
      {"replace(text, text, '')", "14: `replace` takes a fixed text here, not text"},
      {"replace(text, '(', '')", "14: this pattern cannot be read: missing ): ("},
      {"replace(text, 'a', '\\1')",
       "19: this replacement does not fit the pattern: Rewrite schema "
       "requests 1 matches, but the regexp only has 0 parenthesized "
       "subexpressions."},
      {"extract(text, 'a', 1)", "19: the pattern has no group 1"},
      {"truncate(date, 'decade')", "15: there is no unit \"decade\""},
      {"date(text, '%Q %Y')", "11: the format has no letter %Q"},
      {"date(text, '%d %m')", "11: the format has no year"},
      {"date(text, 'de')", "11: the format has no year"},
      {"date(text, 'auto', words)", "19: `date` takes text here, and words is a number"},
      {"date(text, 'auto', 'german')", "19: no dates are known of a language \"german\""},
      {"date(text, '%d %b %Y', 'de')", "23: a format takes no language"},
      {"date(date, '%Y')", "5: date is a point in time already"},
      {"any(text, true)", "4: `any` takes a list here, and text is text"},
      {"any(entities, kind == 'x')", "14: no column is called `kind`"},
      {"unique(entities)", "7: the items of entities have members, and cannot be compared"},
      {"if(yes, 1, 'a')", "0: the values of `if` are of different types: a number and text"},
      {"if(yes, null, null)", "0: all values of `if` are null"},
      {"null", "0: null alone has no type"},
      {"join(entities, ',')", "5: `join` takes a list of texts here, and entities is a list"},
      {"5 in text", "5: `text` was found where a list such as [\"en\", \"de\"] is expected"},
  });
}

TEST(Compute, NestedAndLongExpressionsHaveLimits) {
  std::string deep = "text", sum = "1";
  for (int i = 0; i < 200; ++i) deep = "lower(" + deep + ")";
  EXPECT_THAT(ComputedValue(deep), HasSubstr("nested more than 100 deep"));
  for (int i = 0; i < 5000; ++i) sum += "+1";
  EXPECT_THAT(ComputedValue(sum), HasSubstr("more than 250 signs"));
}

TEST(Functions, ExamplesCompileAndNamesAreKnown) {
  for (const Function& function : Functions()) {
    EXPECT_THAT(ErrorsOf(function.example), IsEmpty()) << function.example;
    EXPECT_THAT(
        function.example,
        HasSubstr(std::string(function.name) == "has" ? "has(" : std::string(function.name) + "("));
    EXPECT_EQ(FindFunction(function.name), &function);
  }
}

}  // namespace
}  // namespace textmill::core::expr
