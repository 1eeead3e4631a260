#include "core/pipeline/values/scalar_value.h"

#include <algorithm>
#include <vector>

#include "core/expr/nearest.h"
#include "core/pipeline/input_file.h"
#include "core/pipeline/suggest.h"
#include "core/pipeline/values/quantity.h"
#include "core/present/wording.h"

namespace textmill::core {
namespace {

constexpr uint32_t kTextual = TEXTMILL_STRING | TEXTMILL_PATH | TEXTMILL_ENUM | TEXTMILL_COLUMN;

std::vector<std::string> Choices(const textmill_param_info& param) {
  std::vector<std::string> out;
  for (const char* const* c = param.choices; c != nullptr && *c != nullptr; ++c) out.push_back(*c);
  return out;
}

// Fills in type and number when the text is a quantity of one of the types.
bool ReadQuantity(uint32_t types, const std::string& text, textmill_value* value) {
  const auto set = [&](uint32_t type, int64_t integer, double number) {
    value->type = type;
    value->integer = integer;
    value->number = number;
    return true;
  };
  if ((types & TEXTMILL_BOOL) != 0 && (text == "true" || text == "false"))
    return set(TEXTMILL_BOOL, text == "true", text == "true");
  if ((types & TEXTMILL_INT) != 0) {
    if (const auto n = ParseInteger(text)) return set(TEXTMILL_INT, *n, static_cast<double>(*n));
  }
  if ((types & TEXTMILL_FLOAT) != 0) {
    if (const auto n = ParseNumber(text)) return set(TEXTMILL_FLOAT, 0, *n);
  }
  if ((types & TEXTMILL_SIZE) != 0) {
    if (const auto n = ParseSize(text)) return set(TEXTMILL_SIZE, *n, static_cast<double>(*n));
  }
  if ((types & TEXTMILL_DURATION) != 0) {
    if (const auto n = ParseDuration(text))
      return set(TEXTMILL_DURATION, *n, static_cast<double>(*n));
  }
  return false;
}

bool InRange(const textmill_param_info& param, const textmill_value& value) {
  if (param.minimum == param.maximum || value.type == TEXTMILL_BOOL) return true;
  const double n = value.type == TEXTMILL_DURATION ? value.number / 1e9 : value.number;
  return n >= param.minimum && n <= param.maximum;
}

// What people write for something that is nearly of these types.
std::string Advice(uint32_t types, const std::string& text) {
  const auto is_one_of = [&](std::initializer_list<const char*> words) {
    return std::any_of(words.begin(), words.end(),
                       [&](const char* word) { return expr::EditDistance(text, word, 0) == 0; });
  };
  if ((types & TEXTMILL_BOOL) != 0 && is_one_of({"yes", "on", "y", "1", "true"}))
    return "write true";
  if ((types & TEXTMILL_BOOL) != 0 && is_one_of({"no", "off", "n", "0", "false"}))
    return "write false";
  const char last = text.empty() ? ' ' : text.back();
  if ((types & TEXTMILL_SIZE) != 0 && std::string("kKmMgGtT").find(last) != std::string::npos)
    return "write " + text + "iB for powers of 1024, " + text + "B for powers of 1000";
  if ((types & TEXTMILL_DURATION) != 0 && ParseNumber(text)) return "add the unit: " + text + "s";
  if ((types & (TEXTMILL_INT | TEXTMILL_FLOAT)) != 0 &&
      text.find_first_of(",_") != std::string::npos)
    return "digits are not grouped, and decimals follow a point";
  return "";
}

}  // namespace

std::optional<ScalarProblem> ReadScalar(const textmill_param_info& param, const YamlNode& node,
                                        textmill_value* value) {
  const uint32_t types = param.types;
  const std::string expected = ": expected " + TypeText(param) + ", not " + Describe(node);
  const bool is_text = !node.plain && (types & kTextual) != 0;
  if (!is_text && ReadQuantity(types, node.text, value)) {
    if (InRange(param, *value)) return std::nullopt;
    return ScalarProblem{expected, ""};
  }
  const std::vector<std::string> choices = Choices(param);
  if ((types & TEXTMILL_ENUM) != 0 &&
      std::find(choices.begin(), choices.end(), node.text) != choices.end()) {
    value->type = TEXTMILL_ENUM;
    return std::nullopt;
  }
  if ((types & TEXTMILL_PATH) != 0) {
    if (node.text.empty()) return ScalarProblem{": a path cannot be empty", ""};
    if (node.text.find('\0') != std::string::npos)
      return ScalarProblem{": a path cannot hold a NUL byte", ""};
    if ((param.flags & TEXTMILL_PARAM_READS) != 0) {
      if (auto problem = CheckInputFile(node.text)) return problem;
    }
  }
  for (const uint32_t type : {TEXTMILL_COLUMN, TEXTMILL_PATH, TEXTMILL_STRING}) {
    if ((types & type) == 0) continue;
    value->type = type;
    return std::nullopt;
  }
  std::string hint = Advice(types, node.text);
  if (hint.empty()) hint = DidYouMean(node.text, choices);
  return ScalarProblem{expected, hint};
}

}  // namespace textmill::core
