// The stage `documents.merge`: pieces of documents, as text.split makes them, back to their
// documents.
//
// Pieces of a document follow each other, but not in one batch: the first pass puts together what
// goes over the end of a batch, the second what is within one. Batches are the same in both.
#ifndef PLUGINS_DOCUMENTS_MERGE_H_
#define PLUGINS_DOCUMENTS_MERGE_H_

#include <cstdint>
#include <map>
#include <string>
#include <string_view>

#include "textmill/textmill.hpp"

namespace textmill::documents {

class Merge final : public Transform {
 public:
  Merge();
  Param<ColumnName> by_{this, "by", ColumnName{"parent"},
                        "The column that says which document a piece belongs to: its id."};
  Param<ColumnName> column_{this, "column", ColumnName{"text"}, "The text that is joined."};
  Param<std::string> separator_{this, "separator", std::string("\n\n"),
                                "What comes between two pieces: a blank line between paragraphs; "
                                "`\" \"` for sentences."};
  In<Utf8> parent_{this, by_, "the document that a piece belongs to"};
  In<Utf8> text_{this, column_, "the piece"};
  In<Utf8> id_{this, "id", kOptional, "the piece's own id"};
  CommitOut<Utf8> merged_id_{this, "id", "the document's id: the value of `by`"};
  CommitOut<Utf8> merged_{this, "text", "the pieces, joined"};
  CommitOut<Int64> pieces_{this, "pieces", "how many they are"};
  Reason merged_away_{this, "merged"};

  void Bind(Binder& binder) override;
  void Process(const Batch&, Reply&, Lane*) const override {}
  void Commit(const Batch& batch, const Carried& carried, Reply& reply) override;
  void EndOfPass() override;
  void Save(StateWriter& to) const override;
  void Restore(StateReader& from) override;
  void MergeState(StateReader& later) override;
  void BeginAt(uint64_t rows) override;
  uint32_t StateVersion() const override { return 2; }

 private:
  // The pieces of a document, as far as they were met.
  struct Document {
    int64_t first = 0;  // the number of its first row
    int64_t pieces = 0;
    std::string parent, text;
    bool open = false;     // there may be more
    bool crosses = false;  // a batch ended in it
  };
  static Document TakeDocument(StateReader& from);
  bool Continues(const Batch& batch, int64_t row) const;
  void Gather(const Batch& batch);
  void Append(std::string_view text, int64_t pieces);
  void Close();
  void Store(Document document);
  void TellMemory(const Document& document, int64_t sign) const;

  int64_t rows_ = 0;  // before the batch at hand, of this pass
  Document current_;
  // Those that go over the end of a batch, and the one that begins with the first row: it may be
  // the rest of one that another instance saw the beginning of. By their first rows.
  std::map<int64_t, Document> crossing_;
};

}  // namespace textmill::documents

#endif  // PLUGINS_DOCUMENTS_MERGE_H_
