// Against a walk from character to character.
#include "plugins/text-quality/runs.h"

#include <gtest/gtest.h>

#include <random>
#include <string>
#include <vector>

namespace textmill::quality {
namespace {

std::vector<Run> RunsByCharacter(std::string_view text) {
  const Characters& is = Characters::Get();
  std::vector<Run> runs;
  size_t end = 0;  // of the run before
  for (size_t at = 0, size; at < text.size(); at += size) {
    if ((is.At(text, at, &size) & kSpace) != 0) continue;
    Run run{at, at, 0, at > end && text.substr(end, at - end) != " "};
    for (; run.end < text.size() && (is.At(text, run.end, &size) & kSpace) == 0; run.end += size)
      run.others += IsAsciiLetter(text[run.end]) ? 0 : size;
    runs.push_back(run);
    at = end = run.end;
    size = 0;
  }
  return runs;
}

TEST(Runs, AsWalkedByCharacter) {
  std::mt19937 random(11);
  const std::vector<std::string> pieces = {"a",
                                           "Z",
                                           "word",
                                           " ",
                                           " ",
                                           " ",
                                           "\n",
                                           "\t",
                                           "\x1C",
                                           ".",
                                           "5",
                                           "\u00A0",
                                           "\u00A9",
                                           "\u0085",
                                           "\u2003",
                                           "\u2014",
                                           "\u3000",
                                           "\u3001",
                                           "\u1680",
                                           "\u202F",
                                           "\u00E9",
                                           "\U0001F600",
                                           std::string(70, 'x'),
                                           std::string(60, ' ')};
  for (int round = 0; round < 3000; ++round) {
    std::string text;
    for (size_t n = random() % 60; n > 0; --n) text += pieces[random() % pieces.size()];
    const auto expected = RunsByCharacter(text);
    size_t i = 0;
    ForEachRun(text, [&](const auto& run) {
      ASSERT_LT(i, expected.size());
      EXPECT_EQ(run.begin, expected[i].begin);
      EXPECT_EQ(run.end, expected[i].end);
      EXPECT_EQ(run.wide, expected[i].wide) << text;
      EXPECT_EQ(std::min<size_t>(run.others, 2), std::min<size_t>(expected[i].others, 2));
      ++i;
    });
    EXPECT_EQ(i, expected.size());
  }
}

}  // namespace
}  // namespace textmill::quality
