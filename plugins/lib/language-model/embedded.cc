// The model that is part of the plugin.
#include "cmake/embedded.h"

#include "plugins/lib/language-model/detector.h"
#include "plugins/lib/language-model/model.h"

namespace textmill::embedded {
std::span<const File>
language_model();  // see CMakeLists.txt; its licence is in docs/language-model.md
}

namespace textmill::language {

const Model& Model::Shared() {
  static const Model model(embedded::language_model()[0].content);
  return model;
}

BuiltinDetector::BuiltinDetector(size_t sample_bytes)
    : BuiltinDetector(sample_bytes, Model::Shared()) {}

}  // namespace textmill::language
