#include "plugins/html-text/measures.h"

namespace textmill::html {

bool IsLinkedSentence(const Block& block) {
  constexpr int32_t kLeast = 40;
  return block.ends_sentence && block.bytes - block.linked >= kLeast &&
         block.linked * 5 < block.bytes * 4;
}

bool IsGood(const Block& block) {
  if (block.heading != 0) return false;
  if (block.linked * 5 > block.bytes * 2) return IsLinkedSentence(block);
  return block.bytes >= 80 || (block.bytes >= 40 && block.ends_sentence && !block.colon);
}

void Measures::Count(const Outline& outline) {
  const auto& blocks = outline.blocks;
  bytes_.assign(blocks.size() + 1, 0);
  linked_.assign(blocks.size() + 1, 0);
  for (size_t i = 0; i < blocks.size(); ++i) {
    bytes_[i + 1] = bytes_[i] + blocks[i].bytes;
    linked_[i + 1] = linked_[i] + blocks[i].linked;
  }
}

void Measures::Weigh(const Outline& outline, const std::vector<uint8_t>& apart) {
  const auto& blocks = outline.blocks;
  mass_.assign(blocks.size() + 1, 0);
  value_.assign(blocks.size() + 1, 0);
  for (size_t i = 0; i < blocks.size(); ++i) {
    const Block& block = blocks[i];
    double mass = 0, value = 0;
    // A short line costs, since debris is made of them; the cells of a table are short anyway.
    constexpr double kLine = 3, kLink = 0.3;
    if (apart[i] != 0) {
      // nothing
    } else if (IsGood(block)) {
      value = mass = block.bytes - block.linked;
    } else if (block.linked * 2 > block.bytes) {
      value = -kLink * block.linked - kLine;
    } else if (outline.elements[static_cast<size_t>(block.element)].tag != LXB_TAG_TD) {
      value = -kLine;
    }
    mass_[i + 1] = mass_[i] + mass;
    value_[i + 1] = value_[i] + value;
  }
}

}  // namespace textmill::html
