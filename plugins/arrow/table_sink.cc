#include "plugins/arrow/table_sink.h"

#include "plugins/arrow/arrow_result.h"
#include "plugins/lib/io/endings.h"
#include "textmill/column_choice.hpp"

namespace textmill::arrowfiles {
namespace {

// A group takes no more than this, however few its rows are, so that memory is bounded.
constexpr int64_t kMostBytes = int64_t{128} << 20;

}  // namespace

void TableSink::Bind(Binder& binder) {
  if (io::WithoutPacking(path->value) != path->value) {
    throw Error("the file is compressed in itself, and would be called as if it were once more")
        .Parameter("path")
        .Hint("Take the ending away: `" + std::string(io::WithoutPacking(path->value)) + "`.");
  }
  output_ = binder.Output(path->value, TEXTMILL_OUTPUT_RAW);
  fields_.clear();
  for (const int place : ChooseColumns(binder, columns)) {
    fields_.push_back(binder.input()[static_cast<size_t>(place)]);
    binder.Use(fields_.back().name);
  }
  if (fields_.empty()) throw Error("there is no column to write").Parameter("columns");
  (void)SchemaFor(fields_);
}

template <class Call>
void TableSink::Writing(const Call& call) {
  try {
    Guarded(call);
  } catch (const Error&) {
    stream_->Rethrow();
    throw;
  }
}

void TableSink::Open(const textmill_open_request&) {
  group_.emplace(fields_);
  stream_ =
      std::make_shared<OutputStream>([this](std::string_view bytes) { Write(output_, bytes); });
  Writing([&] { Begin(group_->schema(), stream_); });
}

void TableSink::Commit(const Batch& batch, const Carried&, Reply& reply) {
  for (int64_t row = 0; row < batch.rows(); ++row) {
    group_->Append(*batch.raw().columns, row);
    if (group_->rows() == RowsPerGroup() || group_->bytes() >= kMostBytes) Flush();
  }
  reply.Count(rows, batch.rows());
  kept_.Set(host(), group_->bytes());
}

void TableSink::Flush() {
  const std::shared_ptr<arrow::RecordBatch> rows = group_->Take();
  Writing([&] { WriteGroup(*rows); });
}

void TableSink::Finish() {
  if (group_->rows() > 0) Flush();
  Writing([&] { End(); });
  kept_.Set(host(), group_->bytes());
}

void TableSink::SaveRows(StateWriter& to) const {
  to.Put(Take(stream_->Tell()));
  to.PutBytes(Guarded([&] { return group_->Save(); }));
}

void TableSink::RestoreRows(StateReader& from) {
  stream_->GoOnAt(from.Take<int64_t>());
  const std::string rows = from.TakeBytes();
  Guarded([&] { group_->Restore(rows); });
  kept_.Set(host(), group_->bytes());
}

}  // namespace textmill::arrowfiles
