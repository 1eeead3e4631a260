#include "plugins/entities/tables/name_table.h"

#include <algorithm>
#include <chrono>
#include <cstdio>

#include "plugins/lib/values/saved_count.h"

namespace textmill::entities {

void NameTable::Save(StateWriter& to) const {
  to.Put(static_cast<uint64_t>(entries_.size()));
  for (const Entry& entry : entries_) {
    for (const std::string* text : {&entry.type, &entry.name, &entry.id}) to.PutBytes(*text);
    for (const int64_t n : {entry.mentions, entry.documents, entry.first_day, entry.last_document})
      to.Put(n);
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

std::vector<uint32_t> NameTable::Merge(StateReader& later) {
  std::vector<uint32_t> numbers;
  for (auto n = later.Take<uint64_t>(); n > 0; --n) {
    const std::string type = later.TakeBytes(), name = later.TakeBytes(), id = later.TakeBytes();
    numbers.push_back(NumberOf(type, name, id));
    Entry& entry = entries_[numbers.back()];
    entry.mentions = values::TakeCount(later, entry.mentions);
    entry.documents = values::TakeCount(later, entry.documents);
    entry.first_day = std::min(entry.first_day, later.Take<int64_t>());
    later.Take<int64_t>();  // the last document, which means nothing here
  }
  return numbers;
}

}  // namespace textmill::entities
