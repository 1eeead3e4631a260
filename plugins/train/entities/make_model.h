// Turns what was learned into a model: whole numbers, and only the weights that matter.
#ifndef TEXTMILL_PLUGINS_ENTITIES_TRAIN_MAKE_MODEL_H_
#define TEXTMILL_PLUGINS_ENTITIES_TRAIN_MAKE_MODEL_H_

#include "plugins/lib/tagger/model.h"
#include "plugins/train/entities/learner.h"

namespace textmill::entities {

// Fills in the weights. A feature none of whose weights is as much as `least` is left out.
void SetWeights(const Learner& learner, float least, Model* model);

}  // namespace textmill::entities

#endif  // TEXTMILL_PLUGINS_ENTITIES_TRAIN_MAKE_MODEL_H_
