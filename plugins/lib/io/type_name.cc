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

// More would be no table any more.
constexpr int kMostLevels = 8;

class TypeParser {
 public:
  explicit TypeParser(std::string_view text) : text_(text), rest_(text) {}

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
      member.SetMeta(TEXTMILL_META_OPTIONAL, "1");
      members.push_back(std::move(member));
    } while (Take(','));
    Need('}');
    return StructOf("", std::move(members));
  }

  const std::string_view text_;
  std::string_view rest_;
};

}  // namespace

Field TypeNamed(std::string_view text) { return TypeParser(text).Whole(); }

}  // namespace textmill::io
