// The path of a writer that makes a file for each value of a column: "out/{lang}/{year}.jsonl.zst".
//
// Values become names that are safe in any folder: a value is part of one name, whatever is in it,
// and two values never share a name. Immutable once made; any thread.
#ifndef CORE_PIPELINE_PATH_TEMPLATE_H_
#define CORE_PIPELINE_PATH_TEMPLATE_H_

#include <string>
#include <string_view>
#include <vector>

#include "core/result.h"
#include "core/table/column.h"

namespace textmill::core {

class PathTemplate {
 public:
  // Whether a path may name columns: it has braces.
  static bool IsTemplate(std::string_view path) { return path.find_first_of("{}") != path.npos; }
  // Error::column is set where a column is to blame.
  static Result<PathTemplate> Parse(const std::string& path, const Schema& columns);

  const std::string& text() const { return text_; }
  // Names of the columns that are in it.
  std::vector<std::string> Columns() const;
  // The path for a row; `columns` are those of the schema.
  std::string PathOf(const std::vector<Array>& columns, int64_t row) const;
  // What all its paths match, as fnmatch does with FNM_PATHNAME.
  std::string Pattern() const;
  // The folder that all of them are in.
  std::string Folder() const;

 private:
  struct Part {
    std::string literal;
    int column = -1;  // after the literal; -1: there is none
  };
  std::string text_;
  std::vector<Part> parts_;
  Schema schema_;
  size_t longest_ = 0;  // that a value may be
};

// A value as a part of a name: `/`, control characters and what else means something to a file
// system as %XX, longer ones than `longest` cut, with a hash of all of it.
std::string SafeName(std::string_view value, size_t longest);

}  // namespace textmill::core

#endif  // CORE_PIPELINE_PATH_TEMPLATE_H_
