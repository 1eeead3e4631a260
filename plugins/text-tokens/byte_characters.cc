#include "plugins/text-tokens/byte_characters.h"

#include <array>
#include <cstdint>

#include "textmill/utf8.hpp"

namespace textmill::tokenizer {
namespace {

constexpr uint32_t kMoved = 0x100;  // the first character of bytes that have none of their own
constexpr size_t kCharacters = kMoved + 68;

constexpr bool IsItself(uint32_t byte) {
  return (byte >= 0x21 && byte <= 0x7E) || (byte >= 0xA1 && byte <= 0xAC) || byte >= 0xAE;
}

// By character; -1: of none.
constexpr std::array<int, kCharacters> kBytes = [] {
  std::array<int, kCharacters> bytes{};
  uint32_t moved = kMoved;
  for (uint32_t c = 0; c < kCharacters; ++c) bytes[c] = -1;
  for (uint32_t byte = 0; byte < 256; ++byte)
    bytes[IsItself(byte) ? byte : moved++] = static_cast<int>(byte);
  return bytes;
}();

}  // namespace

std::optional<std::string> BytesOf(std::string_view token) {
  std::string bytes;
  const char* const end = token.data() + token.size();
  for (const char* p = token.data(); p < end;) {
    const DecodedChar c = DecodeUtf8(p, end);
    if (c.code_point >= kCharacters || kBytes[c.code_point] < 0) return {};
    bytes += static_cast<char>(kBytes[c.code_point]);
    p += c.size;
  }
  return bytes;
}

}  // namespace textmill::tokenizer
