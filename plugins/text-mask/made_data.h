// For tests: personal data and what looks like it, made up from a seed.
#ifndef TEXTMILL_PLUGINS_TEXT_MASK_MADE_DATA_H_
#define TEXTMILL_PLUGINS_TEXT_MASK_MADE_DATA_H_

#include <cstdint>
#include <random>
#include <string>
#include <vector>

namespace textmill::mask {

class MadeData {
 public:
  explicit MadeData(uint32_t seed) : random_(seed) {}

  // Something to be masked, of one of the kinds.
  std::string Personal(size_t kind) {
    switch (kind % 16) {
      case 0:
        return Word() + "." + Word() + "@" + Word() + Pick({".com", ".org", ".co.uk", ".de"});
      case 1:
        return Word() + Pick({"_", "+", "-", ""}) + Digits(2) + "@mail." + Word() + ".net";
      case 2:
        return "+49 30 " + Digits(7);
      case 3:
        return Pick({"+1 ", "+1-"}) + Area() + Pick({"-", " "}) + Area() + "-" + Digits(4);
      case 4:
        return "(" + Area() + ") " + Area() + "-" + Digits(4);
      case 5:
        return Area() + "-" + Area() + "-" + Digits(4);
      case 6:
        return Pick({"+33 6 ", "06 "}) + Digits(2) + " " + Digits(2) + " " + Digits(2) + " " +
               Digits(2);
      case 7:
        return std::to_string(1 + Below(223)) + "." + Octet() + "." + Octet() + "." + Octet();
      case 8:
        return "2001:db8:" + Hex() + "::" + Hex();
      case 9:
        return Iban("DE", Digits(18), true);
      case 10:
        return Iban("FR", Digits(23), false);
      case 11:
        return Card(Pick({"4", "51", "55"}), 16, Pick({" ", "-", ""}));
      case 12:
        return Card("37", 15, "");
      case 13:
        return Ssn();
      case 14:
        return Dni();
      default:
        return Cpf();
    }
  }
  static constexpr size_t kLookAlikes = 38;
  // Something that is not any of it.
  std::string LookAlike(size_t kind) {
    switch (kind % kLookAlikes) {
      case 0:
        return "version " + std::to_string(Below(20)) + "." + Octet() + "." + Octet() + "." +
               Octet();
      case 1:
        return Octet() + "." + Octet() + "." + Octet() + "." + Octet() + "." + Octet();
      case 2:
        return std::to_string(256 + Below(700)) + "." + Octet() + "." + Octet() + "." + Octet();
      case 3:
        return Date();
      case 4:
        return Digits(16 + Below(10)) + Digits(10);
      case 5:
        return std::to_string(1 + Below(999)) + "," + Digits(3) + "," + Digits(3) + "." + Digits(2);
      case 6:
        return "@" + Word() + Digits(2);
      case 7:
        return Word() + "@2x.png";
      case 8:
        return Word() + "(at)" + Word() + ".com";
      case 9:
        return Time() + ":" + Digits2(60);
      case 10:
        return "00:1b:" + Hex2() + ":" + Hex2() + ":" + Hex2() + ":" + Hex2();
      case 11:
        return Word() + "::" + Word();
      case 12:
        return "ISBN 978-" + Digits(1) + "-" + Digits(3) + "-" + Digits(5) + "-" + Digits(1);
      case 13:
        return "3." + Digits(15);
      case 14:
        return "#" + Digits(6) + " and " + Digits(4) + "/" + Digits(2);
      case 15:
        return WrongCard();
      case 16:
        return WrongIban();
      case 17:
        return Word() + "-" + Digits(1) + "." + Digits(2) + "." + Digits(1) + "." + Digits(1) +
               ".tar.gz";
      case 18:
        return "$" + Digits(3) + " " + Pick({"million", "billion"}) + ", up " + Digits(1) + "." +
               Digits(2) + "%";
      case 19:
        return Pick({"Firefox ", "Windows ", "nginx ", "Node.js ", "Gimbal "}) + Small() + ".0.0." +
               Digits(1);
      case 20:
        return Pick({"upgraded to ", "since ", "\u00A7 ", "Art. "}) + Sections();
      case 21:
        return Sections() + Pick({" or later", " and above", " beta"});
      case 22:
        return "\n" + Sections() + " " + Pick({"General", "Scope of application"});
      case 23:
        return Word() + "@" + Word() + ".example.org:" + Pick({"", "~/", "/srv/"}) + Word() + "/" +
               Word();
      case 24:
        return Pick({"ssh://git@", "https://", "ftp://anonymous:word@"}) + Word() +
               ".example.org/" + Word();
      case 25:
        return Pick({"IMG", "0" + Digits(9), Area() + "-" + Area() + "-" + Digits(4)}) +
               Pick({".jpg", ".csv", ".tar.gz"});
      case 26:
        return "lib" + Word() + ".so." + Sections();
      case 27:
        return Eui64();
      case 28:
        return Word() + "[" + Pick({"", Digits(1)}) + "::" + std::to_string(2 + Below(8)) + "]";
      case 29:
        return Pick({"0123456789", "0987654321", "0000000000", "0101010101"});
      case 30:
        return Pick({"order no. ", "invoice ", "Kundennummer ", "ticket: ", "reference "}) +
               Pick({"0" + Digits(9), Area() + "-" + Area() + "-" + Digits(4),
                     Digits(6) + "-" + Digits(4)});
      case 31:
        return Hex() + Hex() + "-" + Hex() + "-4" + Digits(3) + "-8" + Digits(3) + "-" + Digits(12);
      case 32:
        return Hex() + Hex() + Hex() + Hex() + Hex() + Hex() + Hex() + Hex();
      case 33:
        return Digits(2) + "." + Digits(6) + ", -" + Digits(2) + "." + Digits(6);
      case 34:
        return "10." + Digits(4) + "/" + Word() + "." + Digits(4) + "." + Digits(2) + "." +
               Digits(3);
      case 35:
        return Time() + ":" + Digits2(60) + "," + Digits(3) + " --> " + Time() + ":" + Digits2(60) +
               "," + Digits(3);
      case 36:
        return "GB" + Digits(20);
      default:
        return Date() + " " + Time();
    }
  }
  // Before and after it, of a sentence.
  std::string Before() {
    return Pick({"Write to ", "It was ", "(", "We saw: ", "the value ", "He gave us ", "From "});
  }
  std::string After() {
    return Pick({".", ", and so on.", ") as before.", " was on the list.", "\n"});
  }

 private:
  size_t Below(size_t n) { return random_() % n; }
  std::string Pick(const std::vector<std::string>& words) { return words[Below(words.size())]; }
  char Digit() { return static_cast<char>('0' + Below(10)); }
  char NonZero() { return static_cast<char>('1' + Below(9)); }
  std::string Digits(size_t n) {
    std::string out;
    while (out.size() < n) out += Digit();
    return out;
  }
  std::string Digits2(size_t below) {
    const size_t n = Below(below);
    return {static_cast<char>('0' + n / 10), static_cast<char>('0' + n % 10)};
  }
  std::string Area() { return std::string(1, static_cast<char>('2' + Below(8))) + Digits(2); }
  std::string Small() { return std::to_string(1 + Below(12)); }
  std::string Sections() { return Small() + "." + Small() + "." + Small() + "." + Small(); }
  std::string Eui64() {
    std::string out = Hex2();
    for (int i = 0; i < 7; ++i) out += ":" + Hex2();
    return out;
  }
  std::string Octet() { return std::to_string(Below(256)); }
  std::string Hex() {
    std::string out;
    for (int i = 0; i < 4; ++i) out += "123456789abcdef"[Below(15)];
    return out;
  }
  std::string Hex2() { return Hex().substr(0, 2); }
  std::string Word() {
    std::string out;
    for (size_t n = 3 + Below(6); n > 0; --n) out += "ghijklmnopqrstuvwxyz"[Below(20)];
    return out;
  }
  std::string Date() {
    const std::string day = Digits2(28) == "00" ? "11" : "12", year = "20" + Digits2(30);
    return Pick({year + "-0" + std::string(1, NonZero()) + "-" + day,
                 day + "." + "0" + std::string(1, NonZero()) + "." + year, day + "/11/" + year});
  }
  std::string Time() { return Digits2(24) + ":" + Digits2(60); }

  static int Mod97(const std::string& value) {
    int rest = 0;
    for (const char c : value)
      rest = c <= '9' ? (rest * 10 + c - '0') % 97 : (rest * 100 + c - 'A' + 10) % 97;
    return rest;
  }
  std::string Iban(const std::string& country, const std::string& account, bool spaced) {
    const int check = 98 - Mod97(account + country + "00");
    const std::string iban = country + static_cast<char>('0' + check / 10) +
                             static_cast<char>('0' + check % 10) + account;
    if (!spaced) return iban;
    std::string out;
    for (size_t i = 0; i < iban.size(); ++i) {
      if (i > 0 && i % 4 == 0) out += ' ';
      out += iban[i];
    }
    return out;
  }
  std::string WrongIban() {
    std::string iban = Iban("DE", Digits(18), true);
    iban[3] = iban[3] == '9' ? '0' : static_cast<char>(iban[3] + 1);
    return iban;
  }
  static char LuhnDigit(const std::string& digits) {
    int sum = 0;
    for (size_t i = 0; i < digits.size(); ++i) {
      int d = digits[digits.size() - 1 - i] - '0';
      if (i % 2 == 0) d = d > 4 ? 2 * d - 9 : 2 * d;
      sum += d;
    }
    return static_cast<char>('0' + (10 - sum % 10) % 10);
  }
  static std::string InFours(const std::string& digits, const std::string& separator) {
    std::string out;
    for (size_t i = 0; i < digits.size(); ++i) {
      if (i > 0 && i % 4 == 0) out += separator;
      out += digits[i];
    }
    return out;
  }
  std::string Card(const std::string& prefix, size_t size, const std::string& separator) {
    std::string digits = prefix + Digits(size - 1 - prefix.size());
    digits += LuhnDigit(digits);
    return InFours(digits, separator);
  }
  std::string WrongCard() {
    std::string digits = "4" + Digits(14);
    const char right = LuhnDigit(digits);
    digits += right == '9' ? '0' : static_cast<char>(right + 1);
    return InFours(digits, Pick({" ", "-", ""}));
  }
  std::string Ssn() {
    return "1" + Digits(2) + "-" + std::string(1, NonZero()) + Digits(1) + "-" +
           std::string(1, NonZero()) + Digits(3);
  }
  std::string Dni() {
    const std::string digits = Digits(8);
    return digits + "TRWAGMYFPDXBNJZSQVHLCKE"[std::stoul(digits) % 23];
  }
  std::string Cpf() {
    std::string digits = Digits(9);
    for (int n = 10; n <= 11; ++n) {
      int sum = 0;
      for (size_t i = 0; i < digits.size(); ++i)
        sum += (n - static_cast<int>(i)) * (digits[i] - '0');
      digits += static_cast<char>('0' + sum * 10 % 11 % 10);
    }
    return digits.substr(0, 3) + "." + digits.substr(3, 3) + "." + digits.substr(6, 3) + "-" +
           digits.substr(9);
  }
  std::mt19937 random_;
};

}  // namespace textmill::mask

#endif  // TEXTMILL_PLUGINS_TEXT_MASK_MADE_DATA_H_
