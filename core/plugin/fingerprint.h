// What a plugin's file is, to the byte: what `plugins --verify` shows and lock files hold.
//
// Any thread may call.
#ifndef CORE_PLUGIN_FINGERPRINT_H_
#define CORE_PLUGIN_FINGERPRINT_H_

#include <string>
#include <string_view>

#include "core/result.h"

namespace textmill::core {

struct Fingerprint {
  std::string sha256;    // 64 hexadecimal digits, as `sha256sum` prints them
  std::string build_id;  // what the linker noted, or ""
};

Fingerprint FingerprintOf(std::string_view bytes);

// Reads the whole file.
Result<Fingerprint> FingerprintOfFile(const std::string& path);

}  // namespace textmill::core

#endif  // CORE_PLUGIN_FINGERPRINT_H_
