// Finds out which mentions of one document mean the same: a surname and the full name before it, an
// acronym and the long name it stands for.
//
// A Linker keeps its memory from document to document; one thread at a time.
#ifndef TEXTMILL_PLUGINS_ENTITIES_LINK_NAMES_H_
#define TEXTMILL_PLUGINS_ENTITIES_LINK_NAMES_H_

#include <cstdint>
#include <deque>
#include <string>
#include <string_view>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "plugins/entities/titles.h"

namespace textmill::entities {

struct NameMention {
  uint32_t begin, end;  // bytes of the text
  std::string_view type, text;
  std::string_view name, id;  // as they are known; empty where not. Link fills them in.
};

class Linker {
 public:
  // `mentions` ascend. What they are given is valid until the next call, or as long as they are.
  void Link(std::string_view text, std::vector<NameMention>* mentions);

 private:
  struct Words;  // of a mention
  struct Referent {
    std::string_view name, id;
    bool operator==(const Referent& other) const { return name == other.name; }
  };
  // What a form means: in the last mention before, and in the document as a whole.
  struct Form {
    Referent latest;
    bool known = false;  // before the place at hand
    Referent only;
    bool ambiguous = false;  // means several in the document
    bool counted = false;
  };
  using Forms = absl::flat_hash_map<std::string_view, Form>;

  std::string_view Keep(std::string string);
  void Count(Forms* forms, std::string_view form, const Referent& referent);
  static void Say(Forms* forms, std::string_view form, const Referent& referent);
  static const Referent* Find(const Forms& forms, std::string_view form);

  // Somebody with a surname, as far as the document has been read.
  struct Bearer {
    Referent referent;
    Gender gender = Gender::kUnknown;
    std::vector<std::string> titles;
    bool office = false;  // one of the titles is an office
    size_t said = 0;      // when last
  };
  static bool MayBe(const Bearer& bearer, Gender gender);
  static const Bearer* WithTitle(const std::vector<Bearer>& bearers, const Words& words);
  static void Bear(std::vector<Bearer>* bearers, const Referent& referent, const Words& words,
                   size_t said);

  void LinkPeople(std::string_view text, std::vector<NameMention>* mentions);
  void LinkAcronyms(std::string_view text, std::vector<NameMention>* mentions);

  std::deque<std::string> strings_;
};

}  // namespace textmill::entities

#endif  // TEXTMILL_PLUGINS_ENTITIES_LINK_NAMES_H_
