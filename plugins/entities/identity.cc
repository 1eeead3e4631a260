#include "plugins/entities/identity.h"

#include <algorithm>

#include "plugins/entities/patterns/linking_words.h"
#include "plugins/entities/patterns/words_around.h"
#include "plugins/entities/states.h"
#include "plugins/entities/titles.h"
#include "plugins/lib/tagger/chars.h"

namespace textmill::entities {
namespace {

constexpr size_t kMostEarlier = 100;  // mentions that are looked back at
constexpr size_t kLongestDateline = 40;
constexpr std::string_view kState =
    " state";  // what a state's name ends with if a city has it, too

// Before a body: it is that of a part of the country.
constexpr std::string_view kOfAPart[] = {"state",    "provincial", "county",  "city",
                                         "regional", "municipal",  "student", "local"};

// "Washington" after a town is the state, unless it is one of several: "Moscow, Washington and".
bool GoesOnAsList(std::string_view text, size_t end) {
  for (const std::string_view words : {", and ", ", or "}) {
    if (Is(text, end, words)) return true;
  }
  size_t next;
  return LinkAt(text, end, &next) == DayLink::kList &&
         (text[end] != ',' || IsCapitalised(WordAt(text, next)));
}

template <class Words, class Word>
bool Has(const Words& words, const Word& word) {
  return std::find(std::begin(words), std::end(words), word) != std::end(words);
}

}  // namespace

Identity::Identity(const NameList& names) : names_(names) {
  for (uint32_t i = 0; i < names.size(); ++i) {
    if (names.file(i) == "countries.tsv") all_countries_.insert(names.canonical(i));
    const std::string_view name = names.meaning(i).canonical;
    if (names.file(i) == "cities.tsv") all_cities_.insert(names.canonical(i));
    if (names.file(i) == "regions.tsv" && name.ends_with(kState)) {
      states_.emplace(name.substr(0, name.size() - kState.size()), names.canonical(i));
    }
  }
}

bool Identity::IsOneOf(const Mention& m, const Canonicals& list) const {
  return IsListed(m) && Has(list, names_.canonical(m.what));
}

bool Identity::IsPlace(const Mention& m) const {
  return IsListed(m) && names_.meaning(m.what).type == "LOC";
}

// A country or a part of one.
bool Identity::IsLand(const Mention& m) const {
  if (!IsListed(m)) return false;
  const std::string& file = names_.file(m.what);
  return file == "countries.tsv" || file == "regions.tsv";
}

// What is between a mention and the one before it; as far as it is short.
std::string_view Identity::Gap(size_t i) const {
  if (i == 0 || i >= mentions_->size()) return "?";
  const Mention &before = (*mentions_)[i - 1], &m = (*mentions_)[i];
  return text_.substr(before.end, std::min<size_t>(m.begin - before.end, 16));
}

void Identity::Count() {
  counts_.clear();
  countries_.clear();
  for (const Mention& m : *mentions_) {
    if (!IsListed(m) || !names_.needs(m.what).empty()) continue;
    ++counts_[names_.canonical(m.what)];
    if (names_.file(m.what) == "countries.tsv") ++countries_[names_.canonical(m.what)];
  }
}

// The countries of the city that a document begins with as its place: "LAGOS, May 3 - ".
void Identity::ReadDateline() {
  dateline_.clear();
  if (mentions_->empty()) return;
  const Mention& first = mentions_->front();
  if (!IsPlace(first) || names_.home(first.what).empty()) return;
  const size_t line = text_.substr(0, first.begin).rfind('\n');
  if (first.begin != (line == text_.npos ? 0 : line + 1)) return;
  const std::string_view after = text_.substr(first.end, kLongestDateline);
  const size_t dash = std::min({after.find(" - "), after.find(" – "), after.find(" — "),
                                after.find(": "), after.find(" -- ")});
  if (dash == after.npos || after.substr(0, dash).find_first_of("\n.") < dash) return;
  dateline_ = names_.home(first.what);
  dateline_.push_back(names_.canonical(first.what));
}

// "Russia's Security Council", "the Supreme Court of India", "the state Senate", "Athens, Georgia".
Identity::Verdict Identity::Beside(size_t i) const {
  const Mention& m = (*mentions_)[i];
  const Canonicals& needs = names_.needs(m.what);
  const std::string_view gap = Gap(i);
  const bool place = IsPlace(m);
  if (gap == " " || gap == "'s " || gap == "’s " || gap == "' " || gap == "’ ") {
    const Mention& before = (*mentions_)[i - 1];
    if (IsOneOf(before, needs)) return true;
    const std::string_view type =
        IsListed(before) ? names_.meaning(before.what).type : std::string_view();
    // Whom the model found is a place or a people as well, or a body that it belongs to.
    if (!place && (type == "LOC" || type == "MISC" || before.source == Source::kModel))
      return false;
  }
  if (place && gap == ", ") {
    const Mention& before = (*mentions_)[i - 1];
    if (IsOneOf(before, needs)) return true;
    if (before.source == Source::kModel || IsPlace(before)) return false;
  }
  if (i + 1 < mentions_->size()) {
    const std::string_view after = Gap(i + 1);
    const Mention& next = (*mentions_)[i + 1];
    if (after == " of " || after == " of the ") {
      if (IsOneOf(next, needs)) return true;
      if (IsLand(next)) return false;
    }
  }
  const size_t end = SkipBlanksBefore(text_, m.begin);
  if (end < m.begin && Has(kOfAPart, WordBefore(text_, end))) return false;
  return {};
}

// "told AFP", "the AP news agency": one that news comes from.
bool Identity::IsNewsSource(const Mention& m) const {
  if (names_.file(m.what) != "media.tsv") return false;
  if (WordBefore(text_, SkipBlanksBefore(text_, m.begin)) == "told") return true;
  for (const std::string_view words :
       {" news agency", " journalist", " correspondent", " photographer", " reporter"}) {
    if (Is(text_, m.end, words)) return true;
  }
  return false;
}

// By a longer name before: "U.S. Senate", or "Armenian Security Council".
Identity::Verdict Identity::Earlier(size_t i) const {
  const Mention& m = (*mentions_)[i];
  const std::string_view name = text_.substr(m.begin, m.end - m.begin);
  for (size_t k = i; k-- > 0 && i - k < kMostEarlier;) {
    const Mention& other = (*mentions_)[k];
    if (IsListed(other) && names_.canonical(other.what) == names_.canonical(m.what) &&
        names_.needs(other.what).empty()) {
      return true;
    }
    const std::string_view longer = text_.substr(other.begin, other.end - other.begin);
    if (longer.size() > name.size() + 1 && longer.ends_with(name) &&
        longer[longer.size() - name.size() - 1] == ' ') {
      return false;
    }
  }
  return {};
}

// By what else the document names: most of all what the name needs.
bool Identity::InDocument(size_t i) const {
  const Canonicals& needs = names_.needs((*mentions_)[i].what);
  int evidence = 0;
  for (const uint32_t one : needs) {
    const auto found = counts_.find(one);
    if (found != counts_.end()) evidence += found->second;
  }
  if (evidence == 0) return false;
  // In a document from elsewhere, "Democrats" may be those of that country: its own has to be
  // named.
  const auto of_country = [&](uint32_t one) { return all_countries_.contains(one); };
  if (!dateline_.empty() && std::any_of(needs.begin(), needs.end(), of_country)) {
    const auto named = [&](uint32_t one) {
      return Has(dateline_, one) || countries_.contains(one);
    };
    if (std::none_of(needs.begin(), needs.end(), named)) return false;
  }
  return std::none_of(countries_.begin(), countries_.end(), [&](const auto& other) {
    return other.second > evidence && !Has(needs, other.first);
  });
}

// "Paris, Texas", "Athens, Ga.", and the New York of "Buffalo, New York".
bool Identity::AwayFromHome(size_t i) const {
  const Mention& m = (*mentions_)[i];
  const Canonicals& home = names_.home(m.what);
  if (i + 1 < mentions_->size() && Gap(i + 1) == ", ") {
    const Mention& next = (*mentions_)[i + 1];
    if (MayBeState(next)) {
      return Gap(i) != ", " && !GoesOnAsList(text_, next.end) && !InStateOf(m, next) &&
             !IsNear(m, next);
    }
    if (IsLand(next)) {
      // "Paris, Germany and Italy" is a list, "Naples, Florida and" is not.
      const bool state = IsStateName(text_.substr(next.begin, next.end - next.begin));
      const bool list = Is(text_, next.end, " and ") || Is(text_, next.end, " or ");
      return (state || !list) && !IsOneOf(next, home);
    }
  }
  return Is(text_, m.end, ", ") && IsShortStateAt(text_, m.end + 2);
}

// A part of a city: the Queens of "Jamaica, Queens".
bool Identity::IsBorough(const Mention& m) const {
  if (!IsPlace(m) || names_.file(m.what) != "cities.tsv") return false;
  const Canonicals& home = names_.home(m.what);
  return std::any_of(home.begin(), home.end(),
                     [&](uint32_t one) { return all_cities_.contains(one); });
}

// "Lebanon, Pennsylvania" is a town, but not in "Lebanon, Texas and Cuba".
bool Identity::IsTownCalledLikeCountry(size_t i) const {
  const Mention& m = (*mentions_)[i];
  if (!IsListed(m) || names_.file(m.what) != "countries.tsv" || Gap(i) == ", ") return false;
  if (i + 1 >= mentions_->size() || Gap(i + 1) != ", ") return false;
  const Mention& next = (*mentions_)[i + 1];
  const std::string_view where = text_.substr(next.begin, next.end - next.begin);
  return (IsStateName(where) || IsBorough(next)) &&
         (Is(text_, next.end, ", and ") || !GoesOnAsList(text_, next.end));
}

// Whether a city has its name with a state in common.
bool Identity::MayBeState(const Mention& m) const {
  return IsListed(m) && names_.file(m.what) == "cities.tsv" &&
         states_.contains(text_.substr(m.begin, m.end - m.begin));
}

// Whether a city is in the state whose name another may be: "Seattle, Washington".
bool Identity::InStateOf(const Mention& city, const Mention& other) const {
  return Has(names_.home(city.what),
             states_.at(text_.substr(other.begin, other.end - other.begin)));
}

// Whether a city is the other one, a part of it, or in the same country: a list of cities.
bool Identity::IsNear(const Mention& city, const Mention& other) const {
  const Canonicals& home = names_.home(city.what);
  return names_.canonical(city.what) == names_.canonical(other.what) || IsOneOf(other, home) ||
         std::any_of(home.begin(), home.end(),
                     [&](uint32_t one) { return Has(names_.home(other.what), one); });
}

// The Washington of "Vancouver, Washington".
bool Identity::IsStateOfTown(size_t i) const {
  if (Gap(i) != ", ") return false;
  const Mention &before = (*mentions_)[i - 1], &m = (*mentions_)[i];
  if (!IsPlace(before) || names_.file(before.what) != "cities.tsv" || !MayBeState(m)) return false;
  if (names_.meaning(before.what).id.empty()) return true;  // a small town
  return (InStateOf(before, m) || !IsNear(before, m)) && !GoesOnAsList(text_, m.end) &&
         (i < 2 || Gap(i - 1) != ", ");
}

// "Mrs Blair", where the list has Tony.
bool Identity::IsSomebodyElse(const Mention& m) const {
  if (names_.meaning(m.what).type != "PER") return false;
  size_t end = SkipBlanksBefore(text_, m.begin);
  if (end == m.begin) return false;
  if (end > 0 && text_[end - 1] == '.') --end;
  const Gender title = GenderOfTitle(LowerWord(WordBefore(text_, end)));
  if (title == Gender::kUnknown) return false;
  const Gender listed = GenderOfGivenName(LowerWord(WordAt(names_.meaning(m.what).canonical, 0)));
  return listed != Gender::kUnknown && listed != title;
}

// "Amnesty International India"; not "told Reuters India would".
bool Identity::IsBranch(size_t i) const {
  const Mention& m = (*mentions_)[i];
  return i + 1 < mentions_->size() && Gap(i + 1) == " " && IsLand((*mentions_)[i + 1]) &&
         names_.meaning(m.what).type == "ORG" && names_.file(m.what) != "media.tsv";
}

// Whether the document names what a place is in.
bool Identity::IsHomeNamed(const Mention& m) const {
  const Canonicals& home = names_.home(m.what);
  return std::any_of(mentions_->begin(), mentions_->end(), [&](const Mention& other) {
    return !other.unidentified && IsOneOf(other, home);
  });
}

// After "Athens, Ohio", the Athens of the whole document is that one, unless it speaks of Greece.
void Identity::LeaveNamesakes() {
  for (Mention& m : *mentions_) {
    if (!m.unidentified && IsPlace(m) && IsOneOf(m, namesakes_) && !IsHomeNamed(m))
      m.unidentified = true;
  }
}

void Identity::Settle(std::string_view text, std::vector<Mention>* mentions) {
  text_ = text;
  mentions_ = mentions;
  const bool any = std::any_of(mentions->begin(), mentions->end(), [&](const Mention& m) {
    return IsListed(m) && !names_.needs(m.what).empty();
  });
  if (any) {
    Count();
    ReadDateline();
  }
  verdicts_.clear();
  namesakes_.clear();
  for (size_t i = 0; i < mentions->size(); ++i) {
    Mention& m = (*mentions)[i];
    if (!IsListed(m)) continue;
    const bool town = IsTownCalledLikeCountry(i);
    if (town || (!names_.home(m.what).empty() && AwayFromHome(i))) {
      m.unidentified = true;
      namesakes_.push_back(names_.canonical(m.what));
    }
    if (IsSomebodyElse(m) || IsBranch(i)) m.unidentified = true;
    if (town || IsStateOfTown(i)) {
      m.unidentified = true;
      continue;
    }
    if (names_.needs(m.what).empty()) continue;
    Verdict verdict = Beside(i);
    if (verdict) verdicts_[names_.canonical(m.what)] = *verdict;
    if (!verdict) {
      const auto latest = verdicts_.find(names_.canonical(m.what));
      if (latest != verdicts_.end()) verdict = latest->second;
    }
    if (!verdict) verdict = Earlier(i);
    if (!verdict && IsNewsSource(m)) {
      verdict = true;
      verdicts_[names_.canonical(m.what)] = true;
    }
    m.unidentified = !(verdict ? *verdict : InDocument(i));
  }
  if (!namesakes_.empty()) LeaveNamesakes();
}

}  // namespace textmill::entities
