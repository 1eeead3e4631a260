#include "plugins/text-mask/replacement.h"

#include <nettle/hmac.h>

#include "plugins/text-mask/digits.h"

namespace textmill::mask {

std::string Replacement::OneForm(std::string_view value, Kind kind) {
  if (kind == Kind::kName || kind == Kind::kOwn) return std::string(value);
  std::string form;
  for (const char c : value) {
    const bool digit_or_letter = IsDigit(c) || IsLetter(c);
    if (kind == Kind::kEmail || kind == Kind::kIp) {
      form += c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
    } else if (digit_or_letter || (c == '+' && form.empty())) {
      form += Upper(c);
    }
  }
  return form;
}

void Replacement::Append(std::string_view value, Kind kind, std::string_view tag,
                         std::string* out) const {
  if (way == Way::kRemove) return;
  if (const auto found = own.find(tag); found != own.end()) {
    *out += found->second;
    return;
  }
  *out += '<';
  *out += tag;
  if (way == Way::kPseudonym) {
    const std::string hashed = std::string(tag) + '\0' + OneForm(value, kind);
    hmac_sha256_ctx mac;
    hmac_sha256_set_key(&mac, key.size(), reinterpret_cast<const uint8_t*>(key.data()));
    hmac_sha256_update(&mac, hashed.size(), reinterpret_cast<const uint8_t*>(hashed.data()));
    uint8_t bytes[8];  // two of 2^32 values share them once
    hmac_sha256_digest(&mac, sizeof bytes, bytes);
    *out += '-';
    for (const uint8_t byte : bytes) {
      *out += "0123456789abcdef"[byte >> 4];
      *out += "0123456789abcdef"[byte & 15];
    }
  }
  *out += '>';
}

}  // namespace textmill::mask
