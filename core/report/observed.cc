#include "core/report/observed.h"

#include <algorithm>
#include <bit>
#include <limits>

#include "core/expr/values.h"
#include "core/present/json_text.h"
#include "core/present/terminal_text.h"
#include "core/present/word_diff.h"
#include "core/report/month.h"
#include "textmill/conventions.h"
#include "textmill/utf8.hpp"
#include "textmill/view.hpp"

namespace textmill::core {
namespace {

constexpr size_t kExcerpt = 1500;    // bytes of a text in an example
constexpr size_t kTexts = 16 << 20;  // bytes of texts that are kept for examples
constexpr size_t kExamples = 3;      // of a step and reason
constexpr size_t kFailures = 20;
constexpr int64_t kLinesRead = 5'000;  // of what was dropped; then every 64th
constexpr size_t kWritten = 1200;      // bytes shown of what a writer wrote
constexpr size_t kSourcesOverTime = 2000;
constexpr size_t kLanguages = 40, kSources = 30, kMonths = 3000;

// A string of the corpus, in JSON: what could act where it is shown is written out.
std::string Shown(std::string_view text) { return JsonString(ShowableLines(text)); }

// The last step that documents go through.
size_t LastOf(const Plan& plan) {
  size_t last = 0;
  for (size_t i = 0; i < plan.steps.size(); ++i)
    if (!plan.steps[i].table_of) last = i;
  return last;
}

int Utf8Column(const Schema& schema, const char* name) {
  const int place = FindField(schema, name);
  return place >= 0 && schema[static_cast<size_t>(place)].format == "u" ? place : -1;
}

bool IsTime(const Field& field) { return field.format.starts_with("ts"); }

// The column that says when a document is from: `date`, else the first timestamp.
int DateColumn(const Schema& schema) {
  const int date = FindField(schema, TEXTMILL_COLUMN_DATE);
  if (date >= 0) {
    const Field& field = schema[static_cast<size_t>(date)];
    if (field.format == "u" || IsTime(field)) return date;
  }
  for (size_t i = 0; i < schema.size(); ++i)
    if (IsTime(schema[i])) return static_cast<int>(i);
  return -1;
}

std::string Counts(const Tally& tally, size_t most) {
  std::vector<std::string> items;
  for (const auto& [value, n] : tally.Top(most))
    items.push_back(JsonArray({Shown(value), std::to_string(n)}));
  return JsonArray(items);
}

// Centuries of months are given by year, as their Januaries.
std::string Months(const MonthCounts& counts) {
  const std::map<int, int64_t> months = counts.All();
  std::map<int, int64_t> shown;
  for (const auto& [month, n] : months)
    shown[months.size() > kMonths ? month / 12 * 12 : month] += n;
  std::vector<JsonMember> members;
  members.reserve(shown.size());
  for (const auto& [month, n] : shown) members.emplace_back(MonthName(month), std::to_string(n));
  return JsonObject(members);
}

}  // namespace

Observed::Crowd::Crowd(const Schema& schema)
    : text(Utf8Column(schema, TEXTMILL_COLUMN_TEXT)),
      lang(Utf8Column(schema, TEXTMILL_COLUMN_LANG)),
      source(Utf8Column(schema, TEXTMILL_COLUMN_SOURCE)),
      date(DateColumn(schema)) {
  if (date >= 0 && IsTime(schema[static_cast<size_t>(date)]))
    unit = schema[static_cast<size_t>(date)].format;
}

void Observed::Crowd::Add(const Batch& batch) {
  documents += batch.rows;
  AddLengths(batch);
  AddMonths(batch);
  AddSources(batch);
  if (lang < 0) return;
  const ArrowArray& column = *batch.columns[static_cast<size_t>(lang)];
  for (int64_t row = 0; row < batch.rows; ++row)
    languages.Add(IsNullAt(column, row) ? "" : BytesAt(column, row));
}

void Observed::Crowd::AddLengths(const Batch& batch) {
  if (text < 0) {
    without_text += batch.rows;
    return;
  }
  const ArrowArray& column = *batch.columns[static_cast<size_t>(text)];
  for (int64_t row = 0; row < batch.rows; ++row) {
    if (IsNullAt(column, row)) {
      ++without_text;
      continue;
    }
    const int64_t n =
        expr::CountCharacters(BytesAt(column, row), std::numeric_limits<int64_t>::max());
    characters += n;
    ++lengths[std::min<size_t>(lengths.size() - 1,
                               static_cast<size_t>(std::bit_width(static_cast<uint64_t>(n))))];
  }
}

void Observed::Crowd::AddMonths(const Batch& batch) {
  batch_months.assign(static_cast<size_t>(batch.rows), std::nullopt);
  if (date < 0) {
    without_date += batch.rows;
    return;
  }
  const ArrowArray& column = *batch.columns[static_cast<size_t>(date)];
  for (int64_t row = 0; row < batch.rows; ++row) {
    std::optional<int>& month = batch_months[static_cast<size_t>(row)];
    if (!IsNullAt(column, row))
      month = unit.empty() ? MonthOf(BytesAt(column, row))
                           : MonthOf(ValueAt<int64_t>(column, row), unit);
    if (month)
      months.Add(*month);
    else
      ++without_date;
  }
}

void Observed::Crowd::AddSources(const Batch& batch) {
  if (source < 0) return;
  const ArrowArray& column = *batch.columns[static_cast<size_t>(source)];
  // First all sources and then all their months, far apart in memory: the processor then waits for
  // many of them at once.
  std::vector<std::pair<size_t, int>> found;
  for (int64_t row = 0; row < batch.rows; ++row) {
    if (IsNullAt(column, row)) continue;
    const std::optional<size_t> number = sources.Add(BytesAt(column, row));
    const std::optional<int> month = batch_months[static_cast<size_t>(row)];
    if (number && month && *number < kSourcesOverTime) found.emplace_back(*number, *month);
  }
  source_months.resize(std::min(sources.size(), kSourcesOverTime));
  for (const auto& [number, month] : found) source_months[number].Add(month);
}

std::string Observed::Crowd::Json() const {
  std::vector<std::string> bins;
  size_t used = lengths.size();
  while (used > 0 && lengths[used - 1] == 0) --used;
  for (size_t i = 0; i < used; ++i) bins.push_back(std::to_string(lengths[i]));
  std::vector<JsonMember> over_time;
  const auto largest = sources.Top(6);
  const bool all_known = std::all_of(largest.begin(), largest.end(), [&](const auto& source) {
    return sources.Number(source.first) < source_months.size();
  });
  for (size_t i = 0; all_known && i < largest.size(); ++i) {
    const auto& [name, n] = largest[i];
    over_time.emplace_back(ShowableLines(name), Months(source_months[sources.Number(name)]));
  }
  return JsonObject({{"documents", std::to_string(documents)},
                     {"characters", std::to_string(characters)},
                     {"without_text", std::to_string(without_text)},
                     {"lengths", JsonArray(bins)},
                     {"languages", lang < 0 ? "null" : Counts(languages, kLanguages)},
                     {"sources", source < 0 ? "null" : Counts(sources, kSources)},
                     {"different_sources", std::to_string(sources.size())},
                     {"sources_cut", sources.other() > 0 ? "true" : "false"},
                     {"months", date < 0 ? "null" : Months(months)},
                     {"without_date", std::to_string(without_date)},
                     {"source_months", JsonObject(over_time)}});
}

Observed::Observed(const Plan& plan)
    : plan_(plan),
      last_(LastOf(plan)),
      read_(plan.steps.front().output),
      finished_(plan.steps[last_].output) {
  const int entities = FindField(plan.steps[last_].output, TEXTMILL_COLUMN_ENTITIES);
  if (entities >= 0 && names_.Bind(plan.steps[last_].output[static_cast<size_t>(entities)]))
    entities_ = entities;
}

std::optional<std::set<std::string>> Observed::WantedColumns() const {
  std::set<std::string> names{TEXTMILL_COLUMN_ID, TEXTMILL_COLUMN_ENTITIES};
  const auto add = [&](const Schema& schema, const Crowd& crowd) {
    for (const int place : {crowd.text, crowd.lang, crowd.source, crowd.date})
      if (place >= 0) names.insert(schema[static_cast<size_t>(place)].name);
  };
  add(plan_.steps.front().output, read_);
  add(plan_.steps[last_].output, finished_);
  return names;
}

void Observed::After(size_t step, const Batch& batch) {
  const std::lock_guard lock(mutex_);
  if (step == 0) {
    read_.Add(batch);
    KeepTexts(batch);
  }
  if (step != last_) return;
  finished_.Add(batch);
  if (entities_ < 0) return;
  const ArrowArray& entities = *batch.columns[static_cast<size_t>(entities_)];
  for (int64_t row = 0; row < batch.rows; ++row)
    names_.Add(entities, row, finished_.batch_months[static_cast<size_t>(row)]);
}

// For examples: a text that repeats another one is shown beside it.
void Observed::KeepTexts(const Batch& batch) {
  const int id = Utf8Column(plan_.steps.front().output, TEXTMILL_COLUMN_ID);
  if (id < 0 || read_.text < 0 || texts_bytes_ >= kTexts) return;
  const ArrowArray& ids = *batch.columns[static_cast<size_t>(id)];
  const ArrowArray& texts = *batch.columns[static_cast<size_t>(read_.text)];
  for (int64_t row = 0; row < batch.rows && texts_bytes_ < kTexts; ++row) {
    if (IsNullAt(ids, row) || IsNullAt(texts, row)) continue;
    const std::string_view text = FirstBytes(BytesAt(texts, row), kExcerpt);
    if (texts_.emplace(BytesAt(ids, row), text).second) texts_bytes_ += text.size() + 64;
  }
}

bool Observed::IsPair(const RemovedLine& line) const {
  return !line.of.empty() && texts_.contains(line.id) && texts_.contains(line.of);
}

void Observed::Dropped(std::string_view line) {
  const std::lock_guard lock(mutex_);
  if (++lines_ > kLinesRead && lines_ % 64 != 0) return;
  auto example = ReadRemovedLine(line);
  if (!example) return;
  auto& all = dropped_[{example->step, example->reason}];
  if (all.size() < kExamples) {
    all.push_back(std::move(*example));
    return;
  }
  // One that can be shown beside what it repeats says more.
  if (!IsPair(*example)) return;
  const auto lesser =
      std::find_if(all.begin(), all.end(), [&](const RemovedLine& kept) { return !IsPair(kept); });
  if (lesser != all.end()) *lesser = std::move(*example);
}

void Observed::Failed(std::string_view line) {
  const std::lock_guard lock(mutex_);
  if (failed_.size() >= kFailures) return;
  if (auto example = ReadRemovedLine(line)) failed_.push_back(std::move(*example));
}

void Observed::Wrote(size_t step, std::string_view bytes) {
  const std::lock_guard lock(mutex_);
  std::string& written = written_[step];
  if (written.size() <= kWritten) written.append(bytes.substr(0, kWritten + 1 - written.size()));
}

std::string Observed::ExampleJson(const RemovedLine& example) const {
  std::vector<JsonMember> members = {
      {"step", Shown(example.step)}, {"reason", Shown(example.reason)}, {"id", Shown(example.id)}};
  if (!example.detail.empty()) members.emplace_back("detail", Shown(example.detail));
  const auto text = texts_.find(example.id);
  if (text == texts_.end()) return JsonObject(members);
  members.emplace_back("text", Shown(text->second));
  if (!IsPair(example)) return JsonObject(members);
  std::vector<std::string> parts;
  for (const DiffPart& part : DiffWords(texts_.find(example.of)->second, text->second))
    parts.push_back(JsonArray({part.same ? "1" : "0", Shown(part.left), Shown(part.right)}));
  members.emplace_back("of", Shown(example.of));
  members.emplace_back("parts", JsonArray(parts));
  return JsonObject(members);
}

std::string Observed::Json() const {
  std::vector<std::string> removed, failed, written;
  for (const auto& [where, examples] : dropped_)
    for (const RemovedLine& example : examples) removed.push_back(ExampleJson(example));
  for (const RemovedLine& example : failed_) failed.push_back(ExampleJson(example));
  for (const auto& [step, bytes] : written_) {
    const std::string_view shown = FirstBytes(bytes, kWritten);
    const bool text = bytes.find('\0') == bytes.npos && FirstInvalidUtf8(shown) == shown.size();
    written.push_back(JsonObject({{"step", JsonString(plan_.steps[step].id)},
                                  {"begins", text ? Shown(shown) : "null"},
                                  {"whole", shown.size() == bytes.size() ? "true" : "false"}}));
  }
  return JsonObject({{"read", read_.Json()},
                     {"finished", finished_.Json()},
                     {"names", entities_ < 0 ? "null" : names_.Json()},
                     {"removed", JsonArray(removed)},
                     {"failed", JsonArray(failed)},
                     {"written", JsonArray(written)}});
}

}  // namespace textmill::core
