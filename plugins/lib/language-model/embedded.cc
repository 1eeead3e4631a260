// The model that is part of the plugin.
#include "plugins/lib/language-model/detector.h"
#include "plugins/lib/language-model/model.h"

// By the assembler: see model.S.
extern "C" const char textmill_language_model[];
extern "C" const char textmill_language_model_end[];

namespace textmill::language {

const Model& Model::Shared() {
  static const Model model(
      {textmill_language_model,
       static_cast<size_t>(textmill_language_model_end - textmill_language_model)});
  return model;
}

BuiltinDetector::BuiltinDetector(size_t sample_bytes)
    : BuiltinDetector(sample_bytes, Model::Shared()) {}

}  // namespace textmill::language
