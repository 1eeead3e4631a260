#include "plugins/text/replace.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "textmill/testing.hpp"

namespace textmill::text {
namespace {

using ::testing::HasSubstr;

// `patterns:` is a list of maps, which the runner's parameters do not know: set by hand.
using Rules = std::vector<std::pair<std::string, std::string>>;

class PatternsRunner {
 public:
  explicit PatternsRunner(const Rules& rules) {
    Value list{textmill_value{}};
    list.type = TEXTMILL_LIST;
    for (const auto& [pattern, with] : rules) {
      Value map{textmill_value{}};
      map.type = TEXTMILL_MAP;
      for (const auto& [key, text] : {std::pair("pattern", pattern), std::pair("with", with)}) {
        Value item{textmill_value{}};
        item.type = TEXTMILL_STRING;
        item.key = key;
        item.string = text;
        map.items.push_back(item);
      }
      list.items.push_back(map);
    }
    for (ParamBase* param : stage_.params()) {
      if (param->spec().name == "patterns") param->Set(list);
    }
  }
  // What is wrong with the rules.
  std::string Bind(std::string* parameter = nullptr) {
    Binder binder({Field{"text", "u", {}, {}}});
    try {
      stage_.BindAll(binder);
    } catch (Error& error) {
      if (parameter != nullptr) *parameter = error.parameter();
      return error.what();
    }
    return "";
  }
  std::string Run(std::string_view text) {
    EXPECT_EQ(Bind(), "");
    BytesBuilder builder;
    builder.Append(text);
    ArrowArray column;
    builder.Finish(&column);
    ArrowArray* columns[] = {&column};
    ArrowArray all{};
    all.length = 1;
    all.n_children = 1;
    all.children = columns;
    const textmill_batch raw{1, 0, 0, nullptr, &all};
    Reply reply(stage_);
    stage_.Process(Batch(raw), reply, nullptr);
    textmill_reply out{};
    reply.Export(Part::kColumns, &out);
    const std::string changed(BytesView(out.columns.children[0], 0, 1)[0]);
    replaced_ = out.counts[0];
    out.columns.release(&out.columns);
    column.release(&column);
    return changed;
  }
  int64_t replaced() const { return replaced_; }
  std::vector<AccountNumber> Account() const { return stage_.Account(); }

 private:
  Replace stage_;
  int64_t replaced_ = 0;
};

TEST(Replace, ReplacesOneAfterTheOtherAndCounts) {
  PatternsRunner run(
      Rules{{"(?m)^Ad:.*\n", ""}, {R"((\d+) ?%)", R"(\1 percent)"}, {"percent", "pc"}});
  EXPECT_EQ(run.Run("Ad: buy\nUp 5 % and 7%.\nAd: now\nEnd"), "Up 5 pc and 7 pc.\nEnd");
  EXPECT_EQ(run.replaced(), 6);
  const auto account = run.Account();
  ASSERT_EQ(account.size(), 3u);
  EXPECT_EQ(account[0].n, 2);
  EXPECT_EQ(account[2].name, "percent");
  EXPECT_EQ(run.Run("nothing"), "nothing");
}

TEST(Replace, LettersAreNotCutInHalf) {
  EXPECT_EQ(PatternsRunner(Rules{{".", "x"}}).Run("\xC3\xA9\xE2\x82\xAC\xF0\x9F\x98\x80"), "xxx");
  EXPECT_EQ(PatternsRunner(Rules{{"a*", "-"}}).Run("ba"), "-b-");
}

TEST(Replace, SaysWhichPatternIsWrong) {
  std::string parameter;
  EXPECT_THAT(PatternsRunner(Rules{{"a", ""}, {"(b", ""}}).Bind(&parameter),
              HasSubstr("`(b` is not one"));
  EXPECT_EQ(parameter, "patterns[1].pattern");
  EXPECT_THAT(PatternsRunner(Rules{{"a", R"(\1)"}}).Bind(&parameter),
              HasSubstr("cannot take the place"));
  EXPECT_EQ(parameter, "patterns[0].with");
  EXPECT_THAT(PatternsRunner(Rules{}).Bind(), HasSubstr("nothing to replace"));
  EXPECT_NE(PatternsRunner(Rules{{"(?=a)", ""}}).Bind(), "");
}

}  // namespace
}  // namespace textmill::text
