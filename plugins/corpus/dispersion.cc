#include "plugins/corpus/dispersion.h"

#include <algorithm>
#include <cmath>

namespace textmill::corpus {

void DispersionCounter::AddGap(OfTerm& of, double gap, double mean) {
  of.arf += std::min(gap, mean);
  of.awt += gap * gap;
  of.ald += gap * std::log10(gap);
}

void DispersionCounter::See(uint32_t term, uint64_t f, uint64_t place) {
  OfTerm& of = of_[term];
  if (of.f == 0) {
    of.f = f;
    of.first = place;
  } else {
    AddGap(of, static_cast<double>(place - of.last),
           static_cast<double>(total_) / static_cast<double>(f));
  }
  of.last = place;
  if (of.in_part++ == 0) in_part_.push_back(term);
}

void DispersionCounter::EndPart(uint64_t size) {
  if (size == 0) return;
  ++parts_;
  const double s = static_cast<double>(size) / static_cast<double>(total_);
  least_share_ = std::min(least_share_, s);
  for (const uint32_t term : in_part_) {
    OfTerm& of = of_[term];
    const double v = static_cast<double>(of.in_part), f = static_cast<double>(of.f);
    const double p = v / static_cast<double>(size), off = p - f / static_cast<double>(total_);
    ++of.range;
    of.off += off;
    of.off2 += off * off;
    of.p += p;
    of.p_log_p += p * std::log2(p);
    of.root += std::sqrt(v * s);
    of.apart += std::abs(v / f - s);
    of.share += s;
    of.kl += v / f * std::log2(v / f / s);
    of.in_part = 0;
  }
  in_part_.clear();
}

Dispersion DispersionCounter::Get(uint32_t term) const {
  OfTerm of = of_[term];
  Dispersion d;
  d.range = of.range;
  d.parts = parts_;
  if (of.f == 0 || parts_ == 0) return d;
  const double total = static_cast<double>(total_), f = static_cast<double>(of.f);
  const double n = static_cast<double>(parts_), mean = total / f;
  // The corpus goes round: the last occurrence is followed by the first.
  AddGap(of, static_cast<double>(of.first + total_ - of.last), mean);
  d.arf = of.arf / mean;
  d.awt = total * total / of.awt;
  d.ald = total * std::pow(10, -of.ald / total);
  // Parts without the term have p = 0.
  const double without = n - static_cast<double>(of.range), c = f / total;
  const double off = (of.off - without * c) / n, off2 = (of.off2 + without * c * c) / n;
  const double mean_p = of.p / n;
  d.sd = std::sqrt(std::max(0.0, off2 - off * off));
  d.vc = d.sd / mean_p;
  if (parts_ > 1) {
    d.juilland_d = 1 - d.vc / std::sqrt(n - 1);
    d.juilland_u = f * *d.juilland_d;
    // Of a term that is in one part alone, rounding may leave less than nothing.
    d.carroll_d2 = std::max(0.0, (std::log2(of.p) - of.p_log_p / of.p) / std::log2(n));
  }
  d.dp = std::max(0.0, (of.apart + 1 - of.share) / 2);
  if (least_share_ < 1) d.dp_norm = d.dp / (1 - least_share_);
  d.rosengren_s = of.root * of.root / f;
  d.kl = of.kl;
  d.idf = std::log2(n / static_cast<double>(of.range));
  return d;
}

}  // namespace textmill::corpus
