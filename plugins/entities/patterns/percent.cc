// Percentages: 12.5%, 12,5 %, 5 percent, 5 per cent, 5 Prozent, 5-10%. The value is the number and
// `%`, of a range 5..10%.
#include <tuple>

#include "plugins/entities/patterns/pattern.h"
#include "plugins/entities/patterns/words_around.h"
#include "plugins/lib/tagger/chars.h"

namespace textmill::entities {
namespace {

constexpr std::string_view kPercentWords[] = {
    "percent",  "pct",       "prozent",   "pourcent", "procent",  "percento", "процент",
    "процента", "процентов", "відсотків", "відсотки", "procento", "procenta", "տոկոս"};
// After "per", "pour" and the like.
constexpr std::string_view kTwoWords[] = {"per cent", "pour cent", "por ciento", "por cento",
                                          "per cento"};

// The end of the sign or word for percent after a number; 0 when there is none.
size_t PercentEnd(std::string_view text, const NumberPart& part) {
  const auto& [begin, word] = std::tie(part.next, part.word);
  if (word.empty()) {
    if (Is(text, begin, "%")) return begin + 1;
    if (Is(text, begin, "٪")) return begin + 2;
    if (Is(text, begin, "％")) return begin + 3;
    return 0;
  }
  if (word.size() < 3 || begin == part.end) return 0;
  if (static_cast<unsigned char>(word[0]) < 0x80 && (word[0] | 0x20) != 'p') return 0;
  const std::string lower = LowerWord(word);
  size_t end = begin + word.size();
  for (const std::string_view known : kPercentWords) {
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

// Where a plus before the number begins; `begin` when there is none.
size_t PlusBegin(std::string_view text, size_t begin) {
  if (begin == 0 || text[begin - 1] != '+') return begin;
  if (begin == 1) return 0;
  const DecodedChar before = DecodeUtf8Before(text.data(), text.data() + begin - 1);
  const Char c = ClassOf(BmpClasses(), before.code_point);
  const bool parts = c == Char::kBlank || c == Char::kBreak || before.code_point == '(';
  return parts ? begin - 1 : begin;
}

Found PercentAt(const NumberPlace& place) {
  const NumberPart& part = place.part();
  if (part.scale.end != 0 || !place.second_sign().empty()) return {};
  const size_t end = PercentEnd(place.text, part);
  if (end == 0 || InsideWord(place.text, end)) return {};
  // Three decimals are decimals here, where nobody knows better.
  const std::string value = place.Value(0, false);
  if (value.empty() || GoesOnFromANumber(place.text, place.begin)) return {};
  return {PlusBegin(place.text, place.sign), end, value + "%"};
}

bool IsOfPoints(std::string_view text, size_t end) {
  return Is(text, end, "-point") || Is(text, end, "–point");
}

// "3%-5%", of which `first` is the 3%: the whole, or `first` where it is no range.
Found WithSecond(const NumberPlace& place, Found first) {
  const std::string_view text = place.text;
  size_t next = first.end;
  for (const std::string_view dash : {"-", "–", "—"}) {
    if (Is(text, first.end, dash)) next += dash.size();
  }
  if (IsOfPoints(text, first.end)) return {};
  if (next == first.end || !IsDigit(text, next) || place.range()) return first;
  const NumberPlace to(text, next, place.language);
  if (to.none()) return first;
  const Found second = PercentAt(to);
  if (second.size() == 0) return first;
  if (IsOfPoints(text, second.end)) return {};
  const std::string low = first.value.substr(0, first.value.size() - 1),
                    high = second.value.substr(0, second.value.size() - 1);
  if (low.starts_with('-') || !IsLess(low, high)) return first;
  return {first.begin, second.end, low + ".." + second.value};
}

}  // namespace

Found FindPercent(const NumberPlace& given) {
  if (given.none()) return {};
  Found found = PercentAt(given);
  if (found.size() > 0) return WithSecond(given, found);
  if (!given.range()) return found;
  NumberPlace single = given;
  return single.Narrow() ? PercentAt(single) : found;
}

}  // namespace textmill::entities
