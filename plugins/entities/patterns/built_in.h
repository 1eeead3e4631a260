// Finds what the built-in patterns know: dates, money, percentages, quantities, e-mail addresses,
// URLs.
//
// The text is searched 64 bytes at a time for what all of these must have: a digit, an `@`, `://`,
// `www.`, letters of `day`, `week`, `month`, `year`, `million`, `dollar`. Only there do the
// patterns look closer. Constant once made; any thread may call.
#ifndef TEXTMILL_PLUGINS_ENTITIES_BUILT_IN_H_
#define TEXTMILL_PLUGINS_ENTITIES_BUILT_IN_H_

#include <array>
#include <string_view>

#include "plugins/entities/mention.h"
#include "plugins/entities/patterns/relative_date.h"

namespace textmill::entities {

enum Pattern : uint32_t { kDate, kMoney, kPercent, kQuantity, kEmail, kUrl };
inline constexpr size_t kPatterns = 6;
// As one writes them in YAML, and the entity types they give.
inline constexpr const char* kPatternNames[kPatterns] = {"date",     "money", "percent",
                                                         "quantity", "email", "url"};
inline constexpr const char* kPatternTypes[kPatterns] = {"DATE",     "MONEY", "PERCENT",
                                                         "QUANTITY", "EMAIL", "URL"};

class BuiltInPatterns {
 public:
  void Enable(Pattern pattern) { enabled_[pattern] = true; }
  bool Enabled(Pattern pattern) const { return enabled_[pattern]; }

  // Adds what is found; `what` of a mention is its Pattern. None overlaps another. `written` is the
  // day from which dates such as "last Friday" and "June 5" are counted, `language` the code of the
  // language that the text is in; empty where nobody knows.
  void Find(std::string_view text, Mentions* mentions, WrittenOn written = {},
            std::string_view language = {}) const;

 private:
  struct Marks;
  class Marker;
  class Search;
  // The same of a text whose digits are ASCII ones.
  void FindAscii(std::string_view text, Mentions* mentions, WrittenOn written,
                 std::string_view language) const;
  bool amounts() const { return enabled_[kMoney] || enabled_[kPercent] || enabled_[kQuantity]; }

  std::array<bool, kPatterns> enabled_{};
};

}  // namespace textmill::entities

#endif  // TEXTMILL_PLUGINS_ENTITIES_BUILT_IN_H_
