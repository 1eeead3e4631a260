#include "core/run/source_reader.h"

#include <algorithm>
#include <chrono>
#include <string>
#include <utility>

#include "core/plugin/plugin_call.h"
#include "core/run/utf8_check.h"
#include "textmill/source.hpp"
#include "textmill/view.hpp"

namespace textmill::core {
namespace {

void Release(ArrowArray* array) {
  if (array->release != nullptr) array->release(array);
}

// Each record is within its unit, and they ascend: their order is the input's.
Status CheckOrigins(const Step& step, const textmill_unit& unit,
                    const std::vector<Origin>& origins) {
  uint64_t last = unit.begin;
  for (const Origin& origin : origins) {
    const std::string where = "a record at " + std::to_string(origin.offset) + ", " +
                              std::to_string(origin.length) + " bytes, ";
    if (origin.offset < unit.begin || origin.offset > unit.end ||
        origin.length > unit.end - origin.offset) {
      return Broken(step, where + "is outside of its unit, " + std::to_string(unit.begin) + " to " +
                              std::to_string(unit.end));
    }
    if (origin.offset < last) return Broken(step, where + "comes after a later one");
    last = origin.offset;
  }
  return {};
}

}  // namespace

Result<std::unique_ptr<Work>> SourceReader::Next(uint64_t want_bytes) {
  auto work = std::make_unique<Work>(plan_.steps.size());
  textmill_unit raw{};
  std::string failure;
  const auto next = step_.instance->NextUnit(want_bytes, &raw, &failure);
  if (!next) return next.error();
  if (*next == Instance::Next::kEnd) return std::unique_ptr<Work>();
  work->batch.unit = std::make_shared<Unit>(raw);
  const bool failed = *next == Instance::Next::kInputFailed;
  if (const std::string wrong = order_.Check(raw, failed); !wrong.empty())
    return Broken(step_, wrong);
  if (failed) work->input_failure = std::move(failure);
  // A file that is one document may end long before its unit does: nobody knows how long it is,
  // unpacked. What is stored of it is known.
  const uint64_t stored =
      raw.consumed - std::min(raw.consumed, raw.input == input_ ? consumed_ : 0);
  work->unit_bytes = raw.end - raw.begin;
  if (raw.payload.length == 0 && stored > 0) work->unit_bytes = std::min(work->unit_bytes, stored);
  input_ = raw.input;
  consumed_ = raw.consumed;
  return work;
}

Status SourceReader::Skip(uint64_t units, uint32_t input, uint64_t end,
                          const std::atomic<bool>& stop) {
  std::unique_ptr<Work> last;
  for (uint64_t i = 0; i < units && !stop.load(); ++i) {
    auto next = Next();
    if (!next) return next.error();
    last = std::move(*next);
    if (last == nullptr) break;
  }
  const bool same = units == 0 || (last != nullptr && last->batch.unit->raw.input == input &&
                                   last->batch.unit->raw.end == end);
  if (same || stop.load()) return {};
  return Error{"the inputs are not cut into the pieces that they were in before", "",
               ErrorKind::kBadInput};
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
  const textmill_unit& unit = work->batch.unit->raw;
  const AtUnit at(records_.InputName(unit.input).c_str(), unit.begin, unit.end);
  textmill_rows rows{};
  Status status = step_.instance->ReadUnit(work->batch.unit->raw, &rows, &work->input_failure);
  const bool read = status.ok() && !work->input_failure;
  if (read) status = TakeRows(&rows, work);
  if (read && status.ok()) status = TakeFailures(&rows, work);
  Release(&rows.columns);
  Release(&rows.origins);
  Release(&rows.failures);
  if (!status.ok()) {
    work->fatal = status.error();
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
    return Broken(step_, "it gave no rows");
  batch.rows = rows->columns.length;
  auto columns = TakeMembers(&rows->columns, step_.bound.columns, -1);
  if (!columns) return Broken(step_, columns.error().message);
  auto origins = TakeMembers(&rows->origins, Rows::OriginField().children, batch.rows);
  if (!origins) return Broken(step_, "its origins are wrong: " + origins.error().message);
  batch.columns = std::move(*columns);
  const PrimitiveView<uint64_t> offsets((*origins)[0].get(), 0, batch.rows),
      lengths((*origins)[1].get(), 0, batch.rows);
  for (int64_t i = 0; i < batch.rows; ++i) batch.origins.push_back({offsets[i], lengths[i]});
  return CheckOrigins(step_, batch.unit->raw, batch.origins);
}

Status SourceReader::TakeFailures(textmill_rows* rows, Work* work) const {
  if (rows->failures.release == nullptr) return {};
  auto members = TakeMembers(&rows->failures, Rows::FailureField().children, -1);
  if (!members) return Broken(step_, "its failures are wrong: " + members.error().message);
  const int64_t n = (*members)[0]->length;
  const PrimitiveView<uint64_t> offsets((*members)[0].get(), 0, n),
      lengths((*members)[1].get(), 0, n);
  const BytesView messages((*members)[2].get(), 0, n);
  const PrimitiveView<uint8_t> kinds((*members)[3].get(), 0, n);
  std::vector<Origin> origins;
  for (int64_t i = 0; i < n; ++i) origins.push_back({offsets[i], lengths[i]});
  if (Status status = CheckOrigins(step_, work->batch.unit->raw, origins); !status) return status;
  for (int64_t i = 0; i < n; ++i) {
    const Origin& origin = origins[static_cast<size_t>(i)];
    work->failed.push_back({origin, records_.Failed(0, std::string(messages[i]), *work->batch.unit,
                                                    origin, kinds[i] == TEXTMILL_FAILED_FOR_NOW)});
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
