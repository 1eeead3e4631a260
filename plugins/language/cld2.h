// Language identification by CLD2 with its full tables.
//
// Cld2Detector is constant once made; any number of threads may call Detect, each with a Scratch of
// its own.
#ifndef TEXTMILL_PLUGINS_LANGUAGE_CLD2_H_
#define TEXTMILL_PLUGINS_LANGUAGE_CLD2_H_

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "plugins/lib/languages/guess.h"

namespace textmill::language {

class Cld2Detector {
 public:
  using Scratch = std::string;

  // Of a text longer than `sample` bytes only so many are looked at.
  explicit Cld2Detector(size_t sample) : sample_(sample) {}

  // Only these languages are answers, by place in Cld2Languages(); all when never called.
  void Restrict(const std::vector<int>& languages);

  // `text` is UTF-8. Text that holds no language (numbers, addresses, code) is undetermined.
  Guess Detect(std::string_view text, Scratch& scratch) const;

  // False when another plugin of this process has brought CLD2 in with its small tables.
  static bool HasFullTables();

 private:
  size_t sample_;
  std::vector<bool> allowed_;  // by place in Cld2Languages(); empty: all
};

}  // namespace textmill::language

#endif  // TEXTMILL_PLUGINS_LANGUAGE_CLD2_H_
