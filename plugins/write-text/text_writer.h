// write.text: the texts of documents, one after the other, or each in a file of its own where the
// path names a column.
#ifndef PLUGINS_WRITE_TEXT_TEXT_WRITER_H_
#define PLUGINS_WRITE_TEXT_TEXT_WRITER_H_

#include <string>

#include "textmill/textmill.hpp"

namespace textmill::write_text {

class TextWriter final : public Sink {
 public:
  TextWriter();
  Param<Path> path{this, "path", kRequired,
                   "The file to write; `out/{id}.txt` makes a file for each document. `.gz` and "
                   "`.zst` endings compress; `-` is standard output."};
  Param<ColumnName> column{this, "column", ColumnName{"text"}, "The column to write."};
  Param<std::string> separator{this, "separator", std::string("\n"),
                               "What comes between two documents in one file. A text that does not "
                               "end with a line end gets one first."};
  In<Utf8> text{this, column, "the text that is written"};
  Carry<Binary> encoded{this, "encoded", "the text of each document"};
  Counter rows{this, "rows"};

  void Bind(Binder& binder) override { output_ = binder.Output(path->value); }
  void Process(const Batch& batch, Reply& reply, Lane* lane) const override;
  void Commit(const Batch& batch, const Carried& carried, Reply& reply) override;
  void Save(StateWriter& to) const override { to.Put(static_cast<uint8_t>(first_)); }
  void Restore(StateReader& from) override { MergeState(from); }
  void MergeState(StateReader& later) override;

 private:
  uint32_t output_ = 0;
  bool first_ = true;  // nothing comes before the first document
};

}  // namespace textmill::write_text

#endif  // PLUGINS_WRITE_TEXT_TEXT_WRITER_H_
