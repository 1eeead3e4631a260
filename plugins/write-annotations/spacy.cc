#include "plugins/write-annotations/spacy.h"

namespace textmill::write_annotations {

Spacy::Spacy()
    : AnnotationWriter(
          "The file to write. `.gz` and `.zst` endings compress; `-` is standard output.") {
  Can(TEXTMILL_STATELESS);
  Describe("write.spacy", "1.0.0",
           "Writes texts with their entities as JSON Lines, for spaCy and Prodigy.");
  Explain(
      "Each line is `{\"text\": ..., \"ents\": [[start, end, label], ...], \"meta\": {...}}`. "
      "Places "
      "are characters (code points), as Python counts them: `text[start:end]` is the entity.\n\n"
      "```python\n"
      "for line in open(\"out/entities.jsonl\"):\n"
      "    row = json.loads(line)\n"
      "    doc = nlp.make_doc(row[\"text\"])\n"
      "    doc.ents = [doc.char_span(*ent[:2], label=ent[2], alignment_mode=\"expand\")\n"
      "                for ent in row[\"ents\"]]\n"
      "```\n\n"
      "- `Doc.ents` may not overlap: of two that do, the one that begins first stays, then the "
      "longer one. With `form: spans` all are written.\n"
      "- An entity without a type is `MISC`.",
      "- uses: entities.tag\n"
      "- uses: write.spacy\n"
      "  with: { path: out/entities.jsonl }");
}

void Spacy::Bind(Binder& binder) {
  AnnotationWriter::Bind(binder);
  BindColumns(binder, columns);
}

int64_t Spacy::Encode(const Batch& batch, int64_t row, std::string_view text,
                      std::vector<Span>& spans, Buffer& to) const {
  const bool ents = form == "ents";
  Append("{\"text\":", to);
  AppendJsonString(text, to);
  Append(ents ? ",\"ents\":[" : ",\"spans\":[", to);
  int64_t written = 0, last = 0;
  for (const Span& span : spans) {
    if (ents && span.begin < last) continue;
    last = span.end;
    if (written++ > 0) Append(",", to);
    Append(ents ? "[" : "{\"start\":", to);
    AppendInteger(span.first, to);
    Append(ents ? "," : ",\"end\":", to);
    AppendInteger(span.after, to);
    Append(ents ? "," : ",\"label\":", to);
    AppendJsonString(span.type, to);
    Append(ents ? "]" : "}", to);
  }
  Append("],\"meta\":{", to);
  AppendColumns(batch, row, to);
  Append("}}\n", to);
  return written;
}

void Spacy::Commit(const Batch&, const Carried& carried, Reply&) {
  if (carried.rows() == 0) return;
  const View<Binary> documents = carried[encoded];
  for (int64_t i = 0; i < documents.size(); ++i) Write(output(), documents[i]);
}

}  // namespace textmill::write_annotations
