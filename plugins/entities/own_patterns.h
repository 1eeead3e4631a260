// The user's own regular expressions, in RE2's syntax: linear in the length of the text, whatever
// the expression.
//
// An RE2::Set tells in one pass which of them occur in a text at all; only those are searched for.
// Constant once made; any thread may call.
#ifndef TEXTMILL_PLUGINS_ENTITIES_OWN_PATTERNS_H_
#define TEXTMILL_PLUGINS_ENTITIES_OWN_PATTERNS_H_

#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "plugins/entities/mention.h"

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
  class Prefilter;
  std::vector<std::unique_ptr<re2::RE2>> expressions_;
  std::unique_ptr<Prefilter> prefilter_;
};

}  // namespace textmill::entities

#endif  // TEXTMILL_PLUGINS_ENTITIES_OWN_PATTERNS_H_
