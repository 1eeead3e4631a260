// fastText models of users: the check refuses what the library would stumble over.
#include <string>

#include "plugins/language/fasttext.h"
#include "plugins/lib/io/temp_folder.h"
#include "tests/fuzz/fuzz.h"
#include "textmill/error.hpp"

namespace textmill::fuzz {

TEXTMILL_FUZZ(fasttext_model) {
  static const io::TempFolder folder;
  try {
    const language::FastTextDetector detector(folder.Write("a.bin", input), 1024);
    language::FastTextDetector::Scratch scratch;
    const auto guess = detector.Detect("the ferry was late again", scratch);
    Expect(guess.language < static_cast<int>(detector.languages().size()), "a language of its own");
  } catch (const Error&) {
  }
}

}  // namespace textmill::fuzz
