// The part of RecordParser that gives values to columns.
#include "plugins/lib/readers/jsonl/nested_value.h"
#include "plugins/lib/readers/jsonl/record_parser.h"

namespace textmill::jsonl {
namespace {

// A string in a longer record is measured before it is given room.
constexpr size_t kLong = 256 << 10;

}  // namespace

// Writes the string at `p` to its column; `after` is NULL when it is malformed.
void RecordParser::CopyString(size_t column, const char* p, const char*& after, JsonText& json) {
  BytesBuilder& to = bytes(column);
  size_t room = static_cast<size_t>(json.end() - p);
  if (room > kLong) {
    if ((after = json.SkipString(p)) == nullptr) return;
    room = static_cast<size_t>(after - p);
  }
  char* const begin = to.Room(room + 64);
  char* end = begin;
  after = json.CopyString(p, end);
  if (after == nullptr) return;
  to.Wrote(static_cast<size_t>(end - begin));
  states_[column] = State::kWritten;
}

// What a string that is known to be good means.
std::string_view RecordParser::Unescaped(Raw string, JsonText& json) {
  scratch_.resize(static_cast<size_t>(string.end - string.begin) + 64);
  char* end = scratch_.data();
  json.CopyString(string.begin, end);
  return {scratch_.data(), static_cast<size_t>(end - scratch_.data())};
}

// Gives a good value to a column. kNo: the column takes no value of this kind, which is no fault.
RecordParser::Taken RecordParser::Take(size_t column, const std::string& name, Raw value,
                                       JsonText& json) {
  const io::Column& c = columns_[column];
  const char first = *value.begin;
  const std::string_view token(value.begin, static_cast<size_t>(value.end - value.begin));
  if (first == 'n') {
    if (c.needed) return WrongType(column, name, value, json);
    states_[column] = State::kNull;
    return Taken::kNo;
  }
  if (c.type == io::ValueType::kString) {
    const bool number = first == '-' || (first >= '0' && first <= '9');
    if (first == '"') {
      const char* after;
      CopyString(column, value.begin, after, json);
      return Taken::kYes;
    }
    const bool scalar = number || first == 't' || first == 'f';
    if (scalar && (c.scalars || column == io::kId || (column == io::kSource && !c.declared))) {
      bytes(column).AppendPart(token);
      states_[column] = State::kWritten;
      return Taken::kYes;
    }
    if (c.declared || c.needed) return WrongType(column, name, value, json);
    return Taken::kNo;
  }
  if (c.type == io::ValueType::kNested) {
    NestedValue nested(json);
    if (!nested.Check(c.nested, value.begin)) {
      complaint_ = "`" + name + "` is not of its declared type: " + nested.complaint();
      return Taken::kFault;
    }
    nested_[column] = value.begin;
    states_[column] = State::kNested;
    return Taken::kYes;
  }
  const bool is_bool = first == 't' || first == 'f';
  const bool fits = c.type == io::ValueType::kTimestamp ? first == '"'
                    : c.type == io::ValueType::kBool
                        ? is_bool
                        : !is_bool && first != '"' && first != '{' && first != '[';
  if (!fits) return WrongType(column, name, value, json);
  const std::string_view text = first == '"' ? Unescaped(value, json) : token;
  if (!io::ParseValue(c.type, text, typed_[column])) {
    complaint_ = "`" + name + "` is " + (first == '"' ? "\"" : "") +
                 std::string(text.substr(0, 40)) + (text.size() > 40 ? "..." : "") +
                 (first == '"' ? "\"" : "") + ", not " + io::Wanted(c.type) + " (at byte " +
                 std::to_string(value.begin - json.begin()) + " of the record)";
    return Taken::kFault;
  }
  states_[column] = State::kTyped;
  return Taken::kYes;
}

RecordParser::Taken RecordParser::WrongType(size_t column, const std::string& name, Raw value,
                                            JsonText& json) {
  const io::Column& c = columns_[column];
  complaint_ = "`" + name + "` is " + KindOf(*value.begin) + ", not " + io::Wanted(c.type) +
               " (at byte " + std::to_string(value.begin - json.begin()) + " of the record)";
  const bool scalar = *value.begin != '{' && *value.begin != '[';
  if (c.declared && c.type == io::ValueType::kString && scalar && column >= io::kTitle)
    complaint_ += "; `types` can give the column `" + c.name + "` another type";
  if (c.declared && c.type == io::ValueType::kString && !scalar && column >= io::kTitle)
    complaint_ += *value.begin == '[' ? "; `types: { " + c.name + ": list<string> }` reads a list"
                                      : "; its parts are read as `" + name + ".NAME`";
  return Taken::kFault;
}

// Looks into an object that is known to be good for the columns inside it.
bool RecordParser::TakeNested(const Key& key, Raw value, JsonText& json) {
  for (const NestedColumn& nested : key.nested) {
    std::string name = key.name;
    Raw at = value;
    for (size_t level = 0; level < nested.path.size() && at.begin != nullptr; ++level) {
      if (*at.begin == 'n') break;
      if (*at.begin != '{') {
        complaint_ = "`" + name + "` is " + KindOf(*at.begin) + ", not an object (at byte " +
                     std::to_string(at.begin - json.begin()) + " of the record)";
        return false;
      }
      name += "." + nested.path[level];
      Raw found{nullptr, nullptr};
      for (const char* p = json.SkipSpace(at.begin + 1); *p != '}';) {
        const char* const key_end = json.SkipString(p);
        std::string_view inner(p + 1, static_cast<size_t>(key_end - p - 2));
        if (inner.find('\\') != std::string_view::npos) inner = Unescaped({p, key_end}, json);
        const bool match = inner == nested.path[level];
        const char* const begin = json.SkipColon(key_end);
        const char* const end = json.SkipValue(begin);
        if (match && found.begin != nullptr) {
          complaint_ = "the key `" + name + "` is there twice in the record";
          return false;
        }
        if (match) found = {begin, end};
        p = json.SkipSpace(end);
        if (*p == ',') p = json.SkipSpace(p + 1);
      }
      at = found;
    }
    if (at.begin == nullptr || *at.begin == 'n') continue;
    if (Take(nested.column, name, at, json) == Taken::kFault) return false;
  }
  return true;
}

}  // namespace textmill::jsonl
