#include "plugins/text-tokens/charsmap.h"

#include <unicode/brkiter.h>
#include <unicode/utext.h>

#include <algorithm>
#include <memory>

#include "plugins/lib/unicode/icu.h"
#include "textmill/error.hpp"
#include "textmill/utf8.hpp"

namespace textmill::tokenizer {
namespace {

// A cluster of more bytes is looked up character by character.
constexpr size_t kMostOfCluster = 5;

// A unit of the double array.
bool HasLeaf(uint32_t unit) { return (unit >> 8 & 1) != 0; }
uint32_t ValueOf(uint32_t unit) { return unit & 0x7FFFFFFF; }
uint32_t LabelOf(uint32_t unit) { return unit & 0x800000FF; }
uint32_t OffsetOf(uint32_t unit) { return (unit >> 10) << ((unit & (1U << 9)) >> 6); }

uint32_t ReadUnit(const char* p) {
  uint32_t unit = 0;
  for (int i = 3; i >= 0; --i) unit = unit << 8 | static_cast<uint8_t>(p[i]);
  return unit;
}

bool IsAscii(char c) { return static_cast<uint8_t>(c) < 0x80; }

}  // namespace

Charsmap::Charsmap(std::string_view bytes) {
  const size_t size = bytes.size() < 4 ? 0 : ReadUnit(bytes.data());
  if (size == 0 || size % 4 != 0 || size > bytes.size() - 4)
    throw Error("it is no tokenizer: the map of characters is broken");
  for (size_t at = 4; at < 4 + size; at += 4) units_.push_back(ReadUnit(bytes.data() + at));
  texts_ = bytes.substr(4 + size);
  if (FirstInvalidUtf8(texts_) != texts_.size())
    throw Error("it is no tokenizer: the map of characters is not valid UTF-8");
  for (size_t begin = 0, end; begin < texts_.size(); begin = end + 1) {
    end = std::min(texts_.find('\0', begin), texts_.size());
    if (end - begin > kLongestReplacement)
      throw Error("the map of characters has a text of " + std::to_string(end - begin) +
                  " bytes, " + std::to_string(kLongestReplacement) + " are the most");
  }
}

// What the first entry that `part` begins with is replaced by.
std::optional<std::string_view> Charsmap::Replacement(std::string_view part) const {
  size_t node = OffsetOf(units_[0]);
  for (const char c : part) {
    const auto byte = static_cast<uint8_t>(c);
    node ^= byte;
    if (byte == 0 || node >= units_.size() || LabelOf(units_[node]) != byte) return {};
    const bool has_leaf = HasLeaf(units_[node]);
    node ^= OffsetOf(units_[node]);
    if (!has_leaf) continue;
    if (node >= units_.size() || ValueOf(units_[node]) >= texts_.size()) return {};
    const std::string_view text = std::string_view(texts_).substr(ValueOf(units_[node]));
    // A place within a character would be one that a broken file gives.
    if (!text.empty() && (static_cast<uint8_t>(text[0]) & 0xC0) == 0x80) return {};
    return text.substr(0, text.find('\0'));
  }
  return {};
}

void Charsmap::AppendCluster(std::string_view cluster, std::string* out) const {
  if (cluster.size() <= kMostOfCluster) {
    if (const auto replacement = Replacement(cluster)) {
      out->append(*replacement);
      return;
    }
  }
  for (const char *p = cluster.data(), *end = p + cluster.size(); p < end;) {
    const std::string_view c(p, DecodeUtf8(p, end).size);
    out->append(Replacement(c).value_or(c));
    p += c.size();
  }
}

void Charsmap::Append(std::string_view text, size_t most, std::string* out) const {
  std::unique_ptr<icu::BreakIterator> breaks;
  std::unique_ptr<UText, void (*)(UText*)> opened(nullptr, [](UText* t) { utext_close(t); });
  for (size_t at = 0; at < text.size() && out->size() <= most;) {
    // A character of ASCII before another one is a cluster by itself, but for CR LF.
    if (IsAscii(text[at]) && (at + 1 == text.size() || IsAscii(text[at + 1])) && text[at] != '\r') {
      AppendCluster(text.substr(at, 1), out);
      ++at;
      continue;
    }
    UErrorCode status = U_ZERO_ERROR;
    if (breaks == nullptr) {
      breaks.reset(icu::BreakIterator::createCharacterInstance(icu::Locale::getRoot(), status));
      unicode::CheckIcu(status);
      opened.reset(
          utext_openUTF8(nullptr, text.data(), static_cast<int64_t>(text.size()), &status));
      unicode::CheckIcu(status);
      breaks->setText(opened.get(), status);
      unicode::CheckIcu(status);
    }
    const int32_t next = breaks->following(static_cast<int32_t>(at));
    const size_t end = next == icu::BreakIterator::DONE ? text.size() : static_cast<size_t>(next);
    AppendCluster(text.substr(at, end - at), out);
    at = end;
  }
}

}  // namespace textmill::tokenizer
