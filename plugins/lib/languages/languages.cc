#include "plugins/lib/languages/languages.h"

#include <algorithm>
#include <string>
#include <vector>

#include "plugins/lib/languages/iso639.h"

namespace textmill::language {
namespace {

size_t EditDistance(std::string_view a, std::string_view b) {
  std::vector<size_t> row(b.size() + 1);
  for (size_t j = 0; j <= b.size(); ++j) row[j] = j;
  for (size_t i = 1; i <= a.size(); ++i) {
    size_t diagonal = row[0];
    row[0] = i;
    for (size_t j = 1; j <= b.size(); ++j) {
      const size_t changed = diagonal + (a[i - 1] == b[j - 1] ? 0 : 1);
      diagonal = row[j];
      row[j] = std::min({changed, row[j] + 1, row[j - 1] + 1});
    }
  }
  return row[b.size()];
}

}  // namespace

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
    const size_t distance = EditDistance(lower, name);
    if (distance < least) {
      least = distance;
      best = l.code;
    }
  }
  return best;
}

}  // namespace textmill::language
