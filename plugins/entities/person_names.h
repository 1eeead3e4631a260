// Mends the names of people once all finders have spoken: titles are no part of them, initials are,
// degrees, "(D-Calif.)" and the WHO of "MEN WHO WIN" are no names, and a surname is a person whose
// full name comes before it, whatever the lists and the model took it for.
//
// A lane has one; it keeps its memory from text to text.
#ifndef TEXTMILL_PLUGINS_ENTITIES_PERSON_NAMES_H_
#define TEXTMILL_PLUGINS_ENTITIES_PERSON_NAMES_H_

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "plugins/entities/mention.h"

namespace textmill::entities {

class PersonNames {
 public:
  // The type of a mention that a list or the model found: PER, ORG; empty for those of patterns.
  using TypeOf = std::function<std::string_view(const Mention&)>;
  // Whether a mention is a country.
  using IsCountry = std::function<bool(const Mention&)>;

  PersonNames(TypeOf type_of, IsCountry is_country)
      : type_of_(std::move(type_of)), is_country_(std::move(is_country)) {}

  // `mentions` ascend and do not overlap. Own lists of the user are left alone. `tagged`: the model
  // has looked at the text, so that names that it left out may be added.
  void Mend(std::string_view text, bool tagged, std::vector<Mention>* mentions);

 private:
  bool IsPerson(const Mention& m) const { return m.person || type_of_(m) == "PER"; }
  void CutTitles(Mention* m) const;
  void TakeGivenName(size_t i);
  void TakeInitials(size_t i);
  void TakeSuffix(size_t i);
  bool HasJunior(const Mention& m) const;
  bool IsAfterMr(const Mention& m) const;
  bool IsAThing(const Mention& m) const;
  bool IsDegree(size_t i) const;
  bool IsWordInCapitals(const Mention& m) const;
  void AddNamesWithInitials();
  void SurnamesArePeople();
  bool SpeaksOfAPlace(const Mention& m) const;
  bool SpeaksOfAPerson(const Mention& m) const;

  const TypeOf type_of_;
  const IsCountry is_country_;
  std::string_view text_;
  std::vector<Mention>* mentions_ = nullptr;
  absl::flat_hash_map<std::string, bool> surnames_;  // of full names so far
};

}  // namespace textmill::entities

#endif  // TEXTMILL_PLUGINS_ENTITIES_PERSON_NAMES_H_
