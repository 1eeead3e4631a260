// The stages `group` and `count`: a table with a row for each group of documents, or of the items
// of a list.
//
// Process makes each row's key and values, on any thread; Commit adds them up in input order.
// Groups that memory does not hold wait in an external sort.
#ifndef PLUGINS_GROUP_GROUP_H_
#define PLUGINS_GROUP_GROUP_H_

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "plugins/group/period.h"
#include "plugins/group/totals.h"
#include "plugins/lib/values/external_sort.h"
#include "textmill/textmill.hpp"

namespace textmill::group {

// What both stages share: groups, and how many rows they have.
class Groups : public Transform {
 public:
  Param<std::vector<std::string>> by_{
      this, "by", kOptional,
      "The columns whose values make the groups. Nulls are a group of their own. Without any, all "
      "rows are one group."};
  Param<std::string> per_{this, "per", kOptional,
                          "`day`, `week`, `month`, `quarter` or `year`: groups by the time of the "
                          "column `date` names, too; the table's column is called so."};
  Param<std::string> date_{this, "date", std::string("date"),
                           "With `per`: the column with the date, a timestamp or text that begins "
                           "with one such as `2024-06-05`."};
  Param<std::string> rows_{this, "rows", std::string("documents"),
                           "What is counted: `documents`, or the items of a list column such as "
                           "`entities`. Then `by` and the others may name members of the items, "
                           "too, and the table has a column `documents` beside `count`."};
  Param<int64_t> min_count_{this, "min_count", 1, "Leave out groups with fewer rows.",
                            Range{1, 9e15}};
  Param<Choice> order_{this,
                       "order",
                       {"key", "count"},
                       "The table's order: by the groups' values, or the largest groups first."};
  Param<int64_t> limit_{this, "limit", kOptional, "How many groups to give, the first in `order`.",
                        Range{1, 9e15}};
  Param<Size> memory_{this, "memory", Size{int64_t{1} << 28},
                      "How much memory to count in; more groups than it holds wait in the work "
                      "folder.",
                      Range{1 << 20, 1e15}};
  Carry<Binary> key_{this, "key", "of each row's group"};
  Carry<Binary> values_{this, "values", "of each row, in the order of the questions"};
  Carry<Bool> begins_{this, "begins", "whether the row is the first of its document"};
  Counter dates_not_read_{this, "dates_not_read"};

  void Bind(Binder& binder) override;
  void Open(const textmill_open_request& request) override;
  std::unique_ptr<Lane> NewLane() const override;
  void Process(const Batch& batch, Reply& reply, Lane* lane) const override;
  void Commit(const Batch& batch, const Carried& carried, Reply& reply) override;
  void Finish() override;
  bool NextTable(uint32_t table, StructBuilder& rows) override;
  uint32_t StateVersion() const override { return 2; }  // 1 had rounded sums
  void Save(StateWriter& to) const override;
  void Restore(StateReader& from) override { Take(from); }
  void MergeState(StateReader& later) override { Take(later); }

 protected:
  Groups();
  // A column of the documents, or of the items.
  struct Column {
    Field type;
    int slot = -1;    // of the documents' column
    int member = -1;  // of an item; with slot < 0 and no member, the item itself
  };
  Column Find(Binder& binder, const std::string& name, const std::string& blame) const;
  // Adds what is asked beside the counts.
  virtual void Ask(Binder&) {}
  void AddQuestion(Binder& binder, What what, const std::string& name, const std::string& blame,
                   size_t most);

 private:
  // Its hash is seeded: std::hash can be made to collide.
  using Table = absl::flat_hash_map<std::string, Totals>;
  struct RowReader;
  void BindItems(Binder& binder);
  void BindTable(Binder& binder);
  void Spill();
  void Take(StateReader& from);
  bool NextGroup(std::string* key, Totals* totals);
  void TellMemory();

  std::vector<Column> keys_, asked_;
  std::vector<Question> questions_;
  std::optional<Period> period_;
  Column period_column_;
  int items_slot_ = -1;  // of the list whose items are the rows; -1: documents are
  Field item_;

  Table table_;
  size_t table_bytes_ = 0;
  int64_t document_ = -1;
  std::string folder_;
  std::unique_ptr<values::ExternalSort> waiting_, ordered_;
  // The first of the groups that come next: its key, and its totals as far as they were met.
  std::optional<std::string> next_key_;
  std::string next_value_;
  int64_t given_ = 0;
  int64_t reported_memory_ = 0;
};

class Group final : public Groups {
 public:
  Group();
  Param<std::vector<std::string>> sum_{this, "sum", kOptional, "Columns to add up: `sum_NAME`."};
  Param<std::vector<std::string>> mean_{this, "mean", kOptional,
                                        "Columns whose mean is wanted: `mean_NAME`."};
  Param<std::vector<std::string>> min_{this, "min", kOptional,
                                       "Columns whose least value is wanted: `min_NAME`."};
  Param<std::vector<std::string>> max_{this, "max", kOptional,
                                       "Columns whose greatest value is wanted: `max_NAME`."};
  Param<std::vector<std::string>> first_{
      this, "first", kOptional,
      "Columns whose first value is wanted, in input order: `first_NAME`."};
  Param<std::vector<std::string>> list_{this, "list", kOptional,
                                        "Columns whose values are wanted as a list: `list_NAME`."};
  Param<int64_t> most_{this, "most", 100, "How many values a list of `list` may have: the first.",
                       Range{1, 1000000}};

 private:
  void Ask(Binder& binder) override;
};

class Count final : public Groups {
 public:
  Count();
};

}  // namespace textmill::group

#endif  // PLUGINS_GROUP_GROUP_H_
