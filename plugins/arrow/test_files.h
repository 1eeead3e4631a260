// For tests: files made by Arrow itself.
#ifndef TEXTMILL_PLUGINS_ARROW_TEST_FILES_H_
#define TEXTMILL_PLUGINS_ARROW_TEST_FILES_H_

#include <arrow/api.h>
#include <arrow/io/memory.h>
#include <parquet/arrow/writer.h>

#include <memory>
#include <string>
#include <vector>

namespace textmill::arrowfiles {

inline std::shared_ptr<arrow::Array> Texts(const std::vector<std::string>& values) {
  arrow::StringBuilder builder;
  (void)builder.AppendValues(values);
  return builder.Finish().ValueOrDie();
}

inline std::shared_ptr<arrow::Table> TableOf(
    const std::vector<std::pair<std::string, std::shared_ptr<arrow::Array>>>& columns) {
  arrow::FieldVector fields;
  arrow::ArrayVector arrays;
  for (const auto& [name, array] : columns) {
    fields.push_back(arrow::field(name, array->type()));
    arrays.push_back(array);
  }
  return arrow::Table::Make(arrow::schema(fields), arrays);
}

inline std::string ParquetBytes(const arrow::Table& table, int64_t rows_per_group = 1 << 20,
                                bool checksums = false) {
  auto to = arrow::io::BufferOutputStream::Create().ValueOrDie();
  parquet::WriterProperties::Builder properties;
  properties.compression(parquet::Compression::ZSTD);
  if (checksums) properties.enable_page_checksum();
  const arrow::Status status = parquet::arrow::WriteTable(
      table, arrow::system_memory_pool(), to, rows_per_group, properties.build(),
      parquet::ArrowWriterProperties::Builder().store_schema()->build());
  return status.ok() ? to->Finish().ValueOrDie()->ToString() : status.ToString();
}

}  // namespace textmill::arrowfiles

#endif  // TEXTMILL_PLUGINS_ARROW_TEST_FILES_H_
