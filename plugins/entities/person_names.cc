#include "plugins/entities/person_names.h"

#include <algorithm>

#include "plugins/entities/fold_name.h"
#include "plugins/entities/full_names.h"
#include "plugins/entities/is_one_of.h"
#include "plugins/entities/patterns/words_around.h"
#include "plugins/entities/possessive.h"
#include "plugins/entities/states.h"
#include "plugins/entities/titles.h"
#include "plugins/lib/tagger/chars.h"

namespace textmill::entities {
namespace {

constexpr size_t kLongestQuestion = 200;  // bytes in which one that begins with WHO ends

// Initials with full stops that are no one's.
constexpr std::string_view kNoInitials[] = {"U.S.", "U.K.", "U.N.", "E.U.",   "D.C.",     "N.Y.",
                                            "L.A.", "A.C.", "F.C.", "B.C.",   "S.C.",     "A.D.",
                                            "N.J.", "N.C.", "N.H.", "N.D.",   "N.M.",     "S.D.",
                                            "R.I.", "W.V.", "S.F.", "U.A.E.", "U.S.S.R.", "G.O.P."};

constexpr std::string_view kDegrees[] = {
    "M.D.",   "Ph.D.", "Ph.D",  "PhD",     "B.A.",   "M.A.", "M.B.A.", "MBA",
    "B.Sc.",  "M.Sc.", "J.D.",  "R.D.",    "R.N.",   "M.S.", "B.S.",   "D.D.S.",
    "LL.B.",  "LL.M.", "LL.D.", "D.Phil.", "Esq.",   "MD",   "M.D",    "C.P.A.",
    "M.P.H.", "D.O.",  "Ed.D.", "Psy.D.",  "O.B.E.", "OBE",  "M.P.",   "D.V.M."};

// Letters after a name that may be a body's elsewhere.
constexpr std::string_view kLettersAfter[] = {
    "MPH",  "FRCP", "FRCS", "MRCP", "CPA",    "MBBS",  "BSN", "RN",  "FRS", "QC",  "KC",  "DDS",
    "LLB",  "LLM",  "JD",   "DVM",  "MFA",    "CFA",   "BSc", "MSc", "BA",  "MA",  "MBE", "CBE",
    "FRSE", "MP",   "MLA",  "MEP",  "PharmD", "DPhil", "SC",  "SJ",  "CMG", "DBE", "KBE", "PsyD"};

// Where a run of initials, "J.R.R. " or "M. K. ", begins that ends before `at`; `at` when there is
// none.
size_t InitialsBegin(std::string_view text, size_t at) {
  size_t begin = at;
  int count = 0;
  for (; count < 4; ++count) {
    size_t end = begin;
    if (end > 0 && text[end - 1] == ' ') --end;
    if (end < 2 || text[end - 1] != '.' || !IsAsciiCapital(text[end - 2])) break;
    if (count == 0 && end == begin && begin == at) break;  // there is a blank before the name
    const size_t one = end - 2;
    const bool tight = one > 0 && text[one - 1] == '.';
    if (one > 0 && !tight && InsideWord(text, one)) break;
    begin = one;
  }
  if (begin == at) return at;
  const std::string_view run = text.substr(begin, at - begin - (text[at - 1] == ' ' ? 1 : 0));
  if (IsOneOf(run, kNoInitials)) return at;
  // "Vitamin C. Smith left": a single one after a lower-case word may end a sentence.
  return begin;
}

// The last word that is no "Jr."; empty when the name has but one.
std::string_view Surname(std::string_view name) {
  name = WithoutPossessive(name);
  for (int i = 0; i < 3; ++i) {
    const size_t blank = name.find_last_of(" \n\t");
    if (blank == name.npos) return {};
    std::string_view last = name.substr(blank + 1);
    std::string lower = LowerWord(last);
    while (!lower.empty() && (lower.back() == '.' || lower.back() == ',')) lower.pop_back();
    if (!IsNameSuffix(lower)) return last;
    name = name.substr(0, blank);
    while (!name.empty() && (name.back() == ',' || name.back() == ' ')) name.remove_suffix(1);
  }
  return {};
}

// What comes after a surname with "the" before it: "the Lobo family", "the Lobo years".
bool IsOneOfKin(std::string_view word) {
  static constexpr std::string_view kWords[] = {
      "family",  "families", "brothers", "sisters",    "siblings",  "administration", "government",
      "regime",  "campaign", "era",      "presidency", "years",     "camp",           "team",
      "dynasty", "clan",     "twins",    "couple",     "household", "estate",         "case",
      "trial",   "inquiry",  "murder",   "killing",    "affair",    "plan",           "report"};
  return IsOneOf(word, kWords);
}

bool IsOneWord(std::string_view name) { return name.find_first_of(" \n\t-") == name.npos; }

}  // namespace

// Mr, President, Prime Minister; nothing where no name would be left.
void PersonNames::CutTitles(Mention* m) const {
  for (int i = 0; i < 4; ++i) {
    const std::string_view name = text_.substr(m->begin, m->end - m->begin);
    const std::string_view word = WordAt(name, 0);
    size_t next = word.size();
    if (word.empty() || next >= name.size()) return;
    if (name[next] == '.') ++next;
    const size_t after = SkipBlanks(name, next);
    if (after == next || after >= name.size() || !IsTitleOnly(LowerWord(word))) return;
    m->begin += static_cast<uint32_t>(after);
  }
}

void PersonNames::TakeInitials(size_t i) {
  Mention& m = (*mentions_)[i];
  const size_t begin = InitialsBegin(text_, m.begin);
  if (begin == m.begin) return;
  // What was found in the initials alone is no name.
  size_t k = i;
  while (k > 0 && (*mentions_)[k - 1].end > begin) --k;
  if (k < i && (*mentions_)[k].begin < begin) return;
  for (; k < i; ++k) (*mentions_)[k].end = (*mentions_)[k].begin;
  m.begin = static_cast<uint32_t>(begin);
  m.person = true;
}

// "José" before "María Lobo": a given name that the model left out.
void PersonNames::TakeGivenName(size_t i) {
  Mention& m = (*mentions_)[i];
  if (m.source != Source::kModel || m.begin < 3 || text_[m.begin - 1] != ' ') return;
  const std::string_view word = WordBefore(text_, m.begin - 1);
  const size_t begin = m.begin - 1 - word.size();
  if (word.size() < 3 || !IsCapitalised(word) || InsideWord(text_, begin)) return;
  if (GenderOfGivenName(LowerWord(word)) == Gender::kUnknown) return;
  if (i > 0 && (*mentions_)[i - 1].end > begin) return;
  m.begin = static_cast<uint32_t>(begin);
}

// "Jr." after a full name.
void PersonNames::TakeSuffix(size_t i) {
  Mention& m = (*mentions_)[i];
  if (IsOneWord(text_.substr(m.begin, m.end - m.begin))) return;
  for (const std::string_view suffix :
       {", Jr.", ", Sr.", " Jr.", " Sr.", " Jr", " Sr", " III", " II", " IV"}) {
    if (!Is(text_, m.end, suffix) || InsideWord(text_, m.end + suffix.size())) continue;
    const uint32_t end = m.end + static_cast<uint32_t>(suffix.size());
    if (i + 1 < mentions_->size() && (*mentions_)[i + 1].begin < end) {
      Mention& next = (*mentions_)[i + 1];
      if (next.end > end) return;
      next.end = next.begin;
    }
    m.end = end;
    m.unidentified = true;  // a list that has "Ann Lobo" does not mean her daughter
    return;
  }
}

// Whether a name ends with "Jr." or "Sr.", as no body's does.
bool PersonNames::HasJunior(const Mention& m) const {
  if (m.source != Source::kModel) return false;
  const std::string_view name = text_.substr(m.begin, m.end - m.begin);
  for (const std::string_view suffix : {" Jr.", " Sr.", " Jr", " Sr"}) {
    if (name.size() > suffix.size() + 4 && name.ends_with(suffix)) return true;
  }
  return false;
}

// "Mr Lyons", whatever else is called so.
bool PersonNames::IsAfterMr(const Mention& m) const {
  size_t end = SkipBlanksBefore(text_, m.begin);
  if (end == m.begin) return false;
  if (end > 0 && text_[end - 1] == '.') --end;
  const std::string_view title = WordBefore(text_, end);
  return title == "Mr" || title == "Mrs" || title == "Ms";
}

// "the Cabinet": a single word after "the" is nobody, but for "the Lobo family".
bool PersonNames::IsAThing(const Mention& m) const {
  if (m.source != Source::kModel || m.person) return false;
  if (!IsOneWord(text_.substr(m.begin, m.end - m.begin))) return false;
  const std::string_view before = WordBefore(text_, SkipBlanksBefore(text_, m.begin));
  if (before != "the" && before != "The") return false;
  size_t next = m.end;
  for (const std::string_view possessive : {"'s", "’s"}) {
    if (Is(text_, next, possessive)) next += possessive.size();
  }
  next = SkipBlanks(text_, next);
  return !IsOneOfKin(WordAt(text_, next));
}

bool PersonNames::IsDegree(size_t i) const {
  const Mention& m = (*mentions_)[i];
  if (m.source != Source::kModel) return false;
  const std::string_view name = text_.substr(m.begin, m.end - m.begin);
  // A politician's party and state: "(D-Calif.)", ", R-Texas,".
  const char before_it = m.begin > 0 ? text_[m.begin - 1] : '\n';
  if ((before_it == '(' || before_it == ' ') && name.size() > 3 && name[1] == '-' &&
      std::string_view("DRI").find(name[0]) != std::string_view::npos && IsAsciiCapital(name[2]) &&
      (before_it == '(' || Is(text_, m.begin - 2, ","))) {
    return true;
  }
  // After somebody's name, or after other degrees.
  const bool listed = i > 0 && Is(text_, m.begin - 2, ", ");
  if (listed) {
    const Mention& before = (*mentions_)[i - 1];
    if (IsOneOf(name, kLettersAfter) && before.end + 24 > m.begin &&
        (before.end == before.begin || IsPerson(before))) {
      return true;
    }
    // The state after a town is no body.
    const bool town = before.end + 2 == m.begin && type_of_(before) == "LOC";
    if (town && type_of_(m) != "LOC" && IsShortState(name)) return true;
  }
  return name.size() <= 7 &&
         (IsOneOf(name, kDegrees) ||
          (Is(text_, m.end, ".") && IsOneOf(text_.substr(m.begin, name.size() + 1), kDegrees)));
}

// "P.V. Sindhu won", where nothing was found.
void PersonNames::AddNamesWithInitials() {
  std::vector<Mention> added;
  size_t k = 0;
  for (size_t stop = text_.find('.'); stop != text_.npos; stop = text_.find('.', stop + 1)) {
    // The first of two initials or more.
    if (stop == 0 || !IsAsciiCapital(text_[stop - 1]) || InsideWord(text_, stop - 1)) continue;
    if (stop > 1 && text_[stop - 2] == '.') continue;
    if (stop + 2 >= text_.size() || !IsAsciiCapital(text_[stop + 1]) || text_[stop + 2] != '.')
      continue;
    const size_t begin = stop - 1;
    size_t at = stop + 1;
    while (at + 1 < text_.size() && at < begin + 8 && IsAsciiCapital(text_[at]) &&
           text_[at + 1] == '.') {
      at += 2;
    }
    const std::string_view run = text_.substr(begin, at - begin);
    if (!Is(text_, at, " ") || IsOneOf(run, kNoInitials) || IsOneOf(run, kDegrees)) continue;
    const std::string_view word = WordAt(text_, at + 1);
    const size_t end = at + 1 + word.size();
    if (word.size() < 3 || !IsCapitalised(word) || InsideWord(text_, end)) continue;
    // What goes on like a firm or a longer name is for the model.
    const size_t next = SkipBlanks(text_, end);
    if (next < text_.size() && (IsCapitalised(WordAt(text_, next)) || Is(text_, next, "&")))
      continue;
    while (k < mentions_->size() && (*mentions_)[k].end <= begin) ++k;
    if (k < mentions_->size() && (*mentions_)[k].begin < end) {
      // Of the initials alone, or nothing of the name.
      Mention& m = (*mentions_)[k];
      const bool inside = m.source == Source::kModel && m.begin >= begin && m.end <= end;
      if (!inside) continue;
      m.end = m.begin;
    }
    Mention m{static_cast<uint32_t>(begin), static_cast<uint32_t>(end), Source::kModel, 0};
    m.person = true;
    added.push_back(m);
  }
  if (added.empty()) return;
  std::erase_if(*mentions_, [](const Mention& m) { return m.end == m.begin; });
  mentions_->insert(mentions_->end(), added.begin(), added.end());
  std::stable_sort(mentions_->begin(), mentions_->end(),
                   [](const Mention& a, const Mention& b) { return a.begin < b.begin; });
}

bool PersonNames::SpeaksOfAPlace(const Mention& m) const {
  static constexpr std::string_view kBefore[] = {
      "the",     "in",         "to",      "from",     "at",           "near",        "into",
      "across",  "throughout", "inside",  "outside",  "around",       "toward",      "towards",
      "through", "within",     "via",     "beyond",   "over",         "southern",    "northern",
      "eastern", "western",    "central", "downtown", "neighbouring", "neighboring", "between",
      "leave",   "left",       "visit",   "visited",  "between"};
  const size_t end = SkipBlanksBefore(text_, m.begin);
  const std::string before = end < m.begin ? LowerWord(WordBefore(text_, end)) : std::string();
  if (IsOneOf(before, kBefore)) {
    // "told reporters" and "spoke to Austin" are rare beside "flew to Austin".
    return true;
  }
  const bool country = is_country_(m);
  if (country && (before == "of" || before == "with" || before == "and")) return true;
  if (country && (Is(text_, m.end, "'s") || Is(text_, m.end, "’s"))) return true;
  // "Austin, Texas"
  if (!Is(text_, m.end, ", ")) return false;
  const std::string_view after = WordAt(text_, m.end + 2);
  return IsCapitalised(after);
}

bool PersonNames::SpeaksOfAPerson(const Mention& m) const {
  static constexpr std::string_view kVerbs[] = {
      "said",     "told",  "says",   "added",    "asked",  "wrote",    "replied",
      "insisted", "noted", "thinks", "believes", "argued", "recalled", "explained"};
  const size_t next = SkipBlanks(text_, m.end);
  if (next > m.end && IsOneOf(WordAt(text_, next), kVerbs)) return true;
  const size_t end = SkipBlanksBefore(text_, m.begin);
  if (end == m.begin) return false;
  std::string before = LowerWord(WordBefore(text_, end));
  if (before.empty() && text_[end - 1] == '.') before = LowerWord(WordBefore(text_, end - 1));
  return IsOneOf(before, kVerbs) || IsTitle(before);
}

// A lone word that lists or the model take for a place or a body, after somebody's full name.
void PersonNames::SurnamesArePeople() {
  surnames_.clear();
  absl::flat_hash_map<std::string, bool> places;  // said to be one before anybody was called so
  for (size_t i = 0; i < mentions_->size(); ++i) {
    Mention& m = (*mentions_)[i];
    const std::string_view type = type_of_(m);
    if (m.end == m.begin || (type.empty() && !m.person)) continue;
    const std::string_view name = text_.substr(m.begin, m.end - m.begin);
    if (IsPerson(m)) {
      if (const std::string_view surname = Surname(name); surname.size() > 2) {
        surnames_[FoldName(surname)] = true;
        if (const std::string german = FoldGermanName(surname); !german.empty()) {
          surnames_[german] = true;
        }
      }
      continue;
    }
    if (m.source == Source::kGazetteer || !IsOneWord(name)) continue;
    const std::string key = FoldName(WithoutPossessive(name));
    if (!surnames_.contains(key)) {
      if (m.source == Source::kWorld) places[key] = true;
      continue;
    }
    const bool sure = SpeaksOfAPerson(m);
    const bool people = m.source == Source::kWorld && type == "MISC";  // a nation, a faith
    if (!sure && (people || SpeaksOfAPlace(m) || places.contains(key))) {
      places[key] = true;
      continue;
    }
    m.person = true;
  }
}

// "WHO" and "US" among words in capitals: "THOSE WHO WON", "TELL US MORE".
bool PersonNames::IsWordInCapitals(const Mention& m) const {
  if (m.source != Source::kWorld) return false;
  const std::string_view name = text_.substr(m.begin, m.end - m.begin);
  if (name != "WHO" && name != "US") return false;
  const auto in_capitals = [](std::string_view word) {
    return word.size() > 2 && std::all_of(word.begin(), word.end(), IsAsciiCapital);
  };
  const size_t before_end = SkipBlanksBefore(text_, m.begin), next = SkipBlanks(text_, m.end);
  const std::string_view before =
      before_end < m.begin ? WordBefore(text_, before_end) : std::string_view();
  const std::string_view after = next > m.end ? WordAt(text_, next) : std::string_view();
  if (name == "US") {
    static constexpr std::string_view kBefore[] = {"TELL", "GIVE", "LET",    "JOIN", "CONTACT",
                                                   "HELP", "SHOW", "FOLLOW", "ABOUT"};
    return IsOneOf(before, kBefore);
  }
  if (!in_capitals(after)) return false;
  if (in_capitals(before)) return true;  // a noun
  const std::string_view rest = text_.substr(m.end, kLongestQuestion);
  const size_t end = rest.find_first_of(".?!\n");
  return end != rest.npos && rest[end] == '?';
}

void PersonNames::Mend(std::string_view text, bool tagged, std::vector<Mention>* mentions) {
  text_ = text;
  mentions_ = mentions;
  if (tagged) {
    AddNamesWithInitials();
    FindFullNames(text, type_of_, mentions);
  }
  for (size_t i = 0; i < mentions->size(); ++i) {
    Mention& m = (*mentions)[i];
    if (m.source == Source::kGazetteer || m.end == m.begin) continue;
    if (IsDegree(i) || IsWordInCapitals(m)) {
      m.end = m.begin;
      continue;
    }
    if (!type_of_(m).empty() && (HasJunior(m) || IsAfterMr(m))) m.person = true;
    if (!IsPerson(m)) continue;
    if (IsAThing(m)) {
      m.end = m.begin;
      continue;
    }
    if (m.source == Source::kModel) CutTitles(&m);
    TakeGivenName(i);
    TakeInitials(i);
    TakeSuffix(i);
  }
  SurnamesArePeople();
  std::erase_if(*mentions, [](const Mention& m) { return m.end == m.begin; });
}

}  // namespace textmill::entities
