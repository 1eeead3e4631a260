#include "plugins/lib/readers/jsonl/record_parser.h"

#include <algorithm>
#include <charconv>
#include <cstring>

#include "plugins/lib/io/utf8.h"
#include "plugins/lib/readers/encoding/record_encodings.h"
#include "plugins/lib/readers/jsonl/nested_value.h"
#include "textmill/utf8.hpp"

namespace textmill::jsonl {
namespace {

// UTF-8 is checked for so many bytes of lines at once.
constexpr size_t kCheckedAtOnce = 32 << 10;
// More keys are sorted to find one that is there twice.
constexpr size_t kFewKeys = 16;

bool IsBlank(std::string_view line) {
  return line.find_first_not_of(" \t\r\n") == std::string_view::npos;
}

}  // namespace

RecordParser::RecordParser(const std::vector<io::Column>& columns, const KeyPlan& plan, int extra,
                           const std::string& path, const std::string& encoding, size_t unit_bytes,
                           Rows& rows)
    : columns_(columns),
      plan_(plan),
      path_(path),
      encoding_(encoding),
      rows_(rows),
      extra_(static_cast<BytesBuilder&>(rows.At(extra))),
      states_(columns.size()),
      typed_(columns.size()),
      nested_(columns.size()),
      seen_(plan.keys().size()) {
  for (const io::Column& column : columns) builders_.push_back(&rows.At(column.slot));
  bytes(io::kText).Reserve(0, unit_bytes + 64);  // most of it
}

void RecordParser::ParseLines(std::string_view lines, uint64_t offset) {
  const char* const begin = lines.data();
  const char* const end = begin + lines.size();
  const auto line_end = [&](const char* p) {
    const void* at = p < end ? std::memchr(p, '\n', static_cast<size_t>(end - p)) : nullptr;
    return at != nullptr ? static_cast<const char*>(at) : end;
  };
  const auto is_utf8 = [](const char* from, const char* to) {
    return io::IsUtf8({from, static_cast<size_t>(to - from)});
  };
  const char* checked = begin;
  bool good = true;
  for (const char* p = begin; p < end;) {
    const char* const after = line_end(p);
    if (p >= checked) {
      checked = static_cast<size_t>(end - p) > kCheckedAtOnce ? line_end(p + kCheckedAtOnce) : end;
      good = is_utf8(p, checked);
    }
    const std::string_view line(p, static_cast<size_t>(after - p));
    const uint64_t at = offset + static_cast<uint64_t>(p - begin);
    if (good || is_utf8(p, after)) {
      ParseRecord(line, at);
    } else {
      rows_.Fail(at, line.size(), encoding::NotValid(encoding_, FirstInvalidUtf8(line)));
    }
    p = after + 1;
  }
}

void RecordParser::ParseElement(std::string_view element, uint64_t offset) {
  if (io::IsUtf8(element)) return ParseRecord(element, offset);
  rows_.Fail(offset, element.size(), encoding::NotValid(encoding_, FirstInvalidUtf8(element)));
}

void RecordParser::ParseRecord(std::string_view line, uint64_t offset) {
  JsonText json(line);
  const char* p = json.SkipSpace(json.begin());
  if (p == json.end()) return;  // a blank line is no record
  std::fill(states_.begin(), states_.end(), State::kAbsent);
  std::fill(seen_.begin(), seen_.end(), uint8_t{0});
  other_keys_.clear();
  if (!unescaped_.empty()) unescaped_.clear();
  order_.Restart();
  in_order_ = true;
  extra_members_ = {nullptr, nullptr};
  any_extra_ = false;
  complaint_.clear();
  if (*p != '{') return Reject(line, offset, json);

  p = json.SkipSpace(p + 1);
  if (json.At(p) == '}') {
    ++p;
  } else {
    while (true) {
      if ((p = ParseMember(p, json)) == nullptr) return Reject(line, offset, json);
      p = json.SkipSpace(p);
      const char next = json.At(p++);
      if (next == '}') break;
      if (next != ',') {
        json.Fault(p - 1,
                   p > json.end() ? "the object is not closed" : "a comma or `}` is missing");
        return Reject(line, offset, json);
      }
      p = json.SkipSpace(p);
    }
  }
  const char* const after = json.SkipSpace(p);
  if (after < json.end()) {
    json.Fault(after, "there is something after the object");
    return Reject(line, offset, json);
  }
  if (HasTwins()) return Reject(line, offset, json);
  if (columns_[io::kText].needed && states_[io::kText] != State::kWritten) {
    complaint_ = "the record has no `" + columns_[io::kText].field + "`";
    if (!columns_[io::kText].declared)
      complaint_ += "; if another field holds the text, say `fields: { text: NAME }`";
    return Reject(line, offset, json);
  }
  Commit(offset, line.size(), json);
}

// A key and its value; returns what comes after.
const char* RecordParser::ParseMember(const char* p, JsonText& json) {
  const char* const key_begin = p;
  size_t k;
  if (const KeyOrder::Known* known = order_.Match(p, json.end())) {
    p += known->quoted.size();
    k = known->key;
    if (k == plan_.keys().size()) other_keys_.emplace_back(key_begin + 1, known->quoted.size() - 2);
  } else if ((p = ParseKey(p, json, k)) == nullptr) {
    return nullptr;
  }
  const char* const value = json.SkipColon(p);
  if (value == nullptr) return nullptr;

  if (k == plan_.keys().size()) {
    if ((p = json.SkipValue(value)) != nullptr) KeepInExtra({key_begin, p});
    return p;
  }
  const Key& known = plan_.keys()[k];
  if (seen_[k]++ != 0) {
    complaint_ = "the key `" + known.name + "` is there twice in the record";
    return nullptr;
  }
  const bool one_string = json.At(value) == '"' && known.columns.size() == 1 &&
                          known.nested.empty() &&
                          columns_[known.columns[0]].type == io::ValueType::kString;
  if (one_string) {
    CopyString(known.columns[0], value, p, json);
    return p;
  }

  if ((p = json.SkipValue(value)) == nullptr) return nullptr;
  bool taken = false;
  for (const size_t column : known.columns) {
    const Taken result = Take(column, known.name, {value, p}, json);
    if (result == Taken::kFault) return nullptr;
    taken = taken || result == Taken::kYes;
  }
  if (!known.nested.empty() && !TakeNested(known, {value, p}, json)) return nullptr;
  if (taken) return p;
  // `id` and `source` are never null: what is there instead would take the place of the field.
  const bool replaced =
      known.columns.size() == 1 && known.columns[0] <= io::kSource && known.columns[0] != io::kText;
  if (replaced)
    KeepUnderAnotherName(known.columns[0], {value, p});
  else
    KeepInExtra({key_begin, p});
  return p;
}

// A key that did not come where it was expected; `k` is its number in the plan.
const char* RecordParser::ParseKey(const char* p, JsonText& json, size_t& k) {
  const char* const begin = p;
  if (json.At(p) != '"')
    return json.Fault(p, p < json.end() ? "a key is expected" : "the object is not closed");
  if ((p = json.SkipString(p)) == nullptr) return nullptr;
  in_order_ = false;
  std::string_view key(begin + 1, static_cast<size_t>(p - begin - 2));
  const bool escaped = key.find('\\') != std::string_view::npos;
  if (escaped) key = unescaped_.emplace_back(Unescaped({begin, p}, json));
  k = plan_.Find(key);
  if (k == plan_.keys().size()) other_keys_.push_back(key);
  if (!escaped) order_.Learn({begin, static_cast<size_t>(p - begin)}, k);
  return p;
}

// A member as it is written: "key" : value. Neighbours are copied together.
void RecordParser::KeepInExtra(Raw member) {
  if (extra_members_.begin != nullptr && JsonText::OnlyComma(extra_members_.end, member.begin)) {
    extra_members_.end = member.end;
    return;
  }
  FlushExtra();
  extra_members_ = member;
}

// A value that a column does not take which always has one: "id_in_input": value.
void RecordParser::KeepUnderAnotherName(size_t column, Raw value) {
  FlushExtra();
  const std::string_view name = column == io::kId ? "id_in_input" : "source_in_input";
  other_keys_.push_back(name);
  in_order_ = false;  // it may be there twice now
  extra_.AppendPart(any_extra_ ? ",\"" : "{\"");
  extra_.AppendPart(name);
  extra_.AppendPart("\":");
  extra_.AppendPart({value.begin, static_cast<size_t>(value.end - value.begin)});
  any_extra_ = true;
}

void RecordParser::FlushExtra() {
  if (extra_members_.begin == nullptr) return;
  extra_.AppendPart(any_extra_ ? "," : "{");
  extra_.AppendPart(
      {extra_members_.begin, static_cast<size_t>(extra_members_.end - extra_members_.begin)});
  any_extra_ = true;
  extra_members_ = {nullptr, nullptr};
}

bool RecordParser::HasTwins() {
  auto& keys = other_keys_;
  if (in_order_) return false;
  const std::string_view* twin = nullptr;
  if (keys.size() <= kFewKeys) {
    for (size_t i = 1; i < keys.size(); ++i) {
      for (size_t j = 0; j < i; ++j) {
        if (keys[i] == keys[j]) twin = &keys[i];
      }
    }
  } else {
    std::sort(keys.begin(), keys.end());
    const auto at = std::adjacent_find(keys.begin(), keys.end());
    if (at != keys.end()) twin = &*at;
  }
  if (twin == nullptr) return false;
  complaint_ = "the key `" + std::string(*twin) + "` is there twice in the record";
  return true;
}

void RecordParser::Commit(uint64_t offset, uint64_t length, JsonText& json) {
  for (size_t c = 0; c < columns_.size(); ++c) {
    switch (states_[c]) {
      case State::kWritten:
        bytes(c).EndValue();
        break;
      case State::kTyped:
        io::AppendValue(columns_[c], typed_[c], *builders_[c]);
        break;
      case State::kNested:
        NestedValue(json).Append(columns_[c].nested, nested_[c], *builders_[c]);
        break;
      case State::kAbsent:
      case State::kNull:
        if (c == io::kId) {
          char number[24];
          const char* const end = std::to_chars(number, number + sizeof number, offset).ptr;
          bytes(c).AppendPart(path_);
          bytes(c).AppendPart("@");
          bytes(c).Append({number, static_cast<size_t>(end - number)});
        } else if (c == io::kSource) {
          bytes(c).Append(path_);
        } else {
          builders_[c]->AppendNull();
        }
    }
  }
  FlushExtra();
  if (any_extra_) {
    extra_.Append("}");
  } else {
    extra_.AppendNull();
  }
  rows_.Document(offset, length);
}

// Takes back what was written of the record.
void RecordParser::Discard() {
  for (size_t c = 0; c < columns_.size(); ++c) {
    if (columns_[c].type == io::ValueType::kString) bytes(c).DropPart();
  }
  extra_.DropPart();
}

// A record that is no document: says why, with `complaint_` or the fault in the JSON.
void RecordParser::Reject(std::string_view line, uint64_t offset, const JsonText& json) {
  std::string message = complaint_;
  const char* const first = json.SkipSpace(json.begin());
  if (message.empty() && *first != '{') {
    JsonText again(line);
    const char* const after = again.SkipValue(first);
    if (after != nullptr && again.SkipSpace(after) == again.end())
      message = std::string("the record is ") + KindOf(*first) + ", not an object";
    if (line.substr(static_cast<size_t>(first - json.begin()), 1) == "[" && after == nullptr)
      message = "the record is not valid JSON: " + std::string(again.fault.what);
    if (message.empty()) message = "the record is not JSON: it begins with no `{`";
  } else if (message.empty()) {
    const JsonFault& fault = json.fault;
    message = "the record is not valid JSON: " + std::string(fault.what) + " (at byte " +
              std::to_string(fault.at - json.begin()) + " of the record)";
  }
  if (IsBlank(line.substr(static_cast<size_t>(first + 1 - json.begin()))))
    message += "; each line has to be a whole object, but this file spreads it over several";
  Discard();
  rows_.Fail(offset, line.size(), message);
}

}  // namespace textmill::jsonl
