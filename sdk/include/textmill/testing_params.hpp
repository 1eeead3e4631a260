// Parameters as a test writes them, and as the host hands them over; see testing.hpp.
#ifndef TEXTMILL_TESTING_PARAMS_HPP_
#define TEXTMILL_TESTING_PARAMS_HPP_

#include <cstdint>
#include <cstdlib>
#include <string>
#include <utility>
#include <vector>

#include "abi.h"
#include "buffer.hpp"

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
  struct Known {
    const char* name;
    double size;
  };
  static constexpr Known kUnits[] = {{"KiB", 1024},       {"MiB", 1048576},
                                     {"GiB", 1073741824}, {"TiB", 1099511627776.0},
                                     {"ms", 1e6},         {"s", 1e9}};
  for (const Known& known : kUnits) {
    if (unit == known.name) return known.size;
  }
  return 1;
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

// Turns what was given into values, which live as long as this.
struct ValueMaker {
  std::vector<Buffer> kept;

  textmill_string Text(const std::string& text) {
    return {Keep(text.data(), text.size()), text.size()};
  }
  textmill_value Make(const textmill_param_info& info, const Given& given) {
    textmill_value v{};
    if (given.is_list || given.is_map) {
      v.type = given.is_list ? TEXTMILL_LIST : TEXTMILL_MAP;
      Buffer list;
      const auto add = [&](textmill_value item, const std::string& key, bool is_given) {
        item.given = is_given;
        item.key = Text(key);
        list.Append(&item, sizeof item);
        ++v.n_items;
      };
      for (uint64_t i = 0; i < info.n_fields; ++i) {
        const textmill_param_info& field = info.fields[i];
        const Given* found = nullptr;
        for (const auto& item : given.items) {
          if (found == nullptr && item.first == field.name) found = &item.second;
        }
        if (found != nullptr) {
          add(Make(field, *found), field.name, true);
        } else if (field.default_value != nullptr) {
          add(Make(field, ParseDefault(field.default_value)), field.name, false);
        } else {
          add(textmill_value{}, field.name, false);
        }
      }
      for (const auto& item : given.items) {
        if (info.n_fields == 0 && info.item != nullptr)
          add(Make(*info.item, item.second), item.first, true);
      }
      v.items = reinterpret_cast<const textmill_value*>(Keep(list.data(), list.size()));
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

 private:
  const char* Keep(const void* bytes, size_t n) {
    Buffer copy;
    copy.Append(bytes, n);
    copy.Reserve(1);  // not NULL when it is empty
    kept.push_back(std::move(copy));
    return kept.back().data();
  }
};

}  // namespace internal_testing
}  // namespace textmill::testing

#endif  // TEXTMILL_TESTING_PARAMS_HPP_
