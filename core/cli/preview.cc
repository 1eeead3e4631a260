#include "core/cli/preview.h"

#include <algorithm>

#include "core/cli/side_by_side.h"
#include "core/present/terminal_text.h"
#include "core/present/word_diff.h"
#include "core/run/summary.h"
#include "textmill/conventions.h"
#include "textmill/json.hpp"
#include "textmill/view.hpp"

namespace textmill::core {
namespace {

constexpr size_t kMostRemovals = 20;
constexpr size_t kMostWritten = 2000;

std::string JsonOf(const Field& field, const ArrowArray& array, int64_t row) {
  Buffer out;
  JsonValue(field).Append(array, row, out);
  return {out.data(), out.size()};
}

// At most so many bytes, whole characters.
std::string Short(std::string_view text, size_t most) {
  const std::string_view beginning = FirstBytes(text, most);
  return std::string(beginning) + (beginning.size() < text.size() ? "..." : "");
}

std::string Html(std::string_view text) {
  std::string out;
  for (const char c : text) {
    switch (c) {
      case '&':
        out += "&amp;";
        break;
      case '<':
        out += "&lt;";
        break;
      case '>':
        out += "&gt;";
        break;
      case '"':
        out += "&quot;";
        break;
      default:
        out += c;
    }
  }
  return out;
}
std::string Shown(std::string_view text) { return Html(ShowableLines(text)); }

// Whether the step made the column rather than let it pass.
bool Made(const Step& step, size_t column) {
  return column < step.composition.size() &&
         step.composition[column].from != ColumnSource::From::kInput;
}

std::string Documents(int64_t n) {
  return std::to_string(n) + (n == 1 ? " document" : " documents");
}

// "2 in, 1 out; adds lang, lang_confidence"
std::string Headline(const Plan& plan, const Preview& preview, size_t i) {
  const Step& step = plan.steps[i];
  const StepView& view = preview.steps()[i];
  if (step.table_of) return "writes the table of " + plan.steps[*step.table_of].id;
  std::string out;
  if (i == 0) {
    out = Documents(view.out) + " read";
  } else {
    size_t before = i - 1;
    while (before > 0 && plan.steps[before].table_of) --before;
    out = std::to_string(preview.steps()[before].out) + " in, " + std::to_string(view.out) + " out";
  }
  std::string added;
  for (size_t c = 0; i > 0 && c < step.output.size(); ++c)
    if (Made(step, c)) added += (added.empty() ? "" : ", ") + step.output[c].name;
  return added.empty() ? out : out + "; makes " + added;
}

}  // namespace

void Preview::After(size_t index, const Batch& batch) {
  const Step& step = plan_.steps[index];
  StepView& view = steps_[index];
  view.out += batch.rows;
  const int id = FindField(step.output, TEXTMILL_COLUMN_ID);
  for (int64_t row = 0; row < batch.rows; ++row) {
    const Key key{batch.unit != nullptr ? batch.unit->raw.input : 0,
                  batch.origins[static_cast<size_t>(row)].offset};
    auto& before = texts_[key];
    StepView::Sample sample;
    if (id >= 0 && step.output[static_cast<size_t>(id)].format == "u")
      sample.id = BytesView(batch.columns[static_cast<size_t>(id)].get(), 0, batch.rows)[row];
    for (size_t c = 0; c < step.output.size(); ++c) {
      const Field& field = step.output[c];
      const ArrowArray& column = *batch.columns[c];
      const bool made = index == 0 || Made(step, c);
      if (!made || IsNullAt(column, row)) continue;
      if (field.format == "u" && index > 0 && before.contains(field.name)) {
        std::string now(BytesAt(column, row));
        if (now == before[field.name]) continue;
        sample.column = field.name;
        sample.before = std::exchange(before[field.name], now);
        sample.after = std::move(now);
        continue;
      }
      if (field.format == "u") before[field.name] = BytesAt(column, row);
      sample.made.emplace_back(field.name, JsonOf(field, column, row));
    }
    if (view.samples.size() < samples_ && (!sample.made.empty() || !sample.column.empty()))
      view.samples.push_back(std::move(sample));
  }
}

StepView* Preview::Find(const std::string& id) {
  for (size_t i = 0; i < plan_.steps.size(); ++i)
    if (plan_.steps[i].id == id) return &steps_[i];
  return &steps_[0];
}

void Preview::Dropped(std::string_view line) { Keep(line, &StepView::dropped); }
void Preview::Failed(std::string_view line) { Keep(line, &StepView::failed); }

void Preview::Keep(std::string_view line, std::vector<RemovedLine> StepView::*removed) {
  auto read = ReadRemovedLine(line);
  if (!read) return;
  auto& all = Find(read->step)->*removed;
  if (all.size() < kMostRemovals) all.push_back(std::move(*read));
}

void Preview::Wrote(size_t step, std::string_view bytes) {
  StepView& view = steps_[step];
  view.written_bytes += static_cast<int64_t>(bytes.size());
  if (view.written.size() < kMostWritten)
    view.written += bytes.substr(0, kMostWritten - view.written.size());
}

void Preview::TakeAccounts(const RunReport& report) {
  for (size_t i = 0; i < steps_.size(); ++i)
    if (!report.accounts[i].empty()) steps_[i].counted = AccountText(report.accounts[i]);
}

std::string PreviewText(const Plan& plan, const Preview& preview, size_t width) {
  std::string out;
  const size_t line = std::max<size_t>(width, 40) - 8;
  const auto add = [&](const std::string& text) {
    out += "      " + Showable(Short(text, line)) + "\n";
  };
  for (size_t i = 0; i < plan.steps.size(); ++i) {
    const StepView& view = preview.steps()[i];
    out += (i == 0 ? "" : "\n") + std::to_string(i + 1) + " " + plan.steps[i].id + ": " +
           Showable(Headline(plan, preview, i)) + "\n";
    for (const StepView::Sample& sample : view.samples) {
      out += "    " + Showable(sample.id) + "\n";
      for (const auto& [name, value] : sample.made) add(name + " = " + value);
      if (sample.column.empty()) continue;
      const std::vector<DiffPart> parts = DiffWords(sample.before, sample.after);
      if (std::all_of(parts.begin(), parts.end(), [](const DiffPart& p) { return p.same; })) {
        add("`" + sample.column + "`: blanks, punctuation or upper and lower case have changed");
        continue;
      }
      add("`" + sample.column + "` before and after:");
      SideBySideOptions options;
      options.width = std::max<size_t>(width, 49) - 6;
      AppendIndented(SideBySide(parts, options), 6, &out);
    }
    for (const RemovedLine& removal : view.dropped) {
      out += "    dropped as " + Showable(removal.reason) + ": " + Showable(removal.id) + "\n";
      if (!removal.detail.empty()) add(removal.detail);
    }
    for (const RemovedLine& removal : view.failed)
      out += "    failed: " + Showable(removal.id) + ": " + Showable(removal.reason) + "\n";
    if (!view.counted.empty()) out += "    " + view.counted + "\n";
    if (view.written.empty()) continue;
    out += "    would write " + std::to_string(view.written_bytes) + " bytes, which begin:\n";
    size_t lines = 0;
    for (size_t begin = 0; begin < view.written.size() && lines < 5; ++lines) {
      const size_t end = std::min(view.written.find('\n', begin), view.written.size());
      add(view.written.substr(begin, end - begin));
      begin = end + 1;
    }
  }
  return out;
}

std::string PreviewPage(const Plan& plan, const Preview& preview) {
  std::string out =
      "<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">\n"
      "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
      "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; "
      "style-src 'unsafe-inline'\">\n<title>Preview of " +
      Shown(plan.name) +
      "</title>\n<style>\n"
      ":root { color-scheme: light dark }\n"
      "body { font: 16px/1.5 system-ui, sans-serif; max-width: 60em; margin: 1em auto; padding: 0 "
      "1em }\n"
      "section { border-top: 1px solid #8888; margin-top: 1.5em }\n"
      "pre, td { overflow-wrap: anywhere; white-space: pre-wrap; font-family: ui-monospace, "
      "monospace; "
      "font-size: 0.85em }\n"
      "th { text-align: left; vertical-align: top; padding-right: 1em; font-weight: normal }\n"
      "del { background: #f443 } ins { background: #4a43; text-decoration: none }\n"
      ".removed { color: #c33 }\n"
      "</style></head><body>\n<h1>Preview of " +
      Shown(plan.name) + "</h1>\n";
  for (size_t i = 0; i < plan.steps.size(); ++i) {
    const StepView& view = preview.steps()[i];
    out += "<section><h2>" + std::to_string(i + 1) + " " + Shown(plan.steps[i].id) + "</h2>\n<p>" +
           Shown(Headline(plan, preview, i)) + "</p>\n";
    for (const StepView::Sample& sample : view.samples) {
      out += "<h3>" + Shown(sample.id) + "</h3>\n<table>\n";
      for (const auto& [name, value] : sample.made)
        out += "<tr><th scope=\"row\">" + Shown(name) + "</th><td>" + Shown(Short(value, 2000)) +
               "</td></tr>\n";
      out += "</table>\n";
      if (sample.column.empty()) continue;
      out += "<p>" + Shown(sample.column) + ", before and after:</p>\n<pre>";
      for (const DiffPart& part : DiffWords(sample.before, sample.after)) {
        if (part.same) {
          out += Shown(part.right);
        } else {
          if (!part.left.empty()) out += "<del>" + Shown(part.left) + "</del>";
          if (!part.right.empty()) out += "<ins>" + Shown(part.right) + "</ins>";
        }
      }
      out += "</pre>\n";
    }
    for (const RemovedLine& removal : view.dropped)
      out += "<p class=\"removed\">dropped as " + Shown(removal.reason) + ": " + Shown(removal.id) +
             "<br><code>" + Shown(removal.detail) + "</code></p>\n";
    for (const RemovedLine& removal : view.failed)
      out += "<p class=\"removed\">failed: " + Shown(removal.id) + ": " + Shown(removal.reason) +
             "</p>\n";
    if (!view.counted.empty()) out += "<p>" + Shown(view.counted) + "</p>\n";
    if (!view.written.empty())
      out += "<p>would write " + std::to_string(view.written_bytes) +
             " bytes, which begin:</p>\n<pre>" + Shown(view.written) + "</pre>\n";
    out += "</section>\n";
  }
  return out + "</body></html>\n";
}

}  // namespace textmill::core
