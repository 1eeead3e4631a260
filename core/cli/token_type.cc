#include "core/cli/token_type.h"

#include <simdjson.h>

#include <algorithm>
#include <cctype>

namespace textmill::core {
namespace {

using simdjson::dom::element_type;

// Whether a member's name can be written in a type as it is.
bool IsPlain(std::string_view name) {
  return !name.empty() && std::all_of(name.begin(), name.end(),
                                      [](unsigned char c) { return std::isalnum(c) || c == '_'; });
}

// The names in `meta.tokens`, in which a backslash takes a dot as it is.
std::vector<std::string> PathOf(std::string_view field) {
  std::vector<std::string> path(1);
  for (size_t i = 0; i < field.size(); ++i) {
    const bool as_it_is =
        field[i] == '\\' && i + 1 < field.size() && (field[i + 1] == '.' || field[i + 1] == '\\');
    if (as_it_is) ++i;
    if (field[i] == '.' && !as_it_is) {
      path.emplace_back();
    } else {
      path.back() += field[i];
    }
  }
  return path;
}

}  // namespace

TokenType::TokenType(std::string_view field) : path_(PathOf(field)) {}

void TokenType::Add(std::string_view fields) {
  simdjson::dom::parser parser;
  const simdjson::padded_string json(fields);
  auto found = parser.parse(json);
  for (const std::string& name : path_) found = found[name];
  simdjson::dom::array tokens;
  if (found.get(tokens) != simdjson::SUCCESS) return;
  for (const simdjson::dom::element token : tokens) {
    simdjson::dom::object members;
    if (token.get(members) != simdjson::SUCCESS) {
      wrong_ = true;
      return;
    }
    some_ = true;
    for (const auto& [name, value] : members) {
      Kind kind = Kind::kString;
      switch (value.type()) {
        case element_type::NULL_VALUE:
          continue;
        case element_type::STRING:
          break;
        case element_type::INT64:
          kind = Kind::kInt;
          break;
        case element_type::DOUBLE:
          kind = Kind::kFloat;
          break;
        case element_type::BOOL:
          kind = Kind::kBool;
          break;
        default:
          wrong_ = true;
          return;
      }
      const auto [at, is_new] = members_.emplace(name, kind);
      const bool numbers = kind <= Kind::kFloat && at->second <= Kind::kFloat;
      if (numbers) at->second = std::max(at->second, kind);
      wrong_ = wrong_ || !IsPlain(name) || (!numbers && at->second != kind);
    }
  }
}

std::optional<std::string> TokenType::Text() const {
  const auto begin = members_.find("begin"), end = members_.find("end");
  if (!some_ || wrong_ || begin == members_.end() || begin->second != Kind::kInt ||
      end == members_.end() || end->second != Kind::kInt)
    return std::nullopt;
  std::map<std::string, Kind> all = members_;
  all.emplace("sentence", Kind::kInt);
  for (const char* name : {"pos", "tag", "lemma"}) all.emplace(name, Kind::kString);
  std::string text;
  for (const auto& [name, kind] : all) {
    text += (text.empty() ? "list<{" : ", ") + name + ": ";
    text += kind == Kind::kInt     ? "int"
            : kind == Kind::kFloat ? "float"
            : kind == Kind::kBool  ? "bool"
                                   : "string";
  }
  return text + "}>";
}

}  // namespace textmill::core
