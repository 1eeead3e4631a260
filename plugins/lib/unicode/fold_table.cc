#include "plugins/lib/unicode/fold_table.h"

#include <unicode/bytestream.h>
#include <unicode/casemap.h>
#include <unicode/uchar.h>
#include <unicode/uniset.h>

#include <map>
#include <stdexcept>
#include <string>
#include <vector>

#include "plugins/lib/unicode/icu.h"
#include "textmill/utf8.hpp"

namespace textmill::unicode {
namespace {

constexpr uint32_t kCodePoints = 0x110000;

// NFKC, then folded; of a single code point.
std::string Fold(UChar32 c) {
  UErrorCode status = U_ZERO_ERROR;
  std::string text, normal, folded;
  AppendUtf8(static_cast<uint32_t>(c), &text);
  icu::StringByteSink<std::string> to_normal(&normal), to_folded(&folded);
  Nfkc().normalizeUTF8(0, text, to_normal, nullptr, status);
  icu::CaseMap::utf8Fold(0, normal, to_folded, nullptr, status);
  CheckIcu(status);
  return folded;
}

bool IsWord(UChar32 c) {
  return c == '_' || (U_GET_GC_MASK(c) & (U_GC_L_MASK | U_GC_M_MASK | U_GC_N_MASK)) != 0;
}

uint64_t WordBytes(const std::string& text) {
  uint64_t mask = 0;
  if (text.size() > 64) throw std::runtime_error("a character folds to more than 64 bytes");
  for (size_t i = 0; i < text.size();) {
    const DecodedChar c = DecodeUtf8(text.data() + i, text.data() + text.size());
    const uint64_t bytes = (uint64_t{1} << c.size) - 1;
    if (IsWord(static_cast<UChar32>(c.code_point))) mask |= bytes << i;
    i += c.size;
  }
  return mask;
}

struct Storage {
  std::vector<uint16_t> blocks;
  std::vector<CodePoint> code_points;
  std::vector<Mapping> mappings;
  std::string strings;

  Storage();
  uint32_t AddMapping(const std::string& folded) {
    const size_t number = mappings.size();
    if (number > 0xFFFF) throw std::runtime_error("too many characters that fold");
    mappings.push_back({static_cast<uint32_t>(strings.size()), static_cast<uint32_t>(folded.size()),
                        WordBytes(folded)});
    strings += folded;
    return static_cast<uint32_t>(number);
  }
};

Storage::Storage() {
  UErrorCode status = U_ZERO_ERROR;
  // Only code points in these sets are worth asking for one by one: all others stay as they are.
  icu::UnicodeSet special(
      u"[[:NFKC_QC=No:][:NFKC_QC=Maybe:][:^ccc=0:][:CWCF:][:CWKCF:][:CWU:][:CWL:]]", status);
  CheckIcu(status);

  std::vector<uint32_t> flat(kCodePoints, CodePoint::kNormal | CodePoint::kAtomic);
  const auto flip = [&](const char16_t* pattern, uint32_t bits) {
    const icu::UnicodeSet set(pattern, status);
    CheckIcu(status);
    for (int32_t i = 0; i < set.getRangeCount(); ++i) {
      for (UChar32 c = set.getRangeStart(i); c <= set.getRangeEnd(i); ++c)
        flat[static_cast<size_t>(c)] ^= bits;
    }
  };
  flip(u"[[:L:][:M:][:N:]_]", CodePoint::kWord);
  flip(u"[[:L:][:M:]]", CodePoint::kLetter);
  flip(u"[:White_Space:]", CodePoint::kBlank);
  flip(u"[:NFKD_QC=No:]", CodePoint::kAtomic);
  for (int32_t i = 0; i < special.getRangeCount(); ++i) {
    for (UChar32 c = special.getRangeStart(i); c <= special.getRangeEnd(i); ++c) {
      uint32_t& bits = flat[static_cast<size_t>(c)];
      if (!Nfkc().hasBoundaryBefore(c)) bits |= CodePoint::kJoiner;
      if (u_getIntPropertyValue(c, UCHAR_NFKC_QUICK_CHECK) != UNORM_YES)
        bits &= ~CodePoint::kNormal;
      bits |= static_cast<uint32_t>(u_getCombiningClass(c)) << 8;
      std::string self, folded = Fold(c);
      AppendUtf8(static_cast<uint32_t>(c), &self);
      if (folded != self) bits |= CodePoint::kMapped | AddMapping(folded) << 16;
    }
  }
  strings.append(64, '\0');

  std::map<std::vector<uint32_t>, uint16_t> known;
  for (uint32_t block = 0; block < kCodePoints >> 6; ++block) {
    const auto begin = flat.begin() + block * 64;
    std::vector<uint32_t> content(begin, begin + 64);
    const auto [at, is_new] = known.try_emplace(content, static_cast<uint16_t>(known.size()));
    blocks.push_back(at->second);
    if (is_new) {
      for (uint32_t bits : content) code_points.push_back({bits});
    }
  }
}

}  // namespace

FoldTable FoldTable::Get() {
  static const Storage storage;
  return {storage.blocks.data(), storage.code_points.data(), storage.mappings.data(),
          storage.strings.data()};
}

}  // namespace textmill::unicode
