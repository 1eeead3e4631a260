#include "plugins/entities/patterns/built_in.h"

#include <bit>
#include <utility>

#include "plugins/entities/patterns/ascii_digits.h"
#include "plugins/entities/patterns/currencies.h"
#include "plugins/entities/patterns/date_years.h"
#include "plugins/entities/patterns/month_date.h"
#include "plugins/entities/patterns/pattern.h"
#include "plugins/entities/patterns/spelled_money.h"
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

// The places in a block where a pattern may find something.
struct BuiltInPatterns::Marks {
  uint64_t months = 0, digits = 0, words = 0, ats = 0, colons = 0, dots = 0;
  uint64_t all() const { return months | digits | words | ats | colons | dots; }
};

// Goes over a text block by block.
class BuiltInPatterns::Marker {
 public:
  explicit Marker(const BuiltInPatterns& patterns) : enabled_(patterns.enabled_) {
    numbers_ = enabled_[kDate] || patterns.amounts();
  }

  Marks Next(const simd::Block& block) {
    Marks marks;
    if (numbers_) {
      digit_.Next(block.Digits());
      marks.digits = digit_.here() & ~digit_.Before(1);
    }
    if (enabled_[kEmail]) marks.ats = block.Equal('@');
    if (enabled_[kUrl]) {
      w_.Next(block.EqualInAnyCase('w'));
      marks.dots = block.Equal('.') & w_.Before(1) & w_.Before(2);
      marks.colons = block.Equal(':');
    }
    if (enabled_[kDate]) {
      space_.Next(block.NoLetters());
      marks.months = block.Capitals() & (space_.Before(1) | (first_ ? 1 : 0));
    }
    if (enabled_[kDate] || enabled_[kMoney]) marks.words = ThirdLetters(block);
    first_ = false;
    return marks;
  }

 private:
  // Of day, w-eek, year, month, tomo-rro-w, night, mo-rni-ng, eve-nin-g, after-noo-n; of mi-lli-on,
  // tho-usa-nd, hu-ndr-ed, dollar, euro.
  uint64_t ThirdLetters(const simd::Block& block) {
    for (auto [places, letter] : {std::pair{&d_, 'd'},
                                  {&a_, 'a'},
                                  {&y_, 'y'},
                                  {&e_, 'e'},
                                  {&k_, 'k'},
                                  {&m_, 'm'},
                                  {&o_, 'o'},
                                  {&n_, 'n'},
                                  {&r_, 'r'},
                                  {&i_, 'i'},
                                  {&g_, 'g'},
                                  {&l_, 'l'},
                                  {&u_, 'u'},
                                  {&s_, 's'}}) {
      places->Next(block.Equal(letter));
    }
    return (d_.Before(2) & a_.Before(1) & y_.here()) | (e_.Before(2) & e_.Before(1) & k_.here()) |
           (y_.Before(2) & e_.Before(1) & a_.here()) | (m_.Before(2) & o_.Before(1) & n_.here()) |
           (r_.Before(2) & r_.Before(1) & o_.here()) | (n_.Before(2) & i_.Before(1) & g_.here()) |
           (r_.Before(2) & n_.Before(1) & i_.here()) | (n_.Before(2) & i_.Before(1) & n_.here()) |
           (n_.Before(2) & o_.Before(1) & o_.here()) | (l_.Before(2) & l_.Before(1) & i_.here()) |
           (u_.Before(2) & s_.Before(1) & a_.here()) | (n_.Before(2) & d_.Before(1) & r_.here()) |
           (d_.Before(2) & o_.Before(1) & l_.here()) | (e_.Before(2) & u_.Before(1) & r_.here());
  }

  const std::array<bool, kPatterns> enabled_;
  bool numbers_, first_ = true;
  Places space_, digit_, w_, d_, a_, y_, e_, k_, m_, o_, n_, r_, i_, g_, l_, u_, s_;
};

// Asks the patterns at the places of one text, which ascend, and keeps what they find.
class BuiltInPatterns::Search {
 public:
  Search(const BuiltInPatterns& patterns, std::string_view text, Mentions* mentions,
         WrittenOn written, std::string_view language)
      : patterns_(patterns),
        text_(text),
        mentions_(mentions),
        written_(written),
        numbers_of_(text, language) {}

  // `bit`: the place's in `marks`.
  void At(size_t at, const Marks& marks, uint64_t bit) {
    if (at < from_) return;
    if (marks.months & bit) {
      if (MayBeginMonth(text_, at)) MonthAt(at);
    } else if (marks.digits & bit) {
      NumberAt(at);
    } else if (marks.words & bit) {
      WordAt(at);
    } else if (marks.ats & bit) {
      Keep(kEmail, FindEmail(text_, at));
    } else if (marks.colons & bit) {
      if (Is(text_, at, "://")) Keep(kUrl, FindUrl(text_, at));
    } else if (at >= 3 && (Is(text_, at - 3, "www") || Is(text_, at - 3, "WWW"))) {
      Keep(kUrl, FindUrl(text_, at));
    }
  }

 private:
  void Keep(Pattern pattern, const Found& found) {
    if (found.size() == 0 || found.begin < settled_) return;
    if (found.begin < from_) mentions_->list.pop_back();  // "Wednesday" of "Wednesday, June 5"
    mentions_->Add(static_cast<uint32_t>(found.begin), static_cast<uint32_t>(found.end),
                   Source::kPattern, pattern, found.value);
    from_ = settled_ = found.end;
  }

  void MonthAt(size_t at) {
    const Found found = FindMonth(text_, at);
    if (found.size() > 0 && found.begin >= from_) Keep(kDate, found);
  }

  // The longest of what begins with a number.
  void NumberAt(size_t at) {
    // B52 and the like are words; RM52 is not.
    const bool glued = InsideWord(text_, at);
    if (glued && !(patterns_.Enabled(kMoney) && IsGluedToCurrency(text_, at))) return;
    Found best;
    Pattern pattern = kDate;
    if (patterns_.Enabled(kDate) && !glued) {
      best = FindDate(text_, at);
      if (best.begin < settled_) best = {};
    }
    if (patterns_.amounts()) {
      const NumberPlace place(text_, at, &numbers_of_);
      const auto try_it = [&](Pattern p, Found (*find)(const NumberPlace&)) {
        if (!patterns_.Enabled(p)) return;
        Found found = find(place);
        if (found.size() <= best.size() || found.begin < from_) return;
        best = std::move(found);
        pattern = p;
      };
      try_it(kMoney, FindMoney);
      if (!glued) {
        try_it(kPercent, FindPercent);
        try_it(kQuantity, FindQuantity);
      }
    }
    Keep(pattern, best);
  }

  // At the third letter of what may be a day, a week, a month or a year, or of an amount.
  void WordAt(size_t at) {
    if (patterns_.Enabled(kMoney)) {
      for (const std::string_view part : {"llion", "usand", "ndred", "dollar", "euro"}) {
        if (Is(text_, at - 2, part)) return MoneyAt(at);
      }
    }
    if (!patterns_.Enabled(kDate)) return;
    if (Is(text_, at - 2, "night") || Is(text_, at - 2, "rning") || Is(text_, at - 2, "ning") ||
        Is(text_, at - 2, "noon")) {
      RelativeAt(at);
    } else if (Is(text_, at - 2, "day") || Is(text_, at - 2, "year") ||
               Is(text_, at - 2, "month")) {
      RelativeAt(at - 2);
    } else if (at > 2 && Is(text_, at - 3, "week")) {
      RelativeAt(at - 3);
    } else if (at > 3 && Is(text_, at - 4, "morrow")) {
      RelativeAt(at - 4);
    }
  }

  void MoneyAt(size_t at) {
    const Found found = FindSpelledMoney(text_, at);
    if (found.begin >= from_) Keep(kMoney, found);
  }

  void RelativeAt(size_t at) {
    const Found found = FindRelativeDate(text_, at, written_);
    if (found.size() == 0 || found.begin < from_) return;
    const size_t before = from_;
    Keep(kDate, found);
    settled_ = before;
  }

  const BuiltInPatterns& patterns_;
  const std::string_view text_;
  Mentions* const mentions_;
  const WrittenOn written_;
  NumberLanguage numbers_of_;
  size_t from_ = 0;     // the end of the last mention
  size_t settled_ = 0;  // the same, not counting a "Wednesday" that may begin a longer date
};

void BuiltInPatterns::Find(std::string_view text, Mentions* mentions, WrittenOn written,
                           std::string_view language) const {
  const size_t first = mentions->list.size();
  AsciiDigits digits;
  if (!digits.Read(text)) return FindAscii(text, mentions, written, language);
  FindAscii(digits.text(), mentions, written, language);
  for (size_t i = first; i < mentions->list.size(); ++i) {
    Mention& m = mentions->list[i];
    m.begin = digits.Place(m.begin);
    m.end = digits.Place(m.end);
  }
}

void BuiltInPatterns::FindAscii(std::string_view text, Mentions* mentions, WrittenOn written,
                                std::string_view language) const {
  const size_t first = mentions->list.size();
  Search search(*this, text, mentions, written, language);
  Marker marker(*this);
  for (size_t at = 0; at < text.size(); at += simd::kBlock) {
    const Marks marks = marker.Next(simd::Block(text.data() + at, text.size() - at));
    for (uint64_t bits = marks.all(); bits != 0; bits &= bits - 1) {
      search.At(at + static_cast<size_t>(std::countr_zero(bits)), marks, bits & -bits);
    }
  }
  if (enabled_[kDate]) SettleDates(text, first, kDate, written, mentions);
}

}  // namespace textmill::entities
