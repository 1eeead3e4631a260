#include "plugins/entities/tables/name_table.h"

#include <algorithm>
#include <chrono>
#include <cstdio>

#include "textmill/error.hpp"

namespace textmill::entities {

void NameTable::Save(StateWriter& to) const {
  to.Put(static_cast<uint64_t>(entries_.size()));
  for (const Entry& entry : entries_) {
    for (const std::string* text : {&entry.type, &entry.name, &entry.id}) to.PutBytes(*text);
    for (const int64_t n : {entry.mentions, entry.documents, entry.first_day, entry.last_document})
      to.Put(n);
  }
}

void NameTable::Restore(StateReader& from) {
  const auto n = from.Take<uint64_t>();
  for (uint64_t i = 0; i < n; ++i) {
    const std::string type = from.TakeBytes(), name = from.TakeBytes(), id = from.TakeBytes();
    Entry& entry = Of(type, name, id);
    if (entries_.size() != i + 1) throw Error("the saved state has a name twice: it is damaged");
    for (int64_t* number :
         {&entry.mentions, &entry.documents, &entry.first_day, &entry.last_document})
      *number = from.Take<int64_t>();
  }
}

std::string DayText(int64_t day) {
  const std::chrono::year_month_day ymd{
      std::chrono::sys_days(std::chrono::days(static_cast<int>(day)))};
  char out[40];
  std::snprintf(out, sizeof out, "%04d-%02u-%02u", static_cast<int>(ymd.year()),
                static_cast<unsigned>(ymd.month()), static_cast<unsigned>(ymd.day()));
  return out;
}

void NameTable::Merge(StateReader& from) {
  for (auto n = from.Take<uint64_t>(); n > 0; --n) {
    const std::string type = from.TakeBytes(), name = from.TakeBytes(), id = from.TakeBytes();
    Entry& entry = Of(type, name, id);
    entry.mentions += from.Take<int64_t>();
    entry.documents += from.Take<int64_t>();
    entry.first_day = std::min(entry.first_day, from.Take<int64_t>());
    from.Take<int64_t>();  // the last document, which means nothing here
  }
}

}  // namespace textmill::entities
