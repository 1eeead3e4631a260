#include "plugins/language/fasttext.h"

#include <gtest/gtest.h>

#include <random>
#include <string>
#include <thread>

#include "plugins/language/fasttext_models.h"
#include "plugins/lib/languages/test_text.h"
#include "textmill/error.hpp"

namespace textmill::language {
namespace {

std::string Answer(const FastTextDetector& detector, std::string_view text) {
  FastTextDetector::Scratch scratch;
  const Guess guess = detector.Detect(text, scratch);
  return guess.language < 0
             ? "und"
             : std::string(detector.languages()[static_cast<size_t>(guess.language)].code);
}

std::string Refusal(const std::string& path) {
  try {
    FastTextDetector(path, 1024);
  } catch (const Error& e) {
    EXPECT_EQ(e.subject(), "model");
    EXPECT_NE(std::string(e.what()).find("`" + path + "`"), std::string::npos) << e.what();
    return e.what();
  }
  return "";
}

class FastTextTest : public ::testing::Test {
 protected:
  static void SetUpTestSuite() {
    models_ = new FastTextModels;
    model_ = models_->Train("languages", FastTextModels::Languages());
  }
  static void TearDownTestSuite() { delete models_; }
  static FastTextModels* models_;
  static std::string model_;
};
FastTextModels* FastTextTest::models_ = nullptr;
std::string FastTextTest::model_;

TEST_F(FastTextTest, PlainAndQuantisedModelsTellLanguages) {
  using fasttext::loss_name;
  std::vector<std::string> paths = {model_ + ".bin", model_ + ".ftz"};
  for (const loss_name loss : {loss_name::hs, loss_name::ova, loss_name::ns}) {
    const std::string name = "loss" + std::to_string(static_cast<int>(loss));
    const std::string path = models_->Train(name, FastTextModels::Languages(), loss, 300);
    paths.push_back(path + ".bin");
    paths.push_back(path + ".ftz");
  }
  for (const std::string& path : paths) {
    const FastTextDetector detector(path, 1024);
    ASSERT_EQ(detector.languages().size(), 3u);  // both scripts of Serbian are one
    EXPECT_EQ(Answer(detector, "nobody could say why the ferry was late"), "en") << path;
    EXPECT_EQ(Answer(detector, "niemand wusste,\nwarum die fähre verspätung hatte"), "de") << path;
    EXPECT_EQ(Answer(detector, "нико није знао зашто"), "sr") << path;
    EXPECT_EQ(Answer(detector, "niko nije znao zašto"), "sr") << path;
  }
}

TEST_F(FastTextTest, TextWithoutLanguageIsUndetermined) {
  const FastTextDetector detector(model_ + ".bin", 1024);
  for (const char* text : kWithoutLanguage) EXPECT_EQ(Answer(detector, text), "und") << text;
  EXPECT_EQ(Answer(detector, std::string(64 << 20, 'a')), "und");
}

TEST_F(FastTextTest, ScriptsOfOneLanguageAreAddedUp) {
  const FastTextDetector detector(model_ + ".bin", 1024);
  FastTextDetector::Scratch scratch;
  const Guess guess =
      detector.Detect("трајект је јутрос опет каснио trajekt je jutros opet kasnio", scratch);
  EXPECT_EQ(detector.languages()[static_cast<size_t>(guess.language)].code, "sr");
  EXPECT_GT(guess.confidence, 0.9F);
  EXPECT_LE(guess.confidence, 1);
}

TEST_F(FastTextTest, RestrictionSharesTheProbabilityAnew) {
  FastTextDetector detector(model_ + ".bin", 1024);
  const std::string mixed = "the ferry was late again und niemand wusste warum die fähre spät war";
  FastTextDetector::Scratch scratch;
  const float free = detector.Detect(mixed, scratch).confidence;
  detector.Restrict({0, 1});  // de, en
  const Guess guess = detector.Detect(mixed, scratch);
  EXPECT_GE(guess.confidence, free);
  EXPECT_EQ(Answer(detector, "nobody could say why the ferry was late"), "en");
  detector.Restrict({0});
  EXPECT_EQ(detector.Detect(mixed, scratch).language, 0);
  EXPECT_EQ(Answer(detector, "the ferry was late again this morning and nobody could say why"),
            "und");
}

TEST_F(FastTextTest, ThreadsShareAModel) {
  const FastTextDetector detector(model_ + ".ftz", 256);
  const std::string text = "die fähre hatte heute wieder verspätung the ferry was late";
  FastTextDetector::Scratch scratch;
  const Guess alone = detector.Detect(text, scratch);
  std::vector<std::thread> threads;
  for (int t = 0; t < 4; ++t) {
    threads.emplace_back([&] {
      FastTextDetector::Scratch own;
      for (int i = 0; i < 500; ++i) {
        const Guess guess = detector.Detect(text, own);
        ASSERT_EQ(guess.language, alone.language);
        ASSERT_EQ(guess.confidence, alone.confidence);
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
}

TEST(FastTextLabels, BecomeCodes) {
  const std::vector<std::string> iso = {"__label__sqi_Latn"}, wikipedia = {"__label__sq"};
  EXPECT_EQ(CodeOfLabel("__label__en", wikipedia), "en");
  EXPECT_EQ(CodeOfLabel("__label__eng_Latn", iso), "en");
  EXPECT_EQ(CodeOfLabel("__label__zh-Hans", iso), "zh");
  EXPECT_EQ(CodeOfLabel("__label__arz", wikipedia), "arz");
  EXPECT_EQ(CodeOfLabel("__label__als", wikipedia), "gsw");
  EXPECT_EQ(CodeOfLabel("__label__als", iso), "sq");
  EXPECT_EQ(CodeOfLabel("__label__als_Latn", wikipedia), "sq");
  EXPECT_EQ(CodeOfLabel("__label__zxx_Zzzz", iso), "und");
  EXPECT_EQ(CodeOfLabel("__label__positive", iso), "");
}

TEST_F(FastTextTest, StrangeLabelsAreToldAndUndetermined) {
  auto lines = FastTextModels::Languages();
  lines.emplace_back("noise", "lorem ipsum dolor sit amet consectetur");
  const FastTextDetector detector(models_->Train("noise", lines) + ".bin", 1024);
  EXPECT_EQ(detector.strange_labels(), std::vector<std::string>{"noise"});
  EXPECT_EQ(Answer(detector, "lorem ipsum dolor sit amet"), "und");
  EXPECT_EQ(Answer(detector, "nobody could say why the ferry was late"), "en");

  const std::string path =
      models_->Train("mood", {{"positive", "a very good film"}, {"negative", "a very bad film"}});
  EXPECT_NE(Refusal(path + ".bin").find("tells no languages"), std::string::npos);
}

TEST_F(FastTextTest, OtherFilesAreRefused) {
  EXPECT_NE(Refusal(models_->At("none.bin")).find("No such file"), std::string::npos);
  EXPECT_NE(Refusal(models_->At("")).find("it is a folder"), std::string::npos);
  EXPECT_NE(Refusal(models_->Write("empty.bin", "")).find("does not begin as one"),
            std::string::npos);
  EXPECT_NE(Refusal(models_->Write("words.vec", "2 3\nthe 1 2 3\n")).find("does not begin as one"),
            std::string::npos);
  const std::string vectors =
      models_->Train("vectors", FastTextModels::Languages(), fasttext::loss_name::ns, 0,
                     fasttext::model_name::cbow);
  EXPECT_NE(Refusal(vectors + ".bin").find("no labels"), std::string::npos);
  std::string newer = models_->Read(model_ + ".bin");
  newer[4] = 13;
  EXPECT_NE(Refusal(models_->Write("newer.bin", newer)).find("13"), std::string::npos);
}

TEST_F(FastTextTest, NoTruncatedOrLongerFileIsTaken) {
  for (const char* ending : {".bin", ".ftz"}) {
    const std::string whole = models_->Read(model_ + ending);
    for (size_t size = 4; size < whole.size(); size += size < 200 ? 3 : 1001) {
      EXPECT_NE(Refusal(models_->Write("cut", whole.substr(0, size))).find("is not complete"),
                std::string::npos)
          << size;
    }
    EXPECT_NE(Refusal(models_->Write("cut", whole.substr(0, whole.size() - 1))), "");
    EXPECT_NE(Refusal(models_->Write("long", whole + '\0')).find("after the end"),
              std::string::npos);
  }
}

// Whatever byte is wrong, there is an error or a model that answers something.
TEST_F(FastTextTest, DamagedFilesDoNoHarm) {
  std::mt19937 random(5);
  const std::string pruned =
      models_->Train("pruned", FastTextModels::ManyLanguages(), fasttext::loss_name::hs, 300);
  int refused = 0, taken = 0;
  for (const std::string& path : {model_ + ".bin", model_ + ".ftz", pruned + ".ftz"}) {
    const std::string whole = models_->Read(path);
    for (int round = 0; round < 200; ++round) {
      std::string damaged = whole;
      // The sizes are at the beginning, and after the words.
      const size_t most = round % 2 == 0 ? 120 : damaged.size();
      for (size_t n = random() % 3 + 1; n > 0; --n) {
        damaged[random() % most] = static_cast<char>(random());
      }
      const std::string file = models_->Write("damaged", damaged);
      try {
        const FastTextDetector detector(file, 1024);
        Answer(detector, "die fähre hatte heute wieder verspätung the ferry was late");
        ++taken;
      } catch (const Error& e) {
        ++refused;
      }
    }
  }
  EXPECT_GT(refused, 50);
  EXPECT_GT(taken, 50);
}

}  // namespace
}  // namespace textmill::language
