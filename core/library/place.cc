#include "core/library/place.h"

#include <cstdint>
#include <iterator>
#include <string>
#include <tuple>
#include <utility>

#include "core/run/utf8_check.h"
#include "textmill/builder.hpp"
#include "textmill/engine.h"
#include "textmill/view.hpp"

namespace textmill::core {
namespace {

// With the flags of a unit: its bytes were in a payload, which does not go with its documents.
constexpr uint64_t kHadPayload = uint64_t{1} << 32;

Field PlaceField() {
  Field field = StructOf(TEXTMILL_PLACE, {});
  for (const char* name :
       {"input", "offset", "length", "unit_begin", "unit_end", "unit_flags", "row"})
    field.children.push_back({name, "l", {}, {}});
  return field;
}

void Release(ArrowArray* array) {
  if (array->release != nullptr) array->release(array);
}

// Releases what is left of an array, whatever comes.
class ArrayOwner {
 public:
  explicit ArrayOwner(ArrowArray* array) : array_(array) {}
  ~ArrayOwner() { Release(array_); }
  ArrayOwner(const ArrayOwner&) = delete;
  ArrayOwner& operator=(const ArrayOwner&) = delete;

 private:
  ArrowArray* array_;
};

// A struct that shares its members with others.
struct Shared {
  std::vector<Array> columns;
  std::vector<ArrowArray> members;
  std::vector<ArrowArray*> children;
  const void* buffers[1] = {nullptr};
};

}  // namespace

const Schema& DocumentsAt(const Plan& plan, uint32_t step) {
  // A writer of a table lets documents by.
  while (step > 1 && plan.steps[step - 1].table_of) --step;
  return plan.steps[step - 1].output;
}

Field PlacedDocuments(const Plan& plan, uint32_t step) {
  Schema columns = DocumentsAt(plan, step);
  columns.push_back(PlaceField());
  return StructOf("", columns);
}

void GiveDocuments(const Schema& schema, std::vector<Batch> batches, ArrowArray* out) {
  std::erase_if(batches, [](const Batch& batch) { return batch.rows == 0; });
  StructBuilder places(PlaceField());
  int64_t rows = 0;
  std::vector<RowRange> ranges;
  for (const Batch& batch : batches) {
    ranges.push_back({static_cast<int32_t>(ranges.size()), 0, batch.rows});
    rows += batch.rows;
    const textmill_unit& unit = batch.unit->raw;
    const bool no_position = unit.payload.release != nullptr || batch.unit->lost_payload;
    const uint64_t flags = unit.flags | (no_position ? kHadPayload : 0);
    for (const Origin& origin : batch.origins) {
      const uint64_t values[] = {unit.input, origin.offset, origin.length,
                                 unit.begin, unit.end,      flags};
      for (size_t k = 0; k < std::size(values); ++k)
        places.member<BuilderOf<Int64>>(k).Append(static_cast<int64_t>(values[k]));
      places.member<BuilderOf<Int64>>(std::size(values)).Append(origin.row);
      places.EndRow();
    }
  }
  ArrowArray made{};
  places.Finish(&made);
  auto shared = std::make_unique<Shared>();
  for (size_t c = 0; c < schema.size(); ++c) {
    std::vector<const ArrowArray*> sources;
    sources.reserve(batches.size());
    for (const Batch& batch : batches) sources.push_back(batch.columns[c].get());
    shared->columns.push_back(batches.size() == 1 ? batches[0].columns[c]
                                                  : Gather(schema[c], sources, ranges));
  }
  shared->columns.push_back(Own(&made));
  shared->members.resize(shared->columns.size());
  for (size_t k = 0; k < shared->columns.size(); ++k) {
    ArrowArray& member = shared->members[k];
    member = *shared->columns[k];
    // Its memory goes with the last that has it. A consumer may move it out of the struct.
    member.private_data = new Array(shared->columns[k]);
    member.release = [](ArrowArray* self) {
      delete static_cast<Array*>(self->private_data);
      self->release = nullptr;
    };
    shared->children.push_back(&member);
  }
  *out = {};
  out->length = rows;
  out->n_buffers = 1;
  out->buffers = shared->buffers;
  out->n_children = static_cast<int64_t>(shared->children.size());
  out->children = shared->children.data();
  out->private_data = shared.release();
  out->release = [](ArrowArray* self) {
    auto* own = static_cast<Shared*>(self->private_data);
    for (ArrowArray& member : own->members) Release(&member);
    delete own;
    self->release = nullptr;
  };
}

Result<std::vector<Batch>> TakeDocuments(const Plan& plan, uint32_t step, size_t inputs,
                                         const ArrowSchema& schema, ArrowArray* documents) {
  const ArrayOwner owner(documents);
  if (documents->release == nullptr) return Error{"the documents were released before"};
  const Field wanted = PlacedDocuments(plan, step);
  const Field given = ImportField(schema);
  bool fits = schema.dictionary == nullptr && SameType(wanted, given);
  for (size_t k = 0; fits && k < wanted.children.size(); ++k)
    fits = wanted.children[k].name == given.children[k].name;
  if (!fits)
    return Error{"the documents are " + TypeName(given) + ", and step `" + plan.steps[step].id +
                     "` is given " + TypeName(wanted),
                 "see textmill_plan_schema", ErrorKind::kWrongType};
  const int64_t rows = documents->length;
  if (rows < 0 || rows > INT32_MAX || documents->offset < 0)
    return Error{"documents come in arrays of at most 2147483647 rows", ""};
  const ViewBase whole(documents, 0, rows);
  for (int64_t row = 0; row < rows; ++row) {
    if (whole.IsNull(row)) return Error{"document " + std::to_string(row) + " is null", ""};
  }
  auto members = TakeMembers(documents, wanted.children, rows);
  if (!members) return members.error();
  if (const auto bad = FindInvalidUtf8(wanted.children, *members); !bad.empty())
    return Error{"document " + std::to_string(bad[0].first) + ": " + bad[0].second, ""};
  const Array places = members->back();
  members->pop_back();
  std::vector<PrimitiveView<int64_t>> values;
  for (int64_t k = 0; k < places->n_children; ++k)
    values.emplace_back(places->children[k], places->offset, rows);
  Batch all;
  all.rows = rows;
  all.columns = std::move(*members);
  for (int64_t row = 0; row < rows; ++row) {
    const int64_t input = values[0][row], offset = values[1][row], length = values[2][row],
                  begin = values[3][row], end = values[4][row], flags = values[5][row];
    const bool there = input >= 0 && static_cast<uint64_t>(input) < inputs && begin >= 0 &&
                       begin <= offset && offset <= end && length >= 0 && length <= end - offset &&
                       flags >= 0 && static_cast<uint64_t>(flags) < 2 * kHadPayload;
    if (!there)
      return Error{"document " + std::to_string(row) + " comes from a place that there is not",
                   std::string("`") + TEXTMILL_PLACE + "` goes with a document as it was given"};
    all.origins.push_back(
        {static_cast<uint64_t>(offset), static_cast<uint64_t>(length), values[6][row]});
  }
  const auto unit_of = [&](int64_t row) {
    return std::tuple(values[0][row], values[3][row], values[4][row], values[5][row]);
  };
  std::vector<Batch> batches;
  for (int64_t begin = 0; begin < rows;) {
    int64_t end = begin + 1;
    while (end < rows && unit_of(end) == unit_of(begin)) ++end;
    const bool whole_array = begin == 0 && end == rows;
    batches.push_back(whole_array ? all
                                  : all.Pick(DocumentsAt(plan, step), {{0, begin, end - begin}}));
    textmill_unit unit{};
    unit.input = static_cast<uint32_t>(values[0][begin]);
    unit.begin = static_cast<uint64_t>(values[3][begin]);
    unit.end = static_cast<uint64_t>(values[4][begin]);
    unit.flags = static_cast<uint32_t>(values[5][begin]);
    const bool had_payload = (static_cast<uint64_t>(values[5][begin]) & kHadPayload) != 0;
    batches.back().unit = std::make_shared<Unit>(unit, had_payload);
    begin = end;
  }
  return batches;
}

}  // namespace textmill::core
