#include "plugins/lib/values/nearest.h"

#include <algorithm>

namespace textmill::values {
namespace {

std::string Lower(std::string text) {
  for (char& c : text) c = static_cast<char>(c >= 'A' && c <= 'Z' ? c + 32 : c);
  return text;
}

}  // namespace

size_t EditDistance(std::string_view a, std::string_view b) {
  std::vector<size_t> row(b.size() + 1);
  for (size_t j = 0; j < row.size(); ++j) row[j] = j;
  for (size_t i = 1; i <= a.size(); ++i) {
    size_t diagonal = row[0];
    row[0] = i;
    for (size_t j = 1; j <= b.size(); ++j) {
      const size_t changed = diagonal + (a[i - 1] == b[j - 1] ? 0 : 1);
      diagonal = row[j];
      row[j] = std::min({changed, row[j] + 1, row[j - 1] + 1});
    }
  }
  return row.back();
}

std::string NearestHint(const std::string& name, const std::vector<std::string>& names) {
  constexpr size_t kMost = 30, kLongest = 100;
  const std::string* best = nullptr;
  size_t least = name.size() / 3 + 1;
  for (const std::string& known : names) {
    if (known.size() > kLongest || name.size() > kLongest) continue;
    const size_t distance = EditDistance(Lower(name), Lower(known));
    // Names with nothing in common, such as `x` and `n`, are not near.
    if (distance >= name.size() || distance >= least + (best == nullptr ? 1 : 0)) continue;
    best = &known;
    least = distance;
  }
  if (best != nullptr) return "did you mean `" + *best + "`?";
  std::string listed;
  for (size_t i = 0; i < names.size() && i < kMost; ++i) listed += (i > 0 ? ", " : "") + names[i];
  return "there are: " + listed + (names.size() > kMost ? ", ..." : "");
}

}  // namespace textmill::values
