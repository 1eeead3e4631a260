#include "plugins/lib/readers/warc/digest.h"

#include <nettle/md5.h>
#include <nettle/sha1.h>
#include <nettle/sha2.h>

#include <cstdint>
#include <string>

#include "plugins/lib/readers/warc/header_fields.h"

namespace textmill::warc {
namespace {

template <class Context, auto kInit, auto kUpdate, auto kDigest, size_t kSize>
std::string Hash(std::string_view text) {
  Context context;
  kInit(&context);
  kUpdate(&context, text.size(), reinterpret_cast<const uint8_t*>(text.data()));
  std::string out(kSize, '\0');
  kDigest(&context, kSize, reinterpret_cast<uint8_t*>(out.data()));
  return out;
}

// The value of a digit in base 32 or 16; 99 where it is none.
unsigned DigitOf(char c, bool base32) {
  const char lower = static_cast<char>(c >= 'A' && c <= 'Z' ? c + 32 : c);
  if (base32) {
    if (lower >= 'a' && lower <= 'z') return static_cast<unsigned>(lower - 'a');
    return c >= '2' && c <= '7' ? static_cast<unsigned>(c - '2') + 26 : 99;
  }
  if (lower >= 'a' && lower <= 'f') return static_cast<unsigned>(lower - 'a') + 10;
  return c >= '0' && c <= '9' ? static_cast<unsigned>(c - '0') : 99;
}

std::string Bytes(std::string_view written, bool base32) {
  std::string out;
  unsigned held = 0, bits = 0;
  for (const char c : written) {
    const unsigned digit = DigitOf(c, base32);
    if (digit == 99) return "";
    held = held << (base32 ? 5 : 4) | digit;
    bits += base32 ? 5 : 4;
    if (bits < 8) continue;
    bits -= 8;
    out += static_cast<char>(held >> bits & 0xFF);
  }
  return out;
}

}  // namespace

Verdict Verify(std::string_view digest, std::initializer_list<std::string_view> texts) {
  const size_t colon = digest.find(':');
  if (colon == digest.npos) return Verdict::kUnknown;
  const std::string_view name = digest.substr(0, colon);
  std::string_view written = digest.substr(colon + 1);
  std::string (*hash)(std::string_view) = nullptr;
  size_t size = 0;
  if (IsName(name, "sha1") || IsName(name, "sha-1")) {
    size = SHA1_DIGEST_SIZE;
    hash =
        Hash<sha1_ctx, nettle_sha1_init, nettle_sha1_update, nettle_sha1_digest, SHA1_DIGEST_SIZE>;
  } else if (IsName(name, "sha256") || IsName(name, "sha-256")) {
    size = SHA256_DIGEST_SIZE;
    hash = Hash<sha256_ctx, nettle_sha256_init, nettle_sha256_update, nettle_sha256_digest,
                SHA256_DIGEST_SIZE>;
  } else if (IsName(name, "md5")) {
    size = MD5_DIGEST_SIZE;
    hash = Hash<md5_ctx, nettle_md5_init, nettle_md5_update, nettle_md5_digest, MD5_DIGEST_SIZE>;
  } else {
    return Verdict::kUnknown;
  }
  while (written.ends_with('=')) written.remove_suffix(1);
  const std::string stated = Bytes(written, written.size() != 2 * size);
  if (stated.size() != size) return Verdict::kUnknown;
  for (const std::string_view text : texts) {
    if (hash(text) == stated) return Verdict::kRight;
  }
  return Verdict::kWrong;
}

}  // namespace textmill::warc
