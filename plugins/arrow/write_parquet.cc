#include "plugins/arrow/write_parquet.h"

#include <arrow/memory_pool.h>
#include <parquet/arrow/writer.h>
#include <parquet/file_writer.h>
#include <parquet/metadata.h>
#include <parquet/properties.h>

#include <string_view>
#include <utility>

#include "plugins/arrow/arrow_result.h"

namespace textmill::arrowfiles {
namespace {

constexpr const char* kWriteParquetDescription =
    R"(The format that tables are kept in: pyarrow, pandas, Polars, DuckDB, Spark and the Hugging
Face libraries read it, column by column. `read.parquet` reads back what was written.

- Columns have their own types: numbers, bools, times (microseconds, UTC), texts, and lists and
  structs such as `entities`. Input fields that the reader did not declare are one column
  `extra` of JSON text; `fields` and `types` of the reader make columns of them.
- The bytes of the file depend on the documents alone, not on threads or the size of batches.
- Pages have checksums, which readers may check.
- With `from:` it writes the table of another step.

The file has its name once the run is complete, and ends in `.part` until then.)";

constexpr const char* kWriteParquetExample =
    R"(- uses: write.parquet
  with:
    path: out/articles.parquet
    columns: [id, title, text, lang]
)";

parquet::Compression::type CodecOf(const std::string& name) {
  return name == "zstd"     ? parquet::Compression::ZSTD
         : name == "snappy" ? parquet::Compression::SNAPPY
         : name == "gzip"   ? parquet::Compression::GZIP
                            : parquet::Compression::UNCOMPRESSED;
}

constexpr std::string_view kParquetMagic = "PAR1";

// A file of one group, written as a part of a longer one: what is in front of the group, and its
// metadata, stay away.
class PartOfFile final : public arrow::io::OutputStream {
 public:
  explicit PartOfFile(std::shared_ptr<arrowfiles::OutputStream> to)
      : to_(std::move(to)),
        at_(to_->Tell().ValueUnsafe() - static_cast<int64_t>(kParquetMagic.size())),
        begin_(at_ + static_cast<int64_t>(kParquetMagic.size())) {}

  void End() { ended_ = true; }
  arrow::Status Write(const void* data, int64_t n) override {
    const bool in_front = at_ < begin_;
    at_ += n;
    return in_front || ended_ ? arrow::Status::OK() : to_->Write(data, n);
  }
  // Before the mark was written it is a file that begins.
  arrow::Result<int64_t> Tell() const override { return at_ < begin_ ? 0 : at_; }
  arrow::Status Close() override { return arrow::Status::OK(); }
  bool closed() const override { return false; }

 private:
  const std::shared_ptr<arrowfiles::OutputStream> to_;
  int64_t at_;
  const int64_t begin_;
  bool ended_ = false;
};

}  // namespace

struct WriteParquet::Properties {
  std::shared_ptr<parquet::WriterProperties> file;
  std::shared_ptr<parquet::ArrowWriterProperties> arrow;
};

WriteParquet::WriteParquet() {
  Describe("write.parquet", "1.0.0",
           "Writes documents, or the table of a step, as a Parquet file.");
  Explain(kWriteParquetDescription, kWriteParquetExample);
}

WriteParquet::~WriteParquet() = default;

void WriteParquet::Bind(Binder& binder) {
  if (level.present() && (compression.get() == "snappy" || compression.get() == "none"))
    throw Error("compression `" + compression.get() + "` has no levels").Parameter("level");
  if (level.present() && compression.get() == "gzip" && level.get() > 9)
    throw Error("levels of gzip go from 1 to 9").Parameter("level");
  TableSink::Bind(binder);
}

void WriteParquet::Begin(const std::shared_ptr<arrow::Schema>& schema,
                         const std::shared_ptr<OutputStream>& to) {
  parquet::WriterProperties::Builder properties;
  properties.memory_pool(arrow::system_memory_pool());
  properties.compression(CodecOf(compression.get()));
  if (level.present())
    properties.compression_level(static_cast<int>(level.get()));
  else if (compression.get() == "zstd")
    properties.compression_level(3);
  else if (compression.get() == "gzip")
    properties.compression_level(6);
  properties.max_row_group_length(INT64_MAX);
  properties.enable_page_checksum();
  // Texts do not repeat: to look for it costs time.
  properties.disable_dictionary("text");
  parquet::ArrowWriterProperties::Builder arrow_properties;
  arrow_properties.set_use_threads(false);
  properties_ =
      std::make_shared<Properties>(Properties{properties.build(), arrow_properties.build()});
  schema_ = schema;
  to_ = to;
  Check(to_->Write(kParquetMagic.data(), static_cast<int64_t>(kParquetMagic.size())));
  metadata_ = WritePart(nullptr);
}

// Each group is written by itself, so that nothing but its metadata is kept of those before it.
// Gives the metadata of what was written; `rows` may be NULL.
std::shared_ptr<parquet::FileMetaData> WriteParquet::WritePart(const arrow::RecordBatch* rows) {
  const auto part = std::make_shared<PartOfFile>(to_);
  const std::unique_ptr<parquet::arrow::FileWriter> writer = Take(parquet::arrow::FileWriter::Open(
      *schema_, arrow::system_memory_pool(), part, properties_->file, properties_->arrow));
  arrow::Status status;
  if (rows != nullptr) {
    status = writer->NewRowGroup();
    for (int i = 0; status.ok() && i < rows->num_columns(); ++i)
      status = writer->WriteColumnChunk(*rows->column(i));
  }
  part->End();
  Check(status);
  Check(writer->Close());
  return writer->metadata();
}

void WriteParquet::WriteGroup(const arrow::RecordBatch& rows) {
  metadata_->AppendRowGroups(*WritePart(&rows));
}

void WriteParquet::End() { parquet::WriteFileMetaData(*metadata_, to_.get()); }

void WriteParquet::Save(StateWriter& to) const {
  to.PutBytes(Guarded([&] { return metadata_->SerializeToString(); }));
  SaveRows(to);
}

void WriteParquet::Restore(StateReader& from) {
  const std::string bytes = from.TakeBytes();
  Guarded([&] {
    const auto saved =
        parquet::FileMetaData::Make(bytes.data(), static_cast<int64_t>(bytes.size()));
    if (!saved->schema()->Equals(*metadata_->schema()))
      throw Error("the saved file has other columns");
    metadata_ = saved;
  });
  RestoreRows(from);
}

}  // namespace textmill::arrowfiles
