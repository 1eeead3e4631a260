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

// The words that are parted, the most frequent first.
struct Frequent {
  std::vector<uint32_t> counts;  // of all words of the lexicon
  std::vector<uint32_t> words;   // by rank
  std::vector<uint32_t> rank;    // by word; kRare
};
constexpr uint32_t kRare = ~0U;

Frequent FindFrequent(const std::vector<LabelledDocument>& documents, size_t words,
                      uint32_t least) {
  Frequent out;
  out.counts.resize(words);
  for (const auto& document : documents) {
    for (const Token& token : document.document.tokens) ++out.counts[token.word];
  }
  out.words.resize(words);
  std::iota(out.words.begin(), out.words.end(), 0);
  std::stable_sort(out.words.begin(), out.words.end(),
                   [&](uint32_t a, uint32_t b) { return out.counts[a] > out.counts[b]; });
  while (!out.words.empty() && out.counts[out.words.back()] < least) out.words.pop_back();
  out.rank.assign(words, kRare);
  for (uint32_t r = 0; r < out.words.size(); ++r) out.rank[out.words[r]] = r;
  return out;
}

// How often a context is found at a place beside a word: of each word a row, with a column for
// each place and context. Context 0: the end of the sentence.
class Contexts {
 public:
  Contexts(const Frequent& frequent, const Lexicon& lexicon, uint32_t most)
      : frequent_(frequent),
        lexicon_(lexicon),
        most_(most),
        column_sums_(columns()),
        row_sums_(frequent.words.size()) {}

  size_t columns() const { return std::size(kPlaces) * (most_ + 1); }

  void CountSentence(const std::vector<Token>& tokens, ptrdiff_t begin, ptrdiff_t end) {
    const auto word_at = [&](ptrdiff_t at) { return tokens[static_cast<size_t>(at)].word; };
    for (ptrdiff_t i = begin; i < end; ++i) {
      const uint32_t row = frequent_.rank[word_at(i)];
      if (row == kRare) continue;
      for (size_t place = 0; place < std::size(kPlaces); ++place) {
        const ptrdiff_t at = i + kPlaces[place];
        uint32_t context = 0;
        if (at >= begin && at < end) {
          const uint32_t lower = frequent_.rank[lexicon_[word_at(at)].lower_word];
          const uint32_t known = lower == kRare ? frequent_.rank[word_at(at)] : lower;
          if (known >= most_) continue;
          context = known + 1;
        }
        Add(row, place * (most_ + 1) + context);
      }
    }
  }

  // How much each pair tells: its positive pointwise mutual information.
  std::vector<Entry> Information() const {
    std::vector<double> smooth = column_sums_;
    double total = 0;
    for (double& sum : smooth) {
      sum = std::sqrt(sum) * std::sqrt(std::sqrt(sum));  // rare contexts tell less than they seem
      total += sum;
    }
    std::vector<Entry> matrix;
    for (const auto& [key, count] : pairs_) {
      const auto row = static_cast<uint32_t>(key >> 32);
      const auto column = static_cast<uint32_t>(key & 0xFFFFFFFF);
      const float information = Log(count * total / (row_sums_[row] * smooth[column]));
      if (information > 0) matrix.push_back({row, column, information});
    }
    std::sort(matrix.begin(), matrix.end());
    return matrix;
  }

 private:
  void Add(uint32_t row, uint64_t column) {
    ++pairs_[uint64_t{row} << 32 | column];
    column_sums_[column] += 1;
    row_sums_[row] += 1;
  }

  const Frequent& frequent_;
  const Lexicon& lexicon_;
  const uint32_t most_;  // contexts besides the end of the sentence
  absl::flat_hash_map<uint64_t, uint32_t> pairs_;
  std::vector<double> column_sums_, row_sums_;
};

// The class of each word: three levels of parts, one inside the other.
std::vector<uint16_t> PartIntoClasses(const std::vector<Vector>& vectors,
                                      const std::vector<uint32_t>& counts) {
  std::vector<uint16_t> of(vectors.size(), 0);
  std::vector<std::vector<uint32_t>> groups(1);
  for (uint32_t w = 0; w < of.size(); ++w) groups[0].push_back(w);
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
  return of;
}

}  // namespace

void FindWordClasses(const std::vector<LabelledDocument>& documents, const Lexicon& lexicon,
                     const WordClassOptions& options, WordClasses* out) {
  const Frequent frequent = FindFrequent(documents, lexicon.size(), options.least);
  Contexts contexts(frequent, lexicon, options.contexts);
  for (const auto& document : documents) {
    ptrdiff_t begin = 0;
    for (const uint32_t end : document.document.sentence_ends) {
      contexts.CountSentence(document.document.tokens, begin, static_cast<ptrdiff_t>(end));
      begin = static_cast<ptrdiff_t>(end);
    }
  }
  const size_t words = frequent.words.size();
  const std::vector<uint16_t> of = PartIntoClasses(
      Project(contexts.Information(), words, contexts.columns(), options.dimensions),
      frequent.counts);

  // Of words that differ in case alone, the most frequent one counts for texts in capitals.
  std::map<uint32_t, uint16_t> known;
  for (const bool lower : {false, true}) {
    for (size_t w = 0; w < words; ++w) {
      const uint32_t word = frequent.words[w];
      known.emplace(lower ? WordClasses::LowerKey(lexicon.spelling(lexicon[word].lower_word))
                          : WordClasses::FormKey(lexicon.spelling(word)),
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
