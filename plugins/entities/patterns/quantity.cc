// Quantities, of what is measured: 12 km, 1,5 Tonnen, 2.3 million barrels, 300 hectares, -40 °C,
// 20-mile, 5-10 km. Counts of people or things are no quantities.
//
// The value is the number in full and the unit's symbol: "2300000 bbl", of a range "5..10 km".
#include <algorithm>

#include "absl/container/flat_hash_map.h"
#include "plugins/entities/patterns/pattern.h"
#include "plugins/entities/patterns/words_around.h"
#include "plugins/lib/tagger/chars.h"

namespace textmill::entities {
namespace {

struct QuantityUnit {
  std::string_view symbol;
  std::string_view words;  // between bars, in lower case
};

constexpr QuantityUnit kUnits[] = {
    {"mm", "mm|millimeter|millimeters|millimetre|millimetres|millimètres|milímetros|миллиметров"},
    {"cm",
     "cm|centimeter|centimeters|centimetre|centimetres|zentimeter|centimètres|centímetros|"
     "centimetri|сантиметров|см"},
    {"m",
     "meter|meters|metre|metres|metern|mètre|mètres|metro|metros|metri|метр|метра|метров|"
     "метрах|metrów"},
    {"km",
     "km|kms|kilometer|kilometers|kilometre|kilometres|kilometern|kilomètre|kilomètres|"
     "kilómetro|kilómetros|quilômetros|quilómetros|chilometri|километр|километра|километров|"
     "км|kilometrów"},
    {"in", "inch|inches"},
    {"ft", "foot|feet|ft"},
    {"yd", "yard|yards"},
    {"mi", "mile|miles|meilen|millas|milles|миль"},
    {"nmi", "nautical mile|nautical miles|seemeilen"},
    {"m²",
     "m²|sq m|sqm|square meter|square meters|square metre|square metres|quadratmeter|"
     "mètres carrés|metros cuadrados|metri quadrati|квадратных метров"},
    {"km²",
     "km²|sq km|square kilometer|square kilometers|square kilometre|square kilometres|"
     "quadratkilometer|kilomètres carrés|kilómetros cuadrados|квадратных километров"},
    {"ft²", "sq ft|square foot|square feet"},
    {"mi²", "sq mi|square mile|square miles"},
    {"ha", "ha|hectare|hectares|hektar|hectáreas|ettari|гектар|гектара|гектаров"},
    {"ac", "acre|acres"},
    {"mg", "mg|milligram|milligrams|milligramm"},
    {"g", "gram|grams|gramme|grammes|gramm|gramos|grammi|граммов"},
    {"kg",
     "kg|kgs|kilo|kilos|kilogram|kilograms|kilogramme|kilogrammes|kilogramm|kilogramos|"
     "chilogrammi|килограмм|килограмма|килограммов|кг"},
    {"t",
     "tonne|tonnes|metric ton|metric tons|metric tonne|metric tonnes|ton|tons|tonnen|"
     "toneladas|tonnellate|тонн|тонна|тонны"},
    {"oz", "oz|ounce|ounces|troy ounce|troy ounces|unzen"},
    {"lb", "lb|lbs"},
    {"mL", "ml|milliliter|milliliters|millilitre|millilitres"},
    {"L", "liter|liters|litre|litres|litern|litros|litri|литр|литра|литров"},
    {"m³",
     "m³|cubic meter|cubic meters|cubic metre|cubic metres|kubikmeter|mètres cubes|"
     "metros cúbicos|metri cubi|кубометр|кубометра|кубометров|кубических метров"},
    {"gal", "gallon|gallons"},
    {"bbl", "barrel|barrels|bbl|fass|barils|barriles|barili|баррель|барреля|баррелей"},
    {"bpd", "bpd|barrels a day|barrels per day|barrel a day"},
    {"bu", "bushel|bushels"},
    {"km/h",
     "km/h|kph|kmh|kilometers per hour|kilometres per hour|kilometers an hour|"
     "kilometres an hour|stundenkilometer"},
    {"mph", "mph|miles per hour|miles an hour"},
    {"kn", "knot|knots"},
    {"°C",
     "°c|degrees celsius|degree celsius|degrees centigrade|grad celsius|celsius|"
     "degrés celsius|grados celsius"},
    {"°F", "°f|degrees fahrenheit|degree fahrenheit|fahrenheit"},
    {"°", "degree|degrees|°"},
    {"W", "watt|watts"},
    {"kW", "kw|kilowatt|kilowatts"},
    {"MW", "mw|megawatt|megawatts|мегаватт"},
    {"GW", "gw|gigawatt|gigawatts|гигаватт"},
    {"kWh", "kwh|kilowatt-hour|kilowatt-hours|kilowatt hours|kilowattstunden"},
    {"MWh", "mwh|megawatt-hour|megawatt-hours|megawatt hours"},
    {"TWh", "twh|terawatt-hour|terawatt-hours|terawatt hours"},
    {"kB", "kb|kilobyte|kilobytes"},
    {"MB", "mb|megabyte|megabytes"},
    {"GB", "gb|gigabyte|gigabytes"},
    {"TB", "tb|terabyte|terabytes"},
    {"Hz", "hz|hertz"},
    {"kHz", "khz|kilohertz"},
    {"MHz", "mhz|megahertz"},
    {"GHz", "ghz|gigahertz"},
    {"V", "volt|volts"},
    {"kt", "kiloton|kilotons"},
};
constexpr int kMostWords = 3;

class Units {
 public:
  Units() {
    for (const QuantityUnit& unit : kUnits) {
      for (std::string_view rest = unit.words; !rest.empty();) {
        const std::string_view words = rest.substr(0, rest.find('|'));
        rest.remove_prefix(std::min(rest.size(), words.size() + 1));
        by_words_[words] = unit.symbol;
        letters_.Add(words);
      }
    }
  }
  bool MayBegin(std::string_view word) const { return letters_.MayHold(word); }
  std::string_view Find(std::string_view words) const {
    const auto found = by_words_.find(words);
    return found != by_words_.end() ? found->second : std::string_view();
  }

 private:
  absl::flat_hash_map<std::string_view, std::string_view> by_words_;
  FirstLetters letters_;
};

struct UnitAt {
  std::string_view symbol;
  size_t end = 0;
  bool other = false;  // a word of a language that writes 1,5
};

const Units& AllUnits() {
  static const Units units;
  return units;
}

// Whether a unit's name is of none of the languages that write 1.5: as the symbols and the names in
// English are in all texts.
bool IsOther(std::string_view words) {
  static constexpr std::string_view kEndings[] = {
      "mètre",  "mètres",   "metri",  "metern", "tern",      "tonnen",          "gramm",
      "litern", "litros",   "metros", "metro",  "hektar",    "ettari",          "milles",
      "millas", "meilen",   "unzen",  "fass",   "toneladas", "grammi",          "tonnellate",
      "barils", "barriles", "barili", "gramos", "litri",     "stundenkilometer"};
  for (const char c : words) {
    if ((static_cast<unsigned char>(c) & 0xE0) == 0xC0 && static_cast<unsigned char>(c) > 0xC2) {
      return true;  // a letter with a mark, or of another alphabet
    }
  }
  return std::any_of(std::begin(kEndings), std::end(kEndings),
                     [&](std::string_view ending) { return words.ends_with(ending); });
}

// "5 degrees below zero": what comes after a unit at `end` and turns it round; `end` where
// nothing does.
size_t BelowZeroEnd(std::string_view text, size_t end) {
  for (const std::string_view words : {" below zero", " below 0", " unter null"}) {
    if (Is(text, end, words) && !InsideWord(text, end + words.size())) return end + words.size();
  }
  return end;
}

// After a number, a blank or hyphen between: the longest unit.
UnitAt FindUnit(std::string_view text, size_t at) {
  const Units& units = AllUnits();
  size_t begin = SkipBlanks(text, at);
  const bool hyphen = begin == at && Is(text, at, "-");
  if (hyphen) ++begin;
  size_t end = begin;
  std::string words;
  if (Is(text, begin, "°")) {
    words = "°";
    end += words.size();
    // 40° C, but not the beginning of a word
    const size_t letter = SkipBlanks(text, end);
    const char c = letter < text.size() ? text[letter] : ' ';
    const bool scale = c == 'C' || c == 'F';
    if (scale && !InsideWord(text, letter + 1)) return {c == 'C' ? "°C" : "°F", letter + 1};
    // 51°30', 51°N: a place on the globe.
    if (letter == end && end < text.size() && !WordAt(text, end).empty()) return {};
    if (IsDigit(text, end)) return {};
    return {"°", end};
  }
  UnitAt best;
  for (int i = 0; i < kMostWords; ++i) {
    const std::string_view word = WordAt(text, end);
    if (word.empty() || (i == 0 && !units.MayBegin(word))) break;
    words += LowerWord(word);
    end += word.size();
    if (Is(text, end, "²") || Is(text, end, "³")) {
      words += text.substr(end, 2);
      end += 2;
    } else if (Is(text, end, "/h")) {
      words += "/h";
      end += 2;
    }
    if (InsideWord(text, end)) break;
    const std::string_view symbol = units.Find(words);
    if (word == "MM") break;  // millions
    if (!symbol.empty()) best = {symbol, end, IsOther(words)};
    const size_t next = SkipBlanks(text, end);
    if (next > end) {
      words += ' ';
      end = next;
    } else if (Is(text, end, "-")) {
      words += '-';
      ++end;
    } else {
      break;
    }
  }
  return best;
}

// A length or weight in two units, "6 feet 2 inches", "6-foot-2", "5 lb 3 oz": the second, and how
// many of it make one of the first.
struct SecondPart {
  int number = 0;
  int in_first = 0;  // 0: there is none
  std::string_view symbol;
  size_t end = 0;
};

SecondPart ReadSecondPart(std::string_view text, size_t end, std::string_view symbol) {
  constexpr struct {
    std::string_view first, second;
    int in_first;
  } kPairs[] = {{"ft", "in", 12}, {"lb", "oz", 16}, {"m", "cm", 100}, {"kg", "g", 1000}};
  for (const auto& [first, second, in_first] : kPairs) {
    if (symbol != first) continue;
    const bool hyphen = Is(text, end, "-");
    const size_t at = hyphen ? end + 1 : SkipBlanks(text, end);
    const size_t digits = DigitsEnd(text.substr(0, at + 4), at);
    if (at == end || digits == at || digits > at + 3) return {};
    int number = 0;
    for (size_t i = at; i < digits; ++i) number = number * 10 + (text[i] - '0');
    const UnitAt unit = FindUnit(text, digits);
    if (unit.symbol == second) return {number, in_first, second, unit.end};
    const size_t in = SkipBlanks(text, digits);  // 6ft 2in, 6 ft 2 in.
    const bool inches = Is(text, in, "in") && !InsideWord(text, in + 2);
    if (first == "ft" && inches) return {number, in_first, second, in + 2};
    if (hyphen && first == "ft") return {number, in_first, second, digits};
  }
  return {};
}

Found QuantityAt(const NumberPlace& place) {
  const NumberPart& part = place.part();
  if (!place.second_sign().empty()) return {};
  const std::string_view text = place.text;
  // "5 m" and "5 t": one letter is no million here, except before a unit: "5m tonnes".
  const bool scaled = part.scale.end != 0 && !part.scale.money;
  if (part.scale.end == 0 || scaled) {
    // Nearly all numbers are turned away here.
    const bool may = part.word.empty() ? Is(text, part.next, "°") || Is(text, part.next, "-")
                                       : AllUnits().MayBegin(part.word);
    if (!may) return {};
  }
  UnitAt unit = FindUnit(text, scaled ? part.scaled : part.end);
  int power = 0;
  if (part.scale.money) {
    power = -part.scale.power;  // which is no scale here
    if (unit.symbol.empty() && part.next > part.scaled) {
      unit = FindUnit(text, part.scaled);
      power = 0;
    }
  }
  if (unit.symbol.empty()) return {};
  if (const SecondPart second = ReadSecondPart(text, unit.end, unit.symbol); second.in_first > 0) {
    const std::string first = place.Value(power, unit.other);
    if (first.empty() || first.size() > 6 || first.find_first_not_of("0123456789") != first.npos) {
      return {};
    }
    const int all = std::stoi(first) * second.in_first + second.number;
    return {place.sign, second.end, std::to_string(all) + " " + std::string(second.symbol)};
  }
  std::string value = place.Value(power, unit.other);
  if (value.empty() || GoesOnFromANumber(text, place.begin)) return {};
  if (unit.symbol[0] == '\xC2') {  // degrees
    if (const size_t end = BelowZeroEnd(text, unit.end); end > unit.end) {
      if (place.range() || place.sign != place.begin) return {};
      unit.end = end;
      value.insert(0, "-");
    }
  }
  return {place.sign, unit.end, value + " " + std::string(unit.symbol)};
}

}  // namespace

Found FindQuantity(const NumberPlace& given) {
  if (given.none()) return {};
  Found found = QuantityAt(given);
  if (found.size() > 0 || !given.range()) return found;
  NumberPlace single = given;
  return single.Narrow() ? QuantityAt(single) : found;
}

}  // namespace textmill::entities
