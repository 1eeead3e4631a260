// The signals of RedPajama 2 that need no lists and no models.
//
// Words are of two kinds there: as they are (runs of letters and digits, runs of other signs),
// and of the normalised text (without ASCII punctuation, small letters, NFD, between blanks).
//
// One object a thread.
#ifndef TEXTMILL_PLUGINS_TEXT_QUALITY_REDPAJAMA_H_
#define TEXTMILL_PLUGINS_TEXT_QUALITY_REDPAJAMA_H_

#include <array>
#include <string>
#include <string_view>
#include <vector>

#include "plugins/text-quality/repetition.h"
#include "plugins/text-quality/tokens.h"

namespace textmill::quality {

enum DocumentSignal : uint8_t {
  kRpCurlyBracket,
  kRpLoremIpsum,
  kRpNumSentences,
  kRpWordCount,
  kRpMeanWordLength,
  kRpSymbolToWordRatio,
  kRpLinesEndWithEllipsis,
  kRpNoAlphWords,
  kRpUniqueWords,
  kRpUnigramEntropy,
  kRpAllCapsWords,
  kRpTop2,
  kRpTop3,
  kRpTop4,
  kRpDup5,
  kRpDup6,
  kRpDup7,
  kRpDup8,
  kRpDup9,
  kRpDup10,
  kRpSignals
};
enum LineSignal : uint8_t {
  kRpTerminalPunctuation,
  kRpJavascript,
  kRpLineWords,
  kRpNumerical,
  kRpBulletpoint,
  kRpUppercase,
  kRpLineSignals
};
extern const char* const kRpNames[kRpSignals];
extern const char* const kRpLineNames[kRpLineSignals];

class RedPajama {
 public:
  void Look(std::string_view text);
  // NaN where there is nothing to measure.
  const std::array<double, kRpSignals>& document() const { return document_; }
  // One number a line.
  const std::vector<double>& lines(LineSignal signal) const { return lines_[signal]; }

 private:
  void RawWords(std::string_view text);
  void NormalWords();
  void Lines(std::string_view text);
  static void Normalize(std::string_view text, std::string* out);

  std::array<double, kRpSignals> document_{};
  std::array<std::vector<double>, kRpLineSignals> lines_;
  std::string normal_, normal_line_;
  Tokens words_;
  Repetition repetition_;
};

}  // namespace textmill::quality

#endif  // TEXTMILL_PLUGINS_TEXT_QUALITY_REDPAJAMA_H_
