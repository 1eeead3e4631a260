#include "plugins/write-annotations/label_studio.h"

namespace textmill::write_annotations {

LabelStudio::LabelStudio()
    : AnnotationWriter(
          "The file to write. `.gz` and `.zst` endings compress; `-` is standard output.") {
  Describe("write.labelstudio", "1.0.0",
           "Writes texts with their entities as tasks with predictions, for Label Studio.");
  Explain(
      "The file is what Label Studio imports: a list of tasks, each with its `data` and one "
      "prediction that has a region for each entity. Places are characters (code points), as Label "
      "Studio counts them in `<Text>`. The labelling interface that goes with it:\n\n"
      "```xml\n"
      "<View>\n"
      "  <Labels name=\"label\" toName=\"text\"><Label value=\"PER\"/><Label "
      "value=\"ORG\"/></Labels>\n"
      "  <Text name=\"text\" value=\"$text\"/>\n"
      "</View>\n"
      "```\n\n"
      "- What is known of an entity beside its type (name, id, value) is shown with its region "
      "(`meta`).\n"
      "- An entity without a type is `MISC`. Label Studio shows regions whose label is in its "
      "interface.",
      "- uses: entities.tag\n"
      "- uses: write.labelstudio\n"
      "  with: { path: out/tasks.json }");
}

void LabelStudio::Bind(Binder& binder) {
  AnnotationWriter::Bind(binder);
  BindColumns(binder, columns);
}

int64_t LabelStudio::Encode(const Batch& batch, int64_t row, std::string_view text,
                            std::vector<Span>& spans, Buffer& to) const {
  Append("{\"data\":{\"text\":", to);
  AppendJsonString(text, to);
  AppendColumns(batch, row, to);
  Append("},\"predictions\":[{\"model_version\":", to);
  AppendJsonString(model.get(), to);
  Append(",\"result\":[", to);
  int64_t n = 0;
  for (const Span& span : spans) {
    Append(n++ > 0 ? ",{\"id\":\"e" : "{\"id\":\"e", to);
    AppendInteger(n, to);
    Append("\",\"from_name\":", to);
    AppendJsonString(from_name.get(), to);
    Append(",\"to_name\":", to);
    AppendJsonString(to_name.get(), to);
    Append(",\"type\":\"labels\",\"value\":{\"start\":", to);
    AppendInteger(span.first, to);
    Append(",\"end\":", to);
    AppendInteger(span.after, to);
    Append(",\"text\":", to);
    AppendJsonString(
        text.substr(static_cast<size_t>(span.begin), static_cast<size_t>(span.end - span.begin)),
        to);
    Append(",\"labels\":[", to);
    AppendJsonString(span.type, to);
    Append("]}", to);
    bool any = false;
    for (const auto& [key, value] :
         {std::pair("name: ", span.name), {"id: ", span.id}, {"value: ", span.value}}) {
      if (value.empty()) continue;
      Append(any ? "," : ",\"meta\":{\"text\":[", to);
      any = true;
      AppendJsonString(key + std::string(value), to);
    }
    Append(any ? "]}}" : "}", to);
  }
  Append("]}]}", to);
  return n;
}

void LabelStudio::Commit(const Batch&, const Carried& carried, Reply&) {
  if (carried.rows() == 0) return;
  const View<Binary> documents = carried[encoded];
  for (int64_t i = 0; i < documents.size(); ++i) {
    Write(output(), first_ ? "\n" : ",\n");
    first_ = false;
    Write(output(), documents[i]);
  }
}

void LabelStudio::MergeState(StateReader& later) {
  const bool no_tasks = later.Take<uint8_t>() != 0;
  if (!first_ && !no_tasks) Write(output(), ",");
  first_ = first_ && no_tasks;
}

}  // namespace textmill::write_annotations
