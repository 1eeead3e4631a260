#include "plugins/write-annotations/annotation_writer.h"

#include <algorithm>

#include "textmill/column_choice.hpp"

namespace textmill::write_annotations {

void Append(std::string_view text, Buffer& to) { to.Append(text.data(), text.size()); }
void AppendInteger(int64_t number, Buffer& to) { AppendNumber(number, to); }

void AnnotationWriter::Bind(Binder& binder) {
  output_ = binder.Output(path->value);
  const int place = PlaceOf(binder, column->value, "column");
  const Field& field = binder.input()[static_cast<size_t>(place)];
  spans_ = SpanColumn(field, binder.Use(field.name));
  const std::string* into = field.Meta(TEXTMILL_META_OFFSETS_INTO);
  if (into != nullptr && *into != "text")
    throw Error("the offsets in `" + field.name + "` are places in `" + *into + "`, not in `text`")
        .Parameter("column")
        .Column(field.name);
}

void AnnotationWriter::BindColumns(Binder& binder, const Param<std::vector<ColumnName>>& columns) {
  static const std::vector<std::string> kUsual = {"id", "title", "source", "url", "date"};
  std::vector<Field> chosen;
  slots_.clear();
  for (const int place : ChooseColumns(binder, columns)) {
    Field field = binder.input()[static_cast<size_t>(place)];
    const bool usual = std::find(kUsual.begin(), kUsual.end(), field.name) != kUsual.end();
    if ((!columns.present() && !usual) || field.name == "text" || IsExtraColumn(field)) continue;
    field.SetMeta(TEXTMILL_META_OPTIONAL, "1");  // what is null is left out
    slots_.push_back(binder.Use(field.name));
    chosen.push_back(std::move(field));
  }
  columns_.emplace(chosen);
}

void AnnotationWriter::AppendColumns(const Batch& batch, int64_t row, Buffer& to) const {
  std::vector<const ArrowArray*> arrays;
  for (const int slot : slots_) arrays.push_back(&batch.array(slot));
  columns_->AppendMembers(arrays.data(), batch.raw().columns->offset, row, to);
}

void AnnotationWriter::Process(const Batch& batch, Reply& reply, Lane*) const {
  const View<Utf8> texts = batch[text];
  std::vector<Span> found;
  for (int64_t row = 0; row < batch.rows(); ++row) {
    if (const std::string wrong = spans_.Take(batch, row, texts[row], found); !wrong.empty()) {
      reply.Fail(row, wrong);
      continue;
    }
    Buffer document;
    reply.Count(spans, Encode(batch, row, texts[row], found, document));
    reply.Count(rows);
    reply[encoded].Append({document.data(), document.size()});
  }
}

}  // namespace textmill::write_annotations
