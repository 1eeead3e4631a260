// language.detect on any text: our own detector, for documents and for paragraphs, and CLD2.
#include "plugins/language/detect.h"
#include "tests/fuzz/fuzz.h"
#include "tests/fuzz/stages.h"
#include "textmill/plugin.hpp"

namespace textmill::fuzz {

TEXTMILL_FUZZ(language_detect) {
  static const textmill_stage stage = internal::MakeStage<language::Detect>();
  static OpenStage whole(stage, {}), paragraphs(stage, {{"per", "paragraph"}, {"sample", 100}}),
      cld2(stage, {{"engine", "cld2"}});
  const auto documents = Documents(input);
  whole.Run(documents);
  paragraphs.Run(documents);
  cld2.Run(documents);
}

}  // namespace textmill::fuzz
