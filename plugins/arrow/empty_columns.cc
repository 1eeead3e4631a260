#include "plugins/arrow/empty_columns.h"

#include <arrow/array/data.h>
#include <arrow/buffer.h>
#include <arrow/type.h>
#include <arrow/type_traits.h>

namespace textmill::arrowfiles {
namespace {

using Data = std::shared_ptr<arrow::ArrayData>;

bool HasOffsets(arrow::Type::type id) {
  return arrow::is_var_length_list(id) || id == arrow::Type::MAP || arrow::is_base_binary_like(id);
}

bool IsSet(const arrow::ArrayData& data) {
  return data.length > 0 || data.buffers.size() < 2 || data.buffers[1] == nullptr ||
         data.buffers[1]->size() == 0;
}

// The column itself where nothing has to be set.
Data Mended(const Data& data) {
  static const int64_t kZero = 0;
  if (data == nullptr) return data;
  Data mended;
  const auto change = [&]() -> arrow::ArrayData& {
    if (mended == nullptr) mended = data->Copy();
    return *mended;
  };
  const arrow::Type::type id =
      data->type->id() == arrow::Type::EXTENSION ? data->type->storage_id() : data->type->id();
  if (HasOffsets(id) && !IsSet(*data))
    change().buffers[1] = arrow::Buffer::Wrap(&kZero, 1);  // an offset of any size
  for (size_t i = 0; i < data->child_data.size(); ++i) {
    if (const Data child = Mended(data->child_data[i]); child != data->child_data[i])
      change().child_data[i] = child;
  }
  if (const Data dictionary = Mended(data->dictionary); dictionary != data->dictionary)
    change().dictionary = dictionary;
  return mended == nullptr ? data : mended;
}

}  // namespace

std::shared_ptr<arrow::RecordBatch> WithOffsetsOfEmptyColumns(
    const std::shared_ptr<arrow::RecordBatch>& batch) {
  std::vector<Data> columns;
  columns.reserve(static_cast<size_t>(batch->num_columns()));
  for (int i = 0; i < batch->num_columns(); ++i) columns.push_back(Mended(batch->column_data(i)));
  return arrow::RecordBatch::Make(batch->schema(), batch->num_rows(), std::move(columns));
}

}  // namespace textmill::arrowfiles
