#include "plugins/entities/patterns/scale.h"

#include <algorithm>
#include <string>

#include "absl/container/flat_hash_map.h"
#include "plugins/entities/patterns/currencies.h"
#include "plugins/entities/patterns/words_around.h"
#include "plugins/lib/tagger/chars.h"

namespace textmill::entities {
namespace {

constexpr int kMostScaleWords = 3;
constexpr int kUnclear = -1;
// What a word means depends on the language.
constexpr int kMil = -2;       // a million in English, Czech and Slovak; a thousand in Spanish
constexpr int kBillion = -3;   // 10^9 in English, 10^12 where there is a word like "milliard"
constexpr int kTrillion = -4;  // 10^12 and 10^18
constexpr int kMi = -5;        // a million in Portuguese, something else elsewhere

struct ScaleWord {
  std::string_view word;
  int power;
};

constexpr ScaleWord kEnglish[] = {
    {"hundred", 2},
    {"thousand", 3},
    {"k", 3},
    {"million", 6},
    {"millions", 6},
    {"m", 6},
    {"mm", 6},
    {"mn", 6},
    {"mln", 6},
    {"mlns", 6},
    {"mio", 6},
    {"billion", kBillion},
    {"billions", kBillion},
    {"bn", 9},
    {"bil", 9},
    {"bln", 9},
    {"blns", 9},
    {"b", 9},
    {"trillion", kTrillion},
    {"trillions", kTrillion},
    {"tn", 12},
    {"trn", 12},
    {"tln", 12},
    {"t", 12},
    {"quadrillion", 15},
    {"quintillion", 18},
    {"lakh", 5},
    {"lakhs", 5},
    {"lac", 5},
    {"lacs", 5},
    {"crore", 7},
    {"crores", 7},
    {"cr", 7},
    {"mil", kMil},
    {"zillion", kUnclear},
    {"grand", kUnclear},
    {"odd", kUnclear},
    {"something", kUnclear},
    {"plus", kUnclear},
    {"gazillion", kUnclear},
    {"bazillion", kUnclear},
    {"dozen", kUnclear},
    {"zillions", kUnclear},
};

constexpr ScaleWord kOthers[] = {
    {"tausend", 3},      {"millionen", 6},   {"milliarde", 9},
    {"milliarden", 9},   {"mrd", 9},         {"mia", 9},
    {"billionen", 12},   {"billiarden", 15}, {"mille", 3},
    {"milliard", 9},     {"milliards", 9},   {"md", 9},
    {"mds", 9},          {"millón", 6},      {"millones", 6},
    {"billón", 12},      {"billones", 12},   {"mila", 3},
    {"milione", 6},      {"milioni", 6},     {"miliardo", 9},
    {"miliardi", 9},     {"mld", 9},         {"milhão", 6},
    {"milhões", 6},      {"bilhão", 9},      {"bilhões", 9},
    {"mil milhões", 9},  {"trilhão", 12},    {"trilhões", 12},
    {"duizend", 3},      {"miljoen", 6},     {"miljard", 9},
    {"biljoen", 12},     {"miljoner", 6},    {"miljarder", 9},
    {"millioner", 6},    {"milliarder", 9},  {"miljoonaa", 6},
    {"miljardia", 9},    {"bin", 3},         {"milyon", 6},
    {"milyar", 9},       {"trilyon", 12},    {"tysięcy", 3},
    {"tysiące", 3},      {"tys", 3},         {"milionów", 6},
    {"milion", 6},       {"miliony", 6},     {"miliardów", 9},
    {"miliarda", 9},     {"miliard", 9},     {"miliardy", 9},
    {"bilionów", 12},    {"tisíc", 3},       {"milionů", 6},
    {"miliónov", 6},     {"milioane", 6},    {"miliarde", 9},
    {"millió", 6},       {"milliárd", 9},    {"ribu", 3},
    {"juta", 6},         {"miliar", 9},      {"triliun", 12},
    {"triệu", 6},        {"tỷ", 9},          {"тыс", 3},
    {"тысяч", 3},        {"тысячи", 3},      {"тысяча", 3},
    {"млн", 6},          {"миллион", 6},     {"миллиона", 6},
    {"миллионов", 6},    {"млрд", 9},        {"миллиард", 9},
    {"миллиарда", 9},    {"миллиардов", 9},  {"трлн", 12},
    {"триллион", 12},    {"триллиона", 12},  {"триллионов", 12},
    {"тисяч", 3},        {"εκατ", 6},        {"εκατομμύρια", 6},
    {"εκατομμυρίων", 6}, {"δισ", 9},         {"δισεκατομμύρια", 9},
    {"مليون", 6},        {"ملايين", 6},      {"مليار", 9},
    {"مليارات", 9},      {"میلیون", 6},      {"میلیارد", 9},
    {"מיליון", 6},       {"מיליארד", 9},     {"мільйонів", 6},
    {"мільйони", 6},     {"мільярдів", 9},   {"мільярди", 9},
    {"հազար", 3},        {"միլիոն", 6},      {"միլիարդ", 9},
    {"bi", 9},           {"mi", kMi},        {"tri", kMi},
    {"mdr", 9},          {"mill", 6},        {"milj", 6},
    {"ezer", 3},         {"nghìn", 3},       {"тис", 3},
    {"χιλιάδες", 3},     {"χιλ", 3},         {"ألف", 3},
    {"آلاف", 3},         {"هزار", 3},        {"אלף", 3},
    {"elfu", 3},         {"bilioni", 9},     {"trilioni", 12},
    {"हज़ार", 3},         {"ह\u095Bार", 3},   {"हजार", 3},
    {"लाख", 5},          {"करोड़", 7},        {"करो\u095C", 7},
    {"करोड", 7},         {"मिलियन", 6},      {"बिलियन", 9},
    {"ट्रिलियन", 12},     {"कोटी", 7},        {"अरब", 9},
    {"হাজার", 3},        {"লাখ", 5},         {"লক্ষ", 5},
    {"কোটি", 7},         {"ہزار", 3},        {"لاکھ", 5},
    {"کروڑ", 7},         {"ارب", 9},
};

// With a full stop after them that belongs to them.
constexpr std::string_view kShortScales[] = {"mio", "mrd",  "mia",  "mln",  "mld",  "mil",
                                             "bil", "tys",  "тыс",  "тис",  "mill", "milj",
                                             "млн", "млрд", "трлн", "εκατ", "δισ"};

constexpr ScaleWord kEastAsian[] = {{"万", 4},  {"萬", 4}, {"億", 8}, {"亿", 8},
                                    {"兆", 12}, {"만", 4}, {"억", 8}, {"조", 12}};

struct Known {
  int power = 0;
  bool other = false;
};

const FirstLetters& Letters() {
  static const auto letters = [] {
    FirstLetters out;
    for (const ScaleWord& word : kEnglish) out.Add(word.word);
    for (const ScaleWord& word : kOthers) out.Add(word.word);
    for (const ScaleWord& word : kEastAsian) out.Add(word.word);
    return out;
  }();
  return letters;
}

Known Find(const std::string& lower) {
  static const auto table = [] {
    absl::flat_hash_map<std::string_view, Known> out;
    for (const ScaleWord& word : kEastAsian) out[word.word] = {word.power, false};
    for (const ScaleWord& word : kOthers) out[word.word] = {word.power, true};
    for (const ScaleWord& word : kEnglish) out[word.word] = {word.power, false};
    return out;
  }();
  const auto found = table.find(lower);
  return found != table.end() ? found->second : Known{};
}

// Words that texts in other languages do not have.
bool IsEnglish(std::string_view lower) {
  static constexpr std::string_view kWords[] = {"thousand", "million", "billion", "trillion",
                                                "bn",       "lakh",    "crore",   "hundred"};
  return std::find(std::begin(kWords), std::end(kWords), lower) != std::end(kWords);
}

bool IsCode(std::string_view code, std::initializer_list<std::string_view> codes) {
  return std::find(codes.begin(), codes.end(), code) != codes.end();
}

// The power of a word that means one thing here and another there.
Known InLanguage(int kind, std::string_view lower, NumberLanguage* language) {
  const std::string_view code = language->code();
  const DecimalMark mark = language->mark();
  if (kind == kMi) {
    const int power = lower == "mi" ? 6 : 12;
    return code == "pt" ? Known{power, true} : Known{code.empty() ? kUnclear : 0, false};
  }
  if (kind == kMil) {
    if (IsCode(code, {"en", "cs", "sk"})) return {6, false};
    if (IsCode(code, {"es", "pt", "gl", "ca", "eu"})) return {3, true};
    if (!code.empty() || mark == DecimalMark::kUnknown) return {kUnclear, false};
    return mark == DecimalMark::kPoint ? Known{6, false} : Known{3, true};
  }
  const bool short_scale =
      mark != DecimalMark::kComma || IsCode(code, {"id", "ru", "uk", "bg", "tr", "el"});
  if (!short_scale && code.empty()) return {kUnclear, true};
  const int power = kind == kBillion ? 9 : 12;
  return short_scale ? Known{power, false} : Known{kind == kBillion ? 12 : 18, true};
}

// Whether a currency's sign is at `at`: "5 M€".
bool IsSignAt(std::string_view text, size_t at) {
  if (at >= text.size()) return false;
  const DecodedChar sign = DecodeUtf8(text.data() + at, text.data() + text.size());
  return !CurrencyOfSign(sign.code_point).empty();
}

// One word, which may begin after blanks.
Scale ReadWord(std::string_view text, size_t at, NumberLanguage* language) {
  size_t begin = SkipBlanks(text, at);
  if (begin == at && Is(text, at, "-")) ++begin;  // $1.2-million
  const std::string_view word = WordAt(text, begin);
  if (word.empty() || word.size() > 24 || !Letters().MayHold(word)) return {};
  const size_t end = begin + word.size();
  if (InsideWord(text, end)) return {};
  const std::string lower = LowerWord(word);
  Known known = Find(lower);
  if (known.power == 0) return {};
  if (lower == "plus") {  // "$100-plus million", and not "$100-plus" or "$100 plus $20"
    const std::string_view next = WordAt(text, SkipBlanks(text, end));
    if (!Is(text, at, "-") || Find(LowerWord(next)).power == 0) return {};
  }
  Scale out;
  if (lower.size() == 1) {
    // A letter at the number, 5m, or before the sign of a currency, 5 M€.
    if (begin != at && !IsSignAt(text, end)) return {};
    if (lower == "t" && word != "T") return {};
    out.money = true;
  } else if (lower == "bi" || lower == "mi" || lower == "tri" || lower == "mm" || lower == "md" ||
             lower == "mds" || lower == "cr") {
    out.money = true;
    if (lower == "md" && word != "Md") return {};
  }
  if (known.power <= kMil) known = InLanguage(known.power, lower, language);
  if (known.power == 0) return {};
  out.power = std::max(known.power, 0);
  out.other = known.other;
  out.unclear = known.power == kUnclear;
  out.english = IsEnglish(lower);
  out.end = end;
  const bool short_form =
      std::find(std::begin(kShortScales), std::end(kShortScales), lower) != std::end(kShortScales);
  if (short_form && Is(text, end, ".") && SkipBlanks(text, end + 1) > end + 1) {
    // The stop may as well end the sentence.
    const size_t next = SkipBlanks(text, end + 1);
    if (!IsCapitalised(WordAt(text, next)) || lower == "mio" || lower == "mrd" ||
        IsCode(language->code(), {"cs", "sk"})) {
      out.end = end + 1;
    }
  }
  return out;
}

}  // namespace

Scale ReadScale(std::string_view text, size_t at, NumberLanguage* language) {
  Scale all = ReadWord(text, at, language);
  for (int i = 1; i < kMostScaleWords && all.end != 0 && !all.money; ++i) {
    const Scale more = ReadWord(text, all.end, language);
    if (more.end == 0 || more.money) break;
    all.power += more.power;
    all.other = all.other || more.other;
    all.unclear = all.unclear || more.unclear;
    all.end = more.end;
  }
  return all;
}

}  // namespace textmill::entities
