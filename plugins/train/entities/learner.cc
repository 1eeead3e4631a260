#include "plugins/train/entities/learner.h"

#include <algorithm>

namespace textmill::entities {

template <class Use>
void Learner::ForEachToken(const LabelledDocument& document, const std::vector<Label>* labels,
                           Use use) const {
  Features features(knowledge_, lexicon_);
  features.Begin(document.document);
  if (labels != nullptr) features.BeginLabels(*labels);
  const auto& tokens = document.document.tokens;
  FeatureList list;
  size_t begin = 0;
  for (const uint32_t end : document.document.sentence_ends) {
    features.BeginSentence(begin, end);
    for (size_t i = begin; i < end; ++i) {
      list.clear();
      for (int offset = -kReach; offset <= kReach; ++offset) {
        const auto at = static_cast<ptrdiff_t>(i) + offset;
        const bool in = at >= static_cast<ptrdiff_t>(begin) && at < static_cast<ptrdiff_t>(end);
        OfWord(in ? &(*lexicon_)[tokens[static_cast<size_t>(at)].word] : nullptr, offset, &list);
      }
      features.OfPlace(i, &list);
      if (labels != nullptr) {
        features.OfLabelsAround(i, &list);
        features.OfUsage(i, &list);
      }
      use(list);
    }
    begin = end;
  }
}

void Learner::Count(const std::vector<LabelledDocument>& documents,
                    const std::vector<std::vector<Label>>* labels) {
  absl::flat_hash_map<uint64_t, uint32_t> counts;
  std::vector<uint64_t> in_order;  // so that numbers do not depend on the table
  for (size_t d = 0; d < documents.size(); ++d) {
    ForEachToken(documents[d], labels == nullptr ? nullptr : &(*labels)[d],
                 [&](const FeatureList& list) {
                   for (const uint64_t f : list) {
                     if (++counts[f] == options_.least && !features_.contains(f)) {
                       in_order.push_back(f);
                     }
                   }
                 });
  }
  for (const uint64_t f : in_order) {
    const auto number = static_cast<uint32_t>(features_.size());
    features_.emplace(f, number);
  }
  say_(std::to_string(counts.size()) + " features, " + std::to_string(features_.size()) + " kept");
}

Examples Learner::MakeExamples(const std::vector<const LabelledDocument*>& documents,
                               const std::vector<std::vector<Label>>* labels) const {
  Examples out;
  for (size_t d = 0; d < documents.size(); ++d) {
    const LabelledDocument& document = *documents[d];
    const auto first = static_cast<uint32_t>(out.features_end.size());
    ForEachToken(document, labels == nullptr ? nullptr : &(*labels)[d],
                 [&](const FeatureList& list) {
                   for (const uint64_t f : list) {
                     const auto at = features_.find(f);
                     if (at != features_.end()) out.features.push_back(at->second);
                   }
                   out.features_end.push_back(out.features.size());
                 });
    out.labels.insert(out.labels.end(), document.labels.begin(), document.labels.end());
    uint32_t begin = 0;
    for (const uint32_t end : document.document.sentence_ends) {
      out.sentences.push_back({first + begin, first + end, document.weight, document.unmarked});
      begin = end;
    }
  }
  return out;
}

namespace {

std::vector<Label> PredictAll(const Crf& crf, const Examples& examples) {
  std::vector<Label> all, labels;
  for (size_t s = 0; s < examples.sentences.size(); ++s) {
    crf.Predict(examples, s, &labels);
    all.insert(all.end(), labels.begin(), labels.end());
  }
  return all;
}

}  // namespace

void Learner::Learn(const std::vector<LabelledDocument>& documents) {
  Count(documents, nullptr);
  std::vector<const LabelledDocument*> all;
  all.reserve(documents.size());
  for (const auto& document : documents) all.push_back(&document);
  const auto train = [&](const char* what, const Examples& examples, const CrfOptions& options,
                         const std::vector<uint32_t>& sentences, Crf* crf) {
    crf->Train(examples, sentences, features_.size(), options, [&](int round, double loss) {
      if (round == options.rounds || round % 4 == 0) {
        say_(std::string(what) + ", round " + std::to_string(round) + ": loss " +
             std::to_string(loss));
      }
    });
  };
  std::vector<std::vector<Label>> guesses(documents.size());
  {
    const Examples examples = MakeExamples(all, nullptr);
    std::vector<uint32_t> sentences(examples.sentences.size());
    for (uint32_t s = 0; s < sentences.size(); ++s) sentences[s] = s;
    train("first tagger", examples, options_.first, sentences, &first_);
    if (!has_second()) return;
    for (uint32_t fold = 0; fold < options_.folds; ++fold) {
      std::vector<uint32_t> others;
      std::vector<std::pair<size_t, uint32_t>> held;  // document, first sentence
      uint32_t s = 0;
      for (size_t d = 0; d < documents.size(); ++d) {
        const auto n = static_cast<uint32_t>(documents[d].document.sentence_ends.size());
        if (d % options_.folds == fold) {
          held.emplace_back(d, s);
        } else {
          for (uint32_t k = 0; k < n; ++k) others.push_back(s + k);
        }
        s += n;
      }
      Crf crf;
      CrfOptions quick = options_.first;
      quick.rounds = std::max(2, quick.rounds / 2);
      train(("part " + std::to_string(fold + 1)).c_str(), examples, quick, others, &crf);
      std::vector<Label> labels;
      for (const auto& [d, first] : held) {
        for (uint32_t k = 0; k < documents[d].document.sentence_ends.size(); ++k) {
          crf.Predict(examples, first + k, &labels);
          guesses[d].insert(guesses[d].end(), labels.begin(), labels.end());
        }
      }
    }
  }
  Count(documents, &guesses);
  const Examples examples = MakeExamples(all, &guesses);
  std::vector<uint32_t> sentences(examples.sentences.size());
  for (uint32_t s = 0; s < sentences.size(); ++s) sentences[s] = s;
  train("second tagger", examples, options_.second, sentences, &second_);
}

std::vector<Label> Learner::Predict(const LabelledDocument& document) const {
  const std::vector<Label> labels = PredictAll(first_, MakeExamples({&document}, nullptr));
  if (!has_second()) return labels;
  const std::vector<std::vector<Label>> given{labels};
  return PredictAll(second_, MakeExamples({&document}, &given));
}

}  // namespace textmill::entities
