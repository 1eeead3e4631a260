#include "plugins/entities/patterns/built_in.h"

#include <gtest/gtest.h>

#include "plugins/entities/patterns/currencies.h"
#include "plugins/entities/patterns/month_date.h"
#include "plugins/entities/patterns/pattern.h"
#include "plugins/entities/patterns/spelled_money.h"
#include "plugins/entities/patterns/words_around.h"
#include "plugins/entities/test_text.h"
#include "plugins/lib/tagger/chars.h"

namespace textmill::entities {
namespace {

BuiltInPatterns All() {
  BuiltInPatterns all;
  for (uint32_t p = 0; p < kPatterns; ++p) all.Enable(static_cast<Pattern>(p));
  return all;
}

TEST(BuiltIn, EachAtItsPlace) {
  Mentions mentions;
  const std::string_view text =
      "On June 5, 2024 it paid $5 million (5%) to a@b.org: https://x.org/2024-06-05.";
  All().Find(text, &mentions);
  std::string out;
  for (const Mention& m : mentions.list) out += std::string(kPatternTypes[m.what]) + " ";
  EXPECT_EQ(out, "DATE MONEY PERCENT EMAIL URL ");
}

// Against asking the patterns at every byte, without any search for likely places.
TEST(BuiltIn, FindsWhatIsThere) {
  RandomText random(
      4,
      {"5",     "12",     "2024",       "1,200",     ".",
       ",",     "-",      "/",          " ",         " ",
       " ",     " ",      "June",       "May",       "мая",
       "月",    "日",     "million",    "$",         "€",
       "euros", "USD",    "%",          "percent",   "@",
       "a",     "x.org",  "http",       "://",       "www.",
       "\n",    "(",      ")",          "é",         "of",
       "de",    "Monday", "T",          "last week", "ago",
       "days",  "km",     "\U0001F600", "\xCC\x81",  "a longer piece of text without any digits"});
  const BuiltInPatterns all = All();
  size_t found = 0;
  for (int round = 0; round < 20000; ++round) {
    const std::string text = random.Make(random.Below(8) == 0 ? 90 : 12);
    Mentions mentions;
    all.Find(text, &mentions);
    NumberLanguage language(text, "");
    std::vector<std::pair<size_t, size_t>> naive;
    size_t from = 0, settled = 0;  // a weekday may yet become part of a longer date
    for (size_t at = 0; at < text.size(); ++at) {
      if (at < from) continue;
      Found best;
      bool relative = false;
      const bool glued = InsideWord(text, at);
      if (IsDigit(text, at) && (at == 0 || !IsDigit(text, at - 1)) &&
          (!glued || IsGluedToCurrency(text, at))) {
        if (!glued) best = FindDate(text, at);
        if (best.begin < settled) best = {};
        for (const auto f : {FindMoney, FindPercent, FindQuantity}) {
          if (glued && f != FindMoney) continue;
          Found one = f(NumberPlace(text, at, &language));
          if (one.size() > best.size() && one.begin >= from) best = one;
        }
      } else if (MayBeginMonth(text, at) &&
                 (at == 0 || static_cast<signed char>(text[at - 1]) > 0) &&
                 (at == 0 || text[at - 1] <= '@')) {
        best = FindMonth(text, at);
        relative = true;
      } else if (at > 1 && (text.substr(at - 2, 3) == "day" || text.substr(at - 2, 4) == "week")) {
        best = FindRelativeDate(text, at - 2, {});
        relative = true;
      } else if (at > 1 &&
                 (text.substr(at - 2, 5) == "llion" || text.substr(at - 2, 4) == "euro")) {
        best = FindSpelledMoney(text, at);
        relative = true;
      } else if (text[at] == '@') {
        best = FindEmail(text, at);
      } else if (text.substr(at, 3) == "://" || (at >= 3 && text.substr(at - 3, 4) == "www.")) {
        best = FindUrl(text, at);
      }
      if (best.size() == 0 || best.begin < (relative ? from : settled)) continue;
      if (best.begin < from) naive.pop_back();
      naive.emplace_back(best.begin, best.end);
      settled = relative && text[at] != 'J' && text[at] != 'M' ? from : best.end;
      from = best.end;
    }
    ASSERT_EQ(mentions.list.size(), naive.size()) << text;
    for (size_t i = 0; i < naive.size(); ++i) {
      ASSERT_EQ(mentions.list[i].begin, naive[i].first) << text;
      ASSERT_EQ(mentions.list[i].end, naive[i].second) << text;
      ASSERT_TRUE(OnBoundary(text, naive[i].first) && OnBoundary(text, naive[i].second)) << text;
      ++found;
    }
  }
  EXPECT_GT(found, 2000u);
}

TEST(BuiltIn, BearsAnyBytesAndAnyLength) {
  std::vector<std::string> pieces = {"5", "June", "$", "@", "://", "www.", "%", " ", ".", ","};
  for (int c = 0x80; c < 0x100; ++c) pieces.emplace_back(1, static_cast<char>(c));
  RandomText random(6, pieces);
  const BuiltInPatterns all = All();
  for (int round = 0; round < 5000; ++round) {
    const std::string text = random.Make(100);
    Mentions mentions;
    all.Find(text, &mentions);
    uint32_t from = 0;
    for (const Mention& m : mentions.list) {
      ASSERT_LE(from, m.begin);
      ASSERT_LT(m.begin, m.end);
      ASSERT_LE(m.end, text.size());
      from = m.end;
    }
  }
  // Nothing here takes more than linear time.
  for (const std::string piece : {"5",       "@",         "a@",           "://",
                                  "http://", "www.",      "5,",           "1 ",
                                  "June 5 ", "$",         "5 million ",   "(",
                                  ".",       "5-",        "\xCC\x81",     "2004 and ",
                                  "5 to ",   "March to ", "Monday to ",   "June 5 and ",
                                  "million", "million ",  "hundred and ", "one ",
                                  "dollar",  "night",     "last night ",  "५",
                                  "५ "}) {
    std::string text;
    while (text.size() < 1 << 19) text += piece;
    Mentions mentions;
    all.Find(text, &mentions);
  }
}

}  // namespace
}  // namespace textmill::entities
