// The language model's file, damaged: it is refused, or can score words. An edit of an input is
// three bytes for the place, one for the number of bytes, and these bytes.
#include <stdexcept>
#include <string>

#include "plugins/lib/language-model/detector.h"
#include "plugins/lib/language-model/model.h"
#include "plugins/lib/language-model/model_file.h"
#include "tests/fuzz/fuzz.h"

namespace textmill::fuzz {
namespace {

// Of two languages, and three pieces of words.
std::string SmallModel() {
  using namespace language;
  ModelData data;
  data.letters.resize(Letters::kSize);
  for (char32_t c = 'a'; c <= 'z'; ++c) data.letters[c] = Letters::Make(kLatin, c);
  data.pairs = {{U'e', 0x301, U'\u00e9'}};
  ScriptData& script = data.scripts[kLatin];
  script.languages = {3, 4};
  script.priors = {0, 5};
  script.sharpness = {256, 200};
  const std::u32string border(1, kBorder);
  script.pieces = {{border + U"a", false, {{0, 20}, {1, -20}}},
                   {U"ba" + border, false, {{1, 90}}},
                   {U"ab", true, {{0, 7}}}};
  return EncodeModel(data);
}

}  // namespace

TEXTMILL_FUZZ(language_model) {
  static const std::string whole = SmallModel();
  std::string file = whole;
  while (input.size() >= 5) {
    const auto byte = [&](size_t i) { return static_cast<uint8_t>(input[i]); };
    const size_t place = (byte(0) | byte(1) << 8 | byte(2) << 16) % file.size();
    const size_t size = std::min<size_t>(byte(3), std::min(input.size() - 4, file.size() - place));
    file.replace(place, size, input.substr(4, size));
    input.remove_prefix(4 + size);
  }
  try {
    const language::Model model(file);
    const language::BuiltinDetector detector(1024, model);
    language::BuiltinDetector::Scratch scratch;
    detector.Detect("ab ba abba " + std::string(40, 'a') + "b a text of any kind", scratch);
  } catch (const std::runtime_error&) {  // it is damaged
  }
}

}  // namespace textmill::fuzz
