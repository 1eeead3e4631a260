// What every engine must cope with, through the stage.
#include <gtest/gtest.h>

#include <random>

#include "plugins/language/detect.h"
#include "plugins/language/fasttext_models.h"
#include "plugins/lib/languages/test_text.h"
#include "textmill/testing.hpp"

namespace textmill::language {
namespace {

using testing::Columns;
using testing::GivenParams;
using testing::Outcome;
using testing::StageRunner;

class BadInput : public ::testing::TestWithParam<std::tuple<const char*, const char*>> {
 protected:
  Outcome Run(const std::vector<std::optional<std::string_view>>& texts) {
    const auto& [engine, per] = GetParam();
    GivenParams params = {{"engine", engine}, {"per", per}};
    if (std::string_view(engine) == "fasttext") {
      params.emplace_back("model", models_.Train("m", FastTextModels::Languages()) + ".bin");
    }
    const Outcome out = StageRunner<Detect>(params).Run(Columns().Add<Utf8>("text", texts));
    EXPECT_EQ(out.error, "");
    EXPECT_EQ(out.rows.size(), texts.size());
    return out;
  }
  FastTextModels models_;
};

TEST_P(BadInput, WithoutLanguageIsUndetermined) {
  std::vector<std::optional<std::string_view>> texts(std::begin(kWithoutLanguage),
                                                     std::end(kWithoutLanguage));
  texts.emplace_back(std::nullopt);
  const std::string letters(64 << 20, 'a');
  texts.emplace_back(letters);
  for (const auto& row : Run(texts).rows) {
    const auto& text = texts[static_cast<size_t>(row.row)];
    EXPECT_EQ(row.at("lang"), "\"und\"") << (text ? text->substr(0, 100) : "null");
    EXPECT_EQ(row.at("lang_confidence"), "0");
  }
}

TEST_P(BadInput, AnyOtherTextHasAnAnswerWithinBounds) {
  std::mt19937 random(13);
  std::vector<std::string> kept = {"The ferry паром フェリー լաստանավ เรือข้ามฟาก was late.",
                                   std::string(1 << 20, 'a') + " word", "中",
                                   "\xF0\x9F\x98\x80 ok"};
  std::string lines;
  while (lines.size() < 1 << 16) lines += "ab\n";
  kept.push_back(lines);
  for (int round = 0; round < 500; ++round) {
    std::string& text = kept.emplace_back();
    const uint32_t block = random() % 0x3000;
    for (size_t n = random() % 200; n > 0; --n) {
      uint32_t c = round % 2 == 0 ? random() % 0x110000 : block + random() % 64;
      if (c >= 0xD800 && c < 0xE000) c = 'x';
      PutChar(text, random() % 6 == 0 ? ' ' : c);
    }
  }
  for (const auto& row : Run({kept.begin(), kept.end()}).rows) {
    const float confidence = std::stof(row.at("lang_confidence"));
    EXPECT_GE(confidence, 0);
    EXPECT_LE(confidence, 1);
    EXPECT_EQ(row.at("lang") == "\"und\"", confidence == 0) << kept[static_cast<size_t>(row.row)];
  }
}

INSTANTIATE_TEST_SUITE_P(Engines, BadInput,
                         ::testing::Combine(::testing::Values("builtin", "cld2", "fasttext"),
                                            ::testing::Values("document", "paragraph")),
                         [](const auto& info) {
                           return std::string(std::get<0>(info.param)) + "_per_" +
                                  std::get<1>(info.param);
                         });

}  // namespace
}  // namespace textmill::language
