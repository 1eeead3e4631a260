// Extensions: what a stage in C++ offers through them, and the format of a saved state.
#include <gtest/gtest.h>

#include <textmill/testing.hpp>
#include <textmill/textmill.hpp>

namespace {

using textmill::testing::Columns;
using textmill::testing::GivenParams;
using textmill::testing::StageRunner;

// Numbers documents, and remembers the texts.
class NumberedTexts final : public textmill::Transform {
 public:
  NumberedTexts() { Describe("my.numbered", "1.0.0", "Numbers documents."); }
  textmill::Param<int64_t> first{this, "first", 1, "The first number."};
  textmill::In<textmill::Utf8> text{this, "text", "what is remembered"};
  textmill::CommitOut<textmill::Int64> number{this, "number", "the document's number"};

  void Process(const textmill::Batch&, textmill::Reply&, textmill::Lane*) const override {}
  void Commit(const textmill::Batch& batch, const textmill::Carried&,
              textmill::Reply& reply) override {
    for (int64_t i = 0; i < batch.rows(); ++i) {
      reply[number].Append(first + seen_++);
      texts_ += batch[text][i];
    }
  }
  std::string Notes() const override {
    return "starts at " + std::to_string(*first) + "; " + std::to_string(InputBytes()) + " bytes";
  }
  void Save(textmill::StateWriter& to) const override {
    to.Put(seen_);
    to.PutBytes(texts_);
  }
  void Restore(textmill::StateReader& from) override {
    seen_ = from.Take<int64_t>();
    texts_ = from.TakeBytes();
  }

 private:
  int64_t seen_ = 0;
  std::string texts_;
};

class Plain final : public textmill::Transform {
 public:
  Plain() { Describe("my.plain", "1.0.0", "Does nothing."); }
  void Process(const textmill::Batch&, textmill::Reply&, textmill::Lane*) const override {}
};

// The same as NumberedTexts, but for the version of its state.
class Newer final : public textmill::Transform {
 public:
  Newer() { Describe("my.numbered", "2.0.0", "Numbers documents."); }
  textmill::Param<int64_t> first{this, "first", 1, "The first number."};
  textmill::In<textmill::Utf8> text{this, "text", "what is remembered"};
  void Process(const textmill::Batch&, textmill::Reply&, textmill::Lane*) const override {}
  void Save(textmill::StateWriter&) const override {}
  void Restore(textmill::StateReader&) override {}
  uint32_t StateVersion() const override { return 2; }
};

// More than one block of state.
Columns Texts() {
  const std::string text(400000, 'x');
  return Columns().Add<textmill::Utf8>(
      "text", std::vector<std::optional<std::string_view>>(7, std::string_view(text)));
}

TEST(Extensions, AreOfferedWhereSomethingIsOverridden) {
  const textmill_stage numbered = textmill::internal::MakeStage<NumberedTexts>();
  const textmill_stage plain = textmill::internal::MakeStage<Plain>();
  EXPECT_NE(numbered.extension(TEXTMILL_STATE_1), nullptr);
  EXPECT_NE(numbered.extension(TEXTMILL_NOTES_1), nullptr);
  EXPECT_EQ(numbered.extension("textmill.state/2"), nullptr);
  EXPECT_EQ(plain.extension(TEXTMILL_STATE_1), nullptr);
  EXPECT_EQ(plain.extension(TEXTMILL_NOTES_1), nullptr);
}

TEST(Extensions, NotesAreSaidOnceBound) {
  StageRunner<NumberedTexts> run(GivenParams{{"first", 5}});
  EXPECT_EQ(run.Bind({{"text", "u", {}, {}}}), "");
  EXPECT_EQ(run.Notes(), "starts at 5; -1 bytes");
  run.SetInputBytes(1000);
  EXPECT_EQ(run.Notes(), "starts at 5; 1000 bytes");
}

TEST(State, AnotherInstanceGoesOn) {
  StageRunner<NumberedTexts> whole;
  const auto expected = whole.Run(Texts(), 1);
  for (int64_t restart = 0; restart < 7; ++restart) {
    StageRunner<NumberedTexts> run;
    const auto out = run.Run(Texts(), 1, restart);
    ASSERT_EQ(out.error, "");
    EXPECT_EQ(out.rows, expected.rows);
    std::string a, b;
    EXPECT_EQ(whole.Save(&a), "");
    EXPECT_EQ(run.Save(&b), "");
    EXPECT_EQ(a, b);
  }
}

// Whatever byte is changed, and wherever it is cut off: an error, never a wrong state.
TEST(State, DamageIsFound) {
  StageRunner<NumberedTexts> run;
  run.Run(Texts());
  std::string state;
  ASSERT_EQ(run.Save(&state), "");
  ASSERT_GT(state.size(), 2u << 20);
  const std::vector<textmill::Field> input = {{"text", "u", {}, {}}};
  ASSERT_EQ(run.Restore(input, state), "");
  EXPECT_NE(run.Restore(input, ""), "");
  for (size_t at = 0; at < state.size(); at += at < 100 ? 1 : 99991) {
    std::string damaged = state;
    damaged[at] = static_cast<char>(damaged[at] ^ 4);
    EXPECT_NE(run.Restore(input, damaged), "") << at;
    EXPECT_NE(run.Restore(input, state.substr(0, at)), "") << at;
  }
  EXPECT_NE(run.Restore(input, state.substr(0, state.size() - 1)), "");
}

TEST(State, OfAnotherStageVersionOrParametersIsRefused) {
  const std::vector<textmill::Field> input = {{"text", "u", {}, {}}};
  StageRunner<NumberedTexts> run;
  run.Run(Texts());
  std::string state;
  ASSERT_EQ(run.Save(&state), "");
  EXPECT_EQ(StageRunner<NumberedTexts>(GivenParams{{"first", 2}}).Restore(input, state),
            "the state was saved with other parameters");
  EXPECT_EQ(StageRunner<Newer>().Restore(input, state),
            "the state was saved by another version of `my.numbered` (state version 1, this one "
            "reads 2)");
  std::string foreign = state;
  foreign.replace(foreign.find("my.numbered"), 11, "my.somebody");
  EXPECT_EQ(run.Restore(input, foreign), "the state is one of `my.somebody`, not of `my.numbered`");
  foreign = state;
  foreign[8] = 9;
  EXPECT_EQ(run.Restore(input, foreign), "the state has format 9; this version reads format 1");
  EXPECT_EQ(run.Restore(input, "something else"), "this is not a saved state");
}

}  // namespace
