#include "plugins/write-network/network_writer.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <optional>
#include <random>
#include <string>
#include <string_view>
#include <vector>

#include "textmill/testing.hpp"

namespace textmill::write_network {
namespace {

using ::testing::HasSubstr;
using ::textmill::testing::Columns;
using ::textmill::testing::GivenParams;
using ::textmill::testing::Outcome;
using ::textmill::testing::StageRunner;

Columns Edges() {
  return Columns()
      .Add<Utf8>("source", {"Ann", "Paris", "Ann", std::nullopt})
      .Add<Utf8>("target", {"Paris", "Post <&\"\x01>", "Paris", "x"})
      .Add<Int64>("weight", {3, 2, 1, 1})
      .Add<Utf8>("source_type", {"PER", "PER", "PER", "PER"})
      .Add<Utf8>("target_type", {"LOC", "ORG", "PER", "PER"})
      .Add<Utf8>("note", {"a\nb", std::nullopt, "", "c"});
}

template <class Writer>
std::string Written(const GivenParams& more = {}, int64_t batch = 2, int64_t restart = -1) {
  GivenParams given{{"path", "a.xml"}};
  given.insert(given.end(), more.begin(), more.end());
  StageRunner<Writer> run(given);
  const Outcome out = run.Run(Edges(), batch, restart);
  EXPECT_EQ(out.error, "");
  EXPECT_EQ(out.counters.at("rows"), 3);
  EXPECT_EQ(out.counters.at("without_a_node"), 1);
  return out.outputs.at(0);
}

// Whether elements are closed in the order in which they were opened.
bool IsWellFormed(const std::string& xml) {
  std::vector<std::string> open;
  for (size_t at = xml.find('<'); at != xml.npos; at = xml.find('<', at + 1)) {
    const size_t end = xml.find('>', at);
    if (end == xml.npos) return false;
    const std::string tag = xml.substr(at + 1, end - at - 1);
    if (tag[0] == '?') continue;
    if (tag[0] == '/') {
      if (open.empty() || open.back() != tag.substr(1)) return false;
      open.pop_back();
    } else if (tag.back() != '/') {
      open.push_back(tag.substr(0, tag.find(' ')));
    }
  }
  for (const char c : xml) {
    if (static_cast<unsigned char>(c) < 0x20 && c != '\n') return false;
  }
  return open.empty();
}

TEST(Graphml, NodesAreNameAndType) {
  const std::string xml = Written<GraphmlWriter>();
  EXPECT_TRUE(IsWellFormed(xml)) << xml;
  EXPECT_THAT(
      xml,
      HasSubstr(
          "<node id=\"1\"><data key=\"label\">Paris</data><data key=\"n0\">LOC</data></node>"));
  EXPECT_THAT(
      xml,
      HasSubstr(
          "<node id=\"2\"><data key=\"label\">Paris</data><data key=\"n0\">PER</data></node>"));
  EXPECT_THAT(xml, HasSubstr("Post &lt;&amp;&quot;\xEF\xBF\xBD&gt;"));
  EXPECT_THAT(xml, HasSubstr("<edge source=\"0\" target=\"1\"><data key=\"e0\">3</data><data "
                             "key=\"e1\">a&#10;b</data></edge>"));
  EXPECT_THAT(xml, HasSubstr("attr.name=\"weight\" attr.type=\"long\""));
  EXPECT_THAT(xml, HasSubstr("edgedefault=\"undirected\""));
  EXPECT_THAT(Written<GraphmlWriter>({{"directed", true}}), HasSubstr("edgedefault=\"directed\""));
}

TEST(Gexf, NodesThenEdges) {
  const std::string xml = Written<GexfWriter>();
  EXPECT_TRUE(IsWellFormed(xml)) << xml;
  EXPECT_THAT(xml, HasSubstr("<node id=\"1\" label=\"Paris\"><attvalues><attvalue for=\"0\" "
                             "value=\"LOC\"/></attvalues></node>"));
  EXPECT_THAT(xml, HasSubstr("<edge id=\"0\" source=\"0\" target=\"1\" weight=\"3\">"));
}

TEST(Network, BatchesAndStateMakeNoDifference) {
  for (const int64_t batch : {1, 3}) {
    for (const int64_t restart : {-1, 1}) {
      EXPECT_EQ(Written<GraphmlWriter>({}, batch, restart), Written<GraphmlWriter>());
      EXPECT_EQ(Written<GexfWriter>({}, batch, restart), Written<GexfWriter>());
    }
  }
}

// A node is the one of the stretch before, and what was not known of it may come later.
TEST(Network, MergedFromStretchesItIsTheSame) {
  std::mt19937 random(4);
  std::vector<std::string> names[2];
  std::vector<std::optional<std::string_view>> dates[2], notes;
  for (int i = 0; i < 100; ++i) {
    for (auto& of : names) of.push_back("N" + std::to_string(random() % 30));
    constexpr std::optional<std::string_view> kDates[] = {"2024", std::nullopt, std::nullopt, ""};
    for (auto& of : dates) of.push_back(kDates[random() % 4]);
    notes.push_back(kDates[random() % 4]);
  }
  const auto texts = [](const std::vector<std::string>& from) {
    return std::vector<std::optional<std::string_view>>(from.begin(), from.end());
  };
  const Columns columns = Columns()
                              .Add<Utf8>("source", texts(names[0]))
                              .Add<Utf8>("target", texts(names[1]))
                              .Add<Utf8>("source_first_date", dates[0])
                              .Add<Utf8>("target_first_date", dates[1])
                              .Add<Utf8>("note", notes);
  const GivenParams given = {{"path", "a.xml"}};
  const Outcome whole = StageRunner<GexfWriter>(given).Run(columns, 7);
  ASSERT_EQ(whole.error, "");
  EXPECT_EQ(StageRunner<GexfWriter>(given).MergedDifference(whole, columns, 7), "");
  EXPECT_EQ(StageRunner<GraphmlWriter>(given).MergedDifference(
                StageRunner<GraphmlWriter>(given).Run(columns, 7), columns, 7),
            "");
}

TEST(Network, IsBoundedWhenMerged) {
  std::vector<std::string> names;
  for (int i = 0; i < 12000; ++i) names.push_back("a name of some length " + std::to_string(i));
  const std::vector<std::optional<std::string_view>> views(names.begin(), names.end());
  const Columns columns = Columns().Add<Utf8>("source", views).Add<Utf8>("target", views);
  const GivenParams given = {{"path", "a.xml"}, {"memory", 1 << 20}};
  EXPECT_THAT(StageRunner<GexfWriter>(given).Run(columns, 6000).error, HasSubstr("`memory`"));
  EXPECT_THAT(StageRunner<GexfWriter>(given).RunMerged(columns, 6000, {1}).error,
              HasSubstr("`memory`"));
}

TEST(Network, SaysWhatIsWrong) {
  StageRunner<GraphmlWriter> run(GivenParams{{"path", "a.xml"}});
  EXPECT_THAT(run.Bind({Field{"source", "u", {}, {}}}), HasSubstr("needs the column `target`"));
  StageRunner<GraphmlWriter> same(GivenParams{{"path", "a.xml"}, {"target", "source"}});
  EXPECT_THAT(same.Bind({Field{"source", "u", {}, {}}}), HasSubstr("two nodes"));
}

}  // namespace
}  // namespace textmill::write_network
