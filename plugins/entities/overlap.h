// Settles overlaps: where mentions overlap, the longest wins; of equally long ones a name of the
// user's gazetteers before a pattern of the user's own before a built-in one before the world
// gazetteer before what the model found; then the earlier one.
#ifndef TEXTMILL_PLUGINS_ENTITIES_OVERLAP_H_
#define TEXTMILL_PLUGINS_ENTITIES_OVERLAP_H_

#include <vector>

#include "plugins/entities/mention.h"

namespace textmill::entities {

// Leaves the winners, ascending. In O(n log n), whatever overlaps what.
void SettleOverlaps(std::vector<Mention>* mentions);

}  // namespace textmill::entities

#endif  // TEXTMILL_PLUGINS_ENTITIES_OVERLAP_H_
