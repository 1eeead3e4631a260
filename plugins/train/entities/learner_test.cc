// From annotated text to a model and to names in text, and all that can be wrong with the files.
#include "plugins/train/entities/learner.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <random>

#include "plugins/lib/tagger/tagger.h"
#include "plugins/train/entities/augment.h"
#include "plugins/train/entities/make_model.h"
#include "plugins/train/entities/score.h"
#include "textmill/error.hpp"

namespace textmill::entities {
namespace {

// "PER:Ana Ruiz LOC:Quito".
std::string Show(const std::vector<LabelledDocument>& documents, const Types& types) {
  std::string out;
  for (const auto& document : documents) {
    out += '<';
    for (const Name& name : NamesOf(document.labels)) {
      const auto begin = document.document.tokens[name.begin].begin;
      const auto end = document.document.tokens[name.end - 1].end;
      out += types.names()[name.type] + ":" + document.text.substr(begin, end - begin) + ";";
    }
    out += '>';
  }
  return out;
}

std::string Read(std::string_view content) {
  const Knowledge nothing;
  Lexicon lexicon(&nothing);
  Types types;
  std::vector<LabelledDocument> documents;
  try {
    ParseCorpus("file", content, &types, &lexicon, &documents);
  } catch (const Error& e) {
    return e.what();
  }
  return Show(documents, types);
}

TEST(Corpus, ReadsCoNLL) {
  EXPECT_EQ(Read("-DOCSTART-\tO\n\nAna\tB-PER\nRuiz\tI-PER\nleft\tO\nQuito\tB-LOC\n.\tO\n\n"
                 "-DOCSTART-\tO\n\nShe\tO\nwon\tO\n"),
            "<PER:Ana Ruiz;LOC:Quito;><>");
  EXPECT_EQ(Read("Ana I-PER\r\nRuiz I-PER\r\nEU I-ORG\r\n\r\nx O\r\n"), "<PER:Ana Ruiz;ORG:EU;><>");
  EXPECT_EQ(Read("Rome\tB-LOC\nParis\tB-LOC\n"), "<LOC:Rome;LOC:Paris;>");
  EXPECT_EQ(Read("London-based\tB-MISC\nfirm\tO\n"), "<MISC:London-based;>");
  EXPECT_EQ(Read("a\tO\nb\tX\n"), "`file`, line 2: `X` is no tag: O, B-TYPE or I-TYPE");
  EXPECT_EQ(Read("a\tO\nb\tO\nword\n"), "`file`, line 3: a token, a tab and a tag are expected");
  EXPECT_EQ(Read("a\tB-1\nb\tB-2\nc\tB-3\nd\tB-4\ne\tB-5\n"),
            "there are more than 4 types of names; `5` is one too many");
}

TEST(Corpus, ReadsMarkup) {
  EXPECT_EQ(Read("# a note\n[PER Ana Ruiz] left [LOC Quito]-based [ORG Ford]'s plant. [LOC Rome]!\n"
                 "\n# another\nNothing.\n[PER Al-Masri]\n"),
            "<PER:Ana Ruiz;LOC:Quito;ORG:Ford;LOC:Rome;><PER:Al-Masri;>");
  EXPECT_EQ(Read("pro-[LOC Kiev]\n"), "<LOC:Kiev;>");
  EXPECT_EQ(Read("x\nthe [PER Ana\n"), "`file`, line 2: a name is written as `[TYPE the name]`");
  EXPECT_EQ(Read("[PER]\n"), "`file`, line 1: a name is written as `[TYPE the name]`");
  EXPECT_EQ(Read("a ] b\n"), "`file`, line 1: a `]` that closes nothing");
  EXPECT_EQ(Read(""), "");
}

TEST(Augment, PutsOtherNames) {
  const Knowledge nothing;
  Lexicon lexicon(&nothing);
  Types types;
  std::vector<LabelledDocument> documents;
  ParseCorpus("file",
              "# a\n[PER Ana Ruiz] of [LOC Quito]. [PER Ruiz] left [LOC Quito].\n# b\n"
              "[PER Bo Lund] of [LOC Oslo].\n",
              &types, &lexicon, &documents);
  const NamePool pool(documents, types);
  const auto copy = WithOtherNames(documents[0], pool, 0, 4, &lexicon);
  const auto names = NamesOf(copy.labels);
  ASSERT_EQ(names.size(), 4u);
  const auto text = [&](const Name& name) {
    return copy.text.substr(
        copy.document.tokens[name.begin].begin,
        copy.document.tokens[name.end - 1].end - copy.document.tokens[name.begin].begin);
  };
  EXPECT_TRUE(text(names[0]).ends_with(text(names[2]))) << copy.text;
  EXPECT_EQ(text(names[1]), text(names[3]));
  EXPECT_EQ(copy.document.sentence_ends.size(), 2u);
  std::vector<LabelledDocument> dotted;
  ParseCorpus("file", "The [LOC U.S.] and [PER Al-Masri] met.\n", &types, &lexicon, &dotted);
  const auto apart = CutApart(dotted[0], &lexicon);
  EXPECT_EQ(apart.text, "The U . S . and Al - Masri met .\n");
  EXPECT_EQ(NamesOf(apart.labels), (std::vector<Name>{{1, 5, 1}, {6, 9, 0}}));
  const auto capitals = InCapitals(documents[1], 0, 1, &lexicon);
  EXPECT_EQ(capitals.text, "BO LUND OF OSLO .\n");
  EXPECT_EQ(NamesOf(capitals.labels), NamesOf(documents[1].labels));
}

TEST(Score, CountsWholeNames) {
  Score score;
  CountNames({{0, 2, 0}, {3, 4, 1}, {5, 6, 0}}, {{0, 2, 0}, {3, 4, 0}, {5, 7, 0}}, &score);
  EXPECT_EQ(score[0].right, 1u);
  EXPECT_EQ(score[0].found, 2u);
  EXPECT_EQ(score[0].wanted, 3u);
  EXPECT_EQ(score[1].found, 1u);
}

// Sentences about made-up people and places.
std::string MadeUp(int documents) {
  static constexpr const char* kPeople[] = {"Ana Ruiz", "Bo Lund", "Ida Okafor", "Li Wen"};
  static constexpr const char* kPlaces[] = {"Quito", "Oslo", "Lagos", "New Town"};
  std::mt19937 random(7);
  std::string out;
  for (int i = 0; i < documents; ++i) {
    const std::string person = kPeople[random() % 4], place = kPlaces[random() % 4];
    out += "# one\nYesterday Mr [PER " + person + "] flew to [LOC " + place + "].\nIn [LOC " +
           place + "] the minister, [PER " + person + "], said that prices fell.\n";
  }
  return out;
}

std::shared_ptr<Model> Train(const std::string& text) {
  auto model = std::make_shared<Model>();
  Lexicon lexicon(&model->knowledge);
  Types types;
  std::vector<LabelledDocument> documents;
  ParseCorpus("file", text, &types, &lexicon, &documents);
  LearnerOptions options;
  options.first.rounds = options.second.rounds = 5;
  options.folds = 2;
  Learner learner(&model->knowledge, &lexicon, options, [](const std::string&) {});
  learner.Learn(documents);
  model->types = types.names();
  model->languages = {"en"};
  SetWeights(learner, 0.01F, model.get());
  return model;
}

std::string Tag(const std::shared_ptr<const Model>& model, const std::string& text) {
  std::vector<NameFound> found;
  Tagger(model).Find(text, &found);
  std::string out;
  for (const NameFound& name : found) {
    out += model->types[name.type] + ":" + text.substr(name.begin, name.end - name.begin) + ";";
  }
  return out;
}

TEST(Model, LearnsAndIsTheSameEachTime) {
  const std::string text = MadeUp(60);
  const std::string bytes = WriteModel(*Train(text));
  EXPECT_EQ(bytes, WriteModel(*Train(text)));
  const auto model = ReadModel(bytes);
  EXPECT_EQ(WriteModel(*model), bytes);
  EXPECT_EQ(Tag(model, "Yesterday Mr Bo Ruiz flew to Quito."), "PER:Bo Ruiz;LOC:Quito;");
  EXPECT_EQ(Tag(model, "In Marburg the minister, Jan Petersen, said that prices fell."),
            "LOC:Marburg;PER:Jan Petersen;");
  EXPECT_EQ(Tag(model, ""), "");
  EXPECT_EQ(Tag(UseModel(bytes), "Yesterday Mr Bo Ruiz flew to Quito."), "PER:Bo Ruiz;LOC:Quito;");
}

TEST(Model, BrokenFilesAreRefused) {
  const std::string bytes = WriteModel(*Train(MadeUp(5)));
  const auto error = [](std::string_view content) -> std::string {
    try {
      ReadModel(std::string(content));
    } catch (const Error& e) {
      return e.what();
    }
    return "";
  };
  EXPECT_EQ(error("PK\x03\x04"), "it is no model of names");
  EXPECT_EQ(error(""), "it is no model of names");
  std::string newer = bytes;
  newer[8] = 9;
  EXPECT_EQ(error(newer),
            "it was made by a newer version of Textmill (format 9.1, this one reads 2.1)");
  for (size_t size = 8; size < bytes.size(); size += 1 + size / 16) {
    EXPECT_EQ(error(std::string_view(bytes).substr(0, size)), "it is cut off or damaged") << size;
  }
  std::mt19937 random(1);
  for (int i = 0; i < 200; ++i) {
    std::string damaged = bytes;
    damaged[16 + random() % (bytes.size() - 16)] ^= static_cast<char>(1 + random() % 255);
    EXPECT_EQ(error(damaged), "it is cut off or damaged");
  }
}

TEST(Model, IsLoadedOnce) {
  const std::string path = std::filesystem::temp_directory_path() /
                           ("textmill_model_test_" + std::to_string(::getpid()));
  std::ofstream(path, std::ios::binary) << WriteModel(*Train(MadeUp(5)));
  const auto model = LoadModel(path);
  EXPECT_EQ(model, LoadModel(path));
  std::filesystem::remove(path);
  try {
    LoadModel(path + "x");
    FAIL();
  } catch (const Error& e) {
    EXPECT_EQ(std::string(e.what()),
              "the model `" + path + "x`: it cannot be opened: No such file or directory");
  }
}

// What is found in a text does not depend on what was looked at before.
TEST(Tagger, DoesNotRemember) {
  const auto model = Train(MadeUp(40));
  Tagger tagger(model);
  std::mt19937 random(2);
  static constexpr const char* kWords[] = {"Ana", "Ruiz", "flew", "to", "Quito",   "In",
                                           "Mr",  ".",    ",",    "BO", "LUND",    "said",
                                           "\n",  "(",    "U.S.", "'s", "el-Sayed"};
  for (int round = 0; round < 300; ++round) {
    std::string text;
    for (size_t n = random() % 60; n > 0; --n) {
      text += kWords[random() % std::size(kWords)];
      text += ' ';
      if (random() % 5 == 0) text += "Word" + std::to_string(random() % 100000) + " ";
    }
    std::vector<NameFound> found, fresh;
    tagger.Find(text, &found);
    Tagger(model).Find(text, &fresh);
    ASSERT_EQ(found.size(), fresh.size());
    for (size_t i = 0; i < found.size(); ++i) {
      ASSERT_EQ(found[i].begin, fresh[i].begin);
      ASSERT_EQ(found[i].end, fresh[i].end);
      ASSERT_EQ(found[i].type, fresh[i].type);
    }
  }
}

TEST(Tagger, BearsAnyText) {
  const auto model = Train(MadeUp(20));
  Tagger tagger(model);
  std::vector<NameFound> found;
  const auto check = [&](const std::string& text) {
    found.clear();
    tagger.Find(text, &found);
    uint32_t end = 0;
    for (const NameFound& name : found) {
      ASSERT_LE(end, name.begin);
      ASSERT_LT(name.begin, name.end);
      ASSERT_LE(name.end, text.size());
      ASSERT_NE(static_cast<unsigned char>(text[name.begin]) & 0xC0, 0x80);
      if (name.end < text.size()) {
        ASSERT_NE(static_cast<unsigned char>(text[name.end]) & 0xC0, 0x80);
      }
      end = name.end;
    }
  };
  const size_t size = size_t{4} << 20;
  check(std::string(size, 'x'));
  check(std::string(size, '.'));
  check(std::string(size, '\n'));
  check(std::string(size, '('));
  for (const char* piece :
       {"é", "東", "A", "A ", "a.b", "\xFF", "Ana ", "ANA RUIZ ", "’s", "A-", "Bo. ", "U.S.", "́"}) {
    std::string text;
    while (text.size() < size / 4) text += piece;
    check(text);
  }
  std::string unlike;
  for (int i = 0; i < 200000; ++i) unlike += "Word" + std::to_string(i * 7919) + " ";
  check(unlike);
}

}  // namespace
}  // namespace textmill::entities
