// A sink: writes documents to a file, in input order. This one writes a Markdown list of titles.
#include <string>
#include <textmill/textmill.hpp>

namespace {

using namespace textmill;

class WriteTitles final : public Sink {
 public:
  WriteTitles() {
    Describe("example.write_titles", "1.0.0", "Writes a list of titles.");
    Can(TEXTMILL_STATELESS);  // what is written does not depend on what was written before
  }

  Param<Path> path{this, "path", kRequired, "The file to write."};
  In<Utf8> title{this, "title", "what is listed"};
  In<Utf8> url{this, "url", kOptional, "where the title leads to"};
  Carry<Binary> lines{this, "lines", "the bytes of each document"};
  Counter rows{this, "rows"};  // of this name: what the summary gives as rows written

  // The host opens the file, compresses by its ending, and renames it when the run is complete.
  void Bind(Binder& binder) override { output_ = binder.Output(path->value); }

  // The work, on many threads at once: a piece of the file for each document.
  void Process(const Batch& batch, Reply& reply, Lane*) const override {
    for (int64_t row = 0; row < batch.rows(); ++row) {
      auto& line = reply[lines];
      line.AppendPart("- ");
      if (url.present() && !batch[url].IsNull(row)) {
        line.AppendPart("[");
        line.AppendPart(batch[title][row]);
        line.AppendPart("](");
        line.AppendPart(batch[url][row]);
        line.AppendPart(")");
      } else {
        line.AppendPart(batch[title][row]);
      }
      line.AppendPart("\n");
      line.EndValue();
    }
  }

  // One batch at a time, in input order: the pieces are written.
  void Commit(const Batch& batch, const Carried& carried, Reply& reply) override {
    for (int64_t row = 0; row < carried.rows(); ++row) Write(output_, carried[lines][row]);
    reply.Count(rows, batch.rows());
  }

 private:
  uint32_t output_ = 0;
};

}  // namespace

TEXTMILL_STAGES("sink example.write_titles\n");
TEXTMILL_PLUGIN("example-sink", "1.0.0", "MIT", WriteTitles);
