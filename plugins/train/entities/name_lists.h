// Reads lists of names for the tagger's features: files with a name a line, or TSV and CSV files
// whose header has `name`, and perhaps `alternatives` parted by `|`.
#ifndef TEXTMILL_PLUGINS_ENTITIES_TRAIN_NAME_LISTS_H_
#define TEXTMILL_PLUGINS_ENTITIES_TRAIN_NAME_LISTS_H_

#include <string>
#include <vector>

#include "plugins/lib/tagger/knowledge.h"

namespace textmill::entities {

// The names of a file.
std::vector<std::string> ReadNames(const std::string& path);

// `lists` has the names of each list.
void MakeNameLists(const std::vector<std::vector<std::string>>& lists, NameLists* out);

}  // namespace textmill::entities

#endif  // TEXTMILL_PLUGINS_ENTITIES_TRAIN_NAME_LISTS_H_
