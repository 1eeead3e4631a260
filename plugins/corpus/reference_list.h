// A list of words with their counts, CSV or TSV, of a corpus that is not there itself: what
// keywords may be compared with.
//
// A pure function of the file; what is wrong with it is thrown as an Error.
#ifndef TEXTMILL_PLUGINS_CORPUS_REFERENCE_LIST_H_
#define TEXTMILL_PLUGINS_CORPUS_REFERENCE_LIST_H_

#include <cstddef>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "plugins/corpus/term_choice.h"

namespace textmill::corpus {

struct ReferenceList {
  std::vector<std::pair<std::string, uint64_t>> terms;  // written as the corpus' own
  uint64_t size = 0;                                    // of the corpus, in words
  std::string warning;                                  // where some are not like the corpus' own
};

// `size`: as the user gives it, or 0 for the sum of the counts. `n_words`: how many a term has.
ReferenceList ReadReferenceList(const std::string& path, uint64_t size, size_t n_words,
                                const TermChoice& choice);

}  // namespace textmill::corpus

#endif  // TEXTMILL_PLUGINS_CORPUS_REFERENCE_LIST_H_
