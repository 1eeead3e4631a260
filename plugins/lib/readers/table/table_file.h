// A table that is read as a whole, beside the documents: CSV, JSON Lines or JSON, by its name's
// ending, with the bundled readers. One thread at a time.
#ifndef TEXTMILL_PLUGINS_LIB_READERS_TABLE_TABLE_FILE_H_
#define TEXTMILL_PLUGINS_LIB_READERS_TABLE_TABLE_FILE_H_

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "textmill/source.hpp"

namespace textmill::readers {

// Some rows of the table, as arrays of the columns asked for. Moved to who takes them.
struct TableRows {
  std::vector<ArrowArray> columns;
  std::vector<uint64_t> offsets;  // where each row's record begins, in the decompressed file

  TableRows() = default;
  TableRows(TableRows&& other) noexcept { *this = std::move(other); }
  TableRows& operator=(TableRows&& other) noexcept {
    columns.swap(other.columns);
    offsets.swap(other.offsets);
    return *this;
  }
  ~TableRows();
  int64_t rows() const { return static_cast<int64_t>(offsets.size()); }
};

class TableFile {
 public:
  // What is asked for: the name in the header or the field of the object (with dots for objects
  // inside), and its type as `types:` of the readers has it, "" for strings.
  struct Wanted {
    std::string field, type;
  };

  // `separator`: of CSV, where it is given. `encoding`: as the readers have it. Opens nothing.
  TableFile(std::string path, std::optional<std::string> separator,
            std::vector<std::string> encoding = {"auto"});

  bool has_header() const;
  // The names in the header of CSV. Reads no more than it needs. Throws Error.
  std::vector<std::string> Header() const;
  // The columns' types. Throws Error where a type is unknown or does not go with the file.
  std::vector<Field> Types(const std::vector<Wanted>& wanted) const;
  // All rows. A record that is not valid is an Error, which names its line.
  void Read(const std::vector<Wanted>& wanted, const std::function<void(TableRows)>& take) const;
  // "people.csv:12", of a record. Where the file is not UTF-8, its byte in UTF-8 instead of the
  // line.
  std::string Place(uint64_t offset) const;

 private:
  enum class Kind { kCsv, kJsonl, kJson };
  std::unique_ptr<Source> MakeReader(const std::vector<Wanted>& wanted) const;

  const std::string path_;
  const std::optional<std::string> separator_;
  const std::vector<std::string> encoding_;
  Kind kind_;
};

}  // namespace textmill::readers

#endif  // TEXTMILL_PLUGINS_LIB_READERS_TABLE_TABLE_FILE_H_
