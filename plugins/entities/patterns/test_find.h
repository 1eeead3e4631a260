// For tests: what one pattern finds in a text.
#ifndef TEXTMILL_PLUGINS_ENTITIES_TEST_FIND_H_
#define TEXTMILL_PLUGINS_ENTITIES_TEST_FIND_H_

#include <string>
#include <string_view>

#include "plugins/entities/patterns/built_in.h"

namespace textmill::entities {

// As "text=value", with bars between.
inline std::string Find(Pattern pattern, std::string_view text, std::string_view written = "",
                        std::string_view language = "") {
  BuiltInPatterns one;
  one.Enable(pattern);
  Mentions mentions;
  one.Find(text, &mentions, ReadDay(written), language);
  std::string out;
  for (const Mention& m : mentions.list) {
    out += (out.empty() ? "" : "|") + std::string(text.substr(m.begin, m.end - m.begin)) + "=" +
           mentions.values.substr(m.value_begin, m.value_end - m.value_begin);
  }
  return out;
}

}  // namespace textmill::entities

#endif  // TEXTMILL_PLUGINS_ENTITIES_TEST_FIND_H_
