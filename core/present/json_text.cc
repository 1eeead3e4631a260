#include "core/present/json_text.h"

#include <charconv>
#include <cmath>

#include "textmill/escape.hpp"

namespace textmill::core {
namespace {

constexpr size_t kLine = 80;

std::string Enclose(char open, const std::vector<std::string>& items, char close) {
  size_t width = 2 + 2 * items.size();
  bool long_one = false;
  for (const std::string& item : items) {
    width += item.size();
    long_one |= item.find('\n') != item.npos;
  }
  const bool one_line = !long_one && width <= kLine;
  std::string out(1, open);
  for (size_t i = 0; i < items.size(); ++i) {
    if (i > 0) out += one_line ? ", " : ",";
    if (one_line) {
      out += items[i];
      continue;
    }
    out += "\n  ";
    for (char c : items[i]) {
      out += c;
      if (c == '\n') out += "  ";  // no string has a line break in it
    }
  }
  if (!one_line) out += '\n';
  return out += close;
}

}  // namespace

std::string JsonString(std::string_view text) {
  Buffer out;
  AppendJsonString(text, out);
  return {out.data(), out.size()};
}

std::string JsonNumber(double number) {
  if (!std::isfinite(number)) return "null";
  char text[32];
  // Large whole numbers with all their digits, not as 1e+09.
  const bool whole = std::fabs(number) < 1e15 && std::floor(number) == number;
  const auto end = whole ? std::to_chars(text, text + sizeof text, static_cast<int64_t>(number))
                         : std::to_chars(text, text + sizeof text, number);
  return {text, end.ptr};
}

std::string JsonNumber(int64_t number) { return std::to_string(number); }

std::string JsonArray(const std::vector<std::string>& items) { return Enclose('[', items, ']'); }

std::string JsonObject(const std::vector<JsonMember>& members) {
  std::vector<std::string> items;
  items.reserve(members.size());
  for (const auto& [key, value] : members) items.push_back(JsonString(key) + ": " + value);
  return Enclose('{', items, '}');
}

}  // namespace textmill::core
