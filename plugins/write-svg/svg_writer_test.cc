#include "plugins/write-svg/svg_writer.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <optional>
#include <string>
#include <vector>

#include "plugins/write-svg/axis.h"
#include "textmill/testing.hpp"

namespace textmill::write_svg {
namespace {

using testing::Columns;
using testing::GivenParams;
using ::testing::HasSubstr;
using ::testing::Not;
using testing::Outcome;
using testing::StageRunner;

Outcome Draw(GivenParams given, const Columns& columns, int64_t batch_rows = 2,
             int64_t restart = -1) {
  given.emplace_back("path", "p.svg");
  StageRunner<SvgWriter> run(given);
  return run.Run(columns, batch_rows, restart);
}

Columns Words() {
  return Columns()
      .Add<Utf8>("word", {"crane", "harbour <b>", "ferry"})
      .Add<Float64>("log_ratio", {2.5, -1.0, std::nullopt})
      .Add<Utf8>("month", {"2024-01", "2024-02", "2024-02"})
      .Add<Utf8>("source", {"Ana", "Ana", "Bo"})
      .Add<Utf8>("target", {"Bo", "Cy", "Cy"})
      .Add<Int64>("weight", {3, 1, 2});
}

// How often a piece is in the picture.
size_t CountOf(const std::string& piece, const std::string& picture) {
  size_t n = 0;
  for (size_t at = 0; (at = picture.find(piece, at)) != picture.npos; ++at) ++n;
  return n;
}

TEST(WriteSvg, Bars) {
  const Outcome out =
      Draw({{"plot", "bars"}, {"x", "word"}, {"y", "log_ratio"}, {"title", "A & B"}}, Words());
  ASSERT_EQ(out.error, "");
  const std::string& picture = out.outputs.at(0);
  EXPECT_EQ(CountOf("<rect", picture), 2U);
  EXPECT_THAT(picture, HasSubstr("<title>A &amp; B</title>"));
  EXPECT_THAT(picture, HasSubstr("harbour &lt;b&gt;: -1</title>"));
  EXPECT_THAT(picture, Not(HasSubstr("<b>")));
  EXPECT_EQ(out.counters.at("without_a_value"), 1);
}

TEST(WriteSvg, IsTheSameHoweverTheInputIsCut) {
  for (const GivenParams& given : std::vector<GivenParams>{
           {{"plot", "bars"}, {"x", "word"}, {"y", "log_ratio"}},
           {{"plot", "lines"}, {"x", "month"}, {"y", "weight"}, {"series", "source"}},
           {{"plot", "strips"}, {"x", "weight"}, {"series", "word"}},
           {{"plot", "network"}}}) {
    const Outcome whole = Draw(given, Words(), 10);
    ASSERT_EQ(whole.error, "");
    EXPECT_THAT(whole.outputs.at(0), HasSubstr("<svg "));
    for (int64_t restart = 0; restart < 2; ++restart)
      EXPECT_EQ(Draw(given, Words(), 1, restart).outputs, whole.outputs);
    GivenParams merged = given;
    merged.emplace_back("path", "p.svg");
    EXPECT_EQ(StageRunner<SvgWriter>(merged).MergedDifference(whole, Words(), 1), "");
  }
}

TEST(WriteSvg, LinesHaveASeriesEach) {
  const Outcome out =
      Draw({{"plot", "lines"}, {"x", "month"}, {"y", "weight"}, {"series", "source"}, {"top", 1}},
           Words());
  ASSERT_EQ(out.error, "");
  EXPECT_EQ(CountOf("<path", out.outputs.at(0)), 1U);  // Ana's: Bo's sum is less
  EXPECT_THAT(out.outputs.at(0), HasSubstr("Ana, 2024-02: 1</title>"));
  EXPECT_THAT(out.outputs.at(0), Not(HasSubstr(">Bo<")));
}

TEST(WriteSvg, NetworkOfTheHeaviestEdges) {
  const Outcome out = Draw({{"plot", "network"}, {"top", 2}}, Words());
  ASSERT_EQ(out.error, "");
  EXPECT_EQ(CountOf("class=\"edge\"", out.outputs.at(0)), 2U);
  EXPECT_EQ(CountOf("<circle", out.outputs.at(0)), 3U);
  EXPECT_THAT(out.outputs.at(0), HasSubstr("Ana - Bo: 3</title>"));
  EXPECT_THAT(out.outputs.at(0), Not(HasSubstr("Ana - Cy")));
  EXPECT_THAT(out.outputs.at(0), Not(HasSubstr("nan")));
}

TEST(WriteSvg, OfNothing) {
  const Columns nothing = Columns().Add<Utf8>("a", {}).Add<Int64>("n", {}).Add<Utf8>("b", {});
  for (const char* plot : {"bars", "lines", "strips", "network"}) {
    GivenParams given = {{"plot", plot}, {"x", "a"}};
    if (plot != std::string("strips")) given.emplace_back("y", "n");
    if (plot != std::string("bars")) given.emplace_back("series", "b");
    const Outcome out = Draw(given, nothing);
    EXPECT_EQ(out.error, "") << plot;
    EXPECT_THAT(out.outputs.at(0), HasSubstr("</svg>")) << plot;
    EXPECT_THAT(out.outputs.at(0), Not(HasSubstr("nan"))) << plot;
  }
}

TEST(WriteSvg, MistakesAreFoundBeforeTheRun) {
  EXPECT_THAT(Draw({{"plot", "bars"}}, Words()).error, HasSubstr("needs `x`"));
  EXPECT_THAT(Draw({{"plot", "bars"}, {"x", "word"}, {"y", "month"}}, Words()).error,
              HasSubstr("has none"));
  EXPECT_THAT(Draw({{"plot", "bars"}, {"x", "wrod"}, {"y", "weight"}}, Words()).error,
              HasSubstr("wrod"));
  EXPECT_THAT(
      Draw({{"plot", "bars"}, {"x", "word"}, {"y", "weight"}, {"series", "source"}}, Words()).error,
      HasSubstr("no series"));
}

TEST(Axis, KnowsDatesNumbersAndNames) {
  const Axis dates({"2024", "2024-07", "2025-01-01T10:00:00Z", "2024-Q2"}, 0, 366);
  EXPECT_EQ(dates.Place("2024"), 0);
  EXPECT_EQ(dates.Place("2024-Q2"), 91);
  EXPECT_EQ(dates.Place("2024-07"), 182);
  EXPECT_EQ(dates.Marks().front().second, "2024-01-01");
  const Axis numbers({"0", "5", "10"}, 0, 100);
  EXPECT_EQ(numbers.Place("5"), 50);
  const Axis names({"b", "a", "b", "c"}, 0, 100);
  EXPECT_EQ(names.Place("b"), 0);
  EXPECT_EQ(names.Place("a"), 50);
  EXPECT_EQ(Axis({"x"}, 0, 100).Place("x"), 50);
}

TEST(Svg, TicksAndNumbers) {
  EXPECT_EQ(Ticks(0, 10), (std::vector<double>{0, 2, 4, 6, 8, 10}));
  EXPECT_EQ(Ticks(-3, 2.5), (std::vector<double>{-4, -2, 0, 2, 4}));
  EXPECT_EQ(Ticks(7, 7).size(), Ticks(7, 8).size());
  EXPECT_EQ(Short(0.0), "0");
  EXPECT_EQ(Short(1234.5), "1234");
  EXPECT_EQ(Short(-1.5), "-1.5");
  EXPECT_EQ(Short(0.015), "0.015");
  EXPECT_EQ(Cut("harbour", 30), "ha…");
  EXPECT_EQ(Cut("крановщик", 40).back(), "…"[2]);
}

}  // namespace
}  // namespace textmill::write_svg
