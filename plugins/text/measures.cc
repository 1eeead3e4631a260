#include "plugins/text/measures.h"

#include <algorithm>
#include <optional>
#include <string_view>

#include "absl/container/flat_hash_map.h"
#include "plugins/lib/unicode/characters.h"
#include "plugins/lib/unicode/dictionary.h"
#include "plugins/lib/unicode/sentences.h"
#include "plugins/lib/unicode/words.h"
#include "plugins/text/diversity.h"
#include "plugins/text/readability.h"
#include "plugins/text/syllables.h"

namespace textmill::text {
namespace {

struct Everything {
  Diversity diversity;
  ReadabilityCounts counts;
  Readability readability;
};

struct CountColumn {
  const char *name, *doc;
  size_t (*value)(const Everything&);
};
constexpr CountColumn kCounts[] = {
    {"words", "N: words, as `corpus.frequencies` counts them",
     [](const Everything& e) { return e.diversity.tokens; }},
    {"types", "V: different words", [](const Everything& e) { return e.diversity.types; }},
    {"hapaxes", "V1: words that occur once",
     [](const Everything& e) { return e.diversity.hapaxes; }},
    {"sentences", "S: sentences, as `text.split` cuts them",
     [](const Everything& e) { return e.counts.sentences; }},
    {"word_characters", "C: characters of all words, letters, digits and marks",
     [](const Everything& e) { return e.counts.characters; }},
    {"word_letters", "L: letters of all words, with their marks",
     [](const Everything& e) { return e.counts.letters; }},
    {"syllables", "Y: syllables of all words, by their spelling",
     [](const Everything& e) { return e.counts.syllables; }},
    {"monosyllables", "Y1: words of one syllable",
     [](const Everything& e) { return e.counts.monosyllables; }},
    {"polysyllables", "Y3: words of three and more syllables",
     [](const Everything& e) { return e.counts.polysyllables; }},
    {"long_words", "LW: words of more than six characters",
     [](const Everything& e) { return e.counts.long_words; }},
};

struct ValueColumn {
  const char *name, *doc;
  std::optional<double> Diversity::*diversity;
  std::optional<double> Readability::*readability;
};
constexpr ValueColumn kValues[] = {
    {"ttr", "type-token ratio, V/N", &Diversity::ttr, nullptr},
    {"guiraud", "Guiraud's R (root TTR), V/√N", &Diversity::guiraud, nullptr},
    {"cttr", "Carroll's corrected TTR, V/√(2N)", &Diversity::cttr, nullptr},
    {"herdan_c", "Herdan's C (log TTR), ln V / ln N", &Diversity::herdan_c, nullptr},
    {"maas_a2", "Maas' a², (ln N − ln V) / (ln N)²", &Diversity::maas_a2, nullptr},
    {"dugast_u", "Dugast's U, (log10 N)² / (log10 N − log10 V)", &Diversity::dugast_u, nullptr},
    {"summer_s", "Summer's S, log10 log10 V / log10 log10 N", &Diversity::summer_s, nullptr},
    {"yule_k", "Yule's K, 10⁴ (Σf² − N) / N²", &Diversity::yule_k, nullptr},
    {"yule_i", "Yule's I, V² / (Σf² − V)", &Diversity::yule_i, nullptr},
    {"simpson_d", "Simpson's D, Σ f(f − 1) / (N(N − 1))", &Diversity::simpson_d, nullptr},
    {"herdan_vm", "Herdan's Vm, √(Σ(f/N)² − 1/V)", &Diversity::herdan_vm, nullptr},
    {"sichel_s", "Sichel's S, V2/V, V2 being the words that occur twice", &Diversity::sichel_s,
     nullptr},
    {"honore_r", "Honoré's R, 100 ln N / (1 − V1/V)", &Diversity::honore_r, nullptr},
    {"brunet_w", "Brunet's W, N to the power of V^−0.172", &Diversity::brunet_w, nullptr},
    {"mattr", "moving-average TTR: the mean of all windows of `window` words", &Diversity::mattr,
     nullptr},
    {"msttr", "mean segmental TTR: of the whole segments of `window` words", &Diversity::msttr,
     nullptr},
    {"mtld",
     "measure of textual lexical diversity: words a stretch until its TTR is `threshold`, "
     "mean of both directions",
     &Diversity::mtld, nullptr},
    {"hdd", "HD-D: the chance that `draws` words drawn have a word, over all words / `draws`",
     &Diversity::hdd, nullptr},
    {"flesch",
     "Flesch reading ease in the form of `language`; English: 206.835 − 1.015 N/S − 84.6 "
     "Y/N",
     nullptr, &Readability::flesch},
    {"flesch_kincaid", "Flesch-Kincaid grade, 0.39 N/S + 11.8 Y/N − 15.59", nullptr,
     &Readability::flesch_kincaid},
    {"ari", "automated readability index, 4.71 C/N + 0.5 N/S − 21.43", nullptr, &Readability::ari},
    {"coleman_liau", "Coleman-Liau index, 5.88 L/N − 29.6 S/N − 15.8", nullptr,
     &Readability::coleman_liau},
    {"gunning_fog", "Gunning's fog index, 0.4 (N/S + 100 Y3/N)", nullptr,
     &Readability::gunning_fog},
    {"smog", "SMOG grade, 1.043 √(30 Y3/S) + 3.1291", nullptr, &Readability::smog},
    {"forcast", "FORCAST grade, 20 − 15 Y1/N", nullptr, &Readability::forcast},
    {"lix", "Björnsson's LIX, N/S + 100 LW/N", nullptr, &Readability::lix},
    {"rix", "Anderson's RIX, LW/S", nullptr, &Readability::rix},
    {"gulpease", "Gulpease index, 89 + (300 S − 10 L)/N", nullptr, &Readability::gulpease},
};

// What there is to say of a value of this column; "" when nothing.
std::string Note(const Everything& of, const ValueColumn& column, bool there,
                 const DiversitySettings& settings) {
  const Diversity& d = of.diversity;
  const std::string_view name = column.name;
  if (d.tokens == 0) return "no words";
  if (there) {
    return d.short_of_window && (name == "mattr" || name == "msttr")
               ? "fewer words than the window, so of the text as a whole"
               : "";
  }
  if (column.readability != nullptr && !of.counts.has_syllables)
    return "the script does not tell syllables";
  if (name == "hdd") return "fewer than " + std::to_string(settings.draws) + " words";
  if (name == "mtld") return "the ratio never falls, so there is no stretch";
  return d.tokens == 1 ? "a single word" : "the formula divides by zero";
}

}  // namespace

struct Measures::Scratch final : Lane {
  unicode::Words words;
  unicode::Dictionary dictionary;
  std::vector<unicode::Span> sentences;
  std::vector<uint32_t> order;  // the words as numbers
  absl::flat_hash_map<std::string_view, uint32_t> numbers;

  Everything Measure(std::string_view text, bool cut, bool english, std::string_view language,
                     const DiversitySettings& settings);
};

Everything Measures::Scratch::Measure(std::string_view text, bool cut, bool english,
                                      std::string_view language,
                                      const DiversitySettings& settings) {
  Everything out;
  words.Split(text);
  if (cut) words.CutByDictionary(&dictionary);
  unicode::FindSentences(text, &sentences);
  order.clear();
  numbers.clear();
  struct OfWord {
    size_t characters, letters, syllables;
  };
  std::vector<OfWord> known;
  ReadabilityCounts& counts = out.counts;
  for (size_t i = 0; i < words.size(); ++i) {
    const std::string_view word = words[i];
    const auto next = static_cast<uint32_t>(known.size());
    const auto [at, is_new] = numbers.try_emplace(word, next);
    if (is_new) {
      const unicode::CharacterCounts kinds = unicode::CountKinds(word);
      known.push_back({kinds.characters, kinds.letters, CountSyllables(word, english)});
    }
    order.push_back(at->second);
    const OfWord& of = known[at->second];
    counts.characters += of.characters;
    counts.letters += of.letters;
    counts.syllables += of.syllables;
    counts.monosyllables += of.syllables == 1;
    counts.polysyllables += of.syllables >= 3;
    counts.long_words += of.characters > 6;
    counts.has_syllables = counts.has_syllables && of.syllables > 0;
  }
  counts.words = words.size();
  counts.sentences = sentences.size();
  out.diversity = Diverse(order, known.size(), settings);
  out.readability = Readable(counts, language);
  return out;
}

Measures::Measures() {
  Describe("text.measures", "1.0.0",
           "Measures each text's vocabulary (type-token ratio, MATTR, MTLD, HD-D, ...) and "
           "readability (Flesch, ARI, LIX, ...), with the counts that they are made of.");
  Explain(
      "Adds the columns below and drops nothing. Every formula is made of counts that are given "
      "beside it, so that others can recompute it. "
      "[docs/corpus-analysis.md](../corpus-analysis.md) "
      "has the sources, and tells where other programs give other numbers.\n"
      "\n"
      "Words are counted as `corpus.frequencies` counts them: in lower case, and an apostrophe or "
      "a "
      "hyphen parts words. Syllables are counted by spelling: no dictionary. A cell that cannot be "
      "computed is empty, and `measures_why` tells the reason.",
      "- uses: text.measures\n"
      "  with: { measures: [words, mattr, mtld, flesch], window: 100 }\n");
  for (const CountColumn& column : kCounts) counts_.emplace_back(this, column.name, column.doc);
  for (const ValueColumn& column : kValues) values_.emplace_back(this, column.name, column.doc);
}

void Measures::Bind(Binder&) {
  std::vector<std::string> unknown = measures_.get();
  const auto wanted = [&](const std::string& name) {
    std::erase(unknown, name);
    return !measures_.present() ||
           std::find(measures_->begin(), measures_->end(), name) != measures_->end();
  };
  for (auto& column : counts_) column.Enable(wanted(column.field().name));
  for (auto& column : values_) column.Enable(wanted(column.field().name));
  why_.Enable(true);
  if (unknown.empty()) return;
  std::string names;
  for (const CountColumn& column : kCounts) names += std::string(column.name) + ", ";
  for (const ValueColumn& column : kValues) names += std::string(column.name) + ", ";
  throw Error("there is no measure `" + unknown[0] + "`")
      .Parameter("measures")
      .Hint("The measures are " + names.substr(0, names.size() - 2) + ".");
}

std::unique_ptr<Lane> Measures::NewLane() const { return std::make_unique<Scratch>(); }

void Measures::Process(const Batch& batch, Reply& reply, Lane* lane) const {
  auto& scratch = static_cast<Scratch&>(*lane);
  const DiversitySettings settings{static_cast<size_t>(window_.get()), threshold_,
                                   static_cast<size_t>(draws_.get())};
  const auto texts = batch[text_];
  for (int64_t row = 0; row < batch.rows(); ++row) {
    if (texts.IsNull(row)) {
      for (const auto& column : counts_)
        if (column.enabled()) reply[column].AppendNull();
      for (const auto& column : values_)
        if (column.enabled()) reply[column].AppendNull();
      reply[why_].Append("no text");
      continue;
    }
    const Everything measured =
        scratch.Measure(texts[row], cut_ == "auto", language_ == "en", language_.get(), settings);
    const bool no_syllables = !measured.counts.has_syllables;
    bool lacks_syllables = false;  // in a column that is asked for
    for (size_t i = 0; i < counts_.size(); ++i) {
      if (!counts_[i].enabled()) continue;
      const std::string_view name = kCounts[i].name;
      if (no_syllables && name.find("syllables") != name.npos) {
        lacks_syllables = true;
        reply[counts_[i]].AppendNull();
      } else {
        reply[counts_[i]].Append(static_cast<int64_t>(kCounts[i].value(measured)));
      }
    }
    std::vector<std::pair<std::string, std::string>> notes;  // what there is to say, of which
    const auto note = [&](const std::string& what, std::string_view of) {
      for (auto& [text, names] : notes) {
        if (text == what) return void(names.append(", ").append(of));
      }
      notes.emplace_back(what, of);
    };
    for (size_t i = 0; i < values_.size(); ++i) {
      if (!values_[i].enabled()) continue;
      const ValueColumn& column = kValues[i];
      const std::optional<double> value = column.diversity != nullptr
                                              ? measured.diversity.*column.diversity
                                              : measured.readability.*column.readability;
      value ? reply[values_[i]].Append(*value) : reply[values_[i]].AppendNull();
      if (const std::string what = Note(measured, column, value.has_value(), settings);
          !what.empty())
        note(what, column.name);
    }
    if (lacks_syllables) note("the script does not tell syllables", "syllables");
    std::string why;
    for (const auto& [what, names] : notes)
      why +=
          (why.empty() ? "" : "; ") + (measured.diversity.tokens == 0 ? "" : names + ": ") + what;
    why.empty() ? reply[why_].AppendNull() : reply[why_].Append(why);
  }
}

}  // namespace textmill::text
