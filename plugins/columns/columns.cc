#include "plugins/columns/columns.h"

#include <algorithm>

#include "textmill/column_choice.hpp"

namespace textmill::columns {
namespace {

bool Contains(const std::vector<std::string>& names, const std::string& name) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

}  // namespace

ColumnsStage::ColumnsStage() {
  Describe("columns", "1.0.0", "Keeps, drops, orders and renames columns.");
  Explain(
      "Give `select` for the columns to keep and their order, or `drop` for the ones to leave out; "
      "`rename` goes with either, or alone. All three take the names that columns come in with.\n\n"
      "Every column may be dropped, `id` and `text` too: later steps that need one then say so "
      "before the run begins. No data is touched, so this costs nothing. A writer's own `columns:` "
      "does the same for its file alone.",
      "- uses: columns\n"
      "  with:\n"
      "    drop: [extra]\n"
      "    rename: { headline: title }");
}

std::vector<std::string> ColumnsStage::Kept(const Binder& binder) const {
  std::vector<std::string> names;
  if (select.present()) {
    for (const int place : ChooseColumns(binder, select))
      names.push_back(binder.input()[static_cast<size_t>(place)].name);
    return names;
  }
  for (const Field& field : binder.input()) names.push_back(field.name);
  if (!drop.present()) return names;
  for (const int place : ChooseColumns(binder, drop))
    names.erase(
        std::find(names.begin(), names.end(), binder.input()[static_cast<size_t>(place)].name));
  return names;
}

void ColumnsStage::Bind(Binder& binder) {
  if (!select.present() && !drop.present() && !rename.present()) {
    throw Error("there is nothing to do: give `select`, `drop` or `rename`");
  }
  if (select.present() && drop.present()) {
    throw Error("`select` and `drop` cannot be given together: what is not selected is dropped")
        .Parameter("drop");
  }
  const std::vector<std::string> kept = Kept(binder);
  if (kept.empty()) throw Error("no column would be left").Parameter("drop");
  for (const auto& [from, to] : *rename) {
    const std::string subject = "rename." + from;
    PlaceOf(binder, from, subject);
    if (!Contains(kept, from))
      throw Error("the column `" + from + "` is not kept, so it cannot be renamed")
          .Parameter(subject);
    if (to.empty()) throw Error("a column needs a name").Parameter(subject);
  }
  std::vector<std::string> taken;
  for (const std::string& name : kept) {
    const auto renamed = std::find_if(rename->begin(), rename->end(),
                                      [&](const auto& entry) { return entry.first == name; });
    const std::string& to = renamed == rename->end() ? name : renamed->second;
    if (Contains(taken, to)) {
      // The one that was renamed is to blame, whichever comes first.
      const auto blamed = renamed != rename->end()
                              ? renamed
                              : std::find_if(rename->begin(), rename->end(),
                                             [&](const auto& entry) { return entry.second == to; });
      throw Error("two columns would be called `" + to + "`").Parameter("rename." + blamed->first);
    }
    taken.push_back(to);
    binder.Keep(name, to);
  }
}

}  // namespace textmill::columns
