// What is wrong with a pipeline, and where it says so.
#ifndef CORE_PIPELINE_PROBLEM_H_
#define CORE_PIPELINE_PROBLEM_H_

#include <string>
#include <vector>

namespace textmill::core {

// A place in a pipeline file; line and column (in characters) count from 1; 0: the file as a whole.
// For what the command line says, `file` is the option: "--set wire.threshold=0.8".
struct Place {
  std::string file;
  int line = 0;
  int column = 0;
  // "news.yaml:12:7"
  std::string ToString() const;
};

struct Problem {
  Place place;
  std::string message;  // what is wrong, and what was expected
  std::string hint;     // "did you mean `threshold`?"
  std::string step;     // the id of the step whose stage says so, or ""
  // The message, with the step's name before it.
  std::string Message() const;
  // "news.yaml:12:7: message; hint"
  std::string ToString() const;
};

// Brings problems into the order of the file `file`; what has no line comes first, what is in other
// files, or on the command line, last.
void SortProblems(const std::string& file, std::vector<Problem>* problems);

}  // namespace textmill::core

#endif  // CORE_PIPELINE_PROBLEM_H_
