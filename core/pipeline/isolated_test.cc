#include "core/pipeline/isolated.h"

#include <gtest/gtest.h>

#include "textmill/isolate.h"

namespace textmill::core {
namespace {

// A stage of the program itself works in processes of its own when it asks, unless the step or the
// command says otherwise.
TEST(IsolatedTest, AStageMayAsk) {
  for (const bool asks : {false, true}) {
    textmill_stage_info info{};
    info.flags = TEXTMILL_DROPS | (asks ? TEXTMILL_ISOLATED : 0);
    textmill_stage stage{};
    stage.info = &info;
    Step step;
    step.kind = Step::Kind::kTransform;
    step.stage = &stage;
    EXPECT_EQ(IsolatedByDefault(stage), asks);
    EXPECT_EQ(IsIsolated(step, IsolateWhich::kOutside), asks);
    EXPECT_TRUE(IsIsolated(step, IsolateWhich::kAll));
    EXPECT_FALSE(IsIsolated(step, IsolateWhich::kNever));
    step.isolate = !asks;
    EXPECT_EQ(IsIsolated(step, IsolateWhich::kOutside), !asks);
  }
}

}  // namespace
}  // namespace textmill::core
