#include "plugins/lib/language-model/symbol_coder.h"

#include <gtest/gtest.h>

#include <random>
#include <vector>

namespace textmill::language {
namespace {

TEST(SymbolCoder, GivesBackWhatItWasGiven) {
  constexpr Contexts kContexts = {3, 4};
  std::mt19937 random(1);
  for (int round = 0; round < 50; ++round) {
    std::vector<bool> bits;
    std::vector<uint8_t> symbols;
    std::vector<uint32_t> numbers;
    const double share = std::uniform_real_distribution<>(0, 1)(random);
    for (int i = 0; i < 2000; ++i) {
      bits.push_back(std::bernoulli_distribution(share)(random));
      symbols.push_back(static_cast<uint8_t>(random() % 256 & random()));
      numbers.push_back(static_cast<uint32_t>(random()) >> random() % 32);
    }
    const std::string coded = EncodeWith(kContexts, [&](auto& coder) {
      for (size_t i = 0; i < bits.size(); ++i) {
        coder.Bit(i % 2, bits[i]);
        coder.Symbol(i % 3, symbols[i]);
        CodeNumber(coder, 3, numbers[i]);
      }
    });
    Decoder decoder(coded, kContexts);
    for (size_t i = 0; i < bits.size(); ++i) {
      ASSERT_EQ(decoder.Bit(i % 2), bits[i]) << round << " " << i;
      ASSERT_EQ(decoder.Symbol(i % 3), symbols[i]) << round << " " << i;
      ASSERT_EQ(CodeNumber(decoder, 3), numbers[i]) << round << " " << i;
    }
    EXPECT_TRUE(decoder.Finished());
  }
}

TEST(SymbolCoder, IsShortForWhatRepeats) {
  const std::string coded = EncodeWith({1, 0}, [](auto& coder) {
    for (int i = 0; i < 80000; ++i) coder.Bit(0, i % 100 == 0);
  });
  EXPECT_LT(coded.size(), 1000U);  // of 10,000 bytes
}

TEST(SymbolCoder, NoticesWhatIsCutOff) {
  constexpr Contexts kContexts = {2, 2};
  const auto code = [](auto& coder) {
    for (size_t i = 0; i < 1000; ++i) {
      coder.Bit(i % 2, i % 5 == 0);
      coder.Symbol(i % 2, static_cast<uint8_t>(i * i % 7));
    }
  };
  const std::string coded = EncodeWith(kContexts, code);
  const auto is_whole = [&](std::string_view file) {
    Decoder decoder(file, kContexts);
    code(decoder);
    return decoder.Finished();
  };
  EXPECT_TRUE(is_whole(coded));
  for (size_t size = 0; size < coded.size(); ++size) EXPECT_FALSE(is_whole(coded.substr(0, size)));
  EXPECT_FALSE(is_whole(coded + "1234"));
}

}  // namespace
}  // namespace textmill::language
