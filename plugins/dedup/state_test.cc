// The state of all three stages: saved and restored it is the same, and one that is damaged in any
// way is an error and nothing worse. That a run goes on from it as if nothing had been is tested
// with each stage.
#include <gtest/gtest.h>

#include <cstring>
#include <random>
#include <string>
#include <vector>

#include "plugins/dedup/exact.h"
#include "plugins/dedup/naive.h"
#include "plugins/dedup/near.h"
#include "plugins/dedup/passages/passages.h"
#include "textmill/testing.hpp"

namespace textmill::dedup {
namespace {

using testing::Columns;
using testing::GivenParams;
using testing::StageRunner;

const std::vector<Field> kInput = {{"id", "u", {}, {}}, {"text", "u", {}, {}}};

Columns StateDocuments(const std::vector<std::string>& texts) {
  std::vector<std::string> ids;
  for (size_t i = 0; i < texts.size(); ++i) ids.push_back("d" + std::to_string(i));
  using Values = std::vector<std::optional<std::string_view>>;
  return Columns()
      .Add<Utf8>("id", Values(ids.begin(), ids.end()))
      .Add<Utf8>("text", Values(texts.begin(), texts.end()));
}

template <class Stage>
class State : public ::testing::Test {
 protected:
  StageRunner<Stage> run;

  std::string Saved() {
    auto texts = naive::RandomTexts(60, 4);
    texts.insert(texts.end(), texts.begin(), texts.begin() + 30);
    EXPECT_EQ(run.Run(StateDocuments(texts), 20).error, "");
    std::string state;
    EXPECT_EQ(run.Save(&state), "");
    return state;
  }
};

using Stages = ::testing::Types<Exact, Near, Passages>;
TYPED_TEST_SUITE(State, Stages);

TYPED_TEST(State, IsTheSameWhenItIsSavedAgain) {
  const std::string state = this->Saved();
  ASSERT_EQ(this->run.Restore(kInput, state), "");
  std::string again;
  ASSERT_EQ(this->run.Save(&again), "");
  EXPECT_EQ(again, state);
}

TYPED_TEST(State, OfNoDocumentsIsOneToo) {
  ASSERT_EQ(this->run.Run(StateDocuments({})).error, "");
  std::string state;
  ASSERT_EQ(this->run.Save(&state), "");
  EXPECT_EQ(this->run.Restore(kInput, state), "");
}

TYPED_TEST(State, CutOffAnywhereIsAnError) {
  const std::string state = this->Saved();
  EXPECT_EQ(this->run.Restore(kInput, ""), "the saved state is cut off: it ends too early");
  for (size_t n = 1; n < state.size(); n += n < 80 ? 1 : state.size() / 40)
    EXPECT_NE(this->run.Restore(kInput, state.substr(0, n)), "") << n;
  EXPECT_NE(this->run.Restore(kInput, state.substr(0, state.size() - 1)), "");
}

TYPED_TEST(State, RandomBytesAreAnError) {
  std::mt19937 random(6);
  for (const size_t n : {1, 8, 100, 5000}) {
    std::string bytes(n, '\0');
    for (char& c : bytes) c = static_cast<char>(random());
    const std::string problem = this->run.Restore(kInput, bytes);
    EXPECT_EQ(problem, n < 8 ? "the saved state is cut off: it ends too early"
                             : "this is not a saved state");
  }
}

TYPED_TEST(State, AnyBitThatIsWrongIsAnError) {
  const std::string state = this->Saved();
  std::mt19937 random(7);
  for (int i = 0; i < 150; ++i) {
    std::string damaged = state;
    const size_t at = i < 60 ? static_cast<size_t>(i) : random() % state.size();
    damaged[at] = static_cast<char>(damaged[at] ^ (1 << random() % 8));
    EXPECT_NE(this->run.Restore(kInput, damaged), "") << at;
  }
}

// What is inside is wrong, and the checksums are right for it: whether that is noticed or not,
// nothing is read that is not there.
TYPED_TEST(State, WrongNumbersUnderRightChecksumsDoNoHarm) {
  const std::string state = this->Saved();
  uint32_t name = 0, version = 0;
  uint64_t parameters = 0;
  std::memcpy(&name, state.data() + 12, sizeof name);
  std::memcpy(&version, state.data() + 16 + name, sizeof version);
  std::memcpy(&parameters, state.data() + 20 + name, sizeof parameters);
  const internal::StateOwner owner{std::string_view(state).substr(16, name), version, parameters};
  const size_t head = 28 + name + 12;  // and the first block's size and checksum
  ASSERT_LT(state.size(), size_t{1} << 20) << "there is one block";
  const std::string part = state.substr(head, state.size() - head - 12);
  std::mt19937 random(8);
  for (int i = 0; i < 200; ++i) {
    std::string wrong = part;
    const size_t at = i < 60 ? static_cast<size_t>(i) * 4 : random() % wrong.size();
    const uint32_t number = i % 2 == 0 ? static_cast<uint32_t>(random()) : random() % 100;
    std::memcpy(wrong.data() + std::min(at, wrong.size() - 4), &number, 4);
    std::string forged;
    const textmill_state_writer to{
        &forged, [](void* self, const void* data, uint64_t size, textmill_error*) {
          static_cast<std::string*>(self)->append(static_cast<const char*>(data), size);
          return int32_t{TEXTMILL_OK};
        }};
    StateWriter writer(&to, owner);
    writer.PutRaw(wrong.data(), wrong.size());
    writer.End();
    this->run.Restore(kInput, forged);
  }
}

TYPED_TEST(State, OfOtherParametersIsAnError) {
  const std::string state = this->Saved();
  StageRunner<TypeParam> other(std::is_same_v<TypeParam, Passages>
                                   ? GivenParams{{"min_length", 3}}
                                   : GivenParams{{"memory", 20000000}});
  EXPECT_EQ(other.Restore(kInput, state), "the state was saved with other parameters");
}

TEST(StateOf, AnotherStageIsAnError) {
  StageRunner<Exact> exact;
  ASSERT_EQ(exact.Run(StateDocuments({"a", "b"})).error, "");
  std::string state;
  ASSERT_EQ(exact.Save(&state), "");
  StageRunner<Near> near;
  EXPECT_EQ(near.Restore(kInput, state), "the state is one of `dedup.exact`, not of `dedup.near`");
}

}  // namespace
}  // namespace textmill::dedup
