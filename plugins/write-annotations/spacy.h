// write.spacy: documents with their entities as JSON Lines, for spaCy and Prodigy.
#ifndef PLUGINS_WRITE_ANNOTATIONS_SPACY_H_
#define PLUGINS_WRITE_ANNOTATIONS_SPACY_H_

#include "plugins/write-annotations/annotation_writer.h"

namespace textmill::write_annotations {

class Spacy final : public AnnotationWriter {
 public:
  Spacy();
  Param<Choice> form{this,
                     "form",
                     {"ents", "spans"},
                     "`ents`: `[[0, 9, \"PER\"], ...]`, for `Doc.ents`, which do not overlap; "
                     "`spans`: objects with "
                     "start, end and label, as Prodigy has them, which may."};
  Param<std::vector<ColumnName>> columns{
      this, "columns", kOptional,
      "Columns that go to `meta`; id, title, source, url and date when not given."};

  void Bind(Binder& binder) override;
  void Commit(const Batch& batch, const Carried& carried, Reply& reply) override;

 private:
  int64_t Encode(const Batch& batch, int64_t row, std::string_view text, std::vector<Span>& spans,
                 Buffer& to) const override;
};

}  // namespace textmill::write_annotations

#endif  // PLUGINS_WRITE_ANNOTATIONS_SPACY_H_
