// Stages that work in several places, and that testing_split.hpp tells those that do it wrongly.
#include <gtest/gtest.h>

#include <map>
#include <string>
#include <textmill/testing.hpp>
#include <textmill/textmill.hpp>
#include <utility>
#include <vector>

namespace {

using textmill::Batch;
using textmill::Binder;
using textmill::Carried;
using textmill::Lane;
using textmill::Reply;
using textmill::StateReader;
using textmill::StateWriter;
using textmill::Utf8;
using textmill::testing::Columns;
using textmill::testing::Difference;
using textmill::testing::Outcome;
using textmill::testing::StageRunner;

// Writes texts with a comma between them, in brackets.
template <bool kRight>
class Joined final : public textmill::Sink {
 public:
  Joined() { Describe("my.joined", "1.0.0", "Writes texts."); }
  textmill::In<Utf8> text{this, "text", "what is written"};
  void Bind(Binder& binder) override { output_ = binder.Output("-"); }
  void Open(const textmill_open_request&) override { Write(output_, "["); }
  void Process(const Batch&, Reply&, Lane*) const override {}
  void Commit(const Batch& batch, const Carried&, Reply&) override {
    for (int64_t i = 0; i < batch.rows(); ++i) {
      Write(output_, (std::exchange(any_, true) ? "," : "") + std::string(batch[text][i]));
    }
  }
  void Finish() override { Write(output_, "]"); }
  void Save(StateWriter& to) const override { to.Put(static_cast<uint8_t>(any_)); }
  void Restore(StateReader& from) override { any_ = from.Take<uint8_t>() != 0; }
  void MergeState(StateReader& later) override {
    const bool any = later.Take<uint8_t>() != 0;
    if (kRight && any && any_) Write(output_, ",");
    any_ = any_ || any;
  }

 private:
  uint32_t output_ = 0;
  bool any_ = false;
};

// Says of each document which of how many it is.
template <bool kRight>
class Numbered final : public textmill::Transform {
 public:
  Numbered() {
    Can(TEXTMILL_REPLAYS);
    Describe("my.numbered", "1.0.0", "Numbers documents.");
  }
  textmill::CommitOut<Utf8> place{this, "place", "as 3/9"};
  void Process(const Batch&, Reply&, Lane*) const override {}
  void Commit(const Batch& batch, const Carried&, Reply& reply) override {
    for (int64_t i = 0; i < batch.rows(); ++i) {
      ++row_;
      reply[place].Append(std::to_string(row_) + "/" + std::to_string(all_));
    }
  }
  void EndOfPass() override { all_ = std::exchange(row_, 0); }
  void BeginAt(uint64_t rows) override { row_ = kRight ? static_cast<int64_t>(rows) : 0; }
  void Save(StateWriter& to) const override {
    to.Put(row_);
    to.Put(all_);
  }
  void Restore(StateReader& from) override {
    row_ = from.Take<int64_t>();
    all_ = from.Take<int64_t>();
  }
  void MergeState(StateReader& later) override {
    row_ += later.Take<int64_t>();
    later.Take<int64_t>();
  }

 private:
  int64_t row_ = 0, all_ = 0;
};

// Says of each document how often its text was there before.
template <bool kRight>
class Again final : public textmill::Transform {
 public:
  Again() { Describe("my.again", "1.0.0", "Counts texts."); }
  textmill::Param<bool> numbers{this, "numbers", false, "Whether to number all documents."};
  textmill::In<Utf8> text{this, "text", "what is counted"};
  textmill::CommitOut<textmill::Int64> before{this, "before", "how often it was there"};
  void Process(const Batch&, Reply&, Lane*) const override {}
  void Commit(const Batch& batch, const Carried&, Reply& reply) override {
    for (int64_t i = 0; i < batch.rows(); ++i)
      reply[before].Append(seen_[std::string(batch[text][i])]++);
  }
  void PartitionKeys(const Batch& batch, textmill::ListBuilder& keys, Lane*) const override {
    auto& items = keys.items<textmill::BuilderOf<textmill::UInt64>>();
    for (int64_t i = 0; i < batch.rows(); ++i) {
      items.Append(kRight ? static_cast<uint64_t>(batch[text][i][0]) : static_cast<uint64_t>(i));
      keys.EndRow();
    }
  }
  textmill::Split HowToSplit() const override {
    if (!*numbers) return {TEXTMILL_SPLIT_PARTITION, ""};
    return {TEXTMILL_SPLIT_WHOLE, "`numbers` counts all documents"};
  }

 private:
  std::map<std::string, int64_t> seen_;
};

Columns Letters() {
  return Columns().Add<Utf8>("text", {"a", "b", "a", "c", "b", "a", "d", "a", "c", "e", "a"});
}

const std::vector<std::vector<int64_t>> kCuts = {{}, {1}, {0, 3}, {2, 2, 4}, {1, 3, 6}};

template <class Stage>
int Differences() {
  int differences = 0;
  const Outcome whole = StageRunner<Stage>().Run(Letters(), 2);
  EXPECT_EQ(whole.error, "");
  for (const auto& cuts : kCuts) {
    for (const bool last_first : {false, true}) {
      const Outcome split = StageRunner<Stage>().RunMerged(Letters(), 2, cuts, last_first);
      EXPECT_EQ(split.error, "");
      const std::string difference = Difference(whole, split);
      differences += difference.empty() ? 0 : 1;
    }
  }
  return differences;
}

TEST(Split, WhatIsWrittenInStretchesIsPutTogether) {
  const Outcome split = StageRunner<Joined<true>>().RunMerged(Letters(), 2, {1, 3});
  EXPECT_EQ(split.outputs.at(0), "[a,b,a,c,b,a,d,a,c,e,a]");
  EXPECT_EQ(Differences<Joined<true>>(), 0);
  EXPECT_EQ(Differences<Joined<false>>(), 8);
}

TEST(Split, TheSecondPassKnowsWhereItsStretchBegins) {
  const Outcome split = StageRunner<Numbered<true>>().RunMerged(Letters(), 2, {1, 3});
  EXPECT_EQ(split.rows.at(6).at("place"), "\"7/11\"");
  EXPECT_EQ(Differences<Numbered<true>>(), 0);
  EXPECT_EQ(Differences<Numbered<false>>(), 8);
}

TEST(Split, RandomStretchesAreTried) {
  const auto difference = [](auto&& one, auto&& many) {
    return many.MergedDifference(one.Run(Letters(), 2), Letters(), 2);
  };
  EXPECT_EQ(difference(StageRunner<Numbered<true>>(), StageRunner<Numbered<true>>()), "");
  EXPECT_EQ(difference(StageRunner<Numbered<false>>(), StageRunner<Numbered<false>>())
                .find("cut before batches "),
            0u);
}

TEST(Split, PartsAreWhatNoKeyConnects) {
  const Outcome whole = StageRunner<Again<true>>().Run(Letters(), 2);
  EXPECT_EQ(whole.rows.at(7).at("before"), "3");
  for (const int64_t parts : {1, 2, 3})
    EXPECT_EQ(Difference(whole, StageRunner<Again<true>>().RunPartitioned(Letters(), parts)), "");
  EXPECT_NE(Difference(whole, StageRunner<Again<false>>().RunPartitioned(Letters(), 3)), "");
  StageRunner<Numbered<true>> keyless;
  EXPECT_EQ(keyless.RunPartitioned(Letters(), 2).error, "the stage has no keys");
}

TEST(Split, AStageSaysHowAndWhyNot) {
  std::string why;
  StageRunner<Again<true>> numbers({{"numbers", true}});
  EXPECT_EQ(numbers.HowToSplit(Letters().fields, &why), TEXTMILL_SPLIT_WHOLE);
  EXPECT_EQ(why, "`numbers` counts all documents");
  EXPECT_EQ(StageRunner<Again<true>>().HowToSplit(Letters().fields), TEXTMILL_SPLIT_PARTITION);
  EXPECT_EQ(StageRunner<Numbered<true>>().HowToSplit(Letters().fields), -1);
}

}  // namespace
