// The spans of a document's text that a column such as `entities` names, with their places in
// characters: brat, spaCy and Label Studio count code points, and our columns bytes.
//
// Settled in Bind; then any thread reads.
#ifndef PLUGINS_WRITE_ANNOTATIONS_SPAN_COLUMN_H_
#define PLUGINS_WRITE_ANNOTATIONS_SPAN_COLUMN_H_

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "textmill/textmill.hpp"

namespace textmill::write_annotations {

struct Span {
  int64_t begin = 0, end = 0;        // bytes
  int64_t first = 0, after = 0;      // characters
  std::string_view type;             // "MISC" where it has none
  std::string_view name, id, value;  // "" where it has none
};

class SpanColumn {
 public:
  // `column` as the pipeline has it; throws Error, blaming the parameter `column`, where it holds
  // no spans.
  SpanColumn(const Field& column, int slot);
  SpanColumn() = default;

  // Those of a row, in the order of their beginnings, the longer first. "" or what is wrong with
  // one.
  std::string Take(const Batch& batch, int64_t row, std::string_view text,
                   std::vector<Span>& spans) const;

 private:
  int slot_ = -1;
  int begin_ = -1, end_ = -1, type_ = -1, name_ = -1, id_ = -1, value_ = -1;  // members
};

}  // namespace textmill::write_annotations

#endif  // PLUGINS_WRITE_ANNOTATIONS_SPAN_COLUMN_H_
