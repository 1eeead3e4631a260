// The stage read.parquet.
#ifndef TEXTMILL_PLUGINS_ARROW_READ_PARQUET_H_
#define TEXTMILL_PLUGINS_ARROW_READ_PARQUET_H_

#include <atomic>
#include <list>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "plugins/arrow/kept_rows.h"
#include "plugins/arrow/read_ahead.h"
#include "plugins/arrow/table_file.h"
#include "plugins/arrow/table_source.h"

namespace textmill::arrowfiles {

class ReadParquet final : public TableSource {
 public:
  ReadParquet();

  const std::vector<Input>& ListInputs() override;
  void Open(const textmill_open_request& request) override;
  bool NextUnit(uint64_t want_bytes, Unit& unit) override;
  std::vector<AccountNumber> Account() const override;

 protected:
  std::shared_ptr<arrow::Schema> SchemaOf(const std::string& path) const override;
  UnitRows RowsOf(const UnitView& unit) const override;

 private:
  // An open file, and what is read of it.
  struct Opened {
    std::shared_ptr<TableFile> file;
    std::shared_ptr<const ColumnMap> map;
    // Of groups of which no row will be kept, this is read.
    std::shared_ptr<const ColumnMap> narrow;
    std::vector<bool> any_kept;  // for each group; empty: of all
    const std::shared_ptr<const ColumnMap>& MapOf(size_t group) const {
      return any_kept.empty() || any_kept[group] ? map : narrow;
    }
  };
  Opened FileOf(uint32_t input) const;
  void JudgeGroups(Opened& opened) const;
  int64_t RowsAtOnce(const Opened& opened, size_t group, uint64_t want_bytes) const;
  GroupToRead ToRead(const Opened& opened, size_t group, int64_t rows_at_once) const;

  // Of the input that units come from.
  uint32_t current_ = 0;
  std::optional<Opened> opened_;
  size_t group_ = 0;
  int64_t row_ = 0;           // of the group
  int64_t rows_at_once_ = 1;  // of the group
  uint64_t stored_done_ = 0;  // bytes of the groups before
  // Threads that read ahead ask for it.
  std::atomic<uint64_t> want_bytes_ = 1 << 20;

  mutable std::mutex files_mutex_;
  mutable std::list<std::pair<uint32_t, Opened>> files_open_;  // used last come first
  std::unique_ptr<ReadAhead> ahead_;
  KeptRows kept_;
  int64_t groups_passed_over_ = 0;
};

}  // namespace textmill::arrowfiles

#endif  // TEXTMILL_PLUGINS_ARROW_READ_PARQUET_H_
