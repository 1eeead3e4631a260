// The model for English that is part of the plugin. Any thread may call.
#ifndef TEXTMILL_PLUGINS_ENTITIES_BUILT_IN_MODEL_H_
#define TEXTMILL_PLUGINS_ENTITIES_BUILT_IN_MODEL_H_

#include <memory>

#include "plugins/lib/tagger/model.h"

namespace textmill::entities {

// The same object for all who use it at a time.
std::shared_ptr<const Model> BuiltInModel();

}  // namespace textmill::entities

#endif  // TEXTMILL_PLUGINS_ENTITIES_BUILT_IN_MODEL_H_
