// The world gazetteer: names that news is full of, in English. The files of gazetteer/ are part of
// the plugin, so that there is nothing to install or to find. Any thread may call.
#ifndef TEXTMILL_PLUGINS_ENTITIES_WORLD_H_
#define TEXTMILL_PLUGINS_ENTITIES_WORLD_H_

#include <span>

#include "cmake/embedded.h"

namespace textmill::entities {

// The files, in the order in which they are read; NameList::Parse reads each.
std::span<const embedded::File> WorldGazetteer();

}  // namespace textmill::entities

#endif  // TEXTMILL_PLUGINS_ENTITIES_WORLD_H_
