// Byte-pair encoding: a piece of text begins as its bytes, or its characters; of all neighbours
// that may be merged, those with the lowest rank are, the leftmost first, until none may be.
//
// Built by one thread; then any thread may encode, each with a scratch of its own.
#ifndef TEXTMILL_PLUGINS_TEXT_TOKENS_BPE_H_
#define TEXTMILL_PLUGINS_TEXT_TOKENS_BPE_H_

#include <absl/container/flat_hash_map.h>

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "plugins/text-tokens/piece_cache.h"

namespace textmill::tokenizer {

class Bpe {
 public:
  using Id = uint32_t;
  // Ids are below this.
  static constexpr Id kIds = uint32_t{1} << 31;
  // A piece may be no longer: memory for one is about 50 times that.
  static constexpr size_t kLongestPiece = size_t{4} << 20;

  // False when another token has the bytes or the id.
  bool AddToken(std::string_view bytes, Id id);
  // `rank`: lower ones go first. False when there is such a pair already.
  bool AddMerge(Id left, Id right, uint32_t rank, Id merged);
  std::optional<Id> IdOf(std::string_view bytes) const;
  // A piece that is a token as a whole is that one, whatever merging would make of it.
  void TakeWholePieces() { whole_pieces_ = true; }
  // Once all tokens are added: a byte that occurs in UTF-8 and is no token, if there is one.
  std::optional<uint8_t> Finish();
  // Instead: pieces begin as their characters. One that is no token becomes the tokens of its bytes
  // where `bytes` are given; else `unknown`, of which those in a row are one if they are fused.
  void FinishWithCharacters(const std::optional<std::array<Id, 256>>& bytes,
                            std::optional<Id> unknown, bool fused);

  // Memory of one thread, and the pieces that it met last.
  class Scratch {
   private:
    friend class Bpe;
    struct Symbol {
      Id id;
      uint32_t rank;  // of the merge with the next one
      uint32_t prev, next;
    };
    struct Candidate {
      uint32_t rank, at;
      Id left, right;
    };
    PieceCache known_;
    std::vector<Symbol> symbols_;
    std::vector<Candidate> heap_;
  };

  // Appends the tokens of a piece, of kLongestPiece bytes at most.
  void Encode(std::string_view piece, Scratch& scratch, std::vector<Id>* ids) const;

 private:
  struct Merge {
    uint32_t rank;
    Id merged;
  };
  static constexpr uint32_t kNoRank = UINT32_MAX;
  static constexpr uint32_t kNone = UINT32_MAX;

  const Merge* MergeOf(Id left, Id right) const;
  uint32_t RankOf(Id left, Id right) const {
    const Merge* const merge = MergeOf(left, right);
    return merge == nullptr ? kNoRank : merge->rank;
  }
  void EncodeAnew(std::string_view piece, Scratch& scratch, std::vector<Id>* ids) const;
  void BeginWithCharacters(std::string_view piece, Scratch& scratch) const;
  void MergeShort(Scratch& scratch) const;
  void MergeLong(Scratch& scratch) const;

  absl::flat_hash_map<std::string, Id> ids_;
  absl::flat_hash_map<Id, bool> taken_;  // while it is built
  absl::flat_hash_map<uint64_t, Merge> merges_;
  std::array<Id, 256> bytes_{};
  bool whole_pieces_ = false;
  // With characters.
  bool characters_ = false, has_bytes_ = false, fused_ = false;
  std::optional<Id> unknown_;
};

}  // namespace textmill::tokenizer

#endif  // TEXTMILL_PLUGINS_TEXT_TOKENS_BPE_H_
