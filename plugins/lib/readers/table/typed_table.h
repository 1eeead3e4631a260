// What a reader of files whose columns have types (Parquet, Arrow) offers to who reads a file as a
// table beside the documents. The stage of the plugin that has the reader is one, too.
#ifndef TEXTMILL_PLUGINS_LIB_READERS_TABLE_TYPED_TABLE_H_
#define TEXTMILL_PLUGINS_LIB_READERS_TABLE_TYPED_TABLE_H_

#include <string>
#include <vector>

#include "textmill/type.hpp"

namespace textmill::readers {

class TypedTable {
 public:
  // Before Bind: rows are no documents, so that they need no text, and no column but those that
  // `fields` names is read.
  virtual void ReadTable() = 0;
  // The columns of a file, with the types that they have; those that have none of ours are left
  // out. Throws Error.
  virtual std::vector<Field> ColumnsOf(const std::string& path) const = 0;

 protected:
  ~TypedTable() = default;
};

}  // namespace textmill::readers

#endif  // TEXTMILL_PLUGINS_LIB_READERS_TABLE_TYPED_TABLE_H_
