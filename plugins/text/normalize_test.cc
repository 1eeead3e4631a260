#include "plugins/text/normalize.h"

#include <gtest/gtest.h>

#include <optional>
#include <string>
#include <vector>

#include "plugins/lib/unicode/icu.h"
#include "plugins/lib/unicode/test_text.h"
#include "textmill/testing.hpp"

namespace textmill::text {
namespace {

using testing::Columns;
using testing::GivenParams;
using testing::Outcome;
using testing::StageRunner;

using Texts = std::vector<std::optional<std::string_view>>;

// Of a string as the runner shows it.
std::string Unquoted(const std::string& quoted) {
  std::string out;
  for (size_t i = 1; i + 1 < quoted.size(); ++i) {
    const bool escaped = quoted[i] == '\\';
    i += escaped;
    out += escaped && quoted[i] == 'n' ? '\n' : escaped && quoted[i] == 't' ? '\t' : quoted[i];
  }
  return out;
}

// What the stage makes of the texts.
std::vector<std::string> Normalized(const GivenParams& given, const std::vector<std::string>& texts,
                                    int64_t* changed = nullptr, int64_t batch_rows = 7) {
  StageRunner<Normalize> run(given);
  const Outcome out =
      run.Run(Columns().Add<Utf8>("text", Texts(texts.begin(), texts.end())), batch_rows);
  EXPECT_EQ(out.error, "");
  std::vector<std::string> result;
  for (const auto& row : out.rows) result.push_back(Unquoted(row.at("text")));
  if (changed != nullptr) *changed = out.counters.at("changed");
  return result;
}

TEST(Normalize, Examples) {
  int64_t changed = 0;
  EXPECT_EQ(Normalized({}, {"e\u0301t\u00e9", "plain", "  a\u00a0b \r\n", ""}, &changed),
            (std::vector<std::string>{"\u00e9t\u00e9", "plain", "a b", ""}));
  EXPECT_EQ(changed, 2);
  EXPECT_EQ(Normalized({{"form", "none"}}, {"e\u0301"})[0], "e\u0301");
  EXPECT_EQ(Normalized({{"form", "NFKC"}}, {"\ufb01\uff21\u00a0\u00a0x\u00b2"})[0], "fiA x2");
  EXPECT_EQ(Normalized({{"quotes", true}, {"dashes", true}, {"ellipsis", true}},
                       {"\u201eJa\u201c \u2013 \u00abno\u00bb\u2026"})[0],
            "\"Ja\" - \u00abno\u00bb...");
  EXPECT_EQ(Normalized({{"whitespace", false}}, {" a  b \r\n"})[0], " a  b \r\n");
  // An invisible character between a letter and its accent.
  EXPECT_EQ(Normalized({}, {"e\u200b\u0301"})[0], "\u00e9");
  // Back to what it was: not a change.
  EXPECT_EQ(Normalized({{"form", "NFKC"}, {"dashes", true}}, {"a-b"}, &changed)[0], "a-b");
  EXPECT_EQ(changed, 0);
}

TEST(Normalize, NullsAndOtherColumns) {
  StageRunner<Normalize> run(GivenParams{{"column", "body"}});
  const Outcome out = run.Run(Columns().Add<Utf8>("body", Texts{" a ", std::nullopt, "b"}));
  ASSERT_EQ(out.error, "");
  ASSERT_EQ(out.rows.size(), 3u);
  EXPECT_EQ(out.rows[0].at("body"), "\"a\"");
  EXPECT_EQ(out.rows[1].at("body"), "null");
  EXPECT_EQ(out.counters.at("changed"), 1);
  EXPECT_NE(StageRunner<Normalize>(GivenParams{{"column", "body"}}).Bind({{"text", "u", {}, {}}}),
            "");
  EXPECT_NE(StageRunner<Normalize>().Bind({{"text", "l", {}, {}}}), "");
}

// In the normal form that was asked for, counted right, and the same when it is done again.
TEST(Normalize, RandomText) {
  unicode::RandomText random(13);
  for (const char* form : {"NFC", "NFKC", "none"}) {
    const GivenParams given = {{"form", form},    {"whitespace", random.Below(2) == 0},
                               {"control", true}, {"quotes", true},
                               {"dashes", true},  {"ellipsis", true}};
    std::vector<std::string> texts;
    for (int i = 0; i < 1500; ++i) texts.push_back(random.Make(random.Below(i % 40 ? 60 : 3000)));
    int64_t changed = 0, expected_changed = 0;
    const std::vector<std::string> once = Normalized(given, texts, &changed);
    for (size_t i = 0; i < once.size(); ++i) {
      expected_changed += once[i] != texts[i];
      if (form == std::string("none")) continue;
      const icu::Normalizer2& icu = form == std::string("NFC") ? unicode::Nfc() : unicode::Nfkc();
      UErrorCode status = U_ZERO_ERROR;
      ASSERT_TRUE(icu.isNormalizedUTF8(once[i], status)) << form << ": " << texts[i];
    }
    EXPECT_EQ(changed, expected_changed) << form;
    const std::vector<std::string> twice = Normalized(given, once, &changed);
    EXPECT_EQ(changed, 0);
    for (size_t i = 0; i < once.size(); ++i)
      ASSERT_EQ(twice[i], once[i]) << form << ": " << texts[i];
  }
}

TEST(Normalize, RealText) {
  std::vector<std::string> texts = unicode::SharedLines("langid/dev/udhr.paragraph.tsv.gz");
  for (auto& own : unicode::OwnTexts()) texts.push_back(std::move(own.text));
  ASSERT_GT(texts.size(), 200u);
  const std::vector<std::string> once = Normalized({}, texts, nullptr, 1000);
  UErrorCode status = U_ZERO_ERROR;
  for (const std::string& text : once)
    ASSERT_TRUE(unicode::Nfc().isNormalizedUTF8(text, status)) << text;
}

}  // namespace
}  // namespace textmill::text
