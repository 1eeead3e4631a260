// write.conllu: documents are encoded in Process, on all threads, and appended in Commit, in input
// order.
#ifndef PLUGINS_WRITE_CONLLU_CONLLU_WRITER_H_
#define PLUGINS_WRITE_CONLLU_CONLLU_WRITER_H_

#include <memory>
#include <optional>
#include <string>

#include "plugins/lib/values/token_column.h"
#include "plugins/write-conllu/document_lines.h"
#include "textmill/textmill.hpp"

namespace textmill::write_conllu {

class ConlluWriter final : public Sink {
 public:
  ConlluWriter();
  Param<Path> path{this, "path", kRequired,
                   "The file to write; `out/{lang}.conllu` makes a file for each value of the "
                   "column. `.gz` and `.zst` endings compress; `-` is standard output."};
  Param<ColumnName> tokens{this, "tokens", ColumnName{"tokens"},
                           "The column with the tokens: structs with `begin` and `end`."};
  Param<ColumnName> column{this, "column", ColumnName{"text"}, "The column with the text."};
  In<Utf8> id{this, "id", "the document's name, for `# newdoc id`"};
  In<Utf8> text{this, column, "the text that the tokens are of"};
  In<List> list{this, tokens, Field{"", List::kFormat, {}, {}}, "the tokens"};
  Carry<Binary> encoded{this, "encoded", "the lines of each document"};
  Counter rows{this, "rows"};
  Counter sentences{this, "sentences"};
  Counter words{this, "tokens"};
  Counter without{this, "documents_without_tokens"};

  void Bind(Binder& binder) override;
  std::unique_ptr<Lane> NewLane() const override;
  void Process(const Batch& batch, Reply& reply, Lane* lane) const override;
  void Commit(const Batch& batch, const Carried& carried, Reply& reply) override;

 private:
  uint32_t output_ = 0;
  values::TokenColumn column_;
  DocumentColumns members_;
  // A column for a comment: any that has single values.
  struct Extra {
    Field type;
    int slot;
  };
  std::optional<Extra> title_, date_;
};

}  // namespace textmill::write_conllu

#endif  // PLUGINS_WRITE_CONLLU_CONLLU_WRITER_H_
