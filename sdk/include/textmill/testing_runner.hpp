// Runs a stage of a plugin that is built, without the host: see testing.hpp, which adds the stage
// classes. Compiles in half the time, for it needs none of them:
//
//     AnyStageRunner run(*textmill_plugin_v1.stages[0], {{"least", 3}});
#ifndef TEXTMILL_TESTING_RUNNER_HPP_
#define TEXTMILL_TESTING_RUNNER_HPP_

#include <algorithm>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "builder.hpp"
#include "extensions.h"
#include "testing_host.hpp"
#include "testing_params.hpp"
#include "testing_table.hpp"
#include "unit_order.hpp"
#include "view.hpp"

namespace textmill::testing {

class AnyStageRunner {
 public:
  // `as`: what the host says about itself.
  explicit AnyStageRunner(const textmill_stage& stage, const GivenParams& given = {},
                          const HostTraits& as = {})
      : stage_(stage), host_(as), given_(given) {
    Create();
  }
  AnyStageRunner(const AnyStageRunner&) = delete;
  AnyStageRunner& operator=(const AnyStageRunner&) = delete;
  ~AnyStageRunner() {
    ReleaseReply();
    if (instance_ != nullptr) stage_.close(instance_);
  }

  const textmill_stage_info& info() const { return *stage_.info; }
  const std::string& log() const { return host_.log; }
  uint32_t flags() const { return bound_.flags; }

  // Binds; "" when the columns will do, else the message. `produced` are the columns that are made.
  std::string Bind(const std::vector<Field>& input) {
    if (!setup_error_.empty()) return setup_error_;
    ReleaseReply();
    bound_ = textmill_bind_reply{};
    ArrowSchema schema{};
    ExportFields(input, &schema);
    const bool source = stage_.info->kind == TEXTMILL_SOURCE;
    std::string problem =
        Check(stage_.bind(instance_, source ? nullptr : &schema, &bound_, &error_));
    schema.release(&schema);
    produced = Import(bound_.columns);
    commit_produced = Import(bound_.commit_columns);
    return problem;
  }
  std::vector<Field> produced, commit_produced;

  // What the stage says about itself once bound, and how much it is told that there is to read.
  std::string Notes() {
    const auto* notes = Extension<textmill_notes_1>(TEXTMILL_NOTES_1);
    textmill_string text{};
    if (notes == nullptr || !Check(notes->notes(instance_, &text, &error_)).empty()) return "";
    return std::string(text.data, text.size);
  }
  void SetInputBytes(int64_t bytes) { host_.input_bytes = bytes; }

  // Saves the instance as it is, after Run too; "" or what went wrong.
  std::string Save(std::string* bytes) {
    const auto* state = Extension<textmill_state_1>(TEXTMILL_STATE_1);
    if (state == nullptr) return "the stage has no state";
    const textmill_state_writer writer{
        bytes, [](void* self, const void* data, uint64_t size, textmill_error*) {
          static_cast<std::string*>(self)->append(static_cast<const char*>(data), size);
          return int32_t{TEXTMILL_OK};
        }};
    bytes->clear();
    return Check(state->save(instance_, &writer, &error_));
  }
  // Binds and opens a new instance with the same parameters, and gives it that state.
  std::string Restore(const std::vector<Field>& input, const std::string& bytes) {
    const auto* state = Extension<textmill_state_1>(TEXTMILL_STATE_1);
    if (state == nullptr) return "the stage has no state";
    const std::vector<std::string> outputs = host_.outputs;
    if (std::string problem = Renew(input); !problem.empty()) return problem;
    host_.outputs = outputs;  // as a host does
    return Give(state->restore, bytes);
  }

  // The whole life: bind, open, every batch (and again when it replays), finish, tables. Before
  // batch `restart` (counted over all passes, their ends as batches too) the stage is saved, and a
  // new instance goes on from there.
  Outcome Run(const Columns& input, int64_t batch_rows = 1000, int64_t restart = -1) {
    Outcome out;
    out.error = Bind(input.fields);
    const std::string subject = error_.subject;
    const size_t line_break = std::min(subject.find('\n'), subject.size());
    out.error_subject = subject.substr(0, line_break);
    out.error_column = subject.substr(std::min(line_break + 1, subject.size()));
    if (!out.error.empty() || !Open(out.error)) return out;
    void* lane = nullptr;
    if (!(out.error = Check(stage_.open_lane(instance_, &lane, &error_))).empty()) return out;
    const auto at_batch = [&] {
      if (restart-- != 0) return out.error.empty();
      std::string bytes;
      if (!(out.error = Save(&bytes)).empty()) return false;
      if (lane != nullptr) stage_.close_lane(instance_, lane);
      lane = nullptr;
      if (!(out.error = Restore(input.fields, bytes)).empty()) return false;
      return (out.error = Check(stage_.open_lane(instance_, &lane, &error_))).empty();
    };
    const uint32_t passes = (bound_.flags & TEXTMILL_REPLAYS) ? 2 : 1;
    for (uint32_t pass = 0; pass < passes && out.error.empty(); ++pass) {
      for (int64_t from = 0; from < input.rows && at_batch(); from += batch_rows) {
        const int64_t left = input.rows - from;
        RunBatch(input, from, left < batch_rows ? left : batch_rows, pass, pass + 1 == passes, lane,
                 out);
      }
      if (pass + 1 < passes && out.error.empty() && at_batch())
        out.error = Check(stage_.end_of_pass(instance_, &error_));
    }
    if (lane != nullptr) stage_.close_lane(instance_, lane);
    if (out.error.empty()) out.error = Check(stage_.finish(instance_, &error_));
    if (out.error.empty() && (bound_.flags & TEXTMILL_TABLES)) PullTables(out);
    out.outputs = host_.outputs;
    if (out.outputs.size() < bound_.n_outputs) out.outputs.resize(bound_.n_outputs);
    return out;
  }

  // For sources: reads everything in units of about `want_bytes`, which must come in order.
  ReadOutcome Read(uint64_t want_bytes = 1 << 20) {
    ReadOutcome out;
    out.error = Bind({});
    if (!out.error.empty()) return out;
    const textmill_input* inputs = nullptr;
    uint64_t n = 0;
    if (!(out.error = Check(stage_.list_inputs(instance_, &inputs, &n, &error_))).empty())
      return out;
    if (!Open(out.error)) return out;
    void* lane = nullptr;
    if (!(out.error = Check(stage_.open_lane(instance_, &lane, &error_))).empty()) return out;
    UnitOrder order{n};
    while (out.error.empty()) {
      textmill_unit unit{};
      const int32_t code = stage_.next_unit(instance_, want_bytes, &unit, &error_);
      if (code == TEXTMILL_END) break;
      const bool failed = code == TEXTMILL_INPUT_FAILED;
      if (failed) out.failed_inputs.push_back(error_.message);
      if (failed || (out.error = Check(code)).empty()) out.error = order.Check(unit, failed);
      if (failed && out.error.empty()) continue;
      if (out.error.empty()) ReadUnit(unit, lane, out);
      if (unit.payload.release != nullptr) unit.payload.release(&unit.payload);
    }
    if (lane != nullptr) stage_.close_lane(instance_, lane);
    return out;
  }

 protected:
  // Another instance with the same parameters, bound and opened.
  std::string Renew(const std::vector<Field>& input) {
    ReleaseReply();
    bound_ = textmill_bind_reply{};
    if (instance_ != nullptr) stage_.close(instance_);
    instance_ = nullptr;
    Create();
    std::string problem = Bind(input);
    if (problem.empty()) Open(problem);
    return problem;
  }
  // Restores or merges.
  std::string Give(int32_t (*take)(void*, const textmill_state_reader*, textmill_error*),
                   const std::string& bytes) {
    std::pair<const std::string*, size_t> place{&bytes, 0};
    const textmill_state_reader reader{
        &place, [](void* self, void* data, uint64_t size, uint64_t* got, textmill_error*) {
          auto& [from, at] = *static_cast<std::pair<const std::string*, size_t>*>(self);
          *got = size < from->size() - at ? size : from->size() - at;
          from->copy(static_cast<char*>(data), *got, at);
          at += *got;
          return int32_t{TEXTMILL_OK};
        }};
    return Check(take(instance_, &reader, &error_));
  }

  void Create() {
    internal_testing::ValueMaker maker;
    textmill_param_info all{};
    all.types = TEXTMILL_MAP;
    all.fields = stage_.info->params;
    all.n_fields = stage_.info->n_params;
    for (const auto& [name, value] : given_) {
      bool known = false;
      for (uint64_t i = 0; i < all.n_fields; ++i) known = known || name == all.fields[i].name;
      if (!known) setup_error_ = "no parameter is called " + name;
    }
    const textmill_value value = maker.Make(all, Given::Fields(given_));
    if (setup_error_.empty()) Check(stage_.create(host_.get(), &value, &instance_, &error_));
  }
  template <class T>
  const T* Extension(const char* id) const {
    return static_cast<const T*>(stage_.extension == nullptr ? nullptr : stage_.extension(id));
  }
  std::string Check(int32_t code) {
    if (code == TEXTMILL_OK) return "";
    return error_.message[0] != '\0' ? error_.message : "an error without a message";
  }
  static std::vector<Field> Import(const ArrowSchema& schema) {
    return schema.release != nullptr ? ImportField(schema).children : std::vector<Field>();
  }
  bool Open(std::string& problem) {
    textmill_open_request request{"/tmp", 1, 0, 0};
    problem = Check(stage_.open(instance_, &request, &error_));
    return problem.empty();
  }
  static void Release(ArrowArray& array) {
    if (array.release != nullptr) array.release(&array);
  }
  static void Release(ArrowSchema& schema) {
    if (schema.release != nullptr) schema.release(&schema);
  }
  void ReleaseReply() {
    Release(bound_.columns);
    Release(bound_.commit_columns);
    Release(bound_.details);
    Release(bound_.carry);
    Release(bound_.tables);
  }

  void ReadUnit(const textmill_unit& unit, void* lane, ReadOutcome& out) {
    textmill_rows rows{};
    out.error = Check(stage_.read_unit(instance_, lane, &unit, &rows, &error_));
    const auto place = [&](const ArrowArray& array, int64_t i, int k) {
      return PrimitiveView<uint64_t>(array.children[k], array.offset, array.length)[i];
    };
    for (int64_t i = 0; out.error.empty() && i < rows.columns.length; ++i) {
      OutRow row;
      for (size_t c = 0; c < produced.size(); ++c) {
        row[produced[c].name] =
            Show(produced[c], *rows.columns.children[c], rows.columns.offset, i);
      }
      static const std::string kOffset = "@offset", kLength = "@length";
      row[kOffset] = std::to_string(place(rows.origins, i, 0));
      row[kLength] = std::to_string(place(rows.origins, i, 1));
      row.row = static_cast<int64_t>(out.rows.size());
      out.rows.push_back(std::move(row));
    }
    for (int64_t i = 0;
         out.error.empty() && rows.failures.release != nullptr && i < rows.failures.length; ++i) {
      ReadOutcome::Failure failure{unit.input, place(rows.failures, i, 0),
                                   place(rows.failures, i, 1), "", ""};
      failure.message =
          BytesView(rows.failures.children[2], rows.failures.offset, rows.failures.length)[i];
      ArrowArray record{};
      out.error = Check(
          stage_.read_record(instance_, &unit, failure.offset, failure.length, &record, &error_));
      if (record.release != nullptr) failure.record = BytesView(&record, 0, 1)[0];
      Release(record);
      out.failures.push_back(std::move(failure));
    }
    Release(rows.columns);
    Release(rows.origins);
    Release(rows.failures);
  }

  // Calls `with` with a batch of the columns that the stage uses.
  template <class With>
  void WithBatch(const Columns& input, int64_t from, int64_t n, uint32_t pass, With&& with) {
    ArrowSchema schema{};
    std::vector<Field> fields;
    std::vector<ArrowArray*> children;
    for (uint64_t u = 0; u < bound_.n_uses; ++u) {
      for (size_t c = 0; c < input.fields.size(); ++c) {
        if (input.fields[c].name != bound_.uses[u]) continue;
        fields.push_back(input.fields[c]);
        children.push_back(const_cast<ArrowArray*>(&input.arrays[c]));
      }
    }
    ExportFields(fields, &schema);
    ArrowArray columns{};
    const void* no_validity[1] = {nullptr};
    columns.length = n;
    columns.offset = from;
    columns.n_buffers = 1;
    columns.buffers = no_validity;
    columns.n_children = static_cast<int64_t>(children.size());
    columns.children = children.data();
    const textmill_batch batch{n, pass, 0, &schema, &columns};
    with(batch);
    schema.release(&schema);
  }

  void RunBatch(const Columns& input, int64_t from, int64_t n, uint32_t pass, bool last, void* lane,
                Outcome& out) {
    WithBatch(input, from, n, pass,
              [&](const textmill_batch& batch) { RunBatch(batch, from, last, lane, out); });
  }
  void RunBatch(const textmill_batch& batch, int64_t from, bool last, void* lane, Outcome& out) {
    textmill_reply reply{}, committed{};
    out.error = Check(stage_.process(instance_, lane, &batch, &reply, &error_));
    const bool commits = out.error.empty() &&
                         (bound_.flags & (TEXTMILL_COMMITS | TEXTMILL_REPLAYS)) != 0 &&
                         stage_.commit != nullptr;
    if (commits && reply.verdicts.release == nullptr && reply.parents.release == nullptr &&
        reply.failures.release == nullptr) {
      out.error = Check(stage_.commit(instance_, &batch,
                                      reply.carry.release != nullptr ? &reply.carry : nullptr,
                                      &committed, &error_));
    } else if (commits) {
      out.error = "this runner cannot commit after verdicts, parents or failures of process";
    }
    if (out.error.empty()) Collect(reply, committed, from, batch.rows, last, out);
    for (textmill_reply* r : {&reply, &committed}) {
      for (ArrowArray* array :
           {&r->columns, &r->parents, &r->verdicts, &r->details, &r->carry, &r->failures})
        Release(*array);
    }
  }

  void Collect(const textmill_reply& reply, const textmill_reply& committed, int64_t from,
               int64_t n, bool last, Outcome& out) {
    for (int k = 0; k < TEXTMILL_MAX_COUNTERS && stage_.info->counters[k] != nullptr; ++k) {
      out.counters[stage_.info->counters[k]] += reply.counts[k] + committed.counts[k];
    }
    std::vector<bool> failed(static_cast<size_t>(n));
    for (const auto* part : {&reply.failures, &committed.failures})
      TakeFailures(*part, from, failed, out);
    if (!last || !out.error.empty()) return;
    const int64_t rows = reply.parents.release != nullptr ? reply.parents.length : n;
    const textmill_reply& judge = committed.verdicts.release != nullptr ? committed : reply;
    if (judge.verdicts.release != nullptr && judge.verdicts.length != rows) {
      out.error = "verdicts for " + std::to_string(judge.verdicts.length) + " of " +
                  std::to_string(rows) + " rows";
      return;
    }
    for (const auto* part : {&reply.columns, &committed.columns}) {
      if (part->release != nullptr && part->length != rows) {
        out.error =
            "columns of " + std::to_string(part->length) + " rows for " + std::to_string(rows);
        return;
      }
    }
    const std::vector<Field> details = Import(bound_.details);
    for (int64_t i = 0; i < rows; ++i) {
      const int64_t parent =
          reply.parents.release != nullptr ? PrimitiveView<int32_t>(&reply.parents, 0, rows)[i] : i;
      if (failed[static_cast<size_t>(parent)]) continue;
      const int64_t row = from + parent;
      const uint8_t verdict = judge.verdicts.release != nullptr
                                  ? PrimitiveView<uint8_t>(&judge.verdicts, 0, rows)[i]
                                  : uint8_t{0};
      if (verdict != 0) {
        DroppedRow dropped{row, stage_.info->reasons[verdict - 1], {}};
        for (size_t c = 0; c < details.size() && judge.details.release != nullptr; ++c) {
          dropped.details[details[c].name] =
              Show(details[c], *judge.details.children[c], judge.details.offset, i);
        }
        out.dropped.push_back(std::move(dropped));
        continue;
      }
      OutRow left;
      left.row = row;
      Put(produced, reply.columns, i, left);
      Put(commit_produced, committed.columns, i, left);
      out.rows.push_back(std::move(left));
    }
  }
  static void TakeFailures(const ArrowArray& failures, int64_t from, std::vector<bool>& failed,
                           Outcome& out) {
    if (failures.release == nullptr) return;
    const int64_t n = failures.length;
    for (int64_t i = 0; i < n; ++i) {
      const int64_t row = PrimitiveView<int64_t>(failures.children[0], failures.offset, n)[i];
      if (row < 0 || row >= static_cast<int64_t>(failed.size()) ||
          failed[static_cast<size_t>(row)]) {
        out.error = "a failure names row " + std::to_string(row) + ", which is not there, or twice";
        return;
      }
      failed[static_cast<size_t>(row)] = true;
      out.failed.push_back({from + row,
                            std::string(BytesView(failures.children[1], failures.offset, n)[i]),
                            PrimitiveView<uint8_t>(failures.children[2], failures.offset, n)[i]});
    }
  }
  static void Put(const std::vector<Field>& fields, const ArrowArray& columns, int64_t i,
                  OutRow& to) {
    for (size_t c = 0; c < fields.size() && columns.release != nullptr; ++c) {
      to[fields[c].name] = Show(fields[c], *columns.children[c], columns.offset, i);
    }
  }

  void PullTables(Outcome& out) {
    const std::vector<Field> tables = Import(bound_.tables);
    out.tables.resize(tables.size());
    for (size_t t = 0; t < tables.size(); ++t) {
      while (true) {
        ArrowArray rows{};
        const int32_t code = stage_.next_table(instance_, static_cast<uint32_t>(t), &rows, &error_);
        if (code == TEXTMILL_END) break;
        if (!(out.error = Check(code)).empty()) return;
        for (int64_t i = 0; i < rows.length; ++i) {
          OutRow row;
          row.row = static_cast<int64_t>(out.tables[t].size());
          Put(tables[t].children, rows, i, row);
          out.tables[t].push_back(std::move(row));
        }
        Release(rows);
      }
    }
  }

  textmill_stage stage_;
  TestHost host_;
  void* instance_ = nullptr;
  textmill_bind_reply bound_{};
  textmill_error error_{};

 private:
  GivenParams given_;
  std::string setup_error_;
};

}  // namespace textmill::testing

#endif  // TEXTMILL_TESTING_RUNNER_HPP_
