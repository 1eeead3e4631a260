#include "plugins/lib/unicode/dictionary.h"

#include <gtest/gtest.h>
#include <unicode/brkiter.h>
#include <unicode/unistr.h>

#include <chrono>
#include <string>
#include <vector>

#include "plugins/lib/unicode/test_text.h"
#include "plugins/lib/unicode/words.h"

namespace textmill::unicode {
namespace {

using Strings = std::vector<std::string>;

Strings WordTexts(std::string_view text) {
  Words words;
  Dictionary dictionary;
  words.Split(text);
  words.CutByDictionary(&dictionary);
  Strings out;
  for (size_t i = 0; i < words.size(); ++i) out.emplace_back(words[i]);
  return out;
}

TEST(Dictionary, CutsScriptsWithoutSpaces) {
  EXPECT_EQ(WordTexts("我们在北京学习中文。Hello"),
            (Strings{"我们", "在", "北京", "学习", "中文", "hello"}));
  EXPECT_EQ(WordTexts("東京で新しい本を買った"),
            (Strings{"東京", "で", "新しい", "本", "を", "買", "っ", "た"}));
  EXPECT_EQ(WordTexts("ภาษาไทย ง่าย"), (Strings{"ภาษา", "ไทย", "ง่าย"}));
  EXPECT_GT(WordTexts("ພາສາລາວແມ່ນພາສາ").size(), 2u);
  EXPECT_GT(WordTexts("ភាសាខ្មែរគឺជាភាសា").size(), 2u);
  EXPECT_GT(WordTexts("မြန်မာဘာသာစကားသည်").size(), 2u);
  EXPECT_EQ(WordTexts("one two_three 4"), (Strings{"one", "two_three", "4"}));
  EXPECT_EQ(WordTexts("한국어 단어"), (Strings{"한국어", "단어"}));
}

// The words are those of ICU over the whole text, where that is all of letters and blanks.
TEST(Dictionary, AgreesWithIcuOnWholeTexts) {
  UErrorCode status = U_ZERO_ERROR;
  const std::unique_ptr<icu::BreakIterator> icu_words(
      icu::BreakIterator::createWordInstance(icu::Locale::getRoot(), status));
  ASSERT_TRUE(U_SUCCESS(status));
  const icu::UnicodeSet letters[] = {
      icu::UnicodeSet(u"[\\u4E00-\\u4FFF]", status), icu::UnicodeSet(u"[\\u3042-\\u3090]", status),
      icu::UnicodeSet(u"[\\u0E01-\\u0E2E]", status), icu::UnicodeSet(u"[a-z]", status)};
  RandomText random(7);
  for (int round = 0; round < 300; ++round) {
    icu::UnicodeString text;
    for (size_t n = random.Below(12); n > 0; --n) {
      const icu::UnicodeSet& set = letters[random.Below(4)];
      for (size_t k = 1 + random.Below(8); k > 0; --k)
        text.append(
            set.charAt(static_cast<int32_t>(random.Below(static_cast<size_t>(set.size())))));
      text.append(u' ');
    }
    Strings expected;
    icu_words->setText(text);
    for (int32_t begin = icu_words->first(), end; (end = icu_words->next()) >= 0; begin = end) {
      if (text.charAt(begin) == u' ') continue;
      text.tempSubStringBetween(begin, end).toUTF8String(expected.emplace_back());
    }
    std::string utf8;
    EXPECT_EQ(WordTexts(text.toUTF8String(utf8)), expected) << utf8;
  }
}

TEST(Dictionary, AnyTextIsCutOnBorders) {
  RandomText random(8);
  Words words;
  Dictionary dictionary;
  for (int round = 0; round < 1500; ++round) {
    const std::string text = random.MakeBroken(random.Below(round % 100 == 0 ? 5000 : 200));
    words.Split(text);
    std::string before, after;
    for (size_t i = 0; i < words.size(); ++i) before += words[i];
    words.CutByDictionary(&dictionary);
    uint32_t end = 0;
    for (size_t i = 0; i < words.size(); ++i) {
      after += words[i];
      ASSERT_GE(words.span(i).begin, end);
      ASSERT_LT(words.span(i).begin, words.span(i).end);
      ASSERT_NE(static_cast<uint8_t>(words[i][0]) & 0xC0, 0x80) << text;
      end = words.span(i).end;
    }
    ASSERT_EQ(after, before) << text;
  }
}

// A megabyte without a stop.
TEST(Dictionary, TakesLongRuns) {
  std::string text;
  while (text.size() < 1 << 20) text += "我们在北京学习中文";
  const auto begin = std::chrono::steady_clock::now();
  const size_t n = WordTexts(text).size();
  EXPECT_GT(n, text.size() / 9);
  EXPECT_LT(std::chrono::steady_clock::now() - begin, std::chrono::seconds(20));
}

}  // namespace
}  // namespace textmill::unicode
