#include "plugins/entities/patterns/start_scan.h"

#include <tmmintrin.h>

#include <algorithm>
#include <cstring>
#include <utility>

namespace textmill::entities {

void StartScan::Add(size_t expression, std::vector<ByteSet> bytes) {
  const size_t group = count_++ % kGroups;
  const auto bit = static_cast<uint8_t>(1U << group);
  for (size_t place = 0; place < kReach; ++place) {
    for (size_t b = 0; b < 256; ++b) {
      if (place < bytes.size() && !bytes[place][b]) continue;
      halves_[place].low[b & 15] |= bit;
      halves_[place].high[b >> 4] |= bit;
    }
  }
  groups_[group].push_back({expression, std::move(bytes)});
}

bool StartScan::Member::MayBegin(std::string_view text, size_t place) const {
  if (text.size() - place < bytes.size()) return false;
  for (size_t i = 0; i < bytes.size(); ++i) {
    if (!bytes[i][static_cast<unsigned char>(text[place + i])]) return false;
  }
  return true;
}

// Beyond the end of the text, there may be anything.
unsigned StartScan::GroupsAt(std::string_view text, size_t place) const {
  unsigned groups = (1U << kGroups) - 1;
  for (size_t i = 0; i < kReach && place + i < text.size(); ++i) {
    groups &= halves_[i].Of(text[place + i]);
  }
  return groups;
}

uint64_t StartScan::Places(std::string_view text, size_t block) const {
  static const bool fast = __builtin_cpu_supports("ssse3") != 0;
  const size_t rest = text.size() - block;
  if (rest >= 64 + kReach - 1) {
    return fast ? PlacesInFast(text.data() + block) : PlacesIn(text.data() + block);
  }
  uint64_t places = 0;
  for (size_t i = 0; i < std::min<size_t>(rest, 64); ++i) {
    places |= static_cast<uint64_t>(GroupsAt(text, block + i) != 0) << i;
  }
  return places;
}

uint64_t StartScan::PlacesIn(const char* p) const {
  uint64_t places = 0;
  for (size_t i = 0; i < 64; ++i) {
    const unsigned groups = halves_[0].Of(p[i]) & halves_[1].Of(p[i + 1]) & halves_[2].Of(p[i + 2]);
    places |= static_cast<uint64_t>(groups != 0) << i;
  }
  return places;
}

__attribute__((target("ssse3"))) uint64_t StartScan::PlacesInFast(const char* p) const {
  const auto load = [](const void* from) {
    return _mm_loadu_si128(static_cast<const __m128i*>(from));
  };
  const __m128i half = _mm_set1_epi8(15);
  uint64_t places = 0;
  for (int part = 0; part < 4; ++part) {
    __m128i groups = _mm_set1_epi8(-1);
    for (size_t i = 0; i < kReach; ++i) {
      const __m128i bytes = load(p + 16 * part + i);
      const __m128i low = _mm_and_si128(bytes, half);
      const __m128i high = _mm_and_si128(_mm_srli_epi16(bytes, 4), half);
      groups = _mm_and_si128(groups, _mm_and_si128(_mm_shuffle_epi8(load(&halves_[i].low), low),
                                                   _mm_shuffle_epi8(load(&halves_[i].high), high)));
    }
    const int none = _mm_movemask_epi8(_mm_cmpeq_epi8(groups, _mm_setzero_si128()));
    places |= static_cast<uint64_t>(~none & 0xFFFF) << (16 * part);
  }
  return places;
}

}  // namespace textmill::entities
