#include "core/present/word_diff.h"

#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <utility>

#include "textmill/scripts.hpp"
#include "textmill/utf8.hpp"

namespace textmill::core {
namespace {

constexpr size_t kMostWords = 20000;
constexpr int64_t kMostDifferences = 4000;

struct Word {
  std::string_view text;  // with what is around it
  std::string key;        // as it is compared
};

bool IsBlank(char c) { return c == ' ' || (c >= '\t' && c <= '\r'); }

// The size of a character of a script without spaces between words, which is a word of its own;
// else 0.
size_t LoneCharacterAt(std::string_view text, size_t at) {
  const DecodedChar c = DecodeUtf8(text.data() + at, text.data() + text.size());
  return WrittenWithoutSpaces(c.code_point) ? c.size : 0;
}

void AddKey(std::string_view text, Word* word) {
  for (const char c : text) {
    const bool letter = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_' ||
                        static_cast<unsigned char>(c) >= 0x80;
    if (letter) word->key += c;
    if (c >= 'A' && c <= 'Z') word->key += static_cast<char>(c + 32);
  }
}

std::vector<Word> WordsOf(std::string_view text) {
  std::vector<Word> words;
  for (size_t at = 0; at < text.size();) {
    if (IsBlank(text[at])) {
      ++at;
      continue;
    }
    size_t end = at + LoneCharacterAt(text, at);
    if (end == at) {
      while (end < text.size() && !IsBlank(text[end]) &&
             (end == at || LoneCharacterAt(text, end) == 0))
        ++end;
    }
    Word word{text.substr(at, end - at), ""};
    AddKey(word.text, &word);
    if (word.key.empty() && !words.empty()) {  // a dash or such goes with the word before it
      const char* const begin = words.back().text.data();
      words.back().text = {begin, static_cast<size_t>(word.text.data() + word.text.size() - begin)};
    } else {
      words.push_back(std::move(word));
    }
    at = end;
  }
  return words;
}

// How far the two are the same from these places on.
int64_t Follow(const std::vector<Word>& a, const std::vector<Word>& b, int64_t x, int64_t y,
               int64_t a_end, int64_t b_end) {
  int64_t n = 0;
  while (x + n < a_end && y + n < b_end &&
         a[static_cast<size_t>(x + n)].key == b[static_cast<size_t>(y + n)].key)
    ++n;
  return n;
}

// Of Myers' greedy algorithm: how far in the left text each diagonal k (place in the left text less
// that in the right) reaches with d differences, or kNowhere.
constexpr int32_t kNowhere = -2;
struct Reach {
  explicit Reach(int64_t d) : differences(d), at(static_cast<size_t>(2 * d + 1), kNowhere) {}
  int64_t differences;
  std::vector<int32_t> at;
  int64_t Of(int64_t k) const {
    return std::abs(k) > differences ? kNowhere : at[static_cast<size_t>(k + differences)];
  }
};

// Where a path enters diagonal k with one difference more than in `before`, and from which
// diagonal; x is negative when none does.
struct Entry {
  int64_t x = kNowhere, from = 0;
};
Entry Enter(const Reach& before, int64_t k, int64_t n, int64_t m) {
  Entry best;
  const auto try_it = [&](int64_t x, int64_t from) {
    if (x > best.x && x >= 0 && x <= n && x - k >= 0 && x - k <= m) best = {x, from};
  };
  if (before.Of(k + 1) >= 0) try_it(before.Of(k + 1), k + 1);
  if (before.Of(k - 1) >= 0) try_it(before.Of(k - 1) + 1, k - 1);
  return best;
}

// Pairs of equal words, ascending: those of a shortest path, or, with more than kMostDifferences,
// of the one that came furthest.
std::vector<std::pair<size_t, size_t>> EqualWords(const std::vector<Word>& a,
                                                  const std::vector<Word>& b) {
  const auto n = static_cast<int64_t>(std::min(a.size(), kMostWords));
  const auto m = static_cast<int64_t>(std::min(b.size(), kMostWords));
  std::vector<Reach> history;
  int64_t end_k = 0;
  for (int64_t d = 0, done = 0; d <= std::min(n + m, kMostDifferences) && done == 0; ++d) {
    Reach reach(d);
    int64_t furthest = -1;
    for (int64_t k = -d; k <= d && done == 0; k += 2) {
      int64_t x = d == 0 ? 0 : Enter(history.back(), k, n, m).x;
      if (x < 0) continue;
      x += Follow(a, b, x, x - k, n, m);
      reach.at[static_cast<size_t>(k + d)] = static_cast<int32_t>(x);
      done = x == n && x - k == m ? 1 : 0;
      if (2 * x - k > furthest || done == 1) {
        furthest = 2 * x - k;
        end_k = k;
      }
    }
    history.push_back(std::move(reach));
  }
  std::vector<std::pair<size_t, size_t>> pairs;
  int64_t k = end_k;
  for (size_t d = history.size(); d-- > 0;) {
    const Entry entry = d == 0 ? Entry{0, 0} : Enter(history[d - 1], k, n, m);
    for (int64_t x = history[d].Of(k); x > entry.x; --x)
      pairs.emplace_back(static_cast<size_t>(x - 1), static_cast<size_t>(x - 1 - k));
    k = entry.from;
  }
  std::reverse(pairs.begin(), pairs.end());
  return pairs;
}

std::string_view Passage(const std::vector<Word>& words, size_t begin, size_t end) {
  if (begin == end) return {};
  const char* const from = words[begin].text.data();
  const std::string_view last = words[end - 1].text;
  return {from, static_cast<size_t>(last.data() + last.size() - from)};
}

}  // namespace

std::vector<DiffPart> DiffWords(std::string_view left, std::string_view right) {
  const std::vector<Word> a = WordsOf(left), b = WordsOf(right);
  const auto pairs = EqualWords(a, b);
  std::vector<DiffPart> parts;
  const auto add = [&](bool same, size_t i, size_t i_end, size_t j, size_t j_end) {
    if (i == i_end && j == j_end) return;
    parts.push_back({same, Passage(a, i, i_end), Passage(b, j, j_end), i_end - i, j_end - j});
  };
  size_t i = 0, j = 0;
  for (size_t p = 0; p < pairs.size();) {
    size_t run = 1;
    while (p + run < pairs.size() && pairs[p + run].first == pairs[p].first + run &&
           pairs[p + run].second == pairs[p].second + run)
      ++run;
    add(false, i, pairs[p].first, j, pairs[p].second);
    i = pairs[p].first + run;
    j = pairs[p].second + run;
    add(true, i - run, i, j - run, j);
    p += run;
  }
  add(false, i, a.size(), j, b.size());
  return parts;
}

}  // namespace textmill::core
