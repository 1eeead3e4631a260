// What is wrong with a name that a model found, where that can be known without it.
//
// Constant; any thread may call.
#ifndef TEXTMILL_PLUGINS_ENTITIES_MODEL_NAMES_H_
#define TEXTMILL_PLUGINS_ENTITIES_MODEL_NAMES_H_

#include <string_view>

#include "plugins/lib/tagger/tagger.h"

namespace textmill::entities {

// Mends a name of `text`. False when nothing of it is a name:
// - Of "Russia-led" and "Paris-based", the name is what comes before the hyphen. What the two are
//   together (MISC) says nothing of it.
// - Nobody is called Deputy Minister: a person's name does not end with an office.
// - Of "Lobo Ltd; Marsh Inc", the name is the first: no name goes on after a semicolon.
// - "mid-June" is a date.
// - "Russia Concerned With Alliance" is a headline, not a name, which would write its `with` small.
// - Of "Kent Prison Lobo", the person is Lobo.
// - U-turns, NGOs and ministers of finance are no names; of "Director of the Water Department", the
//   name is the department.
bool MendName(std::string_view text, std::string_view type, NameFound* name);

// The type of a name that a model found, where its last word tells it better: "Hill Museum" is an
// ORG, the "Physics Olympiad" MISC, "Fife Street" a LOC.
std::string_view TypeByLastWord(std::string_view name, std::string_view type);

}  // namespace textmill::entities

#endif  // TEXTMILL_PLUGINS_ENTITIES_MODEL_NAMES_H_
