// In which order hits are: what `sort` says, as keys that are compared byte by byte.
//
// Does not change once it is made; any thread may call.
#ifndef TEXTMILL_PLUGINS_CONCORDANCE_SORT_ORDER_H_
#define TEXTMILL_PLUGINS_CONCORDANCE_SORT_ORDER_H_

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "plugins/concordance/text_tokens.h"
#include "textmill/textmill.hpp"

namespace textmill::concordance {

class SortOrder {
 public:
  // The columns of the text: each with its slot in a batch.
  using Columns = std::vector<std::pair<Field, int>>;

  SortOrder() = default;
  // Throws for what is neither a place in the hit nor one of the columns.
  SortOrder(const std::vector<std::string>& sort, Columns columns);

  bool empty() const { return parts_.empty(); }
  // Appends the key of a hit.
  void PutKeyOf(const query::Hit& hit, TextTokens* tokens, const Batch& batch, int64_t row,
                std::string* key) const;

 private:
  enum class Kind { kNode, kLeft, kRight, kColumn };
  struct Part {
    Kind kind;
    size_t word = 0;    // of kLeft and kRight: the n-th word alone; 0: all of them, outwards
    size_t column = 0;  // of kColumn
    bool descending = false;
  };
  Columns columns_;
  std::vector<Part> parts_;
};

}  // namespace textmill::concordance

#endif  // TEXTMILL_PLUGINS_CONCORDANCE_SORT_ORDER_H_
