#include "plugins/text-tokens/added_tokens.h"

namespace textmill::tokenizer {
namespace {

uint64_t Step(uint32_t node, char byte) {
  return (uint64_t{node} << 8) | static_cast<uint8_t>(byte);
}

}  // namespace

bool AddedTokens::Add(std::string_view token, uint32_t id) {
  first_[static_cast<uint8_t>(token[0])] = true;
  uint32_t node = 0;
  for (const char byte : token)
    node = next_.emplace(Step(node, byte), static_cast<uint32_t>(next_.size() + 1)).first->second;
  return ids_.emplace(node, id).second;
}

std::optional<AddedTokens::Found> AddedTokens::Walk(std::string_view text) const {
  std::optional<Found> longest;
  uint32_t node = 0;
  for (size_t i = 0; i < text.size(); ++i) {
    const auto next = next_.find(Step(node, text[i]));
    if (next == next_.end()) break;
    node = next->second;
    if (const auto id = ids_.find(node); id != ids_.end()) longest = Found{id->second, i + 1};
  }
  return longest;
}

}  // namespace textmill::tokenizer
