#include "core/present/schema.h"

#include <gmock/gmock.h>

#include <cmath>
#include <string>

#include "core/plugin/testdata/sample.h"
#include "core/plugin/testdata/schema_validator.h"
#include "core/present/json_text.h"

namespace textmill::core {
namespace {

class SchemaTest : public testing::Test {
 protected:
  const std::string text_ = PipelineSchema(Registry::Of({&sample::Plugin()}));
  const SchemaValidator validator_{text_};

  bool TakesStep(const std::string& step) const {
    return validator_.Takes("{textmill: 1, steps: [{uses: sample.read, with: {path: a}}, " + step +
                            "]}");
  }
  bool TakesParam(const std::string& param) const {
    return TakesStep("{uses: sample.judge, with: {" + param + "}}");
  }
};

TEST_F(SchemaTest, StepsMayBeIsolated) {
  EXPECT_TRUE(TakesStep("{uses: sample.judge, isolate: true, timeout: 30s, memory: 2GiB}"));
  EXPECT_TRUE(TakesStep("{uses: sample.judge, isolate: false, memory: 20000000}"));
  EXPECT_FALSE(TakesStep("{uses: sample.judge, isolate: maybe}"));
  EXPECT_FALSE(TakesStep("{uses: sample.judge, timeout: soon}"));
  EXPECT_FALSE(TakesStep("{keep: text.length > 3, isolate: true}"));
  EXPECT_FALSE(validator_.Takes(
      "{textmill: 1, steps: [{uses: sample.read, isolate: true, with: {path: a}}]}"));
}

TEST_F(SchemaTest, TakesPipelines) {
  EXPECT_TRUE(validator_.Takes(R"(
textmill: 1
name: all
description: everything at once
steps:
  - uses: sample.read
    id: in
    with: { path: ["a/*.txt", b], separator: ";", group: 2024 }
  - keep: text.length > 3
  - keep: lang == "en"
    id: english
  - uses: sample.judge
    when: text.length > 200
    with:
      strict: true
      least: ${LEAST:-4}
      share: 0.25
      cache: 2GiB
      patience: 500ms
      mood: so-so
      patterns: { iban: "[A-Z]+", year: 2024 }
      rules: [short, { name: long, weight: 2.5 }]
  - uses: sample
    from: sample.judge
  - uses: sample
    with: { from: sample.judge }
dropped: out/dropped.jsonl
failed: ${OUT}/failed.jsonl
allow_failures: 10
stop_after_failures: ${STOP}
unique_ids: true
)"));
}

TEST_F(SchemaTest, RefusesWrongTopLevels) {
  EXPECT_TRUE(validator_.Takes("{textmill: 1, steps: [{uses: sample.read, with: {path: a}}]}"));
  for (const char* wrong :
       {"{steps: [{uses: sample.read, with: {path: a}}]}", "{textmill: 1}",
        "{textmill: 2, steps: [{uses: sample.read, with: {path: a}}]}", "{textmill: 1, steps: []}",
        "{textmill: 1, steps: [{uses: sample}]}",  // no reader
        "{textmill: 1, steps: [{keep: a}]}",
        "{textmill: 1, steps: [{uses: sample.read, with: {path: a}}], drop: x}",
        "{textmill: 1, steps: [{uses: sample.read, with: {path: a}}], allow_failures: -1}",
        "{textmill: 1, steps: [{uses: sample.read, with: {path: a}}], allow_failures: many}",
        "{textmill: 1, steps: [{uses: sample.read, with: {path: a}}], stop_after_failures: 0}"})
    EXPECT_FALSE(validator_.Takes(wrong)) << wrong;
}

TEST_F(SchemaTest, RefusesWrongSteps) {
  EXPECT_TRUE(TakesStep("{uses: sample}"));
  for (const char* wrong :
       {"{uses: sample.jugde}", "{uses: sample, whit: {}}", "{uses: sample, with: {path: a}}",
        "{uses: sample.read, with: {path: a}}",  // a reader comes first
        "{uses: sample.judge, from: x}", "{uses: sample.judge, with: {from: x}}",
        "{keep: a, when: b}", "{}", "sample"})
    EXPECT_FALSE(TakesStep(wrong)) << wrong;
  EXPECT_FALSE(validator_.Takes("{textmill: 1, steps: [{uses: sample.read}]}"));  // path missing
  EXPECT_FALSE(validator_.Takes("{textmill: 1, steps: [{uses: sample.read, with: {}}]}"));
}

TEST_F(SchemaTest, ChecksParameters) {
  for (const char* right :
       {"strict: false", "strict: '${S}'",       "least: 1",      "least: 100",
        "share: 1",      "share: 0.5",           "cache: 4096",   "cache: 4 KiB",
        "cache: 1.5MB",  "cache: 5gib",          "cache: 5000B",  "cache: '${C}'",
        "patience: 10s", "patience: 1.5m",       "patience: 2d",  "patience: 0",
        "mood: bad",     "mood: '${MOOD:-bad}'", "column: title", "patterns: {}",
        "rules: []",     "rules: [{name: a}]"})
    EXPECT_TRUE(TakesParam(right)) << right;
  for (const char* wrong : {"strict: maybe",
                            "strict: 1",
                            "least: 0",
                            "least: 101",
                            "least: 1.5",
                            "least: '5'",
                            "share: 1.1",
                            "share: half",
                            "cache: 4095",
                            "cache: much",
                            "cache: 4XiB",
                            "cache: 4K",
                            "patience: 10 years",
                            "patience: 10",
                            "mood: ugly",
                            "column: [a]",
                            "patterns: [a]",
                            "patterns: {a: [b]}",
                            "rules: a",
                            "rules: [{weight: 1}]",
                            "rules: [{name: a, wieght: 1}]",
                            "rules: [{name: a, weight: 11}]",
                            "least: $5",
                            "nonsense: 1"})
    EXPECT_FALSE(TakesParam(wrong)) << wrong;
}

TEST_F(SchemaTest, TellsDefaultsAndDescriptions) {
  const auto params = [&](const char* stage) {
    return validator_.Definition(std::string("stage:") + stage)["properties"]["with"]["properties"];
  };
  const YAML::Node read = params("sample.read");
  EXPECT_EQ(read["separator"]["default"].Scalar(), "\t");
  EXPECT_EQ(read["separator"]["description"].Scalar(), "What is between \"fields\".");
  EXPECT_FALSE(read["path"]["default"].IsDefined());
  const YAML::Node judge = params("sample.judge");
  EXPECT_EQ(judge["strict"]["default"].Tag(), "?");
  EXPECT_EQ(judge["strict"]["default"].Scalar(), "false");
  EXPECT_EQ(judge["least"]["default"].Scalar(), "3");
  EXPECT_EQ(judge["cache"]["default"].Scalar(), "64KiB");
  EXPECT_EQ(judge["mood"]["default"].Scalar(), "good");
  EXPECT_TRUE(judge["rules"]["default"].IsSequence());
}

TEST_F(SchemaTest, NeedsNoPlugins) {
  const SchemaValidator none(PipelineSchema(Registry()));
  EXPECT_FALSE(none.Takes("{textmill: 1, steps: [{uses: sample.read, with: {path: a}}]}"));
}

TEST(JsonText, EscapesAndIndents) {
  EXPECT_EQ(JsonString("a\"b\\c\n\x01\xC3\xA4"), "\"a\\\"b\\\\c\\n\\u0001\xC3\xA4\"");
  EXPECT_EQ(JsonNumber(0.5), "0.5");
  EXPECT_EQ(JsonNumber(-1e9), "-1000000000");
  EXPECT_EQ(JsonNumber(1e18), "1e+18");
  EXPECT_EQ(JsonNumber(NAN), "null");
  EXPECT_EQ(JsonArray({}), "[]");
  EXPECT_EQ(JsonObject({{"a", "1"}, {"b", "[2]"}}), R"({"a": 1, "b": [2]})");
  const std::string wide = JsonString(std::string(80, 'x'));
  EXPECT_EQ(JsonObject({{"a", JsonArray({wide, "1"})}}),
            "{\n  \"a\": [\n    " + wide + ",\n    1\n  ]\n}");
}

}  // namespace
}  // namespace textmill::core
