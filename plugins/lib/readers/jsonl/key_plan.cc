#include "plugins/lib/readers/jsonl/key_plan.h"

#include <algorithm>

#include "textmill/error.hpp"

namespace textmill::jsonl {

std::vector<std::string> SplitPath(const std::string& field) {
  std::vector<std::string> path(1);
  for (size_t i = 0; i < field.size(); ++i) {
    if (field[i] == '\\' && i + 1 < field.size() && (field[i + 1] == '.' || field[i + 1] == '\\')) {
      path.back() += field[++i];
    } else if (field[i] == '.') {
      path.emplace_back();
    } else {
      path.back() += field[i];
    }
  }
  return path;
}

KeyPlan::KeyPlan(const std::vector<io::Column>& columns) {
  for (size_t c = 0; c < columns.size(); ++c) {
    const io::Column& column = columns[c];
    // An undeclared column is called as its key.
    auto path = column.declared ? SplitPath(column.field) : std::vector{column.field};
    auto key = std::find_if(keys_.begin(), keys_.end(),
                            [&](const Key& k) { return k.name == path.front(); });
    if (key == keys_.end()) key = keys_.insert(keys_.end(), Key{path.front(), {}, {}});
    if (path.size() == 1) {
      key->columns.push_back(c);
    } else {
      path.erase(path.begin());
      key->nested.push_back({std::move(path), c});
    }
  }
  for (const Key& key : keys_) {
    if (key.columns.empty() || key.nested.empty()) continue;
    // `title` inside `text` would be a mistake; but `id` inside an object called `source` is not.
    for (const size_t c : key.columns) {
      if (!columns[c].declared && columns[c].name != "text") continue;
      const io::Column& inside = columns[key.nested.front().column];
      throw Error("the column `" + inside.name + "` looks inside `" + key.name +
                  "`, which the column `" + columns[c].name + "` takes as a value")
          .Parameter("fields." + inside.name);
    }
  }
}

}  // namespace textmill::jsonl
