// Parameters of a stage: declared as members, filled by the host before `Bind`.
//
//     Param<double> threshold{this, "threshold", 0.8, "Least similarity.", Range{0, 1}};
//     Param<std::string> pattern{this, "pattern", kRequired, "A regular expression."};
//     Param<std::vector<InputFile>> files{this, "files", kOptional, "Name lists."};
//     Param<Choice> action{this, "action", {"drop", "mark"}, "What to do."};  // else "drop"
//     Param<ColumnName> column{this, "column", ColumnName{"text"}, "Where the text is."};
//     Param<Map<std::string>> patterns{this, "patterns", kOptional, "Expressions by name."};
//     Param<std::vector<Map<std::string>>> rules{this, "rules", kOptional, "A map for each rule."};
//
// The host parses YAML, fills defaults, and rejects what does not fit, with its place. A stage only
// ever sees values of the declared type and range. Values do not change after create: any thread
// reads.
#ifndef TEXTMILL_PARAM_HPP_
#define TEXTMILL_PARAM_HPP_

#include <charconv>
#include <cstdint>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

#include "abi.h"

namespace textmill {

struct Path {
  std::string value;
};
// The path of a file that Open will read: the host checks before the run that it is there.
struct InputFile {
  std::string value;
};
struct Size {
  int64_t bytes;
};
struct Duration {
  int64_t nanoseconds;
};
struct Choice {
  std::string value;
};
struct ColumnName {
  std::string value;
};
template <class T>
using Map = std::vector<std::pair<std::string, T>>;

struct Range {
  double minimum, maximum;
};
// Whether a parameter or column may be absent. Not to be made of `{}`, which is an empty default.
class Presence {
 public:
  constexpr bool operator==(Presence other) const { return required_ == other.required_; }
  static constexpr Presence Of(bool required) { return Presence(required); }

 private:
  constexpr explicit Presence(bool required) : required_(required) {}
  bool required_;
};
inline constexpr Presence kRequired = Presence::Of(true), kOptional = Presence::Of(false);

// An owned copy of a textmill_value.
struct Value {
  [[gnu::cold]] explicit Value(const textmill_value& v)
      : type(v.type),
        given(v.given != 0),
        integer(v.integer),
        number(v.number),
        string(v.string.data == nullptr ? "" : std::string(v.string.data, v.string.size)),
        key(v.key.data == nullptr ? "" : std::string(v.key.data, v.key.size)),
        items(v.items, v.items + v.n_items) {}
  uint32_t type;  // TEXTMILL_BOOL ...; 0: absent
  bool given;
  int64_t integer;
  double number;
  std::string string;
  std::string key;
  std::vector<Value> items;
};

// What the host is told about a parameter; see textmill_param_info.
struct ParamSpec {
  std::string name;
  uint32_t types = 0;
  bool required = false;
  std::optional<std::string> default_value;
  double minimum = 0, maximum = 0;
  std::vector<std::string> choices;
  std::vector<ParamSpec> item;  // none or one
  std::vector<ParamSpec> fields;
  std::string doc;
  bool reads = false;  // see TEXTMILL_PARAM_READS
};

class StageBase;

class ParamBase {
 public:
  ParamBase(StageBase* stage, ParamSpec spec);
  ParamBase(const ParamBase&) = delete;
  ParamBase& operator=(const ParamBase&) = delete;
  [[gnu::cold]] virtual ~ParamBase() {}
  virtual void Set(const Value& value) = 0;
  const ParamSpec& spec() const { return spec_; }

 protected:
  ParamSpec spec_;
};

namespace internal {

template <class T>
struct ParamType;  // kType; Read(Value) -> T; Show(T) -> YAML

template <class T>
std::string ShowNumber(T v) {
  char text[40];
  return std::string(text, std::to_chars(text, text + sizeof text, v).ptr);
}

inline std::string Quoted(const std::string& s) {
  std::string out = "\"";
  for (char c : s) {
    if (c == '"' || c == '\\') out += '\\';
    if (c == '\n') {
      out += "\\n";
    } else if (c == '\t') {
      out += "\\t";
    } else {
      out += c;
    }
  }
  return out + "\"";
}

template <>
struct ParamType<bool> {
  static constexpr uint32_t kType = TEXTMILL_BOOL;
  static bool Read(const Value& v) { return v.integer != 0; }
  static std::string Show(bool v) { return v ? "true" : "false"; }
};
template <>
struct ParamType<int64_t> {
  static constexpr uint32_t kType = TEXTMILL_INT;
  static int64_t Read(const Value& v) { return v.integer; }
  static std::string Show(int64_t v) { return ShowNumber(v); }
};
template <>
struct ParamType<double> {
  static constexpr uint32_t kType = TEXTMILL_FLOAT;
  static double Read(const Value& v) { return v.number; }
  static std::string Show(double v) { return ShowNumber(v); }
};
template <>
struct ParamType<std::string> {
  static constexpr uint32_t kType = TEXTMILL_STRING;
  static std::string Read(const Value& v) { return v.string; }
  static std::string Show(const std::string& v) { return Quoted(v); }
};
template <>
struct ParamType<Path> {
  static constexpr uint32_t kType = TEXTMILL_PATH;
  static Path Read(const Value& v) { return {v.string}; }
  static std::string Show(const Path& v) { return Quoted(v.value); }
};
template <>
struct ParamType<InputFile> {
  static constexpr uint32_t kType = TEXTMILL_PATH;
  static InputFile Read(const Value& v) { return {v.string}; }
  static std::string Show(const InputFile& v) { return Quoted(v.value); }
};
template <>
struct ParamType<Choice> {
  static constexpr uint32_t kType = TEXTMILL_ENUM;
  static Choice Read(const Value& v) { return {v.string}; }
  static std::string Show(const Choice& v) { return v.value; }
};
template <>
struct ParamType<ColumnName> {
  static constexpr uint32_t kType = TEXTMILL_COLUMN;
  static ColumnName Read(const Value& v) { return {v.string}; }
  static std::string Show(const ColumnName& v) { return v.value; }
};
template <>
struct ParamType<Size> {
  static constexpr uint32_t kType = TEXTMILL_SIZE;
  static Size Read(const Value& v) { return {v.integer}; }
  static std::string Show(const Size& v) {
    int64_t n = v.bytes;
    const char* const units[] = {"", "KiB", "MiB", "GiB", "TiB"};
    int u = 0;
    while (n != 0 && n % 1024 == 0 && u < 4) {
      n /= 1024;
      ++u;
    }
    return ShowNumber(n) + units[u];
  }
};
template <>
struct ParamType<Duration> {
  static constexpr uint32_t kType = TEXTMILL_DURATION;
  static Duration Read(const Value& v) { return {v.integer}; }
  static std::string Show(const Duration& v) { return ShowNumber(v.nanoseconds / 1000000) + "ms"; }
};
// A list; a single value is taken for a list of one, unless it is itself a list or map.
template <class T>
struct ParamType<std::vector<T>> {
  static constexpr bool kNested = (ParamType<T>::kType & (TEXTMILL_LIST | TEXTMILL_MAP)) != 0;
  static constexpr uint32_t kType = TEXTMILL_LIST | (kNested ? 0 : ParamType<T>::kType);
  static std::vector<T> Read(const Value& v) {
    std::vector<T> out;
    if (v.type != TEXTMILL_LIST) {
      if (v.type != 0) out.push_back(ParamType<T>::Read(v));
      return out;
    }
    for (const Value& item : v.items) out.push_back(ParamType<T>::Read(item));
    return out;
  }
  static std::string Show(const std::vector<T>& v) {
    std::string out = "[";
    for (const T& item : v) out += (out.size() > 1 ? ", " : "") + ParamType<T>::Show(item);
    return out + "]";
  }
};
template <class T>
struct ParamType<std::vector<std::pair<std::string, T>>> {
  static constexpr uint32_t kType = TEXTMILL_MAP;
  static Map<T> Read(const Value& v) {
    Map<T> out;
    for (const Value& item : v.items) out.emplace_back(item.key, ParamType<T>::Read(item));
    return out;
  }
  static std::string Show(const Map<T>& v) {
    std::string out = "{";
    for (const auto& [key, item] : v)
      out += (out.size() > 1 ? ", " : "") + key + ": " + ParamType<T>::Show(item);
    return out + "}";
  }
};

// What lists and maps hold: their types from without to within.
template <class T>
struct ItemTypes {
  static void AddTo(std::vector<uint32_t>&) {}
};
template <class T>
struct ItemTypes<std::vector<T>> {
  static void AddTo(std::vector<uint32_t>& types) {
    types.push_back(ParamType<T>::kType);
    ItemTypes<T>::AddTo(types);
  }
};
template <class T>
struct ItemTypes<std::vector<std::pair<std::string, T>>> {
  static void AddTo(std::vector<uint32_t>& types) {
    types.push_back(ParamType<T>::kType);
    ItemTypes<T>::AddTo(types);
  }
};

// One function for all types: a template would be compiled for each.
[[gnu::cold]] inline ParamSpec SpecOf(std::string_view name, uint32_t type,
                                      const std::vector<uint32_t>& item_types, std::string_view doc,
                                      Range range, bool reads) {
  ParamSpec spec;
  spec.name = name;
  spec.types = type;
  spec.doc = doc;
  spec.minimum = range.minimum;
  spec.maximum = range.maximum;
  spec.reads = reads;
  ParamSpec* within = &spec;
  for (const uint32_t item_type : item_types) {
    within->item.resize(1);
    within = &within->item[0];
    within->types = item_type;
  }
  return spec;
}
template <class T>
ParamSpec SpecOf(std::string_view name, std::string_view doc, Range range) {
  std::vector<uint32_t> item_types;
  ItemTypes<T>::AddTo(item_types);
  return SpecOf(name, ParamType<T>::kType, item_types, doc, range,
                std::is_same_v<T, InputFile> || std::is_same_v<T, std::vector<InputFile>>);
}

}  // namespace internal

template <class T>
class Param final : public ParamBase {
 public:
  Param(StageBase* stage, std::string_view name, T default_value, std::string_view doc,
        Range range = {0, 0})
      : ParamBase(stage, internal::SpecOf<T>(name, doc, range)), value_(std::move(default_value)) {
    spec_.default_value = internal::ParamType<T>::Show(value_);
  }
  Param(StageBase* stage, std::string_view name, Presence presence, std::string_view doc,
        Range range = {0, 0})
      : ParamBase(stage, internal::SpecOf<T>(name, doc, range)) {
    spec_.required = presence == kRequired;
  }

  void Set(const Value& value) override {
    present_ = value.type != 0;
    given_ = value.given;
    if (present_) value_ = internal::ParamType<T>::Read(value);
  }
  // False for an optional parameter that nobody gave.
  bool present() const { return present_; }
  // True when the user wrote it, even if it is the default's value.
  bool given() const { return given_; }
  const T& get() const { return value_; }
  const T& operator*() const { return value_; }
  const T* operator->() const { return &value_; }
  operator const T&() const { return value_; }  // NOLINT: a parameter reads as its value

 private:
  T value_{};
  bool present_ = false, given_ = false;
};

// One of several words; the first is the default.
template <>
class Param<Choice> final : public ParamBase {
 public:
  Param(StageBase* stage, std::string_view name, std::vector<std::string> choices,
        std::string_view doc)
      : ParamBase(stage, internal::SpecOf<Choice>(name, doc, {0, 0})), value_(choices.at(0)) {
    spec_.default_value = value_;
    spec_.choices = std::move(choices);
  }
  void Set(const Value& value) override { value_ = value.string; }
  const std::string& get() const { return value_; }
  bool operator==(const char* word) const { return value_ == word; }
  bool operator!=(const char* word) const { return value_ != word; }

 private:
  std::string value_;
};

// Any form that ParamSpec can describe; the stage reads the value itself.
template <>
class Param<Value> final : public ParamBase {
 public:
  Param(StageBase* stage, ParamSpec spec) : ParamBase(stage, std::move(spec)) {}
  void Set(const Value& value) override { value_ = value; }
  const Value& get() const { return value_; }

 private:
  Value value_{textmill_value{}};
};

}  // namespace textmill

#endif  // TEXTMILL_PARAM_HPP_
