#include "plugins/exec/answer.h"

#include <algorithm>
#include <charconv>

#include "plugins/lib/io/utf8.h"
#include "plugins/lib/process/error_lines.h"
#include "plugins/lib/readers/jsonl/json_text.h"
#include "plugins/lib/readers/jsonl/nested_value.h"
#include "textmill/json_members.hpp"

namespace textmill::exec {
namespace {

using jsonl::JsonText;
using process::Beginning;

// What a string that is known to be good means.
std::string Meaning(JsonText& json, const char* begin, const char* end) {
  std::string text(static_cast<size_t>(end - begin) + 64, '\0');
  char* to = text.data();
  json.CopyString(begin, to);
  text.resize(static_cast<size_t>(to - text.data()));
  return text;
}

}  // namespace

std::optional<int64_t> RowOf(std::string_view line) {
  JsonMembers members(line);
  while (members.Next()) {
    if (!JsonMembers::KeyIs(members.key(), "_row")) continue;
    const std::string_view value = members.value();
    int64_t row = 0;
    const auto [end, error] = std::from_chars(value.data(), value.data() + value.size(), row);
    if (error != std::errc() || end != value.data() + value.size()) return std::nullopt;
    return row;
  }
  return std::nullopt;
}

Answer::Answer(std::string_view line, const std::vector<Field>& columns)
    : line_(line), columns_(columns), values_(columns.size(), nullptr) {
  Read();
}

void Answer::Wrong(std::string why) {
  kind_ = Kind::kError;
  why_ = std::move(why);
}

void Answer::Read() {
  if (!io::IsUtf8(line_)) return Wrong("the program's answer is not UTF-8: " + Beginning(line_));
  JsonText json(line_);
  const char* p = json.SkipSpace(json.begin());
  const char* const end = json.At(p) == '{' ? json.SkipValue(p) : nullptr;
  if (end == nullptr || json.SkipSpace(end) != json.end())
    return Wrong("the program's answer is not a JSON object: " + Beginning(line_));
  const auto wrong_value = [&](const std::string& name, const std::string& complaint) {
    Wrong("the program's answer for `" + name + "` will not do: " + complaint);
  };
  bool row_seen = false;
  p = json.SkipSpace(p + 1);
  while (*p != '}') {
    const char* const key = p;
    p = json.SkipString(p);
    const std::string name = Meaning(json, key, p);
    const char* const value = json.SkipColon(p);
    p = json.SkipValue(value);
    if (name == "_row") {
      if (row_seen) return Wrong("the program's answer has `_row` twice: " + Beginning(line_));
      row_seen = true;
    } else if ((name == "_drop" || name == "_error") && *value != 'n') {
      if (*value != '"') return wrong_value(name, "it is no string");
      // An error counts more than a drop.
      if (kind_ != Kind::kError) {
        kind_ = name == "_drop" ? Kind::kDrop : Kind::kError;
        why_ = Meaning(json, value, p);
      }
    } else {
      const auto column = std::find_if(columns_.begin(), columns_.end(),
                                       [&](const Field& field) { return field.name == name; });
      if (column != columns_.end()) {
        const auto k = static_cast<size_t>(column - columns_.begin());
        if (values_[k] != nullptr)
          return Wrong("the program's answer has `" + name + "` twice: " + Beginning(line_));
        values_[k] = value;
      }
    }
    p = json.SkipSpace(p);
    if (*p == ',') p = json.SkipSpace(p + 1);
  }
  if (kind_ != Kind::kValues) return;
  for (size_t k = 0; k < columns_.size(); ++k) {
    const std::string& name = columns_[k].name;
    if (values_[k] == nullptr)
      return Wrong("the program's answer has no `" + name +
                   "`, not even null: " + Beginning(line_));
    jsonl::NestedValue nested(json);
    if (!nested.Check(columns_[k], values_[k])) return wrong_value(name, nested.complaint());
  }
}

void Answer::Append(size_t k, Builder& to) const {
  JsonText json(line_);
  jsonl::NestedValue(json).Append(columns_[k], values_[k], to);
}

}  // namespace textmill::exec
