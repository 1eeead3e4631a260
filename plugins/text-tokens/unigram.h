// Unigram: of all ways to cut a piece into tokens, the one whose scores add up to most.
//
// Built by one thread; then any thread may encode, each with a scratch of its own.
#ifndef TEXTMILL_PLUGINS_TEXT_TOKENS_UNIGRAM_H_
#define TEXTMILL_PLUGINS_TEXT_TOKENS_UNIGRAM_H_

#include <array>
#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "plugins/text-tokens/byte_trie.h"

namespace textmill::tokenizer {

class Unigram {
 public:
  using Id = uint32_t;
  // A piece may be no longer: memory for one is 24 times that.
  static constexpr size_t kLongestPiece = size_t{4} << 20;

  // Ids are 0, 1, 2 ... as tokens are added. False when it is there already.
  bool AddToken(std::string_view token, double score);
  // What characters become that are no token: bytes where `bytes` are given, else this one.
  void SetUnknown(Id id) { unknown_ = id; }
  void SetBytes(const std::array<Id, 256>& bytes) { bytes_ = bytes; }

  class Scratch {
    friend class Unigram;
    // The best way to a place in the piece: by which token, from where.
    struct Way {
      double score;
      uint32_t from;
      Id id;
    };
    std::vector<Way> ways_;
  };

  // Appends the tokens of a piece, which is valid UTF-8, of kLongestPiece bytes at most. Throws
  // Error where a character is no token, and neither are its bytes nor anything else.
  void Encode(std::string_view piece, Scratch& scratch, std::vector<Id>* ids) const;

 private:
  static constexpr uint32_t kNowhere = UINT32_MAX;
  static constexpr Id kNoToken = UINT32_MAX;

  void AppendUnknown(std::string_view text, std::vector<Id>* ids) const;

  ByteTrie tokens_;
  std::vector<double> scores_;
  double least_ = 0;
  std::optional<Id> unknown_;
  std::optional<std::array<Id, 256>> bytes_;
};

}  // namespace textmill::tokenizer

#endif  // TEXTMILL_PLUGINS_TEXT_TOKENS_UNIGRAM_H_
