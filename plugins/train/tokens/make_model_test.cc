#include "plugins/train/tokens/make_model.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <random>

#include "plugins/lib/token-model/kernels.h"
#include "plugins/lib/token-model/tagger.h"
#include "plugins/train/tokens/score.h"
#include "textmill/error.hpp"

namespace textmill::token_model {
namespace {

using ::testing::HasSubstr;

// A made-up language: `X-a` is a noun after `de`, a verb after `la`, and so is any word.
std::vector<AnnotatedSentence> MadeUp(size_t sentences, uint32_t seed) {
  std::mt19937 random(seed);
  std::vector<AnnotatedSentence> out;
  for (size_t i = 0; i < sentences; ++i) {
    AnnotatedSentence sentence;
    for (size_t n = 1 + random() % 5; n > 0; --n) {
      std::string stem;
      for (size_t k = 2 + random() % 3; k > 0; --k) stem += "bdfgklmnprst"[random() % 12];
      const bool noun = random() % 2 == 0;
      sentence.push_back({noun ? "de" : "la", noun ? "de" : "la", {"PART", noun ? "D" : "L"}});
      sentence.push_back({stem + "as", stem + "a", {noun ? "NOUN" : "VERB", "Z"}});
    }
    sentence.push_back({".", ".", {"PUNCT", "."}});
    out.push_back(sentence);
  }
  return out;
}

TrainingOptions Small() {
  TrainingOptions options;
  options.network.width = 16;
  options.network.hidden = 32;
  options.network.rounds = 4;
  options.network.rate = 0.01F;
  options.teachers = 1;
  return options;
}

Sources MadeUpSources() {
  Sources sources;
  sources.treebank = MadeUp(300, 1);
  sources.text = ParseTokens("de\tO\nkras\tO\n\n-DOCSTART-\nla\nmos\n.\n");
  sources.lexicon = {{"tas", "n"}, {"kas", "v"}};
  sources.lemmas = {{"ox", "oxen", {{}, "Z"}}};
  return sources;
}

const Say kSilent = [](const std::string&) {};

TEST(MakeModel, LearnsAndIsTheSameTwice) {
  const auto model = MakeModel(MadeUpSources(), Small(), nullptr, kSilent);
  const Score score = ScoreModel(*model, MadeUp(50, 2));
  EXPECT_GT(score.Percent(score.pos), 99);
  EXPECT_GT(score.Percent(score.tag), 99);
  EXPECT_GT(score.Percent(score.lemma), 99);
  const auto again = MakeModel(MadeUpSources(), Small(), nullptr, kSilent);
  EXPECT_TRUE(WriteModel(*model) == WriteModel(*again));
  // The network of another, all else learned: nothing else is new here.
  const auto kept = MakeModel(MadeUpSources(), Small(), model.get(), kSilent);
  EXPECT_TRUE(WriteModel(*model) == WriteModel(*kept));
}

TEST(MakeModel, WhatWasWrittenIsRead) {
  const auto model = MakeModel(MadeUpSources(), Small(), nullptr, kSilent);
  model->name = "made up";
  model->languages = {"xx"};
  const std::string written = WriteModel(*model);
  const memory::PageVector<char> bytes(written.begin(), written.end());
  const auto read = ReadModel({bytes.data(), bytes.size()});
  EXPECT_EQ(read->name, "made up");
  EXPECT_EQ(read->languages, std::vector<std::string>{"xx"});
  EXPECT_TRUE(WriteModel(*read) == written);
  const Score one = ScoreModel(*model, MadeUp(50, 3)), other = ScoreModel(*read, MadeUp(50, 3));
  EXPECT_EQ(one.pos, other.pos);
}

TEST(MakeModel, DamagedFiles) {
  const std::string written = WriteModel(*MakeModel(MadeUpSources(), Small(), nullptr, kSilent));
  const auto why = [](const std::string& content) -> std::string {
    const memory::PageVector<char> bytes(content.begin(), content.end());
    try {
      ReadModel({bytes.data(), bytes.size()});
    } catch (const Error& error) {
      return error.what();
    }
    return "";
  };
  EXPECT_EQ(why(written), "");
  EXPECT_THAT(why("nothing"), HasSubstr("no model of tokens"));
  EXPECT_THAT(why(""), HasSubstr("no model of tokens"));
  for (size_t n = 8; n < written.size(); n += written.size() / 50)
    EXPECT_NE(why(written.substr(0, n)), "") << n;
  for (size_t at = 16; at < written.size(); at += written.size() / 50) {
    std::string damaged = written;
    damaged[at] = static_cast<char>(damaged[at] ^ 0x41);
    EXPECT_THAT(why(damaged), HasSubstr("damaged")) << at;
  }
  std::string newer = written;
  newer[8] = 99;
  EXPECT_THAT(why(newer), HasSubstr("newer version"));
}

// A word has no more labels than there are, or the tagger would write beyond its end.
TEST(MakeModel, SetsOfTooManyLabels) {
  const auto model = MakeModel(MadeUpSources(), Small(), nullptr, kSilent);
  const std::vector<uint8_t> labels(kMostLabels + 1, 0);
  const std::vector<uint32_t> ends = {kMostLabels + 1};
  const std::vector<uint16_t> sets(model->word_keys.size(), 0);
  model->set_labels = labels;
  model->set_ends = ends;
  model->word_sets = sets;
  const std::string written = WriteModel(*model);
  const memory::PageVector<char> bytes(written.begin(), written.end());
  EXPECT_THROW(ReadModel({bytes.data(), bytes.size()}), Error);
}

// The same answers whatever was tagged before, and however many words there are.
TEST(Tagger, RemembersWithoutAnEffect) {
  const auto model = MakeModel(MadeUpSources(), Small(), nullptr, kSilent);
  Tagger warm(model.get());
  std::mt19937 random(4);
  for (int round = 0; round < 300; ++round) {
    std::vector<std::string> words;
    const size_t n = random() % (round % 50 == 0 ? Tagger::kMostAtOnce : 12);
    for (size_t i = 0; i < n; ++i) {
      const std::string made = "w" + std::to_string(random() % 100000) + "as";
      words.push_back(i % 2 ? made : random() % 2 ? "de" : "la");
    }
    const std::vector<std::string_view> views(words.begin(), words.end());
    std::vector<TaggedWord> one, other;
    warm.Tag(views, &one);
    Tagger cold(model.get());
    cold.Tag(views, &other);
    ASSERT_EQ(one.size(), other.size());
    for (size_t i = 0; i < n; ++i) {
      ASSERT_EQ(one[i].label, other[i].label);
      ASSERT_EQ(one[i].lemma, other[i].lemma);
    }
  }
}

TEST(MakeModel, TooLittle) {
  Sources sources;
  sources.treebank = {{{"a", "a", {"X", "Y"}}}};
  EXPECT_THROW(MakeModel(sources, Small(), nullptr, kSilent), Error);
}

TEST(Corpus, BrokenFiles) {
  try {
    ParseTreebank("a.conllu", "1\ta\n");
    FAIL();
  } catch (const Error& error) {
    EXPECT_THAT(error.what(), HasSubstr("`a.conllu:1`: the line is broken: it has 2 columns"));
  }
}

TEST(Kernels, LikeTheLoopsThatTheyAre) {
  std::mt19937 random(5);
  const auto number = [&] {
    return static_cast<int16_t>(static_cast<int>(random() % 4001) - 2000);
  };
  std::vector<int16_t> vector(48), matrix(48 * 32), bias(32), to(32), sum(32);
  for (auto* numbers : {&vector, &matrix, &bias}) {
    for (int16_t& n : *numbers) n = number();
  }
  Multiply(vector.data(), matrix.data(), 32, 48, 9, to.data());
  for (size_t i = 0; i < 32; ++i) {
    int32_t product = 0;
    for (size_t k = 0; k < 48; ++k) product += vector[k] * matrix[i * 48 + k];
    EXPECT_EQ(to[i], std::clamp(product >> 9, -kMostAdded, kMostAdded));
  }
  const int16_t* parts[] = {to.data(), vector.data()};
  AddUp(bias.data(), parts, 2, 32, 3000, sum.data());
  for (size_t i = 0; i < 32; ++i)
    EXPECT_EQ(sum[i], std::clamp(bias[i] + to[i] + vector[i], 0, 3000));
}

}  // namespace
}  // namespace textmill::token_model
