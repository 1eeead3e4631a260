#include "plugins/dedup/passages/repeats.h"

#include <algorithm>

#include "plugins/dedup/keys/word_hash.h"
#include "plugins/lib/hash/hash.h"
#include "plugins/lib/unicode/sentences.h"

namespace textmill::dedup {
namespace {

// Bytes that begin no character.
size_t Continuations(std::string_view s) {
  return static_cast<size_t>(
      std::count_if(s.begin(), s.end(), [](char c) { return (c & 0xc0) == 0x80; }));
}

// How far apart a break puts two passages: its line breaks, then its size.
bool Stronger(std::string_view a, std::string_view b) {
  const auto lines = [](std::string_view s) { return std::count(s.begin(), s.end(), '\n'); };
  return lines(a) != lines(b) ? lines(a) > lines(b) : a.size() > b.size();
}

}  // namespace

void Repeats::Split(std::string_view text, bool sentences) {
  text_ = text;
  if (sentences) {
    unicode::FindSentences(text, &spans_);
  } else {
    unicode::FindParagraphs(text, &spans_);
  }
  passages_.clear();
  for (const unicode::Span& span : spans_) {
    const std::string_view passage = span.of(text);
    words_.Split(passage);
    const char* folded = words_.folded().data();
    const bool ascii = Continuations(words_.folded()) == 0;  // quick, for most lines
    uint64_t hash = 0;
    size_t length = 0;
    for (size_t i = 0; i < words_.size(); ++i) {
      const unicode::Span& word = words_.span(i);
      // No polynomial: two words in the order of Thue and Morse, and the same two exchanged, have
      // one hash in it whatever its base.
      hash = hash::Mix(hash ^ HashWord(folded + word.begin, word.end - word.begin));
      length += word.end - word.begin;
      if (!ascii) length -= Continuations(words_[i]);
    }
    hash = words_.size() > 0 ? hash::Mix(hash) : XXH3_64bits(passage.data(), passage.size());
    passages_.push_back({hash, static_cast<uint32_t>(length), false});
  }
}

void Repeats::MarkRepeated(uint32_t min_length, uint32_t min_pasted) {
  const size_t n = passages_.size();
  uint64_t all = 0;
  FindOrigins(min_length);
  for (const Passage& passage : passages_) all += passage.length;
  for (size_t begin = 0; begin < n;) {
    const size_t origin = origin_[begin];
    size_t end = begin + 1;
    if (origin == begin) {
      begin = end;
      continue;
    }
    while (end < n && origin_[end] == origin + (end - begin)) ++end;
    if (IsPasted(begin, end, min_pasted, all)) {
      for (size_t i = begin; i < end; ++i) passages_[i].cut = true;
    }
    begin = end;
  }
}

// Of each passage, where it was first; of one that goes on as its neighbour does, beside that.
void Repeats::FindOrigins(uint32_t min_length) {
  const size_t n = passages_.size();
  first_.clear();
  origin_.resize(n);
  for (size_t i = 0; i < n; ++i) {
    const Passage& passage = passages_[i];
    origin_[i] = static_cast<uint32_t>(i);
    if (passage.length >= min_length && passage.length > 0) {
      auto& [place, times] = first_[passage.hash];
      if (times++ == 0) place = static_cast<uint32_t>(i);
      origin_[i] = place;
    }
    if (i == 0 || origin_[i - 1] == i - 1) continue;
    const uint32_t next = origin_[i - 1] + 1;
    if (passages_[next].hash == passage.hash) origin_[i] = next;
  }
  for (size_t i = n; i-- > 1;) {
    const uint32_t origin = origin_[i];
    if (origin == i || origin == 0 || origin_[i - 1] != i - 1) continue;
    if (passages_[origin - 1].hash == passages_[i - 1].hash) origin_[i - 1] = origin - 1;
  }
}

// A refrain, an answer given again or a row of a table is short, comes between other lines, and
// often more than twice.
bool Repeats::IsPasted(size_t begin, size_t end, uint32_t min_pasted, uint64_t all) const {
  // Of what follows upon itself again and again, a single copy counts.
  end = std::min<size_t>(end, 2 * begin - origin_[begin]);
  uint64_t length = 0, longest = 0;
  uint32_t times = 2;
  size_t passages = 0;
  for (size_t i = begin; i < end; ++i) {
    const Passage& passage = passages_[i];
    if (passage.length == 0) continue;
    length += passage.length;
    longest = std::max<uint64_t>(longest, passage.length);
    ++passages;
    const auto found = first_.find(passage.hash);
    if (found != first_.end()) times = std::max(times, found->second.times);
  }
  constexpr double kMostOfText = 0.4;
  if (static_cast<double>(length) >= kMostOfText * static_cast<double>(all)) return true;
  const uint64_t least = times > 2 ? 2 * uint64_t{min_pasted} : min_pasted;
  return longest >= least ||
         (length * 2 >= 3 * least && length * 2 >= passages * uint64_t{min_pasted});
}

void Repeats::Rest(std::string* out) const {
  out->clear();
  const auto stays = [&](size_t i) { return !passages_[i].cut; };
  size_t last = passages_.size();  // the passage written last
  bool words = false;
  for (size_t i = 0; i < passages_.size(); ++i) {
    if (!stays(i)) continue;
    words = words || passages_[i].length > 0;
    if (last == passages_.size()) {
      out->append(text_.substr(0, spans_[0].begin));
    } else {
      std::string_view strongest;
      for (size_t k = last; k < i; ++k) {
        const auto between = text_.substr(spans_[k].end, spans_[k + 1].begin - spans_[k].end);
        if (k == last || Stronger(between, strongest)) strongest = between;
      }
      out->append(strongest);
    }
    out->append(text_of(i));
    last = i;
  }
  if (words) {
    out->append(text_.substr(spans_.back().end));
  } else {
    out->clear();
  }
}

}  // namespace textmill::dedup
