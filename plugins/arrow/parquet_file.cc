// Parquet files. Columns that are not asked for are not read; pages with a checksum are checked.
#include <arrow/memory_pool.h>
#include <parquet/arrow/reader.h>
#include <parquet/arrow/schema.h>
#include <parquet/exception.h>
#include <parquet/file_reader.h>
#include <parquet/metadata.h>
#include <parquet/statistics.h>

#include <algorithm>

#include "plugins/arrow/arrow_result.h"
#include "plugins/arrow/capped_pool.h"
#include "plugins/arrow/input_file.h"
#include "plugins/arrow/table_file.h"

namespace textmill::arrowfiles {
namespace {

// Groups that take more room in their file are read page by page, others in one go.
constexpr int64_t kReadAtOnce = 32 << 20;

parquet::ReaderProperties ReaderProperties(arrow::MemoryPool* pool) {
  parquet::ReaderProperties properties(pool);
  properties.set_page_checksum_verification(true);
  return properties;
}

// A Parquet file counts leaves: a struct of two members is two of its columns.
std::vector<int> LeavesOf(const parquet::SchemaDescriptor& schema,
                          const std::vector<int>& columns) {
  std::vector<int> leaves;
  for (int leaf = 0; leaf < schema.num_columns(); ++leaf) {
    const int column = schema.group_node()->FieldIndex(*schema.GetColumnRoot(leaf));
    if (std::binary_search(columns.begin(), columns.end(), column)) leaves.push_back(leaf);
  }
  return leaves;
}

class Stream final : public GroupStream {
 public:
  Stream(const std::shared_ptr<arrow::io::RandomAccessFile>& file,
         const std::shared_ptr<parquet::FileMetaData>& metadata, int group,
         const std::vector<int>& leaves, int64_t rows_at_once, int64_t stored, int64_t unpack_limit)
      : pool_(unpack_limit) {
    parquet::ReaderProperties how = ReaderProperties(&pool_);
    if (stored > kReadAtOnce) {
      how.enable_buffered_stream();
      how.set_buffer_size(256 << 10);
    }
    parquet::ArrowReaderProperties properties(/*use_threads=*/false);
    properties.set_pre_buffer(false);
    properties.set_batch_size(rows_at_once);
    parquet::arrow::FileReaderBuilder builder;
    Check(builder.Open(file, how, metadata));
    builder.memory_pool(&pool_);
    builder.properties(properties);
    reader_ = Take(builder.Build());
    batches_ = Take(reader_->GetRecordBatchReader({group}, leaves));
  }

  std::shared_ptr<arrow::RecordBatch> Next() override {
    return Guarded([&] {
      std::shared_ptr<arrow::RecordBatch> batch;
      Check(batches_->ReadNext(&batch));
      return batch;
    });
  }

 private:
  CappedPool pool_;  // outlives the rest
  std::unique_ptr<parquet::arrow::FileReader> reader_;
  std::unique_ptr<arrow::RecordBatchReader> batches_;
};

class ParquetFile final : public TableFile {
 public:
  ParquetFile(const std::string& path, int64_t unpack_limit)
      : file_(OpenInput(path)), unpack_limit_(unpack_limit) {
    // What is in the metadata goes on using the memory that it is opened with.
    metadata_ =
        parquet::ParquetFileReader::Open(file_, ReaderProperties(arrow::system_memory_pool()))
            ->metadata();
    parquet::ArrowReaderProperties properties(/*use_threads=*/false);
    Check(parquet::arrow::FromParquetSchema(metadata_->schema(), properties,
                                            metadata_->key_value_metadata(), &schema_));
    Check(parquet::arrow::SchemaManifest::Make(metadata_->schema(), metadata_->key_value_metadata(),
                                               properties, &manifest_));
    const int64_t size = Take(file_->GetSize());
    int64_t row = 0;
    for (int i = 0; i < metadata_->num_row_groups(); ++i) {
      const auto group = metadata_->RowGroup(i);
      int64_t stored = 0;
      for (int k = 0; k < group->num_columns(); ++k)
        stored += std::clamp<int64_t>(group->ColumnChunk(k)->total_compressed_size(), 0, size);
      if (group->num_rows() < 0 || group->num_rows() > INT64_MAX - row || stored > size)
        throw Error("its row group " + std::to_string(i) + " cannot be as large as it says");
      groups_.push_back({row, group->num_rows(), stored});
      row += group->num_rows();
    }
  }

  bool MayHaveNulls(int column) const override {
    if (!schema_->field(column)->nullable()) return false;
    return Guarded([&] {
      for (int i = 0; i < metadata_->num_row_groups(); ++i) {
        const auto group = metadata_->RowGroup(i);
        for (const int leaf : LeavesOf(*metadata_->schema(), {column})) {
          const auto statistics = group->ColumnChunk(leaf)->statistics();
          if (statistics == nullptr || !statistics->HasNullCount() || statistics->null_count() != 0)
            return true;
        }
      }
      return false;
    });
  }

  Bounds BoundsOf(size_t group, int column, const std::vector<int>& members) const override {
    return Guarded([&] {
      Bounds bounds;
      const parquet::arrow::SchemaField* field =
          &manifest_.schema_fields.at(static_cast<size_t>(column));
      for (const int member : members) field = &field->children.at(static_cast<size_t>(member));
      if (!field->is_leaf()) return bounds;
      const auto row_group = metadata_->RowGroup(static_cast<int>(group));
      const auto statistics = row_group->ColumnChunk(field->column_index)->statistics();
      if (statistics == nullptr) return bounds;
      if (statistics->HasNullCount()) {
        if (statistics->null_count() == 0) bounds.nulls = Bounds::Nulls::kNone;
        if (statistics->null_count() == row_group->num_rows()) bounds.nulls = Bounds::Nulls::kAll;
      }
      if (statistics->HasMinMax() &&
          !parquet::arrow::StatisticsAsScalars(*statistics, &bounds.least, &bounds.most).ok()) {
        bounds.least = bounds.most = nullptr;
      }
      return bounds;
    });
  }

  int64_t BytesOf(size_t group, const std::vector<int>& columns) const override {
    return Guarded([&] {
      const auto row_group = metadata_->RowGroup(static_cast<int>(group));
      int64_t bytes = 0;
      for (const int leaf : LeavesOf(*metadata_->schema(), columns)) {
        const int64_t more = row_group->ColumnChunk(leaf)->total_uncompressed_size();
        bytes += std::clamp<int64_t>(more, 0, INT64_MAX / 2 - bytes);
      }
      return bytes;
    });
  }

  std::unique_ptr<GroupStream> Read(size_t group, const std::vector<int>& columns,
                                    int64_t rows_at_once) const override {
    return Guarded([&]() -> std::unique_ptr<GroupStream> {
      return std::make_unique<Stream>(file_, metadata_, static_cast<int>(group),
                                      LeavesOf(*metadata_->schema(), columns), rows_at_once,
                                      groups_[group].stored, unpack_limit_);
    });
  }

 private:
  const std::shared_ptr<arrow::io::RandomAccessFile> file_;
  const int64_t unpack_limit_;
  std::shared_ptr<parquet::FileMetaData> metadata_;
  parquet::arrow::SchemaManifest manifest_;
};

}  // namespace

std::shared_ptr<TableFile> OpenParquet(const std::string& path, int64_t unpack_limit) {
  return Guarded([&] { return std::make_shared<ParquetFile>(path, unpack_limit); });
}

}  // namespace textmill::arrowfiles
