#include "plugins/dedup/keys/key.h"

#include <emmintrin.h>
#include <nettle/sha2.h>

#include <cstring>

#include "plugins/lib/unicode/white_space.h"

namespace textmill::dedup {
namespace {

// Whether the only white space in 16 bytes is single blanks; `blank` says whether one comes before
// them, and then whether one ends them.
bool Quiet(const char* p, bool* blank) {
  const __m128i v = _mm_loadu_si128(reinterpret_cast<const __m128i*>(p));
  const auto is = [&](char c) { return _mm_cmpeq_epi8(v, _mm_set1_epi8(c)); };
  const __m128i control = _mm_cmpeq_epi8(_mm_min_epu8(v, _mm_set1_epi8(0x1f)), v);
  const __m128i leads =
      _mm_or_si128(_mm_or_si128(is('\xc2'), is('\xe1')), _mm_or_si128(is('\xe2'), is('\xe3')));
  if (_mm_movemask_epi8(_mm_or_si128(control, leads)) != 0) return false;
  const auto blanks = static_cast<uint32_t>(_mm_movemask_epi8(is(' ')));
  if ((blanks & ((blanks << 1) | (*blank ? 1 : 0))) != 0) return false;
  *blank = (blanks & 0x8000) != 0;
  return true;
}

// The first half of a SHA-256. A fast hash keeps out accidents, not people: texts that collide in
// XXH3 can be written by hand.
Key KeyOf(std::string_view bytes) {
  sha256_ctx sha;
  sha256_init(&sha);
  sha256_update(&sha, bytes.size(), reinterpret_cast<const uint8_t*>(bytes.data()));
  Key key;
  static_assert(sizeof key == SHA256_DIGEST_SIZE / 2);
  sha256_digest(&sha, sizeof key, reinterpret_cast<uint8_t*>(&key));
  return key;
}

}  // namespace

void CollapseWhitespace(std::string_view text, std::string* out) {
  out->resize(text.size() + 16);
  const char* p = text.data();
  const char* const end = p + text.size();
  char* to = out->data();
  bool blank = true;  // what was written last is a blank, or nothing
  while (p < end) {
    if (end - p >= 16 && Quiet(p, &blank)) {
      std::memcpy(to, p, 16);
      p += 16;
      to += 16;
      continue;
    }
    const char* const stop = end - p < 16 ? end : p + 16;
    while (p < stop) {
      const size_t space = unicode::WhiteSpaceAt(p, end);
      if (space == 0) {
        *to++ = *p++;
        blank = false;
      } else {
        if (!blank) *to++ = ' ';
        blank = true;
        p += space;
      }
    }
  }
  if (blank && to != out->data()) --to;
  out->resize(static_cast<size_t>(to - out->data()));
}

std::string_view KeyMaker::Normalized(std::string_view text) {
  if (normalize_ == Normalize::kNone) return text;
  if (normalize_ == Normalize::kWhitespace) {
    CollapseWhitespace(text, &scratch_);
    return scratch_;
  }
  words_.Split(text);
  const char* folded = words_.folded().data();
  scratch_.resize(words_.folded().size() + 64);
  char* to = scratch_.data();
  for (size_t i = 0; i < words_.size(); ++i) {
    const unicode::Span& word = words_.span(i);
    const size_t size = word.end - word.begin;
    std::memcpy(to, folded + word.begin,
                16);  // most words are shorter; there is room on both sides
    if (size > 16) std::memcpy(to + 16, folded + word.begin + 16, size - 16);
    to[size] = ' ';
    to += size + 1;
  }
  return {scratch_.data(), static_cast<size_t>(to - scratch_.data())};
}

void KeyMaker::Text(std::string_view text) {
  const std::string_view normalized = Normalized(text);
  anything_ = anything_ || !normalized.empty();
  Add(normalized);
}

void KeyMaker::Number(const void* bytes, size_t size) {
  anything_ = true;
  Add({static_cast<const char*>(bytes), size});
}

void KeyMaker::Add(std::string_view bytes) { columns_.push_back(KeyOf(bytes)); }

bool KeyMaker::Finish(Key* key) {
  if (columns_.size() > 1) {
    *key = KeyOf({reinterpret_cast<const char*>(columns_.data()), columns_.size() * sizeof(Key)});
  } else {
    *key = columns_[0];
  }
  return anything_;
}

}  // namespace textmill::dedup
