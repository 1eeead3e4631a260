// Parameters as a test writes them, and as the host hands them over; see testing.hpp.
#ifndef TEXTMILL_TESTING_PARAMS_HPP_
#define TEXTMILL_TESTING_PARAMS_HPP_

#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <deque>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "abi.h"

namespace textmill::testing {

// A parameter's value as a test writes it: 3, 0.8, true, "text", {"a", "b"} as List, {{"k", "v"}}
// as Fields.
struct Given {
  Given(bool v) : number(v), is_number(true) {}                          // NOLINT
  Given(int v) : number(v), is_number(true) {}                           // NOLINT
  Given(int64_t v) : number(static_cast<double>(v)), is_number(true) {}  // NOLINT
  Given(double v) : number(v), is_number(true) {}                        // NOLINT
  Given(const char* v) : text(v) {}                                      // NOLINT
  Given(std::string v) : text(std::move(v)) {}                           // NOLINT
  Given(std::vector<std::string> v) : is_list(true) {                    // NOLINT
    for (auto& item : v) items.emplace_back("", Given(std::move(item)));
  }
  static Given Fields(std::vector<std::pair<std::string, Given>> fields) {
    Given g("");
    g.is_map = true;
    g.items = std::move(fields);
    return g;
  }
  double number = 0;
  std::string text;
  bool is_number = false, is_list = false, is_map = false;
  std::vector<std::pair<std::string, Given>> items;
};
using GivenParams = std::vector<std::pair<std::string, Given>>;

namespace internal_testing {

inline double Unit(const std::string& unit) {
  static const std::map<std::string, double> kUnits = {
      {"", 1},   {"KiB", 1024}, {"MiB", 1048576}, {"GiB", 1073741824}, {"TiB", 1099511627776.0},
      {"ns", 1}, {"ms", 1e6},   {"s", 1e9}};
  const auto it = kUnits.find(unit);
  return it == kUnits.end() ? 1 : it->second;
}

// Defaults as this SDK writes them: scalars, "quoted", [lists], {}.
inline Given ParseDefault(const std::string& text) {
  if (!text.empty() && text[0] == '[') {
    std::vector<std::string> items;
    std::string item;
    bool quoted = false;
    for (size_t i = 1; i + 1 < text.size(); ++i) {
      if (text[i] == '\\' && quoted) {
        item += text[++i];
      } else if (text[i] == '"') {
        quoted = !quoted;
      } else if (text[i] == ',' && !quoted) {
        items.push_back(item);
        item.clear();
      } else if (quoted || text[i] != ' ') {
        item += text[i];
      }
    }
    if (text.size() > 2) items.push_back(item);
    return Given(items);
  }
  if (text == "{}") return Given::Fields({});
  if (!text.empty() && text[0] == '"') {
    std::string out;
    for (size_t i = 1; i + 1 < text.size(); ++i) {
      if (text[i] == '\\') {
        const char c = text[++i];
        out += c == 'n' ? '\n' : c == 't' ? '\t' : c;
      } else {
        out += text[i];
      }
    }
    return Given(out);
  }
  return Given(text);
}

// Turns what was given into values that live in `keep`.
struct ValueMaker {
  std::deque<std::vector<textmill_value>> lists;
  std::deque<std::string> strings;

  textmill_string Text(const std::string& text) {
    const std::string& kept = strings.emplace_back(text);
    return {kept.data(), kept.size()};
  }
  textmill_value Make(const textmill_param_info& info, const Given& given) {
    textmill_value v{};
    if (given.is_list || given.is_map) {
      v.type = given.is_list ? TEXTMILL_LIST : TEXTMILL_MAP;
      auto& list = lists.emplace_back();
      const auto add = [&](const textmill_param_info& item, const std::string& key,
                           const Given* value, bool is_given) {
        list.push_back(value == nullptr ? textmill_value{} : Make(item, *value));
        list.back().given = is_given;
        list.back().key = Text(key);
      };
      if (info.n_fields > 0) {
        for (uint64_t i = 0; i < info.n_fields; ++i) {
          const auto it =
              std::find_if(given.items.begin(), given.items.end(),
                           [&](const auto& item) { return item.first == info.fields[i].name; });
          std::optional<Given> fallback;
          if (info.fields[i].default_value != nullptr)
            fallback = ParseDefault(info.fields[i].default_value);
          add(info.fields[i], info.fields[i].name,
              it != given.items.end() ? &it->second
              : fallback              ? &*fallback
                                      : nullptr,
              it != given.items.end());
        }
      } else if (info.item != nullptr) {
        for (const auto& [key, value] : given.items) add(*info.item, key, &value, true);
      }
      v.items = list.data();
      v.n_items = list.size();
      return v;
    }
    uint32_t type = info.types & ~static_cast<uint32_t>(TEXTMILL_LIST | TEXTMILL_MAP);
    const uint32_t numeric =
        type & (TEXTMILL_BOOL | TEXTMILL_INT | TEXTMILL_FLOAT | TEXTMILL_SIZE | TEXTMILL_DURATION);
    const uint32_t textual = type & ~numeric;
    char* end = nullptr;
    double number = given.number;
    bool is_number = given.is_number;
    if (!is_number && textual == 0) {
      if (given.text == "true" || given.text == "false") {
        number = given.text == "true";
      } else {
        number = std::strtod(given.text.c_str(), &end);
        number *= Unit(end);
      }
      is_number = true;
    }
    type = is_number && numeric != 0 ? numeric : textual;
    v.type = type & (~type + 1);
    v.number = number;
    v.integer = static_cast<int64_t>(number);
    v.string = Text(given.text);
    return v;
  }
};

}  // namespace internal_testing
}  // namespace textmill::testing

#endif  // TEXTMILL_TESTING_PARAMS_HPP_
