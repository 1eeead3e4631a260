// write.brat: the entities of each document as a file for brat, beside that of its text.
#ifndef PLUGINS_WRITE_ANNOTATIONS_BRAT_H_
#define PLUGINS_WRITE_ANNOTATIONS_BRAT_H_

#include "plugins/write-annotations/annotation_writer.h"

namespace textmill::write_annotations {

class Brat final : public AnnotationWriter {
 public:
  Brat();

  void Commit(const Batch& batch, const Carried& carried, Reply& reply) override;
  void Save(StateWriter& to) const override { to.Put(written_); }
  void Restore(StateReader& from) override { written_ = from.Take<Written>(); }
  Split HowToSplit() const override {
    return {TEXTMILL_SPLIT_WHOLE, "places and numbers in a file go on from document to document"};
  }

 private:
  // What is in the file so far: places and numbers of a second document go on from there.
  struct Written {
    int64_t characters = 0, spans = 0, notes = 0;
  };

  int64_t Encode(const Batch& batch, int64_t row, std::string_view text, std::vector<Span>& spans,
                 Buffer& to) const override;
  void AppendSpan(const Span& span, std::string_view text, Buffer& to);

  Written written_;
};

}  // namespace textmill::write_annotations

#endif  // PLUGINS_WRITE_ANNOTATIONS_BRAT_H_
