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
      hash = hash * hash::kBase + HashWord(folded + word.begin, word.end - word.begin);
      length += word.end - word.begin;
      if (!ascii) length -= Continuations(words_[i]);
    }
    hash = words_.size() > 0 ? hash::Mix(hash) : XXH3_64bits(passage.data(), passage.size());
    passages_.push_back({hash, static_cast<uint32_t>(length), false});
  }
}

void Repeats::MarkRepeated(uint32_t min_length) {
  const size_t n = passages_.size();
  first_.clear();
  origin_.resize(n);
  for (size_t i = 0; i < n; ++i) {
    origin_[i] = static_cast<uint32_t>(i);
    if (passages_[i].length < min_length || passages_[i].length == 0) continue;
    origin_[i] = first_.try_emplace(passages_[i].hash, static_cast<uint32_t>(i)).first->second;
    if (origin_[i] != i) passages_[i].cut = true;
  }
  const auto take = [&](size_t i, size_t origin) {
    if (origin_[i] == i && origin < i && passages_[i].hash == passages_[origin].hash) {
      origin_[i] = static_cast<uint32_t>(origin);
      passages_[i].cut = true;
    }
  };
  for (size_t i = 1; i < n; ++i) {
    if (origin_[i - 1] != i - 1) take(i, origin_[i - 1] + 1);
  }
  for (size_t i = n; i-- > 1;) {
    if (origin_[i] != i && origin_[i] > 0) take(i - 1, origin_[i] - 1);
  }
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
