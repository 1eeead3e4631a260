#include "plugins/lib/tagger/knowledge.h"

#include <utility>

#include "plugins/lib/tagger/lexicon.h"

namespace textmill::entities {

uint32_t WordClasses::FormKey(std::string_view word) { return HashTable::Key(HashOf(word)); }
uint32_t WordClasses::LowerKey(std::string_view lower) {
  return HashTable::Key(HashOf(lower) ^ kLower);
}

bool WordClasses::Make(std::vector<uint32_t> keys, std::vector<uint16_t> classes) {
  classes_ = memory::Items(std::move(classes));
  return table_.Make(std::move(keys));
}

uint16_t WordClasses::Find(std::string_view word, std::string_view lower) const {
  if (empty()) return kUnknown;
  uint32_t at = table_.Find(FormKey(word));
  if (at == HashTable::kNone) at = table_.Find(LowerKey(lower));
  return at == HashTable::kNone ? kUnknown : classes_[at];
}

bool NameLists::Make(std::vector<uint32_t> keys, std::vector<uint16_t> flags) {
  flags_ = memory::Items(std::move(flags));
  return table_.Make(std::move(keys));
}

}  // namespace textmill::entities
