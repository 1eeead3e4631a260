#include "plugins/arrow/table_rows.h"

#include <arrow/array.h>
#include <arrow/memory_pool.h>

#include <string_view>
#include <utility>

#include "plugins/arrow/arrow_result.h"
#include "plugins/arrow/from_arrow.h"
#include "plugins/lib/readers/jsonl/json_text.h"
#include "textmill/json.hpp"

namespace textmill::arrowfiles {
namespace {

std::shared_ptr<arrow::Array> ArrayOf(const arrow::RecordBatch& batch,
                                      const ColumnMap::From& from) {
  if (from.read < 0) return nullptr;
  std::shared_ptr<arrow::Array> array = batch.column(from.read);
  for (const int member : from.members) {
    array = Take(static_cast<const arrow::StructArray&>(*array).GetFlattenedField(
        member, arrow::system_memory_pool()));
  }
  return array;
}

// Whether a text is one JSON object, all of it.
bool IsObject(std::string_view text, Buffer& scratch) {
  scratch.Clear();
  scratch.Append(text.data(), text.size());
  scratch.Reserve(text.size() + 64);  // may be looked at
  jsonl::JsonText json({scratch.data(), text.size()});
  const char* p = json.SkipSpace(json.begin());
  if (json.At(p) != '{') return false;
  p = json.SkipValue(p);
  return p != nullptr && json.SkipSpace(p) == json.end();
}

// What was built, as it is printed.
struct Built {
  explicit Built(StructBuilder& from) { from.Finish(&array); }
  ~Built() { array.release(&array); }
  Built(const Built&) = delete;
  Built& operator=(const Built&) = delete;
  ArrowArray array{};
};

}  // namespace

void TableRows::Append(const arrow::RecordBatch& batch, uint64_t first_row) {
  arrays_.clear();
  for (const ColumnMap::From& from : map_.from) arrays_.push_back(ArrayOf(batch, from));
  faults_.assign(static_cast<size_t>(batch.num_rows()), "");
  Judge(batch);
  for (size_t c = 0; c < columns_.size(); ++c) AppendColumn(c, first_row);
  AppendExtra(batch);
  for (size_t i = 0; i < faults_.size(); ++i) {
    if (faults_[i].empty())
      rows_.Document(first_row + i, 1);
    else
      rows_.Fail(first_row + i, 1, faults_[i]);
  }
}

void TableRows::Judge(const arrow::RecordBatch& batch) {
  const auto judge = [&](const arrow::Array& array, const Field& field, const std::string& name) {
    for (int64_t i = 0; i < array.length(); ++i) {
      std::string& fault = faults_[static_cast<size_t>(i)];
      if (!fault.empty()) continue;
      fault = WhyNotValue(array, i, field);
      if (!fault.empty()) fault = "column `" + name + "`: " + fault;
    }
  };
  for (size_t c = 0; c < columns_.size(); ++c) {
    if (arrays_[c] == nullptr) continue;
    if (columns_[c].needed && arrays_[c]->null_count() > 0) {
      for (int64_t i = 0; i < arrays_[c]->length(); ++i) {
        if (arrays_[c]->IsNull(i))
          faults_[static_cast<size_t>(i)] = "the record has no `" + columns_[c].field + "`";
      }
    }
    if (map_.from[c].may_not_fit) judge(*arrays_[c], io::FieldOf(columns_[c]), columns_[c].field);
  }
  for (const ColumnMap::Extra& extra : map_.extra) {
    if (extra.may_not_fit) judge(*batch.column(extra.read), extra.field, extra.field.name);
  }
}

void TableRows::AppendColumn(size_t c, uint64_t first_row) {
  const io::Column& column = columns_[c];
  Builder& to = rows_.At(column.slot);
  const Field field = io::FieldOf(column);
  const arrow::Array* const array = arrays_[c].get();
  // Plain text, which is most of what there is, without a look at the type for each value.
  const auto* const text = array != nullptr && array->type_id() == arrow::Type::STRING &&
                                   column.type == io::ValueType::kString
                               ? static_cast<const arrow::StringArray*>(array)
                               : nullptr;
  if (text != nullptr) {
    const auto bytes = static_cast<size_t>(text->total_values_length());
    auto& bytes_to = static_cast<BytesBuilder&>(to);
    bytes_to.Reserve(static_cast<size_t>(to.size()) + faults_.size(), bytes_to.bytes() + bytes);
  }
  for (size_t i = 0; i < faults_.size(); ++i) {
    if (!faults_[i].empty()) continue;
    const auto row = static_cast<int64_t>(i);
    if (array != nullptr && array->IsValid(row)) {
      if (text != nullptr)
        static_cast<BytesBuilder&>(to).Append(text->GetView(row));
      else
        AppendValue(*array, row, field, to);
    } else if (c == io::kId) {
      static_cast<BytesBuilder&>(to).Append(path_ + "@" + std::to_string(first_row + i));
    } else if (c == io::kSource) {
      static_cast<BytesBuilder&>(to).Append(path_);
    } else {
      to.AppendNull();
    }
  }
}

void TableRows::AppendExtra(const arrow::RecordBatch& batch) {
  auto& to = static_cast<BytesBuilder&>(rows_.At(extra_));
  if (map_.extra.empty() && map_.extra_text < 0) {
    for (const std::string& fault : faults_) {
      if (fault.empty()) to.AppendNull();
    }
    return;
  }
  // As columns of ours first, which then are printed as those of any writer of JSON.
  std::vector<Field> fields;
  for (const ColumnMap::Extra& extra : map_.extra) fields.push_back(extra.field);
  fields.push_back(io::ExtraField());
  StructBuilder values(fields);
  const arrow::Array* const text =
      map_.extra_text < 0 ? nullptr : batch.column(map_.extra_text).get();
  Buffer scratch;
  const Field text_field{"", "u", {}, {}};
  for (size_t i = 0; i < faults_.size(); ++i) {
    if (!faults_[i].empty()) continue;
    const auto row = static_cast<int64_t>(i);
    for (size_t k = 0; k < map_.extra.size(); ++k)
      AppendValue(*batch.column(map_.extra[k].read), row, fields[k], values.any_member(k));
    auto& own = values.member<BytesBuilder>(map_.extra.size());
    if (text == nullptr) {
      own.AppendNull();
    } else {
      AppendValue(*text, row, text_field, own);
    }
    values.EndRow();
  }
  const int64_t n = values.size();
  const Built built(values);
  const ArrowArray& own = *built.array.children[map_.extra.size()];
  const JsonEncoder encoder(fields);
  const std::vector<Field> without(fields.begin(), fields.end() - 1);
  const JsonEncoder columns_only(without);
  for (int64_t i = 0; i < n; ++i) {
    Buffer line;
    if (!IsNullAt(own, i) && !IsObject(BytesAt(own, i), scratch)) {
      // Somebody else's column of that name: a text.
      line.Append("{", 1);
      columns_only.AppendMembers(built.array.children, 0, i, line);
      if (line.size() > 1) line.Append(",", 1);
      line.Append("\"extra\":", 8);
      AppendJsonString(BytesAt(own, i), line);
      line.Append("}", 1);
    } else {
      encoder.AppendRow(built.array.children, 0, i, line);
    }
    if (line.size() > 2)
      to.Append({line.data(), line.size()});
    else
      to.AppendNull();
  }
}

void AppendRowAsJson(const arrow::RecordBatch& batch, int64_t row, Buffer& to) {
  std::vector<Field> fields;
  std::vector<int> places;
  for (int c = 0; c < batch.num_columns(); ++c) {
    auto field = NaturalField(batch.schema()->field(c)->name(), *batch.schema()->field(c)->type());
    if (!field || !WhyNotValue(*batch.column(c), row, *field).empty()) continue;
    fields.push_back(std::move(*field));
    places.push_back(c);
  }
  StructBuilder values(fields);
  for (size_t k = 0; k < fields.size(); ++k)
    AppendValue(*batch.column(places[k]), row, fields[k], values.any_member(k));
  values.EndRow();
  const Built built(values);
  JsonEncoder(fields).AppendRow(built.array.children, 0, 0, to);
}

}  // namespace textmill::arrowfiles
