// Makes more of annotated documents: copies with other names of the same types in the places of
// theirs, and copies in capitals, as headlines are.
#ifndef TEXTMILL_PLUGINS_ENTITIES_TRAIN_AUGMENT_H_
#define TEXTMILL_PLUGINS_ENTITIES_TRAIN_AUGMENT_H_

#include <string>
#include <vector>

#include "plugins/train/entities/corpus.h"

namespace textmill::entities {

// Names to put in the places of others, by type. Those of the documents themselves come first; then
// names of lists.
class NamePool {
 public:
  NamePool(const std::vector<LabelledDocument>& documents, const Types& types);
  // Adds names of a list.
  void Add(size_t type, const std::vector<std::string>& names);

  // Another name like `name`: in as many words, of people word by word; an acronym for an acronym.
  // The name itself where there is none. `choice` picks.
  std::string Other(size_t type, const std::string& name, uint64_t choice) const;

 private:
  // Of people: first words, last words. Of others: acronyms, single words, longer names.
  static size_t Kind(const std::string& name);
  struct Names {
    std::vector<std::string> kinds[3];
    std::vector<std::string> first, last;
  };
  std::vector<Names> by_type_;
  size_t people_;
};

// A copy with other names, the same one for the same name; `seed` picks them.
LabelledDocument WithOtherNames(const LabelledDocument& document, const NamePool& pool,
                                size_t people, uint64_t seed, Lexicon* lexicon);

// A copy in capitals of every `each`-th sentence, from `first` on.
LabelledDocument InCapitals(const LabelledDocument& document, size_t first, size_t each,
                            Lexicon* lexicon);

// A copy in which hyphens and full stops are tokens of their own, as other tokenisers cut text that
// comes in pieces: "U . S .".
LabelledDocument CutApart(const LabelledDocument& document, Lexicon* lexicon);

}  // namespace textmill::entities

#endif  // TEXTMILL_PLUGINS_ENTITIES_TRAIN_AUGMENT_H_
