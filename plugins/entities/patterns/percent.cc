// Percentages: 12.5%, 12,5 %, 5 percent, 5 per cent, 5 Prozent. The value is the number and `%`.
#include <tuple>

#include "plugins/entities/patterns/pattern.h"
#include "plugins/entities/patterns/words_around.h"
#include "plugins/lib/tagger/chars.h"

namespace textmill::entities {
namespace {

constexpr std::string_view kWords[] = {"percent",  "pct",      "prozent",  "pourcent",  "procent",
                                       "percento", "процент",  "процента", "процентов", "відсотків",
                                       "відсотки", "procento", "procenta", "տոկոս"};
// Behind "per", "pour" and the like.
constexpr std::string_view kTwoWords[] = {"per cent", "pour cent", "por ciento", "por cento",
                                          "per cento"};

// The end of the sign or word for percent behind a number; 0 when there is none.
size_t PercentEnd(const NumberPlace& place) {
  const auto& [text, begin, word] = std::tie(place.text, place.next, place.word);
  if (word.empty()) {
    if (Is(text, begin, "%")) return begin + 1;
    if (Is(text, begin, "٪")) return begin + 2;
    if (Is(text, begin, "％")) return begin + 3;
    return 0;
  }
  if (word.size() < 3 || begin == place.end) return 0;
  if (static_cast<unsigned char>(word[0]) < 0x80 && (word[0] | 0x20) != 'p') return 0;
  const std::string lower = LowerWord(word);
  size_t end = begin + word.size();
  for (const std::string_view known : kWords) {
    if (lower == known) return end;
  }
  if (lower != "per" && lower != "pour" && lower != "por") return 0;
  const size_t next = SkipBlanks(text, end);
  if (next == end) return 0;
  const std::string_view second = WordAt(text, next);
  end = next + second.size();
  const std::string both = lower + " " + LowerWord(second);
  for (const std::string_view known : kTwoWords) {
    if (both == known) return end;
  }
  return 0;
}

// Where a minus or plus before the number begins; `at` when there is none.
size_t SignBegin(std::string_view text, size_t at) {
  if (at == 0) return at;
  size_t begin = at;
  if (text[at - 1] == '-' || text[at - 1] == '+') {
    begin = at - 1;
  } else if (at >= 3 && Is(text, at - 3, "−")) {
    begin = at - 3;
  }
  // 5-10%: a range, no sign.
  if (begin == at || begin == 0) return begin;
  const Decoded before = DecodeBefore(text.data(), text.data() + begin);
  const Char c = ClassOf(BmpClasses(), before.code_point);
  return c == Char::kBlank || c == Char::kBreak || before.code_point == '(' ? begin : at;
}

}  // namespace

Found FindPercent(const NumberPlace& place) {
  if (place.end == 0 || place.power != 0) return {};
  const size_t end = PercentEnd(place);
  if (end == 0 || InsideWord(place.text, end)) return {};
  const size_t begin = SignBegin(place.text, place.at);
  const bool negative = begin < place.at && place.text[begin] != '+';
  return {begin, end, (negative ? "-" : "") + place.number.ToString() + "%"};
}

}  // namespace textmill::entities
