#include "plugins/entities/states.h"

#include <algorithm>
#include <iterator>

#include "plugins/entities/is_one_of.h"
#include "plugins/entities/patterns/words_around.h"
#include "plugins/lib/tagger/chars.h"

namespace textmill::entities {
namespace {

// As newspapers shorten them, as far as no gazetteer has them.
constexpr std::string_view kStates[] = {
    "Ala.",  "Ariz.", "Ark.",  "Calif.", "Colo.", "Conn.", "Del.", "Fla.",  "Ga.",   "Ill.",
    "Ind.",  "Kan.",  "Ky.",   "La.",    "Md.",   "Mass.", "Me.",  "Mich.", "Minn.", "Miss.",
    "Mo.",   "Mont.", "Neb.",  "Nev.",   "N.H.",  "N.J.",  "N.M.", "N.Y.",  "N.C.",  "N.D.",
    "Okla.", "Ont.",  "Ore.",  "Pa.",    "R.I.",  "S.C.",  "S.D.", "Tenn.", "Tex.",  "Vt.",
    "Va.",   "Wash.", "W.Va.", "Wis.",   "Wyo.",  "Ohio",  "Iowa", "Idaho", "Utah"};

// As the post does, without those that are words in capitals.
constexpr std::string_view kPostalStates[] = {
    "AL", "AK", "AZ", "AR", "CA", "CO", "CT", "DE", "FL", "GA", "ID", "IL", "IA", "KS", "KY",
    "LA", "MD", "MA", "MI", "MN", "MS", "MO", "MT", "NE", "NV", "NH", "NJ", "NM", "NY", "NC",
    "ND", "OH", "PA", "RI", "SC", "SD", "TN", "TX", "UT", "VT", "VA", "WA", "WV", "WI", "WY"};

// Without Georgia: "Ukraine, Georgia, and Moldova" are countries.
constexpr std::string_view kStateNames[] = {
    "Alabama",      "Alaska",         "Arizona",       "Arkansas",     "California",
    "Colorado",     "Connecticut",    "Delaware",      "Florida",      "Hawaii",
    "Idaho",        "Illinois",       "Indiana",       "Iowa",         "Kansas",
    "Kentucky",     "Louisiana",      "Maine",         "Maryland",     "Massachusetts",
    "Michigan",     "Minnesota",      "Mississippi",   "Missouri",     "Montana",
    "Nebraska",     "Nevada",         "New Hampshire", "New Jersey",   "New Mexico",
    "New York",     "North Carolina", "North Dakota",  "Ohio",         "Oklahoma",
    "Ontario",      "Oregon",         "Pennsylvania",  "Rhode Island", "South Carolina",
    "South Dakota", "Tennessee",      "Texas",         "Utah",         "Vermont",
    "Virginia",     "West Virginia",  "Wisconsin",     "Wyoming"};

}  // namespace

bool IsShortStateAt(std::string_view text, size_t at) {
  for (const std::string_view state : kStates) {
    if (Is(text, at, state) && !InsideWord(text, at + state.size())) return true;
  }
  const size_t end = at + 2;
  if (end > text.size() || !IsOneOf(text.substr(at, 2), kPostalStates) || InsideWord(text, end)) {
    return false;
  }
  return end == text.size() || std::string_view(",.;:)\n").find(text[end]) != text.npos ||
         IsDigit(text, end + 1);
}

bool IsShortState(std::string_view name) {
  return IsOneOf(name, kPostalStates) || (name.ends_with('.') && IsOneOf(name, kStates));
}

bool IsStateName(std::string_view name) { return IsOneOf(name, kStateNames); }

}  // namespace textmill::entities
