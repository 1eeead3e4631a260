#include "plugins/entities/patterns/number_place.h"

#include "plugins/entities/patterns/currencies.h"
#include "plugins/entities/patterns/scale.h"
#include "plugins/entities/patterns/words_around.h"

namespace textmill::entities {

NumberPlace::NumberPlace(std::string_view text, size_t at) : text(text), at(at) {
  const bool in_the_middle =
      at >= 2 && (text[at - 1] == ',' || text[at - 1] == '.') && IsDigit(text, at - 2);
  if (!in_the_middle) end = ReadNumber(text, at, false, &number);
  if (end == 0) return;
  scaled = end;
  next = SkipBlanks(text, end);
  word = WordAt(text, next);
  // Nearly all numbers have no word for millions.
  if (!Is(text, end, "-") && (word.empty() || !MayBeScale(word))) return;
  scaled = ReadScale(text, end, &power);
  if (power == 0) return;
  next = SkipBlanks(text, scaled);
  word = WordAt(text, next);
}

}  // namespace textmill::entities
