// Labelled texts outside of this repository, and how well a detector does on them. For the accuracy
// test and the benchmarks.
#ifndef TEXTMILL_PLUGINS_LANGUAGE_SCORED_SET_H_
#define TEXTMILL_PLUGINS_LANGUAGE_SCORED_SET_H_

#include <zlib.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <map>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "plugins/lib/languages/guess.h"
#include "plugins/lib/languages/iso639.h"
#include "plugins/lib/languages/languages.h"

namespace textmill::language {

// Texts with the code of their language. A text may have several codes: any of them is
// right.
struct ScoredSet {
  std::vector<std::pair<std::string, std::string>> rows;  // code, text
  std::map<std::string_view, std::set<std::string_view>> labels;
};

// Reads each `every`th of the `code<TAB>text` lines of a gzip file, those whose code is `wanted`;
// empty where there is no file.
template <class Wanted>
ScoredSet ReadScoredSet(const std::string& path, Wanted wanted, size_t every = 1) {
  ScoredSet set;
  gzFile file = gzopen(path.c_str(), "rb");
  if (file == nullptr) return set;
  std::string all;
  std::vector<char> block(1 << 16);
  for (int n; (n = gzread(file, block.data(), static_cast<unsigned>(block.size()))) > 0;) {
    all.append(block.data(), static_cast<size_t>(n));
  }
  gzclose(file);
  size_t line = 0;
  for (size_t at = 0, end; (end = all.find('\n', at)) != std::string::npos; at = end + 1) {
    const size_t tab = all.find('\t', at);
    std::string code = all.substr(at, tab - at);
    if (++line % every == 0 && wanted(code)) {
      set.rows.emplace_back(std::move(code), all.substr(tab + 1, end - tab - 1));
    }
  }
  for (const auto& [code, text] : set.rows) set.labels[text].insert(code);
  return set;
}

// One of the development sets, in the languages that the built-in model knows.
inline ScoredSet ReadDevelopmentSet(const std::string& name, size_t every = 1) {
  return ReadScoredSet(
      TEXTMILL_SOURCE_DIR "/../shared/data/langid/dev/" + name + ".tsv.gz",
      [&](const std::string& code) {
        // In the UDHR these three are in other scripts than in training.
        if (name[0] == 'u' && (code == "ckb" || code == "ug" || code == "nr")) return false;
        return IndexOf(BuiltinLanguages(), code) >= 0;
      },
      every);
}

struct Score {
  double accuracy = 0;           // mean over languages of the share right; `und` is wrong
  double calibration_error = 0;  // expected, in ten bins of confidence
  double sure = 0;               // of the answers given with 0.9 and more, the share right
  std::map<std::string, double> by_language;
  std::map<std::string, std::map<std::string, int>> answers;  // by code
  std::map<std::string, int> texts;                           // by code
};

// `languages` are those of the detector. `restricted`: to the set's.
template <class Detector>
Score ScoreOn(const ScoredSet& set, Detector detector, std::span<const Language> languages,
              bool restricted) {
  Score score;
  for (const auto& [code, text] : set.rows) ++score.texts[code];
  if (restricted) {
    std::vector<int> allowed;
    for (size_t i = 0; i < languages.size(); ++i) {
      if (score.texts.count(std::string(languages[i].code)) > 0) {
        allowed.push_back(static_cast<int>(i));
      }
    }
    detector.Restrict(allowed);
  }
  typename Detector::Scratch scratch;
  std::map<std::string, double> right;
  std::array<double, 10> excess{};  // of confidence over right answers
  double sure = 0;
  for (const auto& [code, text] : set.rows) {
    const Guess guess = detector.Detect(text, scratch);
    const std::string_view answer =
        guess.language < 0 ? kUndetermined : languages[static_cast<size_t>(guess.language)].code;
    const bool is_right = set.labels.at(text).count(answer) > 0;
    right[code] += is_right;
    ++score.answers[code][std::string(answer)];
    const auto bin = static_cast<size_t>(std::clamp(guess.confidence * 10, 0.0F, 9.0F));
    excess[bin] += static_cast<double>(guess.confidence) - is_right;
    if (bin < excess.size() - 1) continue;
    sure += 1;
    score.sure += is_right;
  }
  score.sure /= std::max(sure, 1.0);
  for (const auto& [code, n] : right) {
    score.by_language[code] = n / score.texts[code];
    score.accuracy += score.by_language[code] / static_cast<double>(right.size());
  }
  for (const double e : excess) {
    score.calibration_error += std::fabs(e) / static_cast<double>(set.rows.size());
  }
  return score;
}

}  // namespace textmill::language

#endif  // TEXTMILL_PLUGINS_LANGUAGE_SCORED_SET_H_
