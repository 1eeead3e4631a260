#include "plugins/language/builtin/range_coder.h"

#include <gtest/gtest.h>

#include <random>
#include <vector>

namespace textmill::language {
namespace {

TEST(RangeCoder, GivesBackWhatItWasGiven) {
  std::mt19937 random(1);
  for (int round = 0; round < 50; ++round) {
    std::vector<bool> bits;
    std::vector<uint32_t> numbers;
    const double share = std::uniform_real_distribution<>(0, 1)(random);
    for (int i = 0; i < 2000; ++i) {
      bits.push_back(std::bernoulli_distribution(share)(random));
      numbers.push_back(static_cast<uint32_t>(random()) >> random() % 32);
    }
    Encoder encoder;
    BitModel bit;
    NumberModel number;
    for (size_t i = 0; i < bits.size(); ++i) {
      encoder.Bit(bit, bits[i]);
      number.Code(encoder, numbers[i]);
    }
    const std::string coded = encoder.Finish();
    Decoder decoder(coded);
    BitModel bit_again;
    NumberModel number_again;
    for (size_t i = 0; i < bits.size(); ++i) {
      ASSERT_EQ(decoder.Bit(bit_again), bits[i]) << round << " " << i;
      ASSERT_EQ(number_again.Code(decoder), numbers[i]) << round << " " << i;
    }
    EXPECT_FALSE(decoder.failed());
  }
}

TEST(RangeCoder, LearnsWhatRepeats) {
  Encoder encoder;
  BitModel model;
  for (int i = 0; i < 80000; ++i) encoder.Bit(model, i % 100 == 0);
  EXPECT_LT(encoder.Finish().size(), 1000U);  // of 10,000 bytes
}

TEST(RangeCoder, NoticesThatTheFileIsCutOff) {
  Decoder decoder("");
  BitModel models[2];
  for (int i = 0; i < 1000; ++i) decoder.Bit(models[i % 2]);
  NumberModel numbers;
  for (int i = 0; i < 1000; ++i) numbers.Code(decoder);
  EXPECT_TRUE(decoder.failed());
}

}  // namespace
}  // namespace textmill::language
