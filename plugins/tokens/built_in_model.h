// The model for English that is part of the plugin. Any thread may call.
#ifndef TEXTMILL_PLUGINS_TOKENS_BUILT_IN_MODEL_H_
#define TEXTMILL_PLUGINS_TOKENS_BUILT_IN_MODEL_H_

#include <memory>

#include "plugins/lib/token-model/model.h"

namespace textmill::tokens {

// The same object for all who use it at a time.
std::shared_ptr<const token_model::Model> BuiltInModel();

}  // namespace textmill::tokens

#endif  // TEXTMILL_PLUGINS_TOKENS_BUILT_IN_MODEL_H_
