// The columns that readers of records make (`id`, `text`, `source`, `title`, `url`, `date`,
// declared ones, `extra`), for readers that have others by themselves: read.auto gives all files
// the same.
//
// What has no column of its own, or is no value of the column's type, goes to `extra`. Not changed
// once bound; any thread may then append.
#ifndef TEXTMILL_PLUGINS_LIB_READERS_RECORD_COLUMNS_H_
#define TEXTMILL_PLUGINS_LIB_READERS_RECORD_COLUMNS_H_

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "textmill/source.hpp"

namespace textmill::readers {

// All in UTF-8; what is empty is not known.
struct KnownOfRecord {
  std::string_view id, source, title, url;
  std::optional<int64_t> date;  // in microseconds
  std::string_view date_text;   // as the file writes it, where it has no other
  struct Member {
    const char* name;
    std::string_view value;
    bool is_number = false;
  };
  std::vector<Member> others;
};

class RecordColumns {
 public:
  // None until they are given.
  bool given() const { return !columns_.empty(); }
  void Give(std::vector<Field> columns) { columns_ = std::move(columns); }
  // Throws Error where `types` makes one of them what `files` (as "web archives") cannot fill.
  void Bind(Binder& binder, const std::string& files) const;
  // The builder of the text, to which the caller appends; then the others, but for the row's end.
  BytesBuilder& Text(Rows& rows) const;
  void AppendOthers(const KnownOfRecord& known, Rows& rows) const;

 private:
  std::vector<Field> columns_;
};

}  // namespace textmill::readers

#endif  // TEXTMILL_PLUGINS_LIB_READERS_RECORD_COLUMNS_H_
