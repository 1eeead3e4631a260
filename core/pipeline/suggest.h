// Hints with the nearest right name. Pure functions; any thread.
#ifndef CORE_PIPELINE_SUGGEST_H_
#define CORE_PIPELINE_SUGGEST_H_

#include <string>
#include <string_view>
#include <vector>

namespace textmill::core {

// The one of `names` that was probably meant by `word`, or "".
std::string Nearest(std::string_view word, const std::vector<std::string>& names);

// "did you mean `threshold`?", or "".
std::string DidYouMean(std::string_view word, const std::vector<std::string>& names);

// The same, or else what there is: "there are `id` and `text`".
std::string DidYouMeanOr(std::string_view word, const std::vector<std::string>& names,
                         const std::string& there_are);

// "`a`, `b` and 3 more".
std::string ListOf(const std::vector<std::string>& names);

}  // namespace textmill::core

#endif  // CORE_PIPELINE_SUGGEST_H_
