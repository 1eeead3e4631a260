#include "core/cli/token_type.h"

#include <gtest/gtest.h>

namespace textmill::core {
namespace {

std::string Of(std::initializer_list<const char*> records, const char* field = "tokens") {
  TokenType type(field);
  for (const char* record : records) type.Add(record);
  return type.Text().value_or("none");
}

TEST(TokenType, HasAllMembersThatWereSeen) {
  EXPECT_EQ(
      Of({R"({"a": 1, "tokens": [{"begin": 0, "end": 2}, {"begin": 3, "end": 4, "x": "y"}]})",
          R"({"tokens": null})", R"({"tokens": []})",
          R"({"tokens": [{"begin": 0, "end": 2, "x": null, "p": 1}, {"p": 0.5, "ok": true}]})"}),
      "list<{begin: int, end: int, lemma: string, ok: bool, p: float, pos: string, "
      "sentence: int, tag: string, x: string}>");
  EXPECT_EQ(Of({R"({"words": [{"begin": 0, "end": 2, "pos": "X"}]})"}, "words"),
            "list<{begin: int, end: int, lemma: string, pos: string, sentence: int, tag: string}>");
  const char* const deep = R"({"m.x": {"t": [{"begin": 0, "end": 2, "a": "X"}], "u": 5}})";
  EXPECT_NE(Of({deep}, "m\\.x.t"), "none");
  EXPECT_EQ(Of({deep}, "m.x.t"), "none");
  EXPECT_EQ(Of({deep}, "m\\.x.u.t"), "none");
}

TEST(TokenType, WhatIsNotTokens) {
  for (const char* record :
       {"", "[]", "{", "{}", R"({"tokens": 5})", R"({"tokens": []})", R"({"tokens": ["a"]})",
        R"({"tokens": [{"begin": 0}]})", R"({"tokens": [{"begin": 0.5, "end": 1}]})",
        R"({"tokens": [{"begin": "0", "end": "1"}]})",
        R"({"tokens": [{"begin": 0, "end": 1, "x": [1]}]})",
        R"({"tokens": [{"begin": 0, "end": 1, "a b": 1}]})",
        R"({"tokens": [{"begin": 0, "end": 1, "x": 1}, {"begin": 0, "end": 1, "x": "1"}]})",
        R"({"tokens": [{"begin": 0, "end": 1}, 5]})"})
    EXPECT_EQ(Of({record}), "none") << record;
}

TEST(TokenType, TellsWhatIsThereThoughNoTokens) {
  const auto seen = [](const char* record) {
    TokenType type("tokens");
    type.Add(record);
    return type.seen();
  };
  EXPECT_TRUE(seen(R"({"tokens": ["a"]})"));
  EXPECT_TRUE(seen(R"({"tokens": [{"begin": 0, "end": 1, "feats": {"Number": "Sing"}}]})"));
  EXPECT_FALSE(seen(R"({"tokens": []})"));
  EXPECT_FALSE(seen(R"({"text": "a"})"));
}

}  // namespace
}  // namespace textmill::core
