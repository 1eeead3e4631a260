#include "core/expr/nearest.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <functional>
#include <random>

namespace textmill::core::expr {
namespace {

const std::vector<std::string> kColumns = {
    "id", "text", "title", "lang", "date", "lang_confidence", "entities", "dup_of"};

TEST(NearestName, FindsWhatWasMeant) {
  const std::pair<const char*, const char*> cases[] = {
      {"txt", "text"},
      {"TEXT", "text"},
      {"langg", "lang"},
      {"lnag", "lang"},
      {"language", "lang"},
      {"confidence", "lang_confidence"},
      {"entitys", "entities"},
      {"titel", "title"},
      {"dupof", "dup_of"},
      {"en", ""},
      {"body", ""},
      {"x", ""},
      {"", ""},
      {"ids", "id"},
  };
  for (const auto& [word, meant] : cases) EXPECT_EQ(NearestName(word, kColumns), meant) << word;
  EXPECT_EQ(NearestName("lang", {}), "");
}

TEST(NearestValue, KnowsTheNamesOfLanguages) {
  const std::vector<std::string> codes = {"ar", "de", "el", "en", "es", "fa", "fr", "ja",
                                          "nb", "nl", "pa", "ru", "sa", "uk", "zh", "und"};
  const std::pair<const char*, const char*> cases[] = {
      {"eng", "en"},     {"EN", "en"},    {"en-US", "en"},   {"en_GB", "en"},   {"English", "en"},
      {"deu", "de"},     {"ger", "de"},   {"German", "de"},  {"deutsch", "de"}, {"spa", "es"},
      {"español", "es"}, {"fre", "fr"},   {"fra", "fr"},     {"zho", "zh"},     {"zh-Hant", "zh"},
      {"chi", "zh"},     {"jpn", "ja"},   {"русский", "ru"}, {"dut", "nl"},     {"gre", "el"},
      {"UND", "und"},    {"undd", "und"}, {"klingon", ""},   {"xx", ""},        {"", ""},
  };
  for (const auto& [word, meant] : cases) EXPECT_EQ(NearestValue(word, codes), meant) << word;
}

TEST(NearestValue, OtherValuesAreComparedByLetters) {
  const std::vector<std::string> types = {"PER", "ORG", "LOC", "MISC", "DATE", "MONEY"};
  EXPECT_EQ(NearestValue("per", types), "PER");
  EXPECT_EQ(NearestValue("PERSON", types), "PER");
  EXPECT_EQ(NearestValue("MONYE", types), "MONEY");
  EXPECT_EQ(NearestValue("animal", types), "");
}

TEST(EditDistance, AgreesWithRecursion) {
  const std::function<size_t(std::string_view, std::string_view)> naive =
      [&](std::string_view a, std::string_view b) -> size_t {
    if (a.empty() || b.empty()) return a.size() + b.size();
    size_t least = std::min({naive(a.substr(1), b) + 1, naive(a, b.substr(1)) + 1,
                             naive(a.substr(1), b.substr(1)) + (a[0] != b[0] ? 1 : 0)});
    if (a.size() > 1 && b.size() > 1 && a[0] == b[1] && a[1] == b[0])
      least = std::min(least, naive(a.substr(2), b.substr(2)) + 1);
    return least;
  };
  std::mt19937 random(5);
  const auto word = [&] {
    std::string out;
    for (unsigned n = random() % 6; n > 0; --n) out += static_cast<char>('a' + random() % 3);
    return out;
  };
  for (int round = 0; round < 500; ++round) {
    const std::string a = word(), b = word();
    EXPECT_EQ(EditDistance(a, b, 100), naive(a, b)) << a << " " << b;
    EXPECT_EQ(EditDistance(a, b, 1), std::min<size_t>(naive(a, b), 2)) << a << " " << b;
  }
}

TEST(ListOf, IsCutAfterTwelve) {
  EXPECT_EQ(ListOf({}, "`"), "");
  EXPECT_EQ(ListOf({"a"}, "`"), "`a`");
  EXPECT_EQ(ListOf({"a", "b", "c"}, "\""), "\"a\", \"b\" and \"c\"");
  const std::string cut = ListOf(std::vector<std::string>(20, "a"), "");
  EXPECT_EQ(cut, "a, a, a, a, a, a, a, a, a, a, a, a and 8 more");
}

}  // namespace
}  // namespace textmill::core::expr
