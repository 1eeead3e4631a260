#include "core/pipeline/problem.h"

#include <algorithm>
#include <tuple>

#include "core/present/terminal_text.h"
#include "core/result.h"

namespace textmill::core {

std::string Place::ToString() const {
  if (line == 0) return file;
  return file + ":" + std::to_string(line) + ":" + std::to_string(column);
}

std::string Problem::Message() const { return Error{.message = message, .step = step}.Message(); }

std::string Problem::ToString() const {
  return Showable(place.ToString() + ": " + WithHint(Message(), hint));
}

void SortProblems(const std::string& file, std::vector<Problem>* problems) {
  std::stable_sort(problems->begin(), problems->end(), [&](const Problem& a, const Problem& b) {
    const auto key = [&](const Problem& p) {
      return std::make_tuple(p.place.file != file, p.place.line, p.place.column);
    };
    return key(a) < key(b);
  });
}

}  // namespace textmill::core
