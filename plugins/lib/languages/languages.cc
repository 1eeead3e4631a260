#include "plugins/lib/languages/languages.h"

#include <algorithm>
#include <string>

#include "plugins/lib/languages/iso639.h"
#include "plugins/lib/values/nearest.h"

namespace textmill::language {

int IndexOf(std::span<const Language> languages, std::string_view code) {
  const auto at =
      std::lower_bound(languages.begin(), languages.end(), code,
                       [](const Language& l, std::string_view c) { return l.code < c; });
  return at != languages.end() && at->code == code ? static_cast<int>(at - languages.begin()) : -1;
}

std::string_view NearestCode(std::span<const Language> languages, std::string_view word) {
  const int known = IndexOf(languages, CanonicalCode(word));
  if (known >= 0) return languages[static_cast<size_t>(known)].code;
  // A name, perhaps with a slip in it. Codes are too short to guess at.
  constexpr size_t kLeastLetters = 5, kMostSlips = 2;
  const std::string lower = Lower(word);
  std::string_view best;
  size_t least = kMostSlips + 1;
  for (const Language& l : languages) {
    const std::string name = Lower(l.name);
    if (name.empty()) continue;
    if (lower == name) return l.code;
    if (lower.size() < kLeastLetters) continue;
    const size_t distance = values::EditDistance(lower, name);
    if (distance < least) {
      least = distance;
      best = l.code;
    }
  }
  return best;
}

}  // namespace textmill::language
