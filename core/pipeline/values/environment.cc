#include "core/pipeline/values/environment.h"

#include <cstdlib>
#include <optional>
#include <regex>
#include <string>
#include <string_view>
#include <utility>

#include "core/pipeline/yaml/source_text.h"
#include "textmill/utf8.hpp"

namespace textmill::core {
namespace {

constexpr size_t kMostBytes = size_t{8} << 20;  // of all values together, so that none can explode
constexpr std::string_view kFolder = "${PIPELINE_FOLDER}";

bool IsName(std::string_view name) {
  if (name.empty() || (name[0] >= '0' && name[0] <= '9')) return false;
  return name.find_first_not_of(
             "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz_0123456789") ==
         std::string_view::npos;
}

// A number, a date or time, `true` or `false`.
bool IsLiteral(const std::string& text) {
  static const std::regex kLiteral(
      "-?[0-9]+([.][0-9]+)?([eE][+-]?[0-9]+)?|true|false|"
      "[0-9]{4}-[0-9]{2}(-[0-9]{2}([T ][0-9]{2}:[0-9]{2}(:[0-9]{2}([.][0-9]+)?)?(Z|[+-][0-9]{2}:?["
      "0-9]{2})?)?)?");
  return text.size() < 64 && std::regex_match(text, kLiteral);
}

// The `}` that closes the variable which opens at `at`. A default may hold the pipeline's folder.
size_t CloseOf(std::string_view text, size_t at) {
  size_t close = text.find('}', at);
  size_t folder = text.find(kFolder, at + 2);
  while (close != std::string_view::npos && folder < close) {
    close = text.find('}', close + 1);
    folder = text.find(kFolder, folder + kFolder.size());
  }
  return close;
}

// As it is written within either kind of quotation marks of an expression.
std::string Escaped(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (c == '\\' || c == '"' || c == '\'') out += '\\';
    out += c;
  }
  return out;
}

class Substitution {
 public:
  Substitution(const std::string& folder, std::vector<Problem>* problems,
               std::map<std::string, std::string>* used)
      : folder_(folder), problems_(problems), used_(used) {}

  void Walk(YamlNode* node) {
    if (node->scalar()) Scalar(node, /*is_code=*/false);
    for (YamlNode& item : node->items) Walk(&item);
  }
  // What is there is read as an expression.
  void WalkCode(YamlNode* node) {
    if (node->scalar()) Scalar(node, /*is_code=*/true);
    for (YamlNode& item : node->items) WalkCode(&item);
  }

 private:
  // Where an expression is within a string: the quotation mark that opened it, else NUL.
  struct Strings {
    char open = '\0';
    bool escaped = false;
    void Pass(char c) {
      if (open == '\0') {
        if (c == '"' || c == '\'') open = c;
      } else if (escaped) {
        escaped = false;
      } else if (c == '\\') {
        escaped = true;
      } else if (c == open) {
        open = '\0';
      }
    }
  };

  void Scalar(YamlNode* node, bool is_code) {
    if (node->text.find('$') == std::string::npos) return;
    if (too_big_) {
      node->kind = YamlNode::Kind::kUnknown;
      return;
    }
    const std::string_view text = node->text;
    std::string out;
    bool known = true, changed = false;
    Strings strings;
    for (size_t i = 0; i < text.size();) {
      if (text.substr(i, 2) == "$$") {
        out += '$';
        i += 2;
        changed = true;
      } else if (text.substr(i, 2) == "${") {
        const size_t end = CloseOf(text, i);
        if (end == std::string_view::npos) {
          Report(*node, i, "`${` opens here and is never closed",
                 "write ${NAME}, or $${ for the characters themselves");
          known = false;
          break;
        }
        known = Variable(*node, i, text.substr(i + 2, end - i - 2), is_code ? &strings : nullptr,
                         &out) &&
                known;
        i = end + 1;
        changed = true;
      } else {
        strings.Pass(text[i]);
        out += text[i++];
      }
    }
    bytes_ += out.size();
    if (bytes_ > kMostBytes) {
      Report(*node, 0, "with its variables filled in, the pipeline has over 8 MiB", "");
      too_big_ = true;
      known = false;
    }
    if (!known) node->kind = YamlNode::Kind::kUnknown;
    if (!changed) return;
    node->text = std::move(out);
    node->raw.clear();  // places within it mean nothing any more
  }

  // `strings` where an expression is: there a value never becomes more than a value.
  bool Variable(const YamlNode& node, size_t at, std::string_view inside, const Strings* strings,
                std::string* out) {
    const size_t colon = inside.find(":-");
    const std::string name(inside.substr(0, colon));
    if (!IsName(name)) {
      return Report(node, at, "`${" + std::string(inside) + "}` names no variable",
                    "write ${NAME} or ${NAME:-default}, or $${ for the characters themselves");
    }
    const std::optional<std::string> fallback =
        Default(colon == std::string_view::npos ? "" : inside.substr(colon + 2));
    if (!fallback) {
      return Report(node, at, "the default of `${" + name + "}` holds another variable",
                    "give it a plain default, or one with " + std::string(kFolder));
    }
    const bool is_folder = name == kFolder.substr(2, kFolder.size() - 3);
    const char* value = is_folder ? folder_.c_str() : std::getenv(name.c_str());
    if (value != nullptr && *value == '\0' && colon != std::string_view::npos) value = nullptr;
    if (value == nullptr && colon == std::string_view::npos) {
      return Report(node, at, "the environment variable `" + name + "` is not set",
                    "set it, or give a default: ${" + name + ":-default}");
    }
    const std::string_view text = value != nullptr ? std::string_view(value) : *fallback;
    if (FirstInvalidUtf8(text) < text.size())
      return Report(node, at, "the environment variable `" + name + "` is not UTF-8", "");
    // A default is the pipeline's own.
    const bool foreign = strings != nullptr && value != nullptr;
    if (foreign && strings->open == '\0' && !IsLiteral(std::string(text))) {
      return Report(node, at,
                    "the environment variable `" + name +
                        "` is not a number, a date, true or false, and nothing else may be in a "
                        "condition by itself",
                    "to compare with it as text, put it in quotation marks: \"${" + name + "}\"");
    }
    if (foreign && strings->escaped) {
      return Report(node, at, "a backslash comes before the variable `" + name + "`",
                    "write two of them");
    }
    if (bytes_ + out->size() + text.size() <= kMostBytes) {
      *out += foreign && strings->open != '\0' ? Escaped(text) : std::string(text);
      if (used_ != nullptr && !is_folder) (*used_)[name] = text;
    } else {
      bytes_ = kMostBytes + 1;
    }
    return true;
  }

  // A default with the pipeline's folder filled in; nothing where it holds another variable.
  std::optional<std::string> Default(std::string_view text) const {
    std::string out;
    for (size_t at; (at = text.find("${")) != std::string_view::npos;) {
      if (text.substr(at, kFolder.size()) != kFolder) return std::nullopt;
      out.append(text.substr(0, at)).append(folder_);
      text.remove_prefix(at + kFolder.size());
    }
    return out.append(text);
  }

  bool Report(const YamlNode& node, size_t at, std::string message, std::string hint) {
    problems_->push_back({node.PlaceIn(at), std::move(message), std::move(hint)});
    return false;
  }

  const std::string& folder_;
  std::vector<Problem>* problems_;
  std::map<std::string, std::string>* used_;
  size_t bytes_ = 0;
  bool too_big_ = false;
};

}  // namespace

void SubstituteEnvironment(const std::string& folder, YamlNode* tree,
                           std::vector<Problem>* problems,
                           std::map<std::string, std::string>* used) {
  Substitution substitution(folder, problems, used);
  for (YamlNode& item : tree->items) {
    if (tree->kind != YamlNode::Kind::kMap || item.key != "steps") {
      substitution.Walk(&item);
      continue;
    }
    for (YamlNode& step : item.items) {
      if (step.scalar()) substitution.Walk(&step);
      for (YamlNode& part : step.items) {
        const bool code = part.key == "keep" || part.key == "when" || part.key == "set";
        code ? substitution.WalkCode(&part) : substitution.Walk(&part);
      }
    }
  }
  if (tree->scalar()) substitution.Walk(tree);
}

}  // namespace textmill::core
