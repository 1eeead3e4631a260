// The nearest right name, for error messages.
//
// Pure functions; any thread.
#ifndef CORE_PIPELINE_SUGGEST_H_
#define CORE_PIPELINE_SUGGEST_H_

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace textmill::core {

// Least number of letters to insert, delete, replace or swap with their neighbour, whatever their
// case, that turns `a` into `b`; `limit + 1` when it is more than `limit`.
size_t EditDistance(std::string_view a, std::string_view b, size_t limit);

// The one of `names` that was probably meant by `word`, or "". The longer the word, the more may be
// wrong with it; the beginning of a name and its part before or behind a dot are recognised too.
std::string Nearest(std::string_view word, const std::vector<std::string>& names);

// "did you mean `threshold`?", or "".
std::string DidYouMean(std::string_view word, const std::vector<std::string>& names);

// The same, or else what there is: "here are: `id`, `text`".
std::string DidYouMeanOr(std::string_view word, const std::vector<std::string>& names,
                         const std::string& there_are);

// "`a`, `b` and 3 more".
std::string ListOf(const std::vector<std::string>& names, size_t at_most = 12);

}  // namespace textmill::core

#endif  // CORE_PIPELINE_SUGGEST_H_
