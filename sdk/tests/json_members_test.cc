#include "textmill/json_members.hpp"

#include <gtest/gtest.h>

#include <random>
#include <string>
#include <utility>
#include <vector>

namespace textmill {
namespace {

using Members = std::vector<std::pair<std::string, std::string>>;

Members All(std::string_view object, bool* valid) {
  Members out;
  JsonMembers members(object);
  while (members.Next()) out.emplace_back(members.key(), members.value());
  *valid = members.valid();
  return out;
}

// Makes JSON of all shapes, with blanks wherever they may be.
class Maker {
 public:
  explicit Maker(unsigned seed) : random_(seed) {}
  std::string Blank() {
    static const char* const kBlanks[] = {"", "", "", " ", "\n", "\t \r\n"};
    return kBlanks[random_() % 6];
  }
  std::string String() {
    static const char* const kPieces[] = {"a",
                                          "\\\"",
                                          "\\\\",
                                          "{",
                                          "}",
                                          "[",
                                          "]",
                                          ",",
                                          ":",
                                          "\\u00e9",
                                          "\\n",
                                          " ",
                                          "0123456789abcdefghij",
                                          "\xC3\xA9"};
    std::string out = "\"";
    for (size_t n = random_() % 8; n > 0; --n) out += kPieces[random_() % 14];
    return out + "\"";
  }
  std::string Value(int depth) {
    static const char* const kScalars[] = {"1", "-2.5e+7", "true", "false", "null", "0"};
    const unsigned what = random_() % (depth > 3 ? 2 : 4);
    if (what == 0) return kScalars[random_() % 6];
    if (what == 1) return String();
    if (what == 2) return Object(depth + 1).first;
    std::string out = "[";
    for (size_t n = random_() % 4, i = 0; i < n; ++i)
      out += (i > 0 ? "," : "") + Blank() + Value(depth + 1) + Blank();
    return out + "]";
  }
  std::pair<std::string, Members> Object(int depth) {
    std::string out = "{" + Blank();
    Members members;
    for (size_t n = random_() % 5, i = 0; i < n; ++i) {
      const std::string key = String(), value = Value(depth);
      members.emplace_back(key.substr(1, key.size() - 2), value);
      out += (i > 0 ? "," + Blank() : "") + key + Blank() + ":" + Blank() + value + Blank();
    }
    return {out + "}", members};
  }
  size_t Below(size_t n) { return random_() % n; }

 private:
  std::mt19937 random_;
};

TEST(JsonMembersTest, RandomObjects) {
  Maker maker(7);
  for (int round = 0; round < 5000; ++round) {
    const auto [object, members] = maker.Object(0);
    bool valid;
    ASSERT_EQ(All(maker.Blank() + object + maker.Blank(), &valid), members) << object;
    ASSERT_TRUE(valid) << object;
  }
}

TEST(JsonMembersTest, NoticesTextThatEndsEarly) {
  Maker maker(8);
  for (int round = 0; round < 2000; ++round) {
    const std::string object = maker.Object(0).first;
    bool valid;
    All(object.substr(0, maker.Below(object.size())), &valid);
    ASSERT_FALSE(valid) << object;
    All(object + "x", &valid);
    ASSERT_FALSE(valid) << object;
  }
}

TEST(JsonMembersTest, SurvivesAnyBytes) {
  Maker maker(9);
  for (int round = 0; round < 20000; ++round) {
    std::string object = maker.Object(0).first;
    for (size_t n = 1 + maker.Below(3); n > 0; --n)
      object[maker.Below(object.size())] = "\"\\{}[],: \n\xFFu1"[maker.Below(14)];
    bool valid;
    for (const auto& [key, value] : All(object, &valid)) JsonMembers::KeyIs(key, "a");
  }
}

TEST(JsonMembersTest, KeysAreComparedAsTheyRead) {
  EXPECT_TRUE(JsonMembers::KeyIs("lang", "lang"));
  EXPECT_FALSE(JsonMembers::KeyIs("lang", "Lang"));
  EXPECT_TRUE(JsonMembers::KeyIs("\\u006cang", "lang"));
  EXPECT_TRUE(JsonMembers::KeyIs("a\\\"\\\\\\/\\b\\f\\n\\r\\t", "a\"\\/\b\f\n\r\t"));
  EXPECT_TRUE(
      JsonMembers::KeyIs("\\u00E9\\u20ac\\ud83d\\udc1f", "\xC3\xA9\xE2\x82\xAC\xF0\x9F\x90\x9F"));
  for (const char* cut : {"\\", "\\u", "\\u12", "\\ud83d", "\\ud83d\\u", "\\uzzzz"})
    EXPECT_FALSE(JsonMembers::KeyIs(cut, "lang")) << cut;
}

}  // namespace
}  // namespace textmill
