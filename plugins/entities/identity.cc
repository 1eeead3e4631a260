#include "plugins/entities/identity.h"

#include <algorithm>

#include "plugins/entities/patterns/words_around.h"
#include "plugins/lib/tagger/chars.h"

namespace textmill::entities {
namespace {

constexpr size_t kMostEarlier = 100;  // mentions that are looked back at

// Before a body: it is that of a part of the country.
constexpr std::string_view kOfAPart[] = {"state",    "provincial", "county",  "city",
                                         "regional", "municipal",  "student", "local"};

// The states as they are shortened after a city, as far as no gazetteer has them.
constexpr std::string_view kStates[] = {
    "Ala.",  "Ariz.", "Ark.",  "Calif.", "Colo.", "Conn.", "Del.", "Fla.",  "Ga.",   "Ill.",
    "Ind.",  "Kan.",  "Ky.",   "La.",    "Md.",   "Mass.", "Me.",  "Mich.", "Minn.", "Miss.",
    "Mo.",   "Mont.", "Neb.",  "Nev.",   "N.H.",  "N.J.",  "N.M.", "N.Y.",  "N.C.",  "N.D.",
    "Okla.", "Ont.",  "Ore.",  "Pa.",    "R.I.",  "S.C.",  "S.D.", "Tenn.", "Tex.",  "Vt.",
    "Va.",   "Wash.", "W.Va.", "Wis.",   "Wyo.",  "Ohio",  "Iowa", "Idaho", "Utah"};

template <class Words, class Word>
bool Has(const Words& words, const Word& word) {
  return std::find(std::begin(words), std::end(words), word) != std::end(words);
}

}  // namespace

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
  return std::none_of(countries_.begin(), countries_.end(), [&](const auto& other) {
    return other.second > evidence && !Has(needs, other.first);
  });
}

// "Paris, Texas", "Athens, Ga.", and the New York of "Buffalo, New York".
bool Identity::AwayFromHome(size_t i) const {
  const Mention& m = (*mentions_)[i];
  const Canonicals& home = names_.home(m.what);
  if (Gap(i) == ", ") {
    const Mention& before = (*mentions_)[i - 1];
    const bool small = IsPlace(before) && names_.meaning(before.what).id.empty() && !IsLand(before);
    if (small && names_.meaning(m.what).canonical == "New York City") return true;
  }
  if (i + 1 < mentions_->size() && Gap(i + 1) == ", ") {
    const Mention& next = (*mentions_)[i + 1];
    if (IsLand(next)) {
      // "Paris, Germany and Italy" is a list.
      const bool list = Is(text_, next.end, " and ") || Is(text_, next.end, " or ");
      return !list && !IsOneOf(next, home);
    }
  }
  if (!Is(text_, m.end, ", ")) return false;
  const std::string_view after = text_.substr(m.end + 2, 8);
  return std::any_of(std::begin(kStates), std::end(kStates), [&](std::string_view state) {
    return after.starts_with(state) && !InsideWord(text_, m.end + 2 + state.size());
  });
}

void Identity::Settle(std::string_view text, std::vector<Mention>* mentions) {
  text_ = text;
  mentions_ = mentions;
  const bool any = std::any_of(mentions->begin(), mentions->end(), [&](const Mention& m) {
    return IsListed(m) && !names_.needs(m.what).empty();
  });
  if (any) Count();
  verdicts_.clear();
  for (size_t i = 0; i < mentions->size(); ++i) {
    Mention& m = (*mentions)[i];
    if (!IsListed(m)) continue;
    if (!names_.home(m.what).empty() && AwayFromHome(i)) m.unidentified = true;
    if (names_.needs(m.what).empty()) continue;
    Verdict verdict = Beside(i);
    if (verdict) verdicts_[names_.canonical(m.what)] = *verdict;
    if (!verdict) {
      const auto latest = verdicts_.find(names_.canonical(m.what));
      if (latest != verdicts_.end()) verdict = latest->second;
    }
    if (!verdict) verdict = Earlier(i);
    m.unidentified = !(verdict ? *verdict : InDocument(i));
  }
}

}  // namespace textmill::entities
