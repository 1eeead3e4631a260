#include <unicode/bytestream.h>

#include <algorithm>
#include <bit>

#include "plugins/entities/gazetteer/gazetteer.h"
#include "plugins/lib/hash/hash.h"
#include "plugins/lib/unicode/icu.h"

namespace textmill::entities {
namespace {

std::string Nfc(std::string_view name) {
  UErrorCode status = U_ZERO_ERROR;
  std::string out;
  icu::StringByteSink<std::string> sink(&out);
  unicode::Nfc().normalizeUTF8(0, {name.data(), static_cast<int32_t>(name.size())}, sink, nullptr,
                               status);
  unicode::CheckIcu(status);
  return out;
}

bool IsBlank(Char c) { return c == Char::kBlank || c == Char::kBreak; }

void TrimBlanks(const Char* bmp, const char** begin, const char** end) {
  while (*begin < *end) {
    const DecodedChar d = DecodeUtf8(*begin, *end);
    if (!IsBlank(ClassOf(bmp, d.code_point))) break;
    *begin += d.size;
  }
  while (*begin < *end) {
    const DecodedChar d = DecodeUtf8Before(*begin, *end);
    if (!IsBlank(ClassOf(bmp, d.code_point))) break;
    *end -= d.size;
  }
}

// Calls f(hash, last) for each beginning of a key that ends with a token.
template <class F>
void ForEachBeginning(std::string_view key, F f) {
  const Char* bmp = BmpClasses();
  const char* end = key.data() + key.size();
  uint64_t hash = hash::kSeed;
  for (const char* p = key.data(); p < end;) {
    const char* token_end = TokenEnd(bmp, p, end);
    hash = hash::HashOn(hash, p, static_cast<size_t>(token_end - p));
    f(hash, token_end == end);
    p = token_end;
    while (p < end) {  // separators are in their one form already
      const DecodedChar d = DecodeUtf8(p, end);
      if (InWord(ClassOf(bmp, d.code_point))) break;
      p += d.size;
    }
    hash = hash::HashOn(hash, token_end, static_cast<size_t>(p - token_end));
  }
}

}  // namespace

GazetteerBuilder::Added GazetteerBuilder::Add(std::string_view given, CaseRule rule,
                                              uint32_t payload) {
  const Char* bmp = BmpClasses();
  const std::string name = Nfc(given);
  const char* begin = name.data();
  const char* end = begin + name.size();
  TrimBlanks(bmp, &begin, &end);
  if (begin == end) return {Result::kEmpty, 0};
  if (DecodeUtf8(begin, end).size == static_cast<size_t>(end - begin)) {
    return {Result::kOneCharacter, 0};
  }

  const char* p = begin;
  while (p < end) {
    const DecodedChar d = DecodeUtf8(p, end);
    if (InWord(ClassOf(bmp, d.code_point))) break;
    p += d.size;
  }
  if (p == end) return {Result::kNoWord, 0};
  const std::string_view lead(begin, static_cast<size_t>(p - begin));
  Key key;
  const char* token_end = p;
  for (int tokens = 0; p < end; ++tokens) {
    token_end = TokenEnd(bmp, p, end);
    if (tokens == 64 || !AppendToken(p, token_end, rule == CaseRule::kAny, &key)) {
      return {Result::kTooLong, 0};
    }
    const size_t size = key.size;
    p = ReadSeparator(bmp, token_end, end, &key);
    if (p != nullptr) continue;
    key.size = size;
    break;
  }
  const std::string_view trail(token_end, static_cast<size_t>(end - token_end));
  if (lead.size() > 255 || trail.size() > 255) return {Result::kTooLong, 0};
  // A word further on comes after more marks, or more line breaks, than one reads over.
  for (const char* q = token_end; q < end;) {
    const DecodedChar d = DecodeUtf8(q, end);
    if (InWord(ClassOf(bmp, d.code_point))) return {Result::kTooLong, 0};
    q += d.size;
  }
  if (made_.text_.size() + name.size() > UINT32_MAX || made_.names_.size() >= (1u << 30) - 2) {
    return {Result::kTooLong, 0};
  }

  const uint32_t at = static_cast<uint32_t>(made_.text_.size());
  made_.text_.append(lead).append(key.bytes, key.size).append(trail);
  const std::string_view whole(made_.text_.data() + at, made_.text_.size() - at);
  const uint64_t hash =
      hash::HashOn(hash::kSeed + static_cast<uint64_t>(rule), whole.data(), whole.size());
  const auto [entry, is_new] =
      by_hash_.try_emplace(hash, static_cast<uint32_t>(made_.names_.size()));
  if (!is_new) {
    const Gazetteer::Name& other = made_.names_[entry->second];
    const size_t size = size_t{other.lead_size} + other.key_size + other.trail_size;
    if (rules_[entry->second] == rule &&
        std::string_view(made_.text_).substr(other.begin, size) == whole) {
      made_.text_.resize(at);
      return {Result::kRepeated, other.payload};
    }
  }
  made_.names_.push_back({at, static_cast<uint16_t>(key.size), static_cast<uint8_t>(lead.size()),
                          static_cast<uint8_t>(trail.size()), 0, payload});
  rules_.push_back(rule);
  return {Result::kAdded, payload};
}

void GazetteerBuilder::Fill(Gazetteer::Table* table, CaseRule rule) {
  const auto key = [this](size_t i) {
    const Gazetteer::Name& name = made_.names_[i];
    return std::string_view(made_.text_).substr(name.begin + name.lead_size, name.key_size);
  };
  std::vector<uint64_t> beginnings, firsts;
  for (size_t i = 0; i < made_.names_.size(); ++i) {
    if (rules_[i] != rule) continue;
    bool first = true;
    ForEachBeginning(key(i), [&](uint64_t hash, bool) {
      beginnings.push_back(hash);
      if (first) firsts.push_back(hash);
      first = false;
    });
  }
  if (beginnings.empty()) return;
  const auto distinct = [](std::vector<uint64_t>& hashes) {
    std::sort(hashes.begin(), hashes.end());
    hashes.erase(std::unique(hashes.begin(), hashes.end()), hashes.end());
    return hashes.size();
  };
  const size_t slots = std::bit_ceil(std::max<size_t>(distinct(beginnings) * 3 / 2, 16));
  table->slots.resize(slots);
  table->slot_shift = 64 - std::countr_zero(slots);
  const size_t bits = std::bit_ceil(std::max<size_t>(distinct(firsts) * 16, 64));
  table->filter.resize(bits / 64);
  table->filter_shift = 64 - std::countr_zero(bits);
  for (const uint64_t hash : firsts) {
    const uint64_t bit = hash >> table->filter_shift;
    table->filter[bit >> 6] |= uint64_t{1} << (bit & 63);
  }
  for (size_t i = 0; i < made_.names_.size(); ++i) {
    if (rules_[i] != rule) continue;
    ForEachBeginning(key(i), [&](uint64_t hash, bool last) {
      Gazetteer::Slot& slot = table->FindOrAdd(hash);
      if (!last) {
        slot.more = 1;
        return;
      }
      made_.names_[i].next = slot.name;
      slot.name = static_cast<uint32_t>(i + 1) & 0x3FFFFFFF;
    });
  }
}

Gazetteer GazetteerBuilder::Build() {
  by_hash_.clear();
  Fill(&made_.exact_, CaseRule::kExact);
  Fill(&made_.any_, CaseRule::kAny);
  made_.text_.shrink_to_fit();
  made_.names_.shrink_to_fit();
  rules_.clear();
  Gazetteer out = std::move(made_);
  made_ = Gazetteer();
  return out;
}

}  // namespace textmill::entities
