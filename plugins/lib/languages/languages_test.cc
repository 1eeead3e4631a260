#include "plugins/lib/languages/languages.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <set>
#include <string>

#include "plugins/lib/languages/iso639.h"

namespace textmill::language {
namespace {

void ExpectGoodTable(std::span<const Language> languages) {
  std::set<std::string_view> codes, names;
  for (const Language& l : languages) {
    EXPECT_TRUE(codes.insert(l.code).second) << l.code;
    EXPECT_TRUE(names.insert(l.name).second) << l.name;
    EXPECT_EQ(CanonicalCode(l.code), l.code);
    EXPECT_EQ(NearestCode(languages, l.code), l.code);
    EXPECT_EQ(NearestCode(languages, l.name), l.code);
    EXPECT_EQ(languages[static_cast<size_t>(IndexOf(languages, l.code))].code, l.code);
  }
  EXPECT_TRUE(std::is_sorted(languages.begin(), languages.end(),
                             [](const auto& a, const auto& b) { return a.code < b.code; }));
}

TEST(Languages, TablesAreSortedDistinctAndCanonical) {
  ExpectGoodTable(Cld2Languages());
  ExpectGoodTable(BuiltinLanguages());
}

TEST(Languages, NothingElseIsFound) {
  for (const char* other : {"", "e", "eng", "EN", "zzz", "a", "und", "no", "xx"}) {
    EXPECT_EQ(IndexOf(Cld2Languages(), other), -1) << other;
  }
}

TEST(Languages, NearestKnowsOtherWaysToNameALanguage) {
  const auto nearest = [](std::string_view word) { return NearestCode(Cld2Languages(), word); };
  EXPECT_EQ(nearest("eng"), "en");
  EXPECT_EQ(nearest("EN"), "en");
  EXPECT_EQ(nearest("en-GB"), "en");
  EXPECT_EQ(nearest("eng_Latn"), "en");
  EXPECT_EQ(nearest("zh_Hant"), "zh");
  EXPECT_EQ(nearest("English"), "en");
  EXPECT_EQ(nearest("Enlgish"), "en");
  EXPECT_EQ(nearest("no"), "nb");
  EXPECT_EQ(nearest("iw"), "he");
  EXPECT_EQ(nearest("ger"), "de");
  EXPECT_EQ(nearest("cmn-Hans-CN"), "zh");
  for (const char* nothing : {"", "-", "xq", "qqq", "-en", "gsw", "programming"}) {
    EXPECT_EQ(nearest(nothing), "") << nothing;
  }
}

}  // namespace
}  // namespace textmill::language
