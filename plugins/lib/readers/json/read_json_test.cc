#include "plugins/lib/readers/json/read_json.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <random>

#include "plugins/lib/io/pack.h"
#include "plugins/lib/io/temp_folder.h"
#include "textmill/testing.hpp"

namespace textmill::json {
namespace {

using io::TempFolder;
using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using namespace testing;

// The texts of a file of that content, then why others failed.
std::vector<std::string> Texts(const std::string& content, const std::string& at = "",
                               uint64_t want = 1 << 20) {
  TempFolder folder;
  GivenParams params = {{"path", std::vector<std::string>{folder.Write("a.json", content)}}};
  if (!at.empty()) params.emplace_back("at", at);
  const ReadOutcome out = StageRunner<ReadJson>(params).Read(want);
  EXPECT_EQ(out.error, "");
  std::vector<std::string> texts;
  for (const auto& row : out.rows) texts.push_back(row.at("text"));
  for (const auto& failure : out.failures) texts.push_back("failed: " + failure.message);
  for (const auto& failed : out.failed_inputs) texts.push_back("input: " + failed);
  return texts;
}

TEST(ReadJson, ListsOfObjects) {
  EXPECT_THAT(Texts(R"([{"text":"a"},{"text":"b"}])"), ElementsAre("\"a\"", "\"b\""));
  EXPECT_THAT(Texts("\xEF\xBB\xBF \n[\n {\"text\": \"a ],[ \\\" }\"},\n {\"text\":\"b\"}\n]\n"),
              ElementsAre("\"a ],[ \\\" }\"", "\"b\""));
  EXPECT_THAT(Texts("[]"), IsEmpty());
  EXPECT_THAT(Texts(" [ \n ] "), IsEmpty());
  EXPECT_THAT(Texts(""), IsEmpty());
}

TEST(ReadJson, ObjectsWithoutAList) {
  EXPECT_THAT(Texts("{\n \"text\": \"a\"\n}\n"), ElementsAre("\"a\""));
  EXPECT_THAT(Texts("{\"text\":\"a\"}\n{\"text\":\"b\"}\n"), ElementsAre("\"a\"", "\"b\""));
}

TEST(ReadJson, AListInside) {
  const std::string api = R"({"status":"ok","n":[1,{"x":"]"}],"response":{"items":[{"text":"a"},)"
                          R"({"text":"b"}],"more":[{"text":"c"}]},"total":2})";
  EXPECT_THAT(Texts(api, "response.items"), ElementsAre("\"a\"", "\"b\""));
  EXPECT_THAT(Texts(api, "response.more"), ElementsAre("\"c\""));
  EXPECT_THAT(Texts(api, "articles"), ElementsAre(HasSubstr("it has no list `articles`")));
  EXPECT_THAT(Texts(api, "status"), ElementsAre(HasSubstr("`status` is a string, not an array")));
  EXPECT_THAT(Texts(api.substr(0, 30), "response"), ElementsAre(HasSubstr("it ends before")));
  EXPECT_THAT(Texts("[1]", "a"), ElementsAre(HasSubstr("there is an array instead")));
}

TEST(ReadJson, WhatIsNoDocumentFailsAlone) {
  EXPECT_THAT(Texts(R"([{"text":"a"},{"text":1},{"text":"c"},7,{"text":"d" "e"},{"text":"f"}])"),
              ElementsAre("\"a\"", "\"c\"", "\"f\"", HasSubstr("not a string"),
                          HasSubstr("is a number, not an object"), HasSubstr("not valid JSON")));
  EXPECT_THAT(Texts("[{\"text\":\"a\xFF\"},{\"text\":\"b\"}]"),
              ElementsAre("\"b\"", HasSubstr("not valid UTF-8")));
}

TEST(ReadJson, ACutFileIsTold) {
  const std::string whole = R"([{"text":"a"},{"text":"b"}])";
  for (size_t n = 1; n < whole.size(); ++n)
    EXPECT_THAT(Texts(whole.substr(0, n)), Contains(HasSubstr("not closed"))) << n;
  EXPECT_THAT(Texts(whole + " {}"), Contains(HasSubstr("something comes after")));
}

// Whatever the units, the documents are the same, and none is lost.
TEST(ReadJson, UnitsMakeNoDifference) {
  std::mt19937 random(5);
  for (int round = 0; round < 30; ++round) {
    std::string content = "[";
    std::vector<std::string> texts;
    for (int i = 0; i < 200; ++i) {
      std::string text;
      for (size_t n = random() % 30; n > 0; --n) text += "ab {}[],:"[random() % 9];
      texts.push_back("\"" + text + "\"");
      content +=
          (i > 0 ? std::string(random() % 3, ' ') + "," + std::string(random() % 3, '\n') : "");
      content += "{\"a\":[{},[\"]\"]],\"text\":\"" + text + "\"}";
    }
    content += "]";
    EXPECT_EQ(Texts(content, "", 1 + random() % 2000), texts);
  }
}

}  // namespace
}  // namespace textmill::json
