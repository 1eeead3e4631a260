#include "plugins/text/stats.h"

#include <gtest/gtest.h>
#include <unicode/uchar.h>

#include <cstdlib>
#include <optional>
#include <string>
#include <vector>

#include "plugins/lib/unicode/characters.h"
#include "plugins/lib/unicode/dictionary.h"
#include "plugins/lib/unicode/naive_words.h"
#include "plugins/lib/unicode/test_text.h"
#include "textmill/testing.hpp"

namespace textmill::text {
namespace {

using testing::Columns;
using testing::Outcome;
using testing::OutRow;
using testing::StageRunner;

using Texts = std::vector<std::optional<std::string_view>>;

std::vector<OutRow> Measured(const Texts& texts) {
  StageRunner<Stats> run;
  const Outcome out = run.Run(Columns().Add<Utf8>("text", texts), 100);
  EXPECT_EQ(out.error, "");
  return out.rows;
}

TEST(Stats, Examples) {
  const std::vector<OutRow> rows =
      Measured({"Der B\u00e4r. 12 Stra\u00dfen!", "", std::nullopt, "?"});
  ASSERT_EQ(rows.size(), 4u);
  EXPECT_EQ(rows[0].at("characters"), "20");
  EXPECT_EQ(rows[0].at("words"), "4");
  EXPECT_EQ(rows[0].at("sentences"), "2");
  EXPECT_FLOAT_EQ(std::strtof(rows[0].at("letter_share").c_str(), nullptr), 13.0F / 17);
  EXPECT_EQ(rows[0].at("mean_word_length"), "3.75");
  EXPECT_EQ(rows[1].at("characters"), "0");
  EXPECT_EQ(rows[1].at("words"), "0");
  EXPECT_EQ(rows[1].at("sentences"), "0");
  EXPECT_EQ(rows[1].at("letter_share"), "null");
  EXPECT_EQ(rows[1].at("mean_word_length"), "null");
  EXPECT_EQ(rows[2].at("characters"), "null");
  EXPECT_EQ(rows[2].at("words"), "null");
  EXPECT_EQ(rows[3].at("letter_share"), "0");
  EXPECT_EQ(rows[3].at("mean_word_length"), "null");
}

TEST(Stats, RandomText) {
  unicode::RandomText random(14);
  unicode::Dictionary dictionary;
  std::vector<std::string> texts;
  for (int i = 0; i < 500; ++i) texts.push_back(random.Make(random.Below(300)));
  const std::vector<OutRow> rows = Measured(Texts(texts.begin(), texts.end()));
  ASSERT_EQ(rows.size(), texts.size());
  for (size_t i = 0; i < texts.size(); ++i) {
    const std::vector<std::string> words = unicode::NaiveWords(texts[i]);
    size_t cut = 0;
    for (const std::string& word : words) {
      std::vector<uint32_t> ends = {0};
      if (unicode::Dictionary::Knows(word)) {
        ends.clear();
        dictionary.Cut(word, &ends);
      }
      cut += ends.size();
    }
    EXPECT_EQ(rows[i].at("words"), std::to_string(cut));
    EXPECT_EQ(rows[i].at("characters"), std::to_string(CountCharacters(texts[i])));
  }
}

}  // namespace
}  // namespace textmill::text
