#include "plugins/lib/language-model/model.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <random>
#include <stdexcept>
#include <string>
#include <vector>

#include "plugins/lib/language-model/detector.h"
#include "plugins/lib/language-model/model_file.h"
#include "plugins/lib/language-model/rows.h"

namespace textmill::language {
namespace {

// Of a script with `slots` languages, without pieces.
ModelData EmptyModel(size_t slots) {
  ModelData data;
  data.letters.resize(Letters::kSize);
  for (char32_t c = 'a'; c <= 'z'; ++c) data.letters[c] = Letters::Make(kLatin, c);
  data.pairs = {{U'e', 0x301, U'\u00e9'}};
  ScriptData& script = data.scripts[kLatin];
  for (size_t s = 0; s < slots; ++s) script.languages.push_back(static_cast<uint8_t>(s + 3));
  script.priors.assign(slots, 0);
  script.priors[1] = 5;
  script.sharpness = {256, 200};
  return data;
}

ModelData SmallModel() {
  ModelData data = EmptyModel(2);
  const std::u32string border(1, kBorder);
  data.scripts[kLatin].pieces = {{border + U"a", false, {{0, 20}, {1, -20}}},
                                 {U"ba" + border, false, {{1, 90}}},
                                 {U"ab", true, {{0, 7}}}};
  return data;
}

std::vector<int16_t> ScoresOf(const Model& model, std::u32string_view word, Group group = kLatin) {
  std::vector<int16_t> scores(256);
  model.Add(word, group, scores.data());
  return scores;
}

TEST(Model, IsReadAsItWasWritten) {
  const std::string file = EncodeModel(SmallModel());
  const Model model(file);
  EXPECT_EQ(model.letters().Of(U'q'), Letters::Make(kLatin, U'q'));
  EXPECT_EQ(model.letters().Of(U'1'), 0u);
  EXPECT_EQ(model.letters().Compose(U'e', 0x301), U'\u00e9');
  const Script& script = model.script(kLatin);
  EXPECT_EQ(std::vector(script.languages.begin(), script.languages.end()),
            (std::vector<uint8_t>{3, 4}));
  EXPECT_EQ(std::vector(script.priors.begin(), script.priors.end()), (std::vector<int16_t>{0, 5}));
  EXPECT_EQ(std::vector(script.sharpness.begin(), script.sharpness.end()),
            (std::vector<uint16_t>{256, 200}));
  EXPECT_EQ(ScoresOf(model, U"ab")[0], 27);
  EXPECT_EQ(ScoresOf(model, U"ab")[1], -20);
  EXPECT_EQ(ScoresOf(model, U"aba")[1], 70);
  EXPECT_EQ(ScoresOf(model, U"cc")[0], 0);
  EXPECT_TRUE(model.script(kHan).languages.empty());
}

// The plain way: every piece of a word in a map.
TEST(Model, AddsUpThePiecesOfAWord) {
  std::mt19937 random(1);
  for (const Group group : {kLatin, kHan}) {
    for (const size_t slots : {2U, 17U, 100U, 200U}) {
      ModelData data = EmptyModel(slots);
      if (group == kHan) std::swap(data.scripts[kHan], data.scripts[kLatin]);
      const auto draw = [&](size_t size) {
        std::u32string out;
        while (out.size() < size) out += static_cast<char32_t>('a' + random() % 3);
        return out;
      };
      for (auto& language : data.scripts[group].languages) language %= 100;
      std::map<std::pair<std::u32string, bool>, std::vector<int>> pieces;
      for (int n = 0; n < 400; ++n) {
        std::u32string text = draw(1 + random() % kLongestLength);
        const bool whole = n % 5 == 0;
        if (!whole && HasBorders(group)) {
          if (n % 3 == 0) text.front() = kBorder;
          if (n % 7 == 0) text.back() = kBorder;
        }
        if (!whole && text.size() < ShortestLength(group)) continue;
        auto& row = pieces[{text, whole}];
        row.assign(slots, 0);
        const bool full = random() % 3 == 0;
        for (int& score : row) {
          if (full || random() % 8 == 0) score = static_cast<int>(random() % 255) - 127;
        }
      }
      for (const auto& [key, row] : pieces) {
        Piece piece{key.first, key.second, {}};
        for (size_t s = 0; s < slots; ++s) {
          if (row[s] != 0)
            piece.scores.push_back({static_cast<uint8_t>(s), static_cast<int8_t>(row[s])});
        }
        data.scripts[group].pieces.push_back(std::move(piece));
      }
      const std::string file = EncodeModel(data);
      const Model model(file);
      int mistaken = 0;
      for (int round = 0; round < 300; ++round) {
        const std::u32string word = draw(1 + random() % (round % 10 == 0 ? Words::kLongest : 6));
        const std::u32string border(HasBorders(group) ? 1 : 0, kBorder);
        const std::u32string text = border + word + border;
        std::vector<int16_t> expected(256);
        const auto add = [&](const std::u32string& piece, bool whole) {
          const auto row = pieces.find({piece, whole});
          if (row == pieces.end()) return;
          for (size_t s = 0; s < slots; ++s)
            expected[s] = static_cast<int16_t>(expected[s] + row->second[s]);
        };
        for (size_t i = 0; i < text.size(); ++i) {
          for (size_t n = 1; n <= kLongestLength && i + n <= text.size(); ++n) {
            add(text.substr(i, n), false);
          }
        }
        add(word, true);
        mistaken += ScoresOf(model, word, group) != expected ? 1 : 0;
      }
      EXPECT_LT(mistaken, 6);  // of 300: the tags of pieces are short
    }
  }
}

TEST(Model, LooksAtNoMoreThanTheLongestWord) {
  const std::string file = EncodeModel(SmallModel());
  const Model model(file);
  EXPECT_EQ(ScoresOf(model, std::u32string(5000, U'a')),
            ScoresOf(model, std::u32string(Words::kLongest, U'a')));
}

// Whatever is in it, either the file is refused or nothing beyond it is read.
TEST(Model, OfADamagedFileIsAnErrorOrHarmless) {
  const std::string file = EncodeModel(SmallModel());
  EXPECT_THROW(Model(""), std::runtime_error);
  EXPECT_THROW(Model("PK\x03\x04 something else"), std::runtime_error);
  for (size_t size = 0; size < file.size(); size += size < 10000 ? 97 : 9973) {
    EXPECT_THROW(Model(std::string_view(file).substr(0, size)), std::runtime_error) << size;
  }
  std::mt19937 random(1);
  int read = 0;
  for (int round = 0; round < 3000; ++round) {
    std::string bad = file;
    // In the head, or after the letters.
    const size_t letters = sizeof(uint32_t) * Letters::kSize;
    const size_t at = random() % (bad.size() - letters);
    bad[at < sizeof(FileHead) ? at : at + letters] = static_cast<char>(random());
    try {
      const Model model(bad);
      ScoresOf(model, U"ab");
      ScoresOf(model, U"abba");
      ++read;
    } catch (const std::runtime_error&) {
    }
  }
  EXPECT_GT(read, 100);
}

TEST(Model, ThatIsPartOfThePluginIsWhole) {
  const Model& model = Model::Shared();
  EXPECT_GT(model.script(kLatin).languages.size(), 100U);
  for (Group g = 1; g < kGroups; ++g) EXPECT_NO_THROW(ScoresOf(model, U"a", g));
  const auto scores = ScoresOf(model, U"the");
  EXPECT_NE(*std::max_element(scores.begin(), scores.end()), 0);
}

}  // namespace
}  // namespace textmill::language
