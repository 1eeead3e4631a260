#include "plugins/dedup/keys/shingles.h"

#include <algorithm>
#include <bit>
#include <utility>

#include "plugins/dedup/keys/word_hash.h"
#include "plugins/lib/hash/hash.h"
#include "textmill/scripts.hpp"
#include "textmill/utf8.hpp"

namespace textmill::dedup {
namespace {

template <class Use>
void ForEachCodePoint(std::string_view word, Use&& use) {
  const char* const end = word.data() + word.size();
  for (const char* p = word.data(); p < end;) {
    const DecodedChar c = DecodeUtf8(p, end);
    p += c.size;
    use(c.code_point);
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
  for (uint32_t i = 0; i < ngram; ++i) leaving_ *= hash::kBase;
}

const std::vector<uint64_t>& Shingler::Of(std::string_view text) {
  words_.Split(text);
  if (unit_ == Unit::kChar || (unit_ == Unit::kAuto && ByChar(text))) {
    TakeChars();
    Roll(hash::kSalt);
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
    ForEachCodePoint(words_[i], [&](uint32_t c) {
      ++all;
      spaceless += WrittenWithoutSpaces(c);
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
    ForEachCodePoint(
        words_[i], [&](uint32_t c) { units_.push_back(hash::Mix(static_cast<uint64_t>(c) + 1)); });
  }
}

// A run's hash is a polynomial of its words' hashes, which rolls from run to run.
void Shingler::Roll(uint64_t salt) {
  const size_t n = units_.size();
  const size_t run = std::min<size_t>(ngram_, n);
  shingles_.resize(n == 0 ? 0 : n - run + 1);
  if (n == 0) return;
  salt += run * hash::kSeed;  // a short text never equals a part of a longer one
  uint64_t h = 0;
  for (size_t i = 0; i < run; ++i) h = h * hash::kBase + units_[i];
  shingles_[0] = hash::Mix(h + salt);
  for (size_t i = run; i < n; ++i) {
    h = h * hash::kBase + (units_[i] - units_[i - run] * leaving_);
    shingles_[i - run + 1] = hash::Mix(h + salt);
  }
}

}  // namespace textmill::dedup
