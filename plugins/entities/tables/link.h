// The stage `entities.link`: gives the mentions of one thing one name, and makes a table of all
// names.
//
// Process links a batch by itself, on any thread, and hands its counts to Commit, which adds them
// up.
#ifndef TEXTMILL_PLUGINS_ENTITIES_LINK_H_
#define TEXTMILL_PLUGINS_ENTITIES_LINK_H_

#include <memory>
#include <vector>

#include "plugins/entities/patterns/document_date.h"
#include "plugins/entities/tables/entity_column.h"
#include "plugins/entities/tables/name_table.h"
#include "plugins/lib/memory/reported.h"
#include "textmill/textmill.hpp"

namespace textmill::entities {

class Link final : public Transform {
 public:
  Link();
  void Bind(Binder& binder) override;
  std::unique_ptr<Lane> NewLane() const override;
  void Process(const Batch& batch, Reply& reply, Lane* lane) const override;
  void Commit(const Batch& batch, const Carried& carried, Reply& reply) override;
  void Finish() override;
  bool NextTable(uint32_t table, StructBuilder& rows) override;
  void Save(StateWriter& to) const override { table_.Save(to); }
  void Restore(StateReader& from) override { MergeState(from); }
  void MergeState(StateReader& later) override {
    table_.Merge(later);
    ReportMemory();
  }

 private:
  void ReportMemory() { reported_memory_.Set(host(), table_.bytes()); }

  Param<ColumnName> column_{this, "column", ColumnName{"entities"},
                            "The column with the entities, as `entities.tag` makes it."};
  Param<ColumnName> date_{this, "date", kOptional,
                          "The column that says when a document was written, for `first_date`; "
                          "`date` unless given, where there is one."};
  Param<int64_t> min_mentions_{this, "min_mentions", 1,
                               "Leave names out of the table that are mentioned less often.",
                               Range{1, 9e15}};
  In<List> entities_{this, column_, "the entities that are linked"};
  Out<List> linked_;
  Carry<Utf8> type_{this, "type", "of a name"};
  Carry<Utf8> name_{this, "name", "a canonical name"};
  Carry<Utf8> id_{this, "id", "its id"};
  Carry<Int64> mentions_{this, "mentions", "how often it is mentioned in the batch"};
  Carry<Int64> documents_{this, "documents", "in how many documents of the batch"};
  Carry<Int64> first_day_{this, "first_day", "the earliest day of these"};
  Counter renamed_{this, "renamed"};

  int text_slot_ = -1;
  DocumentDate written_;

  NameTable table_;
  memory::Reported reported_memory_;
  std::vector<const NameTable::Entry*> sorted_;
  size_t given_ = 0;
};

}  // namespace textmill::entities

#endif  // TEXTMILL_PLUGINS_ENTITIES_LINK_H_
