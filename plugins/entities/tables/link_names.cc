#include "plugins/entities/tables/link_names.h"

#include <algorithm>
#include <utility>

#include "plugins/entities/patterns/words_around.h"
#include "plugins/lib/tagger/chars.h"

namespace textmill::entities {
namespace {

constexpr size_t kMostWords = 8;  // of a person's name; longer ones are not looked into

constexpr std::string_view kTitles[] = {
    "mr",      "mrs",   "ms",       "miss",      "dr",       "prof",   "professor", "sir",
    "dame",    "lord",  "lady",     "president", "premier",  "prime",  "minister",  "chancellor",
    "senator", "sen",   "rep",      "gov",       "governor", "mayor",  "judge",     "justice",
    "general", "gen",   "colonel",  "col",       "captain",  "capt",   "lt",        "sgt",
    "king",    "queen", "prince",   "princess",  "sheikh",   "emir",   "sultan",    "ayatollah",
    "herr",    "frau",  "monsieur", "madame",    "señor",    "señora", "don",       "secretary"};

bool IsTitle(std::string_view word) {
  return std::find(std::begin(kTitles), std::end(kTitles), word) != std::end(kTitles);
}

// Without the 's behind it.
std::string_view WithoutPossessive(std::string_view text) {
  for (const std::string_view ending : {"'s", "’s"}) {
    if (text.size() > ending.size() && text.ends_with(ending)) {
      text.remove_suffix(ending.size());
    }
  }
  return text;
}

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

// What stands between blanks.
std::vector<std::string_view> Split(std::string_view text) {
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
  for (const std::string_view word : Split(name)) {
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

std::string WithoutDots(std::string_view text) {
  std::string out(text);
  std::erase(out, '.');
  return out;
}

}  // namespace

// A mention's words in lower case, without titles.
struct Linker::Words {
  std::vector<std::string> words;

  explicit Words(std::string_view text) {
    const std::string spaced = SingleSpaced(WithoutPossessive(text));
    for (const std::string_view word : Split(spaced)) {
      if (words.size() > kMostWords) return;
      std::string lower = LowerWord(word);
      while (!lower.empty() && (lower.back() == '.' || lower.back() == ',')) lower.pop_back();
      if (lower.empty() || (words.empty() && IsTitle(lower))) continue;
      words.push_back(std::move(lower));
    }
  }
  // A full name has a given name and a surname.
  bool full() const { return words.size() > 1 && words.size() <= kMostWords; }
  // The last `n` words.
  std::string Last(size_t n) const {
    std::string out;
    for (size_t i = words.size() - n; i < words.size(); ++i) {
      out += (out.empty() ? "" : " ") + words[i];
    }
    return out;
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
  LinkPeople(mentions);
  LinkAcronyms(text, mentions);
  for (NameMention& m : *mentions) {
    if (m.name.empty()) m.name = Keep(SingleSpaced(WithoutPossessive(m.text)));
  }
}

void Linker::LinkPeople(std::vector<NameMention>* mentions) {
  // "john smith", and "john f kennedy" under "john kennedy" too.
  absl::flat_hash_map<std::string, std::pair<Referent, size_t>> by_ends;
  Forms surnames, given_names;
  for (NameMention& m : *mentions) {
    if (m.type != "PER") continue;
    const Words words(m.text);
    if (!words.full()) continue;
    const std::string ends = words.words.front() + " " + words.words.back();
    const auto known = by_ends.find(ends);
    // A middle name may be left out, but two different ones are two people.
    const bool same =
        known != by_ends.end() && (words.words.size() == 2 || known->second.second == 2);
    if (m.name.empty()) {
      if (same) {
        m.name = known->second.first.name;
        m.id = known->second.first.id;
      } else {
        m.name = Keep(SingleSpaced(WithoutPossessive(m.text)));
      }
    }
    by_ends.try_emplace(ends, Referent{m.name, m.id}, words.words.size());
    const Referent referent{m.name, m.id};
    for (size_t n = 1; n < words.words.size(); ++n) Count(&surnames, words.Last(n), referent);
    Count(&given_names, words.words.front(), referent);
  }
  for (NameMention& m : *mentions) {
    if (m.type != "PER") continue;
    const Words words(m.text);
    if (words.words.empty() || words.words.size() > kMostWords) continue;
    // A full name may be the end of a longer one: "bin Laden".
    const Referent* found = Find(surnames, words.Last(words.words.size()));
    if (found == nullptr && m.name.empty()) {
      found = Find(given_names, words.Last(words.words.size()));
    }
    if (found != nullptr) {
      m.name = found->name;
      m.id = found->id;
    }
    if (!words.full()) continue;
    const Referent self{m.name, m.id};
    for (size_t n = 1; n < words.words.size(); ++n) Say(&surnames, words.Last(n), self);
    Say(&given_names, words.words.front(), self);
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
      const bool behind = k > i && in_brackets(other) && other.begin == m.end + 2;
      const bool before = k < i && in_brackets(m) && m.begin == other.end + 2;
      if (!(behind || before) || other.type != m.type || !IsAcronym(other.text)) return;
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
