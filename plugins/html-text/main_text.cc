#include "plugins/html-text/main_text.h"

#include <algorithm>

#include "plugins/html-text/phrases.h"
#include "plugins/html-text/render.h"
#include "plugins/html-text/title.h"

namespace textmill::html {
namespace {

bool IsPart(uint16_t tag) {
  return tag == LXB_TAG_OL || tag == LXB_TAG_UL || tag == LXB_TAG_LI || tag == LXB_TAG_DL ||
         tag == LXB_TAG_P || tag == LXB_TAG_BLOCKQUOTE || tag == LXB_TAG_TABLE ||
         tag == LXB_TAG_TBODY;
}

}  // namespace
int32_t MainText::Container() const {
  const auto& elements = outline_->elements;
  // Text that is not below the page's heading counts less.
  constexpr int32_t kFar = 60;
  constexpr double kElsewhere = 0.6;
  const auto value_of = [&](int32_t i) {
    const Element& element = elements[static_cast<size_t>(i)];
    const double value = measures_.Value(elements[static_cast<size_t>(i)]);
    const bool below =
        heading_ < 0 || (element.end_block > heading_ && element.first_block <= heading_ + kFar);
    return below || value < 0 ? value : value * kElsewhere;
  };
  int32_t best = 0, body = -1;
  double best_value = value_of(0), body_value = 0;
  for (int32_t i = 1; i < static_cast<int32_t>(elements.size()); ++i) {
    const double value = value_of(i);
    if (value >= best_value) {
      best = i;
      best_value = value;
    }
    if ((elements[static_cast<size_t>(i)].hints & kBody) != 0 && value >= body_value) {
      body = i;
      body_value = value;
    }
  }
  // One that is called the text is it, unless there are several, as in a forum.
  int bodies = 0;
  for (int32_t i = 1; i < static_cast<int32_t>(elements.size());) {
    const Element& element = elements[static_cast<size_t>(i)];
    const bool is_one = (element.hints & kBody) != 0 &&
                        measures_.Value(elements[static_cast<size_t>(i)]) >= 0.2 * body_value;
    bodies += is_one;
    i = is_one ? element.end : i + 1;
  }
  if (body >= 0 && body_value >= (bodies > 2 ? 0.5 : 0.3) * best_value) return body;
  return IsPart(elements[static_cast<size_t>(best)].tag) ? Around(best, best_value) : best;
}

// A list or paragraph that is the best by itself is mostly part of something: what is around it, if
// that says so, and has not much else.
int32_t MainText::Around(int32_t part, double value) const {
  const auto& elements = outline_->elements;
  for (int32_t i = elements[static_cast<size_t>(part)].parent; i > 0;
       i = elements[static_cast<size_t>(i)].parent) {
    const Element& element = elements[static_cast<size_t>(i)];
    if (measures_.Value(element) < 0.6 * value ||
        measures_.Linked(element) * 4 > measures_.Bytes(element))
      break;
    if ((element.hints & (kBody | kContent)) != 0) return i;
  }
  return part;
}

void MainText::DropLists(int32_t container) {
  const auto& elements = outline_->elements;
  const Element& outer = elements[static_cast<size_t>(container)];
  for (int32_t i = container + 1; i < outer.end;) {
    const Element& element = elements[static_cast<size_t>(i)];
    const int64_t bytes = measures_.Bytes(element), linked = measures_.Linked(element);
    const bool sentence =
        element.end_block - element.first_block == 1 &&
        IsLinkedSentence(outline_->blocks[static_cast<size_t>(element.first_block)]);
    if (bytes > 0 && linked * 2 > bytes && bytes < 2000 && !sentence) {
      for (int32_t b = element.first_block; b < element.end_block; ++b)
        kept_[static_cast<size_t>(b)] = 0;
      i = element.end;
    } else {
      ++i;
    }
  }
}

// The element in which paragraphs such as this one are beside each other.
int32_t MainText::BesideOf(const Block& block) const {
  const auto& elements = outline_->elements;
  int32_t i = block.element;
  const uint16_t tag = elements[static_cast<size_t>(i)].tag;
  if (tag == LXB_TAG_LI) i = elements[static_cast<size_t>(i)].parent;
  return i < 0 ? i : elements[static_cast<size_t>(i)].parent;
}

// Before the first good block and after the last, what is no text of its own goes.
void MainText::Trim(int32_t container) {
  const Element& outer = outline_->elements[static_cast<size_t>(container)];
  const bool named = (outer.hints & kBody) != 0;
  const auto block_at = [&](int32_t b) -> const Block& {
    return outline_->blocks[static_cast<size_t>(b)];
  };
  const auto is_good = [&](int32_t b) {
    return kept_[static_cast<size_t>(b)] != 0 && IsGood(block_at(b));
  };
  int32_t first = outer.first_block, last = outer.end_block;
  while (last > first && !is_good(last - 1)) --last;
  if (last == first) return;
  const auto follows = [&](int32_t b) {
    const Block& block = block_at(b);
    if (kept_[static_cast<size_t>(b)] == 0) return false;
    constexpr int32_t kShort = 60;
    if (block.heading != 0 || block.linked * 3 > block.bytes) return false;
    if (block.colon && block.bytes < kShort) return false;
    const uint16_t tag = outline_->elements[static_cast<size_t>(block.element)].tag;
    const bool text = tag == LXB_TAG_P || tag == LXB_TAG_LI || tag == LXB_TAG_TD ||
                      tag == LXB_TAG_PRE || tag == LXB_TAG_BLOCKQUOTE || tag == LXB_TAG_DD;
    return text || (named && block.ends_sentence);
  };
  for (int32_t b = last; b < outer.end_block; ++b) {
    if (follows(b)) last = b + 1;
  }
  int32_t good = first;
  while (!is_good(good)) ++good;
  // Items of lists, and short paragraphs beside the first good one.
  const int32_t beside = BesideOf(block_at(good));
  const auto leads = [&](int32_t b) {
    const Block& block = block_at(b);
    if (kept_[static_cast<size_t>(b)] == 0) return false;
    if (named && block.ends_sentence) return true;
    constexpr int32_t kLine = 60;
    const uint16_t tag = outline_->elements[static_cast<size_t>(block.element)].tag;
    const bool line = tag == LXB_TAG_P && block.bytes < kLine && BesideOf(block) == beside;
    return block.linked == 0 && (line || tag == LXB_TAG_LI);
  };
  while (first < good && !leads(first)) ++first;
  for (int32_t b = outer.first_block; b < first; ++b) kept_[static_cast<size_t>(b)] = 0;
  for (int32_t b = last; b < outer.end_block; ++b) kept_[static_cast<size_t>(b)] = 0;
}

// The page's heading, by its last block: the first that <title> says, or the only <h1>; -1: none.
int32_t MainText::FindHeading() {
  const auto& elements = outline_->elements;
  constexpr size_t kLeastTitle = 15, kLongestTitle = 2000;  // to look in a longer one takes long
  const std::string folded = Folded(title_.substr(0, kLongestTitle));
  constexpr int32_t kMostBlocks = 4;
  int32_t only = -1;
  int headings = 0;
  for (int32_t i = 0; i < static_cast<int32_t>(elements.size()); ++i) {
    const Element& element = elements[static_cast<size_t>(i)];
    if (element.tag < LXB_TAG_H1 || element.tag > LXB_TAG_H6) continue;
    const int32_t blocks = element.end_block - element.first_block;
    if (blocks == 0) continue;
    if (element.tag == LXB_TAG_H1) {
      only = element.end_block - 1;
      ++headings;
    }
    if (blocks > kMostBlocks) continue;
    line_.clear();
    for (int32_t b = element.first_block; b < element.end_block; ++b)
      AppendBlock(outline_->blocks[static_cast<size_t>(b)], &line_);
    const std::string heading = Folded(line_);
    if (heading.size() >= kLeastTitle && heading.size() * 2 >= folded.size() &&
        folded.find(heading) != folded.npos)
      return element.end_block - 1;
  }
  return headings == 1 ? only : -1;
}

// The page's heading goes, and what is before it.
void MainText::DropHead(int32_t container) {
  const Element& outer = outline_->elements[static_cast<size_t>(container)];
  if (heading_ < outer.first_block || heading_ >= outer.end_block) return;
  // What <title> says is surely it; an <h1> may be that of a part.
  const bool sure = outline_->blocks[static_cast<size_t>(heading_)].heading != 1;
  const double all = KeptMass(outer.first_block, outer.end_block);
  const double least = (outer.hints & kBody) != 0 ? 0.85 : sure ? 0.25 : 0.5;
  if (KeptMass(heading_, outer.end_block) < least * all) return;
  for (int32_t b = outer.first_block; b <= heading_; ++b) kept_[static_cast<size_t>(b)] = 0;
}

// Share this, read also: short lines by how they begin.
void MainText::DropLines(int32_t container) {
  const Element& outer = outline_->elements[static_cast<size_t>(container)];
  constexpr int32_t kLongest = 260;
  for (int32_t b = outer.first_block; b < outer.end_block; ++b) {
    const Block& block = outline_->blocks[static_cast<size_t>(b)];
    if (kept_[static_cast<size_t>(b)] == 0 || block.bytes > kLongest) continue;
    line_.clear();
    AppendBlock(block, &line_);
    if (IsDebrisLine(line_)) kept_[static_cast<size_t>(b)] = 0;
  }
}

// What introduces the text, between the page's heading and the container.
void MainText::AddLead(int32_t container) {
  const Element& outer = outline_->elements[static_cast<size_t>(container)];
  constexpr int32_t kFar = 40, kLeast = 60;
  if (heading_ < 0 || heading_ < outer.first_block - kFar) return;
  for (int32_t b = heading_ + 1; b < outer.first_block; ++b) {
    const Block& block = outline_->blocks[static_cast<size_t>(b)];
    if (apart_[static_cast<size_t>(b)] == 0 && block.bytes >= kLeast &&
        block.linked * 4 < block.bytes && (block.ends_sentence || block.bytes >= 100))
      kept_[static_cast<size_t>(b)] = 1;
  }
}

void MainText::Keep(int32_t container) {
  names_.Find(*outline_, measures_, container, &apart_);
  kept_.assign(outline_->blocks.size(), 0);
  const Element& outer = outline_->elements[static_cast<size_t>(container)];
  for (int32_t b = outer.first_block; b < outer.end_block; ++b)
    kept_[static_cast<size_t>(b)] = apart_[static_cast<size_t>(b)] == 0;
  DropLists(container);
  DropLines(container);
  DropHead(container);
  Trim(container);
  AddLead(container);
}

double MainText::KeptMass(int32_t from, int32_t to) const {
  double sum = 0;
  for (int32_t b = from; b < to; ++b) {
    const Block& block = outline_->blocks[static_cast<size_t>(b)];
    if (kept_[static_cast<size_t>(b)] != 0 && IsGood(block)) sum += block.bytes - block.linked;
  }
  return sum;
}

// A page of few words, or of a table: the element that says that it is the text, with all that is
// in it.
void MainText::KeepShort() {
  const auto& elements = outline_->elements;
  int32_t best = -1;
  int64_t most = 0;
  bool named = false;
  for (int32_t i = 0; i < static_cast<int32_t>(elements.size()); ++i) {
    const Element& element = elements[static_cast<size_t>(i)];
    const bool body = (element.hints & kBody) != 0;
    if (!body && (named || (element.tag != LXB_TAG_ARTICLE && element.tag != LXB_TAG_MAIN)))
      continue;
    const int64_t bytes = measures_.Bytes(element) - measures_.Linked(element);
    if (bytes > most || (body && !named && bytes > 0)) {
      best = i;
      most = bytes;
      named = body;
    }
  }
  if (best < 0) return;
  const Element& element = elements[static_cast<size_t>(best)];
  for (int32_t b = element.first_block; b < element.end_block; ++b) {
    const Block& block = outline_->blocks[static_cast<size_t>(b)];
    if (apart_[static_cast<size_t>(b)] == 0 && block.linked * 2 <= block.bytes &&
        block.heading != 1)
      kept_[static_cast<size_t>(b)] = 1;
  }
  DropLines(best);
}

const std::vector<uint8_t>& MainText::Choose(const Outline& outline, std::string_view title) {
  outline_ = &outline;
  title_ = title;
  const size_t n = outline.blocks.size();
  const auto end = static_cast<int32_t>(n);
  kept_.assign(n, 0);
  apart_.assign(n, 0);
  if (outline.elements.empty()) return kept_;
  heading_ = FindHeading();
  measures_.Count(outline);
  measures_.Weigh(outline, apart_);
  const double all = measures_.Mass(outline.elements[0]);
  names_.FindCards(outline, &apart_);
  measures_.Weigh(outline, apart_);
  names_.Find(outline, measures_, 0, &apart_);
  measures_.Weigh(outline, apart_);
  Keep(Container());
  const double mass = KeptMass(0, end);
  constexpr double kLittle = 250;
  if (mass < 0.25 * all) {
    // The names are not believed, if much more is found without them.
    const std::vector<uint8_t> strict = kept_, strictly_apart = apart_;
    apart_.assign(n, 0);
    measures_.Weigh(outline, apart_);
    Keep(Container());
    if (mass > kLittle && KeptMass(0, end) < 4 * mass) {
      kept_ = strict;
      apart_ = strictly_apart;
    }
  }
  if (KeptMass(0, end) < kLittle) KeepShort();
  return kept_;
}

}  // namespace textmill::html
