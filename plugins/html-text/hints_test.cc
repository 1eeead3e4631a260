#include "plugins/html-text/hints.h"

#include <gtest/gtest.h>

#include <string>

namespace textmill::html {
namespace {

// Whether a class of that name says so.
bool Says(const std::string& names, Hint hint) {
  Hints hints;
  return (hints.Of(names) & hint) != 0;
}

TEST(Hints, WordsOfNames) {
  for (const char* name : {"entry-content", "articleBody", "article__body", "post_text",
                           "storyBody", "bodycopy", "x ArticleContent y"})
    EXPECT_TRUE(Says(name, kBody)) << name;
  for (const char* name :
       {"related", "relatedPosts", "related-posts", "relatedposts", "more_from x"})
    EXPECT_TRUE(Says(name, kRelated)) << name;
  EXPECT_TRUE(Says("share-bar", kShare));
  EXPECT_TRUE(Says("cookieNotice", kCookie));
  EXPECT_TRUE(Says("comments-area", kComment));
  EXPECT_TRUE(Says("main-sidebar", kSide));
  EXPECT_TRUE(Says("hidden", kHidden));
  EXPECT_TRUE(Says("seitenleiste", kSide));
  EXPECT_EQ(Hints().Of(""), 0U);
  EXPECT_EQ(Hints().Of("css-1q2w3e"), 0U);
}

// What a name says of the looks, or of what else the page has.
TEST(Hints, NamesThatSayNothing) {
  EXPECT_FALSE(Says("has-sidebar", kSide));
  EXPECT_FALSE(Says("no-comments", kComment));
  EXPECT_FALSE(Says("section--has-ads", kAd));
  EXPECT_FALSE(Says("category-video", kCaption));
  EXPECT_FALSE(Says("hidden-xs", kHidden));
  EXPECT_FALSE(Says("left-side", kSide));
  EXPECT_FALSE(Says("adapter", kAd));
}

// What was seen before is remembered, and nothing else is.
TEST(Hints, AreTheSameEachTime) {
  Hints hints;
  for (int round = 0; round < 2; ++round) {
    for (int i = 0; i < 20000; ++i) {
      const std::string name = (i % 3 == 0   ? "share-"
                                : i % 3 == 1 ? "related-"
                                             : "x-") +
                               std::to_string(i);
      EXPECT_EQ(hints.Of(name), i % 3 == 0 ? kShare : i % 3 == 1 ? kRelated : 0U);
    }
  }
}

}  // namespace
}  // namespace textmill::html
