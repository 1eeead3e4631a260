// Makes what a model says of one name agree all over a document: it has the type that most of its
// mentions have, an acronym that of the body it was introduced with, and a name that was found once
// is found in its other places, too; so is the surname of a person. An acronym of common nouns, as
// in "video recorder (VR)", is no name.
//
// A lane has one; it keeps its memory from text to text.
#ifndef TEXTMILL_PLUGINS_ENTITIES_AGREEMENT_H_
#define TEXTMILL_PLUGINS_ENTITIES_AGREEMENT_H_

#include <array>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/container/flat_hash_set.h"
#include "plugins/entities/body_cues.h"
#include "plugins/entities/mention.h"
#include "plugins/lib/tagger/labels.h"

namespace textmill::entities {

class Agreement {
 public:
  using TypeOf = std::function<std::string_view(const Mention&)>;

  // `types`: those of the model. `type_of`: a mention's; empty for those of patterns.
  Agreement(std::vector<std::string> types, TypeOf type_of)
      : types_(std::move(types)), type_of_(std::move(type_of)) {}

  // `mentions` ascend and do not overlap, and do so after it. Those of lists and patterns stay as
  // they are; in time linear in the text.
  void Settle(std::string_view text, std::vector<Mention>* mentions);
  // Gives the memory back that a huge text took.
  void Shrink();

 private:
  static constexpr uint32_t kNoType = kMaxTypes;
  struct Name {
    std::array<uint32_t, kMaxTypes> votes{};
    uint32_t tagged = 0, missing = 0;
    uint32_t type = kNoType;  // the first mention's, then what was decided
    bool acronym = false;     // introduced in the text
    bool surname = false;     // of a person; not tagged by itself
    bool wanted = false;      // by a model: lists find theirs everywhere
    bool one_word = false;
    bool small = false;      // the word is in the text in lower case
    bool of_person = false;  // the end of a person's full name, or with a title
    Cue cue = Cue::kNone;
  };
  struct Missing {
    uint32_t begin, end;
    Name* name;
  };

  uint32_t TypeIndex(const Mention& m) const;
  void DropCommonNouns();
  std::string_view AcronymAfter(const Mention& m) const;
  void CountVotes();
  void NoteCues(const Mention& m, Name* name) const;
  bool IsBody(const Name& name) const;
  void Retype();
  void FindMissing();
  void NoteSmallWords();
  void Add();

  const std::vector<std::string> types_;
  const TypeOf type_of_;
  std::string_view text_;
  std::vector<Mention>* mentions_ = nullptr;
  absl::flat_hash_set<std::string_view> common_;  // acronyms of common nouns
  absl::flat_hash_map<std::string_view, Name> names_;
  absl::flat_hash_map<std::string_view, std::vector<std::string_view>> by_first_word_;
  std::vector<Missing> missing_;
};

}  // namespace textmill::entities

#endif  // TEXTMILL_PLUGINS_ENTITIES_AGREEMENT_H_
