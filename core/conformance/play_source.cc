#include <algorithm>
#include <atomic>
#include <memory>
#include <optional>
#include <thread>
#include <tuple>

#include "core/conformance/play.h"
#include "core/plugin/instance.h"
#include "core/table/batch.h"
#include "textmill/source.hpp"
#include "textmill/testing.hpp"
#include "textmill/unit_order.hpp"

namespace textmill::core {
namespace {

// A broken one.
Error Promise(std::string what) { return {std::move(what), "", ErrorKind::kBrokenPromise}; }

// What became of a record. By its place, since failures come apart from documents.
struct Line {
  uint32_t input;
  uint64_t offset;
  std::string text;
  bool operator<(const Line& other) const {
    return std::tie(input, offset) < std::tie(other.input, other.offset);
  }
};

// What one unit holds, in words.
class UnitPlayer {
 public:
  UnitPlayer(Instance* instance, const Bound& bound, const std::vector<textmill_input>& inputs)
      : instance_(*instance), bound_(bound), inputs_(inputs) {}

  Status Read(const textmill_unit& unit, std::vector<Line>* lines) const {
    textmill_rows rows{};
    std::optional<std::string> lost;
    Status status = instance_.ReadUnit(unit, &rows, &lost);
    if (status && lost) status = Promise("a unit could not be read: " + *lost);
    if (status) status = Take(unit, &rows, lines);
    for (ArrowArray* array : {&rows.columns, &rows.origins, &rows.failures}) {
      if (array->release != nullptr) array->release(array);
    }
    return status;
  }

 private:
  Status Take(const textmill_unit& unit, textmill_rows* rows, std::vector<Line>* lines) const {
    if (rows->columns.release == nullptr || rows->origins.release == nullptr)
      return Promise("read_unit gave no columns or no origins");
    const int64_t n = rows->columns.length;
    auto columns = TakeMembers(&rows->columns, bound_.columns, -1);
    if (!columns) return columns.error();
    auto origins = TakeMembers(&rows->origins, Rows::OriginField().children, n);
    if (!origins) return Promise("the origins are wrong: " + origins.error().message);
    for (int64_t row = 0; row < n; ++row) {
      std::string text;
      for (size_t c = 0; c < columns->size(); ++c) {
        text += ", " + bound_.columns[c].name + ": " +
                testing::Show(bound_.columns[c], *(*columns)[c], 0, row);
      }
      if (Status status = Place(unit, *origins, row, text, lines); !status) return status;
    }
    if (rows->failures.release == nullptr) return {};
    const int64_t failed = rows->failures.length;
    auto failures = TakeMembers(&rows->failures, Rows::FailureField().children, failed);
    if (!failures) return Promise("the failures are wrong: " + failures.error().message);
    for (int64_t row = 0; row < failed; ++row) {
      const std::string message(BytesView((*failures)[2].get(), 0, failed)[row]);
      if (Status status = Place(unit, *failures, row, ", failed: " + message, lines); !status)
        return status;
    }
    return {};
  }

  // Where the record is; its bytes can be fetched again, and are those of the file.
  Status Place(const textmill_unit& unit, const std::vector<Array>& places, int64_t row,
               const std::string& text, std::vector<Line>* lines) const {
    const int64_t n = places[0]->length;
    const uint64_t offset = PrimitiveView<uint64_t>(places[0].get(), 0, n)[row];
    const uint64_t length = PrimitiveView<uint64_t>(places[1].get(), 0, n)[row];
    const std::string where = "input " + std::to_string(unit.input) + " at " +
                              std::to_string(offset) + "+" + std::to_string(length);
    if (unit.input >= inputs_.size()) return Promise("a unit is of an input that is not listed");
    if (offset < unit.begin || offset + length > unit.end)
      return Promise("a record (" + where + ") reaches out of its unit, which goes from " +
                     std::to_string(unit.begin) + " to " + std::to_string(unit.end));
    const auto record = instance_.ReadRecord(unit, offset, length);
    if (!record) return Promise("read_record failed for " + where + ": " + record.error().message);
    lines->push_back({unit.input, offset, where + ": " + *record + text});
    return {};
  }

  Instance& instance_;
  const Bound& bound_;
  const std::vector<textmill_input>& inputs_;
};

}  // namespace

Result<Played> PlaySource(const Subject& subject, const ParamValues& params, uint64_t want_bytes,
                          int threads) {
  auto made = Instance::Create(*subject.stage, "", params.root());
  if (!made) return made.error();
  Instance& instance = **made;
  auto bound = instance.Bind(nullptr);
  if (!bound) return bound.error();
  auto inputs = instance.ListInputs();
  if (!inputs) return inputs.error();
  const Status opened = instance.Open(NoRun(), subject.folder, static_cast<uint32_t>(threads));
  if (!opened) return opened.error();

  Played played;
  std::vector<std::unique_ptr<Unit>> units;
  UnitOrder order(inputs->size());
  size_t most = 100000;
  for (const textmill_input& input : *inputs)
    most += input.bytes > 0 ? static_cast<size_t>(input.bytes) : 0;
  while (true) {
    textmill_unit raw{};
    std::string failure;
    const auto next = instance.NextUnit(want_bytes, &raw, &failure);
    if (!next) return next.error();
    if (*next == Instance::Next::kEnd) break;
    const std::string wrong = order.Check(raw, *next == Instance::Next::kInputFailed);
    if (!wrong.empty()) {
      if (raw.payload.release != nullptr) raw.payload.release(&raw.payload);
      return Promise(wrong);
    }
    if (*next == Instance::Next::kInputFailed) {
      played.rows.push_back("input " + std::to_string(raw.input) + " failed: " + failure);
      ++played.failed;
    } else {
      units.push_back(std::make_unique<Unit>(raw));
    }
    if (units.size() + static_cast<size_t>(played.failed) > most)
      return Promise("next_unit does not come to an end");
  }
  const UnitPlayer player(&instance, *bound, *inputs);
  std::vector<std::vector<Line>> lines(units.size());
  std::vector<Status> statuses(units.size());
  std::atomic<size_t> next{0};
  const auto work = [&] {
    for (size_t i; (i = next++) < units.size();)
      statuses[i] = player.Read(units[i]->raw, &lines[i]);
  };
  std::vector<std::thread> workers;
  for (int t = 1; t < threads; ++t) workers.emplace_back(work);
  work();
  for (std::thread& worker : workers) worker.join();
  for (size_t i = 0; i < units.size(); ++i) {
    if (!statuses[i]) return statuses[i].error();
    std::stable_sort(lines[i].begin(), lines[i].end());
    for (const Line& line : lines[i]) played.rows.push_back(line.text);
    played.documents += static_cast<int64_t>(lines[i].size());
  }
  instance.Detach();
  return played;
}

}  // namespace textmill::core
