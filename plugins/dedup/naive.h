// For tests: the definitions of this plugin, written down as plainly as possible.
#ifndef TEXTMILL_PLUGINS_DEDUP_NAIVE_H_
#define TEXTMILL_PLUGINS_DEDUP_NAIVE_H_

#include <algorithm>
#include <cstdint>
#include <iterator>
#include <map>
#include <optional>
#include <random>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "plugins/lib/unicode/words.h"

namespace textmill::dedup::naive {

using Shingles = std::set<std::vector<std::string>>;

inline Shingles ShinglesOf(std::string_view text, size_t n) {
  unicode::Words cut;
  cut.Split(text);
  std::vector<std::string> words;
  for (size_t i = 0; i < cut.size(); ++i) words.emplace_back(cut[i]);
  Shingles out;
  if (!words.empty() && words.size() < n) out.insert(words);
  for (size_t i = 0; i + n <= words.size(); ++i)
    out.insert(
        {words.begin() + static_cast<ptrdiff_t>(i), words.begin() + static_cast<ptrdiff_t>(i + n)});
  return out;
}

template <class Set>
double Jaccard(const Set& a, const Set& b) {
  Set both;
  std::set_intersection(a.begin(), a.end(), b.begin(), b.end(), std::inserter(both, both.end()));
  const size_t shared = both.size();
  return static_cast<double>(shared) / static_cast<double>(a.size() + b.size() - shared);
}

struct Match {
  size_t of;
  double similarity;
};

// What dedup.near means: each document against all those kept before it.
inline std::vector<std::optional<Match>> Greedy(const std::vector<std::string>& texts, size_t n,
                                                double threshold) {
  std::map<std::vector<std::string>, int> numbers;  // for speed, a number for each shingle
  std::vector<std::set<int>> shingles;
  for (const std::string& text : texts) {
    auto& set = shingles.emplace_back();
    for (const auto& shingle : ShinglesOf(text, n))
      set.insert(numbers.try_emplace(shingle, numbers.size()).first->second);
  }
  std::vector<std::optional<Match>> out;
  for (size_t i = 0; i < texts.size(); ++i) {
    out.emplace_back();
    for (size_t k = 0; k < i && !out[i] && !shingles[i].empty(); ++k) {
      if (out[k] || shingles[k].empty()) continue;
      const double similarity = Jaccard(shingles[i], shingles[k]);
      if (similarity >= threshold) out[i] = Match{k, similarity};
    }
  }
  return out;
}

// Random texts, many of them copies of earlier ones with some words changed, some very short.
inline std::vector<std::string> RandomTexts(size_t n, uint32_t seed) {
  std::mt19937 random(seed);
  const auto below = [&](size_t limit) { return static_cast<size_t>(random()) % limit; };
  const auto word = [&] { return std::to_string(below(5000)); };
  const char* const blanks[] = {" ", "  ", "\n", ", ", " - ", "\xc2\xa0", ".\n\n", " \xe2\x80\x9c"};
  std::vector<std::vector<std::string>> all;
  std::vector<std::string> out;
  for (size_t i = 0; i < n; ++i) {
    std::vector<std::string> words;
    if (i > 0 && below(2) == 0) {
      words = all[below(i)];
      const size_t rate = 5 + below(200);  // one word in so many is changed
      for (std::string& w : words) {
        if (below(rate) == 0) w = word();
      }
      if (below(3) == 0) words.resize(below(words.size() + 1));
    } else {
      words.resize(below(6) == 0 ? below(8) : 20 + below(200));
      for (std::string& w : words) w = word();
    }
    std::string text;
    for (const std::string& w : words) text += w + blanks[below(8)];
    all.push_back(std::move(words));
    out.push_back(std::move(text));
  }
  return out;
}

}  // namespace textmill::dedup::naive

#endif  // TEXTMILL_PLUGINS_DEDUP_NAIVE_H_
