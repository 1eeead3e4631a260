// What NFKC and case folding make of each single code point, and which are letters or belong to
// words: the part of Unicode that is looked up for every character, in a form that takes two loads.
//
// Made from ICU's data by the build (fold_table/), and part of the library; any thread may read.
#ifndef TEXTMILL_PLUGINS_UNICODE_FOLD_TABLE_H_
#define TEXTMILL_PLUGINS_UNICODE_FOLD_TABLE_H_

#include <cstdint>

namespace textmill::unicode {

// A code point that has no normalisation boundary before it (it may join or change places with what
// comes before) is a joiner. All others, followed by no joiner, normalise by themselves.
struct CodePoint {
  uint32_t bits;

  static constexpr uint32_t kWord = 1, kMapped = 2, kJoiner = 4, kNormal = 8, kAtomic = 16,
                            kLetter = 32, kBlank = 64, kContinues = 128;

  bool word() const { return (bits & kWord) != 0; }      // of itself; see Mapping::words
  bool mapped() const { return (bits & kMapped) != 0; }  // becomes something else
  bool joiner() const { return (bits & kJoiner) != 0; }
  bool normal() const { return (bits & kNormal) != 0; }  // NFKC_Quick_Check=Yes
  bool atomic() const { return (bits & kAtomic) != 0; }  // has no decomposition
  bool letter() const { return (bits & kLetter) != 0; }  // of category L
  // A mark or a joiner: belongs to a word that is before it, and is not one by itself.
  bool continues() const { return (bits & kContinues) != 0; }
  bool blank() const { return (bits & kBlank) != 0; }  // white space
  uint8_t combining_class() const { return static_cast<uint8_t>(bits >> 8); }
  uint32_t mapping() const { return bits >> 16; }
};

// What a code point becomes, at most 64 bytes.
struct Mapping {
  uint32_t begin;  // in FoldTable::strings
  uint16_t size;
  uint16_t marks;  // so many bytes at its beginning are marks: of a word only if one is before
  uint64_t words;  // bit n: byte n belongs to a letter, digit or underscore, or a mark after one
};

// To be copied to where it is used in a loop; what it points to lives as long as the library.
struct FoldTable {
  static FoldTable Get();

  CodePoint operator[](uint32_t c) const {
    return code_points[(static_cast<uint32_t>(blocks[c >> 6]) << 6) + (c & 63)];
  }
  const Mapping& mapping(CodePoint c) const { return mappings[c.mapping()]; }
  // 64 bytes may be read from here.
  const char* folded(const Mapping& m) const { return strings + m.begin; }

  const uint16_t* blocks;
  const CodePoint* code_points;
  const Mapping* mappings;
  const char* strings;
};

}  // namespace textmill::unicode

#endif  // TEXTMILL_PLUGINS_UNICODE_FOLD_TABLE_H_
