#include "plugins/html-text/apart.h"

#include <bit>

#include "plugins/html-text/tags.h"

namespace textmill::html {
namespace {

// What is a line or a few, and what may be long.
constexpr uint32_t kSmall = kNav | kShare | kCookie | kByline | kCaption | kAd | kForm;
constexpr uint32_t kAreas = kRelated | kSide | kFooter | kHidden | kUnseen;
constexpr uint32_t kApart = kSmall | kAreas | kComment | kTeaser;

// Hints that cannot be meant on this page, since most of its text would go by them. Comments and
// other articles may well be most of it.
uint32_t Unbelieved(const Outline& outline, const Measures& measures, int32_t within) {
  constexpr size_t kBits = 32;
  const auto& elements = outline.elements;
  double masses[kBits] = {}, teasers = 0;
  int32_t ends[kBits] = {};
  for (int32_t i = within + 1; i < elements[static_cast<size_t>(within)].end; ++i) {
    const Element& element = elements[static_cast<size_t>(i)];
    for (uint32_t hints = element.hints & kApart; hints != 0; hints &= hints - 1) {
      const int bit = std::countr_zero(hints);
      if (i < ends[bit]) continue;  // in one that counts already
      ends[bit] = element.end;
      masses[bit] += measures.Mass(element);
      teasers += (1u << bit) == kTeaser && measures.Mass(element) > 0;
    }
  }
  uint32_t unbelieved = 0;
  const double all = measures.Mass(outline.elements[static_cast<size_t>(within)]);
  for (size_t bit = 0; bit < kBits; ++bit) {
    if (((1u << bit) & (kHidden | kCaption | kSide)) != 0 && masses[bit] > 0.6 * all)
      unbelieved |= 1u << bit;
  }
  if (teasers <= 2) unbelieved |= kTeaser;
  return unbelieved;
}

// Of what is called a teaser: whether it is one of another page, and does not introduce this one.
bool IsTeaser(const Measures& measures, const Element& element) {
  constexpr int64_t kLong = 250;
  const int64_t bytes = measures.Bytes(element);
  return measures.Linked(element) * 10 >= bytes || bytes < kLong;
}

// Whether it is as the teasers of other pages are: a heading that is a link, and a few lines.
bool IsCard(const Outline& outline, const Element& element) {
  constexpr int32_t kMostBlocks = 16, kMostBytes = 1200;
  if ((element.hints & kBody) != 0) return false;
  if (element.end_block - element.first_block > kMostBlocks) return false;
  int32_t bytes = 0;
  bool linked = false;
  for (int32_t b = element.first_block; b < element.end_block; ++b) {
    const Block& block = outline.blocks[static_cast<size_t>(b)];
    bytes += block.bytes;
    linked = linked || (block.heading > 0 && block.linked * 10 >= block.bytes * 9);
  }
  return linked && bytes <= kMostBytes;
}

}  // namespace

void Apart::FindCards(const Outline& outline, std::vector<uint8_t>* apart) const {
  const auto& elements = outline.elements;
  constexpr int kLeast = 3;
  for (int32_t i = 1; i < static_cast<int32_t>(elements.size());) {
    const Element& first = elements[static_cast<size_t>(i)];
    if (first.end == i + 1 || !IsCard(outline, first)) {
      ++i;
      continue;
    }
    int32_t next = i, end = 0;
    int cards = 0;
    const std::string_view kind = Attribute(first.node, "class");
    while (next < static_cast<int32_t>(elements.size())) {
      const Element& other = elements[static_cast<size_t>(next)];
      if (other.parent != first.parent || other.tag != first.tag ||
          Attribute(other.node, "class").substr(0, 8) != kind.substr(0, 8) ||
          !IsCard(outline, other))
        break;
      ++cards;
      end = other.end_block;
      next = other.end;
    }
    if (cards < kLeast) {
      ++i;
      continue;
    }
    for (int32_t b = first.first_block; b < end; ++b) (*apart)[static_cast<size_t>(b)] = 1;
    i = next;
  }
}

void Apart::Find(const Outline& outline, const Measures& measures, int32_t within,
                 std::vector<uint8_t>* apart) {
  const auto& elements = outline.elements;
  const double all = measures.Mass(outline.elements[static_cast<size_t>(within)]);
  const Element& outer = elements[static_cast<size_t>(within)];
  uint32_t ignored = Unbelieved(outline, measures, within);
  ignored |= kept_;
  // What an element is called and cannot be, since it holds too much, those in it are not, either.
  refused_.clear();
  for (int32_t i = within + 1; i < outer.end;) {
    const Element& element = elements[static_cast<size_t>(i)];
    while (!refused_.empty() && refused_.back().end <= i) refused_.pop_back();
    const uint32_t refused = refused_.empty() ? 0 : refused_.back().hints;
    uint32_t hints = element.hints & kApart & ~refused & ~ignored;
    const bool holds = element.tag == LXB_TAG_ARTICLE || element.tag == LXB_TAG_MAIN ||
                       (element.hints & kBody) != 0;
    if (holds) hints &= ~(kSmall | kSide);
    const double mass = measures.Mass(element);
    constexpr double kLongLine = 1000;
    if ((hints & kTeaser) != 0 && !IsTeaser(measures, element)) hints &= ~kTeaser;
    if (mass > 0 && ShownAs(element.node) == Shown::kInline) hints &= ~kSmall | kCaption;
    const bool is_apart =
        ((hints & kComment) != 0 && mass <= 0.9 * all) ||
        ((hints & kUnseen) != 0 && (hints & kHidden) != 0 && mass <= 0.95 * all) ||
        ((hints & (kAreas | kTeaser)) != 0 && mass <= 0.5 * all) ||
        ((hints & kCaption) != 0 && mass <= 0.3 * all) ||
        ((hints & kSmall) != 0 && ((mass <= 0.3 * all && mass < kLongLine) || mass == 0));
    if (is_apart) {
      for (int32_t b = element.first_block; b < element.end_block; ++b)
        (*apart)[static_cast<size_t>(b)] = 1;
      i = element.end;
      continue;
    }
    if (hints != 0 && mass > 0.3 * all) refused_.push_back({element.end, refused | hints});
    ++i;
  }
}

}  // namespace textmill::html
