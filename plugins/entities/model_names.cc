#include "plugins/entities/model_names.h"

#include <algorithm>
#include <iterator>

namespace textmill::entities {
namespace {

// Those that are nobody's surname.
constexpr std::string_view kOffices[] = {
    "Ambassador",   "Attorney",    "Chairman",       "Chairperson", "Chairwoman", "Chancellor",
    "Colonel",      "Commander",   "Commissioner",   "Congressman", "Councillor", "Deputy",
    "Director",     "Governor",    "Inspector",      "Lieutenant",  "Minister",   "Ombudsman",
    "President",    "Professor",   "Prosecutor",     "Secretary",   "Senator",    "Spokesman",
    "Spokesperson", "Spokeswoman", "Superintendent", "Treasurer"};

template <size_t n>
bool IsOneOf(std::string_view word, const std::string_view (&words)[n]) {
  return std::find(std::begin(words), std::end(words), word) != std::end(words);
}

// The second part of "Paris-based", "US-led", "Iran-backed", "Kyiv-born", "EU-wide".
bool IsParticiple(std::string_view word) {
  static constexpr std::string_view kOthers[] = {"born", "run",   "made",  "held",  "wide",
                                                 "era",  "style", "built", "bound", "friendly"};
  const bool lower =
      std::all_of(word.begin(), word.end(), [](char c) { return c >= 'a' && c <= 'z'; });
  if (!lower || word.size() < 3) return false;
  return word.ends_with("ed") || IsOneOf(word, kOthers);
}

// Those that the names of people, places and bodies do not have before another word.
constexpr std::string_view kLinks[] = {"After", "Amid", "Are", "As",   "Has", "Have",
                                       "Into",  "Is",   "To",  "From", "Was", "With"};

bool HasLink(std::string_view words) {
  for (size_t at = 0, end; (end = words.find(' ', at)) != words.npos; at = end + 1) {
    const std::string_view word = words.substr(at, end - at);
    const bool may_begin = at == 0 && word.size() == 2;  // To Lam, As Roma
    if (!may_begin && IsOneOf(word, kLinks)) return true;
  }
  return false;
}

constexpr std::string_view kMonths[] = {"January",   "February", "March",    "April",
                                        "May",       "June",     "July",     "August",
                                        "September", "October",  "November", "December"};

}  // namespace

bool MendName(std::string_view text, std::string_view type, NameFound* name) {
  const std::string_view words = text.substr(name->begin, name->end - name->begin);
  const size_t hyphen = words.rfind('-');
  if (hyphen != words.npos && hyphen > 0 && IsParticiple(words.substr(hyphen + 1))) {
    name->end = name->begin + static_cast<uint32_t>(hyphen);
    return type != "MISC";
  }
  if (const size_t list = words.find("; "); list != words.npos && list > 0) {
    name->end = name->begin + static_cast<uint32_t>(list);
    return MendName(text, type, name);
  }
  if (words.starts_with("mid-") && IsOneOf(words.substr(4), kMonths)) return false;
  if (type == "MISC") return true;
  if (HasLink(words)) return false;
  return type != "PER" || !IsOneOf(words.substr(words.find_last_of(" \n") + 1), kOffices);
}

}  // namespace textmill::entities
