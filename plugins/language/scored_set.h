// Labelled texts outside of this repository, and how well a detector does on them. For the
// benchmarks.
#ifndef TEXTMILL_PLUGINS_LANGUAGE_SCORED_SET_H_
#define TEXTMILL_PLUGINS_LANGUAGE_SCORED_SET_H_

#include <zlib.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace textmill::language {

// Texts with the code of their language. A text may stand under several codes: any of them is
// right.
struct ScoredSet {
  std::vector<std::pair<std::string, std::string>> rows;  // code, text
  std::map<std::string_view, std::set<std::string_view>> labels;

  std::set<std::string> codes() const {
    std::set<std::string> out;
    for (const auto& [code, text] : rows) out.insert(code);
    return out;
  }
};

// Reads `code<TAB>text` lines from a gzip file; empty where there is none. `wanted(code)` chooses.
template <class Wanted>
ScoredSet ReadScoredSet(const std::string& path, Wanted wanted) {
  ScoredSet set;
  gzFile file = gzopen(path.c_str(), "rb");
  if (file == nullptr) return set;
  std::string all;
  std::vector<char> block(1 << 16);
  for (int n; (n = gzread(file, block.data(), static_cast<unsigned>(block.size()))) > 0;) {
    all.append(block.data(), static_cast<size_t>(n));
  }
  gzclose(file);
  for (size_t at = 0, end; (end = all.find('\n', at)) != std::string::npos; at = end + 1) {
    const size_t tab = all.find('\t', at);
    std::string code = all.substr(at, tab - at);
    if (wanted(code)) set.rows.emplace_back(std::move(code), all.substr(tab + 1, end - tab - 1));
  }
  for (const auto& [code, text] : set.rows) set.labels[text].insert(code);
  return set;
}

struct Score {
  double accuracy = 0;           // mean over languages of the share right
  double calibration_error = 0;  // expected, in ten bins of confidence
  std::map<std::string, double> by_language;
  std::map<std::string, std::map<std::string, int>> answers;  // by code
  std::map<std::string, int> texts;                           // by code
};

// `detect(text)` gives a code and a confidence.
template <class Detect>
Score ScoreOn(const ScoredSet& set, Detect detect) {
  Score score;
  std::map<std::string, double> right;
  std::array<double, 10> excess{};  // of confidence over right answers
  for (const auto& [code, text] : set.rows) {
    const auto [answer, confidence] = detect(std::string_view(text));
    const bool is_right = set.labels.at(text).count(answer) > 0;
    right[code] += is_right;
    ++score.texts[code];
    ++score.answers[code][std::string(answer)];
    const auto bin = static_cast<size_t>(std::clamp(confidence * 10, 0.0F, 9.0F));
    excess[bin] += static_cast<double>(confidence) - is_right;
  }
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
