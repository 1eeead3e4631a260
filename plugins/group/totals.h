// What is added up of a group: how many rows, and what was asked of their columns.
//
// Values come and go as bytes (values/ordered_key.h). Adding rows one by one, or adding up totals
// of one after the other, gives the same. Not thread-safe.
#ifndef TEXTMILL_PLUGINS_GROUP_TOTALS_H_
#define TEXTMILL_PLUGINS_GROUP_TOTALS_H_

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "plugins/lib/values/exact_sum.h"
#include "textmill/builder.hpp"
#include "textmill/type.hpp"

namespace textmill::group {

enum class What { kSum, kMean, kMin, kMax, kFirst, kList };

// One thing that is asked, of one column.
struct Question {
  What what;
  Field type;            // of the column
  size_t most;           // of kList: so many values are kept
  Field Answer() const;  // type and name of the answer's column
};

class Totals {
 public:
  explicit Totals(size_t questions) : parts_(questions) {}

  // A row's values, in the order of the questions; `document`: the number of its document.
  void Add(const std::vector<Question>& questions, std::string_view values, int64_t document);
  // Those of rows that came later; a document is in one of the two only.
  void Add(const std::vector<Question>& questions, const Totals& later);

  int64_t rows() const { return rows_; }
  int64_t documents() const { return documents_; }
  // Answers question `i`.
  void Answer(const std::vector<Question>& questions, size_t i, Builder& to) const;
  // About how much memory it takes.
  size_t bytes() const { return bytes_; }

  std::string ToBytes() const;
  static Totals FromBytes(size_t questions, std::string_view bytes);

 private:
  struct Part {
    int64_t n = 0;         // values that are no nulls; of kList: that are kept
    __int128 whole = 0;    // sums of integers
    values::ExactSum sum;  // of floats
    std::string bytes;     // of kMin, kMax, kFirst: a value; of kList: values
  };
  int64_t rows_ = 0, documents_ = 0, last_document_ = -1;
  std::vector<Part> parts_;
  size_t bytes_ = sizeof(Totals) + parts_.size() * sizeof(Part);
};

}  // namespace textmill::group

#endif  // TEXTMILL_PLUGINS_GROUP_TOTALS_H_
