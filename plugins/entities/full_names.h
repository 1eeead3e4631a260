// Finds people by what their document says of them elsewhere, where the lists and the model took a
// part of a full name for something else: "Chelsea" and "Clinton", "Loudon Wainwright III".
//
// One pass over the mentions of a document; any thread may call.
#ifndef TEXTMILL_PLUGINS_ENTITIES_FULL_NAMES_H_
#define TEXTMILL_PLUGINS_ENTITIES_FULL_NAMES_H_

#include <functional>
#include <string_view>
#include <vector>

#include "plugins/entities/mention.h"

namespace textmill::entities {

// `mentions` ascend and do not overlap; those of the user's own lists are left alone. `type_of`:
// PER, ORG; empty for those of patterns. Mentions that became parts of others are made empty.
void FindFullNames(std::string_view text,
                   const std::function<std::string_view(const Mention&)>& type_of,
                   std::vector<Mention>* mentions);

}  // namespace textmill::entities

#endif  // TEXTMILL_PLUGINS_ENTITIES_FULL_NAMES_H_
