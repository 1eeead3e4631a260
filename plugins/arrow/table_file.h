// A Parquet file: a table in groups of rows.
//
// A TableFile does not change once it is open: any thread may ask it and open groups. A GroupStream
// is used by one thread at a time.
#ifndef TEXTMILL_PLUGINS_ARROW_TABLE_FILE_H_
#define TEXTMILL_PLUGINS_ARROW_TABLE_FILE_H_

#include <arrow/record_batch.h>
#include <arrow/scalar.h>
#include <arrow/type.h>

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

namespace textmill::arrowfiles {

struct Group {
  int64_t first_row = 0;  // of the file
  int64_t rows = 0;
  int64_t stored = 0;  // bytes in the file
};

// What the file says of a column's values in a group.
struct Bounds {
  enum class Nulls { kNone, kSome, kAll };
  Nulls nulls = Nulls::kSome;                  // kSome: or not known
  std::shared_ptr<arrow::Scalar> least, most;  // of what is not null, nor NaN; NULL: not known
};

class GroupStream {
 public:
  virtual ~GroupStream() = default;
  // The next rows of the group, in batches of any length; NULL at its end. Throws Error.
  virtual std::shared_ptr<arrow::RecordBatch> Next() = 0;
};

class TableFile {
 public:
  virtual ~TableFile() = default;
  const std::shared_ptr<arrow::Schema>& schema() const { return schema_; }
  const std::vector<Group>& groups() const { return groups_; }
  // Whether a column of the schema may have nulls, as far as that is known without reading it.
  virtual bool MayHaveNulls(int column) const = 0;
  // Of a column of the schema, or of a member in a struct of one.
  virtual Bounds BoundsOf(size_t group, int column, const std::vector<int>& members) const = 0;
  // About how many bytes the columns at these places of the schema, ascending, are unpacked.
  virtual int64_t BytesOf(size_t group, const std::vector<int>& columns) const = 0;
  // Rows of the columns at these places of the schema, ascending. Throws Error.
  virtual std::unique_ptr<GroupStream> Read(size_t group, const std::vector<int>& columns,
                                            int64_t rows_at_once) const = 0;

 protected:
  std::shared_ptr<arrow::Schema> schema_;
  std::vector<Group> groups_;
};

// Throws Error. `unpack_limit`: bytes of memory that a group's stream may take.
std::shared_ptr<TableFile> OpenParquet(const std::string& path, int64_t unpack_limit);

}  // namespace textmill::arrowfiles

#endif  // TEXTMILL_PLUGINS_ARROW_TABLE_FILE_H_
