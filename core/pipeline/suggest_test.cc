#include "core/pipeline/suggest.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>

namespace textmill::core {
namespace {

// The definition, without any table: slow and plain.
size_t NaiveDistance(std::string_view a, std::string_view b) {
  if (a.empty()) return b.size();
  if (b.empty()) return a.size();
  const std::string_view a1 = a.substr(1), b1 = b.substr(1);
  size_t best = NaiveDistance(a1, b1) + (a[0] != b[0]);
  best = std::min({best, NaiveDistance(a1, b) + 1, NaiveDistance(a, b1) + 1});
  if (a.size() > 1 && b.size() > 1 && a[0] == b[1] && a[1] == b[0])
    best = std::min(best, NaiveDistance(a.substr(2), b.substr(2)) + 1);
  return best;
}

TEST(EditDistance, IsTheDefinition) {
  std::mt19937 random(1);
  const auto word = [&] {
    std::string out(random() % 7, 'a');
    for (char& c : out) c = static_cast<char>('a' + random() % 3);
    return out;
  };
  for (int i = 0; i < 3000; ++i) {
    const std::string a = word(), b = word();
    const size_t limit = random() % 7;
    EXPECT_EQ(EditDistance(a, b, limit), std::min(NaiveDistance(a, b), limit + 1))
        << a << " " << b << " " << limit;
  }
}

TEST(EditDistance, ASwapIsOneMistakeAndCaseIsNone) {
  EXPECT_EQ(EditDistance("treshold", "threshold", 5), 1u);
  EXPECT_EQ(EditDistance("pahts", "paths", 5), 1u);
  EXPECT_EQ(EditDistance("PATH", "path", 5), 0u);
}

TEST(Nearest, FindsWhatWasMeant) {
  const std::vector<std::string> names = {"path", "fields", "threshold", "language.detect"};
  EXPECT_EQ(Nearest("treshold", names), "threshold");
  EXPECT_EQ(Nearest("Path", names), "path");
  EXPECT_EQ(Nearest("field", names), "fields");
  EXPECT_EQ(Nearest("langage.detct", names), "language.detect");
  EXPECT_EQ(Nearest("detect", names), "language.detect");
  EXPECT_EQ(Nearest("min_doc", {"of", "min_documents"}), "min_documents");
  EXPECT_EQ(Nearest("eng", {"de", "en", "fr"}), "en");
  EXPECT_EQ(Nearest("lng", {"id", "text", "lang"}), "lang");
}

TEST(Nearest, IsSilentRatherThanWrong) {
  EXPECT_EQ(Nearest("date", {"name", "text"}), "");
  EXPECT_EQ(Nearest("body", {"id", "text", "source"}), "");
  EXPECT_EQ(Nearest("x", {"a", "b"}), "");
  EXPECT_EQ(Nearest("", {"a"}), "");
  EXPECT_EQ(Nearest("a", {}), "");
  EXPECT_EQ(Nearest(std::string(100000, 'a'), {"a", std::string(100000, 'a')}), "");
}

TEST(Nearest, TakesTheCloserOfTwo) {
  EXPECT_EQ(Nearest("dedup.nere", {"dedup.exact", "dedup.near"}), "dedup.near");
  EXPECT_EQ(Nearest("write.cvs", {"write.jsonl", "write.csv", "write.json"}), "write.csv");
}

TEST(ListOf, IsCutShort) {
  EXPECT_EQ(ListOf({"a", "b"}), "`a`, `b`");
  EXPECT_EQ(ListOf({"a", "b", "c"}, 1), "`a` and 2 more");
  EXPECT_EQ(DidYouMeanOr("zzzzzz", {"a", "b"}, "there are:"), "there are: `a`, `b`");
}

}  // namespace
}  // namespace textmill::core
