#include "plugins/text/cleaner.h"

#include <gtest/gtest.h>
#include <unicode/uchar.h>
#include <unicode/utf8.h>

#include <string>
#include <vector>

#include "plugins/lib/unicode/test_text.h"
#include "textmill/utf8.hpp"

namespace textmill::text {
namespace {

using unicode::RandomText;

std::string Clean(const Cleaner::Options& options, const std::string& text,
                  Cleaner::Result* result = nullptr) {
  std::string out(text.size() + Cleaner::kSlack, '\0');
  const Cleaner::Result r = Cleaner(options).Clean(text, out.data());
  out.resize(r.size);
  if (result != nullptr) *result = r;
  return out;
}

std::u32string Decode(const std::string& text) {
  std::u32string out;
  const int32_t n = static_cast<int32_t>(text.size());
  for (int32_t i = 0; i < n;) {
    UChar32 c;
    U8_NEXT_OR_FFFD(text.data(), i, n, c);
    out += static_cast<char32_t>(c);
  }
  return out;
}

bool Contains(const std::u32string& set, char32_t c) { return set.find(c) != set.npos; }

bool IsSelector(char32_t c) {
  return u_hasBinaryProperty(static_cast<UChar32>(c), UCHAR_VARIATION_SELECTOR) != 0;
}

// `before` is what was kept so far.
bool IsGone(char32_t c, const std::u32string& before, char32_t next) {
  const auto u = static_cast<UChar32>(c);
  const char32_t last = before.empty() ? U' ' : before.back();
  if (IsSelector(c)) {
    const auto l = static_cast<UChar32>(last);
    return u_isUWhiteSpace(l) || u_charType(l) == U_CONTROL_CHAR || IsSelector(last) ||
           Contains(U"\u200c\u200d", last);
  }
  const auto is_braille = [](char32_t b) { return b >= 0x2800 && b < 0x2900; };
  if (c == 0x2800) return !is_braille(last) && (!is_braille(next) || next == 0x2800);
  const bool control = u_charType(u) == U_CONTROL_CHAR && !u_isUWhiteSpace(u);
  return control ||
         (u_hasBinaryProperty(u, UCHAR_DEFAULT_IGNORABLE_CODE_POINT) &&
          !Contains(U"\u200c\u200d", c)) ||
         Contains(U"\ufff9\ufffa\ufffb", c);
}

// Line by line, character by character.
std::string Naive(const Cleaner::Options& options, const std::string& text) {
  std::u32string mapped;
  const std::u32string in = Decode(text);
  for (size_t i = 0; i < in.size(); ++i) {
    const char32_t c = in[i];
    const auto u = static_cast<UChar32>(c);
    const bool line_break = Contains(U"\n\v\f\r\u0085\u2028\u2029", c);
    if (options.control && IsGone(c, mapped, i + 1 < in.size() ? in[i + 1] : 0)) continue;
    if (options.whitespace && c == '\r' && i + 1 < in.size() && in[i + 1] == '\n') continue;
    if (options.whitespace && line_break) {
      mapped += '\n';
    } else if (options.whitespace && u_isUWhiteSpace(u)) {
      mapped += ' ';
    } else if (options.quotes && Contains(U"\u00b4\u1ffd\u2018\u2019\u201a\u201b\u275b\u275c", c)) {
      mapped += '\'';
    } else if (options.quotes && Contains(U"\u201c\u201d\u201e\u201f\u275d\u275e", c)) {
      mapped += '"';
    } else if (options.dashes &&
               Contains(U"\u2010\u2011\u2012\u2013\u2014\u2015\u2212\u2e3a\u2e3b\ufe58"
                        U"\ufe63\uff0d",
                        c)) {
      mapped += '-';
    } else if (options.ellipsis && c == 0x2026) {
      mapped += U"...";
    } else {
      mapped += c;
    }
  }
  std::string out;
  if (!options.whitespace) {
    for (const char32_t c : mapped) AppendUtf8(c, &out);
    return out;
  }
  std::vector<std::u32string> lines(1);
  for (const char32_t c : mapped) {
    std::u32string& line = lines.back();
    if (c == '\n') {
      lines.emplace_back();
    } else if (c != ' ' || (!line.empty() && line.back() != ' ')) {
      line += c;
    }
  }
  bool blank = false;
  for (std::u32string& line : lines) {
    if (!line.empty() && line.back() == ' ') line.pop_back();
    if (line.empty()) {
      blank = true;
      continue;
    }
    if (!out.empty()) out += blank ? "\n\n" : "\n";
    blank = false;
    for (const char32_t c : line) AppendUtf8(c, &out);
  }
  return out;
}

constexpr Cleaner::Options kAll{true, true, true, true, true};

TEST(Cleaner, Examples) {
  EXPECT_EQ(Clean(kAll, "\ufeff a \t\u00a0 b \r\n\r\n \n\rc\u200bd\u00ad\n\n"), "a b\n\ncd");
  EXPECT_EQ(Clean(kAll, "\u201cIt\u2019s \u2013 late\u2026\u201d"), "\"It's - late...\"");
  EXPECT_EQ(Clean({}, "\ufeff a \t\u00a0 b \r\n\n\n"), "\ufeff a \t\u00a0 b \r\n\n\n");
  EXPECT_EQ(Clean({.control = true}, std::string("a\0b\tc\r\n\x7f", 8)), "ab\tc\r\n");
  EXPECT_EQ(Clean({.whitespace = true}, "\u00abA\u00a0!\u00bb\u2028\u3000\u65e5"),
            "\u00abA !\u00bb\n\u65e5");
  EXPECT_EQ(Clean(kAll, "\u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645"),
            "\u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645");
  EXPECT_EQ(Clean(kAll, ""), "");
  EXPECT_EQ(Clean(kAll, " \n\u00a0\r\n"), "");
}

// All sets of options, short and long text, full of what has to be cleaned and nearly clean.
TEST(Cleaner, AgainstTheNaiveWay) {
  RandomText random(11);
  const std::u32string special =
      U"    \n\n\n\r\t\v\f\u0085\u00a0\u2003\u2028\u200b\u200d\u00ad\ufeff\u2019\u201c\u2013\u2026"
      U"\u0001\u007f\u0080ab.\u00e9\u2030\u3042";
  for (int round = 0; round < 20000; ++round) {
    const uint32_t bits = round < 10000 ? random.Below(32) : 31;
    const Cleaner::Options options{(bits & 1) != 0, (bits & 2) != 0, (bits & 4) != 0,
                                   (bits & 8) != 0, (bits & 16) != 0};
    std::string text;
    const size_t pieces = random.Below(8);
    for (size_t p = 0; p < pieces; ++p) {
      if (random.Below(3) == 0) {
        text += random.Make(random.Below(40));
      } else {
        text.append(random.Below(100), 'x');
      }
      for (size_t n = random.Below(6); n > 0; --n)
        AppendUtf8(special[random.Below(special.size())], &text);
    }
    Cleaner::Result result;
    const std::string cleaned = Clean(options, text, &result);
    ASSERT_EQ(cleaned, Naive(options, text)) << text;
    ASSERT_EQ(result.changed, cleaned != text) << text;
    ASSERT_EQ(result.ascii, CountCharacters(text) == text.size()) << text;
    if (result.surely_nfc) {
      UErrorCode status = U_ZERO_ERROR;
      ASSERT_TRUE(unicode::Nfc().isNormalizedUTF8(cleaned, status)) << cleaned;
    }
    ASSERT_EQ(Clean(options, cleaned), cleaned) << text;
  }
}

TEST(Cleaner, BrokenTextIsNotHarmed) {
  RandomText random(12);
  for (int round = 0; round < 3000; ++round) {
    const std::string text = random.MakeBroken(random.Below(200));
    EXPECT_EQ(Clean({}, text), text);
    EXPECT_LE(Clean(kAll, text).size(), text.size());
  }
  EXPECT_EQ(Clean({.control = true}, "a\xE2\x80"), "a\xE2\x80");
  EXPECT_EQ(Clean({.control = true}, "\xC2"), "\xC2");
}

TEST(Cleaner, WhatIsNotSeenGoes) {
  Cleaner::Options options;
  options.control = options.whitespace = true;
  const auto clean = [&](const std::string& text) { return Clean(options, text); };
  EXPECT_EQ(clean("a\u180Eb c\u2800d e\u3164f g\U000E0041\U000E0042h"), "ab cd ef gh");
  EXPECT_EQ(clean("a\u115Fb\u1160c\uFFA0d\u034Fe\u206Af\u2065g\u17B4h"), "abcdefgh");
  EXPECT_EQ(clean("a\U000E0001b\U000E0100\U000E0101c\U0001D173d\U0001BCA0e\U000E0FFFf"),
            "ab\U000E0100cdef");
  EXPECT_EQ(clean("one\u0085two\u2028three\u2029four"), "one\ntwo\nthree\nfour");
  EXPECT_EQ(clean("\uFE0Fa \uFE0Fb\uFE0F\uFE0Fc"), "a b\uFE0Fc");
}

TEST(Cleaner, WhatSpellsStays) {
  Cleaner::Options options;
  options.control = options.whitespace = true;
  const std::string england =
      "\U0001F3F4\U000E0067\U000E0062\U000E0065\U000E006E\U000E0067\U000E007F";
  for (const std::string& text :
       {england, england + england, std::string("\u2764\uFE0F \u2600\uFE0E"),
        std::string("\U0001F469\u200D\U0001F467"), std::string("1\uFE0F\u20E3"),
        std::string("\u0645\u06CC\u200C\u062E\u0648\u0627\u0647\u0645"),
        std::string("\u845B\U000E0100"), std::string("\u2803\u2815\u2800\u2801"),
        std::string("\u1820\u180B\u1822")}) {
    EXPECT_EQ(Clean(options, text), text);
  }
  // A flag's tags without an end, or more of them, hide text.
  EXPECT_EQ(Clean(options, england + "\U000E0061 x"), england + " x");
  EXPECT_EQ(Clean(options, "\U0001F3F4\U000E0067\U000E0062 x"), "\U0001F3F4 x");
  EXPECT_EQ(Clean(options, "\U0001F3F4\U000E0049\U000E004A\U000E007F x"), "\U0001F3F4 x");
}

}  // namespace
}  // namespace textmill::text
