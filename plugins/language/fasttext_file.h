// The check of a fastText model file before the library sees it: fastText believes every number in
// the file, and so crashes, or asks for all memory, on one that is damaged. Any thread may call.
#ifndef TEXTMILL_PLUGINS_LANGUAGE_FASTTEXT_FILE_H_
#define TEXTMILL_PLUGINS_LANGUAGE_FASTTEXT_FILE_H_

#include <cstdint>
#include <string>
#include <vector>

namespace textmill::language {

struct FastTextFile {
  uint64_t bytes = 0;
  std::vector<std::string> labels;  // as they are in the model, `__label__` included
};

// Walks the whole structure of a plain or quantised classifier of fastText's versions 11 and 12:
// every size must agree with the others, and the file must end where the model does. Throws Error,
// with the file's name, for anything else.
FastTextFile CheckFastTextFile(const std::string& path);

}  // namespace textmill::language

#endif  // TEXTMILL_PLUGINS_LANGUAGE_FASTTEXT_FILE_H_
