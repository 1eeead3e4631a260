#include "plugins/html-text/main_text.h"

#include <algorithm>

namespace textmill::html {
namespace {

// What is a line or a few, and what may be long.
constexpr uint32_t kSmall = kNav | kShare | kCookie | kByline | kCaption | kAd | kForm;
constexpr uint32_t kAreas = kRelated | kSide | kFooter | kHidden;
constexpr uint32_t kApart = kNav | kShare | kCookie | kComment | kRelated | kSide | kFooter |
                            kByline | kCaption | kAd | kForm | kHidden;

bool IsLinky(const Block& block) { return block.linked * 2 > block.bytes; }

}  // namespace

bool MainText::IsGood(const Block& block) const {
  if (block.heading != 0 || block.linked * 5 > block.bytes * 2) return false;
  return block.bytes >= 80 || (block.bytes >= 40 && block.ends_sentence);
}

void MainText::Measure() {
  const auto& blocks = outline_->blocks;
  mass_.assign(blocks.size() + 1, 0);
  value_.assign(blocks.size() + 1, 0);
  for (size_t i = 0; i < blocks.size(); ++i) {
    const Block& block = blocks[i];
    const bool good = IsGood(block) && apart_[i] == 0;
    const double mass = good ? block.bytes - block.linked : 0;
    double value = mass;
    if (!good && apart_[i] == 0) value = IsLinky(block) ? -0.3 * block.linked - 5 : -5;
    mass_[i + 1] = mass_[i] + mass;
    value_[i + 1] = value_[i] + value;
  }
}

void MainText::SetApart(int32_t within) {
  const auto& elements = outline_->elements;
  const double all = Mass(within);
  const Element& outer = elements[static_cast<size_t>(within)];
  for (int32_t i = within + 1; i < outer.end;) {
    const Element& element = elements[static_cast<size_t>(i)];
    uint32_t hints = element.hints & kApart;
    if (options_.comments) hints &= ~kComment;
    if (options_.captions) hints &= ~kCaption;
    const bool holds = element.tag == LXB_TAG_ARTICLE || element.tag == LXB_TAG_MAIN ||
                       (element.hints & kBody) != 0;
    if (holds) hints &= ~(kSmall | kSide);
    const double mass = Mass(i);
    bool is_apart = false;
    if ((hints & kComment) != 0) is_apart = mass <= 0.9 * all;
    if ((hints & kAreas) != 0) is_apart = is_apart || mass <= 0.5 * all;
    if ((hints & kSmall) != 0)
      is_apart = is_apart || (mass <= 0.3 * all && mass < 1000) || mass == 0;
    if (is_apart) {
      for (int32_t b = element.first_block; b < element.end_block; ++b)
        apart_[static_cast<size_t>(b)] = 1;
      i = element.end;
    } else {
      ++i;
    }
  }
}

int32_t MainText::Container() const {
  const auto& elements = outline_->elements;
  int32_t best = 0, body = -1;
  double best_value = Sum(value_, 0), body_value = 0;
  for (int32_t i = 1; i < static_cast<int32_t>(elements.size()); ++i) {
    const double value = Sum(value_, i);
    if (value >= best_value) {
      best = i;
      best_value = value;
    }
    if ((elements[static_cast<size_t>(i)].hints & kBody) != 0 && value > body_value) {
      body = i;
      body_value = value;
    }
  }
  if (body >= 0 && body_value >= 0.5 * best_value) return body;
  return best;
}

void MainText::DropLists(int32_t container) {
  const auto& elements = outline_->elements;
  const Element& outer = elements[static_cast<size_t>(container)];
  for (int32_t i = container + 1; i < outer.end;) {
    const Element& element = elements[static_cast<size_t>(i)];
    int64_t bytes = 0, linked = 0, links = 0;
    for (int32_t b = element.first_block; b < element.end_block; ++b) {
      const Block& block = outline_->blocks[static_cast<size_t>(b)];
      bytes += block.bytes;
      linked += block.linked;
      links += block.links;
    }
    if (bytes > 0 && linked * 2 > bytes && bytes < 2000) {
      for (int32_t b = element.first_block; b < element.end_block; ++b)
        kept_[static_cast<size_t>(b)] = 0;
      i = element.end;
    } else {
      ++i;
    }
  }
}

void MainText::Trim(int32_t container) {
  const Element& outer = outline_->elements[static_cast<size_t>(container)];
  const auto is_good = [&](int32_t b) {
    return kept_[static_cast<size_t>(b)] != 0 && IsGood(outline_->blocks[static_cast<size_t>(b)]);
  };
  int32_t first = outer.first_block, last = outer.end_block;
  while (first < last && !is_good(first)) ++first;
  if (first == last) return;
  while (last > first && !is_good(last - 1)) --last;
  for (int32_t b = outer.first_block; b < first; ++b) kept_[static_cast<size_t>(b)] = 0;
  for (int32_t b = last; b < outer.end_block; ++b) kept_[static_cast<size_t>(b)] = 0;
}

void MainText::Keep(int32_t container) {
  SetApart(container);
  kept_.assign(outline_->blocks.size(), 0);
  const Element& outer = outline_->elements[static_cast<size_t>(container)];
  for (int32_t b = outer.first_block; b < outer.end_block; ++b)
    kept_[static_cast<size_t>(b)] = apart_[static_cast<size_t>(b)] == 0;
  DropLists(container);
  Trim(container);
}

double MainText::KeptMass() const {
  double sum = 0;
  for (size_t b = 0; b < kept_.size(); ++b) {
    const Block& block = outline_->blocks[b];
    if (kept_[b] != 0 && IsGood(block)) sum += block.bytes - block.linked;
  }
  return sum;
}

const std::vector<uint8_t>& MainText::Choose(const Outline& outline) {
  outline_ = &outline;
  kept_.assign(outline.blocks.size(), 0);
  apart_.assign(outline.blocks.size(), 0);
  if (outline.elements.empty()) return kept_;
  Measure();
  const double all = Mass(0);
  SetApart(0);
  Measure();
  Keep(Container());
  if (KeptMass() < 0.25 * all) {
    const std::vector<uint8_t> strict = kept_;
    const double mass = KeptMass();
    apart_.assign(outline.blocks.size(), 0);
    Measure();
    Keep(Container());
    if (mass > 300 && KeptMass() < 4 * mass) kept_ = strict;
  }
  return kept_;
}

}  // namespace textmill::html
