#include "plugins/text-quality/tokens.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "plugins/text-quality/address.h"

namespace textmill::quality {
namespace {

// The words, with bars between.
std::string Cut(std::string_view text) {
  Tokens tokens;
  tokens.SplitAsSpacy(text);
  std::string out;
  for (const Token& token : tokens.all()) {
    if (!out.empty()) out += '|';
    out += token.of(text);
  }
  return out;
}

size_t Sentences(std::string_view text) {
  Tokens tokens;
  tokens.SplitAsSpacy(text);
  return Tokens::CountSentences(tokens.all().data(), tokens.all().data() + tokens.all().size());
}

// What spaCy 3.8 makes of these.
TEST(Tokens, SignsAtTheEnds) {
  EXPECT_EQ(Cut("The end."), "The|end|.");
  EXPECT_EQ(Cut("(\"Hello,\" he said!)"), "(|\"|Hello|,|\"|he|said|!|)");
  EXPECT_EQ(Cut("Wait... what?!"), "Wait|...|what|?|!");
  EXPECT_EQ(Cut("$5m, 20% US$3 +7"), "$|5|m|,|20|%|US$|3|+7");
  EXPECT_EQ(Cut("dogs' dog's"), "dogs|'|dog|'s");
  EXPECT_EQ(Cut("A. B.C. USA. x."), "A.|B.C.|USA|.|x.");
  EXPECT_EQ(Cut("20\u00B0C. 5\u00B0F"), "20|\u00B0|C|.|5|\u00B0|F");
}

TEST(Tokens, InsideWords) {
  EXPECT_EQ(Cut("well-known a--b 3-4 x~y"), "well|-|known|a|--|b|3|-|4|x|~|y");
  EXPECT_EQ(Cut("one,two 1,000 1.5 end.Next e.g"), "one|,|two|1,000|1.5|end|.|Next|e.g");
  EXPECT_EQ(Cut("a/b 1/2 key:value 2*3"), "a|/|b|1/2|key|:|value|2|*|3");
  EXPECT_EQ(Cut("so\u2014it"), "so|\u2014|it");
}

TEST(Tokens, SpecialWords) {
  EXPECT_EQ(Cut("Don't cannot gonna I'm"), "Do|n't|can|not|gon|na|I|'m");
  EXPECT_EQ(Cut("don\u2019t dont Its its"), "do|n\u2019t|do|nt|Its|its");
  EXPECT_EQ(Cut("Mr. Smith, Ph.D. at 10am."), "Mr.|Smith|,|Ph.D.|at|10|am|.");
  EXPECT_EQ(Cut(":) :-( xD <3"), ":)|:-(|xD|<3");
  EXPECT_EQ(Cut("(R-Ill.)"), "(|R|-|Ill.|)");  // comes apart, and together again
}

TEST(Tokens, AddressesStayWhole) {
  EXPECT_EQ(Cut("see www.a-b.org/x-y."), "see|www.a-b.org/x-y|.");
  EXPECT_EQ(Cut("ann-b@c-d.com"), "ann-b@c-d.com");
  EXPECT_EQ(Cut("well-made.Up"), "well|-|made|.|Up");
  for (const char* yes : {"example.org", "http://a.b.co/x?y#z", "ab@cd.ef:80", "8.8.8.8/24"})
    EXPECT_TRUE(IsAddress(yes)) << yes;
  for (const char* no : {"", ".", "a", "a.b", "a.B", "10.0.0.1", "8.8.8", "-a.com", "a..com",
                         "a.com:x", "a.com:1", "300.1.1.1", "://a", "@"})
    EXPECT_FALSE(IsAddress(no)) << no;
}

TEST(Tokens, KindsAndSizes) {
  const std::string text = "\u00DCber 42 -- ok";
  Tokens tokens;
  tokens.SplitAsSpacy(text);
  ASSERT_EQ(tokens.all().size(), 4u);
  EXPECT_EQ(tokens.all()[0].characters, 4u);
  EXPECT_EQ(tokens.all()[0].kind, kHasLetter | kIsWord | kFirstOfRun);
  EXPECT_EQ(tokens.all()[1].kind, kIsWord | kFirstOfRun);
  EXPECT_EQ(tokens.all()[2].kind, kMarksOnly | kFirstOfRun);
  EXPECT_EQ(tokens.longest_run(), 4u);
}

TEST(Tokens, SentencesEndAtFullStops) {
  EXPECT_EQ(Sentences(""), 0u);
  EXPECT_EQ(Sentences("No end"), 1u);
  EXPECT_EQ(Sentences("One. Two! Three?"), 3u);
  EXPECT_EQ(Sentences("Mr. Smith met Dr. Jones. \"Yes.\" He left."), 3u);
  EXPECT_EQ(Sentences("Wait... what"), 1u);                          // an ellipsis is no full stop
  EXPECT_EQ(Sentences("\u8FD9\u5EA7\u6865\u3002\u6CB3\u3002"), 1u);  // one word to spaCy
}

// Signs without end are cut in linear time.
TEST(Tokens, ManySigns) {
  for (const char* sign : {"(", ":)", ".", "'", "-", "a@", "@", "[1", "\u2026", "x.", "R-Ill.-"}) {
    std::string text;
    while (text.size() < 300000) text += sign;
    Tokens tokens;
    tokens.SplitAsSpacy(text);
    size_t bytes = 0;
    for (const Token& token : tokens.all()) bytes += token.size;
    EXPECT_EQ(bytes, text.size()) << sign;
  }
}

TEST(Tokens, DolmaTakesWhatIsBetweenWhiteSpace) {
  Tokens tokens;
  tokens.SplitAtSpace(" a,b\u00A0c\t-- ");
  ASSERT_EQ(tokens.all().size(), 3u);
  EXPECT_EQ(tokens.all()[1].size, 1u);
}

}  // namespace
}  // namespace textmill::quality
