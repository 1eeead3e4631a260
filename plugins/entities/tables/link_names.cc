#include "plugins/entities/tables/link_names.h"

#include <algorithm>
#include <utility>

#include "absl/container/flat_hash_set.h"
#include "plugins/entities/fold_name.h"
#include "plugins/entities/is_one_of.h"
#include "plugins/entities/patterns/words_around.h"
#include "plugins/entities/possessive.h"
#include "plugins/entities/titles.h"
#include "plugins/lib/tagger/chars.h"

namespace textmill::entities {
namespace {

constexpr size_t kMostNameWords = 8;  // of a person's name; longer ones are not looked into
constexpr size_t kMostBearers = 500;  // of a surname in a document; titles do not tell later ones

// Blanks and line breaks as single spaces.
std::string SingleSpaced(std::string_view text) {
  std::string out;
  const char* end = text.data() + text.size();
  for (const char* p = text.data(); p < end;) {
    const Classified c = ClassAt(p, end);
    if (c.type == Char::kBlank || c.type == Char::kBreak) {
      if (!out.empty() && out.back() != ' ') out += ' ';
    } else {
      out.append(p, c.size);
    }
    p += c.size;
  }
  return out;
}

// "Ann Smith" of "Dr. Ann Smith".
std::string WithoutTitles(std::string name) {
  for (size_t blank; (blank = name.find(' ')) != name.npos;) {
    std::string first = LowerWord(std::string_view(name).substr(0, blank));
    if (!first.empty() && first.back() == '.') first.pop_back();
    if (!IsTitleOnly(first)) break;
    name.erase(0, blank + 1);
  }
  return name;
}

// What is between blanks.
std::vector<std::string_view> SplitWords(std::string_view text) {
  std::vector<std::string_view> out;
  for (size_t at = 0; at < text.size();) {
    const size_t end = std::min(text.find(' ', at), text.size());
    if (end > at) out.push_back(text.substr(at, end - at));
    at = end + 1;
  }
  return out;
}

// CSTO, U.S., G20, but not "I" or "Putin".
bool IsAcronym(std::string_view text) {
  if (text.size() < 2 || text.size() > 12) return false;
  int capitals = 0;
  for (const char *p = text.data(), *end = p + text.size(); p < end;) {
    const Classified c = ClassAt(p, end);
    const std::string_view one(p, c.size);
    if (IsCapitalised(one)) {
      ++capitals;
    } else if (c.size != 1 || !((*p >= '0' && *p <= '9') || *p == '.' || *p == '&' || *p == '-')) {
      return false;
    }
    p += c.size;
  }
  return capitals >= 2;
}

// "EU" of "European Union"; of words with a capital alone, unless `all`.
std::string Initials(std::string_view name, bool all) {
  std::string out;
  for (const std::string_view word : SplitWords(name)) {
    const DecodedChar first = DecodeUtf8(word.data(), word.data() + word.size());
    const std::string_view letter = word.substr(0, first.size);
    if (!IsCapitalised(letter)) {
      if (!all) continue;
      out += static_cast<char>(letter[0] >= 'a' && letter[0] <= 'z' ? letter[0] - 32 : letter[0]);
      continue;
    }
    out += letter;
    // The parts of Asia-Pacific.
    for (size_t at = word.find('-'); at != word.npos; at = word.find('-', at + 1)) {
      if (at + 1 < word.size() && IsCapitalised(word.substr(at + 1))) out += word[at + 1];
    }
  }
  return out;
}

// "the Lobo family": nobody of them in particular.
bool IsOfAFamily(std::string_view text, const NameMention& m) {
  const size_t next = SkipBlanks(text, m.end);
  const std::string_view word = next > m.end ? WordAt(text, next) : std::string_view();
  if (!IsOneOf(word, {"family", "brothers", "sisters", "siblings", "twins", "dynasty", "clan",
                      "couple"})) {
    return false;
  }
  return IsOneOf(WordBefore(text, SkipBlanksBefore(text, m.begin)), {"the", "The"});
}

std::string WithoutDots(std::string_view text) {
  std::string out(text);
  std::erase(out, '.');
  return out;
}

}  // namespace

// A mention's words as they are compared, without titles and "Jr.".
struct Linker::Words {
  std::vector<std::string> words;
  std::string suffix;  // "jr"
  std::string title;   // the last one before the name, inside the mention or before it
  std::string german;  // the last word, where it may be written otherwise: "mueller"

  Words(std::string_view text, const NameMention& m) {
    const std::string spaced = SingleSpaced(WithoutPossessive(m.text));
    for (const std::string_view word : SplitWords(spaced)) {
      if (words.size() > kMostNameWords) return;
      std::string lower = LowerWord(word);
      while (!lower.empty() && (lower.back() == '.' || lower.back() == ',')) lower.pop_back();
      if (lower.empty()) continue;
      if (words.empty() && IsTitle(lower)) {
        title = lower;
        continue;
      }
      if (!words.empty() && IsNameSuffix(lower)) {
        suffix = lower;
        continue;
      }
      words.push_back(FoldName(lower));
      german = FoldGermanName(lower);
    }
    // Somebody whose surname is King, and no king.
    if (words.empty() && suffix.empty() && !title.empty() && spaced.find(' ') == spaced.npos) {
      words.push_back(FoldName(title));
      title.clear();
    }
    if (title.empty()) title = TitleBefore(text, m.begin);
  }
  // A full name has a given name and a surname.
  bool full() const { return words.size() > 1 && words.size() <= kMostNameWords; }
  // The last `n` words.
  std::string Last(size_t n) const {
    std::string out;
    for (size_t i = words.size() - n; i < words.size(); ++i) {
      out += (out.empty() ? "" : " ") + words[i];
    }
    return out;
  }
  Gender gender() const {
    const Gender by_title = GenderOfTitle(title);
    if (by_title != Gender::kUnknown || !full()) return by_title;
    return GenderOfGivenName(words.front());
  }
  bool initials() const {
    return words.front().size() == 1 || words.front().find('.') != std::string::npos;
  }

 private:
  // "President " and "Mrs. " before `at`.
  static std::string TitleBefore(std::string_view text, size_t at) {
    size_t end = SkipBlanksBefore(text, at);
    if (end == at || end == 0) return {};
    if (text[end - 1] == '.') --end;
    std::string lower = LowerWord(WordBefore(text, end));
    return IsTitle(lower) ? lower : std::string();
  }
};

std::string_view Linker::Keep(std::string string) {
  return strings_.emplace_back(std::move(string));
}

void Linker::Count(Forms* forms, std::string_view form, const Referent& referent) {
  auto found = forms->find(form);
  if (found == forms->end()) found = forms->try_emplace(Keep(std::string(form))).first;
  Form& entry = found->second;
  entry.ambiguous = entry.ambiguous || (entry.counted && !(entry.only == referent));
  if (!entry.counted) entry.only = referent;
  entry.counted = true;
}

void Linker::Say(Forms* forms, std::string_view form, const Referent& referent) {
  const auto found = forms->find(form);
  if (found == forms->end()) return;
  found->second.latest = referent;
  found->second.known = true;
}

const Linker::Referent* Linker::Find(const Forms& forms, std::string_view form) {
  const auto found = forms.find(form);
  if (found == forms.end()) return nullptr;
  if (found->second.known) return &found->second.latest;
  return found->second.ambiguous ? nullptr : &found->second.only;
}

void Linker::Link(std::string_view text, std::vector<NameMention>* mentions) {
  strings_.clear();
  LinkPeople(text, mentions);
  LinkAcronyms(text, mentions);
  for (NameMention& m : *mentions) {
    if (!m.name.empty()) continue;
    std::string name = SingleSpaced(WithoutPossessive(m.text));
    m.name = Keep(m.type == "PER" ? WithoutTitles(std::move(name)) : std::move(name));
  }
}

// Whether two people may be one by the titles and given names that go with them.
bool Linker::MayBe(const Bearer& bearer, Gender gender) {
  return gender == Gender::kUnknown || bearer.gender == Gender::kUnknown || bearer.gender == gender;
}

// Of the people with a surname, the one that a mention with a title means: who was named with that
// title, else the last one that it fits; null where it fits none.
const Linker::Bearer* Linker::WithTitle(const std::vector<Bearer>& bearers, const Words& words) {
  const Gender gender = words.gender();
  const Bearer* best = nullptr;
  const bool office = GenderOfTitle(words.title) == Gender::kUnknown;
  for (const Bearer& bearer : bearers) {
    if (!MayBe(bearer, gender)) continue;
    const bool named_so =
        std::find(bearer.titles.begin(), bearer.titles.end(), words.title) != bearer.titles.end();
    if (named_so) return &bearer;
    // An office is that of somebody who has one, rather than of whoever was named last.
    const bool better = best == nullptr || bearer.said > best->said;
    const bool holds = !office || best == nullptr || bearer.office || !best->office;
    if (better && holds) best = &bearer;
    if (office && bearer.office && best != nullptr && !best->office) best = &bearer;
  }
  return best;
}

void Linker::LinkPeople(std::string_view text, std::vector<NameMention>* mentions) {
  // "john smith", and "john f kennedy" under "john kennedy" too.
  struct Known {
    Referent referent;
    size_t words;
    std::string suffix;
  };
  absl::flat_hash_map<std::string, Known> by_ends;
  absl::flat_hash_map<std::string, std::vector<Bearer>> bearers;  // by surname
  Forms surnames, given_names, juniors;
  // Those who have the name of somebody named before, and "Jr." after it: the name alone is not
  // theirs.
  absl::flat_hash_set<std::string_view> named_after;
  const auto each_form = [](const Words& words, const auto& use) {
    for (size_t n = 1; n < words.words.size(); ++n) use(words.Last(n));
    if (!words.german.empty()) use(words.german);
  };
  for (NameMention& m : *mentions) {
    if (m.type != "PER") continue;
    const Words words(text, m);
    if (!words.full()) continue;
    const std::string ends = words.words.front() + " " + words.words.back();
    const auto known = by_ends.find(ends);
    // A middle name may be left out, and so may "Jr."; but two different ones are two people, and
    // who is "Jr." is not who was named before without.
    const bool same = known != by_ends.end() &&
                      (words.words.size() == 2 || known->second.words == 2) &&
                      (words.suffix.empty() || words.suffix == known->second.suffix);
    if (m.name.empty()) {
      if (same) {
        m.name = known->second.referent.name;
        m.id = known->second.referent.id;
      } else {
        m.name = Keep(WithoutTitles(SingleSpaced(WithoutPossessive(m.text))));
      }
    }
    const Referent referent{m.name, m.id};
    if (!words.suffix.empty()) {
      if (known != by_ends.end() && known->second.suffix.empty()) named_after.insert(m.name);
      Count(&juniors, words.words.back() + " " + words.suffix, referent);
    }
    const Known entry{referent, words.words.size(), words.suffix};
    if (!by_ends.try_emplace(ends, entry).second && !same) by_ends[ends] = entry;
    if (named_after.contains(m.name)) continue;
    each_form(words, [&](const std::string& form) { Count(&surnames, form, referent); });
    if (!words.initials()) Count(&given_names, words.words.front(), referent);
  }
  size_t said = 0;
  for (NameMention& m : *mentions) {
    if (m.type != "PER") continue;
    const Words words(text, m);
    if (words.words.empty() || words.words.size() > kMostNameWords) continue;
    if (!words.full() && IsOfAFamily(text, m)) continue;
    // A full name may be the end of a longer one: "bin Laden". With initials it is one's own.
    const bool own = words.full() && words.initials();
    if (!words.full() && !words.suffix.empty()) {  // "Trump Jr."
      const Referent* junior = Find(juniors, words.words.back() + " " + words.suffix);
      if (junior != nullptr) {
        m.name = junior->name;
        m.id = junior->id;
      }
      continue;
    }
    const Referent* found = own ? nullptr : Find(surnames, words.Last(words.words.size()));
    if (found == nullptr && !own && words.words.size() == 1 && !words.german.empty()) {
      found = Find(surnames, words.german);
    }
    const auto named = bearers.find(words.words.back());
    if (!words.full() && !words.title.empty() && named != bearers.end()) {
      const Bearer* bearer = WithTitle(named->second, words);
      // Nobody whom the title fits: somebody whom the document names only so.
      found = bearer != nullptr ? &bearer->referent : nullptr;
    }
    // "Mr Wang" of Wang Yan.
    if (found == nullptr && m.name.empty() && (words.title.empty() || named == bearers.end())) {
      found = Find(given_names, words.Last(words.words.size()));
    }
    if (found != nullptr) {
      m.name = found->name;
      m.id = found->id;
    }
    if (!words.full()) {
      // "Mrs Bush" of Laura Bush: the next one is, too.
      if (found != nullptr && !words.title.empty() && named != bearers.end()) {
        Bear(&named->second, *found, words, said++);
      }
      continue;
    }
    const Referent self{m.name, m.id};
    if (named_after.contains(m.name)) continue;
    each_form(words, [&](const std::string& form) { Say(&surnames, form, self); });
    if (!words.initials()) Say(&given_names, words.words.front(), self);
    Bear(&bearers[words.words.back()], self, words, said++);
    if (!words.german.empty()) Bear(&bearers[words.german], self, words, said);
  }
}

// Notes with which title somebody was named.
void Linker::Bear(std::vector<Bearer>* bearers, const Referent& referent, const Words& words,
                  size_t said) {
  auto bearer = std::find_if(bearers->begin(), bearers->end(),
                             [&](const Bearer& b) { return b.referent == referent; });
  if (bearer == bearers->end()) {
    if (bearers->size() == kMostBearers) return;
    bearer = bearers->insert(bearer, Bearer{referent});
  }
  bearer->said = said;
  if (const Gender gender = words.gender(); gender != Gender::kUnknown) bearer->gender = gender;
  if (words.title.empty()) return;
  bearer->office = bearer->office || GenderOfTitle(words.title) == Gender::kUnknown;
  if (std::find(bearer->titles.begin(), bearer->titles.end(), words.title) ==
      bearer->titles.end()) {
    bearer->titles.push_back(words.title);
  }
}

void Linker::LinkAcronyms(std::string_view text, std::vector<NameMention>* mentions) {
  Forms introduced, by_initials;
  const auto in_brackets = [&](const NameMention& m) {
    return m.begin > 0 && text[m.begin - 1] == '(' && m.end < text.size() && text[m.end] == ')';
  };
  // What each says, in the order of the text: the acronym, and the long name's index.
  std::vector<std::pair<size_t, std::pair<std::string, Referent>>> said;
  for (size_t i = 0; i < mentions->size(); ++i) {
    NameMention& m = (*mentions)[i];
    if (m.type == "PER" || IsAcronym(m.text)) continue;
    const std::string name = SingleSpaced(WithoutPossessive(m.text));
    if (name.find(' ') == name.npos) continue;
    const Referent referent{m.name.empty() ? Keep(name) : m.name, m.id};
    for (const bool all : {false, true}) {
      Count(&by_initials, std::string(m.type) + " " + Initials(name, all), referent);
    }
    const auto bind = [&](size_t k) {
      if (k >= mentions->size()) return;
      const NameMention& other = (*mentions)[k];
      const bool after = k > i && in_brackets(other) && other.begin == m.end + 2;
      const bool before = k < i && in_brackets(m) && m.begin == other.end + 2;
      if (!(after || before) || other.type != m.type || !IsAcronym(other.text)) return;
      const std::string form = std::string(m.type) + " " + WithoutDots(other.text);
      Count(&introduced, form, referent);
      said.emplace_back(std::min(i, k), std::pair(form, referent));
    };
    bind(i + 1);
    if (i > 0) bind(i - 1);
  }
  std::sort(said.begin(), said.end(),
            [](const auto& a, const auto& b) { return a.first < b.first; });
  auto next = said.begin();
  for (size_t i = 0; i < mentions->size(); ++i) {
    for (; next != said.end() && next->first <= i; ++next) {
      Say(&introduced, next->second.first, next->second.second);
    }
    NameMention& m = (*mentions)[i];
    if (m.type == "PER" || !IsAcronym(m.text)) continue;
    const std::string form = std::string(m.type) + " " + WithoutDots(m.text);
    const Referent* found = Find(introduced, form);
    if (found == nullptr && m.name.empty()) found = Find(by_initials, form);
    if (found == nullptr) continue;
    m.name = found->name;
    m.id = found->id;
  }
}

}  // namespace textmill::entities
