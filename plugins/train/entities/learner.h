// Learns a tagger from annotated documents: finds out which features there are, trains a first
// tagger, labels the documents with taggers that have not seen them, and trains a second one that
// is given these labels.
#ifndef TEXTMILL_PLUGINS_ENTITIES_TRAIN_LEARNER_H_
#define TEXTMILL_PLUGINS_ENTITIES_TRAIN_LEARNER_H_

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "plugins/lib/tagger/features.h"
#include "plugins/train/entities/corpus.h"
#include "plugins/train/entities/crf.h"

namespace textmill::entities {

struct LearnerOptions {
  CrfOptions first, second;
  uint32_t least = 2;  // a feature must come so often
  uint32_t folds = 3;  // 0: no second tagger
};

class Learner {
 public:
  using Say = std::function<void(const std::string&)>;
  Learner(const Knowledge* knowledge, const Lexicon* lexicon, LearnerOptions options, Say say)
      : knowledge_(knowledge), lexicon_(lexicon), options_(options), say_(std::move(say)) {}

  void Learn(const std::vector<LabelledDocument>& documents);
  // The labels of a document.
  std::vector<Label> Predict(const LabelledDocument& document) const;

  // Features by their number in the taggers' rows.
  const absl::flat_hash_map<uint64_t, uint32_t>& features() const { return features_; }
  const Crf& first() const { return first_; }
  const Crf& second() const { return second_; }
  bool has_second() const { return options_.folds > 0; }

 private:
  // Calls use(features) for each token; with labels, the second tagger's.
  template <class Use>
  void ForEachToken(const LabelledDocument& document, const std::vector<Label>* labels,
                    Use use) const;
  void Count(const std::vector<LabelledDocument>& documents,
             const std::vector<std::vector<Label>>* labels);
  Examples MakeExamples(const std::vector<const LabelledDocument*>& documents,
                        const std::vector<std::vector<Label>>* labels) const;

  const Knowledge* knowledge_;
  const Lexicon* lexicon_;
  const LearnerOptions options_;
  Say say_;
  absl::flat_hash_map<uint64_t, uint32_t> features_;
  Crf first_, second_;
};

}  // namespace textmill::entities

#endif  // TEXTMILL_PLUGINS_ENTITIES_TRAIN_LEARNER_H_
