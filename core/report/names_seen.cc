#include "core/report/names_seen.h"

#include <algorithm>
#include <map>
#include <string_view>
#include <unordered_map>

#include "core/present/json_text.h"
#include "core/present/terminal_text.h"
#include "core/report/month.h"
#include "core/seeded_hash.h"
#include "textmill/view.hpp"

namespace textmill::core {
namespace {

constexpr size_t kMostNames = 200'000;
constexpr size_t kMostLists = 50'000;  // documents in which names meet
constexpr size_t kMostOfOne = 200;     // names of one document that count as met
constexpr size_t kShown = 600;         // names in the report
constexpr size_t kTimelines = 40;      // of them with their months
constexpr size_t kNodes = 60, kEdges = 240;

}  // namespace

bool NamesSeen::Bind(const Field& entities) {
  if (entities.format != "+l" || entities.children.size() != 1 ||
      entities.children[0].format != "+s")
    return false;
  const std::vector<Field>& members = entities.children[0].children;
  const auto place = [&](const char* name) {
    for (size_t i = 0; i < members.size(); ++i)
      if (members[i].name == name && members[i].format == "u") return static_cast<int>(i);
    return -1;
  };
  type_ = place("type"), name_ = place("name"), text_ = place("text"), method_ = place("method");
  return type_ >= 0 && (name_ >= 0 || text_ >= 0);
}

void NamesSeen::Add(const ArrowArray& entities, int64_t row, std::optional<int> month) {
  const ListView list(&entities, 0, entities.length);
  if (list.IsNull(row)) return;
  const ArrowArray& items = *entities.children[0];
  const auto member = [&](int place) {
    return place < 0 ? BytesView() : BytesView(items.children[place], items.offset, items.length);
  };
  const BytesView types = member(type_), names = member(name_), texts = member(text_),
                  methods = member(method_);
  // First all places in the table, far apart in memory, then what is there: the processor waits for
  // many of them at once.
  mentions_.clear();
  met_.clear();
  const auto here = static_cast<size_t>(list.end(row) - list.begin(row));
  while (slots_.size() < 2 * std::min(kMostNames, names_.size() + here)) Grow();
  for (int64_t i = list.begin(row); i < list.end(row); ++i) {
    const std::optional<size_t> type = types_.Add(types[i]);
    if (method_ >= 0 && methods[i] == "pattern") continue;
    std::string_view name = name_ < 0 ? std::string_view() : names[i];
    if (name.empty() && text_ >= 0) name = texts[i];
    if (!type) {
      ++others_;
      continue;
    }
    const uint64_t hash = SeededHash()(name) + *type;
    __builtin_prefetch(&slots_[hash & (slots_.size() - 1)]);
    mentions_.push_back({hash, static_cast<uint32_t>(*type), name});
  }
  for (const Mention& mention : mentions_) {
    if (const auto number = Find(mention)) {
      __builtin_prefetch(&names_[*number]);
      met_.push_back(*number);
    } else {
      ++others_;
    }
  }
  if (!met_.empty()) AddDocument(month);
}

std::optional<uint32_t> NamesSeen::Find(const Mention& mention) {
  const size_t mask = slots_.size() - 1;
  size_t at = mention.hash & mask;
  for (; slots_[at].number != 0; at = (at + 1) & mask)
    if (slots_[at].hash == mention.hash) return slots_[at].number - 1;
  if (names_.size() >= kMostNames) return std::nullopt;
  const auto number = static_cast<uint32_t>(names_.size());
  Name& name = names_.emplace_back();
  name.type = mention.type;
  texts_.emplace_back(mention.name);
  slots_[at] = {mention.hash, number + 1};
  return number;
}

void NamesSeen::Grow() {
  constexpr size_t kFirst = 1 << 12;
  std::vector<Slot> old(std::max(kFirst, 2 * slots_.size()));
  old.swap(slots_);
  const size_t mask = slots_.size() - 1;
  for (const Slot& slot : old) {
    if (slot.number == 0) continue;
    size_t at = slot.hash & mask;
    while (slots_[at].number != 0) at = (at + 1) & mask;
    slots_[at] = slot;
  }
}

void NamesSeen::AddMonth(Name* name, int month) {
  if (name->dated < name->months.size()) {
    name->months[name->dated++] = month;
    return;
  }
  if (name->more == 0) {
    more_months_.emplace_back();
    name->more = static_cast<uint32_t>(more_months_.size());
  }
  auto& months = more_months_[name->more - 1];
  const auto at = std::lower_bound(months.begin(), months.end(), month,
                                   [](const auto& one, int wanted) { return one.first < wanted; });
  if (at != months.end() && at->first == month)
    ++at->second;
  else
    months.insert(at, {month, 1});
}

std::map<int, int64_t> NamesSeen::MonthsOf(const Name& name) const {
  std::map<int, int64_t> months;
  for (uint32_t i = 0; i < name.dated; ++i) ++months[name.months[i]];
  if (name.more == 0) return months;
  for (const auto& [month, n] : more_months_[name.more - 1]) months[month] += n;
  return months;
}

void NamesSeen::AddDocument(std::optional<int> month) {
  for (const uint32_t n : met_) ++names_[n].mentions;
  std::sort(met_.begin(), met_.end());
  met_.erase(std::unique(met_.begin(), met_.end()), met_.end());
  for (const uint32_t n : met_) {
    ++names_[n].documents;
    if (month) AddMonth(&names_[n], *month);
  }
  if (ends_.size() >= kMostLists) return;
  lists_.insert(lists_.end(), met_.begin(),
                met_.begin() + static_cast<std::ptrdiff_t>(std::min(met_.size(), kMostOfOne)));
  ends_.push_back(lists_.size());
}

std::vector<std::string> NamesSeen::TypeNames() const {
  std::vector<std::string> names(types_.size());
  for (const auto& [name, n] : types_.Top(types_.size())) names[types_.Number(name)] = name;
  return names;
}

std::vector<uint32_t> NamesSeen::Most(size_t most, const std::vector<std::string>& types) const {
  std::vector<uint32_t> order(names_.size());
  for (size_t i = 0; i < order.size(); ++i) order[i] = static_cast<uint32_t>(i);
  const auto before = [&](uint32_t i, uint32_t k) {
    const Name &a = names_[i], &b = names_[k];
    if (a.documents != b.documents) return a.documents > b.documents;
    return texts_[i] != texts_[k] ? texts_[i] < texts_[k] : types[a.type] < types[b.type];
  };
  const size_t n = std::min(most, order.size());
  std::partial_sort(order.begin(), order.begin() + static_cast<std::ptrdiff_t>(n), order.end(),
                    before);
  order.resize(n);
  return order;
}

std::string NamesSeen::Json() const {
  const std::vector<std::string> type_names = TypeNames();
  const std::vector<uint32_t> shown = Most(kShown, type_names);
  std::unordered_map<uint32_t, size_t> place;
  for (size_t i = 0; i < shown.size() && i < kNodes; ++i) place[shown[i]] = i;
  std::map<std::pair<size_t, size_t>, int64_t> together;
  size_t begin = 0;
  for (const size_t end : ends_) {
    std::vector<size_t> here;
    for (; begin < end; ++begin)
      if (const auto at = place.find(lists_[begin]); at != place.end()) here.push_back(at->second);
    std::sort(here.begin(), here.end());
    for (size_t i = 0; i < here.size(); ++i)
      for (size_t k = i + 1; k < here.size(); ++k) ++together[{here[i], here[k]}];
  }
  std::vector<std::pair<int64_t, std::pair<size_t, size_t>>> heaviest;
  heaviest.reserve(together.size());
  for (const auto& [pair, n] : together) heaviest.push_back({-n, pair});
  std::sort(heaviest.begin(), heaviest.end());
  if (heaviest.size() > kEdges) heaviest.resize(kEdges);

  std::vector<JsonMember> types, months;
  std::vector<std::string> names, edges;
  for (const auto& [type, n] : types_.Top(kShown))
    types.emplace_back(ShowableLines(type), std::to_string(n));
  for (size_t i = 0; i < shown.size(); ++i) {
    const Name& name = names_[shown[i]];
    names.push_back(JsonArray({JsonString(ShowableLines(type_names[name.type])),
                               JsonString(ShowableLines(texts_[shown[i]])),
                               std::to_string(name.documents), std::to_string(name.mentions)}));
    if (i >= kTimelines || name.dated == 0) continue;
    std::vector<JsonMember> line;
    for (const auto& [month, n] : MonthsOf(name))
      line.emplace_back(MonthName(month), std::to_string(n));
    months.emplace_back(std::to_string(i), JsonObject(line));
  }
  for (const auto& [n, pair] : heaviest)
    edges.push_back(
        JsonArray({std::to_string(pair.first), std::to_string(pair.second), std::to_string(-n)}));
  return JsonObject({{"different", std::to_string(names_.size())},
                     {"not_told_apart", std::to_string(others_)},
                     {"types", JsonObject(types)},
                     {"names", JsonArray(names)},
                     {"months", JsonObject(months)},
                     {"edges", JsonArray(edges)},
                     {"edges_of", std::to_string(ends_.size())}});
}

}  // namespace textmill::core
