// A name without the 's after it.
#ifndef TEXTMILL_PLUGINS_ENTITIES_POSSESSIVE_H_
#define TEXTMILL_PLUGINS_ENTITIES_POSSESSIVE_H_

#include <string_view>

namespace textmill::entities {

inline std::string_view WithoutPossessive(std::string_view name) {
  for (const std::string_view ending : {"'s", "’s"}) {
    if (name.size() > ending.size() && name.ends_with(ending)) name.remove_suffix(ending.size());
  }
  return name;
}

}  // namespace textmill::entities

#endif  // TEXTMILL_PLUGINS_ENTITIES_POSSESSIVE_H_
