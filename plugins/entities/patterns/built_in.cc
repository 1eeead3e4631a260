#include "plugins/entities/patterns/built_in.h"

#include <bit>
#include <utility>

#include "plugins/entities/patterns/currencies.h"
#include "plugins/entities/patterns/date_years.h"
#include "plugins/entities/patterns/month_date.h"
#include "plugins/entities/patterns/pattern.h"
#include "plugins/entities/patterns/words_around.h"
#include "plugins/lib/simd/block.h"
#include "plugins/lib/tagger/chars.h"

namespace textmill::entities {
namespace {

// Where something is in a block of 64 bytes and in the one before.
class Places {
 public:
  void Next(uint64_t mask) {
    before_ = here_;
    here_ = mask;
  }
  uint64_t here() const { return here_; }
  // The places that are `n` bytes before it.
  uint64_t Before(int n) const { return here_ << n | before_ >> (64 - n); }

 private:
  uint64_t here_ = 0, before_ = 0;
};

}  // namespace

void BuiltInPatterns::Find(std::string_view text, Mentions* mentions, WrittenOn written,
                           std::string_view language) const {
  NumberLanguage numbers_of(text, language);
  const size_t first = mentions->list.size();
  const bool amounts = enabled_[kMoney] || enabled_[kPercent] || enabled_[kQuantity];
  const bool numbers = enabled_[kDate] || amounts;
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
    // B52 and the like are words; RM52 is not.
    const bool glued = InsideWord(text, at);
    if (glued && !(enabled_[kMoney] && IsGluedToCurrency(text, at))) return;
    Found best;
    Pattern pattern = kDate;
    if (enabled_[kDate] && !glued) {
      best = FindDate(text, at);
      if (best.begin < settled) best = {};
    }
    if (amounts) {
      const NumberPlace place(text, at, &numbers_of);
      const auto try_it = [&](Pattern p, Found (*find)(const NumberPlace&)) {
        if (!enabled_[p]) return;
        Found found = find(place);
        if (found.size() <= best.size() || found.begin < from) return;
        best = std::move(found);
        pattern = p;
      };
      try_it(kMoney, FindMoney);
      if (!glued) {
        try_it(kPercent, FindPercent);
        try_it(kQuantity, FindQuantity);
      }
    }
    if (best.size() == 0) return;
    keep(pattern, best);
  };
  const auto relative_at = [&](size_t at) {
    const Found found = FindRelativeDate(text, at, written);
    if (found.size() == 0 || found.begin < from) return;
    const size_t before = from;
    keep(kDate, found);
    settled = before;
  };

  const auto month_at = [&](size_t at) {
    const Found found = FindMonth(text, at);
    if (found.size() > 0 && found.begin >= from) keep(kDate, found);
  };

  Places space, digit, w, d, a, y, e, k, m, o, n, r;
  for (size_t block_at = 0; block_at < text.size(); block_at += 64) {
    const simd::Block block(text.data() + block_at, text.size() - block_at);
    uint64_t first_digits = 0, ats = 0, dots = 0, colons = 0, words = 0;
    if (numbers) {
      digit.Next(block.Digits());
      first_digits = digit.here() & ~digit.Before(1);
    }
    if (enabled_[kEmail]) ats = block.Equal('@');
    if (enabled_[kUrl]) {
      w.Next(block.EqualInAnyCase('w'));
      dots = block.Equal('.') & w.Before(1) & w.Before(2);
      colons = block.Equal(':');
    }
    uint64_t months = 0;
    if (enabled_[kDate]) {
      space.Next(block.NoLetters());
      months = block.Capitals() & (space.Before(1) | (block_at == 0 ? 1 : 0));
    }
    if (enabled_[kDate]) {  // the third letters of day, w-eek, year, month, tomo-rro-w
      for (auto [places, letter] : {std::pair{&d, 'd'},
                                    {&a, 'a'},
                                    {&y, 'y'},
                                    {&e, 'e'},
                                    {&k, 'k'},
                                    {&m, 'm'},
                                    {&o, 'o'},
                                    {&n, 'n'},
                                    {&r, 'r'}}) {
        places->Next(block.Equal(letter));
      }
      words = (d.Before(2) & a.Before(1) & y.here()) | (e.Before(2) & e.Before(1) & k.here()) |
              (y.Before(2) & e.Before(1) & a.here()) | (m.Before(2) & o.Before(1) & n.here()) |
              (r.Before(2) & r.Before(1) & o.here());
    }
    for (uint64_t bits = first_digits | ats | dots | colons | words | months; bits != 0;
         bits &= bits - 1) {
      const size_t at = block_at + static_cast<size_t>(std::countr_zero(bits));
      if (at < from) continue;
      const uint64_t bit = bits & -bits;
      if (months & bit) {
        if (MayBeginMonth(text, at)) month_at(at);
      } else if (first_digits & bit) {
        number_at(at);
      } else if (words & bit) {
        if (Is(text, at - 2, "day") || Is(text, at - 2, "year") || Is(text, at - 2, "month")) {
          relative_at(at - 2);
        } else if (at > 2 && Is(text, at - 3, "week")) {
          relative_at(at - 3);
        } else if (at > 3 && Is(text, at - 4, "morrow")) {
          relative_at(at - 4);
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
  if (enabled_[kDate]) SettleDates(text, first, kDate, written, mentions);
}

}  // namespace textmill::entities
