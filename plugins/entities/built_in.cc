#include "plugins/entities/built_in.h"

#include <bit>

#include "plugins/entities/chars.h"
#include "plugins/entities/pattern.h"
#include "plugins/entities/word_mask.h"
#include "plugins/entities/words_around.h"

namespace textmill::entities {

void BuiltInPatterns::Find(std::string_view text, Mentions* mentions) const {
  const bool numbers = enabled_[kDate] || enabled_[kMoney] || enabled_[kPercent];
  size_t from = 0;  // the end of the last mention
  const auto keep = [&](Pattern pattern, const Found& found) {
    if (found.size() == 0 || found.begin < from) return;
    mentions->Add(static_cast<uint32_t>(found.begin), static_cast<uint32_t>(found.end),
                  Source::kPattern, pattern, found.value);
    from = found.end;
  };
  const auto number_at = [&](size_t at) {
    // B52 and the like are words.
    if (InsideWord(text, at)) return;
    Found best;
    Pattern pattern = kDate;
    const auto try_it = [&](Pattern p, Found (*find)(std::string_view, size_t)) {
      if (!enabled_[p]) return;
      Found found = find(text, at);
      if (found.size() <= best.size() || found.begin < from) return;
      best = std::move(found);
      pattern = p;
    };
    try_it(kDate, FindDate);
    try_it(kMoney, FindMoney);
    try_it(kPercent, FindPercent);
    keep(pattern, best);
  };

  uint64_t last_digit = 0, last_w = 0;  // of the block before, as bit 0
  for (size_t block_at = 0; block_at < text.size(); block_at += 64) {
    const Block block(text.data() + block_at, text.size() - block_at);
    const uint64_t digits = numbers ? block.Digits() : 0;
    const uint64_t first_digits = digits & ~(digits << 1 | last_digit);
    const uint64_t ats = enabled_[kEmail] ? block.Equal('@') : 0;
    uint64_t dots = 0, colons = 0;
    if (enabled_[kUrl]) {
      const uint64_t w = block.Equal('w') | block.Equal('W');
      dots = block.Equal('.') & (w << 1 | last_w);
      last_w = w >> 63;
      colons = block.Equal(':');
    }
    last_digit = digits >> 63;
    for (uint64_t bits = first_digits | ats | dots | colons; bits != 0; bits &= bits - 1) {
      const size_t at = block_at + static_cast<size_t>(std::countr_zero(bits));
      if (at < from) continue;
      const uint64_t bit = bits & -bits;
      if (first_digits & bit) {
        number_at(at);
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
