// A query as an automaton: a state for each place where a token is taken, and for each state the
// states that may take the next token (Glushkov's construction).
//
// Plain data once it is made; any thread may read.
#ifndef TEXTMILL_PLUGINS_LIB_QUERY_AUTOMATON_H_
#define TEXTMILL_PLUGINS_LIB_QUERY_AUTOMATON_H_

#include <cstdint>
#include <string>
#include <vector>

#include "plugins/lib/query/query.h"

namespace textmill::query {

struct Automaton {
  static constexpr uint16_t kAccept = UINT16_MAX;
  // To the state that takes the next token, if all of `anchors` hold between the two.
  struct Edge {
    uint16_t to;
    uint8_t anchors;
    bool operator==(const Edge&) const = default;
  };
  struct State {
    const Test* test;  // of the query
    std::string label;
    std::vector<Edge> edges;
  };
  std::vector<State> states;
  std::vector<Edge> start;

  // `query` must outlive it. Throws QueryError for a pattern that matches without a token, and for
  // one that is too large.
  static Automaton Of(const Node& pattern);
};

}  // namespace textmill::query

#endif  // TEXTMILL_PLUGINS_LIB_QUERY_AUTOMATON_H_
