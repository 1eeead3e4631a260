#include "plugins/write-json/json_writer.h"

#include "plugins/lib/io/written_ending.h"
#include "plugins/lib/values/saved_count.h"
#include "textmill/column_choice.hpp"

namespace textmill::write_json {
namespace {

struct Scratch final : Lane {
  Buffer text;
};

// More scratch memory than this is given back after each batch: few batches are so large.
constexpr size_t kKeep = 16 << 20;

}  // namespace

void JsonWriter::Bind(Binder& binder) {
  output_ = binder.Output(path->value);
  std::vector<Field> chosen;
  std::vector<std::pair<int, Field>> slots;
  for (const int place : ChooseColumns(binder, columns)) {
    const Field& field = binder.input()[static_cast<size_t>(place)];
    slots.emplace_back(binder.Use(field.name), field);
    chosen.push_back(field);
  }
  counted_.Bind(binder, offsets.get(), slots);
  encoder_.emplace(chosen);
  names_ = encoder_->names();
  replaced_.assign(names_.size(), 0);
}

// JSON Lines are often called .json, and read.json takes them.
void JsonLines::Bind(Binder& binder) {
  io::RefuseOtherEnding(path->value, "JSON Lines", {".jsonl", ".ndjson", ".json"});
  JsonWriter::Bind(binder);
}

void JsonArray::Bind(Binder& binder) {
  io::RefuseOtherEnding(path->value, "a JSON array", {".json"});
  JsonWriter::Bind(binder);
}

std::unique_ptr<Lane> JsonWriter::NewLane() const { return std::make_unique<Scratch>(); }

void JsonWriter::Process(const Batch& batch, Reply& reply, Lane* lane) const {
  if (batch.rows() == 0) return;
  Buffer& text = static_cast<Scratch*>(lane)->text;
  text.Advance(0 - text.size());
  int64_t replaced = 0;
  std::vector<int64_t> replaced_by(names_.size(), 0);
  const ArrowArray& columns = *batch.raw().columns;
  values::CountedColumns::Arrays written;
  counted_.Take(batch, written);
  for (int64_t i = 0; i < batch.rows(); ++i) {
    text.Append(before_.data(), before_.size());
    replaced +=
        encoder_->AppendRow(written.columns.data(), columns.offset, i, text, replaced_by.data());
    text.Append(after_.data(), after_.size());
  }
  reply[encoded].Append({text.data(), text.size()});
  if (text.size() > kKeep) text = Buffer();
  reply.Count(rows, batch.rows());
  if (replaced == 0) return;
  reply.Count(extra_replaced, replaced);
  const std::lock_guard lock(mutex_);
  for (size_t i = 0; i < replaced_by.size(); ++i) replaced_[i] += replaced_by[i];
}

std::vector<AccountNumber> JsonWriter::Account() const {
  std::vector<AccountNumber> account;
  for (size_t i = 0; i < names_.size(); ++i) {
    if (replaced_[i] > 0)
      account.push_back({"input fields replaced by columns", names_[i], replaced_[i]});
  }
  return account;
}

void JsonWriter::Commit(const Batch&, const Carried& carried, Reply&) {
  if (carried.rows() == 0) return;
  const View<Binary> parts = carried[encoded];
  for (int64_t i = 0; i < parts.size(); ++i) WriteRows(parts[i]);
}

JsonLines::JsonLines() : JsonWriter("", "\n") {
  Can(TEXTMILL_STATELESS);
  Describe("write.jsonl", "1.0.0", "Writes documents as JSON Lines: one JSON object a line.");
  Explain(
      "The format to keep a corpus in: `read.jsonl` reads back exactly what was written, and every "
      "other tool reads it line by line.\n\n"
      "- Numbers are exact, and have no exponent from 0.0001 up to 10^16. Times are ISO 8601 in "
      "UTC, such as `2024-06-05T10:00:00Z`. Lists such as `entities` become arrays of objects.\n"
      "- A field that the input document did not have stays absent; one that was `null` stays "
      "`null`.\n"
      "- Input fields that the reader did not declare (the column `extra`) follow the "
      "columns, as they were in the input. Where a step makes a column of the same name, its "
      "answer counts, also when it is null; the end of the run and the counter `extra_replaced` "
      "say how often.\n"
      "- `begin` and `end` are bytes of the text. `offsets: characters` is for programs that count "
      "otherwise; a corpus that Textmill reads again stays in bytes.\n"
      "- Documents pass on to the next step, so a writer may be anywhere in a pipeline.\n\n"
      "The file has its name once the run is complete, and ends in `.part` until then.",
      "- uses: write.jsonl\n"
      "  with:\n"
      "    path: out/articles.jsonl.zst\n"
      "    columns: [id, title, text, lang]");
}

JsonArray::JsonArray() : JsonWriter(",\n", "") {
  Describe("write.json", "1.0.0", "Writes documents as one JSON array, an object a document.");
  Explain(
      "For programs that load a whole file at once, such as a web page or a notebook; a large "
      "corpus is better kept by `write.jsonl`. The objects are the same, one on each line between "
      "`[` and `]`. Without any document the file holds an empty array.\n\n"
      "The file has its name once the run is complete, and ends in `.part` until then.",
      "- uses: write.json\n"
      "  with:\n"
      "    path: out/articles.json\n"
      "    columns: [id, title, lang]");
}

void JsonArray::WriteRows(std::string_view text) {
  if (first_) text.remove_prefix(1);
  first_ = false;
  Write(output(), text);
}

void JsonArray::Save(StateWriter& to) const {
  to.Put(static_cast<uint8_t>(first_));
  for (const int64_t n : replaced()) to.Put(n);
}

void JsonArray::MergeState(StateReader& later) {
  const bool no_rows = later.Take<uint8_t>() != 0;
  if (!first_ && !no_rows) Write(output(), ",");
  first_ = first_ && no_rows;
  for (int64_t& n : replaced()) n = values::TakeCount(later, n);
}

}  // namespace textmill::write_json
