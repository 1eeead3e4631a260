#include "plugins/lib/unicode/sentences.h"

#include <gtest/gtest.h>

#include <map>
#include <set>
#include <string>
#include <vector>

#include "plugins/lib/unicode/test_text.h"

namespace textmill::unicode {
namespace {

using Strings = std::vector<std::string>;

Strings Cut(void find(std::string_view, std::vector<Span>*), std::string_view text) {
  std::vector<Span> spans;
  find(text, &spans);
  Strings out;
  for (const Span& span : spans) out.emplace_back(span.of(text));
  return out;
}

// Cuts sentences that follow each other, and expects to get them back.
void ExpectSentences(const Strings& sentences, const std::string& between = " ") {
  std::string text;
  for (const std::string& s : sentences) {
    if (!text.empty()) text += between;
    text += s;
  }
  EXPECT_EQ(Cut(FindSentences, text), sentences);
}

TEST(Paragraphs, Lines) {
  EXPECT_EQ(Cut(FindParagraphs, "one\ntwo\r\nthree\r\r four \u2028five\f\n"),
            (Strings{"one", "two", "three", "four", "five"}));
  EXPECT_EQ(Cut(FindParagraphs, "\n\n \u00a0\n\t\u200b\u3000x y\u00a0\n\n"), (Strings{"x y"}));
  EXPECT_EQ(Cut(FindParagraphs, ""), Strings());
  EXPECT_EQ(Cut(FindParagraphs, " \n\u00a0"), Strings());
  EXPECT_EQ(Cut(FindParagraphs, "no line break"), (Strings{"no line break"}));
}

TEST(Sentences, Marks) {
  ExpectSentences({"He came.", "She went!", "Who stayed?!", "Nobody...", "\u201cI did.\u201d"});
  ExpectSentences(
      {"(He said so.)", "[It was true.]", "Was it \u201ctrue\u201d?", "3 people knew."});
  ExpectSentences({"So what\u2026", "Nothing"});
  ExpectSentences({"He said \u00abJa.\u00bb", "\u00abNein.\u00bb"});
  ExpectSentences({"\u201eKomm!\u201c", "\u201eNein.\u201c"});
  ExpectSentences({"\u00bfQui\u00e9n?", "\u00a1Yo!"});
  EXPECT_EQ(Cut(FindSentences, "One.\nTwo without an end\nThree."),
            (Strings{"One.", "Two without an end", "Three."}));
}

TEST(Sentences, WhereNothingEnds) {
  for (const char* whole :
       {"It cost 3.14 dollars at example.com today.", "\u201cStop!\u201d he said.",
        "Mr. Smith met Dr. J. R. Jones and Mrs. Lee.", "The U.S. Army and the U.K. Parliament.",
        "George W. Bush spoke.", "See fig. 3 and No. 5 of vol. 2.", "Some, e.g. Peter, left.",
        "Acme Inc. Chairman Lee spoke.", "Well... maybe not.", "Well\u2026 maybe not.",
        "1. Introduction", "Am 3. Mai kam z. B. Peter.", "Das ist d.h. Peter bzw. Paul.",
        "M. Le Pen et Mme. Royal sont l\u00e0.", "El Sr. P\u00e9rez vive en EE.UU. desde mayo.",
        "\u041e\u043d \u0436\u0438\u0432\u0451\u0442 \u0432 \u0433. "
        "\u041c\u043e\u0441\u043a\u0432\u0435, "
        "\u0442.\u0435. \u0437\u0434\u0435\u0441\u044c.",
        "Version 2.0.1 of Node.js is out.", "Yahoo!, Inc. bought it."}) {
    ExpectSentences({whole});
  }
}

TEST(Sentences, MarksInsideNames) {
  for (const char* whole :
       {"Lobo! presenter Ann Kent left.", "The band Lobo? are on tour.", "He saw Wow! at the mill.",
        "Lobo! Inc. said so.", "Did \"Who's Afraid of the Mill?\" open?"}) {
    ExpectSentences({whole});
  }
  ExpectSentences({"Wow!", "Ann left."});
}

TEST(Sentences, FootnoteMarks) {
  ExpectSentences({"It rose.[1]", "It fell.[2][3]", "Ann left.[a]", "The end."});
  ExpectSentences({"It rose.\u00b2", "It fell.\u2020", "\u201cAnn left.\u201d\u00b9", "The end."});
  ExpectSentences({"It rose.1", "Then it fell.12", "The end."});
  ExpectSentences({"See p.5 The rest of no.3 Mill Road is version 2.1 Of it."});
  ExpectSentences({"It rose [1] and fell.", "[Ann left.]"});
}

TEST(Sentences, WithoutCapitals) {
  ExpectSentences({"it rose.", "then it fell!", "why?", "mr. lobo of acme inc. left."});
  ExpectSentences({"see e.g. the u.s. mill, well... maybe not."});
  ExpectSentences({"it rose. then it fell, said Ann."});
}

TEST(Sentences, Languages) {
  ExpectSentences({"Il a dit \u00ab\u00a0oui.\u00a0\u00bb", "Elle est partie."});
  ExpectSentences({"Il a dit \u00ab oui. \u00bb", "\u00ab Non ! \u00bb", "Elle est partie."});
  ExpectSentences({"\u10d9\u10d0\u10ea\u10d8.", "\u10e5\u10d0\u10da\u10d8."});
  ExpectSentences({"\u0578\u0582\u0580 \u0567\u0580:", "\u0531\u0575\u057d\u057f\u0565\u0572:"});
  ExpectSentences({"\u12a5\u1295\u12f4\u1275\u1361\u1361", "\u12f0\u1205\u1293::"});
  ExpectSentences({"Am Samstag (29. September) kam er: zu sp\u00e4t."});
}

TEST(Sentences, AbbreviationsAtTheEnd) {
  ExpectSentences({"He lives in the U.S.", "The army left."});
  ExpectSentences({"She works for Acme Inc.", "However, it is late."});
  ExpectSentences({"He said no.", "Then he left."});
  ExpectSentences({"It was 5 p.m.", "They waited."});
  ExpectSentences({"He was 42.", "She was not."});
}

TEST(Sentences, OtherScripts) {
  ExpectSentences({"\u4ed6\u6765\u4e86\u3002", "\u5979\u8d70\u4e86\uff01", "\u8c01\uff1f"}, "");
  ExpectSentences(
      {"\u4ed6\u8bf4\uff1a\u201c\u6211\u8d70\u4e86\u3002\u201d", "\u7136\u540e\u8d70\u4e86\u3002"},
      "");
  ExpectSentences({"\u300c\u884c\u304f\u3002\u300d\u3068\u8a00\u3063\u305f\u3002"});
  ExpectSentences(
      {"\u0578\u0582\u0580 \u0567\u0580\u0589", "\u0561\u0575\u057d\u057f\u0565\u0572\u0589"});
  ExpectSentences({"\u0623\u064a\u0646 \u0647\u0648\u061f", "\u0647\u0646\u0627."});
  ExpectSentences(
      {"\u0935\u0939 \u0906\u092f\u093e\u0964", "\u0935\u0939 \u0917\u092f\u093e\u0964"});
  ExpectSentences({"\u12a5\u1295\u12f4\u1275 \u1290\u1205\u1362", "\u12f0\u1205\u1293\u1362"});
}

// Spans ascend, are trimmed, lie between characters, and hold everything but blanks.
void CheckSpans(const std::string& text, const std::vector<Span>& spans, bool valid) {
  UErrorCode status = U_ZERO_ERROR;
  static const icu::UnicodeSet blanks(u"[[:White_Space:][:Cc:]\\u200B\\u2060\\uFEFF]", status);
  const auto only_blanks = [&](size_t begin, size_t end) {
    const std::string gap = text.substr(begin, end - begin);
    return blanks.spanUTF8(gap.data(), static_cast<int32_t>(gap.size()), USET_SPAN_SIMPLE) ==
           static_cast<int32_t>(gap.size());
  };
  uint32_t last = 0;
  for (const Span& span : spans) {
    ASSERT_LE(last, span.begin) << text;
    ASSERT_LT(span.begin, span.end) << text;
    ASSERT_LE(span.end, text.size()) << text;
    ASSERT_TRUE(only_blanks(last, span.begin)) << text;
    ASSERT_FALSE(only_blanks(span.begin, span.end)) << text;
    if (valid) {
      ASSERT_NE(static_cast<uint8_t>(text[span.begin]) & 0xC0, 0x80) << text;
      ASSERT_TRUE(span.end == text.size() || (static_cast<uint8_t>(text[span.end]) & 0xC0) != 0x80);
      const std::string self(span.of(text));
      ASSERT_EQ(blanks.spanUTF8(self.data(), static_cast<int32_t>(self.size()), USET_SPAN_SIMPLE),
                0);
      const int32_t size = static_cast<int32_t>(self.size());
      ASSERT_EQ(blanks.spanBackUTF8(self.data(), size, USET_SPAN_SIMPLE), size);
    }
    last = span.end;
  }
  ASSERT_TRUE(only_blanks(last, text.size())) << text;
}

TEST(Sentences, RandomText) {
  RandomText random(3);
  std::vector<Span> spans;
  for (int round = 0; round < 4000 && !::testing::Test::HasFatalFailure(); ++round) {
    const bool valid = round % 4 != 0;
    std::string text =
        valid ? random.Make(random.Below(200)) : random.MakeBroken(random.Below(200));
    for (size_t n = random.Below(20); n > 0; --n)
      text += ". \nA! Mr. ) \"1. J.?: "[random.Below(22)];
    FindParagraphs(text, &spans);
    CheckSpans(text, spans, valid);
    FindSentences(text, &spans);
    CheckSpans(text, spans, valid);
  }
}

// News sentences of 121 languages one after the other: most borders are found again, and few that
// are not. The sentences of the file are themselves cut by hand, often two in one.
TEST(Sentences, OfManyLanguages) {
  std::map<std::string, std::pair<std::string, std::set<size_t>>> texts;  // with the true ends
  for (const OwnText& own : OwnTexts()) {
    // Chinese and Japanese put nothing between sentences; Thai does not mark their end.
    if (own.language.empty() || own.language == "th") continue;
    auto& [text, ends] = texts[own.language];
    if (!text.empty() && own.language != "zh" && own.language != "ja") text += ' ';
    text += own.text;
    ends.insert(text.size());
  }
  ASSERT_GE(texts.size(), 30u);
  for (const auto& [language, content] : texts) {
    const auto& [text, ends] = content;
    std::vector<Span> spans;
    FindSentences(text, &spans);
    CheckSpans(text, spans, true);
    std::set<size_t> found;
    for (const Span& span : spans) found.insert(span.end);
    EXPECT_EQ(found, ends) << language;
  }
}

TEST(Sentences, RealText) {
  std::map<std::string, std::pair<std::string, std::set<size_t>>> texts;  // with the true ends
  for (const std::string& line : SharedLines("langid/train/ntrex.tsv.gz")) {
    const size_t tab = line.find('\t');
    auto& [text, ends] = texts[line.substr(0, tab)];
    if (!text.empty()) text += ' ';
    text += line.substr(tab + 1);
    ends.insert(text.size());
  }
  if (texts.empty()) GTEST_SKIP() << "needs langid of tests/data/MANIFEST.tsv in ../shared/data";
  const std::map<std::string, std::pair<double, double>> least = {
      {"en", {0.98, 0.9}},  {"de", {0.9, 0.9}},   {"fr", {0.95, 0.9}}, {"es", {0.9, 0.9}},
      {"ru", {0.95, 0.9}},  {"hy", {0.93, 0.85}}, {"ka", {0.9, 0.9}},  {"zh", {0.9, 0.9}},
      {"ar", {0.95, 0.85}}, {"hi", {0.95, 0.9}},  {"ja", {0.85, 0.9}}, {"tr", {0.9, 0.9}}};
  for (const auto& [language, content] : texts) {
    const auto& [text, ends] = content;
    std::vector<Span> spans;
    FindSentences(text, &spans);
    CheckSpans(text, spans, true);
    size_t right = 0;
    for (const Span& span : spans) right += ends.count(span.end);
    const double precision = static_cast<double>(right) / static_cast<double>(spans.size());
    const double recall = static_cast<double>(right) / static_cast<double>(ends.size());
    if (getenv("SHOW"))
      printf("%s precision %.3f recall %.3f\n", language.c_str(), precision, recall);
    const auto it = least.find(language);
    if (it == least.end()) continue;
    EXPECT_GE(precision, it->second.first) << language;
    EXPECT_GE(recall, it->second.second) << language;
  }
}

}  // namespace
}  // namespace textmill::unicode
