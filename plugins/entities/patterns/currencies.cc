#include "plugins/entities/patterns/currencies.h"

#include <utility>

#include "absl/container/flat_hash_map.h"
#include "absl/container/flat_hash_set.h"
#include "plugins/entities/patterns/words_around.h"

namespace textmill::entities {
namespace {

using Pair = std::pair<std::string_view, std::string_view>;

constexpr Pair kCurrencyWords[] = {
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
    {"francs cfa", "XXX"},  // of two central banks, XOF and XAF
    {"cfa francs", "XXX"},
    {"fcfa", "XXX"},
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
    {"dlrs", "USD"},
    {"dlr", "USD"},
    {"kr", "XXX"},
    {"kč", "CZK"},
    {"zł", "PLN"},
    {"lei", "RON"},
    {"leva", "BGN"},
    {"руб", "RUB"},
    {"грн", "UAH"},
    {"rs", "XXX"},
    {"rmb", "CNY"},
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
    {"korean won", "KRW"},
    {"tl", "TRY"},
    {"đồng", "VND"},
    {"euroa", "EUR"},
    {"dollaria", "USD"},
    {"euró", "EUR"},
    {"dollár", "USD"},
    {"ευρώ", "EUR"},
    {"δολάρια", "USD"},
    {"دولار", "USD"},
    {"يورو", "EUR"},
    {"دلار", "USD"},
    {"דולר", "USD"},
    {"אירו", "EUR"},
    {"libras esterlinas", "GBP"},
    {"livres sterling", "GBP"},
    {"sterline", "GBP"},
    {"фунтов стерлингов", "GBP"},
    {"юаней", "CNY"},
    {"иен", "JPY"},
    {"долл", "USD"},
    {"डॉलर", "USD"},
    {"यूरो", "EUR"},
    {"पाउंड", "GBP"},
    {"ডলার", "USD"},
    {"ইউরো", "EUR"},
    {"ڈالر", "USD"},
    {"یورو", "EUR"},
    {"रुपये", "XXX"},
    {"रुपए", "XXX"},
    {"रुपयों", "XXX"},
    {"টাকা", "XXX"},
    {"روپے", "XXX"},
    {"تومان", "XXX"},
    {"ريال", "XXX"},
    {"جنيه", "XXX"},
    {"جنيه إسترليني", "GBP"},
    {"جنيه مصري", "EGP"},
    {"שקל", "ILS"},
    {"שקלים", "ILS"},
    {"bucks", "USD"},
    {"brazilian reais", "BRL"},
    {"baht", "THB"},
    {"rupiah", "IDR"},
    {"ringgit", "MYR"},
    {"malaysian ringgit", "MYR"},
    {"indonesian rupiah", "IDR"},
    {"jamaican dollars", "JMD"},
    {"namibian dollars", "NAD"},
    {"zimbabwe dollars", "ZWL"},
    {"zimbabwean dollars", "ZWL"},
    {"liberian dollars", "LRD"},
    {"fijian dollars", "FJD"},
    {"sudanese pounds", "SDG"},
    {"sri lankan rupees", "LKR"},
    {"nepalese rupees", "NPR"},
    {"mauritian rupees", "MUR"},
    {"cuban pesos", "CUP"},
    {"dominican pesos", "DOP"},
    {"uruguayan pesos", "UYU"},
    {"uae dirhams", "AED"},
    {"emirati dirhams", "AED"},
    {"moroccan dirhams", "MAD"},
    {"kuwaiti dinars", "KWD"},
    {"iraqi dinars", "IQD"},
    {"jordanian dinars", "JOD"},
    {"algerian dinars", "DZD"},
    {"tunisian dinars", "TND"},
    {"libyan dinars", "LYD"},
    {"serbian dinars", "RSD"},
    {"bahraini dinars", "BHD"},
    {"qatari riyals", "QAR"},
    {"iranian rials", "IRR"},
    {"omani rials", "OMR"},
    {"rials", "XXX"},
    {"tanzanian shillings", "TZS"},
    {"ugandan shillings", "UGX"},
    {"french francs", "FRF"},
    {"belgian francs", "BEF"},
    {"guilders", "NLG"},
    {"german marks", "DEM"},
    {"deutsche marks", "DEM"},
    {"deutschmarks", "DEM"},
    {"pesetas", "ESP"},
    {"escudos", "XXX"},
    {"drachmas", "GRD"},
    {"ethiopian birr", "ETB"},
    {"birr", "ETB"},
    {"cedis", "GHS"},
    {"ghana cedis", "GHS"},
    {"zambian kwacha", "ZMW"},
    {"kwacha", "XXX"},
    {"nigerian naira", "NGN"},
    {"vietnamese dong", "VND"},
    {"thai baht", "THB"},
    {"taka", "BDT"},
    {"afghanis", "AFN"},
    {"soms", "KGS"},
    {"somoni", "TJS"},
    {"belarusian rubles", "BYN"},
    {"israeli shekels", "ILS"},
    {"peruvian soles", "PEN"},
    {"bolivianos", "BOB"},
    {"bolivars", "XXX"},
    {"colones", "XXX"},
    {"quetzales", "GTQ"},
    {"lempiras", "HNL"},
    {"icelandic kronur", "ISK"},
    {"icelandic crowns", "ISK"},
    {"swedish krona", "SEK"},
    {"norwegian crowns", "NOK"},
    {"danish crowns", "DKK"},
};

constexpr Pair kWordsAfterMillions[] = {
    {"pounds", "GBP"}, {"pound", "GBP"},  {"won", "KRW"},   {"rand", "ZAR"},
    {"real", "BRL"},   {"crowns", "XXX"}, {"franc", "XXX"}, {"stg", "GBP"},
    {"marks", "DEM"},  {"dong", "VND"},   {"kip", "LAK"},   {"sterling", "GBP"},
};

constexpr std::string_view kCodes[] = {
    "AED", "AMD", "ARS", "AUD", "AZN", "BDT", "BGN", "BRL", "BYN", "CAD", "CHF", "CLP", "CNY",
    "COP", "CZK", "DKK", "EGP", "EUR", "GBP", "GEL", "HKD", "HRK", "HUF", "IDR", "ILS", "INR",
    "IQD", "IRR", "ISK", "JPY", "KES", "KGS", "KRW", "KWD", "KZT", "MAD", "MDL", "MXN", "MYR",
    "NGN", "NOK", "NZD", "PEN", "PHP", "PKR", "PLN", "QAR", "RON", "RSD", "RUB", "SAR", "SEK",
    "SGD", "THB", "TRY", "TWD", "UAH", "USD", "UZS", "VND", "XAF", "XOF", "ZAR", "AFN", "BHD",
    "BOB", "BWP", "CRC", "DEM", "DOP", "DZD", "ETB", "FJD", "FRF", "GHS", "GTQ", "HNL", "ITL",
    "JMD", "JOD", "LBP", "LKR", "LYD", "MKD", "MMK", "MNT", "MUR", "MZN", "NAD", "NIO", "NLG",
    "NPR", "OMR", "PGK", "PYG", "RWF", "SDG", "SSP", "SYP", "TJS", "TND", "TTD", "TZS", "UGX",
    "UYU", "VES", "XCD", "YER", "ZMW", "ZWL", "MOP", "MVR", "BTN", "SCR", "GYD", "GMD", "LRD",
    "MGA", "MWK", "CDF", "AOA", "HTG", "KHR", "LAK", "VUV"};

// Letters that come before an amount like a sign. Those of one letter only before amounts that
// look like money: R5.2 million, but not the road R5.
struct Prefix {
  std::string_view letters, code;
  bool needs_amount = false;
};
constexpr Prefix kPrefixes[] = {
    {"Rs", "XXX"},          {"Rs.", "XXX"},      {"Re", "XXX"},      {"Re.", "XXX"},
    {"RM", "MYR"},          {"RMB", "CNY"},      {"Tk", "BDT"},      {"Tk.", "BDT"},
    {"Rp", "IDR"},          {"Rp.", "IDR"},      {"KSh", "KES"},     {"Ksh", "KES"},
    {"KSh.", "KES"},        {"Ksh.", "KES"},     {"USh", "UGX"},     {"Ush", "UGX"},
    {"TSh", "TZS"},         {"Tsh", "TZS"},      {"Sh", "XXX"},      {"Sh.", "XXX"},
    {"Dh", "XXX"},          {"Dhs", "XXX"},      {"Dh.", "XXX"},     {"Dhs.", "XXX"},
    {"NIS", "ILS"},         {"kr", "XXX"},       {"kr.", "XXX"},     {"Kr", "XXX"},
    {"Kr.", "XXX"},         {"SFr", "CHF"},      {"SFr.", "CHF"},    {"Fr.", "XXX"},
    {"DM", "DEM"},          {"LE", "EGP", true}, {"Birr", "ETB"},    {"Euro", "EUR", true},
    {"Euros", "EUR", true}, {"GH¢", "GHS"},      {"GHC", "GHS"},     {"GH₵", "GHS"},
    {"E£", "EGP"},          {"IR£", "IEP"},      {"L£", "LBP"},      {"CN¥", "CNY"},
    {"R", "ZAR", true},     {"N", "NGN", true},  {"P", "XXX", true}, {"Php", "PHP"},
    {"PhP", "PHP"}};

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
    case U'₨':
      return "XXX";
    case U'₵':
      return "GHS";
    case U'₡':
      return "CRC";
    case U'₲':
      return "PYG";
    case U'₭':
      return "LAK";
    case U'₮':
      return "MNT";
    case U'৳':
      return "BDT";
    case U'؋':
      return "AFN";
    case U'៛':
      return "KHR";
    case U'﷼':
      return "XXX";
    default:
      return {};
  }
}

std::string_view DollarOf(std::string_view letters) {
  static constexpr Pair kDollars[] = {
      {"US", "USD"},  {"U.S.", "USD"}, {"C", "CAD"},  {"CA", "CAD"},  {"CAN", "CAD"},
      {"A", "AUD"},   {"AU", "AUD"},   {"NZ", "NZD"}, {"HK", "HKD"},  {"S", "SGD"},
      {"SG", "SGD"},  {"NT", "TWD"},   {"R", "BRL"},  {"MX", "MXN"},  {"J", "JMD"},
      {"Mex", "MXN"}, {"N", "NAD"},    {"Z", "ZWL"},  {"EC", "XCD"},  {"TT", "TTD"},
      {"RD", "DOP"},  {"FJ", "FJD"},   {"F", "FJD"},  {"Can", "CAD"}, {"L", "LRD"},
      {"Aus", "AUD"}, {"Bds", "BBD"},  {"G", "GYD"},  {"BZ", "BZD"}};
  for (const auto& [prefix, code] : kDollars) {
    if (letters == prefix) return code;
  }
  return IsCurrencyCode(letters) ? letters : std::string_view();
}

std::string_view DollarOfNation(std::string_view word) {
  static constexpr Pair kNations[] = {
      {"Australian", "AUD"}, {"Canadian", "CAD"}, {"Singapore", "SGD"},  {"Singaporean", "SGD"},
      {"Zealand", "NZD"},    {"Kong", "HKD"},     {"Jamaican", "JMD"},   {"Taiwan", "TWD"},
      {"Taiwanese", "TWD"},  {"Namibian", "NAD"}, {"Zimbabwean", "ZWL"}, {"Fijian", "FJD"},
      {"Liberian", "LRD"},   {"American", "USD"}};
  for (const auto& [nation, code] : kNations) {
    if (word == nation) return code;
  }
  return {};
}

std::string_view CurrencyOfPrefix(std::string_view letters, bool amount) {
  for (const Prefix& prefix : kPrefixes) {
    if (letters == prefix.letters) {
      return amount || !prefix.needs_amount ? prefix.code : std::string_view();
    }
  }
  return {};
}

bool IsGluedToCurrency(std::string_view text, size_t at) {
  const std::string_view letters = WordBefore(text, at);
  // A conference like COP26 has a name, no sum.
  if (letters == "COP" && DigitsEnd(text.substr(0, at + 4), at) < at + 3) return false;
  return !letters.empty() && letters.size() <= 4 &&
         (IsCurrencyCode(letters) || !CurrencyOfPrefix(letters, true).empty());
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
    for (const auto& [word, code] : kCurrencyWords) out[word] = {code, false};
    for (const auto& [word, code] : kWordsAfterMillions) out[word] = {code, true};
    return out;
  }();
  const auto found = table.find(words);
  return found != table.end() ? found->second : CurrencyWord{};
}

bool MayBeginCurrency(std::string_view word) {
  static const auto letters = [] {
    FirstLetters out;
    for (const auto& pair : kCurrencyWords) out.Add(pair.first);
    for (const auto& pair : kWordsAfterMillions) out.Add(pair.first);
    return out;
  }();
  return letters.MayHold(word);
}

}  // namespace textmill::entities
