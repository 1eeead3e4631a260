// How evenly a term is spread over the parts of a corpus.
//
// The parts of a corpus of N terms have sizes; f is a term's frequency, v that in a part, s the
// part's share of N, p = v / size. A second pass over the corpus is needed, since most formulas
// look at a part with f, N and the sizes known. docs/corpus-analysis.md has formulas and sources.
//
//     DispersionCounter counter(total, parts);
//     for each part, for each of its terms: counter.See(term, count in the corpus, place)
//     counter.EndPart(size);
//     counter.Get(term)
//
// One thread.
#ifndef TEXTMILL_PLUGINS_CORPUS_DISPERSION_H_
#define TEXTMILL_PLUGINS_CORPUS_DISPERSION_H_

#include <cstdint>
#include <optional>
#include <vector>

namespace textmill::corpus {

struct Dispersion {
  uint64_t range = 0, parts = 0;
  double arf = 0, awt = 0, ald = 0, sd = 0, vc = 0, dp = 0, rosengren_s = 0, kl = 0, idf = 0;
  std::optional<double> juilland_d, juilland_u, dp_norm, carroll_d2;
};

class DispersionCounter {
 public:
  // `total` terms in all; terms are numbered from 0 to `terms` - 1.
  DispersionCounter(uint64_t total, size_t terms) : total_(total), of_(terms) {}
  // An occurrence of a term that occurs `f` times in all, at a place from 0 to `total` - 1,
  // ascending.
  void See(uint32_t term, uint64_t f, uint64_t place);
  // The part that ends here has so many terms. One without any is not a part.
  void EndPart(uint64_t size);
  // Once all parts are through.
  Dispersion Get(uint32_t term) const;

 private:
  struct OfTerm {
    uint64_t f = 0, first = 0, last = 0, in_part = 0, range = 0;
    double off = 0, off2 = 0;  // sums of p - f/N, and of its square
    double p = 0, p_log_p = 0, root = 0, apart = 0, share = 0, kl = 0;
    double arf = 0, awt = 0, ald = 0;
  };
  static void AddGap(OfTerm& of, double gap, double mean);

  uint64_t total_, parts_ = 0;
  double least_share_ = 1;
  std::vector<OfTerm> of_;
  std::vector<uint32_t> in_part_;
};

}  // namespace textmill::corpus

#endif  // TEXTMILL_PLUGINS_CORPUS_DISPERSION_H_
