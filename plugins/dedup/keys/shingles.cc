#include "plugins/dedup/keys/shingles.h"

#include <unicode/utf8.h>

#include <algorithm>
#include <bit>
#include <utility>

#include "plugins/dedup/keys/hash.h"

namespace textmill::dedup {
namespace {

constexpr uint64_t kBase = 0x9ddfea08eb382d69;  // of the polynomial over a run; odd
constexpr uint64_t kCharSalt = 0x5851f42d4c957f2d;

// Scripts that put no spaces between words: Thai, Lao, Burmese, Khmer, Kana, Han.
bool Spaceless(UChar32 c) {
  if (c < 0x0e00) return false;
  return c <= 0x0eff || (c >= 0x1000 && c <= 0x109f) || (c >= 0x1780 && c <= 0x17ff) ||
         (c >= 0x3005 && c <= 0x3007) || (c >= 0x3041 && c <= 0x30ff) ||
         (c >= 0x3400 && c <= 0x4dbf) || (c >= 0x4e00 && c <= 0x9fff) ||
         (c >= 0xf900 && c <= 0xfaff) || (c >= 0x20000 && c <= 0x3ffff);
}

template <class Use>
void ForEachCodePoint(std::string_view word, Use&& use) {
  const int32_t n = static_cast<int32_t>(word.size());
  for (int32_t i = 0; i < n;) {
    UChar32 c;
    U8_NEXT_UNSAFE(word.data(), i, c);  // what Words gives out is valid
    use(c);
  }
}

// Quick for what is nearly sorted; for what turns out not to be it is given up.
void SortNearlySorted(uint64_t* begin, uint64_t* end) {
  ptrdiff_t moves = 16 * (end - begin);
  for (uint64_t* p = begin + 1; p < end; ++p) {
    const uint64_t v = *p;
    uint64_t* q = p;
    for (; q > begin && q[-1] > v; --q) *q = q[-1];
    *q = v;
    moves -= p - q;
    if (moves < 0) return std::sort(begin, end);
  }
}

}  // namespace

// By radix, over just as many leading bits as leave few neighbours in the wrong order; those are
// put right by insertion. Its branches are nearly all foreseen by the processor, which makes it
// several times as fast as sorting by comparison.
void SortUnique(std::vector<uint64_t>* values, std::vector<uint64_t>* scratch) {
  constexpr int kMostDigit = 8;
  const size_t n = values->size();
  if (n > 24) {
    scratch->resize(n);
    const int bits = static_cast<int>(std::bit_width(n)) + 3;
    const int passes = (bits + kMostDigit - 1) / kMostDigit;
    const int digit = (bits + passes - 1) / passes;  // no wider than it must be: tables cost too
    const size_t radix = size_t{1} << digit;
    for (int pass = passes; pass > 0; --pass) {
      const int shift = 64 - pass * digit;
      uint32_t places[size_t{1} << kMostDigit];
      std::fill_n(places, radix, 0);
      for (const uint64_t v : *values) ++places[(v >> shift) & (radix - 1)];
      uint32_t sum = 0;
      for (size_t d = 0; d < radix; ++d) sum += std::exchange(places[d], sum);
      for (const uint64_t v : *values) (*scratch)[places[(v >> shift) & (radix - 1)]++] = v;
      values->swap(*scratch);
    }
  }
  if (n > 1) SortNearlySorted(values->data(), values->data() + n);
  values->erase(std::unique(values->begin(), values->end()), values->end());
}

Shingler::Shingler(Unit unit, uint32_t ngram) : unit_(unit), ngram_(ngram), leaving_(1) {
  for (uint32_t i = 0; i < ngram; ++i) leaving_ *= kBase;
}

const std::vector<uint64_t>& Shingler::Of(std::string_view text) {
  words_.Split(text);
  if (unit_ == Unit::kChar || (unit_ == Unit::kAuto && ByChar(text))) {
    TakeChars();
    Roll(kCharSalt);
  } else {
    TakeWords();
    Roll(0);
  }
  SortUnique(&shingles_, &scratch_);
  return shingles_;
}

bool Shingler::ByChar(std::string_view text) const {
  // All of these scripts begin with E0 or more in UTF-8, which most texts never have.
  if (std::none_of(text.begin(), text.end(), [](char c) { return (c & 0xe0) == 0xe0; }))
    return false;
  size_t all = 0, spaceless = 0;
  for (size_t i = 0; i < words_.size(); ++i) {
    ForEachCodePoint(words_[i], [&](UChar32 c) {
      ++all;
      spaceless += Spaceless(c);
    });
  }
  return spaceless * 2 > all;
}

void Shingler::TakeWords() {
  const char* folded = words_.folded().data();
  const unicode::Span* spans = words_.spans();
  const size_t n = words_.size();
  units_.resize(n);
  for (size_t i = 0; i < n; ++i)
    units_[i] = HashWord(folded + spans[i].begin, spans[i].end - spans[i].begin);
}

void Shingler::TakeChars() {
  units_.clear();
  for (size_t i = 0; i < words_.size(); ++i) {
    ForEachCodePoint(words_[i],
                     [&](UChar32 c) { units_.push_back(Mix(static_cast<uint64_t>(c) + 1)); });
  }
}

// A run's hash is a polynomial of its words' hashes, which rolls from run to run.
void Shingler::Roll(uint64_t salt) {
  const size_t n = units_.size();
  const size_t run = std::min<size_t>(ngram_, n);
  shingles_.resize(n == 0 ? 0 : n - run + 1);
  if (n == 0) return;
  salt += run * 0x2545f4914f6cdd1d;  // a short text never equals a part of a longer one
  uint64_t h = 0;
  for (size_t i = 0; i < run; ++i) h = h * kBase + units_[i];
  shingles_[0] = Mix(h + salt);
  for (size_t i = run; i < n; ++i) {
    h = h * kBase + (units_[i] - units_[i - run] * leaving_);
    shingles_[i - run + 1] = Mix(h + salt);
  }
}

}  // namespace textmill::dedup
