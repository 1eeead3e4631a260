#include "core/run/encoder.h"

#include <gtest/gtest.h>

#include <random>
#include <set>
#include <string>

namespace textmill::core {
namespace {

constexpr size_t kPiece = Encoder::kPiece;
using Make = MakeEncoder;

// Words that repeat, near and far, so that matches reach over the ends of pieces and jobs.
std::string SomeText(size_t size) {
  std::mt19937 random(7);
  std::string text;
  while (text.size() < size) {
    if (text.size() > 1000 && random() % 20 == 0)
      text += text.substr(random() % (text.size() - 900), 800);
    else
      text += "word" + std::to_string(random() % 5000) + ' ';
  }
  text.resize(size);
  return text;
}

// What comes out, where the encoder is saved after the pieces `saved` and another one goes on.
std::string Encoded(Make make, const std::string& text, const std::set<size_t>& saved,
                    unsigned threads = 2) {
  std::string out;
  auto encoder = make(threads);
  for (size_t piece = 0;; ++piece) {
    if (saved.count(piece) > 0) {
      std::string state;
      EXPECT_TRUE(encoder->Save(&out, &state).ok());
      encoder = make(1 + threads % 3);
      EXPECT_TRUE(encoder->Restore(state));
    }
    const std::string_view bytes = std::string_view(text).substr(piece * kPiece, kPiece);
    const bool last = bytes.size() < kPiece;
    EXPECT_TRUE(encoder->Encode(bytes, last, &out).ok());
    if (last) return out;
  }
}

class EncoderTest : public ::testing::TestWithParam<Make> {};

TEST_P(EncoderTest, SavedAndRestoredGivesTheSameBytes) {
  // Ends in a job, with one, and within its first piece.
  for (const size_t size : {size_t{0}, size_t{10}, kPiece, 4 * kPiece, 9 * kPiece + 12345}) {
    const std::string text = SomeText(size);
    const size_t pieces = size / kPiece;
    const std::string whole = Encoded(GetParam(), text, {});
    std::set<size_t> all;
    for (size_t i = 0; i <= pieces; ++i) {
      all.insert(i);
      EXPECT_TRUE(Encoded(GetParam(), text, {i}, 1 + i % 3) == whole) << size << ", saved at " << i;
    }
    EXPECT_TRUE(Encoded(GetParam(), text, all) == whole) << size << ", saved everywhere";
  }
}

TEST_P(EncoderTest, SavingChangesNothing) {
  const std::string text = SomeText(6 * kPiece + 77);
  std::string out, ignored;
  auto encoder = GetParam()(2);
  for (size_t piece = 0; piece <= 6; ++piece) {
    EXPECT_TRUE(encoder->Save(&out, &ignored).ok());
    EXPECT_TRUE(
        encoder->Encode(std::string_view(text).substr(piece * kPiece, kPiece), piece == 6, &out)
            .ok());
  }
  EXPECT_TRUE(out == Encoded(GetParam(), text, {}));
}

TEST_P(EncoderTest, WhatIsNoStateIsRefused) {
  for (const std::string& state : {std::string(), std::string(5, 'x'), std::string(2000, '\xff')})
    EXPECT_FALSE(GetParam()(1)->Restore(state));
}

INSTANTIATE_TEST_SUITE_P(All, EncoderTest, ::testing::Values(MakeGzipEncoder, MakeZstdEncoder));

}  // namespace
}  // namespace textmill::core
