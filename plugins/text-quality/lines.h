// Lines of a text as Python cuts them, and phrases in them. Pure functions; any thread.
#ifndef TEXTMILL_PLUGINS_TEXT_QUALITY_LINES_H_
#define TEXTMILL_PLUGINS_TEXT_QUALITY_LINES_H_

#include <cstdint>
#include <string_view>
#include <vector>

namespace textmill::quality {

// Each replaces what `out` holds.
void SplitLines(std::string_view text, std::vector<std::string_view>* out);     // str.splitlines()
void SplitAtBreaks(std::string_view text, std::vector<std::string_view>* out);  // str.split('\n')
// At runs of at least `least` line feeds: re.split("\n{least,}", text).
void SplitAtRuns(std::string_view text, size_t least, std::vector<std::string_view>* out);

// What C4 looks for in lines, in small or capital letters.
enum class Phrase : uint8_t { kLoremIpsum, kJavascript, kPolicy };
struct PhraseAt {
  size_t at;
  Phrase phrase;
};
// In the order of their places. Replaces what `out` holds.
void FindPhrases(std::string_view text, std::vector<PhraseAt>* out);

}  // namespace textmill::quality

#endif  // TEXTMILL_PLUGINS_TEXT_QUALITY_LINES_H_
