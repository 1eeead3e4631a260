// Writes the table that FoldTable looks at, from ICU's data: a part of the build, so that nothing
// of it has to be worked out when a program starts.
//
//     make_fold_table FILE
#include <unicode/bytestream.h>
#include <unicode/casemap.h>
#include <unicode/uchar.h>
#include <unicode/uniset.h>

#include <cstdio>
#include <fstream>
#include <map>
#include <stdexcept>
#include <string>
#include <vector>

#include "plugins/lib/unicode/fold_table.h"
#include "plugins/lib/unicode/fold_table/layout.h"
#include "plugins/lib/unicode/icu.h"
#include "textmill/utf8.hpp"

namespace textmill::unicode {
namespace {

constexpr uint32_t kCodePoints = 0x110000;

// What is not seen and spells nothing: soft hyphens, variation selectors, fillers, tags. The
// joiners spell words, and a zero-width space parts them.
bool IsIgnored(UChar32 c) {
  return c != 0x200B && c != 0x200C && c != 0x200D &&
         u_hasBinaryProperty(c, UCHAR_DEFAULT_IGNORABLE_CODE_POINT) != 0;
}

// NFKC, folded, without what is ignored; of a single code point.
std::string Fold(UChar32 c) {
  UErrorCode status = U_ZERO_ERROR;
  std::string text, normal, folded;
  AppendUtf8(static_cast<uint32_t>(c), &text);
  icu::StringByteSink<std::string> to_normal(&normal), to_folded(&folded);
  Nfkc().normalizeUTF8(0, text, to_normal, nullptr, status);
  icu::CaseMap::utf8Fold(0, normal, to_folded, nullptr, status);
  CheckIcu(status);
  std::string out;
  for (size_t i = 0; i < folded.size();) {
    const DecodedChar of = DecodeUtf8(folded.data() + i, folded.data() + folded.size());
    if (!IsIgnored(static_cast<UChar32>(of.code_point))) out.append(folded, i, of.size);
    i += of.size;
  }
  return out;
}

bool IsWord(UChar32 c) { return c == '_' || (U_GET_GC_MASK(c) & (U_GC_L_MASK | U_GC_N_MASK)) != 0; }
bool Continues(UChar32 c) {
  return c == 0x200C || c == 0x200D || (U_GET_GC_MASK(c) & U_GC_M_MASK) != 0;
}

// The bytes of words, if there is one before; and how many at the beginning are so for that alone.
uint64_t WordBytes(const std::string& text, uint32_t* marks) {
  uint64_t mask = 0;
  *marks = 0;
  bool inside = true;
  if (text.size() > 64) throw std::runtime_error("a character folds to more than 64 bytes");
  for (uint32_t i = 0; i < text.size();) {
    const DecodedChar c = DecodeUtf8(text.data() + i, text.data() + text.size());
    const bool word = IsWord(static_cast<UChar32>(c.code_point));
    inside = word || (inside && Continues(static_cast<UChar32>(c.code_point)));
    if (inside) mask |= ((uint64_t{1} << c.size) - 1) << i;
    if (inside && !word && *marks == i) *marks += static_cast<uint32_t>(c.size);
    i += static_cast<uint32_t>(c.size);
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
    Mapping mapping{static_cast<uint32_t>(strings.size()), static_cast<uint16_t>(folded.size()), 0,
                    0};
    uint32_t marks = 0;
    mapping.words = WordBytes(folded, &marks);
    mapping.marks = static_cast<uint16_t>(marks);
    mappings.push_back(mapping);
    strings += folded;
    return static_cast<uint32_t>(number);
  }
};

Storage::Storage() {
  UErrorCode status = U_ZERO_ERROR;
  // Only code points in these sets are worth asking for one by one: all others stay as they are.
  icu::UnicodeSet special(
      u"[[:NFKC_QC=No:][:NFKC_QC=Maybe:][:^ccc=0:][:CWCF:][:CWKCF:][:CWU:][:CWL:][:DI:]]", status);
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
  flip(u"[[:L:][:N:]_]", CodePoint::kWord);
  flip(u"[[[:M:]-[:DI:]]\\u200C\\u200D]", CodePoint::kContinues);
  flip(u"[[:L:]-[:DI:]]", CodePoint::kLetter);
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

template <class T>
void WriteAll(const std::vector<T>& items, std::ofstream& to) {
  to.write(reinterpret_cast<const char*>(items.data()),
           static_cast<std::streamsize>(items.size() * sizeof(T)));
}

void WriteFoldTable(std::ofstream& to) {
  const Storage made;
  const FoldTableSizes sizes{made.mappings.size(), made.code_points.size(), made.blocks.size()};
  to.write(reinterpret_cast<const char*>(&sizes), sizeof sizes);
  WriteAll(made.mappings, to);
  WriteAll(made.code_points, to);
  WriteAll(made.blocks, to);
  to << made.strings;
}

}  // namespace
}  // namespace textmill::unicode

int main(int argc, char** argv) {
  if (argc != 2) return 2;
  std::ofstream file(argv[1], std::ios::binary);
  textmill::unicode::WriteFoldTable(file);
  file.close();
  if (!file) std::fprintf(stderr, "%s cannot be written\n", argv[1]);
  return file ? 0 : 1;
}
