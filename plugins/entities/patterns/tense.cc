#include "plugins/entities/patterns/tense.h"

#include <array>
#include <string>
#include <vector>

#include "absl/container/flat_hash_set.h"
#include "plugins/entities/patterns/words_around.h"
#include "plugins/lib/tagger/chars.h"

namespace textmill::entities {
namespace {

using Words = absl::flat_hash_set<std::string_view>;

constexpr size_t kTenseReach = 240;  // bytes of a sentence that are looked at
constexpr size_t kMostWordsBack = 40;
constexpr size_t kMostAfter = 12;
constexpr size_t kNear = 4;  // words between "is" and the day

const Words& FutureWords() {
  static const Words words = {
      "will",      "shall",    "ll",     "would",     "wouldn",      "due",
      "scheduled", "expected", "slated", "supposed",  "likely",      "poised",
      "planned",   "planning", "plans",  "hopes",     "hoping",      "aims",
      "aiming",    "intends",  "intend", "upcoming",  "forthcoming", "ahead",
      "may",       "might",    "should", "must",      "can",         "could",
      "shortly",   "unlikely", "tipped", "preparing", "prepares",    "gearing"};
  return words;
}

// The same of several, "polls open on Sunday"; what else they may be shows the word before.
const Words& ScheduledOfMany() {
  static const Words words = {"go",     "come",   "rise",   "take",  "expire", "begin",
                              "start",  "open",   "end",    "close", "resume", "meet",
                              "leave",  "arrive", "play",   "fly",   "travel", "depart",
                              "reopen", "vote",   "return", "face",  "host",   "gather"};
  return words;
}

// "The match was postponed until Sunday", "adjourned to Thursday": the day is ahead of what was.
const Words& PutOffWords() {
  static const Words words = {"postponed",   "adjourned", "delayed", "deferred", "put",
                              "rescheduled", "remanded",  "moved",   "pushed",   "extended"};
  return words;
}

// Verbs whose form after "may" is that of the past.
const Words& OneForm() {
  static const Words words = {"hit", "beat", "cut", "shut", "quit", "bid"};
  return words;
}

// In the present they speak of what is settled: "the strike begins on Friday".
const Words& ScheduledWords() {
  static const Words words = {
      "happens",   "begins",   "starts",    "opens",   "ends",    "closes",
      "resumes",   "expires",  "meets",     "returns", "faces",   "visits",
      "arrives",   "travels",  "hosts",     "plays",   "takes",   "runs",
      "lasts",     "kicks",    "goes",      "leaves",  "comes",   "falls",
      "departs",   "launches", "holds",     "votes",   "reopens", "concludes",
      "continues", "debuts",   "premieres", "airs",    "hits",    "celebrates"};
  return words;
}

const Words& PastWords() {
  static const Words words = {
      "was",    "were",      "had",    "did",   "wasn",    "weren",  "hadn",    "didn",  "said",
      "told",   "began",     "became", "broke", "brought", "bought", "built",   "came",  "caught",
      "chose",  "dealt",     "died",   "drew",  "drove",   "fell",   "felt",    "fled",  "flew",
      "fought", "found",     "gave",   "got",   "grew",    "heard",  "held",    "hit",   "kept",
      "knew",   "laid",      "led",    "left",  "lost",    "made",   "meant",   "met",   "paid",
      "ran",    "rose",      "saw",    "sent",  "shot",    "sold",   "spent",   "spoke", "stood",
      "struck", "swept",     "swore",  "taken", "took",    "taught", "thought", "threw", "went",
      "won",    "wore",      "wrote",  "sank",  "shook",   "slid",   "sought",  "stole", "withdrew",
      "beat",   "overthrew", "ended",  "since", "been",    "dead",   "born",    "hung"};
  return words;
}

const Words& NoVerbs() {
  static const Words words = {
      "need",   "indeed",        "exceed", "proceed", "succeed", "hundred", "feed",      "speed",
      "agreed", "unprecedented", "sacred", "naked",   "seed",    "breed",   "so-called", "alleged",
      "armed",  "continued",     "united", "related", "based",   "wicked",  "ragged",    "hatred"};
  return words;
}

struct TenseWord {
  std::string lower;
  bool capital = false;
};

// Whether a full stop that ends at `at` ends a sentence: not that of "Dec." or "Mr.".
bool EndsSentence(std::string_view text, size_t at) {
  const std::string_view word = WordBefore(text, at);
  return word.size() > 4 || word.empty() || !IsCapitalised(word);
}

bool IsStop(std::string_view text, size_t at) {
  const char c = text[at];
  if (c == '.') return !IsDigit(text, at + 1) && EndsSentence(text, at);
  return c == '!' || c == '?' || c == ';' || c == '\n';
}

// The word in lower case. The month is not the verb: "June 3 or May 5 and".
TenseWord ReadTenseWord(std::string_view word) {
  return {word == "May" ? "in" : LowerWord(word), IsCapitalised(word)};
}

// The words of the sentence before `at`, the nearest first.
std::vector<TenseWord> WordsBefore(std::string_view text, size_t at) {
  std::vector<TenseWord> out;
  const size_t from = at > kTenseReach ? at - kTenseReach : 0;
  while (at > from && out.size() < kMostWordsBack) {
    const std::string_view word = WordBefore(text, at);
    if (!word.empty()) {
      out.push_back(ReadTenseWord(word));
      at -= word.size();
      continue;
    }
    if (IsStop(text, at - 1)) break;
    at -= DecodeUtf8Before(text.data(), text.data() + at).size;
  }
  return out;
}

// The words after, to the end of the sentence.
std::vector<TenseWord> WordsAfter(std::string_view text, size_t at) {
  std::vector<TenseWord> out;
  const size_t to = std::min(text.size(), at + kTenseReach);
  while (at < to && out.size() < kMostAfter) {
    const std::string_view word = WordAt(text, at);
    if (!word.empty()) {
      out.push_back(ReadTenseWord(word));
      at += word.size();
      continue;
    }
    if (IsStop(text, at)) break;
    at += DecodeUtf8(text.data() + at, text.data() + text.size()).size;
  }
  return out;
}

bool IsPastForm(const std::string& word) {
  if (PastWords().contains(word)) return true;
  return word.size() > 4 && word.ends_with("ed") && !NoVerbs().contains(word);
}

// Whether a word before a verb shows that the verb is of the present and of several: "polls open".
bool IsOfMany(const std::string& word) {
  return word == "they" || word == "we" || word == "i" || word == "you" ||
         (word.size() > 3 && word.ends_with("s") && !word.ends_with("ss"));
}

// Whether `word` is one that "he'd" and "they're" begin with. In "d'asilo" it is none.
bool IsPronoun(const std::string& word) {
  static const Words words = {"i",    "he",  "she",   "it",   "we",  "you",
                              "they", "who", "there", "that", "what"};
  return words.contains(word);
}

// What a word says, `before` the one that comes before it and `after` the one after it.
Tense Says(const std::string& word, const std::string& before, const std::string& after,
           size_t distance) {
  if (word == "won" && after == "t") return Tense::kFuture;
  if (word == "set") return after == "to" || after == "for" ? Tense::kFuture : Tense::kUnknown;
  if (word == "going" || word == "about" || word == "plan" || word == "wants" || word == "want") {
    return after == "to" ? Tense::kFuture : Tense::kUnknown;
  }
  if ((word == "see" && after == "you") || (word == "let" && (after == "s" || after == "us"))) {
    return Tense::kAhead;
  }
  if (word == "to" && after == "be") return Tense::kFuture;
  if ((word == "was" || word == "were") && after == "to") return Tense::kFuture;
  if (word == "is" || word == "are" || word == "isn" || word == "aren") {
    return after == "to" ? Tense::kFuture : distance <= kNear ? Tense::kAhead : Tense::kUnknown;
  }
  // "they're meeting on Friday"
  if ((word == "m" || word == "re") && IsPronoun(before)) return Tense::kAhead;
  if (word == "d" && IsPronoun(before))
    return IsPastForm(after) || after == "been" ? Tense::kPast : Tense::kFuture;
  if (word == "don" || word == "doesn") {
    return distance <= kNear ? Tense::kAhead : Tense::kUnknown;
  }
  if (word == "has" || word == "have" || word == "ve") {
    return after == "to" ? Tense::kFuture : Tense::kPast;
  }
  if (FutureWords().contains(word)) {
    if (before == "than" || before == "as") return Tense::kUnknown;  // than expected
    // "could have", "would have"
    return after == "have" && word != "will" ? Tense::kPast : Tense::kFuture;
  }
  if (ScheduledWords().contains(word)) return Tense::kAhead;
  if (ScheduledOfMany().contains(word) && IsOfMany(before) && after != "of") return Tense::kAhead;
  if (word == "agreed" && (after == "in" || after == "on")) return Tense::kPast;
  if (IsPastForm(word)) {
    // "will be delayed": what comes before decides.
    if (before == "be" || before == "get") return Tense::kUnknown;
    if (OneForm().contains(word) && (before == "to" || FutureWords().contains(before))) {
      return Tense::kUnknown;
    }
    if (before == "is" || before == "are") return Tense::kAhead;
    return Tense::kPast;
  }
  return Tense::kUnknown;
}

}  // namespace

bool IsPastEvent(std::string_view word) {
  static const Words words = {
      "attack",    "attacks",    "riot",         "riots",      "bombing",    "bombings",
      "massacre",  "assault",    "crash",        "earthquake", "quake",      "killing",
      "killings",  "shooting",   "shootings",    "coup",       "invasion",   "raid",
      "raids",     "disaster",   "tsunami",      "explosion",  "explosions", "blast",
      "blasts",    "uprising",   "insurrection", "storming",   "murder",     "murders",
      "atrocity",  "atrocities", "hijackings",   "hijackers",  "onslaught",  "tragedy",
      "terrorist", "terror",     "suicide",      "crackdown",  "stampede",   "flood",
      "floods",    "plot",       "revolution",   "revolt",     "rebellion",  "mutiny",
      "putsch",    "ambush",     "airstrike",    "airstrikes", "derailment", "accident",
      "landslide", "genocide",   "pogrom",       "kidnapping", "abduction",  "robbery",
      "wildfire",  "eruption"};
  return words.contains(word);
}

bool IsPlannedFor(std::string_view text, size_t at) {
  static const Words words = {"will", "shall", "ll", "due", "scheduled", "slated", "planned"};
  size_t distance = 0;
  for (const TenseWord& word : WordsBefore(text, at)) {
    if (distance == 0 && word.lower == "by") return true;
    if (words.contains(word.lower)) return true;
    if (++distance > 2 * kNear) return false;
  }
  return false;
}

Tense TenseAt(std::string_view text, size_t begin, size_t end) {
  const std::string none;
  const std::vector<TenseWord> before = WordsBefore(text, begin);
  const std::vector<TenseWord> after = WordsAfter(text, end);
  // "He said the vote on Sunday will be close."
  if (!after.empty() && Is(text, end, " ")) {
    const std::string& next = after[0].lower;
    if (next == "will" || next == "would") return Tense::kFuture;
  }
  bool weak = false, infinitive = false;
  if (!before.empty()) {
    const std::string& near = before[0].lower;
    if (near == "beginning" || near == "starting" || near == "commencing") return Tense::kAhead;
    // "raised its dividend, payable on May 29"
    const size_t on = near == "on" && before.size() > 1 ? 1 : 0;
    if (before[on].lower == "payable") return Tense::kFuture;
    // "From Friday, it costs more."
    if (near == "from" && before.size() == 1) weak = true;
    if (near == "until" || near == "till" || near == "to") {
      for (size_t i = 1; i < std::min<size_t>(before.size(), kNear); ++i) {
        if (PutOffWords().contains(before[i].lower)) return Tense::kFuture;
      }
    }
    // "The film, out on Friday, is long."
    const size_t out = near == "on" ? 1 : 0;
    if (before.size() > out + 1 && before[out].lower == "out" &&
        !IsPastForm(before[out + 1].lower) && !before[out + 1].lower.ends_with("ing")) {
      return Tense::kAhead;
    }
  }
  for (size_t i = 0; i < before.size(); ++i) {
    const TenseWord& word = before[i];
    const bool first = i + 1 == before.size();
    if (word.capital && !first) continue;  // a name
    if (i == 0 && (word.lower == "until" || word.lower == "till" || word.lower == "by" ||
                   word.lower == "before")) {
      weak = true;
    }
    if (word.lower == "to" && i > 0 && !before[i - 1].capital) infinitive = true;
    const Tense tense = Says(word.lower, first ? none : before[i + 1].lower,
                             i == 0 ? none : before[i - 1].lower, i);
    if (tense != Tense::kUnknown) return tense;
  }
  for (size_t i = 0; i < after.size(); ++i) {
    const TenseWord& word = after[i];
    if (word.capital) continue;
    if (i < 3 && IsPastEvent(word.lower)) return Tense::kPast;
    const Tense tense = Says(word.lower, i == 0 ? none : after[i - 1].lower,
                             i + 1 < after.size() ? after[i + 1].lower : none, kNear + 1);
    // "Friday's delayed match will": a participle is no verb here.
    if (tense == Tense::kPast && i < 2 && word.lower.ends_with("ed") && after[0].lower == "s") {
      continue;
    }
    if (tense != Tense::kUnknown) return tense;
  }
  if (weak) return Tense::kAhead;
  return infinitive ? Tense::kAhead : Tense::kUnknown;
}

}  // namespace textmill::entities
