#include "plugins/tokens/tag.h"

#include <gtest/gtest.h>

#include <optional>
#include <string>
#include <vector>

#include "textmill/testing.hpp"

namespace textmill::tokens {
namespace {

using testing::Columns;
using testing::Outcome;
using testing::StageRunner;
using Texts = std::vector<std::optional<std::string_view>>;

TEST(Tag, TokensAndSentences) {
  StageRunner<Tag> run;
  const Outcome out =
      run.Run(Columns().Add<Utf8>("text", Texts{"I don't. You do.", "", std::nullopt}));
  ASSERT_EQ(out.error, "");
  EXPECT_EQ(out.rows[0].at("tokens"),
            "[{\"begin\":0,\"end\":1,\"sentence\":0},{\"begin\":2,\"end\":4,\"sentence\":0},"
            "{\"begin\":4,\"end\":7,\"sentence\":0},{\"begin\":7,\"end\":8,\"sentence\":0},"
            "{\"begin\":9,\"end\":12,\"sentence\":1},{\"begin\":13,\"end\":15,\"sentence\":1},"
            "{\"begin\":15,\"end\":16,\"sentence\":1}]");
  EXPECT_EQ(out.rows[1].at("tokens"), "[]");
  EXPECT_EQ(out.rows[2].at("tokens"), "null");
  EXPECT_EQ(out.counters.at("tokens"), 7);
  EXPECT_EQ(out.counters.at("sentences"), 2);
}

}  // namespace
}  // namespace textmill::tokens
