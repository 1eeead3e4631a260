#include "plugins/sort/sort.h"

#include "plugins/lib/values/ordered_key.h"
#include "plugins/lib/values/row_bytes.h"
#include "textmill/column_choice.hpp"

namespace textmill::sort {
namespace {

struct Scratch final : Lane {
  std::string bytes;
};

// So much of the table is given at once.
constexpr int64_t kRowsAtOnce = 4096;
constexpr size_t kBytesAtOnce = 1 << 20;

ParamSpec By() {
  ParamSpec spec, item;
  spec.name = "by";
  spec.types = TEXTMILL_STRING | TEXTMILL_LIST | TEXTMILL_MAP;
  spec.required = true;
  spec.doc =
      "The columns to sort by, the most important first: a name, a list of names, or a map that "
      "says how: `{ date: descending, title: ascending }`.";
  item.types = TEXTMILL_STRING;
  spec.item.push_back(std::move(item));
  return spec;
}

struct Named {
  std::string column, order, blame;
};

std::vector<Named> NamesOf(const Value& by) {
  std::vector<Named> names;
  if (by.type == TEXTMILL_MAP) {
    for (const Value& item : by.items) names.push_back({item.key, item.string, "by." + item.key});
  } else if (by.type == TEXTMILL_LIST) {
    for (size_t i = 0; i < by.items.size(); ++i)
      names.push_back({by.items[i].string, "", "by[" + std::to_string(i) + "]"});
  } else {
    names.push_back({by.string, "", "by"});
  }
  if (names.empty()) throw Error("no column is named").Parameter("by");
  return names;
}

}  // namespace

Sort::Sort() : by_(this, By()) {
  Can(TEXTMILL_COMMITS);
  DocumentTable("documents", "All documents, sorted.",
                {{"<columns>", "as they are", "of the document; all unless given"}});
  Describe("sort", "1.0.0", "Sorts the documents by columns: a table that a writer takes.");
  Explain(
      "The documents pass on in the order they have; in the order of `by` they are the step's "
      "table, which a writer takes by `from: sort`.\n\n"
      "- Numbers and times sort by their values, text by its code points: `Z` comes before `a`. To "
      "sort without case, sort by `set: { key: lower(title) }`.\n"
      "- Documents without a value come last, whichever the order. Documents that are alike in all "
      "columns of `by` keep the order they had.\n"
      "- A corpus may be larger than memory: beyond `memory`, sorted pieces wait in the work "
      "folder "
      "(`--work-folder`), which then needs room for the documents' columns. `columns` leaves out "
      "what the table does not need.",
      "- uses: sort\n"
      "  with: { by: { date: descending, title: ascending } }\n"
      "- uses: write.jsonl\n"
      "  from: sort\n"
      "  with: { path: out/by-date.jsonl }");
}

void Sort::Bind(Binder& binder) {
  keys_.clear();
  table_.clear();
  for (const Named& named : NamesOf(by_.get())) {
    const Field* field = binder.Find(named.column);
    if (field == nullptr) throw NoSuchColumn(named.column).Parameter(named.blame);
    if (!values::HasOrder(*field))
      throw Error("the column `" + named.column + "` is " + TypeName(*field) +
                      ", which has no order: sort by text, numbers, times or bools",
                  TEXTMILL_WRONG_TYPE)
          .Parameter(named.blame)
          .Column(named.column);
    const std::string& order = named.order.empty() ? order_.get() : named.order;
    const bool descending = order == "descending" || order == "desc";
    if (!descending && order != "ascending" && order != "asc")
      throw Error("`" + order + "` is not an order; say `ascending` or `descending`")
          .Parameter(named.blame);
    for (const Key& key : keys_) {
      if (key.slot == binder.Use(named.column))
        throw Error("the column `" + named.column + "` is named twice").Parameter(named.blame);
    }
    keys_.push_back({*field, binder.Use(named.column), descending});
  }
  Field table{"documents", "+s", {}, {}};
  for (const int place : ChooseColumns(binder, columns_)) {
    const Field& field = binder.input()[static_cast<size_t>(place)];
    table_.push_back({field, binder.Use(field.name)});
    table.children.push_back(field);
  }
  binder.Table(std::move(table));
}

void Sort::Open(const textmill_open_request& request) {
  rows_.emplace(request.work_folder, static_cast<size_t>(memory_->bytes));
}

std::unique_ptr<Lane> Sort::NewLane() const { return std::make_unique<Scratch>(); }

void Sort::Process(const Batch& batch, Reply& reply, Lane* lane) const {
  std::string& bytes = static_cast<Scratch*>(lane)->bytes;
  const int64_t base = batch.raw().columns->offset;
  for (int64_t row = 0; row < batch.rows(); ++row) {
    bytes.clear();
    for (const Key& key : keys_)
      values::AppendOrdered(key.type, batch.array(key.slot), base + row, key.descending, bytes);
    reply[key_].Append(bytes);
    bytes.clear();
    for (const Column& column : table_)
      values::AppendValueBytes(column.type, batch.array(column.slot), base + row, bytes);
    reply[row_].Append(bytes);
  }
}

void Sort::Commit(const Batch&, const Carried& carried, Reply&) {
  if (carried.rows() == 0) return;
  const View<Binary> keys = carried[key_], rows = carried[row_];
  for (int64_t i = 0; i < keys.size(); ++i) rows_->Add(keys[i], rows[i]);
  if (host() == nullptr) return;
  const auto now = static_cast<int64_t>(rows_->bytes());
  host()->memory(host(), now - reported_memory_);
  reported_memory_ = now;
}

bool Sort::NextTable(uint32_t, StructBuilder& rows) {
  std::string_view key, row;
  size_t given = 0;
  for (int64_t n = 0; n < kRowsAtOnce && given < kBytesAtOnce; ++n) {
    if (!rows_->Next(&key, &row)) return n > 0;
    given += row.size();
    for (size_t c = 0; c < table_.size(); ++c)
      values::TakeValueBytes(table_[c].type, row, rows.any_member(c));
    rows.EndRow();
  }
  return true;
}

}  // namespace textmill::sort
