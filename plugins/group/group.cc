#include "plugins/group/group.h"

#include <algorithm>

#include "plugins/lib/values/nearest.h"
#include "plugins/lib/values/ordered_key.h"
#include "textmill/print.hpp"

namespace textmill::group {
namespace {

struct Scratch final : Lane {
  std::string key, values;
};

// So much of the table is given at once.
constexpr int64_t kGroupsAtOnce = 4096;
constexpr size_t kBytesAtOnce = 1 << 20;
// What a group takes in the table beside its key and its totals.
constexpr size_t kEntryBytes = 64;
constexpr int64_t kDayMicros = int64_t{86400} * 1000000;

bool IsNumber(const Field& type) {
  constexpr std::string_view kNumbers = "bCiIlLfg";
  return type.format.size() == 1 && kNumbers.find(type.format[0]) != std::string_view::npos;
}

constexpr const char* kAboutGroups =
    "The documents pass on as they are; the groups are the step's table, which a writer takes by "
    "`from:`.\n\n"
    "- `count` is how many rows a group has. With `rows: entities` a row is an entity, and "
    "`documents` says in how many documents the group has any. A name that both an item and the "
    "documents have is the item's; `document.NAME` is the documents'.\n"
    "- `per: month` groups by time; dates that cannot be read are with the nulls, and are counted "
    "(`dates_not_read`).\n"
    "- The table has the groups in the order of their values, text by code points, nulls last; "
    "`order: count` gives the largest first.\n"
    "- There may be more groups than memory holds: beyond `memory` they wait in the work folder.";

}  // namespace

// Reads the columns of one row: of a document, and of the item at hand.
struct Groups::RowReader {
  const Groups& stage;
  const Batch& batch;
  const ArrowArray& items;  // nothing of it is read where documents are the rows
  int64_t document, item;

  void Append(const Column& column, std::string& to) const {
    if (column.slot >= 0) {
      return values::AppendOrdered(column.type, batch.array(column.slot),
                                   batch.raw().columns->offset + document, false, to);
    }
    if (column.member < 0) return values::AppendOrdered(column.type, items, item, false, to);
    if (IsNullAt(items, item)) return values::AppendOrderedNull(to);
    values::AppendOrdered(column.type, *items.children[column.member], items.offset + item, false,
                          to);
  }

  // False: there is a date, but it cannot be read.
  bool AppendPeriod(std::string& to) const {
    const Column& column = stage.period_column_;
    std::string bytes;
    Append(column, bytes);
    std::optional<std::string> period;
    const bool null = values::IsOrderedNull(bytes);
    if (!null && column.type.format == "u") {
      const std::string date = values::OrderedText(bytes);
      if (date.empty()) {
        values::AppendOrderedNull(to);
        return true;
      }
      period = PeriodOf(*stage.period_, date);
    } else if (!null) {
      const int64_t value = values::OrderedInteger(column.type, bytes);
      period = PeriodOf(*stage.period_, value / kDayMicros - (value % kDayMicros < 0 ? 1 : 0));
    }
    if (period)
      values::AppendOrderedText(*period, false, to);
    else
      values::AppendOrderedNull(to);
    return null || period.has_value();
  }
};

Groups::Column Groups::Find(Binder& binder, const std::string& name,
                            const std::string& blame) const {
  std::vector<std::string> names;
  if (items_slot_ >= 0) {
    if (item_.format != "+s") {
      if (name == item_.name) return {item_, -1, -1};
      names.push_back(item_.name);
    }
    for (size_t m = 0; m < item_.children.size() && item_.format == "+s"; ++m) {
      if (item_.children[m].name == name) return {item_.children[m], -1, static_cast<int>(m)};
      names.push_back(item_.children[m].name);
    }
  }
  const std::string prefix = "document.";
  const bool plain = items_slot_ < 0 || name.compare(0, prefix.size(), prefix) != 0;
  const std::string own = plain ? name : name.substr(prefix.size());
  if (const Field* field = binder.Find(own)) {
    Field type = *field;
    type.name = own;
    return {type, binder.Use(own), -1};
  }
  if (items_slot_ < 0) throw NoSuchColumn(name).Parameter(blame);
  for (const Field& field : binder.input()) names.push_back(field.name);
  throw Error("neither the items of `" + rows_.get() + "` nor the documents have `" + name + "`")
      .Parameter(blame)
      .Hint(values::NearestHint(name, names));
}

void Groups::BindItems(Binder& binder) {
  items_slot_ = -1;
  if (rows_.get() == "documents") return;
  const Field* list = binder.Find(rows_);
  if (list == nullptr) throw NoSuchColumn(rows_).Parameter("rows");
  if (list->format != "+l" || list->children.size() != 1)
    throw Error("the column `" + rows_.get() + "` is " + TypeName(*list) + ", not a list",
                TEXTMILL_WRONG_TYPE)
        .Parameter("rows")
        .Column(rows_);
  item_ = list->children[0];
  item_.name = list->name;
  items_slot_ = binder.Use(list->name);
}

void Groups::AddQuestion(Binder& binder, What what, const std::string& name,
                         const std::string& blame, size_t most) {
  Column column = Find(binder, name, blame);
  const bool sums = what == What::kSum || what == What::kMean;
  if (sums ? !IsNumber(column.type) : !values::HasOrder(column.type))
    throw Error("the column `" + name + "` is " + TypeName(column.type) +
                    (sums ? ", not a number" : ", which is no single value"),
                TEXTMILL_WRONG_TYPE)
        .Parameter(blame);
  questions_.push_back({what, column.type, most});
  asked_.push_back(std::move(column));
}

void Groups::Bind(Binder& binder) {
  keys_.clear();
  asked_.clear();
  questions_.clear();
  BindItems(binder);
  for (size_t i = 0; i < by_->size(); ++i) {
    const std::string blame = "by[" + std::to_string(i) + "]";
    Column column = Find(binder, (*by_)[i], blame);
    if (!values::HasOrder(column.type))
      throw Error(
          "the column `" + (*by_)[i] + "` is " + TypeName(column.type) + ", which makes no groups",
          TEXTMILL_WRONG_TYPE)
          .Parameter(blame)
          .Hint(column.type.format == "+l" ? "to group by its items, say `rows: " + (*by_)[i] + "`"
                                           : "");
    keys_.push_back(std::move(column));
  }
  period_.reset();
  if (per_.present()) {
    period_ = PeriodNamed(per_.get());
    if (!period_)
      throw Error("`" + per_.get() +
                  "` is not a period; say `day`, `week`, `month`, `quarter` or "
                  "`year`")
          .Parameter("per");
    period_column_ = Find(binder, date_, date_.given() ? "date" : "per");
    const std::string& format = period_column_.type.format;
    if (format != "u" && format != kTimestampFormat)
      throw Error(
          "the column `" + date_.get() + "` is " + TypeName(period_column_.type) + ", not a date",
          TEXTMILL_WRONG_TYPE)
          .Parameter("date");
  } else if (date_.given()) {
    throw Error("`date` says where the date is that `per` groups by: give `per`").Parameter("date");
  }
  Ask(binder);
  BindTable(binder);
}

Groups::Groups() {
  Can(TEXTMILL_COMMITS);
  DocumentTable("groups", "A row for each group.",
                {{"<by>", "as they are", "what the group has in common"},
                 {"<per>", "utf8", "its period; with `per` only"},
                 {"count", "int64", "how many documents, or items, are in it"},
                 {"documents", "int64", "in how many documents the items are; of items only"},
                 {"<answers>", "as they are", "an answer to each question that was asked"}});
}

void Groups::BindTable(Binder& binder) {
  Field table{"groups", "+s", {}, {}};
  const auto add = [&](Field field, const char* blame) {
    for (const Field& other : table.children) {
      if (other.name == field.name)
        throw Error("the table would have two columns `" + field.name + "`")
            .Parameter(blame)
            .Hint("give one of them another name by `set:` before this step");
    }
    table.children.push_back(std::move(field));
  };
  for (const Column& key : keys_) {
    Field field{key.type.name, key.type.format, {}, {}};
    field.SetMeta(TEXTMILL_META_OPTIONAL, "1");
    add(std::move(field), "by");
  }
  if (period_) {
    Field field{per_.get(), "u", {}, {}};
    field.SetMeta(TEXTMILL_META_OPTIONAL, "1");
    add(std::move(field), "per");
  }
  add(Field{"count", "l", {}, {}}, "by");
  if (items_slot_ >= 0) add(Field{"documents", "l", {}, {}}, "by");
  for (const Question& question : questions_) add(question.Answer(), "");
  binder.Table(std::move(table));
}

void Groups::Open(const textmill_open_request& request) {
  folder_ = request.work_folder;
  waiting_ =
      std::make_unique<values::ExternalSort>(folder_, static_cast<size_t>(memory_->bytes) / 2);
}

std::unique_ptr<Lane> Groups::NewLane() const { return std::make_unique<Scratch>(); }

void Groups::Process(const Batch& batch, Reply& reply, Lane* lane) const {
  auto& scratch = static_cast<Scratch&>(*lane);
  const auto add = [&](const RowReader& row, bool begins) {
    scratch.key.clear();
    for (const Column& key : keys_) row.Append(key, scratch.key);
    if (period_ && !row.AppendPeriod(scratch.key)) reply.Count(dates_not_read_);
    scratch.values.clear();
    for (const Column& column : asked_) row.Append(column, scratch.values);
    reply[key_].Append(scratch.key);
    reply[values_].Append(scratch.values);
    reply[begins_].Append(begins);
  };
  for (int64_t row = 0; row < batch.rows(); ++row) {
    if (items_slot_ < 0) {
      add({*this, batch, *batch.raw().columns, row, 0}, true);
      continue;
    }
    const View<List> list = batch.At<List>(items_slot_);
    for (int64_t item = list.begin(row); item < list.end(row); ++item)
      add({*this, batch, *list.array()->children[0], row, item}, item == list.begin(row));
  }
}

void Groups::Commit(const Batch&, const Carried& carried, Reply&) {
  if (carried.rows() == 0) return;
  const View<Binary> keys = carried[key_], rows = carried[values_];
  const View<Bool> begins = carried[begins_];
  for (int64_t i = 0; i < keys.size(); ++i) {
    if (begins[i]) {
      ++document_;
      // Between documents only, so that each of them is in one piece.
      if (table_bytes_ > static_cast<size_t>(memory_->bytes) / 2) Spill();
    }
    const std::string_view key = keys[i];
    auto found = table_.find(absl::string_view(key.data(), key.size()));  // not std's in Debian 12
    if (found == table_.end()) {
      found = table_.emplace(std::string(key), Totals(questions_.size())).first;
      table_bytes_ += key.size() + kEntryBytes + found->second.bytes();
    }
    table_bytes_ -= found->second.bytes();
    found->second.Add(questions_, rows[i], document_);
    table_bytes_ += found->second.bytes();
  }
  TellMemory();
}

void Groups::TellMemory() {
  if (host() == nullptr) return;
  const auto now = static_cast<int64_t>(table_bytes_ + waiting_->bytes());
  host()->memory(host(), now - reported_memory_);
  reported_memory_ = now;
}

// In any order: that of the table differs by process, but each key is there once.
void Groups::Spill() {
  for (const auto& [key, totals] : table_) waiting_->Add(key, totals.ToBytes());
  Table().swap(table_);
  table_bytes_ = 0;
}

void Groups::Finish() {
  Spill();
  waiting_->Sort();
  std::string_view key, value;
  next_key_.reset();
  if (waiting_->Next(&key, &value)) {
    next_key_ = key;
    next_value_ = value;
  }
  given_ = 0;
  if (order_ != "count") return;
  ordered_ =
      std::make_unique<values::ExternalSort>(folder_, static_cast<size_t>(memory_->bytes) / 2);
  std::string group, ordered;
  Totals totals(questions_.size());
  while (NextGroup(&group, &totals)) {
    ordered.clear();
    // The largest first.
    for (int shift = 56; shift >= 0; shift -= 8)
      ordered += static_cast<char>(~static_cast<uint64_t>(totals.rows()) >> shift);
    ordered_->Add(ordered + group, totals.ToBytes());
  }
  ordered_->Sort();
}

// The next group of enough rows, by the order of the keys.
bool Groups::NextGroup(std::string* key, Totals* totals) {
  while (next_key_) {
    *key = std::move(*next_key_);
    next_key_.reset();
    *totals = Totals::FromBytes(questions_.size(), next_value_);
    std::string_view other, value;
    while (waiting_->Next(&other, &value)) {
      if (other != *key) {
        next_key_ = other;
        next_value_ = value;
        break;
      }
      totals->Add(questions_, Totals::FromBytes(questions_.size(), value));
    }
    if (totals->rows() >= min_count_.get()) return true;
  }
  return false;
}

bool Groups::NextTable(uint32_t, StructBuilder& rows) {
  std::string key;
  Totals totals(questions_.size());
  size_t given = 0;
  for (int64_t n = 0; n < kGroupsAtOnce && given < kBytesAtOnce; ++n) {
    if (limit_.present() && given_ >= limit_.get()) return n > 0;
    if (ordered_ != nullptr) {
      std::string_view ordered, value;
      if (!ordered_->Next(&ordered, &value)) return n > 0;
      key = ordered.substr(8);
      totals = Totals::FromBytes(questions_.size(), value);
    } else if (!NextGroup(&key, &totals)) {
      return n > 0;
    }
    ++given_;
    given += key.size() + totals.bytes();
    size_t at = 0;
    std::string_view rest = key;
    for (const Column& column : keys_)
      values::TakeOrdered(column.type, rest, rows.any_member(at++));
    if (period_) values::TakeOrdered(Field{"", "u", {}, {}}, rest, rows.any_member(at++));
    rows.member<PrimitiveBuilder<int64_t>>(at++).Append(totals.rows());
    if (items_slot_ >= 0) rows.member<PrimitiveBuilder<int64_t>>(at++).Append(totals.documents());
    for (size_t i = 0; i < questions_.size(); ++i)
      totals.Answer(questions_, i, rows.any_member(at++));
    rows.EndRow();
  }
  return true;
}

void Groups::Save(StateWriter& to) const {
  waiting_->Save(to);
  to.Put(document_);
  to.Put(static_cast<uint64_t>(table_.size()));
  std::vector<const Table::value_type*> sorted;
  for (const auto& entry : table_) sorted.push_back(&entry);
  std::sort(sorted.begin(), sorted.end(),
            [](const auto* a, const auto* b) { return a->first < b->first; });
  for (const auto* entry : sorted) {
    to.PutBytes(entry->first);
    to.PutBytes(entry->second.ToBytes());
  }
}

// Adds what was counted of documents that come after those that were seen so far.
void Groups::Take(StateReader& from) {
  Spill();
  waiting_->Restore(from);
  const auto document = from.Take<int64_t>();
  if (document < -1 || document >> 60 > 0) throw Error("the saved state does not fit together");
  document_ += document + 1;
  for (auto n = from.Take<uint64_t>(); n > 0; --n) {
    std::string key = from.TakeBytes();
    Totals totals = Totals::FromBytes(questions_.size(), from.TakeBytes());
    table_bytes_ += key.size() + kEntryBytes + totals.bytes();
    table_.emplace(std::move(key), std::move(totals));
  }
  TellMemory();
}

Group::Group() {
  Describe("group", "1.0.0",
           "Groups documents, or the items of a list, by columns and by time: counts, sums, means, "
           "first values.");
  Explain(
      std::string(kAboutGroups) +
          "\n- Nulls are left out of sums, means and the rest; of a group that has nothing else, "
          "the answer is null. Sums are exact, and rounded once at the end where the numbers are "
          "floats. All answers are the same whatever the threads and the size of batches.",
      "- uses: group\n"
      "  id: months\n"
      "  with: { by: [source], per: month, sum: words, mean: words, first: title }\n"
      "- uses: write.csv\n"
      "  from: months\n"
      "  with: { path: out/months.csv }");
}

void Group::Ask(Binder& binder) {
  const auto ask = [&](What what, const Param<std::vector<std::string>>& names) {
    for (size_t i = 0; i < names->size(); ++i)
      AddQuestion(binder, what, (*names)[i], names.spec().name + "[" + std::to_string(i) + "]",
                  static_cast<size_t>(most_.get()));
  };
  ask(What::kSum, sum_);
  ask(What::kMean, mean_);
  ask(What::kMin, min_);
  ask(What::kMax, max_);
  ask(What::kFirst, first_);
  ask(What::kList, list_);
}

Count::Count() {
  Describe("count", "1.0.0",
           "Counts documents, or the items of a list, by columns and by time: `group` with nothing "
           "but the counts.");
  Explain(kAboutGroups,
          "- uses: count\n"
          "  with: { rows: entities, by: [type, name], order: count, limit: 100 }\n"
          "- uses: write.csv\n"
          "  from: count\n"
          "  with: { path: out/names.csv }");
}

}  // namespace textmill::group
