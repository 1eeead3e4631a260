// Decides which names of a gazetteer are those of their meaning: "Senate" is the American one only
// where the text says so, and the Paris of "Paris, Texas" is not the capital.
//
// What a name needs is in its gazetteer, in the columns `needs` and `home`. A lane has one; it
// keeps its memory from text to text.
#ifndef TEXTMILL_PLUGINS_ENTITIES_IDENTITY_H_
#define TEXTMILL_PLUGINS_ENTITIES_IDENTITY_H_

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/container/flat_hash_set.h"
#include "plugins/entities/gazetteer/names.h"
#include "plugins/entities/mention.h"

namespace textmill::entities {

class Identity {
 public:
  explicit Identity(const NameList& names);

  // Marks those of `mentions`, which ascend and do not overlap, that are unidentified.
  void Settle(std::string_view text, std::vector<Mention>* mentions);

 private:
  using Canonicals = NameList::Canonicals;

  // What the words beside a name say of it: it is meant, it is not; nothing.
  using Verdict = std::optional<bool>;

  bool IsListed(const Mention& m) const {
    return (m.source == Source::kGazetteer || m.source == Source::kWorld) && !m.person;
  }
  bool IsOneOf(const Mention& m, const Canonicals& list) const;
  bool IsPlace(const Mention& m) const;
  bool IsLand(const Mention& m) const;
  std::string_view Gap(size_t i) const;
  void Count();
  void ReadDateline();
  Verdict Beside(size_t i) const;
  Verdict Earlier(size_t i) const;
  bool InDocument(size_t i) const;
  bool AwayFromHome(size_t i) const;
  bool IsNewsSource(const Mention& m) const;
  bool IsTownCalledLikeCountry(size_t i) const;
  bool IsBorough(const Mention& m) const;
  bool IsSomebodyElse(const Mention& m) const;
  bool MayBeState(const Mention& m) const;
  bool InStateOf(const Mention& city, const Mention& other) const;
  bool IsNear(const Mention& city, const Mention& other) const;
  bool IsStateOfTown(size_t i) const;
  bool IsBranch(size_t i) const;
  bool IsHomeNamed(const Mention& m) const;
  void LeaveNamesakes();

  const NameList& names_;
  absl::flat_hash_set<uint32_t> all_countries_;             // their canonical names
  absl::flat_hash_set<uint32_t> all_cities_;                // the same
  absl::flat_hash_map<std::string_view, uint32_t> states_;  // Washington: Washington state
  std::string_view text_;
  std::vector<Mention>* mentions_ = nullptr;
  Canonicals dateline_;                           // what the document's place is and belongs to
  absl::flat_hash_map<uint32_t, int> counts_;     // by canonical name
  absl::flat_hash_map<uint32_t, int> countries_;  // the same of countries alone
  absl::flat_hash_map<uint32_t, bool> verdicts_;  // the latest, by canonical name
  Canonicals namesakes_;                          // places that others are called like
};

}  // namespace textmill::entities

#endif  // TEXTMILL_PLUGINS_ENTITIES_IDENTITY_H_
