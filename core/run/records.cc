#include "core/run/records.h"

#include <simdjson.h>

#include <string_view>
#include <utility>

#include "core/present/terminal_text.h"
#include "core/run/ledger.h"
#include "textmill/conventions.h"

namespace textmill::core {
namespace {

void Append(Buffer& out, std::string_view text) { out.Append(text.data(), text.size()); }

void AppendString(Buffer& out, std::string_view key, std::string_view value) {
  Append(out, key);
  JsonValue::AppendString(value, out);
}

void AppendRow(const JsonEncoder& encoder, const std::vector<Array>& columns, int64_t row,
               Buffer& out) {
  std::vector<const ArrowArray*> arrays;
  arrays.reserve(columns.size());
  for (const Array& column : columns) arrays.push_back(column.get());
  encoder.AppendRow(arrays.data(), 0, row, out);
}

std::string Finish(Buffer& out) {
  Append(out, "\n");
  return {out.data(), out.size()};
}

}  // namespace

Records::Records(const Plan& plan, std::vector<std::string> inputs, bool whole)
    : plan_(plan), inputs_(std::move(inputs)), whole_(whole) {
  for (const Step& step : plan.steps) {
    Encoders& encoders = encoders_.emplace_back();
    if (step.kind == Step::Kind::kSource || step.table_of) continue;
    encoders.document = std::make_unique<JsonEncoder>(step.input);
    if (!step.bound.details.empty())
      encoders.details = std::make_unique<JsonEncoder>(step.bound.details);
  }
}

const std::string& Records::InputName(uint32_t input) const {
  static const std::string kUnknown = "?";
  return input < inputs_.size() ? inputs_[input] : kUnknown;
}

std::string Records::Dropped(size_t step_index, uint8_t verdict, const Batch& batch, int64_t row,
                             const std::vector<Array>& details, int64_t reply_row) const {
  const Step& step = plan_.steps[step_index];
  Buffer out;
  AppendString(out, "{\"step\":", step.id);
  AppendString(out, ",\"reason\":", ReasonName(step, verdict));
  const int id = FindField(step.input, TEXTMILL_COLUMN_ID);
  if (id >= 0 && step.input[static_cast<size_t>(id)].format == "u") {
    const Array& ids = batch.columns[static_cast<size_t>(id)];
    AppendString(out, ",\"id\":", BytesView(ids.get(), 0, ids->length)[row]);
  }
  if (batch.unit != nullptr) {
    AppendString(out, ",\"source\":", InputName(batch.unit->raw.input));
    Append(out, ",\"offset\":" + std::to_string(batch.origins[static_cast<size_t>(row)].offset));
  }
  if (step.kind == Step::Kind::kKeep) {
    AppendString(out, ",\"detail\":{\"condition\":", step.condition->text());
    for (const int used : step.condition->uses()) {
      const Field& field = step.input[static_cast<size_t>(used)];
      if (field.name == TEXTMILL_COLUMN_TEXT || field.format[0] == '+') continue;
      AppendString(out, ",", field.name);
      Append(out, ":");
      JsonValue(field).Append(*batch.columns[static_cast<size_t>(used)], row, out);
    }
    Append(out, "}");
  } else if (!details.empty() && verdict != 0) {
    Append(out, ",\"detail\":");
    AppendRow(*encoders_[step_index].details, details, reply_row, out);
  }
  if (whole_) {
    Append(out, ",\"document\":");
    AppendRow(*encoders_[step_index].document, batch.columns, row, out);
  }
  Append(out, "}");
  return Finish(out);
}

std::string Records::Failed(size_t step_index, const std::string& message, const Unit& unit,
                            const Origin& origin, bool for_now) const {
  const Step& step = plan_.steps[step_index];
  Buffer out;
  AppendString(out, "{\"step\":", step.id);
  AppendString(out, ",\"message\":", ShowableLines(message));
  if (for_now) Append(out, ",\"try_later\":true");
  AppendString(out, ",\"source\":", InputName(unit.raw.input));
  Append(out, ",\"offset\":" + std::to_string(origin.offset) +
                  ",\"length\":" + std::to_string(origin.length));
  const auto record =
      unit.lost_payload
          ? Result<std::string>(Error{"its input cannot be read by position here"})
          : plan_.steps.front().instance->ReadRecord(unit.raw, origin.offset, origin.length);
  if (!record.ok()) {
    AppendString(out, ",\"record_error\":", Showable(record.error().ToString()));
  } else if (simdjson::validate_utf8(record->data(), record->size())) {
    AppendString(out, ",\"record\":", *record);
  } else {
    Append(out, ",\"record_base64\":\"");
    AppendBase64(*record, out);
    Append(out, "\"");
  }
  Append(out, "}");
  return Finish(out);
}

std::string Records::InputFailed(const std::string& message, uint32_t input,
                                 uint64_t offset) const {
  Buffer out;
  AppendString(out, "{\"step\":", plan_.steps.front().id);
  AppendString(out, ",\"message\":", Showable(message));
  AppendString(out, ",\"source\":", InputName(input));
  Append(out, ",\"offset\":" + std::to_string(offset) + ",\"input_failed\":true}");
  return Finish(out);
}

}  // namespace textmill::core
