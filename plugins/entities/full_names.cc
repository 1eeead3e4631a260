#include "plugins/entities/full_names.h"

#include <algorithm>

#include "absl/container/flat_hash_set.h"
#include "plugins/entities/patterns/words_around.h"
#include "plugins/entities/possessive.h"
#include "plugins/lib/tagger/chars.h"

namespace textmill::entities {
namespace {

using Words = absl::flat_hash_set<std::string_view>;

// Places and peoples whose names are given names as well.
bool MayBeGivenName(std::string_view word) {
  static const Words words = {
      "Abilene",   "Adelaide",   "Alexandria", "America", "Asia",     "Atlanta",  "Austin",
      "Bethany",   "Boston",     "Brittany",   "Bristol", "Brooklyn", "Camden",   "Carolina",
      "Catalina",  "Chad",       "Charlotte",  "Chelsea", "Cheyenne", "China",    "Christian",
      "Cleveland", "Cuba",       "Dakota",     "Dallas",  "Denver",   "Devon",    "Eden",
      "Florence",  "Georgia",    "Geneva",     "Houston", "India",    "Indiana",  "Ireland",
      "Israel",    "Jackson",    "Jordan",     "Kent",    "Kenya",    "Kingston", "Lincoln",
      "London",    "Lorraine",   "Lourdes",    "Madison", "Malta",    "Milan",    "Montana",
      "Nevada",    "Odessa",     "Orlando",    "Paris",   "Persia",   "Petra",    "Philippine",
      "Phoenix",   "Preston",    "Regina",     "Rio",     "Roman",    "Salem",    "Salvador",
      "Santiago",  "Savannah",   "Shannon",    "Sienna",  "Sofia",    "Sydney",   "Tennessee",
      "Trent",     "Trenton",    "Troy",       "Tyrone",  "Valencia", "Vienna",   "Victoria",
      "Virginia",  "Washington", "Wellington"};
  return words.contains(word);
}

// Before a place that is one: "in Victoria Premier Allan".
bool SpeaksOfAPlace(std::string_view word) {
  static const Words words = {"in",      "near",  "across", "throughout", "outside", "inside",
                              "around",  "into",  "within", "the",        "of",      "at",
                              "between", "north", "south",  "east",       "west"};
  return words.contains(word);
}

// The first words of places and bodies that end with somebody's name: San Juan, Port Louis.
bool BeginsOtherName(std::string_view word) {
  static const Words words = {
      "San",     "Santa",     "Santo",   "St",       "St.",     "Saint", "Sainte", "Fort",  "Mount",
      "Mt",      "Mt.",       "Lake",    "Port",     "New",     "North", "South",  "East",  "West",
      "Cape",    "Camp",      "El",      "La",       "Los",     "Las",   "Le",     "Les",   "Villa",
      "Team",    "Grand",     "Royal",   "Bank",     "House",   "Hotel", "Upper",  "Lower", "Old",
      "Radio",   "Club",      "Real",    "The",      "Club",    "Sport", "Plaza",  "Calle", "Rue",
      "Via",     "Puerto",    "Ciudad",  "Beit",     "Project", "Point", "Castle", "Abbey", "Storm",
      "Cyclone", "Hurricane", "Typhoon", "Operation"};
  return words.contains(word);
}

// The last words of funds and machines that are counted: "Vision Fund II".
bool IsNumbered(std::string_view word) {
  static const Words words = {"Fund",     "Funds",   "Partners", "Capital", "Holdings", "Trust",
                              "Unit",     "Block",   "Phase",    "Stage",   "Part",     "Class",
                              "Division", "Title",   "Category", "Level",   "War",      "Bowl",
                              "Street",   "Type",    "Schedule", "Chapter", "Annex",    "Appendix",
                              "Ventures", "Equity",  "Growth",   "Income",  "Series",   "Article",
                              "Corps",    "Council", "Tier"};
  return words.contains(word);
}

bool IsNumeral(std::string_view word) { return word == "II" || word == "III" || word == "IV"; }

// The words of a name of two to four that all have a capital and letters alone; else none.
std::vector<std::string_view> NameWords(std::string_view name) {
  std::vector<std::string_view> out;
  for (size_t at = 0; at < name.size();) {
    const size_t end = std::min(name.find(' ', at), name.size());
    const std::string_view word = name.substr(at, end - at);
    if (out.size() == 4 || WordAt(word, 0) != word || !IsCapitalised(word)) return {};
    out.push_back(word);
    at = end + 1;
  }
  return out;
}

class Finder {
 public:
  Finder(std::string_view text, const std::function<std::string_view(const Mention&)>& type_of,
         std::vector<Mention>* mentions)
      : text_(text), type_of_(type_of), mentions_(*mentions) {}

  void Run() {
    NoteSurnames();
    for (size_t i = 0; i < mentions_.size(); ++i) {
      Mention& m = mentions_[i];
      if (m.source == Source::kGazetteer || m.end == m.begin || IsPerson(m)) continue;
      if (type_of_(m).empty()) continue;
      if (IsGivenName(i)) TakeSurname(i);
      if (m.source == Source::kModel && !m.person) m.person = IsPersonElsewhere(m);
    }
  }

 private:
  bool IsPerson(const Mention& m) const { return m.person || type_of_(m) == "PER"; }
  std::string_view NameOf(const Mention& m) const {
    return WithoutPossessive(text_.substr(m.begin, m.end - m.begin));
  }

  // The people of one word, and the last words of those of several.
  void NoteSurnames() {
    for (const Mention& m : mentions_) {
      if (!IsPerson(m)) continue;
      const std::string_view name = NameOf(m);
      const size_t blank = name.find_last_of(" \n\t");
      if (blank == name.npos) {
        alone_.insert(name);
      } else {
        full_.insert(name.substr(blank + 1));
      }
    }
  }
  // Whether somebody is called so in the document whom no full name explains.
  bool IsLoneSurname(std::string_view word) const {
    return word.size() > 2 && alone_.contains(word) && !full_.contains(word);
  }

  bool IsSurname(std::string_view word) const {
    return word.size() > 2 && (alone_.contains(word) || full_.contains(word));
  }

  bool IsGivenName(size_t i) const {
    const Mention& m = mentions_[i];
    if (!MayBeGivenName(text_.substr(m.begin, m.end - m.begin))) return false;
    const size_t end = SkipBlanksBefore(text_, m.begin);
    const std::string_view before = end < m.begin ? WordBefore(text_, end) : std::string_view();
    return !SpeaksOfAPlace(LowerWord(before)) && Is(text_, m.end, " ");
  }

  // "Clinton" after "Chelsea": a person as a list or the model say, or elsewhere in the document.
  void TakeSurname(size_t i) {
    Mention& m = mentions_[i];
    if (i + 1 < mentions_.size() && mentions_[i + 1].begin == m.end + 1) {
      Mention& next = mentions_[i + 1];
      const std::string_view name = NameOf(next);
      if (next.source == Source::kGazetteer || !IsPerson(next)) return;
      if (name.find_first_of(" \n.") != name.npos) return;
      m.end = next.end;
      next.end = next.begin;
    } else {
      const std::string_view word = WordAt(text_, m.end + 1);
      const size_t end = m.end + 1 + word.size();
      const bool taken = i + 1 < mentions_.size() && mentions_[i + 1].begin < end;
      if (taken || !IsCapitalised(word) || !IsSurname(word) || InsideWord(text_, end)) return;
      m.end = static_cast<uint32_t>(end);
    }
    m.person = true;
    m.source = Source::kModel;  // a list has but a part of it
    m.what = 0;
  }

  // "Kenya Moore" and "Loudon Wainwright III", whatever the model took them for.
  bool IsPersonElsewhere(const Mention& m) const {
    std::vector<std::string_view> words = NameWords(NameOf(m));
    const bool numeral = words.size() > 2 && IsNumeral(words.back());
    if (numeral) words.pop_back();
    if (words.size() < 2 || BeginsOtherName(words.front())) return false;
    if (numeral && words.size() == 2 && !IsNumbered(words.back())) return true;
    return words.size() < 4 && IsLoneSurname(words.back());
  }

  const std::string_view text_;
  const std::function<std::string_view(const Mention&)>& type_of_;
  std::vector<Mention>& mentions_;
  absl::flat_hash_set<std::string_view> alone_, full_;
};

}  // namespace

void FindFullNames(std::string_view text,
                   const std::function<std::string_view(const Mention&)>& type_of,
                   std::vector<Mention>* mentions) {
  Finder(text, type_of, mentions).Run();
}

}  // namespace textmill::entities
