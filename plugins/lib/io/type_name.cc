#include "plugins/lib/io/type_name.h"

#include <algorithm>
#include <utility>

#include "textmill/conventions.hpp"
#include "textmill/error.hpp"

namespace textmill::io {
namespace {

constexpr std::pair<std::string_view, const char*> kScalars[] = {{"string", "u"},
                                                                 {"int", "l"},
                                                                 {"float", "g"},
                                                                 {"bool", "b"},
                                                                 {"timestamp", kTimestampFormat},
                                                                 // As Textmill shows them.
                                                                 {"utf8", "u"},
                                                                 {"int64", "l"},
                                                                 {"float64", "g"}};

// What files of columns have beside them.
constexpr std::pair<std::string_view, const char*> kOthers[] = {{"uint8", "C"},   {"int32", "i"},
                                                                {"uint32", "I"},  {"uint64", "L"},
                                                                {"float32", "f"}, {"binary", "z"}};

// More would be no table any more.
constexpr int kMostLevels = 8;

class TypeParser {
 public:
  TypeParser(std::string_view text, TypeWords words) : text_(text), rest_(text), words_(words) {}

  Field Whole() {
    Field field = Type(0);
    SkipSpace();
    if (!rest_.empty()) Fail();
    return field;
  }

 private:
  [[noreturn]] void Fail() const {
    throw Error("there is no type `" + std::string(text_) + "`")
        .Hint(
            "A type is string, int, float, bool, timestamp, entities, list<TYPE>, or "
            "\"{NAME: TYPE, ...}\" for an object.");
  }
  void SkipSpace() { rest_.remove_prefix(std::min(rest_.find_first_not_of(" \t"), rest_.size())); }
  bool Take(char c) {
    SkipSpace();
    if (rest_.empty() || rest_[0] != c) return false;
    rest_.remove_prefix(1);
    return true;
  }
  void Need(char c) {
    if (!Take(c)) Fail();
  }
  std::string Name() {
    SkipSpace();
    std::string name;
    if (Take('"')) {
      const size_t end = rest_.find('"');
      if (end == rest_.npos) Fail();
      name = rest_.substr(0, end);
      rest_.remove_prefix(end + 1);
    } else {
      name = rest_.substr(0, std::min(rest_.find_first_of(" \t,:<>{}\""), rest_.size()));
      rest_.remove_prefix(name.size());
    }
    if (name.empty()) Fail();
    return name;
  }
  Field Type(int level) {
    if (level == kMostLevels) Fail();
    if (Take('{')) return Object(level);
    const std::string name = Name();
    if (name == "list") {
      Need('<');
      Field item = Type(level + 1);
      item.name = "item";
      Need('>');
      return ListOf("", std::move(item));
    }
    if (name == TEXTMILL_COLUMN_ENTITIES) return EntitiesField();
    for (const auto& [scalar, format] : kScalars) {
      if (name == scalar) return Field{"", format, {}, {}};
    }
    for (const auto& [other, format] : kOthers) {
      if (words_ == TypeWords::kAll && name == other) return Field{"", format, {}, {}};
    }
    Fail();
  }
  Field Object(int level) {
    std::vector<Field> members;
    do {
      std::string name = Name();
      Need(':');
      Field member = Type(level + 1);
      for (const Field& other : members) {
        if (other.name == name) Fail();
      }
      member.name = std::move(name);
      // In a record, what is null may be left out.
      if (words_ == TypeWords::kRecords) member.SetMeta(TEXTMILL_META_OPTIONAL, "1");
      members.push_back(std::move(member));
    } while (Take(','));
    Need('}');
    return StructOf("", std::move(members));
  }

  const std::string_view text_;
  std::string_view rest_;
  const TypeWords words_;
};

}  // namespace

Field TypeNamed(std::string_view text, TypeWords words) { return TypeParser(text, words).Whole(); }

std::string NameOfType(const Field& type) {
  if (type.format == "+l" && type.children.size() == 1) {
    const std::string item = NameOfType(type.children[0]);
    return item.empty() ? "" : "list<" + item + ">";
  }
  if (type.format == "+s" && !type.children.empty()) {
    std::string out = "{";
    for (const Field& member : type.children) {
      const std::string name = NameOfType(member);
      if (name.empty() || member.name.empty() || member.name.find('"') != std::string::npos)
        return "";
      const bool plain = member.name.find_first_of(" \t,:<>{}") == std::string::npos;
      out += (out.size() > 1 ? ", " : "") + (plain ? member.name : '"' + member.name + '"') + ": " +
             name;
    }
    return out + "}";
  }
  for (const auto& [scalar, format] : kScalars) {
    if (type.format == format) return std::string(scalar);
  }
  for (const auto& [other, format] : kOthers) {
    if (type.format == format) return std::string(other);
  }
  return "";
}

}  // namespace textmill::io
