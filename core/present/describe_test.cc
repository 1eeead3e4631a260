#include "core/present/describe.h"

#include <gmock/gmock.h>

#include "core/plugin/testdata/sample.h"

namespace textmill::core {
namespace {

using testing::HasSubstr;
using testing::StartsWith;

TEST(Describe, ListsPluginsAndStages) {
  EXPECT_EQ(DescribePlugins(Registry::Of({&sample::Plugin()})),
            "sample-plugin 3.0.0  (part of the program)\n"
            "  sample        Writes nothing.\n"
            "  sample.read   Reads nothing.\n"
            "  sample.judge  Drops what it does not like.\n");
  EXPECT_EQ(DescribePlugins(Registry()), "There are no plugins.\n");
}

TEST(Describe, ListsWhatWasRefused) {
  const std::string folder = TEXTMILL_BINARY_DIR "/tests/loading/bad";
  const std::string text = DescribePlugins(Registry::Load({folder}));
  EXPECT_THAT(text, StartsWith("fixture 0.1.0  " + folder +
                               "/twice.so\n"
                               "  fixture.nothing  Does nothing.\n\n"
                               "Refused\n"));
  EXPECT_THAT(text, HasSubstr("  " + folder +
                              "/major.so\n"
                              "    it is made for version 2.0 of the plugin interface, and this "
                              "program has version\n    1.0; build it with the SDK"));
}

TEST(Describe, OneStageInFull) {
  const Registry registry = Registry::Of({&sample::Plugin()});
  EXPECT_EQ(DescribeStage(registry, *registry.Find("sample.judge")),
            R"(sample.judge 2.1.0
  Drops what it does not like.

  plugin  sample-plugin 3.0.0 (MIT)
  file    (part of the program)
  kind    transform; may drop documents; makes a table
  runs    on all threads, then in input order; twice where it must see all documents first

Description
  Looks at each document for a long time, at every word and at every line of it, and
  then drops it.

  A second paragraph: `code` | and a bar.

Parameters
  strict          true or false; default false
                  Whether to be strict.
  least           whole number from 1 to 100; default 3
                  Words at least.
  share           number from 0 to 1; default 0.5
                  A share.
  cache           size (64KiB, 10MB) of at least 4KiB; default 64KiB
                  Memory to use.
  patience        time (500ms, 10s, 5m); default 1500ms
                  How long to wait.
  mood            good, bad or so-so; default good
                  The mood to be in.
  column          column; default text
                  The column to look at.
  patterns        map of names to texts; optional
                  Regular expressions by name.
  rules           list of texts, or maps; default []
                  Rules to go by.
  rules[].name    text; required
                  Its name.
  rules[].weight  number from 0 to 10; default 1
                  Its weight.

Columns it needs
  text   utf8; named by `column`
         what is judged
  title  utf8; used where it is there
         judged too

Columns it makes
  liking            float32
                    from 0 to 1
  mood_of_<column>  float32; with some parameters only
                    how it felt about a column

Reasons for dropping a document
  bad, worse

Counters in the summary
  words

Example
  - uses: sample.judge
    with: { mood: bad }
)");
}

TEST(Describe, MakesAnExampleWhereThereIsNone) {
  const Registry registry = Registry::Of({&sample::Plugin()});
  EXPECT_THAT(DescribeStage(registry, *registry.Find("sample.read")),
              HasSubstr("Example\n  - uses: sample.read\n    with: { path: path/to/file }\n"));
  const std::string writer = DescribeStage(registry, *registry.Find("sample"));
  EXPECT_THAT(writer, HasSubstr("Example\n  - uses: sample\n"));
  EXPECT_THAT(writer, HasSubstr("on all threads at once, then batch by batch in input order"));
}

// A column whose name is up to a parameter without a default.
TEST(Describe, ColumnsWithoutAUsualName) {
  textmill_stage stage = *sample::Plugin().stages[2];
  textmill_stage_info info = *stage.info;
  textmill_column_info need = info.needs[0];
  need.name = "";
  info.needs = &need;
  info.n_needs = 1;
  stage.info = &info;
  const textmill_stage* const stages[] = {&stage};
  textmill_plugin plugin = sample::Plugin();
  plugin.stages = stages;
  plugin.n_stages = 1;
  EXPECT_THAT(DescribeStage(Registry::Of({&plugin}), stage),
              HasSubstr("\n  <column>  utf8; named by `column`\n            what is judged\n"));
}

// Of one stage with another description and example.
std::string Described(const char* description, const char* example) {
  textmill_stage stage = *sample::Plugin().stages[0];
  textmill_stage_info info = *stage.info;
  info.description = description;
  info.example = example;
  stage.info = &info;
  const textmill_stage* const stages[] = {&stage};
  textmill_plugin plugin = sample::Plugin();
  plugin.stages = stages;
  plugin.n_stages = 1;
  return DescribeStage(Registry::Of({&plugin}), stage);
}

TEST(Describe, BreaksProseAndNothingElse) {
  const std::string x(70, 'x'), code(100, 'y');
  const std::string description = "\nFirst\nline " + x + " and \xC3\xA4\xC3\xB6.\n\n" + "- item " +
                                  x + "\n  goes on here\n  - inner\n1. one\n" +
                                  "```yaml\nkeep: " + code + " " + code + "\n```\n" +
                                  "after\nit\n| a | " + code + " |\n| b | c |\n";
  const std::string text =
      Described(description.c_str(), ("\n- keep: " + code + " " + code + "\n\n").c_str());
  EXPECT_THAT(text, HasSubstr("Description\n"
                              "  First line " +
                              x +
                              " and\n"
                              "  \xC3\xA4\xC3\xB6.\n"
                              "\n"
                              "  - item " +
                              x +
                              " goes on\n"
                              "    here\n"
                              "    - inner\n"
                              "  1. one\n"
                              "  ```yaml\n"
                              "  keep: " +
                              code + " " + code +
                              "\n"
                              "  ```\n"
                              "  after it\n"
                              "  | a | " +
                              code +
                              " |\n"
                              "  | b | c |\n"
                              "\nCounters"));
  EXPECT_THAT(text, testing::EndsWith("Example\n  - keep: " + code + " " + code + "\n"));
}

}  // namespace
}  // namespace textmill::core
