#include "plugins/tokens/tag.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <zlib.h>

#include <array>
#include <optional>
#include <sstream>
#include <string>
#include <vector>

#include "plugins/lib/conllu/sentences.h"
#include "plugins/lib/token-model/tagger.h"
#include "plugins/tokens/built_in_model.h"
#include "textmill/testing.hpp"

namespace textmill::tokens {
namespace {

using testing::Columns;
using testing::GivenParams;
using ::testing::HasSubstr;
using testing::Outcome;
using testing::StageRunner;
using token_model::TaggedWord;
using Texts = std::vector<std::optional<std::string_view>>;

TEST(Tag, TokensAndSentences) {
  StageRunner<Tag> run(GivenParams{{"tagger", false}});
  const Outcome out =
      run.Run(Columns().Add<Utf8>("text", Texts{"I don't. You do.", "", std::nullopt}));
  ASSERT_EQ(out.error, "");
  const std::string unknown = ",\"pos\":null,\"tag\":null,\"lemma\":null}";
  EXPECT_EQ(out.rows[0].at("tokens"), "[{\"begin\":0,\"end\":1,\"sentence\":0" + unknown +
                                          ",{\"begin\":2,\"end\":4,\"sentence\":0" + unknown +
                                          ",{\"begin\":4,\"end\":7,\"sentence\":0" + unknown +
                                          ",{\"begin\":7,\"end\":8,\"sentence\":0" + unknown +
                                          ",{\"begin\":9,\"end\":12,\"sentence\":1" + unknown +
                                          ",{\"begin\":13,\"end\":15,\"sentence\":1" + unknown +
                                          ",{\"begin\":15,\"end\":16,\"sentence\":1" + unknown +
                                          "]");
  EXPECT_EQ(out.rows[1].at("tokens"), "[]");
  EXPECT_EQ(out.rows[2].at("tokens"), "null");
  EXPECT_EQ(out.counters.at("tokens"), 7);
  EXPECT_EQ(out.counters.at("sentences"), 2);
}

TEST(Tag, PartsOfSpeechAndLemmas) {
  StageRunner<Tag> run;
  const Outcome out = run.Run(Columns().Add<Utf8>("text", Texts{"She didn't sell the bridges."}));
  ASSERT_EQ(out.error, "");
  const std::string& tokens = out.rows[0].at("tokens");
  EXPECT_THAT(tokens, HasSubstr("\"pos\":\"PRON\",\"tag\":\"PRP\",\"lemma\":\"she\""));
  EXPECT_THAT(tokens, HasSubstr("\"pos\":\"AUX\",\"tag\":\"VBD\",\"lemma\":\"do\""));
  EXPECT_THAT(tokens, HasSubstr("\"pos\":\"PART\",\"tag\":\"RB\",\"lemma\":\"not\""));
  EXPECT_THAT(tokens, HasSubstr("\"pos\":\"VERB\",\"tag\":\"VB\",\"lemma\":\"sell\""));
  EXPECT_THAT(tokens, HasSubstr("\"pos\":\"NOUN\",\"tag\":\"NNS\",\"lemma\":\"bridge\""));
}

TEST(Tag, OtherLanguagesGetTokensAlone) {
  StageRunner<Tag> run;
  const Outcome out =
      run.Run(Columns()
                  .Add<Utf8>("text", Texts{"The old bridge.", "The old bridge.", "The old bridge."})
                  .Add<Utf8>("lang", Texts{"de", "en", "und"}));
  ASSERT_EQ(out.error, "");
  EXPECT_THAT(out.rows[0].at("tokens"), HasSubstr("\"pos\":null"));
  EXPECT_THAT(out.rows[1].at("tokens"), HasSubstr("\"pos\":\"NOUN\""));
  EXPECT_EQ(out.rows[1].at("tokens"), out.rows[2].at("tokens"));
  EXPECT_EQ(out.counters.at("documents_without_model"), 1);
}

TEST(Tag, AModelThatIsNone) {
  StageRunner<Tag> run(GivenParams{{"model", std::string(TEXTMILL_SOURCE_DIR) + "/README.md"}});
  const Outcome out = run.Run(Columns().Add<Utf8>("text", Texts{"a"}));
  EXPECT_THAT(out.error, HasSubstr("it is no model of tokens"));
}

// A text without a blank, or without an end, in bounded memory.
TEST(Tag, LongSentences) {
  std::string text;
  for (int i = 0; i < 40000; ++i) text += "w" + std::to_string(i * 7919 % 40000) + " ";
  StageRunner<Tag> run;
  const Outcome out = run.Run(Columns().Add<Utf8>("text", Texts{text}));
  ASSERT_EQ(out.error, "");
  EXPECT_EQ(out.counters.at("tokens"), 40000);
}

// Sentences of ours: words with their part of speech and lemma.
constexpr const char* kOurs[] = {
    "The/DET/the ferry/NOUN/ferry was/AUX/be late/ADJ/late again/ADV/again ./PUNCT/.",
    "Nobody/PRON/nobody knows/VERB/know why/ADV/why the/DET/the old/ADJ/old bridges/NOUN/bridge "
    "were/AUX/be closed/VERB/close ./PUNCT/.",
    "She/PRON/she has/AUX/have bought/VERB/buy three/NUM/three cheaper/ADJ/cheap "
    "tickets/NOUN/ticket for/ADP/for Anna/PROPN/Anna and/CCONJ/and me/PRON/I ./PUNCT/.",
    "If/SCONJ/if you/PRON/you want/VERB/want to/PART/to win/VERB/win ,/PUNCT/, run/VERB/run "
    "faster/ADV/fast !/PUNCT/!",
    "Mr./PROPN/Mr. Brown/PROPN/Brown said/VERB/say that/SCONJ/that his/PRON/his "
    "children/NOUN/child do/AUX/do n't/PART/not like/VERB/like it/PRON/it ./PUNCT/.",
    "THE/DET/the RIVER/NOUN/river ROSE/VERB/rise QUICKLY/ADV/quickly",
    "The/DET/the men/NOUN/man left/VERB/leave after/ADP/after the/DET/the meeting/NOUN/meeting "
    "on/ADP/on Monday/PROPN/Monday ./PUNCT/.",
};

TEST(Tag, OurSentences) {
  const auto model = BuiltInModel();
  token_model::Tagger tagger(model.get());
  size_t words = 0, right = 0, lemmas = 0;
  for (const std::string line : kOurs) {
    std::vector<std::array<std::string, 3>> gold;
    std::istringstream in(line);
    for (std::string item; in >> item;) {
      const size_t last = item.rfind('/'), first = item.rfind('/', last - 1);
      gold.push_back(
          {item.substr(0, first), item.substr(first + 1, last - first - 1), item.substr(last + 1)});
    }
    std::vector<std::string_view> forms;
    for (const auto& word : gold) forms.push_back(word[0]);
    std::vector<TaggedWord> tagged;
    tagger.Tag(forms, &tagged);
    for (size_t i = 0; i < gold.size(); ++i) {
      const std::string& pos = model->labels[tagged[i].label].pos;
      ++words;
      right += pos == gold[i][1];
      lemmas += tagged[i].lemma == gold[i][2];
      if (pos != gold[i][1] || tagged[i].lemma != gold[i][2])
        std::printf("%s: %s %s\n", gold[i][0].c_str(), pos.c_str(),
                    std::string(tagged[i].lemma).c_str());
    }
  }
  EXPECT_GE(right + 3, words);
  EXPECT_GE(lemmas + 3, words);
}

TEST(Tag, TheTreebanksOwnTags) {
  const std::string path =
      std::string(TEXTMILL_SOURCE_DIR) + "/../shared/data/ud/en/ewt.dev.conllu.gz";
  gzFile in = gzopen(path.c_str(), "rb");
  if (in == nullptr) GTEST_SKIP() << "there is no " << path;
  std::string content;
  std::vector<char> piece(1 << 20);
  for (int n; (n = gzread(in, piece.data(), 1 << 20)) > 0;)
    content.append(piece.data(), static_cast<size_t>(n));
  gzclose(in);
  const auto model = BuiltInModel();
  token_model::Tagger tagger(model.get());
  conllu::Sentences sentences(content);
  conllu::Sentence sentence;
  double words = 0, pos = 0, tags = 0, lemmas = 0;
  while (sentences.Next(&sentence)) {
    std::vector<std::string_view> forms;
    for (const conllu::Word& word : sentence.words) forms.push_back(word.form);
    std::vector<TaggedWord> tagged;
    tagger.Tag(forms, &tagged);
    for (size_t i = 0; i < forms.size(); ++i) {
      const token_model::Label& label = model->labels[tagged[i].label];
      ++words;
      pos += label.pos == sentence.words[i].upos;
      tags += label.tag == sentence.words[i].xpos;
      lemmas += tagged[i].lemma == sentence.words[i].lemma;
    }
  }
  EXPECT_GT(100 * pos / words, 95.5);
  EXPECT_GT(100 * tags / words, 94.7);
  EXPECT_GT(100 * lemmas / words, 97.3);
}

}  // namespace
}  // namespace textmill::tokens
