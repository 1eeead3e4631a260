#include "plugins/lib/io/endings.h"

namespace textmill::io {
namespace {

char Lower(char c) { return static_cast<char>(c >= 'A' && c <= 'Z' ? c + 32 : c); }

}  // namespace

bool EndsIn(std::string_view name, std::string_view ending) {
  if (name.size() < ending.size()) return false;
  name.remove_prefix(name.size() - ending.size());
  for (size_t i = 0; i < ending.size(); ++i) {
    if (Lower(name[i]) != ending[i]) return false;
  }
  return true;
}

std::string_view WithoutPacking(std::string_view name) {
  for (const std::string_view packed : {".gz", ".zst", ".zstd"}) {
    if (EndsIn(name, packed)) return name.substr(0, name.size() - packed.size());
  }
  return name;
}

std::string EndingOf(std::string_view path) {
  const size_t slash = path.rfind('/');
  std::string_view name = slash == path.npos ? path : path.substr(slash + 1);
  if (name.starts_with('.')) name.remove_prefix(1);
  // A dot further in ends no name: "report.final version" has no ending.
  const auto ending_at = [](std::string_view text) {
    const size_t dot = text.rfind('.');
    const bool usual = dot != text.npos && dot + 1 < text.size() && text.size() - dot <= 12 &&
                       text.find_first_of(" \t\n", dot) == text.npos;
    return usual ? dot : text.size();
  };
  const std::string_view content = WithoutPacking(name);
  std::string ending(name.substr(ending_at(content)));
  if (ending.empty()) return "no ending";
  for (char& c : ending) c = Lower(c);
  return ending;
}

}  // namespace textmill::io
