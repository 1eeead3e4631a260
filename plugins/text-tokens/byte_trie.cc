#include "plugins/text-tokens/byte_trie.h"

namespace textmill::tokenizer {

bool ByteTrie::Add(std::string_view bytes, uint32_t id) {
  first_[static_cast<uint8_t>(bytes[0])] = true;
  uint32_t node = 0;
  for (const char byte : bytes)
    node = next_.emplace(Step(node, byte), static_cast<uint32_t>(next_.size() + 1)).first->second;
  return ids_.emplace(node, id).second;
}

}  // namespace textmill::tokenizer
