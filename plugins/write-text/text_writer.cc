#include "plugins/write-text/text_writer.h"

namespace textmill::write_text {

TextWriter::TextWriter() {
  Describe("write.text", "1.0.0", "Writes the texts of documents: into one file, or a file each.");
  Explain(
      "For programs that read plain text: concordancers, topic models, word counts. Only the text "
      "is "
      "written; `read.text` takes files of one document each back, `write.jsonl` keeps the other "
      "columns.\n\n"
      "- `path: out/{id}.txt` makes a file for each document, `out/{lang}.txt` one for each "
      "language. What a name cannot hold is written `%2F` and so on, so the document `news/a.txt` "
      "goes to `out/news%2Fa.txt.txt`; `set: { name: replace(id, \"\\\\.txt$\", \"\") }` before it "
      "makes shorter names.\n"
      "- A document without a text gives an empty one.\n\n"
      "The files have their names once the run is complete, and end in `.part` until then.",
      "- uses: write.text\n"
      "  with: { path: 'out/{id}.txt' }");
}

void TextWriter::Process(const Batch& batch, Reply& reply, Lane*) const {
  const View<Utf8> texts = batch[text];
  for (int64_t i = 0; i < batch.rows(); ++i) {
    BytesBuilder& to = reply[encoded];
    to.AppendPart(texts[i]);
    if (texts[i].empty() || texts[i].back() != '\n') to.AppendPart("\n");
    to.EndValue();
  }
  reply.Count(rows, batch.rows());
}

void TextWriter::Commit(const Batch&, const Carried& carried, Reply&) {
  if (carried.rows() == 0) return;
  const View<Binary> parts = carried[encoded];
  for (int64_t i = 0; i < parts.size(); ++i) {
    if (!first_) Write(output_, separator.get());
    first_ = false;
    Write(output_, parts[i]);
  }
}

void TextWriter::MergeState(StateReader& later) {
  const bool no_documents = later.Take<uint8_t>() != 0;
  if (!first_ && !no_documents) Write(output_, separator.get());
  first_ = first_ && no_documents;
}

}  // namespace textmill::write_text
