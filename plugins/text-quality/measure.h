// Measures a text for the rule books that are asked for: one look at its words, one at its lines.
//
// One object a thread.
#ifndef TEXTMILL_PLUGINS_TEXT_QUALITY_MEASURE_H_
#define TEXTMILL_PLUGINS_TEXT_QUALITY_MEASURE_H_

#include <array>
#include <string_view>
#include <vector>

#include "plugins/text-quality/c4.h"
#include "plugins/text-quality/interner.h"
#include "plugins/text-quality/repetition.h"
#include "plugins/text-quality/rules.h"
#include "plugins/text-quality/tokens.h"
#include "plugins/text-quality/twice.h"

namespace textmill::quality {

struct MeasureOptions {
  Like like = Like::kDatatrove;
  std::array<double, kSettings> settings{};
  C4Options c4{};
};

class Measure {
 public:
  explicit Measure(const MeasureOptions& options) : options_(options) {}

  // Another text. Nothing is measured yet.
  void Start(std::string_view text);
  // Measures what a book looks at.
  void Look(Book book);
  const Signals& signals() const { return signals_; }
  // The text as C4 leaves it, once that has been looked at.
  C4& c4() { return c4_; }

 private:
  void NeedWords();
  void NeedRuns();
  void GopherQuality();
  void GopherQualityAsDolma();
  void GopherRepetition();
  void GopherRepetitionAsDolma();
  void FineWeb();
  void LongLines();
  struct Repeated {
    size_t strings = 0, characters = 0;
  };
  // Of those that were there before.
  Repeated Repeats(const std::vector<std::string_view>& strings);

  const MeasureOptions options_;
  std::string_view text_;
  size_t characters_ = 0;
  bool ascii_ = false, has_words_ = false, has_runs_ = false;
  Signals signals_{};
  Tokens tokens_;
  Repetition repetition_;
  Twice twice_;
  Interner interner_;
  C4 c4_;
  std::vector<std::string_view> pieces_;
  std::vector<uint32_t> lengths_, counts_;
};

}  // namespace textmill::quality

#endif  // TEXTMILL_PLUGINS_TEXT_QUALITY_MEASURE_H_
