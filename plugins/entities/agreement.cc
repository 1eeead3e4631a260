#include "plugins/entities/agreement.h"

#include <algorithm>

#include "plugins/entities/is_one_of.h"
#include "plugins/entities/patterns/words_around.h"
#include "plugins/lib/tagger/chars.h"

namespace textmill::entities {
namespace {

constexpr size_t kLongestName = 80;     // bytes; longer ones are not looked for
constexpr size_t kMostOfFirstWord = 8;  // names that begin with one word
constexpr size_t kLongestAcronym = 10;

bool IsSmall(char c) { return c >= 'a' && c <= 'z'; }

// "HRW" of "Human Rights Watch"; of words with a capital alone, unless `all`.
std::string AsciiInitials(std::string_view name, bool all) {
  std::string out;
  for (size_t at = 0; at < name.size(); ++at) {
    if (at > 0 && name[at - 1] != ' ' && name[at - 1] != '-') continue;
    if (IsAsciiCapital(name[at])) out += name[at];
    if (all && IsSmall(name[at])) out += static_cast<char>(name[at] - 32);
  }
  return out;
}

// Whether words in lower case come before the bracket at `at` whose first letters the capitals are:
// "gross domestic product (GDP)". Small words may be left out.
bool AreInitialsOfNouns(std::string_view text, size_t at, std::string_view capitals) {
  size_t left = capitals.size();
  size_t end = SkipBlanksBefore(text, at);
  for (size_t words = 0; left > 0 && words < capitals.size() + 3; ++words) {
    const std::string_view word = WordBefore(text, end);
    if (word.empty() || !IsSmall(word[0])) return false;
    if (word[0] - 32 == capitals[left - 1]) {
      --left;
    } else if (!IsOneOf(word, {"of", "and", "the", "for", "in"})) {
      return false;
    }
    const size_t begin = end - word.size();
    end = SkipBlanksBefore(text, begin);
    if (end == begin && end > 0 && text[end - 1] == '-') --end;
    if (end == begin) break;
  }
  return left == 0;
}

// Whether a name stands for itself at a place: no part of a longer word or of a compound.
bool StandsAlone(std::string_view text, size_t begin, size_t end) {
  return !InsideWord(text, begin) && !InsideWord(text, end) && !Is(text, end, "-") &&
         (begin == 0 || text[begin - 1] != '-');
}

}  // namespace

uint32_t Agreement::TypeIndex(const Mention& m) const {
  const auto at = std::find(types_.begin(), types_.end(), type_of_(m));
  return at == types_.end() ? kNoType : static_cast<uint32_t>(at - types_.begin());
}

// The HRW of "Human Rights Watch (HRW)"; empty where there is none.
std::string_view Agreement::AcronymAfter(const Mention& m) const {
  size_t begin = SkipBlanks(text_, m.end);
  if (!Is(text_, begin, "(")) return {};
  begin = SkipBlanks(text_, begin + 1);
  size_t end = begin;
  std::string capitals;
  while (end < text_.size() && (IsAsciiCapital(text_[end]) || IsSmall(text_[end]))) {
    if (IsAsciiCapital(text_[end])) capitals += text_[end];
    if (++end > begin + kLongestAcronym) return {};
  }
  if (capitals.size() < 2 || !Is(text_, SkipBlanks(text_, end), ")")) return {};
  const std::string_view name = text_.substr(m.begin, m.end - m.begin);
  const std::string few = AsciiInitials(name, false);
  const bool fits =
      few.starts_with(capitals) || few.ends_with(capitals) || AsciiInitials(name, true) == capitals;
  return fits ? text_.substr(begin, end - begin) : std::string_view();
}

void Agreement::DropCommonNouns() {
  common_.clear();
  for (size_t open = text_.find('('); open != text_.npos; open = text_.find('(', open + 1)) {
    const size_t begin = SkipBlanks(text_, open + 1);
    size_t end = begin;
    while (end < text_.size() && end < begin + kLongestAcronym && IsAsciiCapital(text_[end])) ++end;
    const std::string_view capitals = text_.substr(begin, end - begin);
    const size_t close = SkipBlanks(text_, Is(text_, end, "s") ? end + 1 : end);
    if (capitals.size() < 2 || !Is(text_, close, ")")) continue;
    if (AreInitialsOfNouns(text_, open, capitals)) common_.insert(capitals);
  }
  if (common_.empty()) return;
  std::erase_if(*mentions_, [&](const Mention& m) {
    if (m.source != Source::kModel || m.person) return false;
    std::string_view name = text_.substr(m.begin, m.end - m.begin);
    if (name.ends_with('s')) name.remove_suffix(1);
    return common_.contains(name);
  });
}

// What is said beside a single word that the model found.
void Agreement::NoteCues(const Mention& m, Name* name) const {
  if (m.source != Source::kModel || m.person) return;
  if (WordAt(text_, m.begin).size() != m.end - m.begin) return;
  name->cue = std::max(name->cue, BodyCue(text_, m.begin, m.end));
  name->of_person |= IsSaidOfPerson(text_, m.begin, m.end);
}

bool Agreement::IsBody(const Name& name) const {
  if (name.of_person || name.type >= types_.size()) return false;
  const std::string_view type = types_[name.type];
  return (type == "PER" && name.cue != Cue::kNone) || (type == "LOC" && name.cue == Cue::kBody);
}

void Agreement::CountVotes() {
  names_.clear();
  for (const Mention& m : *mentions_) {
    const uint32_t type = TypeIndex(m);
    if (type == kNoType || m.end - m.begin > kLongestName) continue;
    const std::string_view text = text_.substr(m.begin, m.end - m.begin);
    Name& name = names_[text];
    ++name.votes[type];
    if (name.tagged++ == 0 && !name.acronym) name.type = type;
    if (m.source == Source::kModel) name.wanted = true;
    NoteCues(m, &name);
    if (m.source != Source::kModel && m.source != Source::kWorld) continue;
    if (types_[type] == "PER") {
      const size_t blank = text.find_last_of(" \n");
      const std::string_view last = blank == text.npos ? "" : text.substr(blank + 1);
      if (last.size() > 2 && IsCapitalised(last) && WordAt(last, 0) == last) {
        Name& surname = names_[last];
        surname.of_person = true;
        if (surname.tagged > 0) continue;
        surname.surname = surname.wanted = true;
        surname.type = type;
      }
    } else if (types_[type] == "ORG") {
      if (const std::string_view acronym = AcronymAfter(m); !acronym.empty()) {
        Name& known = names_[acronym];
        known.acronym = known.wanted = true;
        known.type = type;
      }
    }
  }
  const auto body = static_cast<uint32_t>(std::ranges::find(types_, "ORG") - types_.begin());
  // The type of the most; of equally many, that of the first.
  for (auto& [text, name] : names_) {
    if (name.acronym || name.tagged == 0) continue;
    const auto most = std::max_element(name.votes.begin(), name.votes.end());
    if (*most > name.votes[name.type]) {
      name.type = static_cast<uint32_t>(most - name.votes.begin());
    }
    if (body < types_.size() && IsBody(name)) name.type = body;
  }
}

void Agreement::Retype() {
  for (Mention& m : *mentions_) {
    if (m.source != Source::kModel || m.person || m.end - m.begin > kLongestName) continue;
    m.what = names_[text_.substr(m.begin, m.end - m.begin)].type;
  }
}

void Agreement::FindMissing() {
  by_first_word_.clear();
  missing_.clear();
  for (auto& [text, name] : names_) {
    const std::string_view first = WordAt(text, 0);
    if (!name.wanted || text.size() < 3 || !IsCapitalised(first)) continue;
    if (types_[name.type] == "MISC") continue;  // which is found least well
    name.one_word = first.size() == text.size();
    by_first_word_[first].push_back(text);
  }
  if (by_first_word_.empty()) return;
  for (auto& [word, names] : by_first_word_) {  // the longest first, in an order of their own
    std::sort(names.begin(), names.end(), [](std::string_view a, std::string_view b) {
      return a.size() != b.size() ? a.size() > b.size() : a < b;
    });
    if (names.size() > kMostOfFirstWord) names.resize(kMostOfFirstWord);
  }
  auto next = mentions_->begin();
  for (size_t at = 0; at < text_.size();) {
    while (next != mentions_->end() && next->end <= at) ++next;
    if (next != mentions_->end() && next->begin <= at) {
      at = next->end;
      continue;
    }
    const auto c = static_cast<unsigned char>(text_[at]);
    if ((!IsAsciiCapital(text_[at]) && c < 0xC3) || InsideWord(text_, at)) {
      ++at;
      continue;
    }
    const std::string_view word = WordAt(text_, at);
    const auto found = by_first_word_.find(word);
    size_t end = at + std::max<size_t>(word.size(), 1);
    if (found != by_first_word_.end()) {
      for (const std::string_view text : found->second) {
        const size_t name_end = at + text.size();
        if (!Is(text_, at, text) || !StandsAlone(text_, at, name_end)) continue;
        if (next != mentions_->end() && next->begin < name_end) continue;
        Name& name = names_.find(text)->second;
        ++name.missing;
        missing_.push_back({static_cast<uint32_t>(at), static_cast<uint32_t>(name_end), &name});
        end = name_end;
        break;
      }
    }
    at = end;
  }
}

// Which of the missing words the text has in lower case as well: "May" and "may".
void Agreement::NoteSmallWords() {
  absl::flat_hash_map<std::string, std::vector<Name*>> small;
  for (auto& [text, name] : names_) {
    if (name.missing > 0 && name.one_word) small[LowerWord(text)].push_back(&name);
  }
  for (size_t at = 0; at < text_.size() && !small.empty();) {
    if (!IsSmall(text_[at]) || InsideWord(text_, at)) {
      ++at;
      continue;
    }
    const std::string_view word = WordAt(text_, at);
    if (const auto found = small.find(absl::string_view(word.data(), word.size()));
        found != small.end()) {
      for (Name* name : found->second) name->small = true;
      small.erase(found);
    }
    at += std::max<size_t>(word.size(), 1);
  }
}

// A single word must be a name in most places.
void Agreement::Add() {
  const auto counts = [](const Name& name) {
    return !name.one_word || name.acronym ||
           (!name.small && (name.surname || name.tagged >= name.missing));
  };
  const size_t before = mentions_->size();
  for (const Missing& m : missing_) {
    if (counts(*m.name)) mentions_->push_back({m.begin, m.end, Source::kModel, m.name->type});
  }
  std::inplace_merge(mentions_->begin(), mentions_->begin() + static_cast<ptrdiff_t>(before),
                     mentions_->end(),
                     [](const Mention& a, const Mention& b) { return a.begin < b.begin; });
}

void Agreement::Shrink() {
  common_ = {};
  names_ = {};
  by_first_word_ = {};
  missing_ = {};
}

void Agreement::Settle(std::string_view text, std::vector<Mention>* mentions) {
  text_ = text;
  mentions_ = mentions;
  DropCommonNouns();
  CountVotes();
  if (names_.empty()) return;
  Retype();
  FindMissing();
  if (missing_.empty()) return;
  NoteSmallWords();
  Add();
}

}  // namespace textmill::entities
