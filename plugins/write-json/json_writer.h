// write.jsonl and write.json: rows are encoded in Process, on all threads, and appended in Commit,
// in input order.
#ifndef PLUGINS_WRITE_JSON_JSON_WRITER_H_
#define PLUGINS_WRITE_JSON_JSON_WRITER_H_

#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "plugins/lib/values/counted_places.h"
#include "textmill/json.hpp"
#include "textmill/textmill.hpp"

namespace textmill::write_json {

class JsonWriter : public Sink {
 public:
  Param<Path> path{
      this, "path", kRequired,
      "The file to write; `out/{lang}/{year}.jsonl` makes a file for each value of the columns. "
      "`.gz` and `.zst` endings compress. `-` is standard output."};
  Param<std::vector<ColumnName>> columns{
      this, "columns", kOptional,
      "Which columns to write, in this order. All when not given. `extra`, the input's undeclared "
      "fields, always comes last."};
  Param<Choice> offsets{
      this, "offsets", {"bytes", "characters", "utf-16"}, values::CountedColumns::kDoc};
  Carry<Binary> encoded{this, "encoded", "the batch's rows, ready to be written"};
  Counter rows{this, "rows"};
  Counter extra_replaced{this, "extra_replaced"};

  void Bind(Binder& binder) override;
  std::unique_ptr<Lane> NewLane() const override;
  void Process(const Batch& batch, Reply& reply, Lane* lane) const override;
  void Commit(const Batch& batch, const Carried& carried, Reply& reply) override;
  std::vector<AccountNumber> Account() const override;

 protected:
  // What comes before and after each row.
  JsonWriter(std::string_view before, std::string_view after) : before_(before), after_(after) {}
  uint32_t output() const { return output_; }
  // Appends encoded rows to the file.
  virtual void WriteRows(std::string_view text) { Write(output_, text); }
  // What the account is made of. At drained points.
  std::vector<int64_t>& replaced() { return replaced_; }
  const std::vector<int64_t>& replaced() const { return replaced_; }

 private:
  const std::string_view before_, after_;
  uint32_t output_ = 0;
  std::optional<JsonEncoder> encoder_;  // over the columns that Process is given
  std::vector<std::string> names_;      // of these columns
  values::CountedColumns counted_;
  mutable std::mutex mutex_;
  mutable std::vector<int64_t> replaced_;  // fields of the input whose place a column took
};

class JsonLines final : public JsonWriter {
 public:
  JsonLines();
  void Bind(Binder& binder) override;
};

class JsonArray final : public JsonWriter {
 public:
  JsonArray();
  void Bind(Binder& binder) override;
  void Open(const textmill_open_request&) override { Write(output(), "["); }
  void Finish() override { Write(output(), "\n]\n"); }
  void Save(StateWriter& to) const override;
  void Restore(StateReader& from) override { MergeState(from); }
  void MergeState(StateReader& later) override;
  uint32_t StateVersion() const override { return 2; }

 private:
  void WriteRows(std::string_view text) override;
  bool first_ = true;  // no comma before the first row
};

}  // namespace textmill::write_json

#endif  // PLUGINS_WRITE_JSON_JSON_WRITER_H_
