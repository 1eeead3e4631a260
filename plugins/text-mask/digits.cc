#include "plugins/text-mask/digits.h"

#include <algorithm>

namespace textmill::mask {

size_t SpaceAt(std::string_view text, size_t at) {
  if (at >= text.size()) return 0;
  if (text[at] == ' ') return 1;
  if (text.substr(at, 2) == "\u00A0") return 2;
  const std::string_view three = text.substr(at, 3);
  return three == "\u202F" || three == "\u2009" ? 3 : 0;
}

size_t HyphenAt(std::string_view text, size_t at) {
  if (at >= text.size()) return 0;
  if (text[at] == '-') return 1;
  const std::string_view three = text.substr(at, 3);
  return three == "\u2010" || three == "\u2011" || three == "\u2013" ? 3 : 0;
}

size_t Match(std::string_view text, size_t at, std::string_view pattern, std::string* digits) {
  digits->clear();
  std::string_view separator;
  for (const char p : pattern) {
    if (p == '_') {
      at += SpaceAt(text, at);
      continue;
    }
    if (at >= text.size()) return 0;
    const char c = text[at];
    bool fits = true;
    switch (p) {
      case ' ': {
        size_t size = SpaceAt(text, at);
        if (size == 0) size = HyphenAt(text, at);
        if (size == 0 && c == '.') size = 1;
        const std::string_view here = text.substr(at, size);
        if (size == 0 || (!separator.empty() && here != separator)) return 0;
        separator = here;
        at += size;
        continue;
      }
      case 'd':
        fits = IsDigit(c);
        break;
      case 'z':
        fits = c >= '1' && c <= '9';
        break;
      case 'n':
        fits = c >= '2' && c <= '9';
        break;
      case 'A':
        fits = IsLetter(c);
        break;
      default:
        fits = c == p;
    }
    if (!fits) return 0;
    if (IsDigit(c) || IsLetter(c)) *digits += Upper(c);
    ++at;
  }
  return at;
}

size_t DigitsAhead(std::string_view text, size_t at) {
  size_t digits = 0, others = 0;
  for (; at < text.size() && digits < 20 && others < 8; ++at) {
    const auto c = static_cast<unsigned char>(text[at]);
    if (IsDigit(text[at])) {
      ++digits;
      others = 0;
    } else if (c == ' ' || c == '-' || c == '.' || c == '/' || c == '(' || c == ')' || c == '+' ||
               c == 0xC2 || c == 0xA0 || c == 0xE2 || (c & 0xC0) == 0x80) {
      ++others;
    } else {
      break;
    }
  }
  return digits;
}

bool IsFileEnding(std::string_view word) {
  constexpr std::string_view kEndings =
      "png|jpg|jpeg|gif|svg|webp|bmp|tif|tiff|ico|heic|css|scss|js|mjs|jsx|tsx|php|html|htm|txt|"
      "log|"
      "pdf|doc|docx|odt|rtf|xls|xlsx|ppt|pptx|json|xml|yaml|yml|ini|cfg|conf|csv|tsv|sql|parquet|"
      "gz|"
      "tgz|tar|bz2|xz|zst|zip|rar|7z|iso|dmg|deb|rpm|apk|jar|exe|dll|bak|tmp|cpp|hpp|java|class|"
      "mp3|"
      "mp4|wav|flac|ogg|avi|mkv|ttf|woff|woff2|";
  std::string lower;
  for (const char c : word) lower += c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
  lower += '|';
  const size_t found = kEndings.find(lower);
  return found != kEndings.npos && (found == 0 || kEndings[found - 1] == '|');
}

bool BeginsAlone(std::string_view text, size_t begin) {
  if (begin == 0) return true;
  const char c = text[begin - 1];
  // Letters of other scripts are taken for letters.
  if (IsDigit(c) || IsLetter(c) || c == '_' || c == '#' || c == '$') return false;
  if (static_cast<unsigned char>(c) >= 0x80) {
    const bool blank = (begin >= 2 && text.substr(begin - 2, 2) == "\u00A0") ||
                       (begin >= 3 && text.substr(begin - 3, 2) == "\xE2\x80");
    const bool mark = begin >= 3 && (text.substr(begin - 3, 2) == "\xE3\x80" ||
                                     text.substr(begin - 3, 2) == "\xEF\xBC");
    return blank || mark;
  }
  const bool joins =
      c == '.' || c == ',' || c == '-' || c == '/' || c == ':' || c == '+' || c == '=' || c == '\\';
  if (!joins || begin < 2) return true;
  const char before = text[begin - 2];
  if (c == '-' || c == '/' || c == '\\' || c == '+') return !IsDigit(before) && !IsLetter(before);
  return !IsDigit(before);
}

bool EndsAlone(std::string_view text, size_t end) {
  if (end >= text.size()) return true;
  const char c = text[end];
  if (IsDigit(c) || IsLetter(c) || c == '_' || c == '%') return false;
  const bool joins = c == '.' || c == ',' || c == '-' || c == '/' || c == ':';
  if (!joins || end + 1 >= text.size()) return true;
  if (c == '.' && IsLetter(text[end + 1])) {
    size_t after = end + 1;
    while (after < text.size() && (IsLetter(text[after]) || IsDigit(text[after]))) ++after;
    return !IsFileEnding(text.substr(end + 1, after - end - 1));
  }
  return !IsDigit(text[end + 1]);
}

bool IsAmongDigits(std::string_view text, size_t begin, size_t end) {
  const bool before = begin >= 2 && text[begin - 1] == ' ' && IsDigit(text[begin - 2]);
  const size_t space = SpaceAt(text, end);
  return before || (space > 0 && end + space < text.size() && IsDigit(text[end + space]));
}

bool FollowsWord(std::string_view text, size_t at, std::string_view words) {
  constexpr size_t kNear = 40;
  const size_t from = at > kNear ? at - kNear : 0;
  std::string before;
  for (const char c : text.substr(from, at - from)) {
    if (c == '\n')
      before.clear();
    else
      before += c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
  }
  // Word by word from the end.
  constexpr std::string_view kSmall =
      "no|nr|number|is|at|us|me|on|my|the|n|o|num|nummer|und|and|or|to|";
  const auto is_word = [](char c) { return IsLetter(c) || (static_cast<unsigned char>(c) & 0x80); };
  size_t end = before.size();
  for (int n = 0; n < 4; ++n) {
    while (end > 0 && !is_word(before[end - 1])) {
      // A sentence that ends there, or another number, is between.
      if (IsDigit(before[end - 1]) || before[end - 1] == '!' || before[end - 1] == '?')
        return false;
      --end;
    }
    size_t begin = end;
    while (begin > 0 && is_word(before[begin - 1])) --begin;
    if (begin == end) return false;
    const std::string word = before.substr(begin, end - begin) + '|';
    const auto among = [&word](std::string_view list) {
      const size_t found = list.find(word);
      return found != list.npos && (found == 0 || list[found - 1] == '|');
    };
    if (among(words)) return true;
    if (!among(kSmall)) return false;
    end = begin;
  }
  return false;
}

bool IsNumberOfThing(std::string_view text, size_t at) {
  constexpr std::string_view kThings =
      "isbn|issn|ean|gtin|upc|sku|doi|pmid|imei|vin|invoice|ticket|ref|reference|tracking|shipment|"
      "parcel|rma|po|model|part|article|serial|batch|lot|patent|docket|bestellnummer|bestellnr|"
      "rechnung|rechnungsnummer|rechnungsnr|kundennummer|kundennr|kontonummer|artikel|"
      "artikelnummer|"
      "auftragsnummer|aktenzeichen|facture|factura|fattura|factuur|";
  // People take telephone numbers for these, too: `Booking: 202-555-0143`.
  constexpr std::string_view kServices =
      "order|case|confirmation|booking|customer|client|product|policy|contract|licence|license|"
      "file|"
      "box|account|acct|konto|bestellung|auftrag|commande|pedido|ordine|";
  if (FollowsWord(text, at, kThings)) return true;
  if (!FollowsWord(text, at, kServices)) return false;
  if (FollowsWord(text, at, "no|nr|number|num|nummer|id|code|")) return true;
  const size_t last = text.substr(0, at).find_last_not_of(' ');
  return last != text.npos && text[last] != ':' && text[last] != ',';
}

}  // namespace textmill::mask
