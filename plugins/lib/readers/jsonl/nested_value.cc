#include "plugins/lib/readers/jsonl/nested_value.h"

#include <charconv>
#include <vector>

#include "plugins/lib/io/typed_value.h"

namespace textmill::jsonl {
namespace {

constexpr size_t kNoMember = ~size_t{0};

// Of numbers, also those of other widths than records have, for text that other files hold.
io::ValueType TypeOf(const Field& type) {
  const char format = type.format[0];
  if (format == 'C' || format == 'i' || format == 'I' || format == 'L') return io::ValueType::kInt;
  return format == 'f' ? io::ValueType::kFloat : io::ValueTypeOf(type.format);
}

// Whole numbers as they are written; false where the type has no such number.
template <class T>
bool AppendWhole(std::string_view text, Builder* to) {
  T value{};
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || end != text.data() + text.size()) return false;
  if (to != nullptr) static_cast<PrimitiveBuilder<T>&>(*to).Append(value);
  return true;
}
bool WholeOf(char format, std::string_view text, Builder* to) {
  switch (format) {
    case 'C':
      return AppendWhole<uint8_t>(text, to);
    case 'i':
      return AppendWhole<int32_t>(text, to);
    case 'I':
      return AppendWhole<uint32_t>(text, to);
    case 'L':
      return AppendWhole<uint64_t>(text, to);
    default:
      return AppendWhole<int64_t>(text, to);
  }
}

size_t MemberOf(const Field& type, std::string_view name) {
  for (size_t i = 0; i < type.children.size(); ++i) {
    if (type.children[i].name == name) return i;
  }
  return kNoMember;
}

std::string WantedOf(const Field& type) {
  if (type.format == "+l") return "an array";
  if (type.format == "+s") return "an object";
  return io::Wanted(TypeOf(type));
}

}  // namespace

const char* NestedValue::Wrong(const char* p, const std::string& what) {
  complaint_ = what + " (at byte " + std::to_string(p - json_.begin()) + " of the record)";
  return nullptr;
}

// What the string between the two quotation marks means; good until the next call.
std::string_view NestedValue::StringAt(const char* p, const char* end) {
  const std::string_view inner(p + 1, static_cast<size_t>(end - p - 2));
  if (inner.find('\\') == inner.npos) return inner;
  scratch_.resize(inner.size() + 64 + 2);
  char* to = scratch_.data();
  json_.CopyString(p, to);
  return {scratch_.data(), static_cast<size_t>(to - scratch_.data())};
}

const char* NestedValue::CheckValue(const Field& type, const char* p) {
  if (*p == 'n') return json_.SkipValue(p);
  if (type.format == "+l") {
    if (*p != '[') return Wrong(p, std::string("there is ") + KindOf(*p) + ", not an array");
    p = json_.SkipSpace(p + 1);
    if (*p == ']') return p + 1;
    while (true) {
      if ((p = CheckValue(type.children[0], p)) == nullptr) return nullptr;
      p = json_.SkipSpace(p);
      if (*p == ']') return p + 1;
      p = json_.SkipSpace(p + 1);
    }
  }
  if (type.format == "+s") return CheckObject(type, p);

  const io::ValueType wanted = TypeOf(type);
  const char* const end = json_.SkipValue(p);
  const bool string = *p == '"', boolean = *p == 't' || *p == 'f';
  const bool plain = !string && !boolean && *p != '[' && *p != '{';
  const bool fits = wanted == io::ValueType::kBool ? boolean
                    : wanted == io::ValueType::kString || wanted == io::ValueType::kTimestamp
                        ? string
                        : plain;
  io::TypedValue ignored;
  const bool other_width = wanted == io::ValueType::kInt && type.format != "l";
  if (!fits ||
      (other_width && !WholeOf(type.format[0], {p, static_cast<size_t>(end - p)}, nullptr)) ||
      (!other_width && wanted != io::ValueType::kString &&
       !io::ParseValue(
           wanted, string ? StringAt(p, end) : std::string_view(p, static_cast<size_t>(end - p)),
           ignored)))
    return Wrong(p, (type.name.empty() ? "there" : "`" + type.name + "`") + " is " + KindOf(*p) +
                        ", not " + WantedOf(type));
  return end;
}

const char* NestedValue::CheckObject(const Field& type, const char* p) {
  if (*p != '{') return Wrong(p, std::string("there is ") + KindOf(*p) + ", not an object");
  std::vector<bool> seen(type.children.size());
  p = json_.SkipSpace(p + 1);
  while (*p != '}') {
    const char* const key = p;
    p = json_.SkipString(p);
    const std::string name(StringAt(key, p));
    const size_t member = MemberOf(type, name);
    if (member == kNoMember)
      return Wrong(key,
                   "there is a member `" + name + "`, of which the declared type knows nothing");
    if (seen[member]) return Wrong(key, "the key `" + name + "` is there twice");
    seen[member] = true;
    if ((p = CheckValue(type.children[member], json_.SkipColon(p))) == nullptr) return nullptr;
    p = json_.SkipSpace(p);
    if (*p == ',') p = json_.SkipSpace(p + 1);
  }
  return p + 1;
}

void NestedValue::Append(const Field& type, const char* p, Builder& to) {
  if (*p == 'n') return to.AppendNull();
  if (type.format == "+l") {
    auto& list = static_cast<ListBuilder&>(to);
    p = json_.SkipSpace(p + 1);
    while (*p != ']') {
      Append(type.children[0], p, list.any_items());
      p = json_.SkipSpace(json_.SkipValue(p));
      if (*p == ',') p = json_.SkipSpace(p + 1);
    }
    return list.EndRow();
  }
  if (type.format == "+s") return AppendObject(type, p, static_cast<StructBuilder&>(to));
  const char* const end = json_.SkipValue(p);
  const std::string_view text =
      *p == '"' ? StringAt(p, end) : std::string_view(p, static_cast<size_t>(end - p));
  const io::ValueType kind = TypeOf(type);
  if (kind == io::ValueType::kString) return static_cast<BytesBuilder&>(to).Append(text);
  if (kind == io::ValueType::kInt && type.format != "l") {
    WholeOf(type.format[0], text, &to);
    return;
  }
  io::TypedValue value;
  io::ParseValue(kind, text, value);
  if (type.format == "f") {
    static_cast<PrimitiveBuilder<float>&>(to).Append(static_cast<float>(value.number));
  } else if (kind == io::ValueType::kFloat) {
    static_cast<PrimitiveBuilder<double>&>(to).Append(value.number);
  } else if (kind == io::ValueType::kBool) {
    static_cast<BoolBuilder&>(to).Append(value.flag);
  } else {
    static_cast<PrimitiveBuilder<int64_t>&>(to).Append(value.integer);
  }
}

void NestedValue::AppendObject(const Field& type, const char* p, StructBuilder& to) {
  std::vector<const char*> values(type.children.size(), nullptr);
  p = json_.SkipSpace(p + 1);
  while (*p != '}') {
    const char* const key = p;
    p = json_.SkipString(p);
    const size_t member = MemberOf(type, StringAt(key, p));
    p = values[member] = json_.SkipColon(p);
    p = json_.SkipSpace(json_.SkipValue(p));
    if (*p == ',') p = json_.SkipSpace(p + 1);
  }
  for (size_t i = 0; i < values.size(); ++i) {
    if (values[i] == nullptr)
      to.any_member(i).AppendNull();
    else
      Append(type.children[i], values[i], to.any_member(i));
  }
  to.EndRow();
}

}  // namespace textmill::jsonl
