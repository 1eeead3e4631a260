// What the matches of a regular expression begin with: where it can begin is then seen at a glance,
// and the expression itself is tried only there.
#ifndef TEXTMILL_PLUGINS_ENTITIES_EXPRESSION_START_H_
#define TEXTMILL_PLUGINS_ENTITIES_EXPRESSION_START_H_

#include <cstddef>
#include <string_view>
#include <vector>

#include "plugins/entities/gazetteer/byte_automaton.h"

namespace textmill::entities {

inline constexpr size_t kMostStart = 4;  // bytes

struct ExpressionStart {
  // The bytes that a match may have as its first, second, ...; up to as many as the shortest match
  // has, and kMostStart. More than can really come may be in a set, never less. Empty when nothing
  // is known.
  std::vector<ByteSet> bytes;
  // The longest match in bytes; kUnbounded where there is no bound, or a large one.
  size_t longest = kUnbounded;
  static constexpr size_t kUnbounded = ByteAutomaton::kUnbounded;
};

// Of an expression that RE2 compiles, for UTF-8. Any thread may call.
ExpressionStart StartOf(std::string_view expression);

}  // namespace textmill::entities

#endif  // TEXTMILL_PLUGINS_ENTITIES_EXPRESSION_START_H_
