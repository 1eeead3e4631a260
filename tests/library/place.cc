#include "tests/library/place.h"

#include <stdexcept>

#include "textmill/view.hpp"

namespace textmill::tests {
namespace {

void Keep(ArrowArray* array) { array->release = nullptr; }

int64_t RowOf(const ArrowArray& array, int64_t at) {
  const ArrowArray& place = *array.children[array.n_children - 1];
  const PrimitiveView<int64_t> rows(place.children[6], place.offset + array.offset, array.length);
  return rows[at];
}

}  // namespace

Arrays::~Arrays() {
  for (ArrowArray& array : arrays_) {
    if (array.release != nullptr) array.release(&array);
  }
}

Slice::Slice(const Documents& documents, size_t begin, size_t end) {
  const ArrowArray& from = *documents[begin].array;
  array_ = from;
  array_.offset = from.offset + documents[begin].at;
  array_.length = static_cast<int64_t>(end - begin);
  array_.release = Keep;
  for (int64_t k = 0; k < from.n_children; ++k) {
    copies_.push_back(*from.children[k]);
    copies_.back().release = Keep;
    children_.push_back(&copies_.back());
  }
  array_.children = children_.data();
  ArrowArray& place = *children_.back();
  place.length = array_.offset + array_.length;
  for (int64_t k = 0; k < place.n_children; ++k) {
    copies_.push_back(*place.children[k]);
    copies_.back().release = Keep;
    place_children_.push_back(&copies_.back());
  }
  place.children = place_children_.data();
  ArrowArray& row = *place_children_.back();
  rows_.resize(static_cast<size_t>(place.offset + array_.offset + array_.length));
  for (size_t i = begin; i < end; ++i)
    rows_[static_cast<size_t>(place.offset + array_.offset) + i - begin] = documents[i].row;
  row_buffers_[1] = rows_.data();
  row.buffers = row_buffers_;
  row.offset = 0;
  row.length = static_cast<int64_t>(rows_.size());
}

size_t EndOfSlice(const Documents& documents, size_t begin) {
  size_t end = begin + 1;
  while (end < documents.size() && documents[end].array == documents[begin].array &&
         documents[end].at == documents[end - 1].at + 1)
    ++end;
  return end;
}

Place::Place(const Options& options) {
  std::vector<const char*> set;
  for (const std::string& one : options.set) set.push_back(one.c_str());
  set.push_back(nullptr);
  textmill_plan_options given{};
  given.text = options.text.empty() ? nullptr : options.text.c_str();
  given.file = options.file.c_str();
  given.set = set.data();
  given.flags = options.flags;
  Check(textmill_plan_open(&given, &plan_, &error_));
}

void Place::Check(int32_t code) const {
  if (code != TEXTMILL_OK)
    throw std::runtime_error(std::string(error_.message) + " | " + error_.hint);
}

std::vector<textmill_step_info> Place::Steps() const {
  const textmill_step_info* steps = nullptr;
  uint64_t n = 0;
  textmill_plan_steps(plan_, &steps, &n);
  return {steps, steps + n};
}

std::vector<textmill_segment> Place::Segments() const {
  const textmill_segment* segments = nullptr;
  uint64_t n = 0;
  textmill_plan_segments(plan_, &segments, &n);
  return {segments, segments + n};
}

std::vector<textmill_planned_output> Place::Outputs() const {
  const textmill_planned_output* outputs = nullptr;
  uint64_t n = 0;
  textmill_plan_outputs(plan_, &outputs, &n);
  return {outputs, outputs + n};
}

void Place::Begin(uint32_t first, uint32_t last) {
  first_ = first;
  Check(textmill_plan_begin(plan_, first, last, &error_));
}

bool Place::NextUnit(uint64_t want, textmill_unit* unit) {
  const int32_t code = textmill_plan_next_unit(plan_, want, unit, &error_);
  if (code != TEXTMILL_END) Check(code);
  return code == TEXTMILL_OK;
}

void Place::Collect(ArrowArray* array, Documents* out) const {
  for (int64_t at = 0; at < array->length; ++at) out->push_back({array, at, RowOf(*array, at)});
}

void Place::Read(textmill_unit* unit, Arrays* arrays, Documents* out) {
  ArrowArray* const array = arrays->New();
  Check(textmill_plan_read(plan_, unit, array, &error_));
  Collect(array, out);
}

void Place::Process(const Documents& documents, Arrays* arrays, Documents* out) {
  for (size_t begin = 0; begin < documents.size();) {
    const size_t end = EndOfSlice(documents, begin);
    Slice slice(documents, begin, end);
    ArrowSchema schema{};
    Check(textmill_plan_schema(plan_, first_, &schema, &error_));
    ArrowArray* const array = arrays->New();
    const int32_t code = textmill_plan_process(plan_, &schema, slice.get(), array, &error_);
    schema.release(&schema);
    Check(code);
    if (slice.get()->release != nullptr) throw std::runtime_error("documents were not released");
    Collect(array, out);
    begin = end;
  }
}

std::vector<std::vector<uint64_t>> Place::Keys(uint32_t step, const Documents& documents) {
  std::vector<std::vector<uint64_t>> keys;
  for (size_t begin = 0; begin < documents.size();) {
    const size_t end = EndOfSlice(documents, begin);
    Slice slice(documents, begin, end);
    ArrowSchema schema{};
    Check(textmill_plan_schema(plan_, step, &schema, &error_));
    ArrowArray made{};
    const int32_t code = textmill_plan_keys(plan_, step, &schema, slice.get(), &made, &error_);
    schema.release(&schema);
    Check(code);
    if (slice.get()->release == nullptr || slice.get()->children[0]->release == nullptr)
      throw std::runtime_error("borrowed documents are gone");
    const ListView lists(&made, 0, made.length);
    const auto items = lists.Items<PrimitiveView<uint64_t>>();
    for (int64_t row = 0; row < made.length; ++row) {
      keys.emplace_back();
      for (int64_t i = lists.begin(row); i < lists.end(row); ++i) keys.back().push_back(items[i]);
    }
    made.release(&made);
    begin = end;
  }
  return keys;
}

std::string Place::Save(uint32_t step) {
  textmill_string state{};
  Check(textmill_plan_save(plan_, step, &state, &error_));
  return {state.data, state.size};
}

void Place::Restore(uint32_t step, const std::string& state) {
  Check(textmill_plan_restore(plan_, step, state.data(), state.size(), &error_));
}

void Place::Merge(uint32_t step, const std::string& state) {
  Check(textmill_plan_merge(plan_, step, state.data(), state.size(), &error_));
}

void Place::EndOfPass(uint32_t step) { Check(textmill_plan_end_of_pass(plan_, step, &error_)); }

void Place::BeginAt(uint32_t step, int64_t rows) {
  Check(textmill_plan_begin_at(plan_, step, static_cast<uint64_t>(rows), &error_));
}

void Place::Finish(uint32_t step) { Check(textmill_plan_finish(plan_, step, &error_)); }

std::string Place::TakeOutput(size_t output, uint32_t when) {
  textmill_string bytes{};
  Check(textmill_plan_take_output(plan_, output, when, &bytes, &error_));
  return {bytes.data, bytes.size};
}

std::vector<Line> Place::TakeRemoved(uint32_t what) {
  std::vector<Line> lines;
  while (true) {
    ArrowArray array{};
    Check(textmill_plan_take_removed(plan_, what, &array, &error_));
    const int64_t n = array.length;
    for (int64_t i = 0; i < n; ++i) {
      Line line;
      for (int k = 0; k < 5; ++k) line.key[k] = PrimitiveView<int64_t>(array.children[k], 0, n)[i];
      line.line = BytesView(array.children[5], 0, n)[i];
      lines.push_back(std::move(line));
    }
    array.release(&array);
    if (n == 0) return lines;
  }
}

std::vector<Place::Count> Place::TakeAccount() {
  const textmill_count* counts = nullptr;
  uint64_t n = 0;
  Check(textmill_plan_take_account(plan_, &counts, &n, &error_));
  std::vector<Count> all;
  for (uint64_t i = 0; i < n; ++i)
    all.push_back({counts[i].step, counts[i].what, counts[i].index, counts[i].group, counts[i].name,
                   counts[i].n});
  return all;
}

}  // namespace textmill::tests
