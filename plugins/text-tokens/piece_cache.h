// Short pieces of text that a tokenizer met last, and their tokens: most words come again. Memory
// of one thread.
#ifndef TEXTMILL_PLUGINS_TEXT_TOKENS_PIECE_CACHE_H_
#define TEXTMILL_PLUGINS_TEXT_TOKENS_PIECE_CACHE_H_

#include <algorithm>
#include <cstdint>
#include <cstring>
#include <iterator>
#include <string_view>
#include <vector>

#include "plugins/lib/hash/hash.h"

namespace textmill::tokenizer {

class PieceCache {
 public:
  using Id = uint32_t;

  // Appends the tokens of a piece; `encode()` appends them where they are not known.
  template <class Encode>
  void Append(std::string_view piece, std::vector<Id>* ids, const Encode& encode) {
    if (piece.empty() || piece.size() > sizeof(Known::bytes)) return encode();
    if (known_.empty()) known_.resize(kKnown);
    Known& known = known_[HashOf(piece) % kKnown];
    if (known.size == piece.size() && std::memcmp(known.bytes, piece.data(), piece.size()) == 0) {
      ids->insert(ids->end(), known.ids, known.ids + known.n);
      return;
    }
    const size_t before = ids->size();
    encode();
    const size_t n = ids->size() - before;
    if (n > std::size(known.ids)) return;
    std::copy(piece.begin(), piece.end(), known.bytes);
    std::copy(ids->begin() + static_cast<ptrdiff_t>(before), ids->end(), known.ids);
    known.size = static_cast<uint8_t>(piece.size());
    known.n = static_cast<uint8_t>(n);
  }

 private:
  // A piece and what became of it.
  struct Known {
    char bytes[24];
    uint8_t size = 0, n = 0;
    Id ids[9];
  };
  static constexpr size_t kKnown = size_t{1} << 16;

  static uint64_t HashOf(std::string_view piece) {
    uint64_t words[3] = {};
    std::memcpy(words, piece.data(), piece.size());
    uint64_t mixed = piece.size();
    for (const uint64_t word : words) mixed = hash::FoldedProduct(mixed ^ word, hash::kGolden);
    return mixed;
  }

  std::vector<Known> known_;
};

}  // namespace textmill::tokenizer

#endif  // TEXTMILL_PLUGINS_TEXT_TOKENS_PIECE_CACHE_H_
