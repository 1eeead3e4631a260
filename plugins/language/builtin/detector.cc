#include "plugins/language/builtin/detector.h"

namespace textmill::language {

BuiltinDetector::BuiltinDetector(size_t sample_bytes) : sample_bytes_(sample_bytes) {}

void BuiltinDetector::Restrict(const std::vector<int>& languages) { languages_ = languages; }

Guess BuiltinDetector::Detect(std::string_view, Scratch&) const { return {}; }

}  // namespace textmill::language
