#include "plugins/text-tokens/tokens.h"

#include <gmock/gmock.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>

#include "plugins/text-tokens/test_tokenizer.h"
#include "textmill/testing.hpp"

namespace textmill::tokenizer {
namespace {

namespace fs = std::filesystem;
using testing::Columns;
using testing::GivenParams;
using ::testing::HasSubstr;
using testing::Outcome;
using testing::StageRunner;
using Texts = std::vector<std::optional<std::string_view>>;

class TokensTest : public ::testing::Test {
 protected:
  TokensTest()
      : file_(fs::temp_directory_path() / ("tokens_test." + std::to_string(getpid()) + ".json")) {
    std::ofstream(file_, std::ios::binary) << Words().Json();
  }
  ~TokensTest() override { fs::remove(file_); }
  Outcome Run(const Texts& texts, GivenParams more = {}) const {
    more.insert(more.begin(), {"file", file_.string()});
    StageRunner<Tokens> run(more);
    return run.Run(Columns().Add<Utf8>("text", texts));
  }
  static std::vector<std::string> Column(const Outcome& out, const std::string& name) {
    std::vector<std::string> values;
    for (const auto& row : out.rows) values.push_back(row.at(name));
    return values;
  }
  fs::path file_;
};

TEST_F(TokensTest, CountsAndIds) {
  const Texts texts = {"the bridge the", "", std::nullopt, "x"};
  const Outcome counts = Run(texts);
  ASSERT_EQ(counts.error, "");
  EXPECT_EQ(Column(counts, "token_count"), (std::vector<std::string>{"3", "0", "null", "1"}));
  EXPECT_EQ(counts.counters.at("tokens"), 4);
  const Outcome ids = Run(texts, {{"ids", true}});
  EXPECT_EQ(Column(ids, "token_ids"),
            (std::vector<std::string>{"[257,264,258]", "[]", "null", "[120]"}));
}

TEST_F(TokensTest, APieceWithoutEndFailsAlone) {
  const std::string endless((4 << 20) + 1, 'x');
  const Outcome out = Run({"the", endless, "the"});
  ASSERT_EQ(out.error, "");
  ASSERT_EQ(out.failed.size(), 1u);
  EXPECT_THAT(out.failed[0].message, HasSubstr("4194305 bytes without a place"));
}

TEST_F(TokensTest, MistakesNameTheFile) {
  EXPECT_THAT(Run({"x"}, {{"pattern", "gpt2"}}).error, HasSubstr("leave `pattern` out"));
  std::ofstream(file_, std::ios::binary) << "IQ== 0\n";
  EXPECT_THAT(Run({"x"}).error, HasSubstr("for a file of ranks, `pattern` has to say"));
  EXPECT_THAT(Run({"x"}, {{"pattern", "gpt2"}}).error,
              HasSubstr(file_.string() + "`: there is no token"));
}

}  // namespace
}  // namespace textmill::tokenizer
