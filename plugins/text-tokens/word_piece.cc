#include "plugins/text-tokens/word_piece.h"

#include "textmill/utf8.hpp"

namespace textmill::tokenizer {

bool WordPiece::AddToken(std::string_view token, Id id) {
  if (token.empty()) return true;  // no word begins with it
  if (!first_.Add(token, id)) return false;
  if (token.starts_with(inside_) && token.size() > inside_.size())
    later_.Add(token.substr(inside_.size()), id);
  return true;
}

void WordPiece::Encode(std::string_view word, std::vector<Id>* ids) const {
  if (word.size() > most_ && CountCharacters(word) > most_) return ids->push_back(unknown_);
  const size_t before = ids->size();
  for (size_t at = 0; at < word.size();) {
    const auto found = (at == 0 ? first_ : later_).Longest(word.substr(at));
    if (!found) {
      ids->resize(before);
      return ids->push_back(unknown_);
    }
    ids->push_back(found->id);
    at += found->size;
  }
}

}  // namespace textmill::tokenizer
