#include "plugins/language/codes.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <set>
#include <string>

namespace textmill::language {
namespace {

TEST(Codes, AreSortedAndDistinct) {
  std::set<std::string_view> codes, iso3, names;
  for (const Language& l : Languages()) {
    EXPECT_TRUE(codes.insert(l.code).second) << l.code;
    EXPECT_TRUE(iso3.insert(l.iso3).second) << l.iso3;
    EXPECT_TRUE(names.insert(l.name).second) << l.name;
    EXPECT_EQ(l.iso3.size(), 3u);
    EXPECT_TRUE(l.code.size() == 2 || l.code == l.iso3) << l.code;
  }
  EXPECT_TRUE(std::is_sorted(Languages().begin(), Languages().end(),
                             [](const auto& a, const auto& b) { return a.code < b.code; }));
}

TEST(Codes, EachIsFoundByItsCodeAndNothingElseIs) {
  for (const Language& l : Languages()) {
    EXPECT_EQ(Languages()[static_cast<size_t>(IndexOf(l.code))].code, l.code);
  }
  for (const char* other : {"", "e", "eng", "EN", "zzz", "a", "und", "no", "xx"}) {
    EXPECT_EQ(IndexOf(other), -1) << other;
  }
}

TEST(Codes, NearestKnowsOtherWaysToNameALanguage) {
  for (const Language& l : Languages()) {
    EXPECT_EQ(NearestCode(l.code), l.code);
    EXPECT_EQ(NearestCode(l.iso3), l.code);
    EXPECT_EQ(NearestCode(l.name), l.code);
  }
  EXPECT_EQ(NearestCode("eng"), "en");
  EXPECT_EQ(NearestCode("EN"), "en");
  EXPECT_EQ(NearestCode("en-GB"), "en");
  EXPECT_EQ(NearestCode("zh_Hant"), "zh");
  EXPECT_EQ(NearestCode("English"), "en");
  EXPECT_EQ(NearestCode("Enlgish"), "en");
  EXPECT_EQ(NearestCode("no"), "nb");
  EXPECT_EQ(NearestCode("iw"), "he");
  EXPECT_EQ(NearestCode("ger"), "de");
  EXPECT_EQ(NearestCode("cmn-Hans-CN"), "zh");
  for (const char* nothing : {"", "-", "xq", "qqq", "-en", "programming"}) {
    EXPECT_EQ(NearestCode(nothing), "") << nothing;
  }
}

}  // namespace
}  // namespace textmill::language
