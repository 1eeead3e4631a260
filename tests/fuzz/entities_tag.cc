// entities.tag on any text: all patterns, the world's names, the model for English.
#include "plugins/entities/tag.h"
#include "tests/fuzz/fuzz.h"
#include "tests/fuzz/stages.h"
#include "textmill/plugin.hpp"

namespace textmill::fuzz {

TEXTMILL_FUZZ(entities_tag) {
  static OpenStage stage(internal::MakeStage<entities::Tag>(), {});
  stage.Run(Documents(input));
}

}  // namespace textmill::fuzz
