// The rules of the rule books: their names, which number of a document each looks at, and how large
// it may be. Constants; any thread.
#ifndef TEXTMILL_PLUGINS_TEXT_QUALITY_RULES_H_
#define TEXTMILL_PLUGINS_TEXT_QUALITY_RULES_H_

#include <array>
#include <cmath>
#include <cstdint>
#include <limits>
#include <span>
#include <string_view>

namespace textmill::quality {

enum class Book : uint8_t { kGopherQuality, kGopherRepetition, kC4, kFineWeb, kMc4, kRedPajama };
inline constexpr int kBooks = 6;
inline constexpr const char* kBookNames[kBooks] = {
    "gopher-quality", "gopher-repetition", "c4", "fineweb", "mc4-paragraphs", "redpajama-2"};

// The numbers that are measured.
enum Signal : uint8_t {
  kWords,
  kMeanWordLength,
  kHashes,
  kEllipses,
  kBulletLines,
  kEllipsisLines,
  kAlphaWords,
  kStopWords,
  kCharacters,
  kDupParagraphs,
  kDupParagraphCharacters,
  kDupLines,
  kDupLineCharacters,
  kTop2,
  kTop3,
  kTop4,
  kDup5,
  kDup6,
  kDup7,
  kDup8,
  kDup9,
  kDup10,
  kLoremIpsum,
  kCurlyBracket,
  kJavascript,
  kSentences,
  kLinesKept,
  kFullLines,
  kLinePunctuation,
  kShortLines,
  kDupLineShare,
  kNewLines,
  kLongLines,
  kSignals
};
// Of each signal: the column of `action: signals`, the book that it is of, what it is.
struct SignalInfo {
  const char* column;
  Book book;
  const char* doc;
};
extern const SignalInfo kSignalInfos[kSignals];

// NaN where there is nothing to measure; no rule is broken then.
using Signals = std::array<double, kSignals>;
inline constexpr double kNothing = std::numeric_limits<double>::quiet_NaN();

enum class Like : uint8_t { kDatatrove, kDolma };

struct Rule {
  const char* name;
  Book book;
  Signal signal;
  bool least;           // the threshold is the least that stays, else the most
  double threshold[2];  // by Like; NaN where there is no such rule
  const char* says;     // what is dropped, for people

  bool Broken(double value, double limit) const { return least ? value < limit : value > limit; }
};
// Book by book, in the order in which they are asked.
std::span<const Rule> Rules();

// Numbers that rules are made with. They are set like thresholds.
struct Setting {
  const char* name;
  Book book;
  double value;
  const char* says;
};
enum SettingIndex : uint8_t {
  kShortLineLength,
  kMinWordsPerLine,
  kMaxWordLength,
  kParagraphLength,
  kSettings
};
extern const Setting kSettingInfos[kSettings];

// What C4 takes lines out for. They can be switched off like rules.
enum LineRule : uint8_t {
  kNoTerminalPunct,
  kTooLongWord,
  kTooFewWords,
  kJavascriptLine,
  kPolicy,
  kCitations,
  kLineRules
};
extern const char* const kLineRuleNames[kLineRules];

}  // namespace textmill::quality

#endif  // TEXTMILL_PLUGINS_TEXT_QUALITY_RULES_H_
