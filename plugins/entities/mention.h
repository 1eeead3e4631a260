// What the finders give: a place in the text, and what is written there.
#ifndef TEXTMILL_PLUGINS_ENTITIES_MENTION_H_
#define TEXTMILL_PLUGINS_ENTITIES_MENTION_H_

#include <cstdint>
#include <string>
#include <vector>

namespace textmill::entities {

// Where two of equal length overlap, the first of these wins.
enum class Source : uint8_t { kGazetteer, kOwnPattern, kPattern, kWorld, kModel };

struct Mention {
  uint32_t begin, end;  // bytes of the text
  Source source;
  uint32_t what;              // a gazetteer: the name's payload; else an index into the types
  uint32_t value_begin = 0;   // in Mentions::values
  uint32_t value_end = 0;     // the same: no value
  bool person = false;        // a person, whatever was found there
  bool unidentified = false;  // of a gazetteer: nothing says that the name is that of its meaning
};

// The mentions of one text. Kept from text to text for its memory.
struct Mentions {
  std::vector<Mention> list;
  std::string values;

  void Clear() {
    list.clear();
    values.clear();
  }
  void Add(uint32_t begin, uint32_t end, Source source, uint32_t what,
           std::string_view value = {}) {
    const uint32_t from = static_cast<uint32_t>(values.size());
    values += value;
    list.push_back({begin, end, source, what, from, static_cast<uint32_t>(values.size())});
  }
};

}  // namespace textmill::entities

#endif  // TEXTMILL_PLUGINS_ENTITIES_MENTION_H_
