// Topics of a collection: latent Dirichlet allocation (Blei, Ng and Jordan 2003) by collapsed Gibbs
// sampling (Griffiths and Steyvers 2004).
//
// Documents are cut into kParts parts, however many threads there are. In a round each part counts
// from where the last round ended and goes on with its own changes alone; after the round the
// changes of all parts are added up (AD-LDA, Newman and others 2009). These are whole numbers, and
// what a part draws depends on seed, round and part; so the answer is the same for any number of
// threads.
//
// Owned by a stage and used by one thread at a time; Run starts threads of its own and ends them.
#ifndef TEXTMILL_PLUGINS_CORPUS_LDA_H_
#define TEXTMILL_PLUGINS_CORPUS_LDA_H_

#include <cstddef>
#include <cstdint>
#include <functional>
#include <span>
#include <vector>

#include "plugins/lib/memory/pages.h"

namespace textmill::corpus {

class Lda {
 public:
  static constexpr size_t kParts = 8;

  struct Settings {
    uint32_t topics = 20;
    double alpha = 0.1,
           beta = 0.01;  // of the Dirichlet priors: a topic in a document, a word in a topic
    uint64_t seed = 1;
  };
  // Of documents whose words are numbers below `words`, `tokens` in all or about so many.
  Lda(const Settings& settings, size_t words, size_t tokens = 0);
  // The next document.
  void Add(std::span<const uint32_t> document);
  // So many rounds over all words, on up to `threads` threads. False when `cancelled` ended them.
  bool Run(uint32_t rounds, uint32_t threads, const std::function<bool()>& cancelled);

  size_t documents() const { return ends_.size(); }
  std::span<const uint32_t> document(size_t d) const {
    return std::span(words_).subspan(Begin(d), ends_[d] - Begin(d));
  }
  // How many words of a document are of each topic.
  void CountTopics(size_t d, std::vector<uint32_t>* counts) const;
  uint32_t count(size_t word, uint32_t topic) const {
    return static_cast<uint32_t>(counts_[word * stride_ + topic]);
  }
  uint64_t total(uint32_t topic) const { return static_cast<uint64_t>(totals_[topic]); }
  // What Run() will take in all, in bytes.
  static size_t MemoryFor(const Settings& settings, size_t words, size_t tokens, uint32_t threads);

 private:
  struct Worker;
  size_t Begin(size_t d) const { return d == 0 ? 0 : ends_[d - 1]; }
  void DrawTopics();
  void Sample(size_t part, uint32_t round, Worker& worker);

  const Settings settings_;
  const size_t n_words_, stride_;  // topics, rounded up
  std::vector<uint32_t> words_;    // of all documents
  std::vector<uint16_t> topics_;   // beside them
  std::vector<size_t> ends_;       // of the documents, in words_
  memory::Pages<int32_t> counts_,
      next_;  // by word and topic: of the last round, and the one to come
  std::vector<int64_t> totals_, next_totals_;  // by topic
};

}  // namespace textmill::corpus

#endif  // TEXTMILL_PLUGINS_CORPUS_LDA_H_
