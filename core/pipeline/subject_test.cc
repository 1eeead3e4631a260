#include "core/pipeline/subject.h"

#include <gtest/gtest.h>

#include "core/pipeline/yaml/yaml_tree.h"

namespace textmill::core {
namespace {

TEST(Subject, IsFoundAsDeepAsItGoes) {
  std::vector<Problem> problems;
  const YamlNode with = *ReadYaml(
      "patterns: {iban: x, a.b: y, a: {b: z}}\n"
      "files: [p, q]\n"
      "one: r\n",
      "f", &problems);
  const Place otherwise{"f", 9, 9};
  const auto at = [&](const char* subject) {
    return PlaceOfSubject(&with, subject, otherwise).ToString();
  };
  EXPECT_EQ(at("patterns.iban"), "f:1:18");
  EXPECT_EQ(at("patterns.a.b"), "f:1:26");  // the longest key wins
  EXPECT_EQ(at("files[1]"), "f:2:12");
  EXPECT_EQ(at("one[0]"), "f:3:6");  // taken for a list of one
  EXPECT_EQ(at("one[1]"), "f:3:6");
  EXPECT_EQ(at("patterns.unheard"), "f:1:11");
  EXPECT_EQ(at("files[7]"), "f:2:8");
  EXPECT_EQ(at("unheard"), "f:9:9");
  EXPECT_EQ(at(""), "f:9:9");
  for (const char* odd :
       {"[", "files[", "files[]", "files[x]", "files[99999999999]", ".", "one..", "]"})
    at(odd);
  EXPECT_EQ(PlaceOfSubject(nullptr, "one", otherwise).ToString(), "f:9:9");
}

}  // namespace
}  // namespace textmill::core
