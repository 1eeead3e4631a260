// The examples of docs/expressions.md are what the page says they are.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>

#include "core/expr/test_columns.h"

namespace textmill::core::expr {
namespace {

// The lines of all blocks that are marked ```LANGUAGE.
std::vector<std::string> LinesOf(const std::string& language) {
  std::ifstream page(TEXTMILL_SOURCE_DIR "/docs/expressions.md");
  std::vector<std::string> lines;
  bool in_block = false;
  for (std::string line; std::getline(page, line);) {
    if (line.starts_with("```")) {
      in_block = line == "```" + language;
    } else if (in_block) {
      lines.push_back(line);
    }
  }
  return lines;
}

TEST(Docs, ExamplesCompile) {
  const auto lines = LinesOf("expr");
  ASSERT_GT(lines.size(), 20u);
  for (const std::string& line : lines) EXPECT_THAT(ErrorsOf(line), ::testing::IsEmpty()) << line;
}

TEST(Docs, MistakesGetTheirMessages) {
  const auto lines = LinesOf("expr-errors");
  ASSERT_GT(lines.size(), 10u);
  for (size_t i = 0; i + 1 < lines.size(); i += 2) {
    ASSERT_TRUE(lines[i + 1].starts_with("    ")) << lines[i + 1];
    const std::vector<std::string> errors = ErrorsOf(lines[i]);
    ASSERT_EQ(errors.size(), 1u) << lines[i];
    EXPECT_EQ(errors[0].substr(errors[0].find(": ") + 2), lines[i + 1].substr(4)) << lines[i];
  }
}

}  // namespace
}  // namespace textmill::core::expr
