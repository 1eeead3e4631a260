// How texts write the states after towns: "Dublin, Ga.", "Paris, TX 75460", "Peru, Indiana".
// Any thread may call.
#ifndef TEXTMILL_PLUGINS_ENTITIES_STATES_H_
#define TEXTMILL_PLUGINS_ENTITIES_STATES_H_

#include <cstddef>
#include <string_view>

namespace textmill::entities {

// Whether a state begins at `at` as newspapers shorten it after a town, or as the post does, with a
// mark or a number after it.
bool IsShortStateAt(std::string_view text, size_t at);

// Whether a name is all of such a form: "N.H.", "TX".
bool IsShortState(std::string_view name);

// Whether it is the whole name of a state: "Indiana".
bool IsStateName(std::string_view name);

}  // namespace textmill::entities

#endif  // TEXTMILL_PLUGINS_ENTITIES_STATES_H_
