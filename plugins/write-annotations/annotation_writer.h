// What the writers of annotations share: rows are encoded in Process, on all threads, and appended
// in Commit, in input order.
#ifndef PLUGINS_WRITE_ANNOTATIONS_ANNOTATION_WRITER_H_
#define PLUGINS_WRITE_ANNOTATIONS_ANNOTATION_WRITER_H_

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "plugins/write-annotations/span_column.h"
#include "textmill/json.hpp"

namespace textmill::write_annotations {

class AnnotationWriter : public Sink {
 public:
  Param<Path> path;
  Param<ColumnName> column{this, "column", ColumnName{"entities"},
                           "The column of spans to write: a list with begin, end and type."};
  In<Utf8> text{this, "text", "the text that the spans are in"};
  Carry<Binary> encoded{this, "encoded", "each document, ready to be written"};
  Counter rows{this, "rows"};
  Counter spans{this, "spans"};

  void Bind(Binder& binder) override;
  void Process(const Batch& batch, Reply& reply, Lane* lane) const override;

 protected:
  explicit AnnotationWriter(std::string_view path_doc) : path(this, "path", kRequired, path_doc) {}
  // Appends a document; returns how many spans of it were written.
  virtual int64_t Encode(const Batch& batch, int64_t row, std::string_view text,
                         std::vector<Span>& spans, Buffer& to) const = 0;
  uint32_t output() const { return output_; }
  const SpanColumn& span_column() const { return spans_; }
  // For those that have `columns:`: the ones to be written beside the text; without a choice those
  // that say which document it is.
  void BindColumns(Binder& binder, const Param<std::vector<ColumnName>>& columns);
  // Their values, as members of the object that is open at the end of `to`.
  void AppendColumns(const Batch& batch, int64_t row, Buffer& to) const;

 private:
  uint32_t output_ = 0;
  SpanColumn spans_;
  std::optional<JsonEncoder> columns_;
  std::vector<int> slots_;
};

void Append(std::string_view text, Buffer& to);
void AppendInteger(int64_t number, Buffer& to);

}  // namespace textmill::write_annotations

#endif  // PLUGINS_WRITE_ANNOTATIONS_ANNOTATION_WRITER_H_
