#include "plugins/train/tokens/make_model.h"

#include <algorithm>
#include <cmath>
#include <set>
#include <unordered_map>

#include "plugins/lib/tagger/chars.h"
#include "plugins/lib/token-model/word_features.h"
#include "plugins/train/tokens/lemmas.h"
#include "textmill/error.hpp"

namespace textmill::token_model {
namespace {

using Counts = std::map<std::string, uint32_t>;
using Sentences = std::vector<AnnotatedSentence>;

std::string Lower(std::string_view word) {
  std::string lower;
  entities::AppendLower(word, &lower);
  return lower;
}

Counts CountForms(const Sentences& sentences) {
  Counts out;
  for (const auto& sentence : sentences) {
    for (const AnnotatedWord& word : sentence) ++out[word.form];
  }
  return out;
}

// Numbers of labels; those that come too seldom share one with the most frequent of their tag, or
// of their part of speech.
class LabelNumbers {
 public:
  LabelNumbers(const Sentences& treebank, size_t least) {
    std::map<Label, size_t> counts;
    for (const auto& sentence : treebank) {
      for (const AnnotatedWord& word : sentence) ++counts[word.label];
    }
    for (const auto& [label, n] : counts) {
      if (n >= least) labels_.push_back(label);
    }
    if (labels_.empty()) throw Error("no label comes often enough to be learned");
    if (labels_.size() > kMostLabels)
      throw Error("there are more than 255 pairs of UPOS and XPOS")
          .Hint("Leave out XPOS where it has many values: write `_` in its column.");
    for (uint32_t i = 0; i < labels_.size(); ++i) numbers_[labels_[i]] = i;
    for (const auto& [label, n] : counts) {
      if (n >= least) continue;
      uint32_t best = 0;
      size_t best_score = 0;
      for (uint32_t i = 0; i < labels_.size(); ++i) {
        const size_t close = (labels_[i].tag == label.tag && !label.tag.empty() ? 2U : 0U) +
                             (labels_[i].pos == label.pos ? 1U : 0U);
        const size_t score = close * 1000000000 + counts[labels_[i]];
        if (score > best_score) {
          best = i;
          best_score = score;
        }
      }
      numbers_[label] = best;
    }
  }
  uint32_t Of(const Label& label) const { return numbers_.at(label); }
  const std::vector<Label>& labels() const { return labels_; }

 private:
  std::vector<Label> labels_;
  std::map<Label, uint32_t> numbers_;
};

// The features of words, as rows of the network.
class FeatureRows {
 public:
  FeatureRows(const Counts& treebank, const Counts& text,
              const std::unordered_map<std::string, uint8_t>& classes,
              const TrainingOptions& options)
      : classes_(classes) {
    std::map<uint32_t, std::pair<uint32_t, uint32_t>> counts;
    for (const auto& [form, n] : treebank) {
      for (const WordFeature& feature : Find(form)) counts[KeyOf(feature)].first += n;
    }
    for (const auto& [form, n] : text) {
      for (const WordFeature& feature : Find(form)) counts[KeyOf(feature)].second += n;
    }
    for (const auto& [key, n] : counts) {
      if (n.first < options.least_feature && n.second < options.least_in_text) continue;
      rows_[key] = static_cast<uint32_t>(keys_.size());
      keys_.push_back(key);
    }
  }
  void Fill(const std::string& form, Example::Word* word) const {
    for (const WordFeature& feature : Find(form)) {
      const auto row = rows_.find(KeyOf(feature));
      if (row == rows_.end()) continue;
      word->features.push_back(row->second);
      word->of_form.push_back(feature.of_form);
    }
  }
  const std::vector<uint32_t>& keys() const { return keys_; }

 private:
  static uint32_t KeyOf(const WordFeature& feature) { return HashTable::Key(feature.hash); }
  std::vector<WordFeature> Find(const std::string& form) const {
    std::vector<WordFeature> out;
    const std::string lower = Lower(form);
    AppendFeatures(form, lower, &out);
    const auto listed = classes_.find(lower);
    if (listed != classes_.end()) out.push_back(ClassFeature(listed->second));
    return out;
  }

  const std::unordered_map<std::string, uint8_t>& classes_;
  std::vector<uint32_t> keys_;  // ascending
  std::unordered_map<uint32_t, uint32_t> rows_;
};

std::vector<Example> MakeExamples(const Sentences& sentences, const FeatureRows& rows,
                                  const Counts& lower_counts, const LabelNumbers* labels,
                                  float weight) {
  std::vector<Example> out;
  for (const auto& sentence : sentences) {
    Example example;
    example.weight = weight;
    CaseCounts cases;
    for (const AnnotatedWord& word : sentence) {
      const std::string lower = Lower(word.form);
      cases.Add(CaseOf(word.form, lower), lower);
      Example::Word& one = example.words.emplace_back();
      rows.Fill(word.form, &one);
      const auto known = lower_counts.find(lower);
      one.frequency = known == lower_counts.end() ? 0 : static_cast<float>(known->second);
      if (labels != nullptr) one.label = static_cast<uint16_t>(labels->Of(word.label));
    }
    example.kind = static_cast<size_t>(cases.Kind());
    out.push_back(std::move(example));
  }
  return out;
}

Counts LowerCounts(const Counts& counts) {
  Counts out;
  for (const auto& [form, n] : counts) out[Lower(form)] += n;
  return out;
}

// The classes of a lexicon as numbers, the most frequent first; beyond 255 they are left out.
std::unordered_map<std::string, uint8_t> NumberClasses(
    const std::map<std::string, std::string>& lexicon) {
  std::map<std::string, size_t> counts;
  for (const auto& [word, name] : lexicon) ++counts[name];
  std::vector<std::pair<size_t, std::string>> order;
  order.reserve(counts.size());
  for (const auto& [name, n] : counts) order.emplace_back(n, name);
  std::stable_sort(order.begin(), order.end(),
                   [](const auto& a, const auto& b) { return a.first > b.first; });
  std::map<std::string, uint8_t> numbers;
  for (size_t i = 0; i < order.size() && i < 256; ++i)
    numbers[order[i].second] = static_cast<uint8_t>(i);
  std::unordered_map<std::string, uint8_t> out;
  for (const auto& [word, name] : lexicon) {
    const auto number = numbers.find(name);
    if (number != numbers.end()) out[word] = number->second;
  }
  return out;
}

// Whole numbers in the units of the model.
class Quantiser {
 public:
  // The model's arrays are in here.
  void Fill(const Network& network, const std::vector<uint32_t>& keys, Model* model) {
    const NetworkOptions& o = network.options();
    model->width = static_cast<uint32_t>(o.width);
    model->hidden = static_cast<uint32_t>(o.hidden);
    model->reach = static_cast<uint32_t>(o.reach);
    const float vector_unit = Unit(network.vectors.value, 127);
    const float matrix_unit = Unit(network.matrices.value, kMostMatrix);
    model->added_shift = static_cast<uint32_t>(std::log2(vector_unit * matrix_unit / kHiddenUnit));
    const auto most_output = static_cast<float>(MostOutput(model->hidden));
    const float output_unit = Unit(network.outputs.value, most_output);
    // Scores are in units of 1/512.
    constexpr float kScoreUnit = 512;
    model->score_shift = static_cast<uint32_t>(std::log2(output_unit * kHiddenUnit / kScoreUnit));
    keys_ = keys;
    model->feature_keys = keys_;
    model->vectors = Fill(network.vectors.value, vector_unit, 127, &vectors_);
    model->boundaries = Fill(network.boundaries.value, vector_unit, kMostAdded, &boundaries_);
    const size_t hidden = o.hidden, width = o.width;
    std::vector<float> turned(network.matrices.value.size());
    for (size_t d = 0; d < model->distances(); ++d) {
      for (size_t k = 0; k < width; ++k) {
        for (size_t j = 0; j < hidden; ++j)
          turned[(d * hidden + j) * width + k] =
              network.matrices.value[(d * width + k) * hidden + j];
      }
    }
    model->matrices = Fill(turned, matrix_unit, kMostMatrix, &matrices_);
    std::vector<float> biases(network.kinds.value);
    for (size_t k = 0; k < biases.size(); ++k)
      biases[k] += network.bias.value[k % network.bias.value.size()];
    model->hidden_bias = Fill(biases, kHiddenUnit, kMostAdded, &bias_);
    const size_t labels = network.labels(), padded = network.padded_labels();
    turned.assign(labels * hidden, 0);
    for (size_t l = 0; l < labels; ++l) {
      for (size_t j = 0; j < hidden; ++j)
        turned[l * hidden + j] = network.outputs.value[j * padded + l];
    }
    model->outputs = Fill(turned, output_unit, most_output, &outputs_);
    turned.assign(network.output_bias.value.begin(),
                  network.output_bias.value.begin() + static_cast<ptrdiff_t>(labels));
    model->output_bias = Fill(turned, kScoreUnit, kMostScore, &output_bias_);
    turned.assign(labels * labels, 0);
    for (size_t a = 0; a < labels; ++a) {
      for (size_t b = 0; b < labels; ++b)
        turned[a * labels + b] = network.transitions.value[a * padded + b];
    }
    model->transitions = Fill(turned, kScoreUnit, kMostScore, &transitions_);
  }

 private:
  // The greatest power of two by which all but a few numbers stay within `most`.
  static float Unit(const std::vector<float>& numbers, float most) {
    std::vector<float> sizes;
    sizes.reserve(numbers.size());
    for (const float number : numbers) sizes.push_back(std::fabs(number));
    const size_t few = sizes.size() / 20000;
    std::nth_element(sizes.begin(), sizes.end() - 1 - static_cast<ptrdiff_t>(few), sizes.end());
    const float large = sizes[sizes.size() - 1 - few];
    float unit = 1;
    while (unit * 2 * large <= most && unit < 16384) unit *= 2;
    return unit;
  }
  template <class T>
  static std::span<const T> Fill(const std::vector<float>& from, float unit, float most,
                                 std::vector<T>* to) {
    for (const float number : from)
      to->push_back(static_cast<T>(std::lround(std::clamp(number * unit, -most, most))));
    return *to;
  }

  std::vector<uint32_t> keys_;
  std::vector<int8_t> vectors_;
  std::vector<int16_t> boundaries_, matrices_, bias_, outputs_;
  std::vector<int32_t> output_bias_, transitions_;
};

// Which labels frequent words have.
struct WordSets {
  std::vector<uint32_t> keys;
  std::vector<uint16_t> sets;
  std::vector<uint32_t> ends;
  std::vector<uint8_t> labels;
};

WordSets MakeWordSets(const Sentences& treebank, const LabelNumbers& labels, size_t frequent) {
  std::map<std::string, std::set<uint8_t>> by_lower;
  const Counts counts = CountForms(treebank);
  const Counts lower_counts = LowerCounts(counts);
  std::set<uint8_t> open;
  for (const auto& sentence : treebank) {
    for (const AnnotatedWord& word : sentence) {
      const auto label = static_cast<uint8_t>(labels.Of(word.label));
      const std::string lower = Lower(word.form);
      by_lower[lower].insert(label);
      if (lower_counts.at(lower) < frequent) open.insert(label);
    }
  }
  if (open.empty()) {
    for (const auto& [word, set] : by_lower) open.insert(set.begin(), set.end());
  }
  std::map<std::set<uint8_t>, uint16_t> numbers;
  std::map<uint32_t, uint16_t> words;
  WordSets out;
  const auto add = [&](const std::set<uint8_t>& set) {
    const auto [at, is_new] = numbers.try_emplace(set, static_cast<uint16_t>(numbers.size()));
    if (is_new) {
      out.labels.insert(out.labels.end(), set.begin(), set.end());
      out.ends.push_back(static_cast<uint32_t>(out.labels.size()));
    }
    return at->second;
  };
  add(open);
  for (const auto& [form, n] : counts) {
    if (n >= frequent) words[HashTable::Key(WordHash(form))] = add(by_lower.at(Lower(form)));
  }
  for (const auto& [key, set] : words) {
    out.keys.push_back(key);
    out.sets.push_back(set);
  }
  return out;
}

std::vector<LemmaExample> LemmaExamples(const Sentences& treebank, const LabelNumbers& labels) {
  std::map<std::tuple<std::string, uint32_t, std::string>, uint32_t> counts;
  for (const auto& sentence : treebank) {
    for (const AnnotatedWord& word : sentence) {
      if (!word.lemma.empty()) ++counts[{word.form, labels.Of(word.label), word.lemma}];
    }
  }
  std::vector<LemmaExample> out;
  out.reserve(counts.size());
  for (const auto& [key, n] : counts)
    out.push_back({std::get<0>(key), std::get<1>(key), std::get<2>(key), n});
  return out;
}

// Labels the text by networks that know the treebank alone.
void LabelText(const Sentences& treebank, const Counts& forms, const LabelNumbers& labels,
               const std::unordered_map<std::string, uint8_t>& classes,
               const TrainingOptions& options, const Say& say, const Sentences& text,
               std::vector<Example>* to) {
  const FeatureRows rows(forms, {}, classes, options);
  const Counts lower_counts = LowerCounts(forms);
  const auto gold = MakeExamples(treebank, rows, lower_counts, &labels, 1);
  std::vector<Network> teachers;
  for (size_t t = 0; t < options.teachers; ++t) {
    NetworkOptions how;  // which learns from little, and so leaves out more
    how.width = options.network.width;
    how.rounds = options.network.rounds;
    how.hidden = options.network.hidden;
    how.seed = options.network.seed + static_cast<uint32_t>(t) + 100;
    teachers.emplace_back(rows.keys().size(), labels.labels().size(), how);
    teachers.back().Learn(gold, {}, [&](size_t round, double loss) {
      if (round == how.rounds)
        say("teacher " + std::to_string(t + 1) + ": loss " + std::to_string(loss));
    });
  }
  const auto unlabelled = MakeExamples(text, rows, lower_counts, nullptr, 1);
  const size_t n = labels.labels().size();
  for (size_t s = 0; s < unlabelled.size(); ++s) {
    std::vector<float> sums;
    for (Network& teacher : teachers) teacher.AddProbabilities(unlabelled[s], &sums);
    for (size_t i = 0; i < unlabelled[s].words.size(); ++i) {
      const auto begin = sums.begin() + static_cast<ptrdiff_t>(i * n);
      (*to)[s].words[i].label =
          static_cast<uint16_t>(std::max_element(begin, begin + static_cast<ptrdiff_t>(n)) - begin);
    }
  }
  say("labelled " + std::to_string(text.size()) + " sentences of text");
}

// Facts that name a tag, or a part of speech, of one or more labels.
std::vector<LemmaExample> LemmaFacts(const std::vector<AnnotatedWord>& facts,
                                     const LabelNumbers& labels) {
  std::vector<LemmaExample> out;
  for (const AnnotatedWord& fact : facts) {
    for (uint32_t i = 0; i < labels.labels().size(); ++i) {
      const Label& label = labels.labels()[i];
      const bool fits = (fact.label.pos.empty() || fact.label.pos == label.pos) &&
                        (fact.label.tag.empty() || fact.label.tag == label.tag);
      if (fits) out.push_back({fact.form, i, fact.lemma, 1});
    }
  }
  return out;
}

struct Learned {
  std::unique_ptr<Network> network;
  std::vector<uint32_t> feature_keys;
};

Learned LearnNetwork(const Sources& sources, const LabelNumbers& labels,
                     const std::unordered_map<std::string, uint8_t>& classes,
                     const TrainingOptions& options, const Say& say) {
  const Sentences &treebank = sources.treebank, &text = sources.text;
  const Counts forms = CountForms(treebank), text_forms = CountForms(text);
  const FeatureRows rows(forms, text_forms, classes, options);
  say(std::to_string(labels.labels().size()) + " labels, " + std::to_string(rows.keys().size()) +
      " features");
  Counts all_forms = forms;
  for (const auto& [form, n] : text_forms) all_forms[form] += n;
  const Counts lower_counts = LowerCounts(all_forms);
  const auto gold = MakeExamples(treebank, rows, lower_counts, &labels, 1);
  std::vector<Example> more = MakeExamples(text, rows, lower_counts, nullptr, options.text_weight);
  if (!text.empty()) LabelText(treebank, forms, labels, classes, options, say, text, &more);
  auto network =
      std::make_unique<Network>(rows.keys().size(), labels.labels().size(), options.network);
  network->Learn(gold, more, [&](size_t round, double loss) {
    say("round " + std::to_string(round) + ": loss " + std::to_string(loss));
  });
  return {std::move(network), rows.keys()};
}

// The arrays stay where they are.
void TakeNetwork(const Model& from, Model* to) {
  to->width = from.width;
  to->hidden = from.hidden;
  to->reach = from.reach;
  to->added_shift = from.added_shift;
  to->score_shift = from.score_shift;
  to->feature_keys = from.feature_keys;
  to->vectors = from.vectors;
  to->boundaries = from.boundaries;
  to->matrices = from.matrices;
  to->hidden_bias = from.hidden_bias;
  to->outputs = from.outputs;
  to->output_bias = from.output_bias;
  to->transitions = from.transitions;
}

}  // namespace

std::shared_ptr<Model> MakeModel(const Sources& sources, const TrainingOptions& options,
                                 const Model* network, const Say& say) {
  const Sentences& treebank = sources.treebank;
  const LabelNumbers labels(treebank, options.least_label);
  const auto classes = NumberClasses(sources.lexicon);
  const Learned learned =
      network != nullptr ? Learned{} : LearnNetwork(sources, labels, classes, options, say);
  Model model;
  if (network != nullptr) {
    if (network->labels != labels.labels())
      throw Error("the model of `--network` has other labels than the treebank");
    TakeNetwork(*network, &model);
  }
  Quantiser quantiser;
  if (network == nullptr) quantiser.Fill(*learned.network, learned.feature_keys, &model);
  model.labels = labels.labels();
  const WordSets sets = MakeWordSets(treebank, labels, options.frequent_word);
  model.word_keys = sets.keys;
  model.word_sets = sets.sets;
  model.set_ends = sets.ends;
  model.set_labels = sets.labels;
  std::map<uint32_t, uint8_t> listed;
  for (const auto& [word, number] : classes) listed[HashTable::Key(WordHash(word))] = number;
  std::vector<uint32_t> lexicon_keys, rule_keys;
  std::vector<uint8_t> lexicon_classes;
  for (const auto& [key, number] : listed) {
    lexicon_keys.push_back(key);
    lexicon_classes.push_back(number);
  }
  model.lexicon_keys = lexicon_keys;
  model.lexicon_classes = lexicon_classes;
  const auto lemma_examples = LemmaExamples(treebank, labels);
  const LemmaRules lemmas = LearnLemmas(
      lemma_examples, LemmaFacts(sources.lemmas, labels),
      [&](const std::string& lower) { return classes.count(lower) > 0; },
      [&](uint32_t label) { return labels.labels()[label].pos == kNamePos; });
  std::vector<uint16_t> rule_scripts;
  for (const auto& [key, script] : lemmas.rules) {
    rule_keys.push_back(key);
    rule_scripts.push_back(script);
  }
  model.has_lemmas = !lemma_examples.empty();
  model.scripts = lemmas.scripts;
  model.rule_keys = rule_keys;
  model.rule_scripts = rule_scripts;
  // As it will be read: the arrays are then in bytes of its own.
  const std::string bytes = WriteModel(model);
  memory::PageVector<char> pages(bytes.begin(), bytes.end());
  auto made = ReadModel({pages.data(), pages.size()});
  made->pages = std::move(pages);
  say(std::to_string(rule_keys.size()) + " rules for lemmas, " + std::to_string(bytes.size()) +
      " bytes");
  return made;
}

}  // namespace textmill::token_model
