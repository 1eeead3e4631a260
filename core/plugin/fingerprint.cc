#include "core/plugin/fingerprint.h"

#include <nettle/sha2.h>

#include <cerrno>
#include <cstring>
#include <fstream>
#include <iterator>

#include "core/plugin/elf_header.h"

namespace textmill::core {

Fingerprint FingerprintOf(std::string_view bytes) {
  sha256_ctx hash;
  sha256_init(&hash);
  sha256_update(&hash, bytes.size(), reinterpret_cast<const uint8_t*>(bytes.data()));
  uint8_t digest[SHA256_DIGEST_SIZE];
  sha256_digest(&hash, sizeof digest, digest);
  Fingerprint made;
  for (const uint8_t byte : digest) {
    made.sha256 += "0123456789abcdef"[byte >> 4];
    made.sha256 += "0123456789abcdef"[byte & 15];
  }
  made.build_id = BuildId(bytes);
  return made;
}

Result<Fingerprint> FingerprintOfFile(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  const std::string bytes((std::istreambuf_iterator<char>(file)), {});
  if (!file.is_open() || file.bad())
    return Error{"it cannot be read: " + std::string(std::strerror(errno)), "", ErrorKind::kIo};
  return FingerprintOf(bytes);
}

}  // namespace textmill::core
