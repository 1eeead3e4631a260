#include "plugins/lib/readers/office/properties.h"

#include <algorithm>

namespace textmill::office {
namespace {

std::string OneLine(std::string_view text) {
  std::string out;
  for (const char c : text) {
    const bool space = c == ' ' || c == '\t' || c == '\n' || c == '\r';
    if (space && (out.empty() || out.back() == ' ')) continue;
    out += space ? ' ' : c;
  }
  if (!out.empty() && out.back() == ' ') out.pop_back();
  return out;
}

}  // namespace

void Properties::Begin(std::string_view, const Attributes&) { value_.clear(); }

void Properties::End(std::string_view name) {
  std::string value = OneLine(value_);
  value_.clear();
  if (value.empty()) return;
  auto& values = values_[std::string(name)];
  if (values.size() < 100 && std::find(values.begin(), values.end(), value) == values.end())
    values.push_back(std::move(value));
}

std::string Properties::First(std::initializer_list<const char*> names) const {
  for (const char* name : names) {
    const auto found = values_.find(std::string_view(name));
    if (found != values_.end()) return found->second.front();
  }
  return "";
}

void Properties::FillIn(std::initializer_list<const char*> authors,
                        std::initializer_list<const char*> dates, OfficeText* to) const {
  to->title = First({"title"});
  to->date = First(dates);
  for (const char* name : authors) {
    const auto found = values_.find(std::string_view(name));
    if (found == values_.end()) continue;
    for (const std::string& author : found->second)
      to->author += (to->author.empty() ? "" : "; ") + author;
    return;
  }
}

}  // namespace textmill::office
