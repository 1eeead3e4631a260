#include "plugins/entities/built_in.h"

#include <bit>
#include <utility>

#include "plugins/entities/chars.h"
#include "plugins/entities/pattern.h"
#include "plugins/entities/word_mask.h"
#include "plugins/entities/words_around.h"

namespace textmill::entities {

void BuiltInPatterns::Find(std::string_view text, Mentions* mentions, WrittenOn written) const {
  const bool numbers =
      enabled_[kDate] || enabled_[kMoney] || enabled_[kPercent] || enabled_[kQuantity];
  size_t from = 0;     // the end of the last mention
  size_t settled = 0;  // the same, not counting a "Wednesday" that may begin a longer date
  const auto keep = [&](Pattern pattern, const Found& found) {
    if (found.size() == 0 || found.begin < settled) return;
    if (found.begin < from) mentions->list.pop_back();  // "Wednesday" of "Wednesday, June 5"
    mentions->Add(static_cast<uint32_t>(found.begin), static_cast<uint32_t>(found.end),
                  Source::kPattern, pattern, found.value);
    from = settled = found.end;
  };
  const auto number_at = [&](size_t at) {
    // B52 and the like are words.
    if (InsideWord(text, at)) return;
    Found best;
    Pattern pattern = kDate;
    const auto try_it = [&](Pattern p, Found (*find)(std::string_view, size_t)) {
      if (!enabled_[p]) return;
      Found found = find(text, at);
      if (found.size() <= best.size() || found.begin < (p == kDate ? settled : from)) return;
      best = std::move(found);
      pattern = p;
    };
    try_it(kDate, FindDate);
    try_it(kMoney, FindMoney);
    try_it(kPercent, FindPercent);
    try_it(kQuantity, FindQuantity);
    if (pattern == kDate && written) {
      ResolveYear(text.substr(best.begin, best.size()), *written, &best.value);
    }
    keep(pattern, best);
  };
  const auto relative_at = [&](size_t at) {
    const Found found = FindRelativeDate(text, at, written);
    if (found.size() == 0 || found.begin < from) return;
    const size_t before = from;
    keep(kDate, found);
    settled = before;
  };

  uint64_t last_digit = 0, last_w = 0;  // of the block before, as bit 0
  uint64_t last_a = 0, last_e = 0, last_y = 0, last_m = 0, last_r = 0;  // the same
  for (size_t block_at = 0; block_at < text.size(); block_at += 64) {
    const Block block(text.data() + block_at, text.size() - block_at);
    const uint64_t digits = numbers ? block.Digits() : 0;
    const uint64_t first_digits = digits & ~(digits << 1 | last_digit);
    const uint64_t ats = enabled_[kEmail] ? block.Equal('@') : 0;
    uint64_t dots = 0, colons = 0, words = 0;
    if (enabled_[kUrl]) {
      const uint64_t w = block.Equal('w') | block.Equal('W');
      dots = block.Equal('.') & (w << 1 | last_w);
      last_w = w >> 63;
      colons = block.Equal(':');
    }
    if (enabled_[kDate]) {  // the second letters of d-ay, w-ee-k, y-ear, m-onth, tomor-row
      const uint64_t a = block.Equal('a'), e = block.Equal('e'), y = block.Equal('y'),
                     m = block.Equal('m'), r = block.Equal('r');
      words = (y & (a << 1 | last_a)) | (e & (e << 1 | last_e)) | (e & (y << 1 | last_y)) |
              (block.Equal('o') & (m << 1 | last_m)) | (r & (r << 1 | last_r));
      last_a = a >> 63;
      last_e = e >> 63;
      last_y = y >> 63;
      last_m = m >> 63;
      last_r = r >> 63;
    }
    last_digit = digits >> 63;
    for (uint64_t bits = first_digits | ats | dots | colons | words; bits != 0; bits &= bits - 1) {
      const size_t at = block_at + static_cast<size_t>(std::countr_zero(bits));
      if (at < from) continue;
      const uint64_t bit = bits & -bits;
      if (first_digits & bit) {
        number_at(at);
      } else if (words & bit) {
        if (at > 1 && Is(text, at - 2, "day")) {
          relative_at(at - 2);
        } else if (at > 1 && Is(text, at - 2, "week")) {
          relative_at(at - 2);
        } else if (at > 2 && Is(text, at - 3, "morrow")) {
          relative_at(at - 3);
        } else if (at > 0 && (Is(text, at - 1, "year") || Is(text, at - 1, "month"))) {
          relative_at(at - 1);
        }
      } else if (ats & bit) {
        keep(kEmail, FindEmail(text, at));
      } else if (colons & bit) {
        if (Is(text, at, "://")) keep(kUrl, FindUrl(text, at));
      } else if (at >= 3 && (Is(text, at - 3, "www") || Is(text, at - 3, "WWW"))) {
        keep(kUrl, FindUrl(text, at));
      }
    }
  }
}

}  // namespace textmill::entities
