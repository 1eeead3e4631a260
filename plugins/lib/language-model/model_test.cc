#include "plugins/lib/language-model/model.h"

#include <gtest/gtest.h>

#include <array>
#include <functional>
#include <future>
#include <random>
#include <stdexcept>
#include <string>
#include <vector>

namespace textmill::language {
namespace {

// Two languages that write `ab` and `ba`.
ModelData SmallModel() {
  ModelData data;
  data.letters.table.resize(Letters::kSize);
  for (char32_t c = 'a'; c <= 'z'; ++c) data.letters.table[c] = Letters::Make(kLatin, c);
  data.letters.pairs = {{U'e', 0x301, U'é'}};
  Script& script = data.scripts[kLatin];
  script.languages = {3, 7};
  script.priors = {0, 5};
  script.sharpness = {256, 200};
  script.ngrams.slots = 2;
  script.ngrams.characters = {kBorder, U'a', U'b'};
  Ngrams::Level first, second;
  first.last = {0, 1, 2};
  first.prefix = first.suffix = {0, 0, 0};
  first.children = {0, 2, 3, 4};
  first.entries = {0, 2, 4, 6};
  first.slots = {0, 1, 0, 1, 0, 1};
  first.counts = {9, 9, 9, 9, 9, 9};
  second.last = {1, 2, 2, 1};  // ^a ^b ab ba
  second.prefix = {0, 0, 1, 2};
  second.suffix = {1, 2, 2, 1};
  second.children = {0, 0, 0, 0, 0};
  second.entries = {0, 1, 2, 3, 4};
  second.slots = {0, 1, 0, 1};
  second.counts = {7, 3, 9, 0};
  script.ngrams.levels = {first, second};
  script.words = {{5, 900}, {1, 2}, {1, 0, 1}, {-40, 3, 127}};
  script.corrections = {{4}, {1}, {1}, {-9}};
  return data;
}

TEST(Model, IsReadAsItWasWritten) {
  ModelData data = SmallModel();
  const std::string file = Encode(data);
  ModelData read;
  ASSERT_EQ(Decode(file, read), "");
  ASSERT_TRUE(Unpack(read.packed[kLatin], read.scripts[kLatin]));
  EXPECT_EQ(read.letters.table, data.letters.table);
  EXPECT_EQ(read.letters.Compose(U'e', 0x301), U'é');
  const Script &one = data.scripts[kLatin], &other = read.scripts[kLatin];
  EXPECT_EQ(one.languages, other.languages);
  EXPECT_EQ(one.priors, other.priors);
  EXPECT_EQ(one.sharpness, other.sharpness);
  EXPECT_EQ(one.words.keys, other.words.keys);
  EXPECT_EQ(one.words.scores, other.words.scores);
  EXPECT_EQ(one.corrections.scores, other.corrections.scores);
  ASSERT_EQ(one.ngrams.levels.size(), other.ngrams.levels.size());
  for (size_t k = 0; k < one.ngrams.levels.size(); ++k) {
    EXPECT_EQ(one.ngrams.levels[k].last, other.ngrams.levels[k].last);
    EXPECT_EQ(one.ngrams.levels[k].prefix, other.ngrams.levels[k].prefix);
    EXPECT_EQ(one.ngrams.levels[k].suffix, other.ngrams.levels[k].suffix);
    EXPECT_EQ(one.ngrams.levels[k].slots, other.ngrams.levels[k].slots);
    EXPECT_EQ(one.ngrams.levels[k].counts, other.ngrams.levels[k].counts);
  }
}

TEST(Model, ScoresTheLanguageThatHasThePieces) {
  const Model model(SmallModel());
  int16_t scores[16] = {};
  model.Add(std::u32string(U"ab"), kLatin, scores);
  EXPECT_GT(scores[0], scores[1]);
}

TEST(Model, OfADamagedFileIsAnError) {
  ModelData data = SmallModel();
  const std::string file = Encode(data);
  ModelData read;
  EXPECT_NE(Decode("", read), "");
  EXPECT_NE(Decode("PK\x03\x04 something else", read), "");
  for (size_t size = 8; size + 4 < file.size(); size += 7) {
    ModelData cut;
    EXPECT_NE(Decode(std::string_view(file).substr(0, size), cut), "") << size;
  }
  // Whatever stands in it, reading ends, and either the file is refused or what was read holds
  // together.
  std::mt19937 random(1);
  for (int round = 0; round < 200; ++round) {
    std::string bad = file;
    bad[8 + random() % (bad.size() - 8)] = static_cast<char>(random());
    ModelData out;
    if (!Decode(bad, out).empty()) continue;
    const Model model(std::move(out));
    int16_t scores[256] = {};
    try {
      model.Add(std::u32string(U"ab"), kLatin, scores);
    } catch (const std::runtime_error&) {
    }
  }
}

TEST(Model, ThatIsPartOfThePluginIsWhole) {
  const Model& model = Model::Shared();
  EXPECT_GT(model.script(kLatin).languages.size(), 100U);
  int16_t scores[256] = {};
  for (Group g = 1; g < kGroups; ++g) EXPECT_NO_THROW(model.Add(std::u32string(U"a"), g, scores));
}

// What is computed on first use is the same for whoever comes first.
TEST(Model, ScoresAreTheSameForManyThreadsAtOnce) {
  const std::vector<std::u32string> words = {U"ab", U"ba", U"aab", U"bb", U"abba", U"a"};
  using Rows = std::vector<std::array<int16_t, 16>>;
  const auto scores_of = [&](const Model& model, size_t first) {
    Rows rows(words.size());
    for (size_t i = 0; i < words.size(); ++i) {
      const size_t word = (first + i) % words.size();
      model.Add(words[word], kLatin, rows[word].data());
    }
    return rows;
  };
  const Model alone(SmallModel());
  const Rows expected = scores_of(alone, 0);
  for (int round = 0; round < 20; ++round) {
    const Model model(SmallModel());
    std::vector<std::future<Rows>> threads;
    for (size_t t = 0; t < 3; ++t) {
      threads.push_back(std::async(std::launch::async, scores_of, std::cref(model), 2 * t));
    }
    for (auto& thread : threads) EXPECT_EQ(thread.get(), expected);
  }
}

}  // namespace
}  // namespace textmill::language
