// Words of Chinese, Japanese, Thai, Lao, Khmer and Burmese, which write no spaces between them, by
// the dictionaries of ICU.
//
// Not thread-safe: one object for each thread.
#ifndef TEXTMILL_PLUGINS_UNICODE_DICTIONARY_H_
#define TEXTMILL_PLUGINS_UNICODE_DICTIONARY_H_

#include <unicode/brkiter.h>

#include <cstdint>
#include <memory>
#include <string_view>
#include <vector>

namespace textmill::unicode {

class Dictionary {
 public:
  // Whether a run of letters holds some of a script without spaces.
  static bool Knows(std::string_view run);

  // Where the words of a run end, in bytes, ascending; the last is the run's end. Where ICU knows
  // no better, a word is a single character. `run` is UTF-8 and not empty.
  void Cut(std::string_view run, std::vector<uint32_t>* ends);

 private:
  std::unique_ptr<icu::BreakIterator> words_;  // made when it is first needed
};

}  // namespace textmill::unicode

#endif  // TEXTMILL_PLUGINS_UNICODE_DICTIONARY_H_
