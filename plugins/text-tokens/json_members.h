// Members of the objects in a tokenizer.json, each asked for by one who knows what it means.
// Functions throw Error. Used by one thread.
#ifndef TEXTMILL_PLUGINS_TEXT_TOKENS_JSON_MEMBERS_H_
#define TEXTMILL_PLUGINS_TEXT_TOKENS_JSON_MEMBERS_H_

#include <simdjson.h>

#include <algorithm>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "plugins/text-tokens/normalizer.h"
#include "textmill/error.hpp"

namespace textmill::tokenizer {

using simdjson::dom::array;
using simdjson::dom::element;
using simdjson::dom::object;

[[noreturn]] inline void Refuse(const std::string& what) {
  throw Error(what + ", which text.tokens does not know; a count without it would be wrong");
}

[[noreturn]] inline void Broken(const std::string& what) {
  throw Error("it is no tokenizer: " + what);
}

inline std::string Quoted(std::string_view text) {
  const size_t n = std::min<size_t>(text.size(), 80);
  return "`" + std::string(text.substr(0, n)) + (n < text.size() ? "..." : "") + "`";
}

class Members {
 public:
  // `where`: for messages, "the model".
  Members(element value, std::string where) : where_(std::move(where)) {
    if (value.get(object_) != simdjson::SUCCESS) Broken(where_ + " is no object");
  }
  // Throws where there are members that are none of these, or one of them twice.
  void AreAmong(std::initializer_list<std::string_view> known) const {
    std::vector<std::string_view> seen;
    for (const auto& [key, value] : object_) {
      if (std::find(known.begin(), known.end(), key) == known.end())
        Refuse(where_ + " has " + Quoted(key));
      if (std::find(seen.begin(), seen.end(), key) != seen.end())
        Broken(where_ + " has " + Quoted(key) + " twice");
      seen.push_back(key);
    }
  }
  // NULL is as good as not there.
  std::optional<element> Find(std::string_view key) const {
    element value;
    if (object_.at_key(key).get(value) != simdjson::SUCCESS || value.is_null()) return {};
    return value;
  }
  element Get(std::string_view key) const {
    const auto value = Find(key);
    if (!value) Broken(where_ + " has no " + Quoted(key));
    return *value;
  }
  std::string_view Text(std::string_view key) const {
    std::string_view text;
    if (Get(key).get(text) != simdjson::SUCCESS)
      Broken(Quoted(key) + " of " + where_ + " is no text");
    return text;
  }
  // One that takes the place of something in texts, again and again.
  std::string ShortText(std::string_view key) const {
    const std::string_view text = Text(key);
    if (text.size() > kLongestReplacement)
      Refuse(Quoted(key) + " of " + where_ + " has " + std::to_string(text.size()) + " bytes");
    return std::string(text);
  }
  bool Flag(std::string_view key, std::optional<bool> otherwise) const {
    const auto value = Find(key);
    if (!value && otherwise) return *otherwise;
    bool flag = false;
    if (Get(key).get(flag) != simdjson::SUCCESS)
      Broken(Quoted(key) + " of " + where_ + " is neither true nor false");
    return flag;
  }
  array List(std::string_view key) const {
    array list;
    if (Get(key).get(list) != simdjson::SUCCESS)
      Broken(Quoted(key) + " of " + where_ + " is no list");
    return list;
  }
  object Map(std::string_view key) const {
    object map;
    if (Get(key).get(map) != simdjson::SUCCESS)
      Broken(Quoted(key) + " of " + where_ + " is no object");
    return map;
  }
  const std::string& where() const { return where_; }

 private:
  object object_;
  std::string where_;
};

}  // namespace textmill::tokenizer

#endif  // TEXTMILL_PLUGINS_TEXT_TOKENS_JSON_MEMBERS_H_
