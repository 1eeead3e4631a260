#include "plugins/text-mask/finder.h"

#include <algorithm>
#include <bit>

#include "plugins/lib/simd/block.h"
#include "plugins/text-mask/digits.h"

namespace textmill::mask {
// What begins at a digit, or with letters right before it.
bool Finder::LookAtDigit(std::string_view text, size_t at, size_t from, Found* found) const {
  const auto take = [&](size_t begin, size_t end, Kind kind) {
    if (end == 0) return false;
    *found = {begin, end, kind};
    return true;
  };
  // Letters of ids, of which the longest are six: AB123456C, RSSMRA85T10A562S.
  size_t letters = 0;
  while (letters < 7 && at > from + letters && IsLetter(text[at - 1 - letters])) ++letters;
  if (letters == 0 && at > from + 1 && HyphenAt(text, at - 1) == 1 && IsLetter(text[at - 2]) &&
      Is(Kind::kNationalId) &&
      take(at - 2, NationalIdAt(text, at - 2, id_countries), Kind::kNationalId))
    return true;
  if (letters == 0 && at > from + 3 && text[at - 1] == ' ' && IsLetter(text[at - 2])) {
    // AB 12 34 56 C, RSS MRA 85T10 A562S
    for (const size_t back : {3, 8}) {
      if (at >= from + back && Is(Kind::kNationalId) &&
          take(at - back, NationalIdAt(text, at - back, id_countries), Kind::kNationalId))
        return true;
    }
  }
  if (letters == 2 && Is(Kind::kIban) && take(at - 2, IbanAt(text, at - 2), Kind::kIban))
    return true;
  if ((letters == 1 || letters == 2 || letters == 6) && Is(Kind::kNationalId) &&
      take(at - letters, NationalIdAt(text, at - letters, id_countries), Kind::kNationalId))
    return true;
  if (letters > 0) return false;
  // Most numbers are too short for all of these.
  const size_t digits = DigitsAhead(text, at);
  if (digits < 4) return false;
  if (Is(Kind::kIp) && take(at, Ipv4At(text, at, only_public_ips), Kind::kIp)) return true;
  if (digits < 6) return false;
  if (digits >= 12 && Is(Kind::kCard) && take(at, CardAt(text, at), Kind::kCard)) return true;
  if (Is(Kind::kNationalId) && take(at, NationalIdAt(text, at, id_countries), Kind::kNationalId))
    return true;
  if (digits < 7) return false;
  if (!Is(Kind::kPhone)) return false;
  for (size_t before = 2; before > 0; --before) {  // +49, (030), +(49)
    if (at < from + before) continue;
    const char c = text[at - before];
    if ((c == '+' || (c == '(' && before == 1)) &&
        take(at - before, PhoneAt(text, at - before, phone_countries), Kind::kPhone))
      return true;
  }
  return take(at, PhoneAt(text, at, phone_countries), Kind::kPhone);
}

bool Finder::LookAt(std::string_view text, size_t at, size_t from, Found* found) const {
  const char c = text[at];
  if (IsDigit(c)) return LookAtDigit(text, at, from, found);
  size_t begin = at;
  if (c == '@') {
    if (!Is(Kind::kEmail)) return false;
    const size_t end = EmailAt(text, at, from, &begin);
    *found = {begin, end, Kind::kEmail};
    return end > 0;
  }
  // A colon.
  if (!Is(Kind::kIp)) return false;
  const size_t end = Ipv6At(text, at, from, only_public_ips, &begin);
  *found = {begin, end, Kind::kIp};
  return end > 0;
}

void Finder::Find(std::string_view text, std::vector<Found>* out) const {
  out->clear();
  size_t from = 0;  // the end of what was found last
  bool after_digit = false;
  for (size_t i = 0; i < text.size(); i += simd::kBlock) {
    const size_t n = std::min(text.size() - i, simd::kBlock);
    const simd::Block block(text.data() + i, n);
    const uint64_t digits = block.Digits(), colons = block.Equal(':');
    uint64_t look = (digits & ~(digits << 1 | (after_digit ? 1 : 0))) | block.Equal('@') | colons;
    after_digit = (digits >> 63) != 0;
    for (look &= simd::LowBits(n); look != 0; look &= look - 1) {
      const size_t at = i + static_cast<size_t>(std::countr_zero(look));
      if (at < from) continue;
      if (text[at] == ':') {
        // Of an IPv6 address; most colons are not of one.
        const char next = at + 1 < text.size() ? text[at + 1] : ' ';
        const char before = at > from ? text[at - 1] : ' ';
        if (next != ':' && !(IsHex(next) && IsHex(before))) continue;
      }
      Found found;
      if (!LookAt(text, at, from, &found)) continue;
      out->push_back(found);
      from = found.end;
    }
  }
}

}  // namespace textmill::mask
