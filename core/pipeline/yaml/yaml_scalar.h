// Scalars as they are in a YAML text: where they end, and which of their bytes became which.
// yaml-cpp tells where a scalar begins, and what it means, but nothing in between.
//
// Pure functions; any thread.
#ifndef CORE_PIPELINE_YAML_SCALAR_H_
#define CORE_PIPELINE_YAML_SCALAR_H_

#include <cstddef>
#include <string>
#include <string_view>

namespace textmill::core {

struct ScalarSource {
  size_t end = 0;             // after the scalar; where it begins when that is not known
  bool plain = false;         // without quotes, and no block
  bool unterminated = false;  // a quote that nothing closes
  bool comment = false;       // a comment follows on the same line
  std::string raw;            // the scalar, when it is on one line and not a block
};

// The scalar that begins at `begin` of `text`, and which yaml-cpp read as `value`.
ScalarSource ScanScalar(std::string_view text, size_t begin, std::string_view value);

// The place after the tags and anchors at `begin`, and the blanks and comments that follow them.
size_t SkipProperties(std::string_view text, size_t begin);

// The byte of `raw` that the byte `position` of its value comes from.
size_t RawPosition(std::string_view raw, bool plain, size_t position);

// The first character that looks like a space or like nothing and is not a space, or npos.
size_t FindInvisible(std::string_view text);

}  // namespace textmill::core

#endif  // CORE_PIPELINE_YAML_SCALAR_H_
