// What a program answered for one document: a line of JSON, an object.
//
//     {"_row": 17, "score": 0.5, "tags": ["a"]}     values of the columns
//     {"_row": 17, "_drop": "too short"}            the document is dropped
//     {"_row": 17, "_error": "no such page"}        the document fails
//
// Other members are no part of it: a program may give back the object that it was given. Pure; any
// thread.
#ifndef PLUGINS_EXEC_ANSWER_H_
#define PLUGINS_EXEC_ANSWER_H_

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "textmill/builder.hpp"
#include "textmill/type.hpp"

namespace textmill::exec {

// The number of the document that a line answers, or none.
std::optional<int64_t> RowOf(std::string_view line);

class Answer {
 public:
  // 64 bytes after the line may be read. `columns` are those that the program makes.
  Answer(std::string_view line, const std::vector<Field>& columns);

  enum class Kind { kValues, kDrop, kError };
  Kind kind() const { return kind_; }
  // Why the document is dropped, or fails; also where the line is not what it should be.
  const std::string& why() const { return why_; }
  // With kValues: appends the value of column `k`.
  void Append(size_t k, Builder& to) const;

 private:
  void Read();
  void Wrong(std::string why);

  const std::string_view line_;
  const std::vector<Field>& columns_;
  Kind kind_ = Kind::kValues;
  std::string why_;
  std::vector<const char*> values_;  // where each column's is
};

}  // namespace textmill::exec

#endif  // PLUGINS_EXEC_ANSWER_H_
