#include "plugins/text-tokens/tokenizer.h"

#include "textmill/error.hpp"

namespace textmill::tokenizer {

Tokenizer::Scratch Tokenizer::NewScratch() const {
  Scratch scratch;
  for (const Splitter& cut : cuts) scratch.matches.push_back(cut.NewScratch());
  return scratch;
}

void Tokenizer::Encode(std::string_view text, Scratch& scratch, std::vector<Bpe::Id>* ids) const {
  added.Split(
      text,
      [&](std::string_view part) {
        if (form && form->Normalize(part, &scratch.normal)) part = scratch.normal;
        added_normalized.Split(
            part, [&](std::string_view rest) { EncodePart(rest, scratch, ids); },
            [&](Bpe::Id id) { ids->push_back(id); });
      },
      [&](Bpe::Id id) { ids->push_back(id); });
}

void Tokenizer::EncodePart(std::string_view part, Scratch& scratch,
                           std::vector<Bpe::Id>* ids) const {
  if (add_prefix_space && !part.starts_with(' ')) {
    scratch.prefixed = " ";
    part = scratch.prefixed.append(part);
  }
  Cut(0, part, scratch, ids);
}

void Tokenizer::Cut(size_t which, std::string_view part, Scratch& scratch,
                    std::vector<Bpe::Id>* ids) const {
  cuts[which].Split(part, scratch.matches[which], [&](std::string_view piece) {
    if (which + 1 < cuts.size()) return Cut(which + 1, piece, scratch, ids);
    if (piece.size() > Bpe::kLongestPiece)
      throw Error("there are " + std::to_string(piece.size()) +
                  " bytes without a place where the tokenizer cuts, and " +
                  std::to_string(Bpe::kLongestPiece) + " are the most");
    bpe.Encode(piece, scratch.bpe, ids);
  });
}

}  // namespace textmill::tokenizer
