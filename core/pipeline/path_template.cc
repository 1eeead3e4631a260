#include "core/pipeline/path_template.h"

#include <algorithm>
#include <cstdio>

#include "core/pipeline/suggest.h"
#include "core/present/terminal_text.h"
#include "textmill/print.hpp"
#include "textmill/state.hpp"
#include "textmill/utf8.hpp"

namespace textmill::core {
namespace {

// A name may have 255 bytes; what is around the values, and `.part`, needs some of them.
constexpr size_t kLongestNames = 180;
constexpr const char* kNullName = "%null";
constexpr const char* kEmptyName = "%empty";

bool MayStandInPath(const Field& field) {
  constexpr std::string_view kFormats = "ubcCsSiIlL";
  return field.format.size() == 1 && kFormats.find(field.format[0]) != std::string_view::npos;
}

Error WrongBrace(const std::string& path, const std::string& what) {
  return {"in the path `" + path + "`, " + what,
          "a column is written {name}; a brace that is meant is written twice: {{ or }}"};
}

}  // namespace

std::string SafeName(std::string_view value, size_t longest) {
  if (value.empty()) return kEmptyName;
  constexpr std::string_view kUnsafe = "/\\:*?\"<>|%";
  std::string name;
  size_t hidden = 0;  // where a character ends that a terminal would act upon
  for (size_t i = 0; i < value.size(); ++i) {
    const char c = value[i];
    if (i >= hidden) {
      const DecodedChar whole = DecodeUtf8(value.data() + i, value.data() + value.size());
      if (ActsOnTerminals(whole.code_point)) hidden = i + whole.size;
    }
    const bool control = i < hidden;
    // Dots and dashes in front: `..`, hidden files, what commands take for options.
    const bool front = i == 0 && (c == '.' || c == '-' || c == '~' || c == ' ');
    const bool end = i + 1 == value.size() && (c == ' ' || c == '.');
    if (control || front || end || kUnsafe.find(c) != std::string_view::npos) {
      char escaped[8];
      std::snprintf(escaped, sizeof escaped, "%%%02X", static_cast<unsigned char>(c));
      name += escaped;
    } else {
      name += c;
    }
  }
  if (name.size() <= longest) return name;
  char hash[24];
  std::snprintf(hash, sizeof hash, "%%%%%016llx",
                static_cast<unsigned long long>(HashState(0, value.data(), value.size())));
  size_t cut = longest > 24 ? longest - 18 : 6;
  while (cut > 0 && (static_cast<unsigned char>(name[cut]) & 0xC0) == 0x80) --cut;
  // Not within an escape.
  for (size_t back = 1; back <= 2 && back <= cut; ++back) {
    if (name[cut - back] == '%') {
      cut -= back;
      break;
    }
  }
  return name.substr(0, cut) + hash;
}

Result<PathTemplate> PathTemplate::Parse(const std::string& path, const Schema& columns) {
  PathTemplate made;
  made.text_ = path;
  made.schema_ = columns;
  made.parts_.emplace_back();
  for (size_t i = 0; i < path.size(); ++i) {
    const char c = path[i];
    if ((c == '{' || c == '}') && i + 1 < path.size() && path[i + 1] == c) {
      made.parts_.back().literal += c;
      ++i;
      continue;
    }
    if (c == '}') return WrongBrace(path, "a `}` closes nothing");
    if (c != '{') {
      made.parts_.back().literal += c;
      continue;
    }
    const size_t end = path.find('}', i);
    if (end == path.npos) return WrongBrace(path, "a `{` is not closed");
    const std::string name = path.substr(i + 1, end - i - 1);
    const int column = FindField(columns, name);
    if (column < 0) {
      std::vector<std::string> names;
      for (const Field& field : columns) names.push_back(field.name);
      const std::string nearest = Nearest(name, names);
      Error error{"the path `" + path + "` names the column `" + name + "`, which is not there",
                  nearest.empty() ? "a brace that is meant is written twice: {{ or }}"
                                  : "did you mean `" + nearest + "`?",
                  ErrorKind::kNoSuchColumn};
      error.column = name;
      return error;
    }
    const Field& field = columns[static_cast<size_t>(column)];
    if (!MayStandInPath(field)) {
      Error error{"the path `" + path + "` names the column `" + name + "`, which is " +
                      TypeName(field) + ": names are made of text, whole numbers and bools",
                  field.format.starts_with("ts")
                      ? "make a column of it before: `set: { year: year(" + name + ") }`"
                      : "",
                  ErrorKind::kWrongType};
      error.column = name;
      return error;
    }
    made.parts_.back().column = column;
    made.parts_.emplace_back();
    i = end;
  }
  // Values that share a name share its length.
  size_t most = 1, here = 0;
  for (const Part& part : made.parts_) {
    if (part.literal.find('/') != part.literal.npos) here = 0;
    if (part.column >= 0) most = std::max(most, ++here);
  }
  made.longest_ = kLongestNames / most;
  return made;
}

std::vector<std::string> PathTemplate::Columns() const {
  std::vector<std::string> names;
  for (const Part& part : parts_) {
    if (part.column >= 0) names.push_back(schema_[static_cast<size_t>(part.column)].name);
  }
  return names;
}

std::string PathTemplate::PathOf(const std::vector<Array>& columns, int64_t row) const {
  std::string path;
  for (const Part& part : parts_) {
    path += part.literal;
    if (part.column < 0) continue;
    const ArrowArray& array = *columns[static_cast<size_t>(part.column)];
    const std::string& format = schema_[static_cast<size_t>(part.column)].format;
    if (IsNullAt(array, row)) {
      path += kNullName;
    } else if (format == "u") {
      path += SafeName(BytesAt(array, row), longest_);
    } else {
      Buffer number;
      AppendScalar(KindOf(format), array, row, number);
      path.append(number.data(), number.size());
    }
  }
  return path;
}

std::string PathTemplate::Pattern() const {
  std::string pattern;
  for (const Part& part : parts_) {
    for (const char c : part.literal) {
      if (std::string_view("*?[\\").find(c) != std::string_view::npos) pattern += '\\';
      pattern += c;
    }
    if (part.column >= 0) pattern += '*';
  }
  return pattern;
}

std::string PathTemplate::Folder() const {
  const std::string& front = parts_.front().literal;
  const size_t slash = front.rfind('/');
  return slash == front.npos ? "." : front.substr(0, std::max<size_t>(slash, 1));
}

}  // namespace textmill::core
