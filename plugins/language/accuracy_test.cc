// Accuracy on development sets that are not part of this repository: words, sentences and
// paragraphs of many languages.
#include <gtest/gtest.h>
#include <zlib.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <map>
#include <set>
#include <string>
#include <unordered_map>
#include <vector>

#include "plugins/language/builtin/detector.h"
#include "plugins/language/cld2.h"
#include "plugins/language/detect.h"

namespace textmill::language {
namespace {

constexpr size_t kSample = 1024;  // the stage's own

// Lines of code and text, of languages among `only` where it is not empty; each `every`th of them.
class Set {
 public:
  using Only = std::set<std::string_view>;
  explicit Set(const std::string& name, const Only& only = {}, size_t every = 1)
      : path_(TEXTMILL_SOURCE_DIR "/../shared/data/langid/dev/" + name + ".tsv.gz") {
    gzFile file = gzopen(path_.c_str(), "rb");
    if (file == nullptr) return;
    std::vector<char> block(1 << 16);
    for (int n; (n = gzread(file, block.data(), static_cast<unsigned>(block.size()))) > 0;) {
      rows_.append(block.data(), static_cast<size_t>(n));
    }
    gzclose(file);
    for (size_t at = 0, end; (end = rows_.find('\n', at)) != std::string::npos; at = end + 1) {
      if (++lines_ % every != 0) continue;
      const std::string_view line = std::string_view(rows_).substr(at, end - at);
      const std::string_view code = line.substr(0, line.find('\t'));
      const std::string_view text = line.substr(code.size() + 1);
      if (!only.empty() && only.count(code) == 0) continue;
      items.emplace_back(code, text);
      codes_of[text].insert(code);
      codes.insert(code);
    }
  }
  const std::string& path() const { return path_; }

  std::vector<std::pair<std::string_view, std::string_view>> items;
  std::unordered_map<std::string_view, Only> codes_of;  // any of them is right
  std::set<std::string_view> codes;

 private:
  std::string path_, rows_;
  size_t lines_ = 0;
};

struct Score {
  double accuracy = 0;     // the mean over languages of the share right; `und` is wrong
  double calibration = 0;  // expected calibration error, ten bins
  double sure = 0;         // of the answers given with 0.9 and more, the share right
  std::map<std::string_view, double> by_language;
};

template <class Detector>
Score Measure(const Set& set, const Detector& detector, std::span<const Language> languages) {
  struct Sum {
    double right = 0, confidence = 0, all = 0;
  };
  std::map<std::string_view, Sum> by_language;
  std::array<Sum, 10> bins;
  Sum sure;
  typename Detector::Scratch scratch;
  for (const auto& [code, text] : set.items) {
    const Guess guess = detector.Detect(text, scratch);
    const bool right =
        guess.language >= 0 &&
        set.codes_of.at(text).count(languages[static_cast<size_t>(guess.language)].code) > 0;
    const size_t bin = std::min<size_t>(9, static_cast<size_t>(guess.confidence * 10));
    for (Sum* sum : {&by_language[code], &bins[bin], guess.confidence < 0.9F ? nullptr : &sure}) {
      if (sum == nullptr) continue;
      sum->right += right;
      sum->confidence += static_cast<double>(guess.confidence);
      sum->all += 1;
    }
  }
  Score score;
  for (const auto& [code, sum] : by_language) {
    score.by_language[code] = sum.right / sum.all;
    score.accuracy += sum.right / sum.all / static_cast<double>(by_language.size());
  }
  for (const Sum& bin : bins) {
    score.calibration +=
        std::abs(bin.right - bin.confidence) / static_cast<double>(set.items.size());
  }
  score.sure = sure.right / std::max(sure.all, 1.0);
  return score;
}

TEST(Accuracy, OfCld2OnSentences) {
  const Set set("lingua.sentence");
  if (set.items.empty()) GTEST_SKIP() << set.path() << " is not here";
  const Score score = Measure(set, Cld2Detector(kSample), Cld2Languages());
  std::printf("mean over %zu languages: %.4f; with a confidence of 0.9 and more: %.4f\n",
              score.by_language.size(), score.accuracy, score.sure);
  for (const auto& [code, share] : score.by_language) {
    if (share < 0.8) {
      std::printf("  %.*s %.3f\n", static_cast<int>(code.size()), code.data(), share);
    }
  }
  EXPECT_GT(score.accuracy, 0.94);
  EXPECT_GT(score.sure, 0.95);
}

// Each set with the accuracy that the model is to have at least, first for all languages, then,
// where asked, for a choice among those of the set.
TEST(Accuracy, OfTheBuiltinModel) {
  const std::vector<Language> languages = KnownToBuiltin();
  Set::Only trained, udhr;
  for (const Language& l : languages) trained.insert(l.code);
  udhr = trained;
  for (const char* other_script : {"ckb", "ug", "nr"}) udhr.erase(other_script);
  constexpr size_t kEvery = 4;  // the benchmark takes all
  struct Case {
    const char* set;
    Set::Only only;
    double least_free, least_restricted;
  };
  for (const Case& c :
       {Case{"lingua.word", {}, 0.74, 0.755}, Case{"lingua.wordpair", {}, 0.87, 0.885},
        Case{"lingua.sentence", {}, 0.95, 0.955}, Case{"tatoeba.sentence", trained, 0.915, 0},
        Case{"udhr.paragraph", udhr, 0.965, 0}}) {
    const Set set(c.set, c.only, kEvery);
    if (set.items.empty()) GTEST_SKIP() << set.path() << " is not here";
    const auto measure = [&](const BuiltinDetector& detector, double least, const char* choice) {
      const Score score = Measure(set, detector, languages);
      std::printf(
          "%-16s %-10s %3zu languages: %.4f, calibration error %.4f, of those at 0.9: %.4f\n",
          c.set, choice, score.by_language.size(), score.accuracy, score.calibration, score.sure);
      EXPECT_GE(score.accuracy, least) << c.set << ' ' << choice;
      EXPECT_LE(score.calibration, 0.05) << c.set << ' ' << choice;
    };
    BuiltinDetector detector(kSample);
    measure(detector, c.least_free, "free");
    if (c.least_restricted == 0) continue;
    std::vector<int> allowed;
    for (const std::string_view code : set.codes) allowed.push_back(IndexOf(languages, code));
    detector.Restrict(allowed);
    measure(detector, c.least_restricted, "restricted");
  }
}

}  // namespace
}  // namespace textmill::language
