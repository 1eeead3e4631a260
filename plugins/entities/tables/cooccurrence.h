// The stage `entities.cooccurrence`: a table of which names occur together in documents and
// sentences, as edges of a network.
//
// Process finds the sentence of each entity, on any thread; Commit counts, in input order.
#ifndef TEXTMILL_PLUGINS_ENTITIES_COOCCURRENCE_H_
#define TEXTMILL_PLUGINS_ENTITIES_COOCCURRENCE_H_

#include <memory>
#include <string>
#include <vector>

#include "plugins/entities/patterns/document_date.h"
#include "plugins/entities/tables/entity_column.h"
#include "plugins/entities/tables/name_table.h"
#include "plugins/entities/tables/pair_counts.h"
#include "plugins/lib/memory/reported.h"
#include "textmill/textmill.hpp"

namespace textmill::entities {

class Cooccurrence final : public Transform {
 public:
  Cooccurrence();
  void Bind(Binder& binder) override;
  std::unique_ptr<Lane> NewLane() const override;
  void Process(const Batch& batch, Reply& reply, Lane* lane) const override;
  void Commit(const Batch& batch, const Carried& carried, Reply& reply) override;
  void Finish() override;
  bool NextTable(uint32_t table, StructBuilder& rows) override;
  void Save(StateWriter& to) const override;
  void Restore(StateReader& from) override { Add(from); }
  void MergeState(StateReader& later) override;

 private:
  struct Edge {
    uint32_t source, target;
    PairCount count;
    double pmi;
  };
  void Add(StateReader& from);
  void ReportMemory() { reported_memory_.Set(host(), names_.bytes() + pairs_.bytes()); }
  bool Wanted(std::string_view type) const;
  void AppendNode(const NameTable::Entry& entry, size_t first_column, StructBuilder& rows) const;
  void CountDocument(int64_t day, const EntitiesView& entities, int64_t begin, int64_t end,
                     const PrimitiveView<int32_t>& sentences, int64_t* carried, Reply& reply);

  Param<ColumnName> column_{this, "column", ColumnName{"entities"},
                            "The column with the entities, as `entities.tag` or `entities.link` "
                            "makes it."};
  Param<ColumnName> date_{
      this, "date", kOptional,
      "The column that says when a document was written, for the first dates of "
      "names; `date` unless given, where there is one."};
  Param<std::vector<std::string>> types_{
      this, "types", std::vector<std::string>{"PER", "ORG", "LOC"},
      "The types of entities that are counted, all others are not."};
  Param<Choice> within_{this,
                        "within",
                        {"document", "sentence"},
                        "What `weight` and `pmi` are about: names in one document, or in one "
                        "sentence."};
  Param<int64_t> min_count_{this, "min_count", 1,
                            "Leave pairs out of the table whose weight is less.", Range{1, 9e15}};
  Param<int64_t> max_pairs_{
      this, "max_pairs", 4000000,
      "How many different pairs to keep in memory, some 40 bytes each. When there are more, those "
      "in the fewest documents are forgotten.",
      Range{1000, 2e9}};
  Param<int64_t> max_names_{this, "max_names", 300,
                            "How many different names of a document count, those that come first.",
                            Range{2, 10000}};
  In<List> entities_{this, column_, "the entities that are counted"};
  Carry<Int32> sentence_{this, "sentence", "the number of each entity's sentence"};
  Counter names_left_out_{this, "names_left_out"};

  int text_slot_ = -1;
  DocumentDate written_;

  // A name in the document at hand.
  struct Here {
    uint32_t name;
    std::vector<int32_t> sentences;  // ascending
  };
  std::vector<Here> here_;
  absl::flat_hash_map<uint32_t, size_t> place_;  // of a name in here_
  NameTable names_;                              // mentions: sentences in which a name occurs
  PairCounts pairs_;
  int64_t documents_ = 0, sentences_ = 0;
  memory::Reported reported_memory_;
  std::vector<Edge> edges_;
  size_t given_ = 0;
};

}  // namespace textmill::entities

#endif  // TEXTMILL_PLUGINS_ENTITIES_COOCCURRENCE_H_
