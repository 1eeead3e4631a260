// The world gazetteer: names that news is full of, in English. The files of gazetteer/ are part of
// the plugin, so that there is nothing to install or to find. Any thread may call.
#ifndef TEXTMILL_PLUGINS_ENTITIES_WORLD_H_
#define TEXTMILL_PLUGINS_ENTITIES_WORLD_H_

#include <span>
#include <string_view>

namespace textmill::entities {

struct WorldFile {
  std::string_view name;     // "cities.tsv"
  std::string_view content;  // a gazetteer, as NameList::Parse reads it
};

std::span<const WorldFile> WorldGazetteer();

}  // namespace textmill::entities

#endif  // TEXTMILL_PLUGINS_ENTITIES_WORLD_H_
