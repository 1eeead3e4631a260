// What a query says of its hits as a whole: `within`, the constraints after `::`, and MU, which
// tells where tokens meet. One thread at a time.
#ifndef PLUGINS_LIB_QUERY_HIT_PARSER_H_
#define PLUGINS_LIB_QUERY_HIT_PARSER_H_

#include <string>
#include <vector>

#include "plugins/lib/query/query.h"
#include "plugins/lib/query/token_parser.h"

namespace textmill::query {

class HitParser : protected TokenParser {
 protected:
  using TokenParser::TokenParser;

  // After a plain word, `within` is another one unless it says where and the query, or what tells
  // its hits, ends there.
  bool AtWithin(bool after_plain_word);
  bool TakeWithin(Query* query);
  Constraint Either();
  Meet MeetInBrackets();

  std::vector<std::string> labels_;  // of the tokens so far

 private:
  Constraint OneConstraint();
  Constraint::Side OneSide();
  Meet MeetPart();
  Meet MeetOrUnion();
};

}  // namespace textmill::query

#endif  // PLUGINS_LIB_QUERY_HIT_PARSER_H_
