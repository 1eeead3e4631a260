#include "plugins/text-tokens/tokenizer.h"

#include "textmill/error.hpp"

namespace textmill::tokenizer {

Tokenizer::Scratch Tokenizer::NewScratch() const {
  Scratch scratch;
  for (const Cut& cut : cuts) scratch.cuts.push_back(cut.NewScratch());
  return scratch;
}

void Tokenizer::Encode(std::string_view text, Scratch& scratch, std::vector<Bpe::Id>* ids) const {
  const auto take_token = [&](Bpe::Id id) { ids->push_back(id); };
  added.Split(
      text,
      [&](std::string_view part) {
        const bool begins = part.data() == text.data();
        const std::string_view normal = normalizer.Apply(part, &scratch.normal, &scratch.spare);
        added_normalized.Split(
            normal,
            [&](std::string_view rest) {
              EncodePart(rest, begins && rest.data() == normal.data(), scratch, ids);
            },
            take_token);
      },
      take_token);
}

void Tokenizer::EncodePart(std::string_view part, bool is_first, Scratch& scratch,
                           std::vector<Bpe::Id>* ids) const {
  if (add_prefix_space && !part.starts_with(' ')) {
    scratch.prefixed = " ";
    part = scratch.prefixed.append(part);
  }
  CutPart(0, part, is_first, scratch, ids);
}

void Tokenizer::CutPart(size_t which, std::string_view part, bool is_first, Scratch& scratch,
                        std::vector<Bpe::Id>* ids) const {
  if (which == cuts.size()) return EncodePiece(part, scratch, ids);
  cuts[which].Split(part, is_first, scratch.cuts[which], [&](std::string_view piece, bool first) {
    CutPart(which + 1, piece, first, scratch, ids);
  });
}

void Tokenizer::EncodePiece(std::string_view piece, Scratch& scratch,
                            std::vector<Bpe::Id>* ids) const {
  static_assert(Bpe::kLongestPiece == Unigram::kLongestPiece);
  if (piece.size() > Bpe::kLongestPiece)
    throw Error("there are " + std::to_string(piece.size()) +
                " bytes without a place where the tokenizer cuts, and " +
                std::to_string(Bpe::kLongestPiece) + " are the most");
  if (const auto* bpe = std::get_if<Bpe>(&model)) return bpe->Encode(piece, scratch.bpe, ids);
  scratch.known.Append(piece, ids, [&] {
    if (const auto* unigram = std::get_if<Unigram>(&model))
      unigram->Encode(piece, scratch.unigram, ids);
    else
      std::get<WordPiece>(model).Encode(piece, ids);
  });
}

}  // namespace textmill::tokenizer
