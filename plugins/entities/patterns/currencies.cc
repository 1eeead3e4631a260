#include "plugins/entities/patterns/currencies.h"

#include <utility>

#include "absl/container/flat_hash_map.h"
#include "absl/container/flat_hash_set.h"
#include "plugins/entities/patterns/words_around.h"

namespace textmill::entities {
namespace {

using Pair = std::pair<std::string_view, std::string_view>;

constexpr Pair kWords[] = {
    {"dollar", "USD"},
    {"dollars", "USD"},
    {"us dollar", "USD"},
    {"us dollars", "USD"},
    {"american dollars", "USD"},
    {"us-dollar", "USD"},
    {"canadian dollars", "CAD"},
    {"australian dollars", "AUD"},
    {"new zealand dollars", "NZD"},
    {"hong kong dollars", "HKD"},
    {"singapore dollars", "SGD"},
    {"taiwan dollars", "TWD"},
    {"dólares", "USD"},
    {"dólar", "USD"},
    {"dollari", "USD"},
    {"доллар", "USD"},
    {"доллара", "USD"},
    {"долларов", "USD"},
    {"доларів", "USD"},
    {"dolar", "USD"},
    {"dolarów", "USD"},
    {"դոլար", "USD"},
    {"euro", "EUR"},
    {"euros", "EUR"},
    {"евро", "EUR"},
    {"євро", "EUR"},
    {"avro", "EUR"},
    {"եվրո", "EUR"},
    {"eur", "EUR"},
    {"pounds sterling", "GBP"},
    {"pound sterling", "GBP"},
    {"british pounds", "GBP"},
    {"egyptian pounds", "EGP"},
    {"lebanese pounds", "LBP"},
    {"syrian pounds", "SYP"},
    {"yen", "JPY"},
    {"japanese yen", "JPY"},
    {"円", "JPY"},
    {"yuan", "CNY"},
    {"renminbi", "CNY"},
    {"chinese yuan", "CNY"},
    {"元", "CNY"},
    {"ruble", "RUB"},
    {"rubles", "RUB"},
    {"rouble", "RUB"},
    {"roubles", "RUB"},
    {"russian rubles", "RUB"},
    {"russian roubles", "RUB"},
    {"рубль", "RUB"},
    {"рубля", "RUB"},
    {"рублей", "RUB"},
    {"rubel", "RUB"},
    {"roubles russes", "RUB"},
    {"ռուբլի", "RUB"},
    {"hryvnia", "UAH"},
    {"hryvnias", "UAH"},
    {"гривен", "UAH"},
    {"гривень", "UAH"},
    {"гривні", "UAH"},
    {"dram", "AMD"},
    {"drams", "AMD"},
    {"armenian drams", "AMD"},
    {"դրամ", "AMD"},
    {"драмов", "AMD"},
    {"lari", "GEL"},
    {"georgian lari", "GEL"},
    {"manat", "AZN"},
    {"manats", "AZN"},
    {"tenge", "KZT"},
    {"тенге", "KZT"},
    {"lira", "TRY"},
    {"liras", "TRY"},
    {"turkish lira", "TRY"},
    {"turkish liras", "TRY"},
    {"türk lirası", "TRY"},
    {"lirası", "TRY"},
    {"swiss francs", "CHF"},
    {"swiss franc", "CHF"},
    {"schweizer franken", "CHF"},
    {"franken", "CHF"},
    {"francs suisses", "CHF"},
    {"francs cfa", "XOF"},
    {"cfa francs", "XOF"},
    {"francs", "XXX"},
    {"zloty", "PLN"},
    {"zlotys", "PLN"},
    {"złotych", "PLN"},
    {"złote", "PLN"},
    {"złoty", "PLN"},
    {"korun", "CZK"},
    {"koruna", "CZK"},
    {"czech crowns", "CZK"},
    {"forint", "HUF"},
    {"forints", "HUF"},
    {"swedish kronor", "SEK"},
    {"swedish crowns", "SEK"},
    {"kronor", "SEK"},
    {"norwegian kroner", "NOK"},
    {"danish kroner", "DKK"},
    {"kroner", "XXX"},
    {"rupee", "XXX"},
    {"rupees", "XXX"},
    {"indian rupees", "INR"},
    {"pakistani rupees", "PKR"},
    {"nepali rupees", "NPR"},
    {"peso", "XXX"},
    {"pesos", "XXX"},
    {"mexican pesos", "MXN"},
    {"argentine pesos", "ARS"},
    {"chilean pesos", "CLP"},
    {"colombian pesos", "COP"},
    {"philippine pesos", "PHP"},
    {"reais", "BRL"},
    {"dirham", "XXX"},
    {"dirhams", "XXX"},
    {"dinars", "XXX"},
    {"dinar", "XXX"},
    {"riyals", "XXX"},
    {"saudi riyals", "SAR"},
    {"shekel", "ILS"},
    {"shekels", "ILS"},
    {"naira", "NGN"},
    {"kenyan shillings", "KES"},
    {"shillings", "XXX"},
    {"south african rand", "ZAR"},
    {"south korean won", "KRW"},
    {"baht", "THB"},
    {"rupiah", "IDR"},
    {"ringgit", "MYR"},
};

constexpr Pair kWordsBehindMillions[] = {
    {"pounds", "GBP"}, {"pound", "GBP"},  {"won", "KRW"},   {"rand", "ZAR"},
    {"real", "BRL"},   {"crowns", "XXX"}, {"franc", "XXX"}, {"taka", "BDT"},
};

constexpr std::string_view kCodes[] = {
    "AED", "AMD", "ARS", "AUD", "AZN", "BDT", "BGN", "BRL", "BYN", "CAD", "CHF", "CLP", "CNY",
    "COP", "CZK", "DKK", "EGP", "EUR", "GBP", "GEL", "HKD", "HRK", "HUF", "IDR", "ILS", "INR",
    "IQD", "IRR", "ISK", "JPY", "KES", "KGS", "KRW", "KWD", "KZT", "MAD", "MDL", "MXN", "MYR",
    "NGN", "NOK", "NZD", "PEN", "PHP", "PKR", "PLN", "QAR", "RON", "RSD", "RUB", "SAR", "SEK",
    "SGD", "THB", "TRY", "TWD", "UAH", "USD", "UZS", "VND", "XAF", "XOF", "ZAR"};

struct Scale {
  std::string_view word;
  int power;
};

constexpr Scale kScales[] = {
    {"hundred", 2},    {"thousand", 3},  {"k", 3},         {"million", 6},    {"millions", 6},
    {"m", 6},          {"mn", 6},        {"mln", 6},       {"mio", 6},        {"billion", 9},
    {"bn", 9},         {"bln", 9},       {"b", 9},         {"trillion", 12},  {"tn", 12},
    {"trn", 12},       {"lakh", 5},      {"crore", 7},  //
    {"tausend", 3},    {"millionen", 6}, {"milliarde", 9}, {"milliarden", 9}, {"mrd", 9},
    {"billionen", 12}, {"mille", 3},     {"milliard", 9},  {"milliards", 9},  {"mil", 3},
    {"millón", 6},     {"millones", 6},  {"billones", 12}, {"mila", 3},       {"milione", 6},
    {"milioni", 6},    {"miliardo", 9},  {"miliardi", 9},  {"milhão", 6},     {"milhões", 6},
    {"bilhão", 9},     {"bilhões", 9},   {"duizend", 3},   {"miljoen", 6},    {"miljard", 9},
    {"bin", 3},        {"milyon", 6},    {"milyar", 9},    {"tysięcy", 3},    {"milionów", 6},
    {"milion", 6},     {"miliony", 6},   {"miliardów", 9}, {"miliarda", 9},   {"тыс", 3},
    {"тысяч", 3},      {"тысячи", 3},    {"тысяча", 3},    {"млн", 6},        {"миллион", 6},
    {"миллиона", 6},   {"миллионов", 6}, {"млрд", 9},      {"миллиард", 9},   {"миллиарда", 9},
    {"миллиардов", 9}, {"трлн", 12},     {"мільйонів", 6}, {"мільйони", 6},   {"мільярдів", 9},
    {"հազար", 3},      {"միլիոն", 6},    {"միլիարդ", 9},   {"万", 4},         {"億", 8},
    {"亿", 8},
};

}  // namespace

std::string_view CurrencyOfSign(char32_t sign) {
  switch (sign) {
    case U'$':
      return "USD";
    case U'€':
      return "EUR";
    case U'£':
      return "GBP";
    case U'¥':
    case 0xFFE5:
      return "JPY";
    case U'₽':
      return "RUB";
    case U'₴':
      return "UAH";
    case U'₺':
      return "TRY";
    case U'₩':
      return "KRW";
    case U'₾':
      return "GEL";
    case U'֏':
      return "AMD";
    case U'₼':
      return "AZN";
    case U'₸':
      return "KZT";
    case U'₪':
      return "ILS";
    case U'₹':
      return "INR";
    case U'₦':
      return "NGN";
    case U'₱':
      return "PHP";
    case U'₫':
      return "VND";
    case U'฿':
      return "THB";
    default:
      return {};
  }
}

std::string_view DollarOf(std::string_view letters) {
  static constexpr Pair kDollars[] = {
      {"US", "USD"}, {"U.S.", "USD"}, {"C", "CAD"},  {"CA", "CAD"}, {"CAN", "CAD"}, {"A", "AUD"},
      {"AU", "AUD"}, {"NZ", "NZD"},   {"HK", "HKD"}, {"S", "SGD"},  {"SG", "SGD"},  {"NT", "TWD"},
      {"R", "BRL"},  {"MX", "MXN"},   {"J", "JMD"},  {"USD", "USD"}};
  for (const auto& [prefix, code] : kDollars) {
    if (letters == prefix) return code;
  }
  return {};
}

bool IsCurrencyCode(std::string_view word) {
  if (word.size() != 3) return false;
  for (const char c : word) {
    if (c < 'A' || c > 'Z') return false;
  }
  static const absl::flat_hash_set<std::string_view> codes(std::begin(kCodes), std::end(kCodes));
  return codes.contains(word);
}

CurrencyWord CurrencyOfWords(std::string_view words) {
  static const auto table = [] {
    absl::flat_hash_map<std::string_view, CurrencyWord> out;
    for (const auto& [word, code] : kWords) out[word] = {code, false};
    for (const auto& [word, code] : kWordsBehindMillions) out[word] = {code, true};
    return out;
  }();
  const auto found = table.find(words);
  return found != table.end() ? found->second : CurrencyWord{};
}

bool MayBeginCurrency(std::string_view word) {
  static const auto letters = [] {
    FirstLetters out;
    for (const auto& pair : kWords) out.Add(pair.first);
    for (const auto& pair : kWordsBehindMillions) out.Add(pair.first);
    return out;
  }();
  return letters.MayHold(word);
}

bool MayBeScale(std::string_view word) {
  static const auto letters = [] {
    FirstLetters out;
    for (const Scale& scale : kScales) out.Add(scale.word);
    return out;
  }();
  return letters.MayHold(word);
}

int ScaleOf(std::string_view word) {
  static const auto table = [] {
    absl::flat_hash_map<std::string_view, int> out;
    for (const Scale& scale : kScales) out[scale.word] = scale.power;
    return out;
  }();
  if (!MayBeScale(word)) return 0;
  const auto found = table.find(LowerWord(word));
  return found != table.end() ? found->second : 0;
}

}  // namespace textmill::entities
