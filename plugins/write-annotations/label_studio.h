// write.labelstudio: documents with their entities as tasks with predictions, for Label Studio.
#ifndef PLUGINS_WRITE_ANNOTATIONS_LABEL_STUDIO_H_
#define PLUGINS_WRITE_ANNOTATIONS_LABEL_STUDIO_H_

#include "plugins/write-annotations/annotation_writer.h"

namespace textmill::write_annotations {

class LabelStudio final : public AnnotationWriter {
 public:
  LabelStudio();
  Param<std::string> from_name{
      this, "from_name", std::string("label"),
      "The name of the `<Labels>` tag of the project's labelling interface."};
  Param<std::string> to_name{this, "to_name", std::string("text"),
                             "The name of its `<Text>` tag, whose value is `$text`."};
  Param<std::string> model{this, "model", std::string("textmill"),
                           "What the predictions are said to be from (`model_version`)."};
  Param<std::vector<ColumnName>> columns{this, "columns", kOptional,
                                         "Columns that go into the data of a task beside the text; "
                                         "id, title, source, url and date when "
                                         "not given."};

  void Bind(Binder& binder) override;
  void Open(const textmill_open_request&) override { Write(output(), "["); }
  void Commit(const Batch& batch, const Carried& carried, Reply& reply) override;
  void Finish() override { Write(output(), "\n]\n"); }
  void Save(StateWriter& to) const override { to.Put(static_cast<uint8_t>(first_)); }
  void Restore(StateReader& from) override { MergeState(from); }
  void MergeState(StateReader& later) override;

 private:
  int64_t Encode(const Batch& batch, int64_t row, std::string_view text, std::vector<Span>& spans,
                 Buffer& to) const override;
  bool first_ = true;  // no comma before the first task
};

}  // namespace textmill::write_annotations

#endif  // PLUGINS_WRITE_ANNOTATIONS_LABEL_STUDIO_H_
