#include "plugins/text-quality/lines.h"

#include <algorithm>
#include <bit>

#include "plugins/lib/simd/block.h"

namespace textmill::quality {
namespace {

// Calls `found(place)` for each byte whose bit is set in what `mask_of(block)` gives, in order.
template <class MaskOf, class Found>
void ForEach(std::string_view text, MaskOf mask_of, Found found) {
  for (size_t i = 0; i < text.size(); i += simd::kBlock) {
    const size_t n = std::min(text.size() - i, simd::kBlock);
    uint64_t mask = mask_of(simd::Block(text.data() + i, n)) & simd::LowBits(n);
    for (; mask != 0; mask &= mask - 1) found(i + static_cast<size_t>(std::countr_zero(mask)));
  }
}

// The size of the line break at a byte that may begin one; 0 when it does not.
size_t BreakAt(std::string_view text, size_t at) {
  const char c = text[at];
  const std::string_view rest = text.substr(at);
  if (c == '\r') return rest.substr(1, 1) == "\n" ? 2 : 1;
  if (c == '\n' || c == '\v' || c == '\f' || (c >= 0x1C && c <= 0x1E)) return 1;
  if (rest.substr(0, 2) == "\u0085") return 2;
  if (rest.substr(0, 3) == "\u2028" || rest.substr(0, 3) == "\u2029") return 3;
  return 0;
}

struct Wanted {
  std::string_view text;
  Phrase phrase;
  size_t anchor;  // the place in it of two letters that are rare together
};
constexpr Wanted kWanted[] = {
    {"javascript", Phrase::kJavascript, 0}, {"lorem ipsum", Phrase::kLoremIpsum, 4},
    {"terms of use", Phrase::kPolicy, 7},   {"privacy policy", Phrase::kPolicy, 5},
    {"cookie policy", Phrase::kPolicy, 2},  {"uses cookies", Phrase::kPolicy, 7},
    {"use of cookies", Phrase::kPolicy, 9}, {"use cookies", Phrase::kPolicy, 6},
};

bool EqualInAnyCase(std::string_view text, std::string_view lower) {
  return text.size() == lower.size() &&
         std::equal(text.begin(), text.end(), lower.begin(), [](char a, char b) {
           return (a >= 'A' && a <= 'Z' ? static_cast<char>(a + 32) : a) == b;
         });
}

}  // namespace

void SplitLines(std::string_view text, std::vector<std::string_view>* out) {
  out->clear();
  size_t begin = 0;
  const auto may_break = [](const simd::Block& block) {
    return block.Mask([](__m128i b) {
      const __m128i low = _mm_and_si128(simd::AtLeast(b, '\n'), simd::AtMost(b, 0x1E));
      return _mm_or_si128(low, _mm_or_si128(simd::Equal(b, '\xC2'), simd::Equal(b, '\xE2')));
    });
  };
  ForEach(text, may_break, [&](size_t at) {
    if (at < begin) return;  // the second half of a break
    const size_t size = BreakAt(text, at);
    if (size == 0) return;
    out->push_back(text.substr(begin, at - begin));
    begin = at + size;
  });
  if (begin < text.size()) out->push_back(text.substr(begin));
}

void SplitAtBreaks(std::string_view text, std::vector<std::string_view>* out) {
  out->clear();
  size_t begin = 0;
  ForEach(
      text, [](const simd::Block& block) { return block.Equal('\n'); },
      [&](size_t at) {
        out->push_back(text.substr(begin, at - begin));
        begin = at + 1;
      });
  out->push_back(text.substr(begin));
}

void SplitAtRuns(std::string_view text, size_t least, std::vector<std::string_view>* out) {
  out->clear();
  size_t begin = 0, run = 0, next = 0;  // a run of line feeds, which goes on at `next`
  const auto end_run = [&] {
    if (run < least) return;
    out->push_back(text.substr(begin, next - run - begin));
    begin = next;
  };
  ForEach(
      text, [](const simd::Block& block) { return block.Equal('\n'); },
      [&](size_t at) {
        if (run > 0 && at != next) {
          end_run();
          run = 0;
        }
        ++run;
        next = at + 1;
      });
  if (run > 0) end_run();
  out->push_back(text.substr(begin));
}

void FindPhrases(std::string_view text, std::vector<PhraseAt>* out) {
  out->clear();
  // The first of two letters, each in any case: "ja", "m ", "f ", "cy", "ok".
  const auto anchors = [](const simd::Block& block) {
    uint64_t mask = block.EqualInAnyCase('j');
    const uint64_t blank_next = block.Equal(' ') >> 1 | uint64_t{1} << 63;
    const uint64_t y_next = block.EqualInAnyCase('y') >> 1 | uint64_t{1} << 63;
    const uint64_t k_next = block.EqualInAnyCase('k') >> 1 | uint64_t{1} << 63;
    mask |= (block.EqualInAnyCase('m') | block.EqualInAnyCase('f')) & blank_next;
    mask |= block.EqualInAnyCase('c') & y_next;
    mask |= block.EqualInAnyCase('o') & k_next;
    return mask;
  };
  ForEach(text, anchors, [&](size_t at) {
    for (const Wanted& wanted : kWanted) {
      const char anchor = wanted.text[wanted.anchor];
      if ((text[at] | 0x20) != anchor || at < wanted.anchor) continue;
      const size_t begin = at - wanted.anchor;
      if (EqualInAnyCase(text.substr(begin, wanted.text.size()), wanted.text))
        out->push_back({begin, wanted.phrase});
    }
  });
  std::sort(out->begin(), out->end(),
            [](const PhraseAt& a, const PhraseAt& b) { return a.at < b.at; });
}

}  // namespace textmill::quality
