#include "plugins/entities/patterns/scale.h"

#include <string>

#include "plugins/entities/patterns/currencies.h"
#include "plugins/entities/patterns/words_around.h"
#include "plugins/lib/tagger/chars.h"

namespace textmill::entities {

size_t ReadScale(std::string_view text, size_t at, int* power) {
  *power = 0;
  size_t begin = SkipBlanks(text, at);
  if (begin == at && Is(text, at, "-")) ++begin;  // $1.2-million
  const std::string_view word = WordAt(text, begin);
  if (word.empty() || word.size() > 24) return at;
  // One letter is a scale only when it stands at the number: 5m, but not 5 m.
  if (word.size() == 1 && begin != at) return at;
  const size_t end = begin + word.size();
  *power = ScaleOf(word);
  if (*power == 0 || InsideWord(text, end)) {
    *power = 0;
    return at;
  }
  const bool abbreviated = Is(text, end, ".") && SkipBlanks(text, end + 1) > end + 1;
  const std::string lower = LowerWord(word);
  const bool takes_stop = lower == "mio" || lower == "mrd" || lower == "тыс" || lower == "млн" ||
                          lower == "млрд" || lower == "mln";
  return abbreviated && takes_stop ? end + 1 : end;
}

}  // namespace textmill::entities
