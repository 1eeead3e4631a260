#include "core/pipeline/values/environment.h"

#include <cstdlib>
#include <string>
#include <string_view>
#include <utility>

#include "core/pipeline/yaml/source_text.h"
#include "textmill/utf8.hpp"

namespace textmill::core {
namespace {

constexpr size_t kMostBytes = size_t{8} << 20;  // of all values together, so that none can explode

bool IsName(std::string_view name) {
  if (name.empty() || (name[0] >= '0' && name[0] <= '9')) return false;
  return name.find_first_not_of(
             "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz_0123456789") ==
         std::string_view::npos;
}

class Substitution {
 public:
  Substitution(std::vector<Problem>* problems, std::map<std::string, std::string>* used)
      : problems_(problems), used_(used) {}

  void Walk(YamlNode* node) {
    if (node->scalar()) Scalar(node);
    for (YamlNode& item : node->items) Walk(&item);
  }

 private:
  void Scalar(YamlNode* node) {
    if (node->text.find('$') == std::string::npos) return;
    if (too_big_) {
      node->kind = YamlNode::Kind::kUnknown;
      return;
    }
    const std::string_view text = node->text;
    std::string out;
    bool known = true, changed = false;
    for (size_t i = 0; i < text.size();) {
      if (text.substr(i, 2) == "$$") {
        out += '$';
        i += 2;
        changed = true;
      } else if (text.substr(i, 2) == "${") {
        const size_t end = text.find('}', i);
        if (end == std::string_view::npos) {
          Report(*node, i, "`${` opens here and is never closed",
                 "write ${NAME}, or $${ for the characters themselves");
          known = false;
          break;
        }
        known = Variable(*node, i, text.substr(i + 2, end - i - 2), &out) && known;
        i = end + 1;
        changed = true;
      } else {
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

  bool Variable(const YamlNode& node, size_t at, std::string_view inside, std::string* out) {
    const size_t colon = inside.find(":-");
    const std::string name(inside.substr(0, colon));
    if (!IsName(name)) {
      return Report(node, at, "`${" + std::string(inside) + "}` names no variable",
                    "write ${NAME} or ${NAME:-default}, or $${ for the characters themselves");
    }
    if (colon != std::string_view::npos && inside.find("${", colon) != std::string_view::npos) {
      return Report(node, at, "the default of `${" + name + "}` holds another variable",
                    "give it a plain default");
    }
    const char* value = std::getenv(name.c_str());
    if (value != nullptr && *value == '\0' && colon != std::string_view::npos) value = nullptr;
    if (value == nullptr && colon == std::string_view::npos) {
      return Report(node, at, "the environment variable `" + name + "` is not set",
                    "set it, or give a default: ${" + name + ":-default}");
    }
    const std::string_view text = value != nullptr ? value : inside.substr(colon + 2);
    if (FirstInvalidUtf8(text) < text.size())
      return Report(node, at, "the environment variable `" + name + "` is not UTF-8", "");
    if (bytes_ + out->size() + text.size() <= kMostBytes) {
      *out += text;
      if (used_ != nullptr) (*used_)[name] = text;
    } else {
      bytes_ = kMostBytes + 1;
    }
    return true;
  }

  bool Report(const YamlNode& node, size_t at, std::string message, std::string hint) {
    problems_->push_back({node.PlaceIn(at), std::move(message), std::move(hint)});
    return false;
  }

  std::vector<Problem>* problems_;
  std::map<std::string, std::string>* used_;
  size_t bytes_ = 0;
  bool too_big_ = false;
};

}  // namespace

void SubstituteEnvironment(YamlNode* tree, std::vector<Problem>* problems,
                           std::map<std::string, std::string>* used) {
  Substitution(problems, used).Walk(tree);
}

}  // namespace textmill::core
