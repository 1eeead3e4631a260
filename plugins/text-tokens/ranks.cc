// Files of ranks: `IQ== 0`. The rank is the token's id, and which tokens may be merged follows from
// the tokens: two neighbours whose bytes together are one.
#include <nettle/base64.h>

#include <charconv>

#include "plugins/text-tokens/tokenizer_file.h"
#include "textmill/error.hpp"

namespace textmill::tokenizer {
namespace {

// A token is no longer; there are no more splits of all tokens.
constexpr size_t kLongestToken = 1024;

[[noreturn]] void FailLine(size_t line, const std::string& why) {
  throw Error("line " + std::to_string(line) + " " + why +
              "; each line is a token in base64, a blank and its rank");
}

std::string Decoded(std::string_view base64, size_t line) {
  std::string bytes(BASE64_DECODE_LENGTH(base64.size()), '\0');
  base64_decode_ctx context;
  base64_decode_init(&context);
  size_t n = bytes.size();
  if (base64_decode_update(&context, &n, reinterpret_cast<uint8_t*>(bytes.data()), base64.size(),
                           base64.data()) == 0 ||
      base64_decode_final(&context) == 0 || n == 0)
    FailLine(line, "has no base64");
  bytes.resize(n);
  return bytes;
}

}  // namespace

Tokenizer ParseRanks(std::string_view lines, const Pattern& pattern) {
  Bpe bpe;
  std::vector<std::pair<std::string, Bpe::Id>> tokens;
  for (size_t number = 1; !lines.empty(); ++number) {
    std::string_view line = lines.substr(0, lines.find('\n'));
    lines.remove_prefix(std::min(line.size() + 1, lines.size()));
    if (line.ends_with('\r')) line.remove_suffix(1);
    if (line.empty()) continue;
    const size_t blank = line.find(' ');
    if (blank == line.npos) FailLine(number, "has no blank");
    if (blank > 2 * kLongestToken) FailLine(number, "is too long");
    std::string token = Decoded(line.substr(0, blank), number);
    if (token.size() > kLongestToken) FailLine(number, "is too long");
    const std::string_view digits = line.substr(blank + 1);
    Bpe::Id id = 0;
    const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), id);
    if (error != std::errc() || end != digits.data() + digits.size() || id >= Bpe::kIds)
      FailLine(number, "has no rank");
    if (!bpe.AddToken(token, id)) FailLine(number, "has a token or a rank a second time");
    tokens.emplace_back(std::move(token), id);
  }
  if (const auto byte = bpe.Finish())
    throw Error("there is no token for the byte " + std::to_string(*byte) +
                ", so that not every text has tokens");
  for (const auto& [token, id] : tokens) {
    for (size_t cut = 1; cut < token.size(); ++cut) {
      const std::string_view bytes = token;
      const auto left = bpe.IdOf(bytes.substr(0, cut));
      if (!left) continue;
      const auto right = bpe.IdOf(bytes.substr(cut));
      if (right) bpe.AddMerge(*left, *right, id, id);
    }
  }
  bpe.TakeWholePieces();
  Tokenizer made;
  made.cuts.emplace_back(Splitter(pattern));
  made.model = std::move(bpe);
  return made;
}

}  // namespace textmill::tokenizer
