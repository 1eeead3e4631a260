#include "plugins/entities/patterns/known_days.h"

#include <string>

#include "plugins/entities/patterns/words_around.h"
#include "plugins/lib/tagger/chars.h"

namespace textmill::entities {
namespace {

struct KnownDay {
  std::string_view value;
  int year;
  std::string_view words;  // that come after its date, with blanks around each
};
constexpr KnownDay kKnownDays[] = {
    {"--09-11", 2001,
     " attack attacks terror terrorist terrorists hijackers hijackings commission atrocities "
     "tragedy suicide plot victims "},
    {"--10-07", 2023, " attack attacks massacre massacres assault onslaught atrocities victims "},
    {"--01-06", 2021,
     " riot riots riot's rioters insurrection attack attacks committee defendants rioter "
     "storming "},
    {"--02-24", 2022, " invasion "},
    {"--07-07", 2005, " bombing bombings bombers attack attacks "},
    {"--06-04", 1989, " crackdown massacre "},
};

constexpr int kWordsAfter = 3;
constexpr int kWordsBefore = 6;

bool Holds(std::string_view padded_words, std::string_view word) {
  return padded_words.find(" " + LowerWord(word) + " ") != padded_words.npos;
}

bool IsAttackAfter(std::string_view text, size_t at, std::string_view words) {
  for (int i = 0; i < kWordsAfter; ++i) {
    const size_t next = SkipBlanks(text, at);
    const std::string_view word = next > at ? WordAt(text, next) : std::string_view();
    if (word.empty()) return false;
    if (Holds(words, word)) return true;
    at = next + word.size();
  }
  return false;
}

// The words with blanks between before `at`, `visit`ed from the nearest on until it says true.
template <typename Visit>
bool AnyWordBefore(std::string_view text, size_t at, Visit visit) {
  for (int i = 0; i < kWordsBefore; ++i) {
    const size_t end = SkipBlanksBefore(text, at);
    const std::string_view word = end < at ? WordBefore(text, end) : std::string_view();
    if (word.empty()) return false;
    if (visit(i, word)) return true;
    at = end - word.size();
  }
  return false;
}

}  // namespace

KnownYear YearOfKnownDay(std::string_view value, std::string_view text, size_t begin, size_t end) {
  for (const KnownDay& known : kKnownDays) {
    if (value != known.value) continue;
    if (IsAttackAfter(text, end, known.words)) return {known.year, true};
    bool of = false, sure = false;
    const bool before = AnyWordBefore(text, begin, [&](int i, std::string_view word) {
      if (i == 0) of = word == "of";
      if (i == 1 && of && (Holds(known.words, word) || word == "events")) return sure = true;
      return i > 0 && Holds(known.words, word);
    });
    return before ? KnownYear{known.year, sure} : KnownYear{};
  }
  return {};
}

Found KnownByFigures(std::string_view text, size_t at) {
  struct Figures {
    std::string_view name, value;
    bool alone;  // without a word that says what happened
  };
  constexpr Figures kFigures[] = {
      {"9/11", "2001-09-11", true}, {"7/7", "2005-07-07", false}, {"26/11", "2008-11-26", false}};
  for (const auto& [name, value, alone] : kFigures) {
    const size_t end = at + name.size();
    if (!Is(text, at, name) || InsideWord(text, end)) continue;
    const bool goes_on = Is(text, end, "/") ||
                         ((Is(text, end, ".") || Is(text, end, ",")) && IsDigit(text, end + 1));
    if (goes_on) return {};
    if (alone || IsAttackAfter(text, end, " attack attacks bombing bombings bombers terror ")) {
      return {at, end, std::string(value)};
    }
  }
  return {};
}

}  // namespace textmill::entities
