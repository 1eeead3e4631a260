#include "core/pipeline/yaml/yaml_tree.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>
#include <random>

#include "core/pipeline/yaml/source_text.h"

namespace textmill::core {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::StartsWith;

// The tree as JSON-like text, with the place of each node: {a@1:1: 1@1:4}.
std::string Show(const YamlNode& node) {
  const auto place = [](const Place& p) {
    return "@" + std::to_string(p.line) + ":" + std::to_string(p.column);
  };
  std::string out;
  switch (node.kind) {
    case YamlNode::Kind::kScalar:
      out = node.plain ? node.text : "'" + node.text + "'";
      break;
    case YamlNode::Kind::kNull:
      out = "null";
      break;
    case YamlNode::Kind::kUnknown:
      out = "?";
      break;
    default:
      const bool map = node.kind == YamlNode::Kind::kMap;
      for (const YamlNode& item : node.items) {
        out += out.empty() ? "" : ", ";
        if (map) out += item.key + place(item.key_place) + ": ";
        out += Show(item);
      }
      out = map ? "{" + out + "}" : "[" + out + "]";
  }
  return out + place(node.place);
}

std::string Read(const std::string& text) {
  std::vector<Problem> problems;
  const std::optional<YamlNode> tree = ReadYaml(text, "p.yaml", &problems);
  EXPECT_THAT(problems, IsEmpty()) << text << problems[0].ToString();
  return tree ? Show(*tree) : "nothing";
}

// What is wrong with `text`, in the order found.
std::vector<std::string> YamlProblems(const std::string& text) {
  std::vector<Problem> problems;
  const bool read = ReadYaml(text, "p.yaml", &problems).has_value();
  EXPECT_TRUE(read || !problems.empty()) << "nothing read, and no reason: " << text;
  std::vector<std::string> out;
  for (const Problem& problem : problems) out.push_back(problem.ToString());
  return out;
}

TEST(YamlTree, NodesKnowTheirPlaces) {
  EXPECT_EQ(Read("a: 1\nb:\n  - x\n  - 'y z'\n"),
            "{a@1:1: 1@1:4, b@2:1: [x@3:5, 'y z'@4:5]@3:3}@1:1");
  EXPECT_EQ(Read("{a: [1, {b: c}]}"), "{a@1:2: [1@1:6, {b@1:10: c@1:13}@1:9]@1:5}@1:1");
  EXPECT_EQ(Read("a: |\n  x\n  y\n"), "{a@1:1: 'x\ny\n'@1:4}@1:1");
  EXPECT_EQ(Read(""), "null@0:0");
  EXPECT_EQ(Read("# only a comment\n"), "null@0:0");
}

TEST(YamlTree, ColumnsCountCharacters) {
  EXPECT_EQ(Read("{Größe: 1, x: 2}"), "{Größe@1:2: 1@1:9, x@1:12: 2@1:15}@1:1");
}

TEST(YamlTree, ByteOrderMarkAndWindowsLineEndsAreNothing) {
  EXPECT_EQ(Read("\xEF\xBB\xBF"
                 "a: b\r\nc: d\r\n"),
            "{a@1:1: b@1:4, c@2:1: d@2:4}@1:1");
}

TEST(YamlTree, NumbersStayText) {
  EXPECT_EQ(Read("[010, 1e3, yes, 2020-01-01, 0x1F]"),
            "[010@1:2, 1e3@1:7, yes@1:12, 2020-01-01@1:17, 0x1F@1:29]@1:1");
}

TEST(YamlTree, NothingStandsAtItsKey) {
  EXPECT_EQ(Read("a:\nb: ~\nc: null\nd: ''\n"),
            "{a@1:1: null@1:1, b@2:1: null@2:1, c@3:1: null@3:1, d@4:1: ''@4:4}@1:1");
}

TEST(YamlTree, AliasesAreCopied) {
  EXPECT_EQ(Read("a: &x [1, 2]\nb: *x\n"),
            "{a@1:1: [1@1:8, 2@1:11]@1:7, b@2:1: [1@1:8, 2@1:11]@2:4}@1:1");
}

TEST(YamlTree, PlacesWithinScalars) {
  std::vector<Problem> problems;
  const std::string text =
      "plain: a == b\n"
      "single: 'it''s = b'\n"
      "double: \"\\u00e9\\t= b\"\n"
      "block: |\n"
      "  a = b\n"
      "folded: a\n"
      "  = b\n";
  const YamlNode tree = *ReadYaml(text, "p", &problems);
  const auto place = [&](const char* key) {
    const YamlNode& node = *tree.Find(key);
    return node.PlaceIn(node.text.find('=')).ToString();
  };
  EXPECT_EQ(place("plain"), "p:1:10");
  EXPECT_EQ(place("single"), "p:2:16");
  EXPECT_EQ(place("double"), "p:3:18");
  EXPECT_EQ(place("block"), "p:4:8");   // where it begins
  EXPECT_EQ(place("folded"), "p:6:9");  // where it begins
}

TEST(YamlTree, TellsOfCommentsThatCutAScalar) {
  std::vector<Problem> problems;
  const YamlNode tree = *ReadYaml("a: x #y\nb: x\nc: 'x' # y\n", "p", &problems);
  EXPECT_TRUE(tree.Find("a")->comment);
  EXPECT_FALSE(tree.Find("b")->comment);
  EXPECT_FALSE(tree.Find("c")->comment);
}

struct Bad {
  const char *text, *place, *message;
};

class BadYaml : public ::testing::TestWithParam<Bad> {};

TEST_P(BadYaml, IsReportedAtItsPlace) {
  EXPECT_THAT(
      YamlProblems(GetParam().text),
      ElementsAre(::testing::AllOf(StartsWith(std::string("p.yaml:") + GetParam().place + ": "),
                                   HasSubstr(GetParam().message))))
      << GetParam().text;
}

INSTANTIATE_TEST_SUITE_P(
    All, BadYaml,
    ::testing::Values(
        // What yaml-cpp lets pass.
        Bad{"a: 1\na: 2\n", "2:1", "`a` is in this map twice, first in line 1"},
        Bad{"a: \"abc\n", "1:4", "never closed"}, Bad{"a: 'abc\nb: 2\n", "1:4", "never closed"},
        Bad{"a: &x\n  # c\n  \"foo\n", "3:3", "never closed"},
        Bad{"a: 1\n---\nb: 2\n", "2:1", "something follows"},
        Bad{"a: 1\n...\nfoo\n", "3:1", "something follows"},
        Bad{"- a\nb: c\n", "2:1", "something follows"},
        Bad{"a: {k: v}\n<<: {x: y}\n", "2:1", "`<<` is not supported"},
        Bad{"? [a, b]\n: c\n", "1:3", "a key must be a word, but here is a list"},
        Bad{"~: c\n", "1:1", "a key must be a word, but here is nothing"},
        Bad{"a: !!int 5\n", "1:4", "tags"}, Bad{"a: ! 5\n", "1:4", "tags"},
        Bad{"a: [*x]\nb: &x 1\n", "1:5", "no such anchor"},
        Bad{"a: &x [*x]\n", "1:8", "inside the very value"}, Bad{"steps:\n\t- bar\n", "2:1", "tab"},
        Bad{"steps:\n  \t- bar\n", "2:3", "tab"}, Bad{"\ta: 1\n", "1:1", "tab"},
        Bad{"a:\n\tb: 1\n", "2:1", "tab"}, Bad{"a: \xFF\n", "1:4", "not UTF-8"},
        Bad{"a: \xC0\x80\n", "1:4", "not UTF-8"}, Bad{"a: \xED\xA0\x80\n", "1:4", "not UTF-8"},
        Bad{"a: \x01\n", "1:4", "U+0001"}, Bad{"a: b\n\x04 c: d", "2:1", "U+0004"},
        Bad{"a: \x7F\n", "1:4", "U+007F"}, Bad{"a: b\rc: d\r", "1:5", "carriage return"},
        Bad{"\xFF\xFE"
            "a",
            "1:1", "UTF-16"},
        Bad{"a\u00A0b: 1\n", "1:2", "invisible"}, Bad{"b: 2\na:\u00A01\n", "2:3", "invisible"},
        // What it reports, in other words or at another place.
        Bad{"a: [1, 2\n", "1:4", "`[` opens here and is never closed"},
        Bad{"a: {b: 1\nc: d\n", "2:2", "expected `,` or `}`"},
        Bad{"a: { b: ${X} }\n", "1:9", "`${` needs quotes"},
        Bad{"a: *.txt\n", "1:4", "put a value that begins with * in quotes"},
        Bad{"keep: \"a\" == b\n", "1:11", "text follows a closing quotation mark"},
        Bad{"keep: a matches \"b: c\"\n", "1:19", "a second `:`"},
        Bad{"p: \"x\nq: {a: \"b\"}\n", "1:4", "closed only in line 2"},
        Bad{"a: 1\n b: 2\n", "2:3", "belongs to the value above"},
        Bad{"a:\n  - b\n c\n", "3:2", "check the indentation"},
        Bad{"a: @b\n", "1:4", "cannot begin with `@`"}, Bad{"a: ]\n", "1:4", "closes nothing"},
        Bad{"a: \"\\q\"\n", "1:5", "`\\q` means nothing"}, Bad{"\"a", "1:1", "never closed"}));

TEST(YamlTree, AllOfASeriesIsReported) {
  EXPECT_THAT(YamlProblems("a: 1\na: 2\n<<: 3\nb: {c: 1, c: 2}\n"),
              ElementsAre(HasSubstr(":2:1:"), HasSubstr(":3:1:"), HasSubstr(":4:11:")));
}

TEST(YamlTree, NulBytesAreRefused) {
  EXPECT_THAT(YamlProblems(std::string("a: b\0c\n", 7)), ElementsAre(HasSubstr("p.yaml:1:5: ")));
}

TEST(YamlTree, SizeIsBounded) {
  EXPECT_THAT(YamlProblems(std::string(kLongestPipeline + 1, ' ')),
              ElementsAre(HasSubstr("1 MiB")));
  EXPECT_EQ(Read(std::string(kLongestPipeline, ' ')), "null@0:0");
  std::string many;
  for (size_t i = 0; i < kMostYamlNodes; ++i) many += "- a\n";
  EXPECT_THAT(YamlProblems(many), ElementsAre(HasSubstr("too big")));
}

TEST(YamlTree, DepthIsBounded) {
  const auto nested = [](size_t depth) {
    return std::string(depth, '[') + std::string(depth, ']');
  };
  EXPECT_THAT(YamlProblems(nested(kDeepestYaml)), IsEmpty());
  EXPECT_THAT(YamlProblems(nested(kDeepestYaml + 1)), ElementsAre(HasSubstr("64 deep")));
  EXPECT_THAT(YamlProblems(nested(500000)), ElementsAre(HasSubstr("64 deep")));
  EXPECT_THAT(YamlProblems(std::string(500000, '{')), ElementsAre(HasSubstr("64 deep")));
  std::string stairs;
  for (int i = 0; i < 1000; ++i) stairs += std::string(i, ' ') + "a:\n";
  EXPECT_THAT(YamlProblems(stairs), ElementsAre(HasSubstr("64 deep")));
}

TEST(YamlTree, BombsAreRefused) {
  std::string wide = "a0: &a0 [x]\n";
  for (int i = 1; i < 30; ++i) {
    const std::string last = "*a" + std::to_string(i - 1);
    wide += "a" + std::to_string(i) + ": &a" + std::to_string(i) + " [" + last;
    for (int k = 0; k < 8; ++k) wide += ", " + last;
    wide += "]\n";
  }
  EXPECT_THAT(YamlProblems(wide), ElementsAre(HasSubstr("too big")));
  // Each is twice as deep as the one before: small, but it would overflow the stack.
  std::string deep = "a0: &a0 [x]\n";
  for (int i = 1; i < 60; ++i) {
    deep += "a" + std::to_string(i) + ": &a" + std::to_string(i) + " " + std::string(40, '[') +
            "*a" + std::to_string(i - 1) + std::string(40, ']') + "\n";
  }
  EXPECT_THAT(YamlProblems(deep), ElementsAre(HasSubstr("64 deep")));
  // One long text, often.
  std::string long_text = "a: &a " + std::string(500000, 'x') + "\nb:\n";
  for (int i = 0; i < 15000; ++i) long_text += "- *a\n";
  EXPECT_THAT(YamlProblems(long_text), ElementsAre(HasSubstr("too big")));
}

// Whatever the bytes, reading ends soon, and either gives a tree or says what is wrong.
TEST(YamlTree, SurvivesMutatedTexts) {
  const std::string seed_text =
      "textmill: 1\nname: \"a b\"\nsteps:\n  - uses: read.text # c\n    with: { path: "
      "[\"a/*.txt\", "
      "'b'] }\n  - keep: lang == \"en\" and x >= 0.6\n  - &a uses: x\n    with: *a\n    doc: |\n"
      "      block\n       more\n  - ? key\n    : value\n";
  const std::string bits = "\"'[]{}:,#&*!|>-?%@`\\\n\t \r~<.0aé\x80\x00$";
  std::mt19937 random(20240607);
  const auto begin = std::chrono::steady_clock::now();
  for (int round = 0; round < 20000; ++round) {
    std::string text = seed_text;
    for (size_t n = 1 + random() % 6; n > 0; --n) {
      const size_t at = random() % text.size();
      switch (random() % 4) {
        case 0:
          text[at] = bits[random() % bits.size()];
          break;
        case 1:
          text.insert(at, 1 + random() % 3, bits[random() % bits.size()]);
          break;
        case 2:
          text.erase(at, 1 + random() % 8);
          break;
        default:
          text.insert(at, seed_text.substr(random() % seed_text.size(), random() % 40));
      }
      if (text.empty()) text = "x";
    }
    std::vector<Problem> problems;
    const std::optional<YamlNode> tree = ReadYaml(text, "p.yaml", &problems);
    ASSERT_TRUE(tree || !problems.empty()) << text;
    for (const Problem& problem : problems) {
      ASSERT_FALSE(problem.message.empty());
      ASSERT_GE(problem.place.line, 1) << problem.ToString() << "\n" << text;
      ASSERT_GE(problem.place.column, 1) << problem.ToString() << "\n" << text;
    }
  }
  EXPECT_LT(std::chrono::steady_clock::now() - begin, std::chrono::seconds(60));
}

}  // namespace
}  // namespace textmill::core
