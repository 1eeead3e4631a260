// The JSON Schema of pipelines with the bundled plugins: it takes what the program takes.
#include "core/present/schema.h"

#include <gtest/gtest.h>

#include "core/plugin/registry.h"
#include "core/plugin/testdata/schema_validator.h"
#include "core/present/wording.h"
#include "tests/program.h"

namespace textmill::tests {
namespace {

class SchemaTest : public ProgramTest {
 protected:
  const core::Registry registry_ = core::Registry::Load({TEXTMILL_PLUGIN_DIR});
  const core::SchemaValidator validator_{core::PipelineSchema(registry_)};
};

TEST_F(SchemaTest, TakesTheReadyPipelines) {
  int seen = 0;
  for (const auto& entry : fs::directory_iterator(TEXTMILL_SOURCE_DIR "/pipelines")) {
    if (entry.path().extension() != ".yaml") continue;
    EXPECT_TRUE(validator_.Takes(ReadFile(entry.path()))) << entry.path();
    ++seen;
  }
  EXPECT_GE(seen, 4);
}

TEST_F(SchemaTest, TakesTheExampleOfEachStage) {
  const std::string reader = "- uses: read.text\n  with: { path: a.txt }\n";
  for (const textmill_stage* stage : registry_.Stages()) {
    const std::string example = core::ExampleText(*stage->info) + "\n";
    const std::string steps = stage->info->kind == TEXTMILL_SOURCE ? example : reader + example;
    EXPECT_TRUE(validator_.Takes("textmill: 1\nsteps:\n" + steps)) << stage->info->name;
  }
}

TEST_F(SchemaTest, IsWhatTheProgramPrints) {
  const Ended ended = Here("XDG_DATA_HOME=$PWD $T schema");
  EXPECT_EQ(ended.status, 0) << ended.err;
  EXPECT_EQ(ended.out, core::PipelineSchema(registry_));
}

}  // namespace
}  // namespace textmill::tests
