#include "core/run/source_reader.h"

#include <chrono>
#include <string>
#include <utility>

#include "core/run/utf8_check.h"
#include "textmill/source.hpp"
#include "textmill/view.hpp"

namespace textmill::core {
namespace {

void Release(ArrowArray* array) {
  if (array->release != nullptr) array->release(array);
}

Error AtStep(const Step& step, const Error& error) {
  return {"step `" + step.id + "`: " + error.message, error.hint, ""};
}

}  // namespace

Result<std::unique_ptr<Work>> SourceReader::Next() {
  auto work = std::make_unique<Work>(plan_.steps.size());
  textmill_unit raw{};
  std::string failure;
  const auto next = step_.instance->NextUnit(batch_bytes_, &raw, &failure);
  if (!next) return AtStep(step_, next.error());
  if (*next == Instance::Next::kEnd) return std::unique_ptr<Work>();
  work->batch.unit = std::make_shared<Unit>(raw);
  if (*next == Instance::Next::kInputFailed) work->input_failure = std::move(failure);
  return work;
}

void SourceReader::Read(Work* work) const {
  if (!work->input_failure) ReadUnit(work);
  if (!work->input_failure) return;
  const textmill_unit& unit = work->batch.unit->raw;
  work->failed.push_back(
      {{unit.begin, 0}, records_.InputFailed(*work->input_failure, unit.input, unit.begin)});
  for (const Field& field : step_.output) work->batch.columns.push_back(Gather(field, {}, {}));
}

void SourceReader::ReadUnit(Work* work) const {
  const auto start = std::chrono::steady_clock::now();
  textmill_rows rows{};
  Status status = step_.instance->ReadUnit(work->batch.unit->raw, &rows, &work->input_failure);
  const bool read = status.ok() && !work->input_failure;
  if (read) status = TakeRows(&rows, work);
  if (read && status.ok()) status = TakeFailures(&rows, work);
  Release(&rows.columns);
  Release(&rows.origins);
  Release(&rows.failures);
  if (!status.ok()) {
    work->fatal = AtStep(step_, status.error());
    return;
  }
  if (!read) return;
  StepCounts& counts = work->counts.front();
  counts.in = work->batch.rows + counts.failed;
  FailInvalidUtf8(work);
  counts.nanoseconds +=
      std::chrono::duration_cast<std::chrono::nanoseconds>(std::chrono::steady_clock::now() - start)
          .count();
}

Status SourceReader::TakeRows(textmill_rows* rows, Work* work) const {
  Batch& batch = work->batch;
  if (rows->columns.release == nullptr || rows->origins.release == nullptr)
    return Error{"the reader gave no rows", "", ""};
  batch.rows = rows->columns.length;
  auto columns = TakeMembers(&rows->columns, step_.bound.columns, -1);
  if (!columns) return columns.error();
  auto origins = TakeMembers(&rows->origins, Rows::OriginField().children, batch.rows);
  if (!origins) return Error{"the reader's origins are wrong: " + origins.error().message, "", ""};
  batch.columns = std::move(*columns);
  const PrimitiveView<uint64_t> offsets((*origins)[0].get(), 0, batch.rows),
      lengths((*origins)[1].get(), 0, batch.rows);
  for (int64_t i = 0; i < batch.rows; ++i) batch.origins.push_back({offsets[i], lengths[i]});
  return {};
}

Status SourceReader::TakeFailures(textmill_rows* rows, Work* work) const {
  if (rows->failures.release == nullptr) return {};
  auto members = TakeMembers(&rows->failures, Rows::FailureField().children, -1);
  if (!members) return Error{"the reader's failures are wrong: " + members.error().message, "", ""};
  const int64_t n = (*members)[0]->length;
  const PrimitiveView<uint64_t> offsets((*members)[0].get(), 0, n),
      lengths((*members)[1].get(), 0, n);
  const BytesView messages((*members)[2].get(), 0, n);
  for (int64_t i = 0; i < n; ++i) {
    const Origin origin{offsets[i], lengths[i]};
    work->failed.push_back(
        {origin, records_.Failed(0, std::string(messages[i]), *work->batch.unit, origin)});
  }
  work->counts.front().failed += n;
  return {};
}

void SourceReader::FailInvalidUtf8(Work* work) const {
  Batch& batch = work->batch;
  const auto invalid = FindInvalidUtf8(step_.bound.columns, batch.columns);
  if (invalid.empty()) return;
  std::vector<RowRange> good;
  size_t next = 0;
  for (int32_t row = 0; row < batch.rows; ++row) {
    if (next == invalid.size() || invalid[next].first != row) {
      AddRow(&good, 0, row);
      continue;
    }
    const Origin& origin = batch.origins[static_cast<size_t>(row)];
    work->failed.push_back({origin, records_.Failed(0, invalid[next].second, *batch.unit, origin)});
    ++work->counts.front().failed;
    ++next;
  }
  batch = batch.Pick(step_.output, good);
}

}  // namespace textmill::core
