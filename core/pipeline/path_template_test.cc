#include "core/pipeline/path_template.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>
#include <random>

#include "textmill/builder.hpp"

namespace textmill::core {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

const Schema kColumns = {Field{"lang", "u", {}, {}}, Field{"year", "l", {}, {}},
                         Field{"ok", "b", {}, {}}, Field{"date", kTimestampFormat, {}, {}},
                         ListOf("tags", Field{"item", "u", {}, {}})};

TEST(PathTemplate, MakesAPathOfValues) {
  const auto made = PathTemplate::Parse("out/{lang}/{year}-{ok}.jsonl", kColumns);
  ASSERT_TRUE(made.ok());
  EXPECT_EQ(made->Pattern(), "out/*/*-*.jsonl");
  EXPECT_EQ(made->Folder(), "out");
  BytesBuilder lang;
  lang.Append("a/b");
  lang.AppendNull();
  PrimitiveBuilder<int64_t> year;
  year.Append(-5);
  year.AppendNull();
  BoolBuilder ok;
  ok.Append(true);
  ok.Append(false);
  std::vector<Array> columns;
  for (Builder* builder :
       {static_cast<Builder*>(&lang), static_cast<Builder*>(&year), static_cast<Builder*>(&ok)}) {
    ArrowArray raw{};
    builder->Finish(&raw);
    columns.push_back(Own(&raw));
  }
  EXPECT_EQ(made->PathOf(columns, 0), "out/a%2Fb/-5-true.jsonl");
  EXPECT_EQ(made->PathOf(columns, 1), "out/%null/%null-false.jsonl");
  EXPECT_EQ(PathTemplate::Parse("{{a}}*.txt", kColumns)->Pattern(), "{a}\\*.txt");
  EXPECT_EQ(PathTemplate::Parse("/{lang}", kColumns)->Folder(), "/");
  EXPECT_EQ(PathTemplate::Parse("{lang}.txt", kColumns)->Folder(), ".");
}

TEST(PathTemplate, SaysWhatIsWrong) {
  const auto error = [](const std::string& path) {
    const auto made = PathTemplate::Parse(path, kColumns);
    return made.ok() ? "" : made.error().ToString();
  };
  EXPECT_THAT(error("out/{lagn}"), HasSubstr("did you mean `lang`?"));
  EXPECT_THAT(error("out/{lang"), HasSubstr("is not closed"));
  EXPECT_THAT(error("out/lang}"), HasSubstr("closes nothing"));
  EXPECT_THAT(error("out/{}"), HasSubstr("``, which is not there"));
  EXPECT_THAT(error("out/{date}"), HasSubstr("year(date)"));
  EXPECT_THAT(error("out/{tags}"), HasSubstr("list<utf8>"));
}

// Names are one part of a path each, of a length that every file system takes, and no two values
// share one.
TEST(PathTemplate, NamesAreSafeAndNeverShared) {
  std::mt19937 random(4);
  const std::string letters("/\\.-~ %a\0\n:\x7F*n", 14);
  std::map<std::string, std::string> values;
  const auto add = [&](const std::string& value) {
    const std::string name = SafeName(value, 60);
    EXPECT_LE(name.size(), 60u);
    EXPECT_FALSE(name.empty());
    EXPECT_EQ(name.find_first_of(std::string("/\\\0\n\x7F", 5)), name.npos) << name;
    EXPECT_NE(name[0], '.');
    const auto [other, is_new] = values.emplace(name, value);
    EXPECT_EQ(other->second, value) << name;
  };
  for (const char* value :
       {"", "..", ".", "null", "%null", "%empty", "%2F", "a/b", "con", "\xC3\xA9"})
    add(value);
  for (int i = 0; i < 20000; ++i) {
    std::string value(random() % 7 + (i % 50 == 0 ? 200 : 0), ' ');
    for (char& c : value) c = letters[random() % letters.size()];
    add(value);
  }
  EXPECT_EQ(SafeName("deutsch", 60), "deutsch");
  // What a listing of the folder would act upon: here, the direction of writing is turned round.
  EXPECT_EQ(SafeName("a\xE2\x80\xAE"
                     "b\xC2\x9B",
                     60),
            "a%E2%80%AEb%C2%9B");
  EXPECT_EQ(SafeName("\xFF", 60), "\xFF");
  EXPECT_EQ(SafeName("\xC3\xA9t\xC3\xA9", 60), "\xC3\xA9t\xC3\xA9");
}

}  // namespace
}  // namespace textmill::core
