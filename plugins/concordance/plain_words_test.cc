#include "plugins/concordance/plain_words.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <iterator>
#include <optional>
#include <random>
#include <string>
#include <vector>

#include "plugins/concordance/concordance.h"
#include "plugins/concordance/text_tokens.h"
#include "plugins/lib/query/parse.h"
#include "textmill/testing.hpp"

namespace textmill::concordance {
namespace {

using testing::Columns;
using testing::GivenParams;

std::optional<PlainWords> Of(const std::string& query) {
  query::ParseOptions options;
  options.cut_plain = [](std::string_view plain, bool keep_case) {
    return CutPlain(plain, keep_case, true);
  };
  return PlainWords::Of(query::Parse(query, options), true);
}

TEST(PlainWords, KnowsQueriesThatAreNoMore) {
  for (const char* query :
       {"the", "the old bridge", "\"of\"", "\"of\"%c", "[word=\"a_1\"%c] \"b\"", "don't"})
    EXPECT_TRUE(Of(query).has_value()) << query;
  for (const char* query : {"bridg*", "\"b.d\"", "[]", "\"a\"{2}", "(a | b)", "\"a\" within s",
                            "\"a\" []", "<s> \"a\"", "[word!=\"a\"]", "caf\u00e9", "\"a\"%d",
                            "a:\"a\" b:\"b\" :: a.word = b.word", "MU(meet \"a\" \"b\" -2 2)"})
    EXPECT_FALSE(Of(query).has_value()) << query;
}

TEST(PlainWords, GivesUpWhereCharactersHangTogether) {
  const auto plain = Of("kiss the old");
  PlainFinder finder(&*plain);
  std::vector<Place> places;
  for (const char* text :
       {"", "kiss", "Kiss \u2014 the \u201COLD\u201D", "\xff\xc3 kiss", "\u00c9t\u00e9",
        "\u0416\u0438\u0437\u043d\u044c \uac00\ub098", "a\u00a0b \u2026 \U0001F600", "\u0130"})
    EXPECT_TRUE(finder.Find(text, 2, &places)) << text;
  for (const char* text : {"cafe\u0301", "o\u00adld", "\u212aiss", "stra\u00dfe", "\uff54he",
                           "\u00bd", "\u4e2d\u6587", "\u0e01\u0e32\u0e23", "a\u200db", "\ufe0f"})
    EXPECT_FALSE(finder.Find(text, 2, &places)) << text;
  ASSERT_TRUE(finder.Find("a b, Kiss\u2014the \u201Cold\u201D.", 1, &places));
  ASSERT_EQ(places.size(), 1u);
  EXPECT_EQ(places[0].left, 2u);
  EXPECT_EQ(places[0].begin, 5u);
  EXPECT_EQ(places[0].end, 22u);
  EXPECT_EQ(places[0].right, 22u);
}

// Through the stage, beside the same query with an order, for which texts are cut.
TEST(PlainWords, FindWhatCuttingFinds) {
  std::mt19937 random(9);
  const std::string_view pieces[] = {
      "the",    "The",    "THE",       "old",      "of",      "other",  "then",   "t",
      "a",      " ",      " ",         " ",        ", ",      "\n",     "-",      "_",
      "7",      "'",      "\u00e9",    "\u00c9",   "\u2019",  "\u2014", "\u00a0", "\u0436",
      "\uac00", "\u2026", "\u201cthe", "\u0301",   "\u00ad",  "\u00df", "\ufb01", "\u4e2d",
      "\u0e01", "\u200d", "\xff",      "\xe2\x80", "\uff54he"};
  const char* const queries[] = {
      "the", "\"the\"", "\"the\"%c", "the old", "\"the\" \"old\"%c", "of the old the",
      "t",   "the the"};
  int hits = 0;
  for (int round = 0; round < 600; ++round) {
    // Half of them of what can be told character by character.
    const size_t kinds = round % 2 == 0 ? 27 : std::size(pieces);
    std::vector<std::string> texts(1 + random() % 4);
    for (std::string& text : texts) {
      for (size_t n = random() % (round % 5 == 0 ? 400 : 60); n > 0; --n) {
        text += pieces[random() % 3 == 0 ? random() % 4 : random() % kinds];
        if (random() % 3 != 0) text += ' ';
      }
    }
    const Columns columns = Columns().Add<Utf8>("text", {texts.begin(), texts.end()});
    const auto rows = [&](bool sorted) {
      GivenParams given = {{"query", queries[round % std::size(queries)]},
                           {"context", static_cast<int64_t>(random() % 12)},
                           {"unit", round % 3 == 0 ? "characters" : "words"},
                           {"words", round % 7 == 0 ? "runs" : "auto"}};
      if (sorted) given.emplace_back("sort", std::vector<std::string>{"node"});
      const auto out = testing::StageRunner<Concordance>(given).Run(columns, 1000);
      EXPECT_EQ(out.error, "");
      auto table = out.tables.at(0);
      std::sort(table.begin(), table.end());
      return table;
    };
    const auto seed = random;
    const auto got = rows(false);
    random = seed;  // the same context
    ASSERT_EQ(got, rows(true)) << round << " " << texts[0];
    hits += static_cast<int>(got.size());
  }
  EXPECT_GT(hits, 500);
}

}  // namespace
}  // namespace textmill::concordance
