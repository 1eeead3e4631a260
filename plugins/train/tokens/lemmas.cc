#include "plugins/train/tokens/lemmas.h"

#include <algorithm>
#include <set>
#include <tuple>

#include "plugins/lib/tagger/chars.h"
#include "plugins/lib/tagger/hash_table.h"

namespace textmill::token_model {
namespace {

// A word with one label, and the script that is right most often.
struct Item {
  std::string form, lower;
  WordKind kind;
  uint32_t label;
  LemmaScript script;
  double vote;  // of how much weight its word is for endings
};

// Words that a dictionary has say less of what to expect in text, and so does what a word in lower
// case would be at the beginning of a sentence, or in a headline: few such words are in a treebank.
constexpr double kVoteOfFact = 0.3, kVoteOfMade = 0.3;

using Votes = std::map<LemmaScript, double>;
using Rules = std::map<uint32_t, LemmaScript>;

const LemmaScript& Winner(const Votes& votes) {
  return std::max_element(votes.begin(), votes.end(),
                          [](const auto& a, const auto& b) { return a.second < b.second; })
      ->first;
}

uint32_t KeyOf(uint64_t hash) { return entities::HashTable::Key(hash); }

// The first letter, or all of them, as capitals: of ASCII, which is enough to learn endings from.
std::string Capitals(const std::string& word, size_t most) {
  std::string out = word;
  for (size_t i = 0; i < std::min(most, out.size()); ++i) {
    if (out[i] >= 'a' && out[i] <= 'z') out[i] = static_cast<char>(out[i] - 32);
  }
  return out;
}

// What the rules for endings of at most `longest` bytes say.
LemmaScript Predicted(const Rules& rules, const Item& item, size_t longest) {
  for (size_t bytes = std::min(longest, item.lower.size());; --bytes) {
    const auto rule = rules.find(KeyOf(EndingRule(item.lower, bytes, item.kind, item.label)));
    if (rule != rules.end()) return rule->second;
    if (bytes == 0) return LemmaScript{};
  }
}

// From the shortest endings to the longest: one gets a rule when it says something else than the
// one that is shorter. A word speaks for its endings once, however often it comes.
Rules LearnEndings(const std::vector<Item>& items) {
  Rules rules;
  for (size_t bytes = 0; bytes <= kMostEnding; ++bytes) {
    std::map<uint32_t, std::pair<Votes, const Item*>> endings;
    for (const Item& item : items) {
      if (item.lower.size() < bytes) continue;
      auto& [votes, any] = endings[KeyOf(EndingRule(item.lower, bytes, item.kind, item.label))];
      votes[item.script] += item.vote;
      any = &item;
    }
    Rules more;
    for (const auto& [key, ending] : endings) {
      const auto& [votes, item] = ending;
      const LemmaScript& best = Winner(votes);
      if (bytes > 0) {
        const LemmaScript before = Predicted(rules, *item, bytes - 1);
        const auto same = votes.find(before);
        const double gain = votes.at(best) - (same != votes.end() ? same->second : 0);
        // One word says little about all with its ending.
        if (best == before || gain < 2) continue;
      }
      more[key] = best;
    }
    rules.insert(more.begin(), more.end());
  }
  return rules;
}

}  // namespace

LemmaRules LearnLemmas(const std::vector<LemmaExample>& examples,
                       const std::vector<LemmaExample>& facts,
                       const std::function<bool(const std::string& lower)>& listed,
                       const std::function<bool(uint32_t label)>& is_name) {
  using Word = std::pair<std::string, uint32_t>;
  std::map<Word, std::map<std::string, double>> by_word;
  for (const LemmaExample& example : examples)
    by_word[{example.form, example.label}][example.lemma] += example.count;
  std::vector<Item> items, made;
  std::set<Word> seen;
  const auto add = [&](const Word& word, const std::string& lemma, double vote) {
    std::string lower;
    entities::AppendLower(word.first, &lower);
    const LemmaScript script = ScriptFor(word.first, lower, lemma);
    const bool known = listed(lower);
    items.push_back(
        {word.first, lower, {CaseOf(word.first, lower), known}, word.second, script, vote});
    seen.emplace(lower, word.second);
    if (word.first != lower || script.from != LemmaScript::kLower || lower.size() < 2) return;
    for (const size_t most : {size_t{1}, lower.size()}) {
      const std::string form = Capitals(lower, most);
      if (form == lower) continue;
      made.push_back(
          {form, lower, {CaseOf(form, lower), known}, word.second, script, kVoteOfMade * vote});
    }
  };
  for (const auto& [word, lemmas] : by_word) {
    const auto best =
        std::max_element(lemmas.begin(), lemmas.end(),
                         [](const auto& a, const auto& b) { return a.second < b.second; });
    add(word, best->first, 1);
  }
  for (const LemmaExample& fact : facts) {
    if (seen.count({fact.form, fact.label}) == 0)
      add({fact.form, fact.label}, fact.lemma, kVoteOfFact);
  }
  std::vector<Item> all = items;
  all.insert(all.end(), made.begin(), made.end());
  Rules rules = LearnEndings(all);
  // Words that endings get wrong: first those in lower case, which others go by, too, as they are
  // or as they would be with capitals; then others.
  Rules of_words;
  const auto check = [&](const Item& item) {
    const auto of_lower = of_words.find(KeyOf(WordRule(item.lower, item.label)));
    std::string said, right;
    const bool as_lower = item.form == item.lower || !is_name(item.label);
    if (as_lower && of_lower != of_words.end()) {
      Apply(of_lower->second, item.lower, item.lower, &said);
    } else {
      Apply(Predicted(rules, item, kMostEnding), item.form, item.lower, &said);
    }
    Apply(item.script, item.form, item.lower, &right);
    return said == right;
  };
  for (const Item& item : items) {
    if (item.form == item.lower && !check(item))
      of_words[KeyOf(WordRule(item.form, item.label))] = item.script;
  }
  for (const Item& item : made) {
    if (!check(item)) of_words[KeyOf(WordRule(item.lower, item.label))] = item.script;
  }
  for (const Item& item : items) {
    if (item.form != item.lower && !check(item))
      of_words[KeyOf(WordRule(item.form, item.label))] = item.script;
  }
  rules.insert(of_words.begin(), of_words.end());
  LemmaRules out;
  std::map<LemmaScript, uint16_t> numbers;
  for (const auto& [key, script] : rules) {
    const auto [at, is_new] = numbers.try_emplace(script, static_cast<uint16_t>(numbers.size()));
    if (is_new) out.scripts.push_back(script);
    out.rules[key] = at->second;
  }
  return out;
}

}  // namespace textmill::token_model
