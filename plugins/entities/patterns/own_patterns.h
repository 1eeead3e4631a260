// The user's own regular expressions, in RE2's syntax: linear in the length of the text, whatever
// the expression.
//
// Most expressions can begin in few places: those are found in one pass over the text, and the
// expression is tried only there. For the others, a RE2::Set tells in one pass which of them occur
// in the text at all; only those are searched for. Constant once made; any thread may call.
#ifndef TEXTMILL_PLUGINS_ENTITIES_OWN_PATTERNS_H_
#define TEXTMILL_PLUGINS_ENTITIES_OWN_PATTERNS_H_

#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "plugins/entities/mention.h"
#include "plugins/entities/patterns/start_scan.h"

namespace re2 {
class RE2;
}

namespace textmill::entities {

class OwnPatterns {
 public:
  OwnPatterns();
  ~OwnPatterns();
  OwnPatterns(OwnPatterns&&) noexcept;
  OwnPatterns& operator=(OwnPatterns&&) noexcept;

  // Pairs of type and expression. Throws Error, blaming the parameter `own.TYPE`, when an
  // expression does not compile or matches nothing at all.
  static OwnPatterns Compile(const std::vector<std::pair<std::string, std::string>>& patterns);

  bool empty() const { return expressions_.empty(); }
  // Adds what is found; `what` of a mention is the index of its pair. The matches of one expression
  // do not overlap. If it has a group, the first group's text is the value.
  void Find(std::string_view text, Mentions* mentions) const;

 private:
  struct Expression {
    std::unique_ptr<re2::RE2> compiled;
    bool has_group;
    bool is_short;  // no match is long
  };
  class Occurring;
  // Looks for the next match from `at` on, or right there, and adds it. Returns where it ends, 0
  // when there is none.
  size_t AddMatch(size_t expression, std::string_view text, size_t at, bool right_there,
                  Mentions* mentions) const;
  void FindFromStarts(std::string_view text, Mentions* mentions) const;

  std::vector<Expression> expressions_;
  StartScan starts_;
  std::unique_ptr<Occurring> occurring_;  // of those that are not in starts_
};

}  // namespace textmill::entities

#endif  // TEXTMILL_PLUGINS_ENTITIES_OWN_PATTERNS_H_
