#include "plugins/entities/patterns/number.h"

namespace textmill::entities {
namespace {

bool IsDigit(std::string_view text, size_t at) {
  return at < text.size() && text[at] >= '0' && text[at] <= '9';
}

size_t DigitsEnd(std::string_view text, size_t at) {
  while (IsDigit(text, at)) ++at;
  return at;
}

// Spaces that part thousands: as wide as a space, or thin, and mostly non-breaking.
size_t SpaceSize(std::string_view text, size_t at, bool plain) {
  const std::string_view rest = text.substr(at, 3);
  if (rest.starts_with(' ')) return plain ? 1 : 0;
  if (rest.starts_with("\xC2\xA0")) return 2;                      // U+00A0
  if (rest == "\xE2\x80\xAF" || rest == "\xE2\x80\x89") return 3;  // U+202F, U+2009
  return 0;
}

// Exactly three digits at `at`, and no fourth.
bool IsGroup(std::string_view text, size_t at) { return DigitsEnd(text, at) == at + 3; }

}  // namespace

std::string Number::ToString() const {
  // Whole digits, with zeros added or put before.
  std::string all(decimals > 0 ? static_cast<size_t>(decimals) : 0, '0');
  all += digits;
  if (decimals < 0) all.append(static_cast<size_t>(-decimals), '0');
  const size_t point = all.size() - (decimals > 0 ? static_cast<size_t>(decimals) : 0);

  const size_t begin = all.find_first_not_of('0');
  std::string out = begin < point ? all.substr(begin, point - begin) : "0";
  const size_t end = all.find_last_not_of('0') + 1;
  if (end > point) out.append(1, '.').append(all, point, end - point);
  return out;
}

size_t ReadNumber(std::string_view text, size_t at, bool plain_spaces, Number* number) {
  constexpr size_t kMaxDigits = 30;
  *number = Number();
  size_t end = DigitsEnd(text, at);
  const size_t first = end - at;
  if (first == 0 || first > kMaxDigits) return 0;
  number->digits = text.substr(at, first);

  // Groups of three behind one kind of mark.
  size_t groups = 0;
  size_t mark_size = 0;
  std::string_view mark;
  while (first <= 3 && end < text.size()) {
    mark_size = text[end] == ',' || text[end] == '.' || text[end] == '\''
                    ? 1
                    : SpaceSize(text, end, plain_spaces);
    if (mark_size == 0 || !IsGroup(text, end + mark_size)) break;
    if (groups > 0 && text.substr(end, mark_size) != mark) break;
    mark = text.substr(end, mark_size);
    number->digits += text.substr(end + mark_size, 3);
    end += mark_size + 3;
    ++groups;
    if (number->digits.size() > kMaxDigits) return 0;
  }
  if (groups == 1 && mark == ".") {  // 1.250: decimals, as far as one can tell here
    number->decimals = 3;
    number->point_may_part_thousands = true;
  }
  // Decimals behind another mark.
  if (!number->point_may_part_thousands && end < text.size() &&
      (text[end] == '.' || text[end] == ',') && (groups == 0 || text.substr(end, 1) != mark) &&
      IsDigit(text, end + 1)) {
    const size_t decimals_end = DigitsEnd(text, end + 1);
    number->digits += text.substr(end + 1, decimals_end - end - 1);
    number->decimals = static_cast<int>(decimals_end - end - 1);
    end = decimals_end;
    if (number->digits.size() > kMaxDigits) return 0;
  }
  // 1.2.3 and 1,23,45 are something else.
  if (end < text.size() && (text[end] == '.' || text[end] == ',') && IsDigit(text, end + 1))
    return 0;
  return end;
}

}  // namespace textmill::entities
