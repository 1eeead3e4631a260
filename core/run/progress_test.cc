#include "core/run/progress.h"

#include <gtest/gtest.h>

namespace textmill::core {
namespace {

ProgressState Reading() {
  ProgressState state;
  state.documents = 12'000;
  state.bytes = 30'000'000;
  state.total_bytes = 120'000'000;
  state.seconds = 2;
  return state;
}

TEST(ProgressLine, SaysHowFarItIs) {
  ProgressState state = Reading();
  EXPECT_EQ(ProgressLine(state, 100),
            "12,000 documents, 30.0 MB of 120 MB (25 %), 15.0 MB/s, 0:06 left");
  state.total_bytes = -1;
  EXPECT_EQ(ProgressLine(state, 100), "12,000 documents, 30.0 MB, 15.0 MB/s");
  EXPECT_EQ(ProgressLine({}, 100), "0 documents, 0 bytes");
}

// Documents come in lumps; between them the time left goes down with the clock.
TEST(ProgressLine, TheTimeLeftDoesNotJump) {
  ProgressState state = Reading();
  state.since = 1;
  EXPECT_EQ(ProgressLine(state, 100),
            "12,000 documents, 30.0 MB of 120 MB (25 %), 15.0 MB/s, 0:05 left");
  state.since = 100;
  EXPECT_EQ(ProgressLine(state, 100),
            "12,000 documents, 30.0 MB of 120 MB (25 %), 15.0 MB/s, 0:00 left");
}

TEST(ProgressLine, BothPassesCount) {
  ProgressState state = Reading();
  state.passes = 2;
  EXPECT_EQ(ProgressLine(state, 100),
            "12,000 documents, 30.0 MB of 120 MB, pass 1 of 2 (12 %), 15.0 MB/s, 0:14 left");
  state.pass = 1;
  state.documents = 9'000;
  state.pass_documents = 18'000;
  state.seconds = 10;
  EXPECT_EQ(ProgressLine(state, 100), "9,000 of 18,000 documents, pass 2 of 2 (75 %), 0:10 left");
  state.pass_documents = 0;
  state.documents = 0;
  EXPECT_EQ(ProgressLine(state, 100), "0 of 0 documents, pass 2 of 2 (100 %), 0:00 left");
}

// What was done before makes neither the rate nor the time that is left any better.
TEST(ProgressLine, OfARunThatWasResumed) {
  ProgressState state = Reading();
  state.bytes_before = 20'000'000;
  state.share_before = 1.0 / 6;
  EXPECT_EQ(ProgressLine(state, 100),
            "12,000 documents, 30.0 MB of 120 MB (25 %), 5.0 MB/s, 0:18 left");
  state.bytes = state.bytes_before;
  EXPECT_EQ(ProgressLine(state, 100), "12,000 documents, 20.0 MB of 120 MB (16 %)");
}

TEST(ProgressLine, ALimitIsTheWhole) {
  ProgressState state = Reading();
  state.limit = 16'000;
  EXPECT_EQ(ProgressLine(state, 100),
            "12,000 of 16,000 documents, 30.0 MB (75 %), 15.0 MB/s, 0:01 left");
  state.limit = 1'000'000;  // more than there are
  EXPECT_EQ(ProgressLine(state, 100),
            "12,000 of 1,000,000 documents, 30.0 MB (25 %), 15.0 MB/s, 0:06 left");
  state.limit = 0;
  EXPECT_EQ(ProgressLine(state, 100).find("-"), std::string::npos);
}

TEST(ProgressLine, FitsWhateverTheWidth) {
  for (ProgressState state : {Reading(), ProgressState{}}) {
    for (const int passes : {1, 2}) {
      state.passes = passes;
      for (size_t width = 0; width < 120; ++width)
        EXPECT_LE(ProgressLine(state, width).size(), width);
    }
  }
  EXPECT_EQ(ProgressLine(Reading(), 40), "12,000 documents (25 %), 0:06 left");
  EXPECT_EQ(ProgressLine(Reading(), 20), "25 %, 0:06 left");
  EXPECT_EQ(ProgressLine(Reading(), 5), "25 %");
}

}  // namespace
}  // namespace textmill::core
