#include "plugins/entities/patterns/east_asian_money.h"

#include <string>

#include "plugins/entities/patterns/number.h"
#include "plugins/entities/patterns/words_around.h"

namespace textmill::entities {
namespace {

struct CurrencyName {
  std::string_view name, code;
};
// The longer before those that they begin with.
constexpr CurrencyName kCurrencies[] = {
    {"美元", "USD"},   {"欧元", "EUR"},     {"歐元", "EUR"},   {"日元", "JPY"},   {"日圓", "JPY"},
    {"英镑", "GBP"},   {"英鎊", "GBP"},     {"港元", "HKD"},   {"港币", "HKD"},   {"港幣", "HKD"},
    {"人民币", "CNY"}, {"人民幣", "CNY"},   {"人民元", "CNY"}, {"新台币", "TWD"}, {"新台幣", "TWD"},
    {"新臺幣", "TWD"}, {"韩元", "KRW"},     {"韓元", "KRW"},   {"卢布", "RUB"},   {"盧布", "RUB"},
    {"米ドル", "USD"}, {"ドル", "USD"},     {"ユーロ", "EUR"}, {"ポンド", "GBP"}, {"ウォン", "KRW"},
    {"ルピー", "XXX"}, {"ルーブル", "RUB"}, {"円", "JPY"},     {"달러", "USD"},   {"유로", "EUR"},
    {"위안", "CNY"},   {"원", "KRW"},       {"엔", "JPY"},     {"元", "CNY"}};

struct CountWord {
  std::string_view sign;
  int power;
};
constexpr CountWord kCounts[] = {{"兆", 12}, {"조", 12}, {"億", 8}, {"亿", 8},
                                 {"억", 8},  {"万", 4},  {"萬", 4}, {"만", 4}};

constexpr size_t kMostDigits = 30;

// Adds two whole numbers in digits, the second of which has no more figures than `a` has noughts.
std::string Plus(std::string a, const std::string& b) {
  if (b.size() > a.size()) return {};
  for (size_t i = 0; i < b.size(); ++i) {
    char& digit = a[a.size() - b.size() + i];
    if (digit != '0') return {};
    digit = b[i];
  }
  return a;
}

// The currency whose name ends before an amount, 新台幣3億元; without a code when there is none.
CurrencyName NameBefore(std::string_view text, size_t at) {
  for (const std::string_view tail : {"台幣", "臺幣", "台币"}) {
    if (at < tail.size() || !Is(text, at - tail.size(), tail)) continue;
    const size_t name = at - tail.size();
    const bool is_new = name >= 3 && Is(text, name - 3, "新");
    return {text.substr(is_new ? name - 3 : name, is_new ? tail.size() + 3 : tail.size()), "TWD"};
  }
  for (const CurrencyName& currency : kCurrencies) {
    if (currency.name.size() >= 6 && at >= currency.name.size() &&
        Is(text, at - currency.name.size(), currency.name)) {
      return currency;
    }
  }
  return {};
}

}  // namespace

bool IsInEastAsianNumber(std::string_view text, size_t at) {
  if (at < 4 || static_cast<unsigned char>(text[at - 1]) < 0x80) return false;
  for (const CountWord& count : kCounts) {
    const size_t size = count.sign.size();
    if (Is(text, at - size, count.sign) && IsDigit(text, at - size - 1)) return true;
  }
  return false;
}

Found FindEastAsianMoney(std::string_view text, size_t at) {
  // What may follow is not ASCII, but for a blank in Korean and a mark in the number.
  size_t end = DigitsEnd(text.substr(0, at + kMostDigits), at);
  if (end >= text.size() || end == at) return {};
  const auto outside_ascii = [&](size_t p) {
    return p < text.size() && static_cast<unsigned char>(text[p]) >= 0xE3;
  };
  if (text[end] != ',' && text[end] != '.' && !outside_ascii(end) &&
      !(text[end] == ' ' && outside_ascii(end + 1))) {
    return {};
  }
  if (at > 0 && (text[at - 1] == '.' || text[at - 1] == ',') && IsDigit(text, at - 2)) return {};
  std::string sum;
  int last_power = 16;
  bool traditional = false;
  for (size_t next = at;;) {
    Number number;
    const size_t number_end = ReadNumber(text, next, false, &number);
    if (number_end == 0) return {};
    if (number.doubt == Number::Doubt::kPoint || number.doubt == Number::Doubt::kLong) return {};
    int power = 0;
    end = number_end;
    for (const CountWord& count : kCounts) {
      if (!Is(text, end, count.sign)) continue;
      power = count.power;
      end += count.sign.size();
      // The mainland counts 万亿 where others say 兆.
      traditional = traditional || count.sign == "萬" || count.sign == "億" || count.sign == "兆";
      break;
    }
    if (power >= last_power) return {};
    if (number.decimals > 0 && !sum.empty()) return {};
    number.decimals -= power;
    const std::string whole = number.ToString();
    sum = sum.empty() ? whole : Plus(sum, whole);
    if (sum.empty() || sum.size() > kMostDigits) return {};
    last_power = power;
    const size_t more = Is(text, end, " ") && IsDigit(text, end + 1) ? end + 1 : end;
    if (power == 0 || !IsDigit(text, more)) break;
    next = more;
  }
  if (Is(text, end, "余") || Is(text, end, "多")) return {};  // "and more"
  for (const size_t begin : {end, Is(text, end, " ") ? end + 1 : text.size()}) {
    for (const CurrencyName& currency : kCurrencies) {
      if (!Is(text, begin, currency.name)) continue;
      // The 元 of Taiwan and Hong Kong, where 萬 and 億 are written so, are others.
      const bool open = currency.name == "元" && traditional;
      if (const CurrencyName named = NameBefore(text, at);
          currency.name == "元" && named.code != "") {
        return {at - named.name.size(), begin + currency.name.size(),
                sum + " " + std::string(named.code)};
      }
      return {at, begin + currency.name.size(),
              sum + " " + std::string(open ? "XXX" : currency.code)};
    }
  }
  return {};
}

}  // namespace textmill::entities
