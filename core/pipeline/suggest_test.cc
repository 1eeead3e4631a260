#include "core/pipeline/suggest.h"

#include <gtest/gtest.h>

namespace textmill::core {
namespace {

TEST(Suggest, FindsWhatWasMeantOrSaysWhatThereIs) {
  const std::vector<std::string> names = {"path", "fields", "threshold", "language.detect"};
  EXPECT_EQ(DidYouMean("treshold", names), "did you mean `threshold`?");
  EXPECT_EQ(DidYouMean("Path", names), "did you mean `path`?");
  EXPECT_EQ(DidYouMean("langage.detct", names), "did you mean `language.detect`?");
  EXPECT_EQ(DidYouMean("detect", names), "did you mean `language.detect`?");
  EXPECT_EQ(DidYouMean("zzzzzz", names), "");
  EXPECT_EQ(DidYouMean("", names), "");
  EXPECT_EQ(DidYouMeanOr("zzzzzz", {"a", "b"}, "there are"), "there are `a` and `b`");
  EXPECT_EQ(DidYouMeanOr("zzzzzz", {}, "there are"), "");
}

TEST(Suggest, TakesTheCloserOfTwo) {
  EXPECT_EQ(Nearest("dedup.nere", {"dedup.exact", "dedup.near"}), "dedup.near");
  EXPECT_EQ(Nearest("write.cvs", {"write.jsonl", "write.csv", "write.json"}), "write.csv");
}

}  // namespace
}  // namespace textmill::core
