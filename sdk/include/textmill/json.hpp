// Rows of columns as JSON, for writers.
//
//     JsonEncoder encoder(fields);                    // once
//     encoder.AppendRow(columns, base, row, buffer);  // {"id":"a","text":"...","lang":null}
//
// Numbers and timestamps are printed as print.hpp says; NaN and the infinities become null, binary
// values base64. A null in a column marked TEXTMILL_META_OPTIONAL is left out, any other is `null`.
// A column marked TEXTMILL_META_JSON goes out as it is, on one line. The one called `extra`
// holds an object: its members follow the columns, but for those that a written column replaces.
//
// Encoders do not change once made: any thread may use them, each with a buffer of its own.
#ifndef TEXTMILL_JSON_HPP_
#define TEXTMILL_JSON_HPP_

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "conventions.h"
#include "error.hpp"
#include "escape.hpp"
#include "json_members.hpp"
#include "print.hpp"
#include "type.hpp"

namespace textmill {

inline bool IsJsonColumn(const Field& field) {
  const std::string* json = field.Meta(TEXTMILL_META_JSON);
  return json != nullptr && *json == "1" && field.format == "u";
}
// The column of input fields that nobody declared.
inline bool IsExtraColumn(const Field& field) {
  return field.name == TEXTMILL_COLUMN_EXTRA && IsJsonColumn(field);
}

inline void AppendBase64(std::string_view bytes, Buffer& out) {
  static constexpr char kDigits[] =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  char* const begin = out.Room((bytes.size() + 2) / 3 * 4);
  char* to = begin;
  for (size_t i = 0; i < bytes.size(); i += 3) {
    uint32_t group = 0;
    for (size_t k = 0; k < 3; ++k)
      group = group << 8 | (i + k < bytes.size() ? static_cast<uint8_t>(bytes[i + k]) : 0u);
    for (size_t k = 0; k < 4; ++k) {
      *to++ = i + k > bytes.size() ? '=' : kDigits[(group >> (18 - 6 * k)) & 63];
    }
  }
  out.Advance(static_cast<size_t>(to - begin));
}

class JsonMember;

// Writes the values of one column.
class JsonValue {
 public:
  // Throws when the column's type has no JSON.
  explicit JsonValue(const Field& field);
  // Row `i` counts from the array's own beginning; see IsNullAt.
  void Append(const ArrowArray& array, int64_t i, Buffer& out) const;

  static void AppendString(std::string_view text, Buffer& out) { AppendJsonString(text, out); }
  // JSON as it is, but on one line: a break can only be between its tokens.
  static void AppendRaw(std::string_view json, Buffer& out);

 private:
  void AppendList(const ArrowArray& array, int64_t i, Buffer& out) const;

  ValueKind kind_;
  bool raw_;
  std::vector<JsonMember> members_;  // of a struct; a list has its item as the only one
};

// Writes the members of one name: a column of a row, or of a struct.
class JsonMember {
 public:
  explicit JsonMember(const Field& field) : name_(field.name), value_(field) {
    const std::string* meta = field.Meta(TEXTMILL_META_OPTIONAL);
    optional_ = meta != nullptr && *meta == "1";
    Buffer key;
    key.Append(",", 1);
    JsonValue::AppendString(name_, key);
    key.Append(":", 1);
    key_.assign(key.data(), key.size());
  }
  const std::string& name() const { return name_; }
  const JsonValue& value() const { return value_; }
  bool LeftOut(const ArrowArray& array, int64_t i) const { return optional_ && IsNullAt(array, i); }
  // Into the object that is open at the end of `out`.
  void Append(const ArrowArray& array, int64_t i, Buffer& out) const {
    if (LeftOut(array, i)) return;
    const size_t first = out.data()[out.size() - 1] == '{' ? 1 : 0;  // without the comma
    out.Append(key_.data() + first, key_.size() - first);
    value_.Append(array, i, out);
  }

 private:
  std::string name_;
  std::string key_;  // ,"name":
  bool optional_;
  JsonValue value_;
};

class JsonEncoder {
 public:
  // For all columns, in their order.
  explicit JsonEncoder(const std::vector<Field>& columns) {
    for (size_t i = 0; i < columns.size(); ++i) Add(columns[i], static_cast<int>(i));
  }
  // For the columns at the places that `order` gives, in that order. `extra` comes last wherever it
  // is.
  JsonEncoder(const std::vector<Field>& columns, const std::vector<int>& order) {
    for (const int place : order) Add(columns[static_cast<size_t>(place)], place);
  }

  // Appends row `row` of `columns` as an object. `base` is the offset of the struct that they are
  // members of (0 where there is none). Returns how many members of `extra` were left out because a
  // column of that name counts; `replaced`, where given, has a number for each column, which is
  // raised for it.
  int64_t AppendRow(const ArrowArray* const* columns, int64_t base, int64_t row, Buffer& out,
                    int64_t* replaced = nullptr) const {
    out.Append("{", 1);
    const int64_t n = AppendMembers(columns, base, row, out, replaced);
    out.Append("}", 1);
    return n;
  }
  // The same without braces, into an object that is open at the end of `out`.
  int64_t AppendMembers(const ArrowArray* const* columns, int64_t base, int64_t row, Buffer& out,
                        int64_t* replaced = nullptr) const {
    for (const Column& column : columns_)
      column.member.Append(*columns[column.place], base + row, out);
    if (extra_ < 0 || IsNullAt(*columns[extra_], base + row)) return 0;
    return AppendExtra(BytesAt(*columns[extra_], base + row), columns, base + row, out, replaced);
  }
  // Names of the columns but `extra`, in the order of `replaced`.
  std::vector<std::string> names() const {
    std::vector<std::string> names;
    for (const Column& column : columns_) names.push_back(column.member.name());
    return names;
  }

 private:
  struct Column {
    int place;
    JsonMember member;
    bool made;  // by a step, whose answer counts, also when it is null
  };

  void Add(const Field& field, int place) {
    if (IsExtraColumn(field)) {
      extra_ = place;
    } else {
      columns_.push_back({place, JsonMember(field), field.Meta(TEXTMILL_META_MADE) != nullptr});
    }
  }

  int64_t AppendExtra(std::string_view extra, const ArrowArray* const* columns, int64_t i,
                      Buffer& out, int64_t* replaced_by) const {
    const size_t mark = out.size();
    int64_t replaced = 0;
    std::string_view run;  // members to be copied, with what is between them
    const auto flush = [&] {
      if (run.empty()) return;
      if (out.data()[out.size() - 1] != '{') out.Append(",", 1);
      JsonValue::AppendRaw(run, out);
      run = {};
    };
    JsonMembers members(extra);
    while (members.Next()) {
      if (const int column = Counts(members.key(), columns, i); column >= 0) {
        ++replaced;
        if (replaced_by != nullptr) ++replaced_by[column];
        flush();
        continue;
      }
      const std::string_view member = members.member();
      const char* const begin = run.empty() ? member.data() : run.data();
      run = {begin, static_cast<size_t>(member.data() + member.size() - begin)};
    }
    flush();
    if (members.valid()) return replaced;
    // Not an object, whatever its maker promised: kept as text, so that the row stays valid.
    out.Advance(mark - out.size());
    if (out.data()[out.size() - 1] != '{') out.Append(",", 1);
    out.Append("\"extra\":", 8);
    JsonValue::AppendString(extra, out);
    return 0;
  }
  // The column that takes the place of a member of that name, or -1.
  int Counts(std::string_view key, const ArrowArray* const* columns, int64_t i) const {
    for (size_t k = 0; k < columns_.size(); ++k) {
      const Column& column = columns_[k];
      if (!JsonMembers::KeyIs(key, column.member.name())) continue;
      const bool counts = column.made || !column.member.LeftOut(*columns[column.place], i);
      return counts ? static_cast<int>(k) : -1;
    }
    return -1;
  }

  std::vector<Column> columns_;
  int extra_ = -1;
};

// ---- Definitions

inline JsonValue::JsonValue(const Field& field)
    : kind_(KindOf(field.format)), raw_(IsJsonColumn(field)) {
  if (kind_ == ValueKind::kUnknown || (kind_ == ValueKind::kList && field.children.size() != 1)) {
    throw Error("the column `" + field.name + "` has the type " + TypeName(field) +
                    ", which cannot be written as JSON",
                TEXTMILL_WRONG_TYPE)
        .Column(field.name);
  }
  for (const Field& child : field.children) members_.emplace_back(child);
}

inline void JsonValue::Append(const ArrowArray& array, int64_t i, Buffer& out) const {
  if (IsNullAt(array, i)) return out.Append("null", 4);
  switch (kind_) {
    case ValueKind::kUtf8:
      return raw_ ? AppendRaw(BytesAt(array, i), out) : AppendString(BytesAt(array, i), out);
    case ValueKind::kBinary:
      out.Append("\"", 1);
      AppendBase64(BytesAt(array, i), out);
      return out.Append("\"", 1);
    case ValueKind::kList:
      return AppendList(array, i, out);
    case ValueKind::kStruct:
      out.Append("{", 1);
      for (size_t k = 0; k < members_.size(); ++k)
        members_[k].Append(*array.children[k], array.offset + i, out);
      return out.Append("}", 1);
    default:
      break;
  }
  if (IsTimestamp(kind_)) out.Append("\"", 1);
  if (!AppendScalar(kind_, array, i, out)) out.Append("null", 4);
  if (IsTimestamp(kind_)) out.Append("\"", 1);
}

inline void JsonValue::AppendRaw(std::string_view json, Buffer& out) {
  if (json.empty()) json = "null";
  out.Append(json.data(), json.size());
  char* const end = out.data() + out.size();
  for (const int line_break : {int{'\n'}, int{'\r'}}) {
    char* p = end - json.size();
    while ((p = static_cast<char*>(std::memchr(p, line_break, static_cast<size_t>(end - p)))) !=
           nullptr) {
      *p++ = ' ';
    }
  }
}

inline void JsonValue::AppendList(const ArrowArray& array, int64_t i, Buffer& out) const {
  const int32_t* ends = static_cast<const int32_t*>(array.buffers[1]) + array.offset + i;
  out.Append("[", 1);
  for (int64_t item = ends[0]; item < ends[1]; ++item) {
    if (item > ends[0]) out.Append(",", 1);
    members_[0].value().Append(*array.children[0], item, out);
  }
  out.Append("]", 1);
}

}  // namespace textmill

#endif  // TEXTMILL_JSON_HPP_
