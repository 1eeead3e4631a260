#include "plugins/write-network/network_writer.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

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

TEST(Network, SaysWhatIsWrong) {
  StageRunner<GraphmlWriter> run(GivenParams{{"path", "a.xml"}});
  EXPECT_THAT(run.Bind({Field{"source", "u", {}, {}}}), HasSubstr("needs the column `target`"));
  StageRunner<GraphmlWriter> same(GivenParams{{"path", "a.xml"}, {"target", "source"}});
  EXPECT_THAT(same.Bind({Field{"source", "u", {}, {}}}), HasSubstr("two nodes"));
}

}  // namespace
}  // namespace textmill::write_network
