#include "core/pipeline/suggest.h"

#include "core/expr/nearest.h"

namespace textmill::core {

std::string Nearest(std::string_view word, const std::vector<std::string>& names) {
  return expr::NearestName(word, names);
}

std::string DidYouMean(std::string_view word, const std::vector<std::string>& names) {
  const std::string nearest = Nearest(word, names);
  return nearest.empty() ? "" : "did you mean `" + nearest + "`?";
}

std::string DidYouMeanOr(std::string_view word, const std::vector<std::string>& names,
                         const std::string& there_are) {
  std::string nearest = DidYouMean(word, names);
  if (!nearest.empty() || names.empty()) return nearest;
  return there_are + " " + ListOf(names);
}

std::string ListOf(const std::vector<std::string>& names) { return expr::ListOf(names, "`"); }

}  // namespace textmill::core
