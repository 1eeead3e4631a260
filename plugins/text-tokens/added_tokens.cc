#include "plugins/text-tokens/added_tokens.h"

#include "plugins/lib/unicode/white_space.h"
#include "textmill/utf8.hpp"

namespace textmill::tokenizer {

bool AddedTokens::Add(std::string_view content, const AddedToken& token) {
  if (!contents_.Add(content, static_cast<uint32_t>(tokens_.size()))) return false;
  tokens_.push_back(token);
  return true;
}

size_t AddedTokens::WithoutSpaceAfter(std::string_view text) {
  const char *const begin = text.data(), *end = begin + text.size();
  while (end > begin) {
    const DecodedChar last = DecodeUtf8Before(begin, end);
    if (unicode::WhiteSpaceAt(end - last.size, end) == 0) break;
    end -= last.size;
  }
  return static_cast<size_t>(end - begin);
}

size_t AddedTokens::SpaceBefore(std::string_view text) {
  const char* p = text.data();
  const char* const end = p + text.size();
  while (p < end) {
    const size_t size = unicode::WhiteSpaceAt(p, end);
    if (size == 0) break;
    p += size;
  }
  return static_cast<size_t>(p - text.data());
}

}  // namespace textmill::tokenizer
