// The stage `columns`: keeps, drops and renames columns. It only says so to the host: no data is
// touched.
#ifndef PLUGINS_COLUMNS_COLUMNS_H_
#define PLUGINS_COLUMNS_COLUMNS_H_

#include <string>
#include <vector>

#include "textmill/textmill.hpp"

namespace textmill::columns {

class ColumnsStage final : public Transform {
 public:
  ColumnsStage();
  Param<std::vector<ColumnName>> select{
      this, "select", kOptional,
      "The columns to keep, in this order, by the names they come with."};
  Param<std::vector<ColumnName>> drop{this, "drop", kOptional, "The columns to leave out."};
  Param<Map<std::string>> rename{this, "rename", kOptional, "New names, as `old: new`."};

  void Bind(Binder& binder) override;
  void Process(const Batch&, Reply&, Lane*) const override {}

 private:
  // Columns that stay, under the names they come with.
  std::vector<std::string> Kept(const Binder& binder) const;
};

}  // namespace textmill::columns

#endif  // PLUGINS_COLUMNS_COLUMNS_H_
