// dedup.near on corpora that are made to be hard: small versions of ten million copies, a million
// filled-in forms, a million empty documents, one enormous document.
#include <gtest/gtest.h>

#include <random>
#include <string>
#include <vector>

#include "plugins/dedup/near.h"
#include "textmill/testing.hpp"

namespace textmill::dedup {
namespace {

using testing::Columns;
using testing::GivenParams;
using testing::Outcome;
using testing::StageRunner;

Columns ExtremeDocuments(const std::vector<std::string>& texts) {
  std::vector<std::string> ids;
  for (size_t i = 0; i < texts.size(); ++i) ids.push_back(std::to_string(i));
  using Values = std::vector<std::optional<std::string_view>>;
  return Columns()
      .Add<Utf8>("id", Values(ids.begin(), ids.end()))
      .Add<Utf8>("text", Values(texts.begin(), texts.end()));
}

std::string Words(size_t from, size_t to) {
  std::string text;
  for (size_t i = from; i < to; ++i) text.append("word").append(std::to_string(i)).append(" ");
  return text;
}

// Copies must not be compared with each other: the work grows with their number, not its square.
TEST(NearExtremes, ManyCopiesOfOneDocumentAreLinear) {
  const std::vector<std::string> texts(30000, Words(0, 30));
  StageRunner<Near> run;
  const Outcome out = run.Run(ExtremeDocuments(texts));
  EXPECT_EQ(out.dropped.size(), texts.size() - 1);
  EXPECT_EQ(out.counters.at("compared"), 0);
}

TEST(NearExtremes, EmptyDocumentsAreNearNothingAndNeverCompared) {
  StageRunner<Near> run;
  const Outcome out = run.Run(ExtremeDocuments(std::vector<std::string>(30000)));
  EXPECT_TRUE(out.dropped.empty());
  EXPECT_EQ(out.counters.at("compared"), 0);
}

TEST(NearExtremes, DocumentsOfOneWordAreComparedByTheirWord) {
  std::vector<std::string> texts;
  for (size_t i = 0; i < 10000; ++i) texts.push_back(std::to_string(i % 4000));
  StageRunner<Near> run;
  const Outcome out = run.Run(ExtremeDocuments(texts));
  EXPECT_EQ(out.dropped.size(), 6000u);
  EXPECT_EQ(out.counters.at("compared"), 0);
  EXPECT_NE(run.log().find("have a single shingle"), std::string::npos);
}

TEST(NearExtremes, OneVeryLongDocument) {
  std::string text, word;
  for (int i = 0; text.size() < (2u << 20); ++i) text += "w" + std::to_string(i) + " ";
  for (int i = 0; word.size() < (2u << 20); ++i) word += "w" + std::to_string(i);
  StageRunner<Near> run(GivenParams{{"memory", 1}});
  const Outcome out =
      run.Run(ExtremeDocuments({"short one", text, text, text + " more", word, word, word + "s"}));
  ASSERT_EQ(out.error, "");
  ASSERT_EQ(out.dropped.size(), 3u);
  for (size_t i = 0; i < 3; ++i) EXPECT_EQ(out.dropped[i].row, std::vector<int64_t>({2, 3, 5})[i]);
  EXPECT_EQ(out.dropped[1].details.at("dup_of"), "\"1\"");
  EXPECT_EQ(out.dropped[2].details.at("dup_of"), "\"4\"");
}

// One text with some words filled in, so that all are alike, but under the threshold.
std::vector<std::string> Forms(size_t n) {
  std::vector<std::string> texts;
  for (size_t i = 0; i < n; ++i) {
    const size_t own = 1000 + i * 10;
    texts.push_back(Words(0, 30) + Words(own, own + 2) + Words(30, 60) + Words(own + 2, own + 4) +
                    Words(60, 104));
  }
  return texts;
}

TEST(NearExtremes, AmongFilledInFormsTheWorkIsBoundedAndSaid) {
  const auto texts = Forms(1500);
  for (const int most : {5, 100}) {
    StageRunner<Near> run(GivenParams{{"max_candidates", most}});
    const Outcome out = run.Run(ExtremeDocuments(texts));
    EXPECT_TRUE(out.dropped.empty());
    EXPECT_GT(out.counters.at("capped"), 1300);
    EXPECT_LE(out.counters.at("compared"), 1500 * most);
    EXPECT_NE(run.log().find("more than `max_candidates: " + std::to_string(most)),
              std::string::npos);
  }
}

// The bands that tell them apart are those that few others have, so that a duplicate is found
// though it shares the printed text with all.
TEST(NearExtremes, AmongFilledInFormsDuplicatesAreFound) {
  constexpr size_t kForms = 3000, kCopies = 300;
  auto texts = Forms(kForms);
  for (size_t i = 0; i < kCopies; ++i)
    texts.push_back(texts[i * kForms / kCopies + 7] + "and another ending");
  StageRunner<Near> run(GivenParams{{"max_candidates", 20}});
  const Outcome out = run.Run(ExtremeDocuments(texts), 100);
  size_t right = 0;
  for (const auto& row : out.dropped) {
    ASSERT_GE(row.row, static_cast<int64_t>(kForms));
    const size_t of = (static_cast<size_t>(row.row) - kForms) * kForms / kCopies + 7;
    right += row.details.at("dup_of") == "\"" + std::to_string(of) + "\"" ? 1 : 0;
  }
  EXPECT_GE(right, kCopies * 97 / 100) << "of " << out.dropped.size();
}

TEST(NearExtremes, FilledInFormsComeOutTheSameFromFiles) {
  auto texts = Forms(4000);
  const auto more = Forms(100);
  for (const std::string& text : more) texts.push_back(text + "x y z");
  const auto verdicts = [&](int64_t memory, int64_t batch) {
    StageRunner<Near> run(GivenParams{{"max_candidates", 20}, {"memory", memory}});
    const Outcome out = run.Run(ExtremeDocuments(texts), batch);
    std::string all = out.error;
    for (const auto& row : out.dropped)
      all += std::to_string(row.row) + row.details.at("dup_of") + row.details.at("dup_similarity");
    return all;
  };
  const std::string whole = verdicts(int64_t{1} << 30, 1000);
  EXPECT_NE(whole, "");
  EXPECT_EQ(verdicts(1, 100), whole);
  EXPECT_EQ(verdicts(300000, 7), whole);
  EXPECT_EQ(verdicts(int64_t{1} << 50, 1000), whole);  // more than the machine has
}

}  // namespace
}  // namespace textmill::dedup
