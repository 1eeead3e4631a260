#include "plugins/lib/query/matcher.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>
#include <random>
#include <set>
#include <string>

#include "plugins/lib/query/test_tokens.h"

namespace textmill::query {
namespace {

using ::testing::HasSubstr;

constexpr const char* kText =
    "The/DET/the old/ADJ/old stone/NOUN/stone bridge/NOUN/bridge fell/VERB/fall ./PUNCT/. | "
    "Old/ADJ/old bridges/NOUN/bridge fall/VERB/fall ./PUNCT/.";
//   0           1           2                3                  4              5
//   6           7                   8              9

TEST(Matcher, TokensAndTests) {
  EXPECT_EQ(HitsOf("\"old\"", kText), "1-1");
  EXPECT_EQ(HitsOf("\"old\"%c", kText), "1-1 6-6");
  EXPECT_EQ(HitsOf("[lemma=\"fall\"]", kText), "4-4 8-8");
  EXPECT_EQ(HitsOf("[lemma=\"fall\" & word!=\"fell\"]", kText), "8-8");
  EXPECT_EQ(HitsOf("[!(pos=\"NOUN\" | pos=\"PUNCT\") & lemma!=\"the\"]", kText), "1-1 4-4 6-6 8-8");
  EXPECT_EQ(HitsOf("[pos=\"N.*|V.*\"]", kText), "2-2 3-3 4-4 7-7 8-8");
  EXPECT_EQ(HitsOf("\"bridg\"", kText), "");  // whole tokens
  EXPECT_EQ(HitsOf("\".\"%l", kText), "5-5 9-9");
  EXPECT_EQ(HitsOf("\"\\.\"", kText), "5-5 9-9");
  EXPECT_EQ(HitsOf("'old'", kText), "1-1");
}

TEST(Matcher, LettersOfAllKinds) {
  const std::string text = "caf\u00e9/N cafe\u0301/N CAFE\u0301/N cafe/N stra\u00dfe/N";
  EXPECT_EQ(HitsOf("\"caf\u00e9\"", text), "0-0 1-1");  // however the accent is written
  EXPECT_EQ(HitsOf("\"cafe\u0301\"%c", text), "0-0 1-1 2-2");
  EXPECT_EQ(HitsOf("\"cafe\"%d", text), "0-0 1-1 3-3");
  EXPECT_EQ(HitsOf("\"caf.\"%cd", text), "0-0 1-1 2-2 3-3");
  EXPECT_EQ(HitsOf("\"caf.\"", text), "0-0 1-1 3-3");
  EXPECT_EQ(HitsOf("\"strasse\"%c", text), "");  // one letter is not two
}

// Words of which the first byte says that they do not fit are not looked up.
TEST(Matcher, WordsThatBeginOtherwise) {
  const std::string text = "river/N River/N \u212Aelvin/N kelvin/N \u00e9t/N e\u0301t/N et/N r/N";
  EXPECT_EQ(HitsOf("\"r.*\"", text), "0-0 7-7");
  EXPECT_EQ(HitsOf("\"r.*\"%c", text), "0-0 1-1 7-7");
  EXPECT_EQ(HitsOf("\"kelvin\"%c", text), "2-2 3-3");
  EXPECT_EQ(HitsOf("\"\u00e9t\"", text), "4-4 5-5");
  EXPECT_EQ(HitsOf("\"e\u0301t\"", text), "4-4 5-5");  // however the query writes it
  EXPECT_EQ(HitsOf("\"Kelvin\"", text), "2-2");        // the sign of kelvins is a K in NFC
  EXPECT_EQ(HitsOf("\"et\"%d", text), "4-4 5-5 6-6");
  EXPECT_EQ(HitsOf("\"r?et\"", text), "6-6");
  EXPECT_EQ(HitsOf("\"kelvin|et\"", text), "3-3 6-6");
  EXPECT_EQ(HitsOf("\"r\" | \"kelvin\"", text), "3-3 7-7");
  EXPECT_EQ(HitsOf("[word!=\"r.*\"]{2}", text), "1-2 2-3 3-4 4-5 5-6");
  EXPECT_EQ(HitsOf("\"r.*\" [] \"\u212Aelvin\"", text), "0-2");
}

TEST(Matcher, Runs) {
  EXPECT_EQ(HitsOf("[pos=\"DET\"] [pos=\"ADJ\"]* [pos=\"NOUN\"]+", kText), "0-3");
  EXPECT_EQ(HitsOf("[pos=\"DET\"]? [pos=\"ADJ\"] []{0,1} [lemma=\"bridge\"]", kText), "0-3 6-7");
  EXPECT_EQ(HitsOf("[pos=\"ADJ\"] ([pos=\"NOUN\"] | [pos=\"VERB\"])+", kText), "1-4 6-8");
  EXPECT_EQ(HitsOf("[pos=\"NOUN\"]{2}", kText), "2-3");
  EXPECT_EQ(HitsOf("[lemma=\"bridge\"] []* [lemma=\"fall\"]", kText), "3-8");
  EXPECT_EQ(HitsOf("[lemma=\"bridge\"] []* [lemma=\"fall\"] within s", kText), "3-4 7-8");
  EXPECT_EQ(HitsOf("[lemma=\"bridge\"] []* [lemma=\"fall\"] within 4", kText), "3-4 7-8");
  EXPECT_EQ(HitsOf("[lemma=\"bridge\"] []* [lemma=\"fall\"] within 5", kText), "3-8");
  EXPECT_EQ(HitsOf("<s> [pos=\"ADJ\"]", kText), "6-6");
  EXPECT_EQ(HitsOf("[] </s>", kText), "5-5 9-9");
  EXPECT_EQ(HitsOf("[] </text>", kText), "9-9");
  EXPECT_EQ(HitsOf("<text> []{2}", kText), "0-1");
  EXPECT_EQ(HitsOf("[pos=\"PUNCT\"] (</s> <s> []{2})?", kText), "5-7 9-9");
}

TEST(Matcher, Strategies) {
  const std::string text = "a b b a a b";
  const std::string query = "\"a\"* \"b\"+";
  EXPECT_EQ(HitsOf(query, text), "0-2 3-5");
  EXPECT_EQ(HitsOf(query, text, Strategy::kStandard), "0-1 2-2 3-5");
  EXPECT_EQ(HitsOf(query, text, Strategy::kShortest), "1-1 2-2 5-5");
  EXPECT_EQ(HitsOf(query, text, Strategy::kTraditional), "0-1 1-1 2-2 3-5 4-5 5-5");
}

TEST(Matcher, ComparedTokens) {
  EXPECT_EQ(HitsOf("a:[pos=\"NOUN\"] []* b:[pos=\"NOUN\"] :: a.lemma = b.lemma", kText), "3-7");
  EXPECT_EQ(HitsOf("a:[] []* b:[] :: a.lemma = b.lemma & a.word != b.word", kText), "1-6 3-7 4-8");
  EXPECT_EQ(HitsOf("[pos=\"ADJ\"] [] :: matchend.lemma = \"bridge\"", kText), "6-7");
  EXPECT_EQ(HitsOf("[] :: match.lemma = \"ol.\" | match.pos = \"DET\"", kText), "0-0 1-1 6-6");
  EXPECT_EQ(HitsOf("[] :: !(match.pos = \"[^D].*\")", kText), "0-0");
  EXPECT_EQ(HitsOf("(a:\"x\" | \"y\") :: a.pos = \".*\"", "x/A y/A"), "0-0");  // y has no a
}

TEST(Matcher, ColumnsOfTheText) {
  TestText text = MakeText(kText);
  text.columns = {{"date", "2024-01-10"}};
  const auto hits = [&](const std::string& query) {
    return Shown(Find(Matcher(query, TestOptions(), Strategy::kLongest), text));
  };
  EXPECT_EQ(hits("\"old\" :: match.text_date = \"2024.*\""), "1-1");
  EXPECT_EQ(hits("\"old\" :: match.text_date = \"2023.*\""), "");
  EXPECT_EQ(hits("[] :: match.text_date != \"2023.*\" & match.pos = \"DET\""), "0-0");
}

TEST(Matcher, Meeting) {
  EXPECT_EQ(HitsOf("MU(meet [lemma=\"bridge\"] [lemma=\"old\"] -2 2)", kText), "3-3 7-7");
  EXPECT_EQ(HitsOf("MU(meet [lemma=\"bridge\"] [lemma=\"old\"] -1 -1)", kText), "7-7");
  EXPECT_EQ(HitsOf("MU(meet [lemma=\"bridge\"] \"The\" s)", kText), "3-3");
  EXPECT_EQ(HitsOf("MU(union \"The\" (meet \"fall\" \"bridges\" s))", kText), "0-0 8-8");
}

TEST(Matcher, NothingThatCannotBe) {
  EXPECT_THAT(HitsOf("\"a\"*", "a"), HasSubstr("matches where there is nothing"));
  EXPECT_THAT(HitsOf("[]{0,3}", "a"), HasSubstr("matches where there is nothing"));
  EXPECT_THAT(HitsOf("<s>", "a"), HasSubstr("matches where there is nothing"));
  EXPECT_THAT(HitsOf("\"a\" | \"b\"?", "a"), HasSubstr("matches where there is nothing"));
  EXPECT_THAT(HitsOf("([]{1,1000}){1,1000}", "a"), HasSubstr("more than 1000 tokens"));
  EXPECT_THAT(HitsOf("((([]{0,9})*[]{0,9})*[]{0,9}){9}", "a"), HasSubstr("matches where"));
  EXPECT_THAT(HitsOf("((((((([]+)+)+)+)+)+)+)+", "a b"), "0-1");
  std::string nested = "\"a\"";
  for (int i = 0; i < 60; ++i) nested = "(" + nested + ")+";
  EXPECT_EQ(HitsOf(nested, "a a"), "0-1");
  EXPECT_EQ(HitsOf("\"a\"", ""), "");
}

// A hundred times the tokens take about a hundred times as long, not ten thousand.
TEST(Matcher, TimeIsLinear) {
  const auto seconds = [](size_t n) {
    const Matcher matcher("\"a\" []* \"b\" (\"c\"? []*)* \"z\"", TestOptions(), Strategy::kLongest);
    TestText text;
    for (size_t i = 0; i < n; ++i)
      text.tokens.push_back(
          {{{"word", i % 3 == 0 ? "a" : "b"}, {"pos", ""}, {"lemma", ""}}, false});
    const auto begin = std::chrono::steady_clock::now();
    EXPECT_EQ(Shown(Find(matcher, text)), "");
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
  };
  seconds(1000);
  EXPECT_LT(seconds(100000), 1000 * seconds(1000) + 0.5);
}

TEST(Matcher, ManyWaysAreCutOff) {
  std::string line;
  for (int i = 0; i < 99; ++i) line += "x ";
  const Matcher matcher("[]* a:[] []* b:[] []* c:[] []* \"y\" :: a.word = b.word & b.word = c.word",
                        TestOptions(), Strategy::kLongest);
  int64_t cut_off = 0;
  Find(matcher, MakeText(line + "y"), &cut_off);
  EXPECT_GT(cut_off, 0);
}

// ---- the plain way: all runs, by trying everything

bool NaiveHolds(const Test& test, const TestToken& token) {
  switch (test.kind) {
    case Test::Kind::kAny:
      return true;
    case Test::Kind::kCompare:
      return token.values.at(test.attribute) == test.pattern.text;
    case Test::Kind::kNot:
      return !NaiveHolds(test.parts[0], token);
    case Test::Kind::kAnd:
      return NaiveHolds(test.parts[0], token) && NaiveHolds(test.parts[1], token);
    case Test::Kind::kOr:
      return NaiveHolds(test.parts[0], token) || NaiveHolds(test.parts[1], token);
  }
  return false;
}

std::set<size_t> NaiveEnds(const Node& node, const TestText& text, size_t i) {
  const size_t n = text.tokens.size();
  switch (node.kind) {
    case Node::Kind::kToken:
      if (i < n && NaiveHolds(node.test, text.tokens[i])) return {i + 1};
      return {};
    case Node::Kind::kAnchor: {
      const bool begins = i == 0 || (i < n && text.tokens[i].begins_sentence);
      const bool holds =
          node.anchor == kSentenceBegins ? i < n && begins : i > 0 && (i == n || begins);
      return holds ? std::set<size_t>{i} : std::set<size_t>{};
    }
    case Node::Kind::kSequence: {
      std::set<size_t> ends = {i};
      for (const Node& part : node.parts) {
        std::set<size_t> next;
        for (const size_t end : ends) next.merge(NaiveEnds(part, text, end));
        ends = next;
      }
      return ends;
    }
    case Node::Kind::kChoice: {
      std::set<size_t> ends;
      for (const Node& part : node.parts) ends.merge(NaiveEnds(part, text, i));
      return ends;
    }
    case Node::Kind::kRepeat: {
      std::set<size_t> ends, now = {i};
      for (size_t times = 0; times <= node.most.value_or(node.least + n + 1); ++times) {
        if (times >= node.least) ends.insert(now.begin(), now.end());
        std::set<size_t> next;
        for (const size_t end : now) next.merge(NaiveEnds(node.parts[0], text, end));
        now = next;
      }
      return ends;
    }
  }
  return {};
}

std::vector<Hit> NaiveFind(const Query& query, const TestText& text, Strategy strategy) {
  std::vector<Hit> all;
  for (size_t i = 0; i < text.tokens.size(); ++i) {
    std::vector<size_t> ends;
    for (const size_t end : NaiveEnds(query.pattern, text, i)) {
      bool fits = end > i && (!query.within_tokens || end - 1 - i <= *query.within_tokens);
      for (size_t k = i + 1; k < end; ++k)
        fits = fits && !(query.within_sentence && text.tokens[k].begins_sentence);
      if (fits) ends.push_back(end);
    }
    if (ends.empty()) continue;
    all.push_back(
        {static_cast<uint32_t>(i),
         static_cast<uint32_t>(strategy == Strategy::kLongest ? ends.back() : ends.front())});
  }
  std::vector<Hit> kept;
  for (const Hit& hit : all) {
    bool keep = true;
    for (const Hit& other : all) {
      if (other == hit) continue;
      const bool in_other = other.begin <= hit.begin && hit.end <= other.end;
      const bool has_other = hit.begin <= other.begin && other.end <= hit.end;
      if (strategy == Strategy::kLongest && in_other) keep = false;
      if (strategy == Strategy::kShortest && has_other) keep = false;
      if (strategy == Strategy::kStandard && other.end == hit.end && other.begin < hit.begin)
        keep = false;
    }
    if (keep) kept.push_back(hit);
  }
  return kept;
}

class RandomQuery {
 public:
  explicit RandomQuery(uint32_t seed) : random_(seed) {}
  size_t Below(size_t n) { return random_() % n; }
  std::string Test(int depth) {
    switch (Below(depth > 0 ? 7 : 3)) {
      case 3:
        return "!" + Test(depth - 1);
      case 4:
        return "(" + Test(depth - 1) + " & " + Test(depth - 1) + ")";
      case 5:
        return "(" + Test(depth - 1) + " | " + Test(depth - 1) + ")";
      case 6:
        return std::string("pos != \"") + "XY"[Below(2)] + "\"";
      default:
        return Below(2) == 0 ? std::string("word = \"") + "abc"[Below(3)] + "\""
                             : std::string("pos = \"") + "XY"[Below(2)] + "\"";
    }
  }
  std::string Pattern(int depth) {
    static const char* const kRepeats[] = {"*", "+", "?", "{2}", "{1,3}", "{0,2}", "{2,}"};
    switch (Below(depth > 0 ? 9 : 4)) {
      case 0:
        return Below(3) == 0 ? "[]" : std::string("\"") + "abc"[Below(3)] + "\"";
      case 4:
        return "(" + Pattern(depth - 1) + " | " + Pattern(depth - 1) + ")";
      case 5:
      case 6:
        return "(" + Pattern(depth - 1) + ")" + kRepeats[Below(7)];
      case 7:
        return Pattern(depth - 1) + (Below(4) == 0 ? (Below(2) == 0 ? " <s> " : " </s> ") : " ") +
               Pattern(depth - 1);
      case 8:
        return Pattern(depth - 1) + " " + Pattern(depth - 1);
      default:
        return "[" + Test(2) + "]" + (Below(3) == 0 ? kRepeats[Below(7)] : "");
    }
  }

 private:
  std::mt19937 random_;
};

TEST(Matcher, AgainstTheNaiveWay) {
  RandomQuery random(17);
  int tried = 0, found = 0;
  for (int round = 0; round < 6000; ++round) {
    std::string query = random.Pattern(3);
    if (random.Below(4) == 0) query += " within s";
    if (random.Below(5) == 0) query += " within " + std::to_string(random.Below(4));
    TestText text;
    for (size_t n = random.Below(12); n > 0; --n) {
      text.tokens.push_back({{{"word", std::string(1, "abc"[random.Below(3)])},
                              {"pos", std::string(1, "XY"[random.Below(2)])},
                              {"lemma", ""}},
                             text.tokens.empty() || random.Below(4) == 0});
    }
    const auto strategy = static_cast<Strategy>(random.Below(4));
    std::unique_ptr<Matcher> matcher;
    try {
      matcher = std::make_unique<Matcher>(query, TestOptions(), strategy);
    } catch (const QueryError&) {  // it matches where there is nothing
      continue;
    }
    const std::vector<Hit> expected = NaiveFind(matcher->query(), text, strategy);
    ASSERT_EQ(Shown(Find(*matcher, text)), Shown(expected))
        << query << " strategy " << static_cast<int>(strategy);
    ++tried;
    found += expected.empty() ? 0 : 1;
  }
  EXPECT_GT(tried, 2000);
  EXPECT_GT(found, 800);
}

}  // namespace
}  // namespace textmill::query
