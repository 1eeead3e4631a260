#include "plugins/lib/values/counted_places.h"

#include <algorithm>
#include <cstring>
#include <string>
#include <string_view>

#include "textmill/print.hpp"

namespace textmill::values {
namespace {

// A number of a text's places, and where it is.
struct Place {
  uint64_t byte;
  char* number;
  size_t size;
};

uint64_t Read(const char* number, size_t size) {
  uint64_t value = 0;
  std::memcpy(&value, number, size);  // little-endian, as all of our machines
  return value;
}

// Replaces bytes by units before them. The places ascend.
void CountInText(std::string_view text, PlaceUnit unit, const std::vector<Place>& places,
                 int64_t row) {
  uint64_t count = 0;
  size_t at = 0;
  for (const Place& place : places) {
    const bool inside = place.byte < text.size() && (text[place.byte] & 0xC0) == 0x80;
    if (place.byte > text.size() || inside)
      throw Error("byte " + std::to_string(static_cast<int64_t>(place.byte)) +
                  " is no place between two characters of its text of " +
                  std::to_string(text.size()) + " bytes")
          .Row(row);
    for (; at < place.byte; ++at) {
      const auto byte = static_cast<uint8_t>(text[at]);
      count += (byte & 0xC0) != 0x80 ? 1 : 0;
      count += unit == PlaceUnit::kUtf16 && byte >= 0xF0 ? 1 : 0;  // a pair of surrogates
    }
    std::memcpy(place.number, &count, place.size);
  }
}

}  // namespace

std::optional<CountedPlaces> CountedPlaces::Of(const Field& list, PlaceUnit unit) {
  if (list.format != "+l" || list.children.size() != 1 || list.children[0].format != "+s")
    return std::nullopt;
  std::vector<std::pair<size_t, size_t>> members;
  const std::vector<Field>& all = list.children[0].children;
  for (size_t i = 0; i < all.size(); ++i) {
    const std::string& format = all[i].format;
    if (all[i].name != "begin" && all[i].name != "end") continue;
    if (format == "l" || format == "L") members.emplace_back(i, 8);
    if (format == "i" || format == "I") members.emplace_back(i, 4);
  }
  if (members.empty()) return std::nullopt;
  return CountedPlaces(unit, std::move(members));
}

void CountedPlaces::Count(const ArrowArray& list, const ArrowArray& text, int64_t base,
                          int64_t rows, Counted& counted) const {
  const ArrowArray& items = *list.children[0];
  counted.list_ = list;
  counted.items_ = items;
  counted.members_.assign(items.children, items.children + items.n_children);
  counted.items_.children = counted.members_.data();
  counted.list_children_[0] = &counted.items_;
  counted.list_.children = counted.list_children_;
  counted.counted_.resize(members_.size());
  for (size_t k = 0; k < members_.size(); ++k) {
    const auto& [member, size] = members_[k];
    const ArrowArray& array = *items.children[member];
    Counted::Member& own = counted.counted_[k];
    own.array = array;
    own.buffers[0] = array.buffers[0];
    own.numbers.resize(static_cast<size_t>(array.offset + array.length) * size);
    if (!own.numbers.empty()) std::memcpy(own.numbers.data(), array.buffers[1], own.numbers.size());
    own.buffers[1] = own.numbers.data();
    own.array.buffers = own.buffers;
    counted.members_[member] = &own.array;
  }
  std::vector<Place> places;
  const auto* ends = static_cast<const int32_t*>(list.buffers[1]) + list.offset + base;
  for (int64_t row = 0; row < rows; ++row) {
    if (IsNullAt(list, base + row) || ends[row] == ends[row + 1]) continue;
    places.clear();
    for (int64_t i = ends[row]; i < ends[row + 1]; ++i) {
      if (IsNullAt(items, i)) continue;
      for (size_t k = 0; k < members_.size(); ++k) {
        Counted::Member& own = counted.counted_[k];
        if (IsNullAt(own.array, items.offset + i)) continue;
        const size_t size = members_[k].second;
        char* const number =
            own.numbers.data() + static_cast<size_t>(own.array.offset + items.offset + i) * size;
        places.push_back({Read(number, size), number, size});
      }
    }
    std::stable_sort(places.begin(), places.end(),
                     [](const Place& a, const Place& b) { return a.byte < b.byte; });
    const bool has_text = !IsNullAt(text, base + row);
    CountInText(has_text ? BytesAt(text, base + row) : std::string_view(), unit_, places, row);
  }
}

void CountedColumns::Bind(Binder& binder, const std::string& offsets,
                          const std::vector<std::pair<int, Field>>& columns) {
  places_.clear();
  if (offsets == "bytes") return;
  const PlaceUnit unit = offsets == "characters" ? PlaceUnit::kCharacters : PlaceUnit::kUtf16;
  for (const auto& [slot, column] : columns) {
    const std::string* const into = column.Meta(TEXTMILL_META_OFFSETS_INTO);
    if (into == nullptr) continue;
    auto counted = CountedPlaces::Of(column, unit);
    if (!counted) continue;
    const Field* const text = binder.Find(*into);
    if (text == nullptr || text->format != Utf8::kFormat)
      throw Error("the places in `" + column.name + "` are bytes of `" + *into +
                  "`, which is not there: they cannot be counted otherwise")
          .Parameter("offsets");
    places_.push_back({slot, binder.Use(*into), std::move(*counted)});
  }
}

void CountedColumns::Take(const Batch& batch, Arrays& to) const {
  const ArrowArray& all = *batch.raw().columns;
  to.columns.assign(all.children, all.children + all.n_children);
  to.counted.resize(places_.size());
  for (size_t k = 0; k < places_.size(); ++k) {
    const auto& [slot, text, places] = places_[k];
    places.Count(*all.children[slot], *all.children[text], all.offset, batch.rows(), to.counted[k]);
    to.columns[static_cast<size_t>(slot)] = &to.counted[k].list();
  }
}

}  // namespace textmill::values
