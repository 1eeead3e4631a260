#include "plugins/arrow/row_group.h"

#include <arrow/buffer.h>
#include <arrow/c/bridge.h>
#include <arrow/io/memory.h>
#include <arrow/ipc/reader.h>
#include <arrow/ipc/writer.h>

#include "plugins/arrow/arrow_result.h"
#include "plugins/arrow/output_stream.h"
#include "plugins/lib/values/copy_value.h"
#include "textmill/print.hpp"

namespace textmill::arrowfiles {
namespace {

Field Bare(const Field& field) {
  Field bare{field.name, field.format, {}, {}};
  for (const Field& child : field.children) bare.children.push_back(Bare(child));
  return bare;
}

// About how many bytes there are in a builder: each value, and what a text has.
int64_t BytesIn(const Field& field, Builder& values) {
  constexpr int64_t kValue = 8;
  switch (KindOf(field.format)) {
    case ValueKind::kUtf8:
    case ValueKind::kBinary:
      return kValue * values.size() +
             static_cast<int64_t>(static_cast<BytesBuilder&>(values).bytes());
    case ValueKind::kList:
      return kValue * values.size() +
             BytesIn(field.children[0], static_cast<ListBuilder&>(values).any_items());
    case ValueKind::kStruct: {
      int64_t bytes = 0;
      for (size_t k = 0; k < field.children.size(); ++k)
        bytes += BytesIn(field.children[k], static_cast<StructBuilder&>(values).any_member(k));
      return bytes;
    }
    default:
      return kValue * values.size();
  }
}

}  // namespace

std::shared_ptr<arrow::Schema> SchemaFor(const std::vector<Field>& fields) {
  std::vector<Field> bare;
  bare.reserve(fields.size());
  for (const Field& field : fields) bare.push_back(Bare(field));
  ArrowSchema exported;
  ExportFields(bare, &exported);
  return arrowfiles::Take(arrow::ImportSchema(&exported));
}

void RowGroup::Append(const ArrowArray& columns, int64_t row) {
  if (values_ == nullptr) values_ = std::make_unique<StructBuilder>(fields_);
  bytes_ = 0;
  for (size_t k = 0; k < fields_.size(); ++k) {
    values::CopyValue(fields_[k], *columns.children[k], columns.offset + row,
                      values_->any_member(k));
    bytes_ += BytesIn(fields_[k], values_->any_member(k));
  }
  values_->EndRow();
  ++rows_;
}

std::shared_ptr<arrow::RecordBatch> RowGroup::Take() {
  if (values_ == nullptr) values_ = std::make_unique<StructBuilder>(fields_);
  ArrowArray built;
  values_->Finish(&built);
  values_.reset();
  rows_ = bytes_ = 0;
  return arrowfiles::Take(arrow::ImportRecordBatch(&built, schema_));
}

// Takes the place of all rows.
void RowGroup::Fill(const arrow::RecordBatch& rows) {
  (void)Take();
  ArrowArray exported;
  Check(arrow::ExportRecordBatch(rows, &exported));
  for (int64_t row = 0; row < rows.num_rows(); ++row) Append(exported, row);
  exported.release(&exported);
}

std::string RowGroup::Save() {
  const std::shared_ptr<arrow::RecordBatch> rows = Take();
  Fill(*rows);
  std::string bytes;
  const auto to =
      std::make_shared<OutputStream>([&bytes](std::string_view part) { bytes += part; });
  const auto writer = arrowfiles::Take(arrow::ipc::MakeStreamWriter(to, schema_));
  Check(writer->WriteRecordBatch(*rows));
  Check(writer->Close());
  to->Rethrow();
  return bytes;
}

void RowGroup::Restore(std::string_view bytes) {
  const auto reader = arrowfiles::Take(arrow::ipc::RecordBatchStreamReader::Open(
      std::make_shared<arrow::io::BufferReader>(arrow::Buffer::FromString(std::string(bytes)))));
  std::shared_ptr<arrow::RecordBatch> rows;
  Check(reader->ReadNext(&rows));
  if (rows == nullptr || !rows->schema()->Equals(*schema_))
    throw Error("the saved rows have other columns");
  Check(rows->ValidateFull());
  Fill(*rows);
}

}  // namespace textmill::arrowfiles
