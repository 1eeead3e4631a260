#include "core/cli/kwic_line.h"

#include <gtest/gtest.h>

#include "core/present/cell_width.h"

namespace textmill::core {
namespace {

std::string KwicLine(const KwicHit& hit, const KwicStyle& style) {
  std::string line;
  AppendKwicLine(hit, style, &line);
  return line;
}

TEST(KwicLine, WithoutATerminal) {
  EXPECT_EQ(KwicLine({{"a.txt", "2024"}, "by the", "river", ", at night"}, {}),
            "a.txt\t2024\tby the\triver\t, at night");
  EXPECT_EQ(KwicLine({{}, "", "river", ""}, {}), "\triver\t");
  EXPECT_EQ(KwicLine({{"a\tb"}, "\x1b[2J", "x", "\u202e"}, {}), "a\\tb\t\\x1b[2J\tx\t\\u202e");
}

TEST(KwicLine, NodesAreInOneColumn) {
  const KwicStyle style{50, false};
  EXPECT_EQ(KwicLine({{}, "we went by the", "river", "and saw it"}, style),
            "     we went by the river and saw it");
  EXPECT_EQ(KwicLine({{}, "a long time ago we went by the", "river", ", at night, and saw nobody"},
                     style),
            "\u2026ago we went by the river, at night, and saw nobo\u2026");
  EXPECT_EQ(KwicLine({{}, "", "river", ""}, style), "                    river");
  EXPECT_EQ(KwicLine({{}, "(", "river", ")"}, style), "                   (river)");
  EXPECT_EQ(KwicLine({{}, "\u6cb3\u5ddd", "\u5317\u4eac", "\u7684"}, style),
            "               \u6cb3\u5ddd \u5317\u4eac \u7684");
  EXPECT_EQ(KwicLine({{"doc1"}, "by the", "river", "x"}, style),
            "doc1               by the river x");
}

TEST(KwicLine, NeverWiderThanTheTerminal) {
  const std::string parts[] = {"",
                               "a",
                               "\u5317\u4eac\u7684\u5929\u6c14\u5317\u4eac\u7684\u5929\u6c14",
                               "e\u0301e\u0301e\u0301e\u0301 e\u0301",
                               std::string(100, 'x'),
                               "(",
                               ", y",
                               "\x1b[1m"};
  for (const size_t width : {1u, 40u, 41u, 80u}) {
    for (const std::string& left : parts) {
      for (const std::string& node : parts) {
        for (const std::string& right : parts) {
          const std::string line = KwicLine({{left}, left, node, right}, {width, false});
          EXPECT_LE(CellsOf(line), std::max<size_t>(width, 40)) << line;
        }
      }
    }
  }
}

TEST(KwicLine, Colors) {
  EXPECT_EQ(KwicLine({{}, "the", "river", ""}, {40, true}),
            "            the \x1b[1;31mriver\x1b[0m");
}

}  // namespace
}  // namespace textmill::core
