#include "plugins/train/entities/word_classes.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <numeric>
#include <utility>

#include "absl/container/flat_hash_map.h"
#include "plugins/lib/hash/hash.h"

namespace textmill::entities {
namespace {

constexpr int kPlaces[] = {-2, -1, 1, 2};

// 2^(1/2^k)-exact logarithms are not needed, only the same everywhere.
float Log(double x) {
  int exponent = 0;
  const double m = std::frexp(x, &exponent);  // [0.5, 1)
  const double t = (m - 0.70710678) / (m + 0.70710678), u = t * t;
  return static_cast<float>(2 * t * (1 + u / 3 + u * u / 5 + u * u * u / 7) +
                            (exponent - 0.5) * 0.69314718056);
}

using Vector = std::vector<float>;

void Normalise(Vector* v) {
  float square = 0;
  for (const float x : *v) square += x * x;
  if (square <= 0) return;
  const float scale = 1 / std::sqrt(square);
  for (float& x : *v) x *= scale;
}

float Dot(const Vector& a, const Vector& b) {
  float sum = 0;
  for (size_t i = 0; i < a.size(); ++i) sum += a[i] * b[i];
  return sum;
}

// Of a sparse matrix.
struct Entry {
  uint32_t row, column;
  float value;
  bool operator<(const Entry& other) const {
    return row != other.row ? row < other.row : column < other.column;
  }
};

// The rows as they look in the space of the matrix's largest singular values, found by iterating
// from a random start; each of length one.
std::vector<Vector> Project(const std::vector<Entry>& matrix, size_t rows, size_t columns,
                            size_t dimensions) {
  std::vector<Vector> right(columns, Vector(dimensions)), left;
  uint64_t state = hash::kSeed;
  for (Vector& v : right) {
    for (float& x : v) {
      state = state * 6364136223846793005ULL + 1442695040888963407ULL;
      x = static_cast<float>(static_cast<int32_t>(state >> 32)) / 2147483648.0F;
    }
  }
  for (int round = 0;; ++round) {
    // Makes the columns of `right` orthonormal.
    for (size_t d = 0; d < dimensions; ++d) {
      for (int twice = 0; twice < 2; ++twice) {
        Vector overlap(d, 0);
        for (const Vector& v : right) {
          for (size_t e = 0; e < d; ++e) overlap[e] += v[d] * v[e];
        }
        for (Vector& v : right) {
          for (size_t e = 0; e < d; ++e) v[d] -= overlap[e] * v[e];
        }
      }
      double square = 0;
      for (const Vector& v : right) square += static_cast<double>(v[d]) * v[d];
      const auto scale = static_cast<float>(1 / std::sqrt(std::max(square, 1e-20)));
      for (Vector& v : right) v[d] *= scale;
    }
    left.assign(rows, Vector(dimensions, 0));
    for (const Entry& e : matrix) {
      for (size_t d = 0; d < dimensions; ++d) left[e.row][d] += e.value * right[e.column][d];
    }
    if (round == 4) break;
    right.assign(columns, Vector(dimensions, 0));
    for (const Entry& e : matrix) {
      for (size_t d = 0; d < dimensions; ++d) right[e.column][d] += e.value * left[e.row][d];
    }
  }
  for (Vector& v : left) Normalise(&v);
  return left;
}

// Parts the words of `members` into at most `k` classes.
std::vector<uint16_t> KMeans(const std::vector<Vector>& vectors,
                             const std::vector<uint32_t>& members,
                             const std::vector<uint32_t>& counts, size_t k) {
  std::vector<uint16_t> of(members.size(), 0);
  if (members.size() <= k) {
    for (size_t i = 0; i < of.size(); ++i) of[i] = static_cast<uint16_t>(i);
    return of;
  }
  // The first centres: frequent words, each far from those before it.
  const size_t dimensions = vectors[members[0]].size();
  std::vector<Vector> centres{vectors[members[0]]};
  std::vector<float> nearest(members.size(), -2);
  while (centres.size() < k) {
    size_t best = 0;
    float best_value = -1;
    for (size_t i = 0; i < members.size(); ++i) {
      nearest[i] = std::max(nearest[i], Dot(vectors[members[i]], centres.back()));
      const float value = (1 - nearest[i]) * std::sqrt(static_cast<float>(counts[members[i]]));
      if (value > best_value) {
        best_value = value;
        best = i;
      }
    }
    centres.push_back(vectors[members[best]]);
  }
  for (int round = 0; round < 12; ++round) {
    bool changed = false;
    for (size_t i = 0; i < members.size(); ++i) {
      float most = -2;
      uint16_t at = 0;
      for (size_t c = 0; c < k; ++c) {
        const float likeness = Dot(vectors[members[i]], centres[c]);
        if (likeness > most) {
          most = likeness;
          at = static_cast<uint16_t>(c);
        }
      }
      changed |= at != of[i];
      of[i] = at;
    }
    if (!changed) break;
    for (Vector& centre : centres) centre.assign(dimensions, 0);
    for (size_t i = 0; i < members.size(); ++i) {
      const float weight = std::sqrt(static_cast<float>(counts[members[i]]));
      for (size_t d = 0; d < dimensions; ++d) {
        centres[of[i]][d] += weight * vectors[members[i]][d];
      }
    }
    for (Vector& centre : centres) Normalise(&centre);
  }
  return of;
}

}  // namespace

void FindWordClasses(const std::vector<LabelledDocument>& documents, const Lexicon& lexicon,
                     const WordClassOptions& options, WordClasses* out) {
  std::vector<uint32_t> counts(lexicon.size());
  for (const auto& document : documents) {
    for (const Token& token : document.document.tokens) ++counts[token.word];
  }
  std::vector<uint32_t> by_count(lexicon.size());
  std::iota(by_count.begin(), by_count.end(), 0);
  std::stable_sort(by_count.begin(), by_count.end(),
                   [&](uint32_t a, uint32_t b) { return counts[a] > counts[b]; });
  while (!by_count.empty() && counts[by_count.back()] < options.least) by_count.pop_back();
  const size_t words = by_count.size();
  std::vector<uint32_t> rank(lexicon.size(), ~0U);
  for (uint32_t r = 0; r < words; ++r) rank[by_count[r]] = r;

  // How often a context is found at a place beside a word. Context 0: the end of the sentence.
  const uint32_t contexts = options.contexts + 1;
  absl::flat_hash_map<uint64_t, uint32_t> pairs;
  std::vector<double> context_sum(std::size(kPlaces) * contexts);
  std::vector<double> word_sum(words);
  double total = 0;
  for (const auto& document : documents) {
    const auto& tokens = document.document.tokens;
    ptrdiff_t begin = 0;
    for (const uint32_t sentence_end : document.document.sentence_ends) {
      const auto end = static_cast<ptrdiff_t>(sentence_end);
      for (ptrdiff_t i = begin; i < end; ++i) {
        const uint32_t word = rank[tokens[static_cast<size_t>(i)].word];
        if (word == ~0U) continue;
        for (size_t place = 0; place < std::size(kPlaces); ++place) {
          const ptrdiff_t at = i + kPlaces[place];
          uint32_t context = 0;
          if (at >= begin && at < end) {
            const uint32_t r = rank[lexicon[tokens[static_cast<size_t>(at)].word].lower_word];
            const uint32_t exact = rank[tokens[static_cast<size_t>(at)].word];
            const uint32_t known = r == ~0U ? exact : r;
            if (known >= options.contexts) continue;
            context = known + 1;
          }
          const uint64_t column = place * contexts + context;
          ++pairs[static_cast<uint64_t>(word) << 32 | column];
          context_sum[column] += 1;
          word_sum[word] += 1;
          total += 1;
        }
      }
      begin = end;
    }
  }
  std::vector<Entry> matrix;
  double smooth_total = 0;
  for (double& sum : context_sum) {
    sum = std::sqrt(sum) * std::sqrt(std::sqrt(sum));  // rare contexts tell less than they seem to
    smooth_total += sum;
  }
  for (const auto& [key, count] : pairs) {
    const auto word = static_cast<uint32_t>(key >> 32);
    const auto column = static_cast<uint32_t>(key & 0xFFFFFFFF);
    const float information = Log(count * smooth_total / (word_sum[word] * context_sum[column]));
    if (information > 0) matrix.push_back({word, column, information});
  }
  std::sort(matrix.begin(), matrix.end());
  std::vector<Vector> vectors =
      Project(matrix, words, std::size(kPlaces) * contexts, options.dimensions);

  std::vector<uint16_t> of(words, 0);
  std::vector<std::vector<uint32_t>> groups(1);
  for (uint32_t w = 0; w < words; ++w) groups[0].push_back(w);
  for (const size_t parts : {size_t{32}, size_t{8}, size_t{8}}) {
    std::vector<std::vector<uint32_t>> finer;
    for (const auto& group : groups) {
      std::vector<std::vector<uint32_t>> split(parts);
      const std::vector<uint16_t> part = KMeans(vectors, group, counts, parts);
      for (size_t i = 0; i < group.size(); ++i) {
        of[group[i]] = static_cast<uint16_t>(of[group[i]] * parts + part[i]);
        split[part[i]].push_back(group[i]);
      }
      for (auto& one : split) finer.push_back(std::move(one));
    }
    groups = std::move(finer);
  }

  // Of words that differ in case alone, the most frequent one counts for texts in capitals.
  std::map<uint32_t, uint16_t> known;
  for (const bool lower : {false, true}) {
    for (size_t w = 0; w < words; ++w) {
      known.emplace(lower ? WordClasses::LowerKey(lexicon.spelling(lexicon[by_count[w]].lower_word))
                          : WordClasses::FormKey(lexicon.spelling(by_count[w])),
                    of[w]);
    }
  }
  std::vector<uint32_t> keys;
  std::vector<uint16_t> classes;
  for (const auto& [key, c] : known) {
    keys.push_back(key);
    classes.push_back(c);
  }
  out->Make(std::move(keys), std::move(classes));
}

}  // namespace textmill::entities
