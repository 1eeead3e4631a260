// What a text must hold for a query to have hits in it, found by looking at its bytes: so that
// texts without hits need not be cut into words.
//
// Any thread may call, once it is made.
#ifndef TEXTMILL_PLUGINS_LIB_QUERY_NEEDED_PIECES_H_
#define TEXTMILL_PLUGINS_LIB_QUERY_NEEDED_PIECES_H_

#include <string>
#include <string_view>
#include <vector>

#include "plugins/lib/query/query.h"

namespace textmill::query {

class NeededPieces {
 public:
  // For words of a text that are compared as unicode::Words gives them, or as they are written.
  explicit NeededPieces(const Query& query);

  // False when the query cannot have a hit in this text; true may be wrong.
  bool MayHaveHits(std::string_view text) const;
  // Pieces of words, of ASCII letters and digits in lower case: a text with a hit has one piece of
  // each of these sets. Empty where nothing is needed.
  const std::vector<std::vector<std::string>>& pieces() const { return pieces_; }

 private:
  std::vector<std::vector<std::string>> pieces_;
};

// Whether `text` holds `piece`, whose ASCII letters are in lower case, in any case.
bool HoldsIgnoringCase(std::string_view text, std::string_view piece);

// Whether there are characters that become ASCII letters or digits, or nothing, where words are
// compared: ligatures, full-width letters, soft hyphens.
bool HasHiddenAscii(std::string_view text);

}  // namespace textmill::query

#endif  // TEXTMILL_PLUGINS_LIB_QUERY_NEEDED_PIECES_H_
