// Quantities, of what is measured: 12 km, 1,5 Tonnen, 2.3 million barrels, 300 hectares, 40 °C,
// 20-mile. Counts of people or things are none.
//
// The value is the number in full and the unit's symbol: "2300000 bbl".
#include "absl/container/flat_hash_map.h"
#include "plugins/entities/patterns/pattern.h"
#include "plugins/entities/patterns/words_around.h"
#include "plugins/lib/tagger/chars.h"

namespace textmill::entities {
namespace {

struct Unit {
  std::string_view symbol;
  std::string_view words;  // between bars, in lower case
};

constexpr Unit kUnits[] = {
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
    {"oz", "ounce|ounces|troy ounce|troy ounces|unzen"},
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
    for (const Unit& unit : kUnits) {
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
};

const Units& AllUnits() {
  static const Units units;
  return units;
}

// Behind a number, a blank or hyphen between: the longest unit.
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
    if (!symbol.empty()) best = {symbol, end};
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

}  // namespace

Found FindQuantity(const NumberPlace& place) {
  if (place.end == 0) return {};
  // "5 m" and "5 t": one letter is no million here.
  const bool scaled = place.scaled > place.end + 1;
  if (scaled || place.power == 0) {
    // Nearly all numbers are turned away here.
    const bool may = place.word.empty()
                         ? Is(place.text, place.next, "°") || Is(place.text, place.next, "-")
                         : AllUnits().MayBegin(place.word);
    if (!may) return {};
  }
  const UnitAt unit = FindUnit(place.text, scaled ? place.scaled : place.end);
  if (unit.symbol.empty()) return {};
  Number number = place.number;
  if (scaled) number.decimals -= place.power;
  return {place.at, unit.end, number.ToString() + " " + std::string(unit.symbol)};
}

}  // namespace textmill::entities
