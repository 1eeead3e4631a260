// The stage `sort`: a table of the documents in an order of their columns, however many they are.
//
// Process makes keys and rows of bytes, on any thread; Commit hands them to an external sort.
#ifndef PLUGINS_SORT_SORT_H_
#define PLUGINS_SORT_SORT_H_

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "plugins/lib/values/external_sort.h"
#include "textmill/textmill.hpp"

namespace textmill::sort {

class Sort final : public Transform {
 public:
  Sort();
  Param<Value> by_;
  Param<Choice> order_{this,
                       "order",
                       {"ascending", "descending"},
                       "How columns are sorted that do not say it themselves."};
  Param<std::vector<ColumnName>> columns_{
      this, "columns", kOptional,
      "Which columns the table has, in this order. All when not given."};
  Param<Size> memory_{this, "memory", Size{int64_t{1} << 28},
                      "How much memory to sort in; what is beyond waits in the work folder.",
                      Range{1 << 20, 1e15}};
  Carry<Binary> key_{this, "key", "what sorts the row"};
  Carry<Binary> row_{this, "row", "its values"};

  void Bind(Binder& binder) override;
  void Open(const textmill_open_request& request) override;
  std::unique_ptr<Lane> NewLane() const override;
  void Process(const Batch& batch, Reply& reply, Lane* lane) const override;
  void Commit(const Batch& batch, const Carried& carried, Reply& reply) override;
  void Finish() override { rows_->Sort(); }
  bool NextTable(uint32_t table, StructBuilder& rows) override;
  void Save(StateWriter& to) const override { rows_->Save(to); }
  void Restore(StateReader& from) override { rows_->Restore(from); }
  void MergeState(StateReader& later) override { rows_->Restore(later); }

 private:
  struct Key {
    Field type;
    int slot;
    bool descending;
  };
  struct Column {
    Field type;
    int slot;
  };
  std::vector<Key> keys_;
  std::vector<Column> table_;
  std::optional<values::ExternalSort> rows_;
  int64_t reported_memory_ = 0;
};

}  // namespace textmill::sort

#endif  // PLUGINS_SORT_SORT_H_
