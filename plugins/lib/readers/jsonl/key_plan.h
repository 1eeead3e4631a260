// Which key of a record feeds which columns. Built once in Bind; then any thread reads it.
#ifndef TEXTMILL_PLUGINS_READ_JSONL_KEY_PLAN_H_
#define TEXTMILL_PLUGINS_READ_JSONL_KEY_PLAN_H_

#include <string>
#include <string_view>
#include <vector>

#include "plugins/lib/io/columns.h"

namespace textmill::jsonl {

// A column whose value is inside the key's object.
struct NestedColumn {
  std::vector<std::string> path;  // of keys, below the top one
  size_t column;
};

struct Key {
  std::string name;
  std::vector<size_t> columns;  // that take its value
  std::vector<NestedColumn> nested;
};

class KeyPlan {
 public:
  KeyPlan() = default;
  // Throws Error where a column takes a key as a value, and another looks inside it.
  explicit KeyPlan(const std::vector<io::Column>& columns);

  const std::vector<Key>& keys() const { return keys_; }
  // The number of the key called so, or keys().size().
  size_t Find(std::string_view name) const {
    size_t i = 0;
    while (i < keys_.size() && keys_[i].name != name) ++i;
    return i;
  }

 private:
  std::vector<Key> keys_;
};

// "meta.published" is {"meta", "published"}; a dot that belongs to a key is written `\.`.
std::vector<std::string> SplitPath(const std::string& field);

}  // namespace textmill::jsonl

#endif  // TEXTMILL_PLUGINS_READ_JSONL_KEY_PLAN_H_
